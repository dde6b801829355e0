"""The pieces of the Ask page: which chat, which connection, the welcome with its examples, the messages, the input."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.services import catalogs, chats, connections, feedback, usage
from datamind.types import Answer
from pages.parts.answer_card import show_outcome
from pages.parts.asking import hold_question, show_progress
from pages.parts.chat_list import open_chat, show_chat_menu
from pages.parts.frame import boundary
from pages.parts.going_on import show_follow_ups
from pages.parts.plain import plain

LONGEST_QUESTION = 2_000
CHOSEN = "dm_connection"
ENDINGS = {
    "cancelled": ":material/stop_circle: Cancelled. Nothing was changed; ask again when you like.",
    "interrupted": ":material/power_off: The app was stopped before this answer was complete. Ask again.",
}


def find_chat(scope: Scope) -> chats.Chat | None:
    """The chat that the address names; a sentence and a fresh page when there is no such chat."""
    text = st.query_params.get("chat", "")
    if not text:
        return None
    try:
        if not text.isdecimal():
            raise NotFound("chat")
        return chats.get_chat(scope, int(text))
    except NotFound as error:
        open_chat(None)
        st.warning(plain(error))
        return None


def choose_connection(scope: Scope, chat: chats.Chat | None) -> connections.Connection | None:
    """The head of the page: what is asked. A chat keeps its connection; a fresh page lets people choose."""
    known = connections.list_connections(scope)
    if not known:
        _show_no_connection(scope)
        return None
    by_id = {connection.id: connection for connection in known}
    if chat is not None:
        connection = by_id.get(chat.connection_id)
        _show_head(chat, connection)
        return connection
    st.space("medium")
    st.markdown("# What would you like to know?")
    wanted = st.query_params.get("connection", "")
    remembered = int(wanted) if wanted.isdecimal() else st.session_state.get(CHOSEN)
    ids = list(by_id)
    chosen = st.selectbox(
        "Data",
        ids,
        index=ids.index(remembered) if remembered in by_id else 0,
        format_func=lambda connection_id: by_id[connection_id].name,
        label_visibility="collapsed",
        width=320,
        key="choose_connection",
    )
    st.session_state[CHOSEN] = chosen
    if wanted and wanted != str(chosen):
        st.query_params["connection"] = str(chosen)
    return by_id[chosen]


def _show_head(chat: chats.Chat, connection: connections.Connection | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
        where = connection.name if connection else "a connection that was deleted"
        st.markdown(
            f"**{plain(chat.title, 120)}**  \n:small[:gray[:material/database: {plain(where)}]]", width="stretch"
        )
        show_chat_menu(chat)


def _show_no_connection(scope: Scope) -> None:
    st.markdown("# Nothing to ask yet")
    if scope.actor.may(Permission.EDIT_CONNECTIONS):
        st.markdown("Connect a database, or upload a CSV or Excel file; the first question is a minute away.")
        st.page_link("connections.py", label="Connect your data", icon=":material/database:")
    else:
        st.markdown("Nobody has connected any data yet. Ask an analyst or an admin of your organisation.")


def show_welcome(scope: Scope, connection: connections.Connection) -> None:
    """The empty page: what can be asked here, each example one click away."""
    with boundary():
        examples = catalogs.example_questions(scope, connection.id)
        if examples:
            st.caption("For example")
        with st.grid(2, min_column_width=260, gap="small"):
            for position, question in enumerate(examples):
                st.button(
                    plain(question, 120),
                    key=f"example_{connection.id}_{position}",
                    icon=":material/arrow_outward:",
                    icon_position="right",
                    width="stretch",
                    wrap=True,
                    on_click=hold_question,
                    args=(question,),
                )


def show_messages(scope: Scope, chat: chats.Chat) -> None:
    """Every question of the chat with what became of it."""
    messages = chats.list_messages(scope, chat.id)
    busy = any(message.state == "running" for message in messages)
    verdicts = feedback.list_own_feedback(scope, chat.id)
    for message in messages:
        with st.container(key=f"question_{message.id}", horizontal=True, horizontal_alignment="right"):
            st.markdown(plain(message.question), width="content")
        if message.state == "running":
            show_progress(chat.id, message)
        elif message.outcome is not None:
            with boundary():
                show_outcome(scope, message.id, message.outcome, hold_question, busy, verdicts.get(message.id))
            if message is messages[-1] and isinstance(message.outcome, Answer):
                show_follow_ups(message.id, hold_question)
        elif message.state == "failed":
            st.error(plain(message.error or "This question could not be answered. Ask again."), icon=":material/error:")
        else:
            st.markdown(f":gray[{ENDINGS[message.state]}]")


def show_input(scope: Scope, chat: chats.Chat | None, connection: connections.Connection) -> str | None:
    """The line to type in, at the foot of the page."""
    if notice := usage.budget_notice(scope):
        st.markdown(f":small[:orange[:material/savings: {plain(notice)}]]")
    placeholder = "Ask a follow-up …" if chat else f"Ask {connection.name} …"
    return st.chat_input(placeholder, key="question", max_chars=LONGEST_QUESTION)
