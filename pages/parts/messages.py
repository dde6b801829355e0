"""The questions of a chat with what became of each: for whoever asked, and for those with whom it is shared."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.services import chats, feedback, sharing
from datamind.types import Answer
from pages.parts.answer_card import show_outcome
from pages.parts.asking import hold_question, show_progress
from pages.parts.frame import boundary
from pages.parts.going_on import show_follow_ups
from pages.parts.plain import plain

ENDINGS = {
    "cancelled": ":material/stop_circle: Cancelled. Nothing was changed; ask again when you like.",
    "interrupted": ":material/power_off: The app was stopped before this answer was complete.",
}
WITHHELD = (
    ":material/lock: The rules on this data have changed since these rows were read, so they are not shown. Ask again to see "
    "what you may see now."
)
WITHHELD_FROM_READER = (
    ":material/lock: Other rules bind you on this data than whoever asked, so the rows are not shown to you."
)


def show_messages(scope: Scope, chat: chats.Chat) -> None:
    """Every question of the person's own chat."""
    messages = chats.list_messages(scope, chat.id)
    busy = any(message.state == "running" for message in messages)
    verdicts = feedback.list_own_feedback(scope, chat.id)
    for message in messages:
        _show_question(message)
        if message.state == "running":
            show_progress(chat.id, message)
        elif message.outcome is not None:
            with boundary():
                newest, verdict = message is messages[-1], verdicts.get(message.id)
                show_outcome(scope, message.id, message.outcome, hold_question, busy, verdict, newest=newest)
            if message is messages[-1] and isinstance(message.outcome, Answer):
                show_follow_ups(message.id, hold_question)
        else:
            _show_ending(message, busy)


def show_shared_messages(scope: Scope, chat: chats.Chat) -> None:
    """Somebody else's chat, for reading."""
    for message in sharing.list_shared_messages(scope, chat.id):
        _show_question(message)
        if message.outcome is not None:
            with boundary():
                show_outcome(scope, message.id, message.outcome, hold_question, busy=True, own=False)
        elif message.withheld:
            st.markdown(f":gray[{WITHHELD_FROM_READER}]")
        else:
            st.markdown(":gray[No answer.]")


def _show_question(message: chats.Message) -> None:
    with st.container(key=f"question_{message.id}", horizontal=True, horizontal_alignment="right"):
        st.markdown(plain(message.question), width="content")


def _show_ending(message: chats.Message, busy: bool) -> None:
    """What there is instead of an answer, and asking again with one press."""
    if message.withheld:
        st.markdown(f":gray[{WITHHELD}]")
    elif message.state == "failed":
        st.error(plain(message.error or "This question could not be answered."), icon=":material/error:")
    else:
        st.markdown(f":gray[{ENDINGS[message.state]}]")
    st.button(
        "Ask again",
        icon=":material/refresh:",
        key=f"again_{message.id}",
        type="tertiary",
        disabled=busy,
        on_click=hold_question,
        args=(message.question,),
    )
