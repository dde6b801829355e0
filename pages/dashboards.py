"""Dashboards: the list of boards, and one board with its live widgets. The address carries the board and its filters."""

import streamlit as st

from datamind.access import Permission
from pages.parts.board_list import show_boards
from pages.parts.board_page import show_board
from pages.parts.frame import boundary, require

scope = require(Permission.SEE_DASHBOARDS)

with boundary():
    wanted = st.query_params.get("board", "")
    if wanted.isdecimal():
        show_board(scope, int(wanted))
    else:
        show_boards(scope)
