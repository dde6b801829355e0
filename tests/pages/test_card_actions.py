"""The row of actions under a card: what a role may do is there, each does what it says, verdicts are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages.test_ask_page import ask, words
from streamlit.testing.v1 import AppTest

from datamind.access import Permission, Role
from datamind.engine import Scope
from datamind.services import connections, feedback
from pages.parts import card_actions
from pages.parts.card_actions import ACTIONS, Action

OpenPage = Callable[..., AppTest]


def test_each_action_says_what_it_is_and_who_may() -> None:
    labels = [action.label for action in ACTIONS]
    assert len(set(labels)) == len(labels)
    assert all(action.icon.startswith(":material/") for action in ACTIONS)
    assert sum(action.in_row for action in ACTIONS) <= 3


def test_a_thumb_down_is_kept_with_its_reason(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    app = ask(open_page(), "How many orders are there?")
    app.feedback[0].set_value(0).run()
    assert not app.exception
    app.pills[0].set_value("Wrong number").run()
    app.text_input[0].set_value("should be five").run()
    (verdict,) = feedback.list_feedback(ada)
    assert (verdict.good, verdict.reason) == (False, "Wrong number: should be five")


def test_a_verdict_is_there_again_when_the_chat_is_opened(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = ask(open_page(), "How many orders are there?")
    app.feedback[0].set_value(1).run()
    again = open_page(chat=app.query_params["chat"][0])
    assert again.feedback[0].value == 1


def test_what_a_role_may_not_do_is_not_offered(
    enter, shop: connections.Connection, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Action("Rename the house", ":material/edit:", Permission.ADMINISTER, lambda *_: None, in_row=True)
    monkeypatch.setattr(card_actions, "ACTIONS", (*ACTIONS, rename))
    assert "Rename the house" in [button.label for button in ask(open_page(), "How many orders are there?").button]
    enter("Vic", Role.VIEWER)
    assert "Rename the house" not in [button.label for button in ask(open_page(), "How many orders are there?").button]


def test_an_action_that_fails_says_so_and_leaves_the_card(
    ada: Scope, shop: connections.Connection, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(
        card_actions, "ACTIONS", (Action("Break", ":material/bolt:", Permission.ASK, fail, in_row=True),)
    )
    app = ask(open_page(), "How many orders are there?")
    next(button for button in app.button if button.label == "Break").click().run()
    assert "Something went wrong on our side" in words(app)
    assert "secret detail" not in words(app)
    assert app.metric[0].value == "4"
