"""`backup DIR`: the store and the uploaded files, as of one moment, while the app goes on."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from datamind.errors import InvalidInput
from datamind.settings import Settings
from datamind.store import House
from datamind.store.dumps import write_dump

NAME = "backup"
STORE, MANIFEST, FILES = "store.jsonl.gz", "manifest.json", "files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Write the store and the uploaded files into a new folder. The keys are not in it: keep them elsewhere."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="made by this; must not be there yet")


def run(arguments: argparse.Namespace) -> int:
    settings = Settings.from_env()
    folder: Path = arguments.folder
    if folder.exists():
        raise InvalidInput(f"{folder} is there already: name a new folder.", "folder")
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    with closing(House(settings.store_url)) as house:
        house.check()
        counts = write_dump(house, unfinished / STORE)
    if settings.files_folder.is_dir():
        shutil.copytree(settings.files_folder, unfinished / FILES)
    files = [path for path in sorted(unfinished.rglob("*")) if path.is_file()]
    manifest = {
        "made_at": datetime.now(UTC).isoformat(),
        "home": str(settings.home),
        "rows": dict(counts),
        "sha256": {str(path.relative_to(unfinished)): digest(path) for path in files},
    }
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    unfinished.rename(folder)
    print(
        f"{sum(counts.values()):,} rows and {len(files) - 1} files are in {folder}. The keys are not: without "
        "DATAMIND_SECRET_KEYS (or HOME/keys.env) the passwords of connections cannot be opened."
    )
    return 0


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
