"""The ledger and its budgets, with a real analyst on the wire: what was sent is kept, what may be spent is held to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer, Step, fault, reply
from houses import add_org, connect_shop, join, open_engine

from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import Forbidden, InvalidInput, NotFound
from datamind.services import chats, connections, housekeeping, usage
from datamind.types import Answer

KEY = "sk-ant-canary-0123456789"
DRAFT = {
    "action": "answer", "reading": "Orders by customer", "sql": "SELECT o.customer_id, COUNT(*) AS n FROM orders AS o GROUP BY 1",
    "title": "Orders", "assumptions": [], "chart": "", "question": "", "options": [], "tables": [], "missing": "",
}  # fmt: skip
SPENT = {"input_tokens": 1000, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 2000, "output_tokens": 200}


def answer(body: dict) -> Step:
    return reply(DRAFT, usage=SPENT) if "sonnet" in body["model"] else reply({"sentences": []}, usage=SPENT)


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer([answer]) as server:
        yield server


@pytest.fixture
def engine(tmp_path: Path, server: AnthropicServer) -> Iterator[Engine]:
    engine = open_engine(tmp_path, anthropic_api_key=KEY, anthropic_base_url=server.url)
    yield engine
    engine.close()


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


def ask(scope: Scope, shop: connections.Connection, text: str = "orders by customer") -> chats.Message:
    chat = chats.start_chat(scope, shop.id)
    assert chats.ask_question(scope, chat.id, text).wait(30)
    return chats.list_messages(scope, chat.id)[-1]


def outcome(scope: Scope, shop: connections.Connection) -> Answer:
    found = ask(scope, shop).outcome
    assert isinstance(found, Answer)
    return found


def test_each_request_is_a_line_with_exactly_what_was_sent(
    ada: Scope, shop: connections.Connection, server: AnthropicServer
) -> None:
    answered = outcome(ada, shop)
    words, draft = usage.list_calls(ada)
    assert (draft.purpose, words.purpose) == ("draft", "words")
    assert (draft.person, draft.connection, draft.model) == ("Ada", "Shop", "claude-sonnet-5-5")
    assert (draft.fresh_tokens, draft.cached_tokens, draft.output_tokens) == (1000, 2000, 200)
    assert draft.cost_usd == pytest.approx((1000 * 2 + 2000 * 0.2 + 200 * 10) / 1e6)
    assert answered.receipt.usage.cost_usd == pytest.approx(draft.cost_usd + words.cost_usd)
    _, sent = usage.read_call(ada, draft.id)
    assert sent is not None
    assert {**sent, "stream": True} == server.bodies[0]
    kept = ada.store.get("model_calls", draft.id)["sent"]
    assert "orders" not in kept
    assert KEY not in str(sent)


def test_failed_requests_are_lines_too(ada: Scope, shop: connections.Connection, server: AnthropicServer) -> None:
    server._script[:] = [fault(401, "authentication_error")]
    assert outcome(ada, shop).receipt.analyst == "offline"
    [line] = usage.list_calls(ada)
    assert "key is not accepted" in line.outcome
    assert line.cost_usd == 0


@pytest.mark.parametrize(("whose", "words"), [("org", "organisation's budget"), ("person", "Your own budget")])
def test_a_spent_budget_hands_over_to_the_offline_analyst(
    ada: Scope, shop: connections.Connection, server: AnthropicServer, whose: str, words: str
) -> None:
    assert usage.budget_notice(ada) is None
    assert outcome(ada, shop).receipt.analyst == "claude"
    spent = usage.get_spending(ada).today_usd
    usage.set_budget(ada, whose, spent / 0.85)
    assert "85%" in (usage.budget_notice(ada) or "")
    usage.set_budget(ada, whose, spent)
    before = len(server.bodies)
    handed_over = outcome(ada, shop)
    assert handed_over.receipt.analyst == "offline"
    assert any(words in assumption for assumption in handed_over.assumptions)
    assert len(server.bodies) == before
    assert "offline analyst answers" in (usage.budget_notice(ada) or "")
    usage.set_budget(ada, whose, None)
    assert outcome(ada, shop).receipt.analyst == "claude"


def test_one_person_may_have_a_budget_of_their_own(engine: Engine, ada: Scope, shop: connections.Connection) -> None:
    bob = join(engine, ada.actor.org_id, "Bob", Role.VIEWER)
    usage.set_budget(ada, f"account:{bob.actor.user_id}", 0)
    assert outcome(bob, shop).receipt.analyst == "offline"
    assert outcome(ada, shop).receipt.analyst == "claude"
    [_, (_, name, spent, budget, own)] = usage.get_spending(ada).people
    assert (name, spent, budget, own) == ("Bob", 0.0, 0.0, True)


def test_only_admins_and_only_sensible_budgets(engine: Engine, ada: Scope) -> None:
    bob = join(engine, ada.actor.org_id, "Bob", Role.ANALYST)
    with pytest.raises(Forbidden):
        usage.list_calls(bob)
    with pytest.raises(InvalidInput):
        usage.set_budget(ada, "org", -1)
    for nobody in ("account:987654", "account:x", "other"):
        with pytest.raises(NotFound):
            usage.set_budget(ada, nobody, 1)


def test_what_was_sent_goes_after_its_days_and_the_figures_stay(ada: Scope, shop: connections.Connection) -> None:
    outcome(ada, shop)
    lines = usage.list_calls(ada)
    ada.store.change("model_calls", lines[0].id, at=datetime.now(UTC) - timedelta(days=31))
    housekeeping.tidy(ada)
    assert [usage.read_call(ada, line.id)[1] is None for line in lines] == [True, False]
    assert len(usage.list_calls(ada)) == 2


@pytest.mark.parametrize(("level", "analyst", "purposes"), [("off", "offline", []), ("values", "claude", ["draft"])])
def test_the_privacy_of_a_connection_holds(
    ada: Scope, shop: connections.Connection, level: str, analyst: str, purposes: list[str]
) -> None:
    assert shop.privacy == "results"
    assert connections.set_privacy(ada, shop.id, level).privacy == level
    assert outcome(ada, shop).receipt.analyst == analyst
    assert [line.purpose for line in usage.list_calls(ada)] == purposes
    with pytest.raises(InvalidInput):
        connections.set_privacy(ada, shop.id, "everything")
