"""Watch an answer: the way from a card to a new alert."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.types import Answer


def start_watching(_scope: Scope, message_id: int, _answer: Answer) -> None:
    """To the form, with the answer's query in it."""
    st.switch_page("alerts.py", query_params={"new": "1", "message": str(message_id)})
