"""Exports: answers and chats as files; who made them finds them in a list for a day, and nobody else does."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from datamind import exporting, querying, running, saved
from datamind.access import Permission
from datamind.belongings import find_own_chat, find_own_message, find_own_run, find_owner
from datamind.boards import keeping
from datamind.boards.filters import tell_filters
from datamind.boards.loading import make_view_part, wait_for_views
from datamind.cancellation import Cancellation
from datamind.documents import make_part, make_query_part
from datamind.engine import Scope
from datamind.errors import InvalidInput, NotFound
from datamind.exports import FORMATS, Document, Format, Part, Progress, find_format
from datamind.exports import export as write_file
from datamind.forms import read_fields
from datamind.outcomes import load_outcome, load_outcomes
from datamind.services.use_case import note, use_case
from datamind.sql.placeholders import bind
from datamind.store.session import Row
from datamind.types import Answer, ChartSpec, Parameter

State = Literal["running", "done", "failed", "cancelled"]
SOON_S = 3.0
MOST_ROWS, MOST_BYTES = 250_000, 512 * 1024 * 1024
MOST_AT_ONCE = 3
TO_PASTE = ("markdown", "tsv")
LONGEST_PASTE = 200_000


@dataclass(frozen=True)
class Export:
    """A file, ready when `state` is "done"; while it is "running", `share` (0..1) and `words` tell how far it is."""

    id: int
    name: str
    format: str
    state: State
    share: float
    words: str
    error: str | None
    size_bytes: int | None
    created_at: datetime
    expires_at: datetime


@use_case(Permission.ASK, look=True)
def list_formats(scope: Scope, many: bool = False) -> dict[str, Format]:
    """The formats by name; with `many`, only those that hold more than one part."""
    return {name: each for name, each in FORMATS.items() if not (many and each.single)}


@use_case(Permission.ASK, pace="exports")
def export_answer(
    scope: Scope, message_id: int, format_name: str, options: Mapping[str, Any] | None = None, all_rows: bool = False
) -> Export:
    """An answer of the actor's own as a file. With `all_rows` a cut result is read again, up to 250,000 rows.

    Raises: NotFound, InvalidInput; whatever goes wrong later is the export's `error`.
    """
    answer, connection = _own_answer(scope, message_id)

    def make(progress: Progress, cancellation: Cancellation) -> Document:
        if not (all_rows and answer.result.truncated):
            return _document(scope, answer.title or answer.question, (make_part(answer),))
        progress(0.0, "Reading all rows from the database")
        sql = answer.receipt.drafted or answer.receipt.sql
        limits = replace(scope.engine.limits, rows=MOST_ROWS, size_bytes=MOST_BYTES)
        ran = running.run(scope, connection, sql, limits=limits, cancellation=cancellation)
        return _document(scope, answer.title or answer.question, (make_part(answer, ran.result),))

    return _start(scope, answer.title or answer.question, format_name, options, make)


@use_case(Permission.ASK, pace="exports")
def export_chat(scope: Scope, chat_id: int, format_name: str, options: Mapping[str, Any] | None = None) -> Export:
    """All answers of a chat of the actor's own that today's rules show, as one file. Raises NotFound, InvalidInput."""
    chat = find_own_chat(scope, chat_id)
    ids = [
        row["id"] for row in scope.store.find("messages", columns=("id",), chat_id=chat_id, state="done", order="id")
    ]
    answers = [outcome for outcome in load_outcomes(scope, chat_id, ids).values() if isinstance(outcome, Answer)]
    if not answers:
        raise InvalidInput("There is no answer in this chat yet: ask something first.", "chat")
    parts = tuple(make_part(answer) for answer in answers)
    return _start(
        scope, chat["title"], format_name, options, lambda _, __: _document(scope, chat["title"], parts), len(parts)
    )


@use_case(Permission.RUN_SQL)
def export_run(
    scope: Scope,
    run_id: int,
    format_name: str,
    options: Mapping[str, Any] | None = None,
    all_rows: bool = False,
    chart: ChartSpec | None = None,
    name: str = "",
) -> Export:
    """What a query of the actor's own came to, as a file; read again when its rows are no longer at hand, or `all_rows`.

    Raises: NotFound, InvalidInput; whatever goes wrong later is the export's `error`.
    """
    run = find_own_run(scope, run_id)
    connection = saved.find_connection(scope, run["connection_id"])
    at_hand = querying.find_rows(scope, run_id)
    bound = bind(
        run["sql"], connection["dialect"], tuple(Parameter(**each) for each in run["parameters"]), run["values"]
    )
    revision = saved.load_catalog(scope, connection).revision

    def make(progress: Progress, cancellation: Cancellation) -> Document:
        ran = at_hand
        if ran is None or (all_rows and ran.result.truncated):
            progress(0.0, "Reading all rows from the database")
            limits = replace(scope.engine.limits, rows=MOST_ROWS, size_bytes=MOST_BYTES) if all_rows else None
            ran = running.run(scope, connection, bound.sql, limits=limits, cancellation=cancellation)
        return _document(scope, title, (make_query_part(title, ran, chart, scope.actor.name, revision),))

    title = " ".join(name.split())[:120] or f"Query of {connection['name']}"
    return _start(scope, title, format_name, options, make)


@use_case(Permission.SEE_DASHBOARDS, pace="exports")
def export_dashboard(
    scope: Scope,
    dashboard_id: int,
    format_name: str,
    values: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Export:
    """All widgets of a board, as its filters are set, as one file. Raises NotFound, InvalidInput."""
    board = keeping.load_board(scope, keeping.find_board(scope, dashboard_id))
    wanted = dict(values or {})

    def make(progress: Progress, cancellation: Cancellation) -> Document:
        progress(0.0, "Reading the widgets")
        views = wait_for_views(scope, board, wanted, cancellation)
        about = " · ".join(
            text for text in (board.description, tell_filters(board.filters, wanted, date.today())) if text
        )
        return _document(scope, board.name, tuple(make_view_part(view) for view in views), about)

    return _start(scope, board.name, format_name, options, make, max(2, len(board.widgets)))


@use_case(Permission.ASK)
def copy_answer(scope: Scope, message_id: int, format_name: str) -> str:
    """An answer as text to paste: "markdown" or "tsv". Raises NotFound, InvalidInput."""
    answer, _ = _own_answer(scope, message_id)
    if format_name not in TO_PASTE:
        raise InvalidInput(f"Choose {' or '.join(TO_PASTE)} to copy.", "format")
    out = io.BytesIO()
    write_file(format_name, _document(scope, answer.title or answer.question, (make_part(answer),)), out)
    text = out.getvalue().decode()
    if len(text) > LONGEST_PASTE:
        raise InvalidInput("This is too long to copy: export it as a file.", "format")
    return text


@use_case(Permission.ASK, look=True)
def list_exports(scope: Scope) -> tuple[Export, ...]:
    """The actor's own files that are still kept, the newest first."""
    rows = scope.store.find("exports", account_id=find_owner(scope), order="-id", limit=50)
    return tuple(_show(scope, row) for row in rows if row["expires_at"] > datetime.now(UTC))


@use_case(Permission.ASK, look=True)
def get_export(scope: Scope, export_id: int) -> Export:
    """Raises NotFound, for somebody else's too."""
    return _show(scope, _own_export(scope, export_id))


@use_case(Permission.ASK)
def read_export(scope: Scope, export_id: int) -> bytes:
    """The file itself. Raises NotFound; InvalidInput while it is not ready."""
    row = _own_export(scope, export_id)
    if row["state"] != "done":
        raise InvalidInput("This file is not ready yet.", "export")
    note(format=row["format"], rows=row["rows"], size_bytes=row["size_bytes"])
    try:
        return exporting.path_of(scope, row).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("file") from error


@use_case(Permission.ASK)
def cancel_export(scope: Scope, export_id: int) -> None:
    """End the work on a file, also in the database. Raises NotFound."""
    row = _own_export(scope, export_id)
    work = scope.engine.exports.get(row["id"])
    if work is not None:
        work.cancellation.cancel()


@use_case(Permission.ASK)
def delete_export(scope: Scope, export_id: int) -> None:
    """Raises NotFound."""
    exporting.drop(scope, _own_export(scope, export_id))


def _start(
    scope: Scope,
    title: str,
    format_name: str,
    options: Mapping[str, Any] | None,
    make: exporting.Make,
    n_parts: int = 1,
) -> Export:
    """Begin, and wait a moment: most files are ready before anybody would look for them."""
    chosen, account_id = find_format(format_name), find_owner(scope)
    clean = read_fields(chosen.fields, options or {})
    if chosen.single and n_parts > 1:
        raise InvalidInput(f"{chosen.title} holds one table: choose Excel, PDF or HTML for all of them.", "format")
    if (
        scope.store.count("exports", account_id=account_id, state="running", process=scope.engine.process)
        >= MOST_AT_ONCE
    ):
        raise InvalidInput(f"{MOST_AT_ONCE} of your files are being written: wait for one, or cancel it.", "format")
    row, work = exporting.start(scope, account_id, title, format_name, clean, make)
    note(format=format_name, parts=n_parts)
    work.finished.wait(SOON_S)
    return _show(scope, scope.store.get("exports", row["id"]))


def _document(scope: Scope, title: str, parts: tuple[Part, ...], about: str = "") -> Document:
    return Document(title, parts, datetime.now(UTC), scope.actor.name, about)


def _own_answer(scope: Scope, message_id: int) -> tuple[Answer, Row]:
    """An answer of the actor's own, and the connection that it was asked of."""
    found = find_own_message(scope, message_id)
    outcome = load_outcome(scope, message_id)
    if not isinstance(outcome, Answer):
        raise InvalidInput("This question has no answer that could be exported.", "message")
    chat = scope.store.get("chats", found["chat_id"])
    return outcome, saved.find_connection(scope, chat["connection_id"])


def _own_export(scope: Scope, export_id: int) -> Row:
    row = scope.store.first("exports", id=export_id, account_id=find_owner(scope))
    if row is None or row["expires_at"] <= datetime.now(UTC):
        raise NotFound("file")
    return row


def _show(scope: Scope, row: Row) -> Export:
    if exporting.close_lost(scope, row):
        row = scope.store.get("exports", row["id"])
    names = ("id", "name", "format", "state", "share", "words", "error", "size_bytes", "created_at", "expires_at")
    return Export(**{name: row[name] for name in names})
