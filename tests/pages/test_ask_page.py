"""The Ask page on a real engine: examples, answers, chats that are there again, and bad input that ends well."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from houses import add_org, join
from streamlit.testing.v1 import AppTest

from datamind.engine import Scope
from datamind.services import chats, connections
from pages.parts import asking

OpenPage = Callable[..., AppTest]


def ask(app: AppTest, text: str) -> AppTest:
    """Type a question and wait until the page shows what became of it."""
    app.chat_input[0].set_value(text).run()
    for _ in range(100):
        if not any(button.label == "Cancel" for button in app.button):
            break
        time.sleep(0.1)
        app.run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    text = "\n".join(str(each.value) for each in [*app.markdown, *app.caption, *app.error, *app.warning])
    return text.replace("\\", "").replace("\u2060", "")


def test_a_fresh_page_offers_questions_that_the_data_answers(shop: connections.Connection, open_page: OpenPage) -> None:
    app = open_page()
    examples = [button for button in app.button if str(button.key).startswith("example_")]
    assert len(examples) >= 3
    examples[0].click().run()
    assert not app.exception
    assert any("How this was answered" in each.label for each in app.expander), words(app)


def test_one_number_is_shown_large(shop: connections.Connection, open_page: OpenPage) -> None:
    app = ask(open_page(), "How many orders are there?")
    assert app.metric[0].value == "4"
    assert app.query_params["chat"]


def test_a_series_gets_its_chart_and_the_proof_opens(shop: connections.Connection, open_page: OpenPage) -> None:
    app = ask(open_page(), "total amount by city")
    assert len(app.get("plotly_chart")) == 1
    assert not app.code
    key = next(str(each.key) for each in app.expander if "How this was answered" in each.label)
    app.session_state[key] = True
    app.run()
    assert "GROUP BY" in app.code[0].value
    assert "orders" in words(app)


def test_the_rows_come_only_when_they_are_opened(shop: connections.Connection, open_page: OpenPage) -> None:
    app = ask(open_page(), "total amount by city")
    assert not app.dataframe
    app.session_state[next(str(each.key) for each in app.expander if "rows" in each.label)] = True
    app.run()
    assert sorted(app.dataframe[0].value.iloc[:, -1]) == [30.25, 35.5]


def test_a_chat_is_there_again_by_its_address(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    first = ask(open_page(), "How many orders are there?")
    chat_id = first.query_params["chat"][0]
    again = open_page(chat=chat_id)
    assert again.metric[0].value == "4"
    assert any(button.label.startswith("How many orders") for button in again.sidebar.button)


def test_follow_up_questions_stay_in_the_chat(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = ask(open_page(), "How many orders are there?")
    ask(app, "How many customers are there?")
    assert [metric.value for metric in app.metric] == ["4", "3"]
    assert len(chats.list_chats(ada)) == 1


def test_the_same_press_twice_is_one_question(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = open_page()
    button = next(each for each in app.button if str(each.key).startswith("example_"))
    button.click()
    app.run()
    chat = chats.list_chats(ada)[0]
    assert len(chats.list_messages(ada, chat.id)) == 1
    app.run()
    app.run()
    assert len(chats.list_messages(ada, chat.id)) == 1


@pytest.mark.parametrize("chat", ["999999", "abc", "-1", "1; DROP TABLE chats", "٣"])
def test_an_address_of_no_chat_ends_in_a_sentence_and_a_fresh_page(
    chat: str, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = open_page(chat=chat)
    assert "no such chat" in app.warning[0].value
    assert app.chat_input


def test_the_chat_of_another_org_is_no_chat(
    engine, ada: Scope, shop: connections.Connection, visit, open_page: OpenPage
) -> None:
    ask(open_page(), "How many orders are there?")
    theirs = chats.list_chats(ada)[0].id
    from houses import PASSWORD

    from datamind import sessions

    join(engine, add_org(engine, "Other"), "Eve", password=PASSWORD)
    visit.session = sessions.redeem_ticket(engine, sessions.sign_in(engine, "Eve", PASSWORD, "127.0.0.1"))
    app = open_page(chat=str(theirs))
    assert "no such chat" in app.warning[0].value
    assert "How many orders" not in words(app)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE orders; --",
        "сколько заказов?",
        "注文は何件ですか",
        "x" * 1999,
        "?!",
        "\u0000\u202e",
        "SELECT 1",
        "$1$ *a* <b>",
    ],
)
def test_odd_questions_end_in_a_sentence(text: str, shop: connections.Connection, open_page: OpenPage) -> None:
    app = ask(open_page(), text)
    assert app.chat_input
    assert words(app).strip()
    ask(app, "How many orders are there?")
    assert app.metric[-1].value == "4"


@pytest.mark.parametrize("text", ["x" * 10_000, " "])
def test_a_question_that_nobody_could_answer_is_told_why(
    text: str, ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = open_page()
    app.session_state[asking.PENDING] = text
    app.run()
    assert not app.exception
    assert ("10,000" in words(app)) or ("empty" in words(app))
    assert chats.list_chats(ada) == ()


def test_a_database_that_is_gone_is_a_sentence(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = open_page()
    Path(str(shop.values["path"])).unlink()
    ada.engine.drop_connector(shop.id)
    ask(app, "How many orders are there?")
    assert app.error
    assert "Traceback" not in app.error[0].value


def test_without_data_the_page_says_where_to_begin(ada: Scope, open_page: OpenPage) -> None:
    app = open_page()
    assert "Nothing to ask yet" in words(app)
    assert not app.chat_input
