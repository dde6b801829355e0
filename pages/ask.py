"""Ask: a chat with one connection. The address carries the chat (?chat=7), the store everything else."""

import streamlit as st

from datamind.access import Permission
from pages.parts.ask_page import choose_connection, find_chat, show_input, show_welcome
from pages.parts.asking import send_question, take_question
from pages.parts.chat_list import open_chat, show_chats
from pages.parts.frame import boundary, require
from pages.parts.messages import show_messages, show_shared_messages

scope = require(Permission.ASK)

with boundary():
    found = find_chat(scope)
    connection = choose_connection(scope, found)
    chat = found.chat if found and found.mine else None
    head, body = st.container(), st.container()  # a line to type in stays where it is only in a container
    if found is not None and not found.mine:
        with body:
            show_shared_messages(scope, found.chat)
    elif connection is not None:
        typed = show_input(scope, chat, connection, head) or take_question()
        if typed:
            with body, boundary():
                chat_id = send_question(scope, typed, chat.id if chat else None, connection.id)
                if chat is None:
                    open_chat(chat_id)
                    st.rerun()
        with body:
            if chat is None:
                show_welcome(scope, connection, look=not typed)
            else:
                show_messages(scope, chat)
    with st.sidebar:
        show_chats(scope, chat.id if chat else None)
