"""Uploads: files go in, an immutable DuckDB file and a connection to it come out."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from datamind import saved
from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import ConnectorError, InvalidInput
from datamind.services.connections import LONGEST_NAME, Connection
from datamind.services.connections import _show as show_connection
from datamind.services.use_case import note, use_case
from datamind.store.codec import encode

if TYPE_CHECKING:
    from datamind.connectors.base import Progress
    from datamind.connectors.importing import ImportReport

MOST_FILES = 50


@use_case(Permission.UPLOAD_FILES)
def upload_files(
    scope: Scope, name: str, paths: tuple[tuple[str, Path], ...], progress: Progress | None = None
) -> tuple[Connection, ImportReport]:
    """Read files, given with the names that people know them by, into a new connection called `name`.

    Raises: InvalidInput, FileRefused (nothing is kept then), QueryCancelled.
    """
    from datamind.connectors.importing import import_files

    name = _free_name(scope, name)
    note(name=name, files=len(paths))
    _check_sizes(scope, paths)
    folder = scope.settings.files_folder / str(scope.actor.org_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{secrets.token_hex(16)}.duckdb"
    kept = False
    try:
        report = import_files(
            [path for _, path in paths],
            target,
            progress=progress,
            names=[_shown_name(filename) for filename, _ in paths],
        )
        with scope.store.transaction():
            row = saved.keep_connection(scope, name, saved.UPLOADED, {"path": str(target)}, can_write=False)
            for filename, path in paths:
                scope.store.add(
                    "files",
                    connection_id=row["id"],
                    name=_shown_name(filename),
                    size_bytes=path.stat().st_size,
                    sha256=_digest(path),
                    report=encode([table.name for table in report.tables if table.source == _shown_name(filename)]),
                    created_at=row["created_at"],
                )
        kept = True
    finally:
        if not kept:
            target.unlink(missing_ok=True)
    with suppress(ConnectorError):  # the connection says why
        saved.read_catalog(scope, row)
    note(tables=len(report.tables), rows=sum(table.n_rows for table in report.tables))
    return show_connection(scope.store.get("connections", row["id"])), report


def _free_name(scope: Scope, name: str) -> str:
    """The name, or with a number behind it when it is taken: a second upload of a file is not an error."""
    wanted = "".join(character if character.isprintable() else " " for character in " ".join(name.split()))
    wanted = wanted[: LONGEST_NAME - 6].strip() or "Upload"
    taken = {row["name"] for row in scope.store.find("connections", columns=("name",))}
    if wanted not in taken:
        return wanted
    return next(f"{wanted} {number}" for number in range(2, len(taken) + 3) if f"{wanted} {number}" not in taken)


def _check_sizes(scope: Scope, paths: tuple[tuple[str, Path], ...]) -> None:
    if not paths:
        raise InvalidInput("Choose at least one file.", "files")
    if len(paths) > MOST_FILES:
        raise InvalidInput(f"{len(paths)} files at once are too many: {MOST_FILES} are the most.", "files")
    size_mb = sum(path.stat().st_size for _, path in paths) / 1024 / 1024
    if size_mb > scope.settings.upload_mb:
        raise InvalidInput(
            f"These files hold {size_mb:,.0f} MB; {scope.settings.upload_mb:,} MB is the most at once.", "files"
        )


def _shown_name(filename: str) -> str:
    """What the file was called, without a path and without what cannot be shown."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:200] or "file"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
