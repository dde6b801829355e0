"""The earlier chats in the side bar: pinned ones first, the open one marked, found again by their words; what to do with one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import chats, sharing, shelf
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

MOST_SHOWN = 25
SEARCH_FROM = 4
SEARCH, DELETED = "search_chats", "dm_deleted_chat"


def open_chat(chat_id: int | None) -> None:
    """Show another chat, or a fresh one. The address says which, so that a reload comes back to it."""
    if chat_id is None:
        st.query_params.pop("chat", None)
    else:
        st.query_params["chat"] = str(chat_id)


def show_chats(scope: Scope, open_id: int | None) -> None:
    """A way to a fresh question, the search, and the list."""
    st.button("New question", icon=":material/add:", key="new_chat", width="stretch", on_click=open_chat, args=(None,))
    _offer_undo(scope)
    earlier = chats.list_chats(scope)
    if not earlier:
        return
    words = ""
    if len(earlier) >= SEARCH_FROM:
        words = st.text_input(
            "Search in your chats",
            placeholder="Search in questions and SQL",
            icon=":material/search:",
            key=SEARCH,
            label_visibility="collapsed",
        )
    if words.strip():
        _show_found(scope, words, open_id)
        return
    st.markdown(":small[:gray[Earlier]]")
    with st.container(gap=None, key="chats"):
        for chat in earlier[:MOST_SHOWN]:
            _show_one(chat, open_id)
    if len(earlier) > MOST_SHOWN:
        st.caption(f"and {len(earlier) - MOST_SHOWN} older: search for them")


def _show_found(scope: Scope, words: str, open_id: int | None) -> None:
    found = shelf.search_chats(scope, words)
    st.caption(f"{len(found)} found" if found else "Nothing found: try fewer words.")
    with st.container(gap=None, key="chats"):
        for each in found:
            _show_one(each.chat, open_id)
            if each.excerpt != each.chat.title:
                st.caption(plain(each.excerpt))


def _show_one(chat: chats.Chat, open_id: int | None) -> None:
    marks = (":material/keep: " if chat.pinned else "") + (":material/group: " if chat.shared else "")
    st.button(
        marks + (plain(chat.title, 42) or "New question"),
        key=f"chat_{'open_' if chat.id == open_id else ''}{chat.id}",
        type="tertiary",
        width="stretch",
        wrap=False,
        on_click=open_chat,
        args=(chat.id,),
    )


def _offer_undo(scope: Scope) -> None:
    """After a chat was deleted here: the way back."""
    gone = st.session_state.get(DELETED)
    if gone is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Chat deleted", width="stretch")
        if st.button("Undo", type="tertiary", key="undo_delete"):
            with boundary():
                st.session_state.pop(DELETED)
                open_chat(shelf.restore_chat(scope, gone).id)
                st.rerun()


def show_chat_menu(scope: Scope, chat: chats.Chat) -> None:
    """What to do with the chat that is open."""
    wordings: dict[str, Callable[[], None]] = {
        "Rename": lambda: _rename(chat),
        "Unpin" if chat.pinned else "Pin to the top": lambda: _pin(scope, chat),
        "Share": lambda: show_sharing(chat.id),
        "Delete": lambda: _delete(scope, chat),
    }
    choice = st.menu_button(
        ":material/more_horiz:",
        list(wordings),
        type="tertiary",
        key=f"menu_{chat.id}",
        help="Rename, pin, share or delete this chat",
    )
    if choice is not None:
        with boundary():
            wordings[choice]()


def _pin(scope: Scope, chat: chats.Chat) -> None:
    shelf.pin_chat(scope, chat.id, not chat.pinned)
    st.rerun()


def _delete(scope: Scope, chat: chats.Chat) -> None:
    """At once, since there is a way back."""
    chats.delete_chat(scope, chat.id)
    st.session_state[DELETED] = chat.id
    open_chat(None)
    st.rerun()


@st.dialog("Rename this chat")
def _rename(chat: chats.Chat) -> None:
    scope = require(Permission.ASK)
    with st.form("rename", border=False):
        title = st.text_input("Title", chat.title, max_chars=120)
        if st.form_submit_button("Rename", type="primary"):
            with boundary():
                chats.rename_chat(scope, chat.id, title)
                st.rerun()


@st.dialog("Share this chat")
def show_sharing(chat_id: int) -> None:
    """The address to copy, and who can open it."""
    scope = require(Permission.ASK)
    with boundary():
        shared = chats.get_chat(scope, chat_id).shared
        on = st.toggle("Everybody in your organisation can read it", shared, key=f"share_{chat_id}")
        if on != shared:
            sharing.share_chat(scope, chat_id, on)
        st.code(f"{scope.settings.public_url}/?chat={chat_id}", language=None)
        if on:
            st.caption(
                "They read, and cannot change it. Rules on rows bind each reader: who may not see what you see gets no rows."
            )
        else:
            st.caption("As it is, this address opens the chat for you alone.")
