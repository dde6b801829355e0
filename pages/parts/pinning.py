"""Pin: an answer becomes a widget of a board, one that is there or a new one."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import dashboards, widgets
from datamind.types import Answer
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

NEW = 0


@st.dialog("Pin to a dashboard")
def pin(_scope: Scope, message_id: int, answer: Answer) -> None:
    """Choose where; the board reads the number anew from then on."""
    scope = require(Permission.EDIT_DASHBOARDS)
    boards = {board.id: board.name for board in dashboards.list_dashboards(scope) if board.may_edit}
    where = int(
        st.selectbox(
            "Dashboard",
            [*boards, NEW],
            format_func=lambda each: boards.get(each, "A new dashboard …"),
            label_visibility="collapsed",
        )
    )
    name = st.text_input("Name of the new dashboard", max_chars=dashboards.LONGEST_NAME) if where == NEW else ""
    shared = st.toggle("Everybody in the organisation sees it", value=True) if where == NEW else False
    if st.button("Pin", type="primary", icon=":material/keep:", key=f"pin_{message_id}"):
        with boundary():
            board_id = where or dashboards.create_dashboard(scope, name, shared=shared).id
            widgets.pin_answer(scope, message_id, board_id)
            st.session_state["dm_pinned"] = board_id
    if (pinned := st.session_state.get("dm_pinned")) is not None:
        st.success(f"Pinned to {plain(boards.get(pinned, name), 120)}.", icon=":material/check_circle:")
        st.page_link(
            "dashboards.py",
            label="Open the dashboard",
            icon=":material/dashboard:",
            query_params={"board": str(pinned)},
        )
        del st.session_state["dm_pinned"]
