"""Dashboards: boards of an org, who may see and change them, their versions; what is on them is in `widgets`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from datamind import saved
from datamind.access import Permission
from datamind.belongings import find_owner
from datamind.boards import keeping
from datamind.boards.filters import CUT, FILTERS, PERIODS
from datamind.boards.values import Board, Filter, Version
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.services.use_case import note, use_case
from datamind.store.session import Row

__all__ = [
    "CUT", "PERIODS", "Board", "Filter", "Version", "archive_dashboard", "create_dashboard", "duplicate_dashboard", "edit_dashboard",
    "get_dashboard", "like_dashboard", "list_dashboards", "list_versions", "restore_version", "set_filters", "unarchive_dashboard",
]  # fmt: skip

LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_TAG = 120, 1_000, 30
MOST_TAGS, MOST_FILTERS = 8, 8
REFRESHES_S = (60, 300, 900, 3600, 21_600, 86_400)


@use_case(Permission.SEE_DASHBOARDS, look=True)
def list_dashboards(scope: Scope, archived: bool = False) -> tuple[Board, ...]:
    """Those that the actor may see, favourites first, then by what was changed last."""
    liked, store = keeping.favourites(scope), scope.store
    counts: dict[int, int] = {}
    for row in store.find("widgets", columns=("dashboard_id",)):
        counts[row["dashboard_id"]] = counts.get(row["dashboard_id"], 0) + 1
    rows = [
        row for row in store.find("dashboards", order="-updated_at") if (row["archived_at"] is not None) == archived
    ]
    boards = [
        keeping.make_board(scope, row, liked, n_widgets=counts.get(row["id"], 0))
        for row in rows
        if keeping.may_see(scope, row)
    ]
    return tuple(sorted(boards, key=lambda board: not board.favourite))


@use_case(Permission.SEE_DASHBOARDS, look=True)
def get_dashboard(scope: Scope, dashboard_id: int) -> Board:
    """With its filters and widgets. Raises NotFound."""
    return keeping.load_board(scope, keeping.find_board(scope, dashboard_id))


@use_case(Permission.EDIT_DASHBOARDS)
def create_dashboard(scope: Scope, name: str, description: str = "", shared: bool = False) -> Board:
    """An empty one, the actor's own. Raises InvalidInput."""
    row = _add(scope, {"name": _read_name(name), "description": _read_description(description), "shared": bool(shared)})
    return keeping.load_board(scope, row)


@use_case(Permission.EDIT_DASHBOARDS)
def edit_dashboard(
    scope: Scope,
    dashboard_id: int,
    version: int,
    name: str | None = None,
    description: str | None = None,
    tags: tuple[str, ...] | None = None,
    shared: bool | None = None,
    refresh_s: int | None = 0,
) -> Board:
    """What is given is changed; `refresh_s` is None for never. Raises NotFound, Forbidden, Conflict, InvalidInput."""
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = _read_name(name)
    if description is not None:
        values["description"] = _read_description(description)
    if tags is not None:
        values["tags"] = _read_tags(tags)
    if shared is not None:
        values["shared"] = bool(shared)
    if refresh_s != 0:
        if refresh_s is not None and refresh_s not in REFRESHES_S:
            raise InvalidInput("Choose how often the board is read anew.", "refresh_s")
        values["refresh_s"] = refresh_s
    note(changed=", ".join(sorted(values)))
    row = keeping.change_board(scope, dashboard_id, version, f"Changed {', '.join(sorted(values))}", lambda _: values)
    return keeping.load_board(scope, row)


@use_case(Permission.EDIT_DASHBOARDS)
def duplicate_dashboard(scope: Scope, dashboard_id: int) -> Board:
    """A private copy, the actor's own. Raises NotFound."""
    board = keeping.load_board(scope, keeping.find_board(scope, dashboard_id))
    with scope.store.transaction():
        row = _add(
            scope,
            {
                "name": f"{board.name[: LONGEST_NAME - 7]} (copy)",
                "description": board.description,
                "tags": list(board.tags),
                "filters": [vars(each) for each in board.filters],
                "refresh_s": board.refresh_s,
            },
        )
        for position, widget in enumerate(board.widgets):
            scope.store.add("widgets", dashboard_id=row["id"], position=position, **keeping.widget_values(widget))
    return keeping.load_board(scope, row)


@use_case(Permission.EDIT_DASHBOARDS)
def archive_dashboard(scope: Scope, dashboard_id: int) -> None:
    """Out of the list; `unarchive_dashboard` brings it back. Raises NotFound, Forbidden."""
    keeping.change_board(scope, dashboard_id, None, "Archived", lambda _: {"archived_at": datetime.now(UTC)})


@use_case(Permission.EDIT_DASHBOARDS)
def unarchive_dashboard(scope: Scope, dashboard_id: int) -> None:
    """Raises NotFound, Forbidden."""
    keeping.change_board(scope, dashboard_id, None, "Brought back", lambda _: {"archived_at": None})


@use_case(Permission.SEE_DASHBOARDS)
def like_dashboard(scope: Scope, dashboard_id: int, liked: bool = True) -> None:
    """Make it one of the actor's favourites, or not any more. Raises NotFound."""
    mine = {"dashboard_id": keeping.find_board(scope, dashboard_id)["id"], "account_id": find_owner(scope)}
    with scope.store.transaction():
        scope.store.remove_where("favourites", **mine)
        if liked:
            scope.store.add("favourites", **mine)


@use_case(Permission.EDIT_DASHBOARDS)
def set_filters(scope: Scope, dashboard_id: int, version: int, filters: tuple[Filter, ...]) -> Board:
    """The filters of the whole board, with their defaults. Raises NotFound, Forbidden, Conflict, InvalidInput."""
    if len(filters) > MOST_FILTERS:
        raise InvalidInput(f"{MOST_FILTERS} filters are the most on one board.", "filters")
    names = [each.name for each in filters]
    if len(set(names)) < len(names):
        raise InvalidInput("Two filters have the same name: rename one.", "filters")
    for each in filters:
        if each.kind not in FILTERS or not each.label.strip() or "." not in each.column:
            raise InvalidInput("A filter needs a name, a kind and a column.", "filters")
        saved.find_connection(scope, each.connection_id)
    values = [vars(replace(each, label=each.label.strip()[:60])) for each in filters]
    row = keeping.change_board(scope, dashboard_id, version, "Changed the filters", lambda _: {"filters": values})
    return keeping.load_board(scope, row)


@use_case(Permission.SEE_DASHBOARDS, look=True)
def list_versions(scope: Scope, dashboard_id: int) -> tuple[Version, ...]:
    """The last 50, the newest first. Raises NotFound."""
    return keeping.list_versions(scope, keeping.find_board(scope, dashboard_id)["id"])


@use_case(Permission.EDIT_DASHBOARDS)
def restore_version(scope: Scope, dashboard_id: int, version: int, wanted: int) -> Board:
    """Everything as it was in an earlier version, as a new one. Raises NotFound, Forbidden, Conflict."""
    row = keeping.change_board(
        scope,
        dashboard_id,
        version,
        f"Brought back version {int(wanted)}",
        lambda row: keeping.put_back(scope, row, wanted),
    )
    return keeping.load_board(scope, row)


def _add(scope: Scope, values: Mapping[str, Any]) -> Row:
    now = datetime.now(UTC)
    empty = {"description": "", "tags": [], "shared": False, "filters": [], "refresh_s": None}
    who = {"account_id": find_owner(scope), "owner": scope.actor.name, "updated_by": scope.actor.name}
    with scope.store.transaction():
        board_id = scope.store.add(
            "dashboards", **{**empty, **values}, **who, version=1, created_at=now, updated_at=now
        )
        row = scope.store.get("dashboards", board_id)
        keeping.keep_version(scope, row, "Made")
    return row


def _read_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"Give the dashboard a name of 1 to {LONGEST_NAME} characters.", "name")
    return name


def _read_description(text: str) -> str:
    if len(text) > LONGEST_DESCRIPTION:
        raise InvalidInput(f"A description may have {LONGEST_DESCRIPTION:,} characters.", "description")
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()


def _read_tags(tags: tuple[str, ...]) -> list[str]:
    clean = list(dict.fromkeys(" ".join(tag.lower().split()) for tag in tags if tag.strip()))
    if len(clean) > MOST_TAGS or any(len(tag) > LONGEST_TAG or not tag.isprintable() for tag in clean):
        raise InvalidInput(f"At most {MOST_TAGS} tags of {LONGEST_TAG} characters.", "tags")
    return clean
