"""`restore DIR`: a backup into an empty house, checked file by file before anything is written."""

from __future__ import annotations

import argparse
import json
import shutil
from contextlib import closing
from pathlib import Path

from datamind.commands.backup import FILES, MANIFEST, STORE, digest
from datamind.errors import InvalidInput
from datamind.settings import Settings
from datamind.store import House
from datamind.store.dumps import read_dump

NAME = "restore"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Fill an empty store from a backup, on SQLite or Postgres alike: so a store moves from one to the other too."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that `backup` made")


def run(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder
    manifest = _check(folder)
    settings = Settings.from_env()
    if settings.files_folder.is_dir() and any(settings.files_folder.iterdir()):
        raise InvalidInput(f"There are files in {settings.files_folder} already: name another DATAMIND_HOME.")
    with closing(House(settings.store_url)) as house:
        house.migrate()
        counts = read_dump(house, folder / STORE)
        _move_home(house, str(manifest["home"]), str(settings.home))
    if (folder / FILES).is_dir():
        shutil.copytree(folder / FILES, settings.files_folder, dirs_exist_ok=True)
    print(f"{sum(counts.values()):,} rows are restored. Check with `python -m datamind doctor`.")
    return 0


def _check(folder: Path) -> dict[str, object]:
    """The manifest of a backup whose files are all as they were written. Raises InvalidInput."""
    try:
        manifest: dict[str, object] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        known: dict[str, str] = dict(manifest["sha256"])  # type: ignore[call-overload]
        damaged = [name for name, kept in known.items() if digest(folder / name) != kept]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(
            f"{folder} is no whole backup: {MANIFEST} or a file that it names cannot be read."
        ) from error
    if damaged:
        raise InvalidInput(f"{damaged[0]} in {folder} is not as it was written: nothing was restored.")
    return manifest


def _move_home(house: House, before: str, after: str) -> None:
    """Connections to files of the old home lead to the new one."""
    everything = house.everything()
    for row in everything.find("connections", columns=("id", "values")) if before != after else ():
        path = str(row["values"].get("path", ""))
        if path.startswith(f"{before}/"):
            moved = {**row["values"], "path": after + path.removeprefix(before)}
            everything.change("connections", row["id"], values=moved)
