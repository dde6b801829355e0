"""Send an answer: the way from a card to a new report."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.types import Answer


def start_report(_scope: Scope, message_id: int, _answer: Answer) -> None:
    """To the form, with the answer's query in it."""
    st.switch_page("reports.py", query_params={"new": "1", "message": str(message_id)})
