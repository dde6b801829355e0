"""Vouching for answers in the pages: the button, the mark, the list on the Catalog page."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.engine import Scope
from datamind.services import chats, connections, verified

OpenPage = Callable[..., AppTest]
QUESTION = "number of orders per customer"


def ask(scope: Scope, shop: connections.Connection) -> tuple[str, int]:
    chat = chats.start_chat(scope, shop.id)
    run = chats.ask_question(scope, chat.id, QUESTION)
    assert run.wait(30)
    return str(chat.id), run.message_id


def words(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in app.markdown).replace("\\", "").replace("\u2060", "")


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_an_analyst_verifies_and_the_next_answer_bears_the_mark(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    chat, message = ask(ada, shop)
    app = open_page("ask.py", chat=chat)
    app.button(key=f"do_Verify_{message}").click().run()
    assert app.text_input(key=f"verify_question_{message}").value == QUESTION
    verified.verify_answer(ada, message, remark="as in *the books*")
    again, second = ask(ada, shop)
    app = open_page("ask.py", chat=again)
    assert "Verified by Ada on" in words(app)
    assert "as in *the books*" in words(app)
    assert f"do_Verify_{second}" not in [button.key for button in app.button]


def test_a_viewer_sees_no_button(
    ada: Scope, shop: connections.Connection, enter: Callable[..., Scope], open_page: OpenPage
) -> None:
    vic = enter("Vic", Role.VIEWER)
    chat, _ = ask(vic, shop)
    assert "Verify" not in labels(open_page("ask.py", chat=chat))


def test_the_catalog_lists_them_and_lets_them_go(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    _, message = ask(ada, shop)
    verified.verify_answer(ada, message)
    app = open_page("catalog.py", connection=str(shop.id))
    app.session_state["catalog_tabs"] = "Verified"
    app.session_state[f"verified_{shop.id}"] = True
    app.run()
    assert QUESTION in words(app)
    assert "Holds" in words(app)
    app.button(key=f"verified_run_{shop.id}").click().run()
    app.button(key=f"verified_forget_{shop.id}_0").click().run()
    assert not app.exception
    assert verified.list_verified(ada, shop.id) == ()
