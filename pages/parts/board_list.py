"""All boards that somebody may see, by what was changed last: search, tags, favourites, the archive, a new one."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import board_drafts, connections, dashboards
from datamind.services.dashboards import Board
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

UNDO = "dm_archived_board"


def open_board(board_id: int | None) -> None:
    """Show a board, or the list. Filters of another board do not come along."""
    st.query_params.clear()
    if board_id is not None:
        st.query_params["board"] = str(board_id)


def show_boards(scope: Scope) -> None:
    """The head with a way to a new one, then a card a board."""
    may_edit = scope.actor.may(Permission.EDIT_DASHBOARDS)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown("# Dashboards", width="content")
        if may_edit and st.button("New dashboard", type="primary", icon=":material/add:", key="new_board"):
            _make()
    _offer_undo(scope)
    in_archive = may_edit and st.query_params.get("archive") == "1"
    boards = dashboards.list_dashboards(scope, archived=in_archive)
    if in_archive:
        st.button(
            "Back to all dashboards", icon=":material/arrow_back:", type="tertiary", on_click=open_board, args=(None,)
        )
    if not boards:
        _show_empty(may_edit, in_archive)
    else:
        _show_cards(scope, _choose(boards), in_archive)
    if may_edit and not in_archive:
        st.button("Archive", icon=":material/inventory_2:", type="tertiary", key="archive", on_click=_open_archive)


def _choose(boards: tuple[Board, ...]) -> list[Board]:
    """Those that hold what is typed, and one of the tags pressed."""
    tags = sorted({tag for board in boards for tag in board.tags})
    words, chosen = "", []
    if len(boards) > 6 or tags:
        with st.container(horizontal=True, vertical_alignment="center"):
            words = st.text_input(
                "Search",
                key="board_search",
                placeholder="Search dashboards …",
                label_visibility="collapsed",
                width=320,
                max_chars=100,
            )
            if tags:
                chosen = st.pills(
                    "Tags", tags, selection_mode="multi", label_visibility="collapsed", key="board_tags",
                    format_func=lambda tag: plain(tag, 30),
                )  # fmt: skip
    return [
        board
        for board in boards
        if all(word in f"{board.name} {board.description} {board.owner}".lower() for word in words.lower().split())
        and (not chosen or set(chosen) & set(board.tags))
    ]


def _show_cards(scope: Scope, boards: list[Board], in_archive: bool) -> None:
    if not boards:
        st.markdown(":gray[No dashboard holds that.]")
    with st.grid(3, min_column_width=260, gap="small"):
        for board in boards:
            with st.container(border=True, key=f"board_card_{board.id}"), boundary():
                _show_card(scope, board, in_archive)


def _show_card(scope: Scope, board: Board, in_archive: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
        st.button(
            plain(board.name, 80),
            key=f"open_board_{board.id}",
            type="tertiary",
            wrap=True,
            on_click=open_board,
            args=(board.id,),
        )
        icon = ":material/star:" if board.favourite else ":material/star_border:"
        if st.button(icon, key=f"like_{board.id}", type="tertiary", help="Favourites stand first"):
            dashboards.like_dashboard(scope, board.id, not board.favourite)
            st.rerun()
    if board.description:
        st.markdown(f":gray[{plain(board.description, 160)}]")
    about = f"{board.n_widgets} widget{'' if board.n_widgets == 1 else 's'} · {plain(board.owner, 60)}"
    st.caption(f"{about} · {board.updated_at:%d %b %Y}{'' if board.shared else ' · :material/lock: private'}")
    if board.tags:
        st.markdown(" ".join(f":gray-badge[{plain(tag, 30)}]" for tag in board.tags))
    if in_archive and st.button("Bring back", icon=":material/unarchive:", key=f"unarchive_{board.id}"):
        dashboards.unarchive_dashboard(scope, board.id)
        open_board(board.id)
        st.rerun()


def _show_empty(may_edit: bool, in_archive: bool) -> None:
    if in_archive:
        st.markdown(":gray[The archive is empty.]")
        return
    st.markdown("### Nothing is kept here yet")
    if may_edit:
        st.markdown(
            "Ask a question and press **Pin** under its answer: its number or chart stays here and is read anew."
        )
        st.page_link("ask.py", label="Ask a question", icon=":material/forum:")
    else:
        st.markdown("Nobody has shared a dashboard yet. Ask an analyst of your organisation.")


def _open_archive() -> None:
    st.query_params.clear()
    st.query_params["archive"] = "1"


def _offer_undo(scope: Scope) -> None:
    board_id = st.session_state.get(UNDO)
    if board_id is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(":material/inventory_2: The dashboard is in the archive.", width="content")
        if st.button("Undo", key="undo_archive"):
            del st.session_state[UNDO]
            with boundary():
                dashboards.unarchive_dashboard(scope, board_id)
                open_board(board_id)
                st.rerun()


@st.dialog("New dashboard")
def _make() -> None:
    scope = require(Permission.EDIT_DASHBOARDS)
    with st.form("new_board_form", border=False):
        name = st.text_input("Name", max_chars=dashboards.LONGEST_NAME)
        description = st.text_area("What it is for", max_chars=dashboards.LONGEST_DESCRIPTION, height=80)
        shared = st.toggle("Everybody in the organisation sees it", value=True)
        if st.form_submit_button("Make it", type="primary"):
            with boundary():
                open_board(dashboards.create_dashboard(scope, name, description, shared).id)
                st.rerun()
    _offer_draft(scope)


def _offer_draft(scope: Scope) -> None:
    """A board made from what a connection holds, to be changed afterwards."""
    known = {each.id: each.name for each in connections.list_connections(scope)}
    if not known:
        return
    st.markdown("###### Or begin with a draft")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = int(
            st.selectbox("Data", list(known), format_func=lambda each: known[each], label_visibility="collapsed")
        )
        pressed = st.button("Make a draft", icon=":material/auto_awesome:", key="draft_board")
    if pressed:
        with boundary():
            shown = st.progress(0.0, "Looking for questions …")
            board = board_drafts.draft_dashboard(
                scope, chosen, lambda share, words: shown.progress(min(share, 1.0), plain(words, 100))
            )
            open_board(board.id)
            st.rerun()
