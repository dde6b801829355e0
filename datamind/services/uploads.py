"""Uploads: files go in, an immutable DuckDB file and a connection to it come out.

In a page they are a draft first: files arrive one by one, are read, looked at, read again with other choices, kept or dropped.
A kept draft is a connection of its own or a new version of one: its tables take the place of those with the same columns, or
come beneath them, and what else the connection holds stays. The old file goes when the new one is in its place.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datamind import drafts, saved
from datamind.access import Permission
from datamind.drafts import MEGABYTE, Draft, Space, shown_name
from datamind.engine import Scope
from datamind.errors import ConnectorError, InvalidInput
from datamind.services.connections import LONGEST_NAME, Connection
from datamind.services.connections import _show as show_connection
from datamind.services.use_case import note, use_case
from datamind.store.codec import encode
from datamind.store.session import Row
from datamind.versions import TableChange, compare_tables

if TYPE_CHECKING:
    from datamind.cancellation import Cancellation
    from datamind.connectors.base import Progress
    from datamind.connectors.importing import ImportReport

MOST_FILES = 50
DATA = "data.duckdb"
Files = Sequence[tuple[str, Path]]
"""Names that people know, and where the bytes are."""


@use_case(Permission.UPLOAD_FILES)
def upload_files(
    scope: Scope,
    name: str,
    paths: tuple[tuple[str, Path], ...],
    progress: Progress | None = None,
    choices: Mapping[str, Any] | None = None,
) -> tuple[Connection, ImportReport]:
    """Read files, given with the names that people know them by, into a new connection called `name`.

    Raises: InvalidInput, FileRefused (nothing is kept then), QueryCancelled.
    """
    from datamind.connectors.importing import import_files

    files = [(shown_name(filename), path) for filename, path in paths]
    _check_sizes(scope, files)
    fresh = drafts.org_folder(scope) / f"{secrets.token_hex(16)}.new"
    try:
        names = [filename for filename, _ in files]
        report = import_files([path for _, path in files], fresh, choices, progress, names=names)
        return _keep(scope, name, fresh, files, report), report
    finally:
        fresh.unlink(missing_ok=True)


@use_case(Permission.UPLOAD_FILES, look=True)
def get_space(scope: Scope) -> Space:
    """How much of its room the org's uploads take."""
    return drafts.measure_space(scope)


@use_case(Permission.UPLOAD_FILES, look=True)
def start_draft(scope: Scope) -> str:
    """A new, empty draft; its id."""
    return drafts.open_draft(scope)


@use_case(Permission.UPLOAD_FILES, look=True, pace="uploads")
def receive_file(scope: Scope, draft: str, name: str, size_bytes: int) -> Path:
    """Where the bytes of one more file go, under a name that ends in `.part`; renamed without it, the file has arrived.

    Raises: InvalidInput when there is no room for it.
    """
    _check_room(scope, size_bytes, shown_name(name))
    return drafts.add_place(scope, draft, name)


@use_case(Permission.UPLOAD_FILES)
def read_draft(
    scope: Scope,
    draft: str,
    choices: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> Draft:
    """Read its files, with what was chosen over the guesses. Raises: InvalidInput, FileRefused, QueryCancelled."""
    from datamind.connectors.importing import import_files

    folder, files = drafts.folder_of(scope, draft), drafts.files_of(scope, draft)
    if not files:
        raise InvalidInput("Choose at least one file.", "files")
    note(files=len(files))
    fresh = folder / "fresh.duckdb"
    fresh.unlink(missing_ok=True)
    chosen = dict(choices if choices is not None else drafts.show_draft(scope, draft).choices)
    names = [name for name, _ in files]
    report = import_files([path for _, path in files], fresh, chosen, progress, cancellation, names)
    fresh.replace(folder / DATA)
    drafts.keep_reading(folder, chosen, report)
    return drafts.show_draft(scope, draft)


@use_case(Permission.UPLOAD_FILES, look=True)
def get_draft(scope: Scope, draft: str) -> Draft:
    """Its files and, once they were read, what was recognised. Raises InvalidInput when it is gone."""
    return drafts.show_draft(scope, draft)


@use_case(Permission.UPLOAD_FILES)
def drop_draft(scope: Scope, draft: str) -> None:
    """Forget it and its files. Raises InvalidInput."""
    drafts.remove_draft(drafts.folder_of(scope, draft))


@use_case(Permission.UPLOAD_FILES)
def keep_draft(scope: Scope, draft: str, name: str) -> Connection:
    """Its tables as a new connection. Raises InvalidInput."""
    folder, read, files = _ready(scope, draft)
    connection = _keep(scope, name, folder / DATA, files, read)
    drafts.remove_draft(folder)
    return connection


@use_case(Permission.UPLOAD_FILES, look=True)
def compare_draft(scope: Scope, connection_id: int, draft: str) -> tuple[TableChange, ...]:
    """What would become of the connection's tables. Raises NotFound, InvalidInput."""
    row = _uploaded(scope, connection_id)
    _, read, _ = _ready(scope, draft)
    return compare_tables(saved.load_catalog(scope, row), read)


@use_case(Permission.UPLOAD_FILES)
def update_from_draft(scope: Scope, connection_id: int, draft: str, append: bool = False) -> Connection:
    """A new version of the connection: same name, same chats, other rows. Raises NotFound, InvalidInput, FileRefused."""
    from datamind.connectors.importing import merge_files

    row = _uploaded(scope, connection_id)
    folder, read, files = _ready(scope, draft)
    changes = compare_tables(saved.load_catalog(scope, row), read)
    if append and (clash := next((change for change in changes if change.retyped), None)):
        raise InvalidInput(f"{clash.in_words()} Rows of another type cannot be added: replace the table instead.")
    target = drafts.org_folder(scope) / f"{secrets.token_hex(16)}.duckdb"
    onto = {change.table: change.onto for change in changes if change.onto}
    merge_files(Path(row["values"]["path"]), folder / DATA, target, onto, append)
    with scope.store.transaction():
        scope.store.change("connections", connection_id, values={"path": str(target)}, version=row["version"] + 1)
        _note_files(scope, connection_id, files, read)
    scope.engine.drop_connector(connection_id)
    saved.remove_file(scope, row)
    drafts.remove_draft(folder)
    note(name=row["name"], append=append, tables=len(read.tables))
    with suppress(ConnectorError):  # the connection says why
        saved.read_catalog(scope, scope.store.get("connections", connection_id))
    return show_connection(scope.store.get("connections", connection_id))


def _uploaded(scope: Scope, connection_id: int) -> Row:
    row = saved.find_connection(scope, connection_id)
    if row["kind"] != saved.UPLOADED:
        raise InvalidInput(f"{row['name']} is a database: files cannot be added to it.", "connection")
    return row


def _ready(scope: Scope, draft: str) -> tuple[Path, ImportReport, Files]:
    shown = drafts.show_draft(scope, draft)
    if shown.report is None:
        raise InvalidInput("These files have not been read yet.", "files")
    return drafts.folder_of(scope, draft), shown.report, drafts.files_of(scope, draft)


def _keep(scope: Scope, name: str, data: Path, files: Files, report: ImportReport) -> Connection:
    """The DuckDB file, moved to its place, as a connection; what it holds is read at once."""
    name = _free_name(scope, name)
    note(name=name, files=len(files), tables=len(report.tables), rows=sum(table.n_rows for table in report.tables))
    target = drafts.org_folder(scope) / f"{secrets.token_hex(16)}.duckdb"
    kept = False
    data.replace(target)
    try:
        with scope.store.transaction():
            row = saved.keep_connection(scope, name, saved.UPLOADED, {"path": str(target)}, can_write=False)
            _note_files(scope, row["id"], files, report)
        kept = True
    finally:
        if not kept:
            target.unlink(missing_ok=True)
    with suppress(ConnectorError):  # the connection says why
        saved.read_catalog(scope, row)
    return show_connection(scope.store.get("connections", row["id"]))


def _note_files(scope: Scope, connection_id: int, files: Files, report: ImportReport) -> None:
    for filename, path in files:
        scope.store.add(
            "files",
            connection_id=connection_id,
            name=filename,
            size_bytes=path.stat().st_size,
            sha256=_digest(path),
            report=encode([table.name for table in report.tables if table.source == filename]),
            created_at=datetime.now(UTC),
        )


def _free_name(scope: Scope, name: str) -> str:
    """The name, or with a number behind it when it is taken: a second upload of a file is not an error."""
    wanted = "".join(character if character.isprintable() else " " for character in " ".join(name.split()))
    wanted = wanted[: LONGEST_NAME - 6].strip() or "Upload"
    taken = {row["name"] for row in scope.store.find("connections", columns=("name",))}
    if wanted not in taken:
        return wanted
    return next(f"{wanted} {number}" for number in range(2, len(taken) + 3) if f"{wanted} {number}" not in taken)


def _check_sizes(scope: Scope, files: Files) -> None:
    if not files:
        raise InvalidInput("Choose at least one file.", "files")
    if len(files) > MOST_FILES:
        raise InvalidInput(f"{len(files)} files at once are too many: {MOST_FILES} are the most.", "files")
    _check_room(scope, sum(path.stat().st_size for _, path in files), "This upload")


def _check_room(scope: Scope, size_bytes: int, what: str) -> None:
    left_bytes = drafts.measure_space(scope).left_bytes
    if size_bytes > scope.settings.upload_mb * MEGABYTE:
        raise InvalidInput(
            f"{what} holds {size_bytes / MEGABYTE:,.0f} MB; {scope.settings.upload_mb:,} MB is the most at once.",
            "files",
        )
    if size_bytes > left_bytes:
        raise InvalidInput(
            f"There is room for {left_bytes / MEGABYTE:,.0f} MB more. Delete uploads that nobody needs, or ask an admin "
            "for more room.",
            "files",
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
