"""Vouching for an answer: it answers from then on, is run again at each reading of the schema, and says what has changed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from houses import add_org, connect_shop, join

from datamind import saved
from datamind.access import Actor, Role
from datamind.engine import Engine, Scope
from datamind.errors import Forbidden, InvalidInput, NotFound
from datamind.outcomes import load_outcome
from datamind.scheduler import Scheduler
from datamind.services import catalogs, chats, connections, questions, verified
from datamind.types import Answer, Meaning, Term

QUESTION = "number of orders per customer"


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


def ask(scope: Scope, shop: connections.Connection, text: str = QUESTION) -> int:
    run = chats.ask_question(scope, chats.start_chat(scope, shop.id).id, text)
    assert run.wait(30)
    return run.message_id


def change(scope: Scope, statement: str) -> None:
    with sqlite3.connect(scope.settings.home / "databases" / "shop.sqlite") as raw:
        raw.execute(statement)
    raw.close()


def test_a_verified_answer_answers_with_its_mark(ada: Scope, shop: connections.Connection) -> None:
    check = verified.verify_answer(ada, ask(ada, shop), remark="checked against the ledger")
    assert check.state == "holds"
    again = questions.answer_once(ada, shop.id, f"Show me the {QUESTION.replace('per', 'by')}?")
    assert isinstance(again, Answer)
    assert again.verified is not None
    assert (again.verified.verified_by, again.verified.note) == ("Ada", "checked against the ledger")
    assert again.receipt.analyst == "verified"
    assert again.receipt.sql == check.verified.sql
    [listed] = verified.list_verified(ada, shop.id)
    assert (listed.state, listed.verified.question) == ("holds", QUESTION)


def test_verifying_in_other_words_and_twice_keeps_one(ada: Scope, shop: connections.Connection) -> None:
    message = ask(ada, shop)
    verified.verify_answer(ada, message, "  how busy   are our customers ")
    verified.verify_answer(ada, message, "how busy are our customers", remark="again")
    [listed] = verified.list_verified(ada, shop.id)
    assert (listed.verified.question, listed.verified.note) == ("how busy are our customers", "again")


@pytest.mark.parametrize(
    ("statement", "state", "words"),
    [
        ("INSERT INTO orders VALUES (9, 1, '2026-03-01', 1.0)", "data", "other values"),
        ("INSERT INTO customers VALUES (9, 'Di', 'Bern')", "holds", "It gives what it gave"),
        ("ALTER TABLE orders RENAME TO sales", "schema", "no longer runs"),
    ],
)
def test_each_refresh_runs_it_again_and_says_what_changed(
    ada: Scope, shop: connections.Connection, statement: str, state: str, words: str
) -> None:
    sql = "SELECT customer_id, COUNT(*) AS n FROM orders GROUP BY customer_id"
    vouch(ada, shop, sql)
    change(ada, statement)
    catalogs.refresh_catalog(ada, shop.id)
    [check] = verified.list_verified(ada, shop.id)
    assert (check.state, words in check.detail) == (state, True), check


def vouch(scope: Scope, shop: connections.Connection, sql: str, question: str = "busy customers") -> None:
    from datamind.types import VerifiedQuestion

    row = scope.store.get("connections", shop.id)
    saved.keep_meaning(scope, row, Meaning(verified=(VerifiedQuestion(question, sql, "Ada"),)), {})
    verified.accept_verified(scope, shop.id, question)


def test_a_view_defined_anew_and_a_new_definition_are_logic(ada: Scope, shop: connections.Connection) -> None:
    change(ada, "CREATE VIEW busy AS SELECT customer_id FROM orders")
    catalogs.refresh_catalog(ada, shop.id)
    vouch(ada, shop, "SELECT customer_id, COUNT(*) AS n FROM orders GROUP BY customer_id")
    row = ada.store.get("connections", shop.id)
    saved.keep_meaning(ada, row, Meaning(terms=(Term("busy", "more than one order"),)), {})
    [check] = verified.check_verified(ada, shop.id)
    assert (check.state, "definition" in check.detail) == ("logic", True)
    assert verified.accept_verified(ada, shop.id, "busy customers").state == "holds"
    assert verified.check_verified(ada, shop.id)[0].state == "holds"


def test_the_scheduler_runs_them_again(ada: Scope, shop: connections.Connection) -> None:
    vouch(ada, shop, "SELECT COUNT(*) AS n FROM orders")
    change(ada, "DELETE FROM orders WHERE id = 4")
    Scheduler(ada.engine).run_due()
    assert [check.state for check in verified.list_verified(ada, shop.id)] == ["data"]


def test_a_forgotten_one_answers_no_more(ada: Scope, shop: connections.Connection) -> None:
    verified.verify_answer(ada, ask(ada, shop))
    verified.forget_verified(ada, shop.id, QUESTION)
    assert verified.list_verified(ada, shop.id) == ()
    outcome = questions.answer_once(ada, shop.id, QUESTION)
    assert isinstance(outcome, Answer)
    assert outcome.verified is None
    with pytest.raises(InvalidInput):
        verified.forget_verified(ada, shop.id, QUESTION)


def test_only_an_answer_of_ones_own_and_only_by_an_analyst(
    engine: Engine, ada: Scope, shop: connections.Connection
) -> None:
    message = ask(ada, shop)
    bob = join(engine, ada.actor.org_id, "Bob", Role.VIEWER)
    with pytest.raises(Forbidden):
        verified.verify_answer(bob, message)
    carl = join(engine, ada.actor.org_id, "Carl", Role.ANALYST)
    with pytest.raises(NotFound):
        verified.verify_answer(carl, message)
    with pytest.raises(Forbidden):
        verified.verify_answer(Scope(engine, Actor.system(ada.actor.org_id)), message)
    with pytest.raises(InvalidInput):
        verified.verify_answer(ada, message, "x" * 500)
    with pytest.raises(InvalidInput, match="Only an answer"):
        verified.verify_answer(ada, ask(ada, shop, "what is the meaning of life"))


def test_an_answer_under_rules_is_not_everybodys(ada: Scope, shop: connections.Connection, engine: Engine) -> None:
    message = ask(ada, shop)
    outcome = load_outcome(ada, message)
    assert isinstance(outcome, Answer)
    bound = replace(outcome, receipt=replace(outcome.receipt, policies=("north only",)))
    engine.outcomes.put((ada.actor.org_id, message), bound)
    with pytest.raises(InvalidInput, match="north only"):
        verified.verify_answer(ada, message)
