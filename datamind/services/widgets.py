"""Widgets: what is on a board, put there from answers, queries and texts; and their numbers, read under the filters set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from datamind import running, saved
from datamind.access import Permission
from datamind.belongings import find_own_message
from datamind.boards import keeping
from datamind.boards.loading import View, find_repair, load_views
from datamind.boards.values import HEIGHTS, WIDTHS, Board, Widget
from datamind.charts import fit_chart
from datamind.engine import Scope
from datamind.errors import InvalidInput, NotFound
from datamind.outcomes import load_outcome
from datamind.services.use_case import note, use_case
from datamind.shape import read_shape, write_label
from datamind.sql.filters import Condition, find_origin, write_search
from datamind.store.session import Row
from datamind.types import Answer, ResultSet

__all__ = [
    "HEIGHTS", "WIDTHS", "View", "Widget", "add_answer", "add_query", "add_text", "cancel_widget", "change_widget", "find_clicked", "load_widgets", "move_widget",
    "pick_chart", "pin_answer", "remove_widget", "repair_widget", "search_values",
]  # fmt: skip

LONGEST_TITLE, LONGEST_TEXT, LONGEST_SECTION, MOST_WIDGETS = 200, 5_000, 80, 60
MOST_VALUES = 200
CLICKED = "clicked"


@use_case(Permission.SEE_DASHBOARDS, look=True)
def load_widgets(
    scope: Scope,
    dashboard_id: int,
    values: Mapping[str, str],
    clicked: tuple[str, str] | None = None,
    fresh: bool = False,
) -> tuple[View, ...]:
    """What each widget shows under the filters set, and under what was `clicked` (column, value); at once. Raises NotFound."""
    board = keeping.load_board(scope, keeping.find_board(scope, dashboard_id))
    return load_views(scope, board, values, _make_click(clicked), fresh=fresh)


@use_case(Permission.EDIT_DASHBOARDS)
def pin_answer(scope: Scope, message_id: int, dashboard_id: int) -> Widget:
    """An answer of the actor's own as a widget at the end of a board: its query and picture. Raises NotFound, Forbidden."""
    found, outcome = find_own_message(scope, message_id), load_outcome(scope, message_id)
    if not isinstance(outcome, Answer):
        raise InvalidInput("This question has no answer that could be pinned.", "message")
    chat = scope.store.get("chats", found["chat_id"])
    return _append(scope, dashboard_id, _make(outcome, chat["connection_id"]), "Pinned an answer")


@use_case(Permission.EDIT_DASHBOARDS)
def add_answer(scope: Scope, dashboard_id: int, connection_id: int, answer: Answer) -> Widget:
    """An answer that stands in no chat, as a widget. Raises NotFound, Forbidden, QueryRefused."""
    running.check(scope, saved.find_connection(scope, connection_id), answer.receipt.drafted or answer.receipt.sql)
    return _append(scope, dashboard_id, _make(answer, connection_id), "Added an answer")


@use_case(Permission.EDIT_DASHBOARDS)
def add_query(
    scope: Scope, dashboard_id: int, connection_id: int, sql: str, title: str, saved_query_id: int | None = None
) -> Widget:
    """A query as a widget; its picture is chosen from its rows. Raises NotFound, Forbidden, InvalidInput, QueryRefused."""
    running.check(scope, saved.find_connection(scope, connection_id), sql)
    widget = Widget(0, "query", _read_title(title), connection_id=connection_id, saved_query_id=saved_query_id, sql=sql)
    return _append(scope, dashboard_id, widget, "Added a query")


@use_case(Permission.EDIT_DASHBOARDS)
def add_text(scope: Scope, dashboard_id: int, text: str, title: str = "") -> Widget:
    """Words between the numbers. Raises NotFound, Forbidden, InvalidInput."""
    widget = Widget(0, "text", title.strip()[:LONGEST_TITLE], text=_read_text(text), width=12, height="low")
    return _append(scope, dashboard_id, widget, "Added a text")


@use_case(Permission.EDIT_DASHBOARDS)
def change_widget(scope: Scope, dashboard_id: int, version: int, widget_id: int, changes: Mapping[str, Any]) -> Board:
    """`changes` may hold title, text, chart (a kind), width, height, section and bindings.

    Raises: NotFound, Forbidden, Conflict, InvalidInput.
    """

    def change(row: Row) -> None:
        found = _find(scope, row, widget_id)
        scope.store.change("widgets", widget_id, **keeping.widget_values(_changed(keeping.make_widget(found), changes)))

    note(changed=", ".join(sorted(changes))[:200])
    return _change(scope, dashboard_id, version, "Changed a widget", change)


@use_case(Permission.EDIT_DASHBOARDS)
def pick_chart(scope: Scope, dashboard_id: int, version: int, widget_id: int, kind: str, result: ResultSet) -> Board:
    """Another picture for a widget, fitted to the rows that it shows. Raises as `change_widget`."""

    def change(row: Row) -> None:
        spec, names = fit_chart(kind, result), tuple(column.name for column in result.columns)
        widget = keeping.make_widget(_find(scope, row, widget_id))
        scope.store.change("widgets", widget_id, **keeping.widget_values(replace(widget, chart=spec, columns=names)))

    return _change(scope, dashboard_id, version, "Changed a picture", change)


@use_case(Permission.EDIT_DASHBOARDS)
def move_widget(scope: Scope, dashboard_id: int, version: int, widget_id: int, by: int) -> Board:
    """Towards the front (-1) or the end (1). Raises NotFound, Forbidden, Conflict."""

    def change(row: Row) -> None:
        ids = [each["id"] for each in scope.store.find("widgets", dashboard_id=row["id"], order="position")]
        _find(scope, row, widget_id)
        place = ids.index(widget_id)
        ids.insert(max(0, min(len(ids) - 1, place + by)), ids.pop(place))
        for position, each in enumerate(ids):
            scope.store.change("widgets", each, position=position)

    return _change(scope, dashboard_id, version, "Moved a widget", change)


@use_case(Permission.EDIT_DASHBOARDS)
def remove_widget(scope: Scope, dashboard_id: int, version: int, widget_id: int) -> Board:
    """An earlier version of the board still has it. Raises NotFound, Forbidden, Conflict."""

    def change(row: Row) -> None:
        _find(scope, row, widget_id)
        scope.store.remove("widgets", widget_id)

    return _change(scope, dashboard_id, version, "Removed a widget", change)


@use_case(Permission.EDIT_DASHBOARDS)
def repair_widget(scope: Scope, dashboard_id: int, version: int, widget_id: int) -> Board:
    """Put the nearest name that is there in place of one that is gone. Raises as `change_widget`; InvalidInput if none is near."""

    def change(row: Row) -> None:
        found = _find(scope, row, widget_id)
        connection = saved.find_connection(scope, found["connection_id"] or 0)
        repair = find_repair(scope, connection, found["sql"])
        if repair is None:
            raise InvalidInput("There is no name near enough to put in its place: pin the answer anew.", "widget")
        running.check(scope, connection, repair.sql)
        scope.store.change("widgets", widget_id, sql=repair.sql)

    return _change(scope, dashboard_id, version, "Repaired a widget", change)


@use_case(Permission.SEE_DASHBOARDS)
def cancel_widget(scope: Scope, dashboard_id: int, key: str) -> None:
    """End the reading that widgets of this board wait for, by its `key`. Raises NotFound."""
    keeping.find_board(scope, dashboard_id)
    fetch = scope.engine.fetches.get((scope.actor.org_id, key))
    if fetch is not None:
        fetch.cancellation.cancel()


@use_case(Permission.SEE_DASHBOARDS, look=True)
def search_values(scope: Scope, dashboard_id: int, filter_name: str, text: str = "") -> tuple[str, ...]:
    """Up to 200 values of a filter's column that hold the text, most frequent first, as this actor may see them.

    Raises: NotFound, QueryRefused, ConnectorError.
    """
    board = keeping.load_board(scope, keeping.find_board(scope, dashboard_id))
    found = next((each for each in board.filters if each.name == filter_name), None)
    if found is None:
        raise NotFound("filter")
    row = saved.find_connection(scope, found.connection_id)
    table, _, column = found.column.rpartition(".")
    schema, _, bare = table.rpartition(".")
    stored = saved.load_catalog(scope, row).find(bare, schema or None)
    if stored is None or stored.column(column) is None:
        raise NotFound("column")
    limits = replace(scope.engine.limits, rows=MOST_VALUES)
    ran = running.run(scope, row, write_search(stored, column, text[:200], row["dialect"]), limits=limits)
    return tuple(str(cells[0]) for cells in ran.result.rows)


@use_case(Permission.SEE_DASHBOARDS, look=True)
def find_clicked(
    scope: Scope, dashboard_id: int, widget_id: int, result: ResultSet, label: str
) -> tuple[str, str] | None:
    """What a part of a widget's picture stands for: (column, value); None for what no stored column holds. Raises NotFound."""
    widget = keeping.make_widget(_find(scope, keeping.find_board(scope, dashboard_id), widget_id))
    spec = widget.chart
    if spec is None or spec.x is None or widget.connection_id is None:
        return None
    row = saved.find_connection(scope, widget.connection_id)
    origin = find_origin(widget.sql, saved.load_catalog(scope, row), spec.x)
    column = read_shape(result).column(spec.x)
    if origin is None or column is None or column.role == "time":
        return None
    place = next((at for at in range(len(result.rows)) if write_label(column, at) == label), None)
    value = column.values[place] if place is not None else None
    return (".".join(origin), str(value)) if value is not None else None


def _make(outcome: Answer, connection_id: int) -> Widget:
    number = outcome.chart.kind == "number"
    return Widget(
        id=0,
        kind="query",
        title=_call(outcome),
        connection_id=connection_id,
        sql=outcome.receipt.drafted or outcome.receipt.sql,
        question=outcome.question,
        chart=outcome.chart,
        columns=tuple(column.name for column in outcome.result.columns),
        width=4 if number else 6,
        height="low" if number else "middle",
    )


def _call(answer: Answer) -> str:
    """What was asked, where it says enough by itself; else what the analyst calls it."""
    says_enough = len(answer.question.split()) > 2 and (not answer.title or len(answer.question) <= len(answer.title))
    return (answer.question if says_enough else answer.title or answer.question)[:LONGEST_TITLE]


def _make_click(clicked: tuple[str, str] | None) -> Condition | None:
    if clicked is None:
        return None
    table, _, column = clicked[0].rpartition(".")
    return Condition(CLICKED, table, column, values=(clicked[1],))


def _changed(widget: Widget, changes: Mapping[str, Any]) -> Widget:
    readers: Mapping[str, Callable[[Any], Any]] = {
        "title": _read_title,
        "text": _read_text,
        "section": lambda text: " ".join(str(text).split())[:LONGEST_SECTION],
        "width": lambda width: _one_of(width, WIDTHS, "width"),
        "height": lambda height: _one_of(height, HEIGHTS, "height"),
        "bindings": lambda bound: {str(name)[:60]: str(column)[:300] for name, column in dict(bound).items()},
    }
    unknown = set(changes) - set(readers)
    if unknown:
        raise InvalidInput(f"A widget has no {sorted(unknown)[0]!r} that could be changed.", "widget")
    return replace(widget, **{name: readers[name](value) for name, value in changes.items()})


def _append(scope: Scope, dashboard_id: int, widget: Widget, what: str) -> Widget:
    made: list[int] = []

    def change(row: Row) -> None:
        positions = [each["position"] for each in scope.store.find("widgets", dashboard_id=row["id"])]
        if len(positions) >= MOST_WIDGETS:
            raise InvalidInput(f"{MOST_WIDGETS} widgets are the most on one board: begin another.", "widget")
        values = keeping.widget_values(widget)
        made.append(
            scope.store.add("widgets", dashboard_id=row["id"], position=max(positions, default=-1) + 1, **values)
        )

    keeping.change_board(scope, dashboard_id, None, what, change)
    return replace(widget, id=made[0])


def _change(scope: Scope, dashboard_id: int, version: int, what: str, change: Callable[[Row], None]) -> Board:
    return keeping.load_board(scope, keeping.change_board(scope, dashboard_id, version, what, change))


def _find(scope: Scope, board: Row, widget_id: int) -> Row:
    row = scope.store.first("widgets", id=widget_id, dashboard_id=board["id"])
    if row is None:
        raise NotFound("widget")
    return row


def _read_title(title: str) -> str:
    title = " ".join(str(title).split())
    if not title or len(title) > LONGEST_TITLE:
        raise InvalidInput(f"Give the widget a title of 1 to {LONGEST_TITLE} characters.", "title")
    return title


def _read_text(text: str) -> str:
    if not str(text).strip() or len(str(text)) > LONGEST_TEXT:
        raise InvalidInput(f"A text has 1 to {LONGEST_TEXT:,} characters.", "text")
    return str(text)


def _one_of(value: Any, known: tuple[Any, ...], field: str) -> Any:
    if value not in known:
        raise InvalidInput(f"The {field} is one of {', '.join(map(str, known))}.", field)
    return value
