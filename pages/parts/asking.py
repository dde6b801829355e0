"""Asking on a page: a question goes off, its stages show as they are reached, and Cancel ends it at any time.

The work is done in the engine's own thread (`services.chats.ask_question`), so a reload, a second tab or a lost connection
finds it where it is. A fragment looks four times a second and draws the page anew once when the work is done.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import DataMindError
from datamind.services import chats
from pages.parts.frame import require
from pages.parts.stages import write_stages

LOOK_EVERY_S = 0.25
FIRST_WAIT_S = 0.15
CANCEL_WAIT_S = 2.0
PENDING, DRAFT = "dm_pending", "dm_draft"


def hold_question(text: str) -> None:
    """Remember what somebody pressed; the run that follows asks it."""
    st.session_state[PENDING] = text


def take_question() -> str | None:
    """What was pressed since the last run, once."""
    return st.session_state.pop(PENDING, None)


def send_question(scope: Scope, text: str, chat_id: int | None, connection_id: int) -> int:
    """Ask in the chat (a new one when there is none) and give a quick answer the time to be there at once."""
    key = st.session_state.setdefault(DRAFT, secrets.token_hex(8))
    fresh = chat_id is None
    chat_id = chats.start_chat(scope, connection_id).id if chat_id is None else chat_id
    try:
        run = chats.ask_question(scope, chat_id, text, key=key)
    except DataMindError:
        if fresh:  # a question that cannot be asked leaves no empty chat behind
            chats.delete_chat(scope, chat_id)
        raise
    st.session_state[DRAFT] = secrets.token_hex(8)
    run.wait(FIRST_WAIT_S)
    return chat_id


@st.fragment(run_every=LOOK_EVERY_S)
def show_progress(chat_id: int, message: chats.Message) -> None:
    """The stages so far and Cancel; once done, the whole page is drawn with the answer."""
    scope = require(Permission.ASK)
    message_id, run = message.id, chats.find_run(scope, message.id)
    if run is None and not _is_running_elsewhere(scope, chat_id, message_id):
        st.rerun()
    elapsed_s = (datetime.now(UTC) - message.asked_at).total_seconds()
    with st.container(border=True, key=f"progress_{message_id}"):
        st.markdown(write_stages(run.stages if run else (), elapsed_s))
        if st.button("Cancel", icon=":material/stop_circle:", key=f"cancel_{message_id}"):
            chats.cancel_question(scope, message_id)
            if run:
                run.wait(CANCEL_WAIT_S)
            st.rerun()


def _is_running_elsewhere(scope: Scope, chat_id: int, message_id: int) -> bool:
    """Whether another process answers it: then the store tells when it is done."""
    return any(each.id == message_id and each.state == "running" for each in chats.list_messages(scope, chat_id))
