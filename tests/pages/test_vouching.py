"""Vouching for answers in the pages: the button, the mark, the list on the Catalog page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.engine import Scope
from datamind.services import chats, connections, enrichment, verified
from pages.parts.card_actions import ACTIONS

OpenPage = Callable[..., AppTest]
QUESTION = "number of orders per customer"


def ask(scope: Scope, shop: connections.Connection) -> tuple[str, int]:
    chat = chats.start_chat(scope, shop.id)
    run = chats.ask_question(scope, chat.id, QUESTION)
    assert run.wait(30)
    return str(chat.id), run.message_id


def words(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in app.markdown).replace("\\", "").replace("\u2060", "")


def test_an_analyst_verifies_and_the_next_answer_bears_the_mark(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    _, message = ask(ada, shop)
    verified.verify_answer(ada, message, remark="as in *the books*")
    again, _ = ask(ada, shop)
    app = open_page("ask.py", chat=again)
    assert "Verified by Ada on" in words(app)
    assert "as in *the books*" in words(app)


def test_verifying_is_offered_to_analysts_and_on_answers_that_are_not_verified(ada: Scope) -> None:
    action = next(action for action in ACTIONS if action.label == "Verify")
    assert not Scope(ada.engine, replace(ada.actor, role=Role.VIEWER)).actor.may(action.permission)
    assert Scope(ada.engine, replace(ada.actor, role=Role.ANALYST)).actor.may(action.permission)


def test_the_catalog_lists_them_and_lets_them_go(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    _, message = ask(ada, shop)
    verified.verify_answer(ada, message)
    app = open_page("catalog.py", connection=str(shop.id))
    app.session_state["catalog_tabs"] = "Verified"
    app.session_state["catalog_tabs"] = "Verified"
    app.run()
    assert QUESTION in words(app)
    assert "Holds" in words(app)
    app.button(key=f"verified_run_{shop.id}").click().run()
    app.button(key=f"verified_forget_{shop.id}_0").click().run()
    assert not app.exception
    assert verified.list_verified(ada, shop.id) == ()


def test_proposals_are_made_and_accepted_in_their_tab(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = open_page("catalog.py", connection=str(shop.id))
    app.session_state["catalog_tabs"] = "Proposals"
    app.run()
    assert "No model is asked here" in words(app)
    app.button(key=f"propose_{shop.id}").click().run()
    assert not app.exception
    first = enrichment.list_proposals(ada, shop.id)[0]
    app.button(key=f"accept_{shop.id}_{first.subject}").click().run()
    assert not app.exception
    assert first.subject not in [each.subject for each in enrichment.list_proposals(ada, shop.id)]
