"""A link to the chat of an answer, to copy; and a chat of its own that goes on from an answer."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.services import shelf
from datamind.types import Answer
from pages.parts.chat_list import open_chat, show_sharing


def show_link(scope: Scope, message_id: int, answer: Answer) -> None:
    """The dialog in which the chat is shared."""
    chat = st.query_params.get("chat", "")
    if chat.isdecimal():
        show_sharing(int(chat))


def branch_off(scope: Scope, message_id: int, answer: Answer) -> None:
    """Open a new chat that begins with the questions up to this one."""
    open_chat(shelf.branch_chat(scope, message_id).id)
    st.rerun()
