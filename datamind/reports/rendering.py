"""A report as somebody sees it: their rows under their rules, the words on what has changed, and the file of it.

In: the scope of the person as whom it is seen, and the report (a row of the store). Out: `Rendered`. Each query runs by the one
path of everybody (`running`, boards); nothing that the owner saw is taken over, neither rows nor words.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from datamind import running, saved
from datamind.boards.filters import tell_filters
from datamind.boards.keeping import find_board, load_board
from datamind.boards.loading import make_view_part, wait_for_views
from datamind.cancellation import Cancellation
from datamind.charts import choose_chart, fitting_kinds
from datamind.documents import write_receipt
from datamind.engine import Scope
from datamind.errors import ConnectorError, DataMindError, InvalidInput
from datamind.exports import Document, Part, export, file_name, find_format
from datamind.insights import compute_facts, write_insight
from datamind.reports import comparing
from datamind.reports.recipients import find_key, may_read
from datamind.reports.values import Item
from datamind.store.codec import decode
from datamind.store.session import Row
from datamind.types import Receipt, ResultSet
from datamind.watch.checking import to_local

NO_ROWS = ResultSet((), (), False, 0.0, datetime(1970, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Rendered:
    """The document, what to say of it, and the facts to compare the next one with."""

    key: str
    document: Document
    words: tuple[str, ...]
    facts: comparing.Facts


def render(scope: Scope, row: Row, now: datetime) -> Rendered:
    """What this actor gets. Raises DataMindError when there is nothing to show: not allowed, gone, or no part could be read."""
    key = find_key(scope, row)
    title, about, parts = _read_board(scope, row) if row["dashboard_id"] is not None else _read_items(scope, row)
    errors = [part.error for part in parts if part.error]
    if errors and not any(part.result.columns for part in parts):
        told = f"No part of this report could be read. The first said: {errors[0]}"
        raise ConnectorError(told) if may_read(scope, row) else InvalidInput(told, "report")
    before = _find_before(scope, row, key)
    facts = comparing.read_facts(parts)
    words = comparing.compare(json.loads(before["facts"]) if before else None, facts)
    if before and row["updated_at"] > before["made_at"]:
        words = ("This report was itself changed since the last one.", *words)
    local = to_local(now, row["zone"])
    since = to_local(before["made_at"], row["zone"]) if before else None
    unusual = tuple(told for part in parts if (told := comparing.find_unusual(part, since, local)))
    words = (*unusual, *words)
    head = f"What has changed since {before['made_at']:%d %b %Y}" if before else "What has changed"
    changed = Part(head, NO_ROWS, words=words)
    document = Document(
        row["name"],
        (changed, *parts),
        now,
        f"as {scope.actor.name} may see it",
        " · ".join(filter(None, (title, about))),
    )
    return Rendered(key, document, words, facts)


def write_file(rendered: Rendered, format_name: str) -> tuple[str, str, bytes]:
    """Name, type and content of the file."""
    out = io.BytesIO()
    export(format_name, rendered.document, out)
    return file_name(rendered.document, format_name), find_format(format_name).mime, out.getvalue()


def _read_board(scope: Scope, row: Row) -> tuple[str, str, tuple[Part, ...]]:
    found = find_board(scope, row["dashboard_id"])
    if found["archived_at"] is not None:
        raise InvalidInput("Its dashboard is in the archive: bring it back, or choose another.", "dashboard")
    board = load_board(scope, found)
    if not board.widgets:
        raise InvalidInput("Its dashboard holds nothing yet.", "dashboard")
    views = wait_for_views(scope, board, {}, Cancellation())
    name = board.name if board.name != row["name"] else ""
    return name, tell_filters(board.filters, {}, date.today()), tuple(make_view_part(view) for view in views)


def _read_items(scope: Scope, row: Row) -> tuple[str, str, tuple[Part, ...]]:
    if not row["items"]:
        raise InvalidInput("There is nothing in this report any more: its dashboard was deleted.", "items")
    return "", "", tuple(_read_item(scope, Item(**item)) for item in row["items"])


def _read_item(scope: Scope, item: Item) -> Part:
    try:
        connection = saved.find_connection(scope, item.connection_id)
        ran = running.run(scope, connection, item.sql)
    except DataMindError as error:
        return Part(item.title, NO_ROWS, sql=item.sql, error=str(error))
    facts = compute_facts(ran.result)
    insight = write_insight(item.question or item.title, ran.result, facts, item.title, ())
    chart = decode(item.chart) if item.chart else None
    names = {column.name for column in ran.result.columns}
    fits = chart is not None and chart.kind in fitting_kinds(ran.result) and {*chart.y, chart.x} <= names | {None}
    revision = saved.load_catalog(scope, connection).revision
    receipt = Receipt(ran.query.sql, ran.query.dialect, ran.query.tables, revision, "", policies=ran.query.policies)
    return Part(
        item.title,
        ran.result,
        chart if fits else choose_chart(ran.result, item.question or item.title),
        (insight.headline, *insight.sentences),
        item.sql,
        write_receipt(receipt, ran.result),
    )


def _find_before(scope: Scope, row: Row, key: str) -> Row | None:
    """The last file that was made under the same key."""
    for run in scope.store.find("report_runs", columns=("id",), report_id=row["id"], order="-id", limit=20):
        found = scope.store.first("report_files", run_id=run["id"], key=key)
        if found:
            return found
    return None
