"""The Usage page for admins: empty, filled, a request opened; and the privacy of a connection on its card."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from datamind.access import Role
from datamind.analysts.claude import Call
from datamind.engine import Scope
from datamind.ledger import keep_calls
from datamind.services import chats, connections, feedback, usage
from datamind.types import Usage

OpenPage = Callable[..., AppTest]
BODY = {
    "model": "claude-sonnet-5-5",
    "system": [{"text": "the rules"}],
    "messages": [{"content": [{"text": "<b>q</b>"}]}],
}


def words(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in [*app.markdown, *app.warning]).replace("\\", "")


def test_an_empty_ledger_says_what_will_stand_there(ada: Scope, open_page: OpenPage) -> None:
    assert "Nothing yet" in words(open_page("usage.py"))


def test_what_was_asked_and_spent_is_shown(ada: Scope, shop: connections.Connection, open_page: OpenPage) -> None:
    keep_calls(ada, None, shop.id)(Call("draft", "draft-1", BODY, 1.5, Usage(1, 900, 2000, 100, 17.0), "end_turn"))
    app = open_page("usage.py")
    assert [metric.value for metric in app.metric] == ["\\$17.00", "85%", "1"]
    assert "85% of today's budget" in words(app)
    ledger = next(frame for frame in app.dataframe if "Purpose" in frame.value.columns)
    assert list(ledger.value["Person"]) == ["Ada"]


def test_budgets_are_set(ada: Scope, open_page: OpenPage) -> None:
    app = open_page("usage.py")
    app.number_input(key="budget_org").set_value(50.0)
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    assert usage.get_spending(ada).org_budget_usd == 50.0


def test_only_admins_get_in(ada: Scope, enter: Callable[..., Scope], open_page: OpenPage) -> None:
    enter("Ann", Role.ANALYST)
    app = open_page("usage.py")
    assert not app.metric


def test_the_privacy_of_a_connection_is_chosen_on_its_card(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    app = open_page("connections.py")
    app.radio(key=f"privacy_{shop.id}").set_value("schema").run()
    assert not app.exception
    assert connections.get_connection(ada, shop.id).privacy == "schema"


def test_what_people_marked_stands_under_the_ledger(
    ada: Scope, shop: connections.Connection, open_page: OpenPage
) -> None:
    assert "Each thumb" in words(open_page("usage.py"))
    run = chats.ask_question(ada, chats.start_chat(ada, shop.id).id, "how many orders are there", analyst="offline")
    assert run.wait(60)
    feedback.give_feedback(ada, run.message_id, good=False, reason="<b>too few</b>")
    app = open_page("usage.py")
    marked = next(frame for frame in app.dataframe if "Verdict" in frame.value.columns)
    assert list(marked.value["Verdict"]) == ["Wrong"]
    assert list(marked.value["Reason"]) == ["<b>too few</b>"]
    assert "1 of them wrong" in words(app)
