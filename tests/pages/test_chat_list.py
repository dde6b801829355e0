"""The list of chats and what can be done with one: found again, deleted and brought back, read by a colleague."""

from __future__ import annotations

from collections.abc import Callable

from pages.test_ask_page import ask, words
from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.engine import Scope
from datamind.services import chats, connections, sharing, shelf

OpenPage = Callable[..., AppTest]


def test_a_search_finds_by_question_and_says_when_there_is_nothing(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    for text in ("How many orders are there?", "How many customers are there?", "total amount by city", "top 2 cities"):
        ask(open_page(), text)
    app = open_page()
    app.text_input(key="search_chats").set_value("amount").run()
    assert [button.label for button in app.sidebar.button if str(button.key).startswith("chat_")] == [
        "total amount by city"
    ]
    app.text_input(key="search_chats").set_value("zebra").run()
    assert "Nothing found" in words(app)


def test_a_deleted_chat_can_be_brought_back(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = ask(open_page(), "How many orders are there?")
    chat = chats.list_chats(ada)[0]
    app.session_state["dm_deleted_chat"] = chat.id
    chats.delete_chat(ada, chat.id)
    del app.query_params["chat"]
    app.run()
    app.button(key="undo_delete").click().run()
    assert app.metric[0].value == "4"
    assert [each.id for each in chats.list_chats(ada)] == [chat.id]


def test_a_shared_chat_is_for_reading(
    ada: Scope, shop: connections.Connection, enter: Callable[..., Scope], open_page: OpenPage
) -> None:
    ask(open_page(), "total amount by city")
    chat = chats.list_chats(ada)[0]
    enter("Bob", Role.ANALYST)
    assert "no such chat" in open_page(chat=str(chat.id)).warning[0].value
    sharing.share_chat(ada, chat.id)
    app = open_page(chat=str(chat.id))
    assert "shared by Ada" in words(app)
    assert len(app.get("plotly_chart")) == 1
    assert not app.chat_input
    assert not app.feedback


def test_a_branch_goes_on_by_itself(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = ask(open_page(), "How many orders are there?")
    message = chats.list_messages(ada, chats.list_chats(ada)[0].id)[0]
    branch = shelf.branch_chat(ada, message.id)
    other = ask(open_page(chat=str(branch.id)), "How many customers are there?")
    assert [metric.value for metric in other.metric] == ["4", "3"]
    app.run()
    assert len(app.metric) == 1
