"""The pieces of the Ask page: which chat, which connection, the welcome with its examples, the messages, the input."""

from __future__ import annotations

from typing import Any

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.services import catalogs, chats, connections, sharing, usage
from pages.parts.asking import hold_question
from pages.parts.chat_list import open_chat, show_chat_menu
from pages.parts.frame import boundary
from pages.parts.overview_panel import show_overview
from pages.parts.plain import plain
from pages.parts.typing_help import help_typing

LONGEST_QUESTION = 2_000
CHOSEN = "dm_connection"


def find_chat(scope: Scope) -> sharing.SharedChat | None:
    """The chat that the address names, one's own or a shared one; a sentence and a fresh page when there is no such chat."""
    text = st.query_params.get("chat", "")
    if not text:
        return None
    try:
        if not text.isdecimal():
            raise NotFound("chat")
        return sharing.get_shared_chat(scope, int(text))
    except NotFound as error:
        open_chat(None)
        st.warning(plain(error))
        return None


def choose_connection(scope: Scope, found: sharing.SharedChat | None) -> connections.Connection | None:
    """The head of the page: what is asked. A chat keeps its connection; a fresh page lets people choose."""
    known = connections.list_connections(scope)
    if not known:
        _show_no_connection(scope)
        return None
    by_id = {connection.id: connection for connection in known}
    if found is not None:
        connection = by_id.get(found.chat.connection_id)
        _show_head(scope, found, connection)
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


def _show_head(scope: Scope, found: sharing.SharedChat, connection: connections.Connection | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
        where = plain(connection.name if connection else "a connection that was deleted")
        if not found.mine:
            where += f" · :material/group: shared by {plain(found.shared_by)}, for reading"
        st.markdown(
            f"**{plain(found.chat.title, 120)}**  \n:small[:gray[:material/database: {where}]]", width="stretch"
        )
        if found.mine:
            show_chat_menu(scope, found.chat)


def _show_no_connection(scope: Scope) -> None:
    st.markdown("# Nothing to ask yet")
    if scope.actor.may(Permission.EDIT_CONNECTIONS):
        st.markdown("Connect a database, or upload a CSV or Excel file; the first question is a minute away.")
        st.page_link("connections.py", label="Connect your data", icon=":material/database:")
    else:
        st.markdown("Nobody has connected any data yet. Ask an analyst or an admin of your organisation.")


def show_welcome(scope: Scope, connection: connections.Connection, look: bool) -> None:
    """The empty page: what can be asked here, each example one click away, and a `look` at what is in the data."""
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
        if look:
            show_overview(scope, connection.id)


def show_input(scope: Scope, chat: chats.Chat | None, connection: connections.Connection, head: Any) -> str | None:
    """The line to type in: at the foot of a chat, in the `head` of a fresh page."""
    if notice := usage.budget_notice(scope):
        st.markdown(f":small[:orange[:material/savings: {plain(notice)}]]")
    help_typing(scope, connection.id)
    if chat is not None:
        return st.chat_input("Ask a follow-up …", key="question", max_chars=LONGEST_QUESTION)
    typed: str | None = head.chat_input(f"Ask {connection.name} …", key="question", max_chars=LONGEST_QUESTION)
    return typed
