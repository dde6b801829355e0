"""Boards in the store: rows in, `Board`s out, and changes that nobody's other change is lost by.

A change names the version that it was made on. If that is no longer the newest, `Conflict` says who was quicker. Each version
is kept whole, so that any of the last ones can be had back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from datamind.access import Permission
from datamind.boards.values import Board, Filter, Version, Widget
from datamind.engine import Scope
from datamind.errors import Conflict, Forbidden, NotFound
from datamind.store.codec import decode, encode
from datamind.store.session import Row

KEPT_VERSIONS = 50
_OF_BOARD = ("name", "description", "tags", "shared", "filters", "refresh_s")
_OF_WIDGET = (
    "kind", "title", "text", "connection_id", "saved_query_id", "sql", "question", "chart", "columns", "section", "position",
    "width", "height", "bindings",
)  # fmt: skip


def find_board(scope: Scope, board_id: int) -> Row:
    """The row of a board that the actor may see. Raises NotFound, for somebody's private one too."""
    row = scope.store.get("dashboards", board_id)
    if not may_see(scope, row):
        raise NotFound("dashboard")
    return row


def may_see(scope: Scope, row: Row) -> bool:
    return bool(row["shared"]) or scope.actor.may(Permission.ADMINISTER) or _is_owner(scope, row)


def may_edit(scope: Scope, row: Row) -> bool:
    """Admins and owners all, analysts their own and shared ones."""
    return scope.actor.may(Permission.EDIT_DASHBOARDS) and may_see(scope, row)


def load_board(scope: Scope, row: Row) -> Board:
    """A board with its filters and widgets."""
    widgets = tuple(make_widget(each) for each in scope.store.find("widgets", dashboard_id=row["id"], order="position"))
    return make_board(scope, row, favourites(scope), widgets, len(widgets))


def make_board(scope: Scope, row: Row, liked: set[int], widgets: tuple[Widget, ...] = (), n_widgets: int = 0) -> Board:
    return Board(
        id=row["id"],
        name=row["name"],
        description=row["description"],
        tags=tuple(row["tags"]),
        owner=row["owner"],
        shared=row["shared"],
        version=row["version"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
        favourite=row["id"] in liked,
        archived=row["archived_at"] is not None,
        may_edit=may_edit(scope, row),
        refresh_s=row["refresh_s"],
        filters=tuple(Filter(**each) for each in row["filters"]),
        widgets=widgets,
        n_widgets=n_widgets,
    )


def make_widget(row: Row) -> Widget:
    return Widget(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        text=row["text"],
        connection_id=row["connection_id"],
        saved_query_id=row["saved_query_id"],
        sql=row["sql"],
        question=row["question"],
        chart=decode(row["chart"]) if row["chart"] else None,
        columns=tuple(row["columns"]),
        section=row["section"],
        width=row["width"],
        height=row["height"],
        bindings=row["bindings"],
    )


def widget_values(widget: Widget) -> dict[str, Any]:
    """The columns of the store for a widget."""
    values = {name: getattr(widget, name) for name in _OF_WIDGET if name != "position"}
    chart = encode(widget.chart) if widget.chart else None
    return {**values, "chart": chart, "columns": list(widget.columns), "bindings": dict(widget.bindings)}


def favourites(scope: Scope) -> set[int]:
    rows = scope.store.find("favourites", columns=("dashboard_id",), account_id=scope.actor.user_id or 0)
    return {row["dashboard_id"] for row in rows}


def change_board(
    scope: Scope, board_id: int, version: int | None, what: str, change: Callable[[Row], Mapping[str, Any] | None]
) -> Row:
    """Make a change whole or not at all, and keep the version that it made.

    `change` may touch the board's widgets and gives new values of the board itself. Without a `version` (adding to the end)
    the change goes onto whatever is newest. Raises: NotFound, Forbidden, Conflict.
    """
    with scope.store.transaction():
        row = find_board(scope, board_id)
        if not may_edit(scope, row):
            raise Forbidden("You may look at this board and not change it. Ask its owner, or duplicate it.")
        if version is not None and version != row["version"]:
            raise Conflict(
                f"{row['updated_by']} changed this board a moment ago, so your change was not made. See theirs, then try again."
            )
        values = dict(change(row) or {})
        new = {"version": row["version"] + 1, "updated_at": datetime.now(UTC), "updated_by": scope.actor.name}
        if not scope.store.change_where("dashboards", {"id": board_id, "version": row["version"]}, **values, **new):
            raise Conflict(
                "Somebody else changed this board at the same moment, so your change was not made. Try again."
            )
        fresh = scope.store.get("dashboards", board_id)
        keep_version(scope, fresh, what)
    return fresh


def keep_version(scope: Scope, row: Row, what: str) -> None:
    widgets = scope.store.find("widgets", dashboard_id=row["id"], order="position")
    snapshot = {
        "board": {name: row[name] for name in _OF_BOARD},
        "widgets": [{name: each[name] for name in _OF_WIDGET} for each in widgets],
    }
    scope.store.add(
        "dashboard_versions",
        dashboard_id=row["id"],
        version=row["version"],
        what=what[:200],
        author=scope.actor.name,
        snapshot=json.dumps(snapshot),
        at=row["updated_at"],
    )
    old = scope.store.find("dashboard_versions", columns=("id",), dashboard_id=row["id"], order="-version")
    for gone in old[KEPT_VERSIONS:]:
        scope.store.remove("dashboard_versions", gone["id"])


def list_versions(scope: Scope, board_id: int) -> tuple[Version, ...]:
    names = ("version", "what", "author", "at")
    rows = scope.store.find("dashboard_versions", columns=names, dashboard_id=board_id, order="-version")
    return tuple(Version(**row) for row in rows)


def put_back(scope: Scope, row: Row, wanted: int) -> dict[str, Any]:
    """The widgets of an earlier version in place of today's; the values of the board itself. Raises NotFound."""
    kept = scope.store.first("dashboard_versions", dashboard_id=row["id"], version=wanted)
    if kept is None:
        raise NotFound("version")
    snapshot = json.loads(kept["snapshot"])
    known = {each["id"] for each in scope.store.find("connections", columns=("id",))}
    scope.store.remove_where("widgets", dashboard_id=row["id"])
    for each in snapshot["widgets"]:
        connection_id = each["connection_id"] if each["connection_id"] in known else None
        scope.store.add("widgets", dashboard_id=row["id"], **{**each, "connection_id": connection_id})
    return dict(snapshot["board"])


def _is_owner(scope: Scope, row: Row) -> bool:
    return row["account_id"] is not None and row["account_id"] == scope.actor.user_id
