"""A link to the chat of an answer, to copy."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.types import Answer
from pages.parts.frame import require


@st.dialog("Link to this answer")
def show_link(_scope: Scope, _message_id: int, _answer: Answer) -> None:
    """The address, with a button that copies it."""
    scope = require(Permission.ASK)
    st.code(f"{scope.settings.public_url}/?chat={st.query_params.get('chat', '')}", language=None)
    st.caption("The chat is yours: others of your organisation cannot open it.")
