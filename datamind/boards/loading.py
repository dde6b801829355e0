"""What each widget of a board shows now: its rows, that they are on their way, or what went wrong with it alone.

In: a board and what its filters are set to. Out: a `View` a widget, at once; whatever is not at hand is being read meanwhile,
side by side, and one look later it is there.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from datamind import saved
from datamind.binding import demand_use
from datamind.boards import results
from datamind.boards.filters import find_conditions
from datamind.boards.values import Board, Widget
from datamind.cancellation import Cancellation
from datamind.charts import choose_chart
from datamind.engine import Scope
from datamind.errors import DataMindError, QueryFailed, QueryRefused, VaultError
from datamind.exports import Part
from datamind.sql.filters import Condition, add_filters
from datamind.sql.repairing import Repair, suggest_repair
from datamind.store.codec import decode
from datamind.store.session import Row
from datamind.types import ChartSpec, ResultSet

State = Literal["text", "ready", "running", "failed", "lost"]


@dataclass(frozen=True)
class View:
    """A widget and what it shows. `left_out` are labels of filters that are set and found no column here; `sql` is what ran.

    `key` is equal for equal rows, so that what is drawn of them can be kept.
    """

    widget: Widget
    state: State
    result: ResultSet | None = None
    chart: ChartSpec | None = None
    elapsed_s: float = 0.0
    error: str = ""
    left_out: tuple[str, ...] = ()
    repair: Repair | None = None
    key: str = ""
    sql: str = ""


def load_views(
    scope: Scope,
    board: Board,
    values: Mapping[str, str],
    clicked: Condition | None = None,
    *,
    fresh: bool = False,
    today: date | None = None,
) -> tuple[View, ...]:
    """In the order of the board. With `fresh` everything is read anew, whatever is at hand."""
    try:
        conditions = find_conditions(board.filters, values, today or date.today(), scope.actor.attributes)
    except DataMindError as error:
        return tuple(_told(widget, str(error)) for widget in board.widgets)
    if clicked is not None:
        conditions = (*conditions, clicked)
    labels = {each.name: each.label for each in board.filters} | ({clicked.name: clicked.column} if clicked else {})
    not_before = time.monotonic() if fresh else None
    rows = {row["id"]: row for row in scope.store.find("connections")}
    return tuple(
        _look(scope, widget, rows.get(widget.connection_id or 0), conditions, labels, not_before)
        for widget in board.widgets
    )


def name_columns(result: ResultSet, names: tuple[str, ...]) -> ResultSet:
    """The columns under the names that the picture knows them by: a rewritten query may call `count(*)` another way."""
    if len(names) != len(result.columns):
        return result
    columns = tuple(replace(column, name=name) for column, name in zip(result.columns, names, strict=True))
    return replace(result, columns=columns)


def fitting_chart(widget: Widget, result: ResultSet) -> ChartSpec:
    """The widget's own picture while the result has its columns, else the one that fits it."""
    spec, names = widget.chart, {column.name for column in result.columns}
    if spec is not None and all(name in names for name in (spec.x, spec.series, *spec.y) if name is not None):
        return spec
    return choose_chart(result, widget.question)


def wait_for_views(
    scope: Scope, board: Board, values: Mapping[str, str], cancellation: Cancellation
) -> tuple[View, ...]:
    """The views once none is being read any more. Raises QueryCancelled."""
    while True:
        views = load_views(scope, board, values)
        if not any(view.state == "running" for view in views):
            return views
        cancellation.check()
        time.sleep(0.1)


def make_view_part(view: View) -> Part:
    """A widget as a part of a document."""
    widget, result = view.widget, view.result
    if result is None:
        empty = ResultSet((), (), False, 0.0, datetime.now(UTC))
        return Part(widget.title or "Text", empty, words=tuple(widget.text.splitlines()), error=view.error)
    notes = tuple(f"Not filtered by {label}." for label in view.left_out)
    receipt = (("Question", widget.question), ("As of", f"{result.as_of:%d %b %Y, %H:%M:%S} UTC"))
    return Part(
        widget.title, result, view.chart, notes, view.sql, tuple((name, text) for name, text in receipt if text)
    )


def _told(widget: Widget, error: str) -> View:
    return View(widget, "text") if widget.kind == "text" else View(widget, "failed", error=error)


def _look(
    scope: Scope,
    widget: Widget,
    row: Row | None,
    conditions: tuple[Condition, ...],
    labels: Mapping[str, str],
    not_before: float | None,
) -> View:
    if widget.kind == "text":
        return View(widget, "text")
    if row is None:
        return View(
            widget, "lost", error="The connection of this widget was deleted. Remove the widget, or pin it anew."
        )
    try:
        demand_use(scope.actor, row)
        made = add_filters(widget.sql, saved.load_whole_catalog(scope, row), conditions, widget.bindings)
        fetch = results.find_or_start(scope, row, made.sql, not_before=not_before)
    except DataMindError as error:
        return _failed(scope, widget, row, error)
    left_out = tuple(labels.get(name, name) for name in made.left_out)
    if not fetch.finished.is_set():
        return View(widget, "running", elapsed_s=fetch.elapsed_s, left_out=left_out, key=fetch.key, sql=made.sql)
    if fetch.error is not None or fetch.result is None:
        return replace(_failed(scope, widget, row, fetch.error), key=fetch.key)
    result = name_columns(fetch.result, widget.columns)
    chart = fitting_chart(widget, result)
    return View(widget, "ready", result, chart, fetch.elapsed_s, left_out=left_out, key=fetch.key, sql=made.sql)


def find_repair(scope: Scope, row: Row, sql: str) -> Repair | None:
    """The statement with the name that could be meant, told from the last two readings of the connection."""
    earlier = scope.store.find("catalogs", connection_id=row["id"], order="-id", limit=2)[1:]
    before = None
    with suppress(VaultError):  # sealed with a key that is gone: then the names alone tell
        before = decode(scope.engine.vault.open(earlier[0]["catalog"])) if earlier else None
    return suggest_repair(sql, saved.load_catalog(scope, row), before)


def _failed(scope: Scope, widget: Widget, row: Row, error: DataMindError | None) -> View:
    repair = None
    if isinstance(error, QueryRefused | QueryFailed):
        repair = find_repair(scope, row, widget.sql)
    return View(widget, "failed", error=str(error or "This could not be read. Try again."), repair=repair)
