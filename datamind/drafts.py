"""Uploads that nobody has kept yet: a folder each, in the org's own, with the files, what was chosen and what was read.

In: names and bytes. Out: `Draft`s, their files, and how much room an org has left. A draft belongs to the person who began it
and goes with the housekeeping after a day. What a file is called never becomes a path: files lie under their numbers.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datamind.connectors.importing import ImportReport, decode_report, encode_report
from datamind.engine import Scope
from datamind.errors import InvalidInput

KEPT_S = 86_400
MEGABYTE = 1024 * 1024
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Draft:
    """`report` is None until its files have been read; `choices` are by file name, as `importing.choices` has them."""

    id: str
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    choices: Mapping[str, Any]
    report: ImportReport | None


@dataclass(frozen=True)
class Space:
    """Bytes that an org's uploads take, and may take."""

    used_bytes: int
    quota_bytes: int

    @property
    def left_bytes(self) -> int:
        return max(0, self.quota_bytes - self.used_bytes)


def org_folder(scope: Scope) -> Path:
    folder = scope.settings.files_folder / str(scope.actor.org_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def measure_space(scope: Scope) -> Space:
    used = sum(path.stat().st_size for path in org_folder(scope).rglob("*") if path.is_file())
    return Space(used, scope.settings.upload_quota_mb * MEGABYTE)


def open_draft(scope: Scope) -> str:
    """A new, empty draft."""
    draft = secrets.token_hex(16)
    folder = _drafts_folder(scope) / draft
    folder.mkdir(mode=0o700)
    _write(folder, {"account": scope.actor.user_id, "names": [], "choices": {}})
    return draft


def folder_of(scope: Scope, draft: str) -> Path:
    """Where its files lie. Raises InvalidInput when it is gone, or somebody else's."""
    folder = _drafts_folder(scope) / draft
    if not _ID.fullmatch(draft) or not folder.is_dir() or _read(folder)["account"] != scope.actor.user_id:
        raise InvalidInput("This upload is no longer here: it was kept, dropped, or a day old. Upload the files again.")
    return folder


def add_place(scope: Scope, draft: str, name: str) -> Path:
    """The path to which one more file's bytes go; it counts once it has been renamed without `.part`."""
    folder = folder_of(scope, draft)
    known = _read(folder)
    _write(folder, {**known, "names": [*known["names"], shown_name(name)]})
    return folder / f"{len(known['names'])}.part"


def files_of(scope: Scope, draft: str) -> list[tuple[str, Path]]:
    """Names and paths of the files that arrived whole."""
    folder = folder_of(scope, draft)
    named = [(name, folder / str(number)) for number, name in enumerate(_read(folder)["names"])]
    return [(name, path) for name, path in named if path.is_file()]


def show_draft(scope: Scope, draft: str) -> Draft:
    folder, files = folder_of(scope, draft), files_of(scope, draft)
    report = folder / "report.json"
    read = decode_report(json.loads(report.read_text(encoding="utf-8"))) if report.is_file() else None
    names, sizes = tuple(name for name, _ in files), tuple(path.stat().st_size for _, path in files)
    return Draft(draft, names, sizes, _read(folder)["choices"], read)


def keep_reading(folder: Path, choices: Mapping[str, Any], report: ImportReport) -> None:
    _write(folder, {**_read(folder), "choices": dict(choices)})
    (folder / "report.json").write_text(json.dumps(encode_report(report), default=str), encoding="utf-8")


def remove_draft(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def remove_old_drafts(scope: Scope) -> int:
    """Drafts of the org in which nothing was done for a day go, whoever began them; how many went."""
    before = time.time() - KEPT_S
    old = [folder for folder in _drafts_folder(scope).iterdir() if folder.stat().st_mtime < before]
    for folder in old:
        remove_draft(folder)
    return len(old)


def shown_name(filename: str) -> str:
    """What the file was called, without a path and without what cannot be shown."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:200] or "file"


def _drafts_folder(scope: Scope) -> Path:
    folder = org_folder(scope) / "drafts"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _read(folder: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((folder / "draft.json").read_text(encoding="utf-8"))
    return known


def _write(folder: Path, known: Mapping[str, Any]) -> None:
    (folder / "draft.json").write_text(json.dumps(known), encoding="utf-8")
