"""How much of a connection a model outside may be told: the choice on its card."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.services import connections
from datamind.types import PRIVACY_LEVELS
from pages.parts.frame import boundary

LEVELS = {
    "off": ("No model", "Nothing leaves the house; the offline analyst answers."),
    "schema": ("Schema only", "Names, types, keys and descriptions."),
    "values": ("Schema and values", "Also profiles and stored values, so that “Germany” is found."),
    "results": ("Schema, values and results", "Also computed facts about results, so that Claude writes the words."),
}


def show_privacy(connection: connections.Connection, scope: Scope) -> None:
    """A popover with the four levels."""
    with st.popover(f"Claude: {connection.privacy}", icon=":material/shield_lock:", type="tertiary"):
        chosen = st.radio(
            "What Claude may be told",
            PRIVACY_LEVELS,
            index=PRIVACY_LEVELS.index(connection.privacy),
            format_func=lambda level: LEVELS[level][0],
            captions=[LEVELS[level][1] for level in PRIVACY_LEVELS],
            key=f"privacy_{connection.id}",
        )
        st.markdown(":small[:gray[Rows are never sent. Personal columns and rules win at every level.]]")
        if chosen != connection.privacy:
            with boundary():
                connections.set_privacy(scope, connection.id, chosen)
                st.rerun()
