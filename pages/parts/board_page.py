"""One board: its head with what can be done with it, its filters, its widgets in sections.

The widgets are drawn by a fragment of their own: it looks often while something is being read, then as often as the board
wants to be read anew, and draws nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.services import dashboards, exports, widgets
from datamind.services.dashboards import Board
from pages.parts import board_editing
from pages.parts.board_filters import read_click, read_values, show_filters
from pages.parts.board_list import UNDO, open_board
from pages.parts.board_widgets import show_views
from pages.parts.export_dialog import show_formats
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

LOOK_EVERY_S = 0.5
EDITING = "dm_editing_board"
ON_A_WALL = """<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stSidebarCollapsedControl"] { display: none; }
.stMainBlockContainer { padding: 1rem 1.5rem; max-width: none; }
</style>"""


def show_board(scope: Scope, board_id: int) -> None:
    """The whole page of a board; a sentence and the list where there is none."""
    try:
        board = dashboards.get_dashboard(scope, board_id)
    except NotFound as error:
        st.warning(plain(error))
        st.button("All dashboards", icon=":material/arrow_back:", on_click=open_board, args=(None,))
        return
    on_a_wall = st.query_params.get("tv") == "1"
    if on_a_wall:
        st.html(ON_A_WALL)
    editing = board.may_edit and not on_a_wall and st.session_state.get(EDITING) == board.id
    _show_head(scope, board, editing, on_a_wall)
    if board.filters or read_click() is not None:
        show_filters(scope, board)
    if not board.widgets:
        _show_empty(board)
        return
    views = widgets.load_widgets(scope, board.id, read_values(board), read_click())
    waiting = any(view.state == "running" for view in views)
    every_s = LOOK_EVERY_S if waiting else float(board.refresh_s) if board.refresh_s else None
    st.fragment(_show_body, run_every=every_s)(board.id, editing, waiting, [views])


def _show_body(board_id: int, editing: bool, waiting: bool, at_hand: list[tuple[widgets.View, ...]]) -> None:
    scope = require(Permission.SEE_DASHBOARDS)
    with boundary():
        board = dashboards.get_dashboard(scope, board_id)
        first = bool(at_hand)
        views = at_hand.pop() if first else _load(scope, board, waiting)
        if waiting and not first and not any(view.state == "running" for view in views):
            st.rerun()
        sections = board.sections
        if len(sections) > 1:
            for tab, section in zip(
                st.tabs([plain(name, 60) or "Overview" for name in sections]), sections, strict=True
            ):
                with tab:
                    show_views(scope, board, tuple(view for view in views if view.widget.section == section), editing)
        else:
            show_views(scope, board, views, editing)


def _load(scope: Scope, board: Board, waiting: bool) -> tuple[widgets.View, ...]:
    """While something is awaited: what is there by now. Later: everything anew, as the board wants it."""
    return widgets.load_widgets(
        scope, board.id, read_values(board), read_click(), fresh=not waiting and bool(board.refresh_s)
    )


def _show_head(scope: Scope, board: Board, editing: bool, on_a_wall: bool) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="board_head"
    ):
        st.markdown(f"# {plain(board.name, 120)}", width="content")
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", gap="small", key="board_tools"
        ):
            if on_a_wall:
                st.button(
                    ":material/close_fullscreen:",
                    type="tertiary",
                    key="leave_wall",
                    help="Leave the full screen",
                    on_click=_leave_wall,
                )
            else:
                _show_tools(scope, board, editing)
    if board.description:
        st.markdown(f":gray[{plain(board.description, 400)}]")


def _show_tools(scope: Scope, board: Board, editing: bool) -> None:
    st.button(
        ":material/arrow_back:",
        type="tertiary",
        key="all_boards",
        help="All dashboards",
        on_click=open_board,
        args=(None,),
    )
    if st.button(":material/refresh:", type="tertiary", key="refresh_board", help="Read all numbers anew"):
        widgets.load_widgets(scope, board.id, read_values(board), read_click(), fresh=True)
        st.rerun()
    if st.button("Export", icon=":material/download:", key="export_board", type="tertiary"):
        _export(board.id, board.name, read_values(board))
    if board.may_edit and st.button(
        "Done" if editing else "Edit", icon=":material/check:" if editing else ":material/edit:", key="edit_board"
    ):
        st.session_state[EDITING] = None if editing else board.id
        st.rerun()
    _show_menu(scope, board)


def _show_menu(scope: Scope, board: Board) -> None:
    entries = {"Full screen": ":material/fullscreen:"}
    if board.may_edit:
        entries |= {
            "Name and sharing": ":material/tune:",
            "Filters": ":material/filter_alt:",
            "Add text": ":material/notes:",
            "Versions": ":material/history:",
        }
    if scope.actor.may(Permission.EDIT_DASHBOARDS):
        entries["Duplicate"] = ":material/content_copy:"
    if board.may_edit:
        entries["Archive"] = ":material/inventory_2:"
    chosen = st.menu_button(
        ":material/more_horiz:", list(entries), format_func=lambda entry: f"{entries[entry]} {entry}", type="tertiary", key="board_menu",
        help="More to do with this dashboard",
    )  # fmt: skip
    if chosen:
        _do(scope, board, chosen)


def _do(scope: Scope, board: Board, what: str) -> None:
    dialogs = {
        "Name and sharing": board_editing.edit_board,
        "Filters": board_editing.edit_filters,
        "Add text": board_editing.add_text,
        "Versions": board_editing.show_versions,
    }
    if what in dialogs:
        dialogs[what](board)
    elif what == "Full screen":
        st.query_params["tv"] = "1"
        st.rerun()
    elif what == "Duplicate":
        open_board(dashboards.duplicate_dashboard(scope, board.id).id)
        st.rerun()
    else:
        dashboards.archive_dashboard(scope, board.id)
        st.session_state[UNDO] = board.id
        open_board(None)
        st.rerun()


@st.dialog("Export this dashboard")
def _export(board_id: int, name: str, values: Mapping[str, str]) -> None:
    scope = require(Permission.SEE_DASHBOARDS)
    show_formats(
        scope,
        f"board_{board_id}",
        lambda scope, format_name, options: exports.export_dashboard(scope, board_id, format_name, values, options),
        many=True,
    )


def _show_empty(board: Board) -> None:
    st.space("medium")
    st.markdown("### This dashboard is empty")
    if board.may_edit:
        st.markdown("Ask a question and press **Pin** under its answer to put it here.")
        st.page_link("ask.py", label="Ask a question", icon=":material/forum:")


def _leave_wall() -> None:
    st.query_params.pop("tv", None)
