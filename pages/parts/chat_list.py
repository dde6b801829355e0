"""The earlier chats in the side bar: the newest first, the open one marked; rename and delete the open one."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import chats
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

MOST_SHOWN = 25


def open_chat(chat_id: int | None) -> None:
    """Show another chat, or a fresh one. The address says which, so that a reload comes back to it."""
    if chat_id is None:
        st.query_params.pop("chat", None)
    else:
        st.query_params["chat"] = str(chat_id)


def show_chats(scope: Scope, open_id: int | None) -> None:
    """A way to a fresh question, and the list."""
    st.button("New question", icon=":material/add:", key="new_chat", width="stretch", on_click=open_chat, args=(None,))
    earlier = chats.list_chats(scope)
    if not earlier:
        return
    st.caption("Earlier")
    with st.container(gap=None, key="chats"):
        for chat in earlier[:MOST_SHOWN]:
            st.button(
                plain(chat.title, 42) or "New question",
                key=f"chat_{'open_' if chat.id == open_id else ''}{chat.id}",
                type="tertiary",
                width="stretch",
                wrap=False,
                on_click=open_chat,
                args=(chat.id,),
            )
    if len(earlier) > MOST_SHOWN:
        st.caption(f"and {len(earlier) - MOST_SHOWN} older")


def show_chat_menu(chat: chats.Chat) -> None:
    """Rename and delete, for the chat that is open."""
    choice = st.menu_button(
        ":material/more_horiz:",
        ["Rename", "Delete"],
        type="tertiary",
        key=f"menu_{chat.id}",
        help="Rename or delete this chat",
    )
    if choice == "Rename":
        _rename(chat)
    elif choice == "Delete":
        _delete(chat)


@st.dialog("Rename this chat")
def _rename(chat: chats.Chat) -> None:
    scope = require(Permission.ASK)
    with st.form("rename", border=False):
        title = st.text_input("Title", chat.title, max_chars=120)
        if st.form_submit_button("Rename", type="primary"):
            with boundary():
                chats.rename_chat(scope, chat.id, title)
                st.rerun()


@st.dialog("Delete this chat?")
def _delete(chat: chats.Chat) -> None:
    scope = require(Permission.ASK)
    st.markdown(f"**{plain(chat.title, 120)}** and its answers will be gone. The data itself is not touched.")
    if st.button("Delete", type="primary", key="delete_chat"):
        chats.delete_chat(scope, chat.id)
        open_chat(None)
        st.rerun()
