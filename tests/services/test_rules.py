"""Rules bind whoever they name, in every path, from the moment they are set; and admins see what others see."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date

import pytest
from houses import add_org, connect_shop, join

from datamind import running, saved
from datamind.access import Actor, Role
from datamind.binding import policies_for, policy_key
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput, NotFound, QueryRefused
from datamind.services import catalogs, chats, connections, queries, questions, rules, team
from datamind.types import Answer, Catalog, Metric, Question, SchemaContext, VerifiedQuestion


@pytest.fixture
def ada(engine: Engine) -> Scope:
    """The admin who sets the rules."""
    return join(engine, add_org(engine, "Org"), "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


@pytest.fixture
def bea(ada: Scope) -> Scope:
    """An analyst in Basel."""
    bea = join(ada.engine, ada.actor.org_id, "Bea", Role.ANALYST)
    team.set_attributes(ada, bea.actor.user_id or 0, {"city": "Basel"})
    return running.act_as(ada, bea.actor.user_id or 0)


@pytest.fixture
def own_city(ada: Scope, shop: connections.Connection) -> rules.Rule:
    return rules.add_rule(ada, shop.id, "customers", "rows", "city = {user.city}", ["analyst", "viewer"])


def _ask_in_chat(scope: Scope, connection_id: int, text: str) -> Answer:
    run = chats.ask_question(scope, chats.start_chat(scope, connection_id).id, text, analyst="offline")
    assert run.wait(60)
    row = scope.store.get("messages", run.message_id)
    [message] = chats.list_messages(scope, row["chat_id"])
    assert isinstance(message.outcome, Answer), message.error
    return message.outcome


def _ask_once(scope: Scope, connection_id: int, text: str) -> Answer:
    outcome = questions.answer_once(scope, connection_id, text, analyst="offline")
    assert isinstance(outcome, Answer)
    return outcome


@pytest.mark.parametrize("ask", [_ask_in_chat, _ask_once])
def test_answers_count_the_visible_rows_alone(
    ask: Callable[..., Answer], ada: Scope, bea: Scope, shop: connections.Connection, own_city: rules.Rule
) -> None:
    assert ask(ada, shop.id, "how many customers are there").result.rows == ((3,),)
    bound = ask(bea, shop.id, "how many customers are there")
    assert bound.result.rows == ((1,),)
    assert bound.receipt.policies == (own_city.name,)


def test_sql_lab_and_first_rows_are_bound(
    ada: Scope, bea: Scope, shop: connections.Connection, own_city: rules.Rule
) -> None:
    sql = "SELECT name FROM customers ORDER BY id"
    assert queries.run_sql(ada, shop.id, sql).rows == (("Ada",), ("Bo",), ("Cy",))
    assert queries.run_sql(bea, shop.id, sql).rows == (("Bo",),)
    assert [row[1] for row in catalogs.first_rows(bea, shop.id, "customers").rows] == ["Bo"]


def test_a_rule_holds_from_when_it_is_set_until_it_is_removed(
    ada: Scope, bea: Scope, shop: connections.Connection
) -> None:
    sql = "SELECT count(*) FROM customers"
    assert queries.run_sql(bea, shop.id, sql).rows == ((3,),)
    rule = rules.add_rule(ada, shop.id, "customers", "rows", "city = 'Bern'", person_id=bea.actor.user_id)
    assert queries.run_sql(bea, shop.id, sql).rows == ((2,),)
    rules.remove_rule(ada, rule.id)
    assert queries.run_sql(bea, shop.id, sql).rows == ((3,),)


def test_a_person_without_the_attribute_is_refused_with_what_to_do(
    ada: Scope, shop: connections.Connection, own_city: rules.Rule
) -> None:
    cy = join(ada.engine, ada.actor.org_id, "Cy", Role.ANALYST)
    with pytest.raises(QueryRefused, match=r"needs your city.*team page"):
        queries.run_sql(cy, shop.id, "SELECT name FROM customers")
    assert queries.run_sql(cy, shop.id, "SELECT count(*) FROM orders").rows == ((4,),)


def test_the_catalog_hides_what_the_rules_hide(ada: Scope, bea: Scope, shop: connections.Connection) -> None:
    rules.add_rule(ada, shop.id, "customers", "hidden", "CITY", ["analyst"])
    rules.add_rule(ada, shop.id, "orders", "hidden", "*", ["analyst"])
    seen = catalogs.get_catalog(bea, shop.id)
    assert [table.name for table in seen.tables] == ["customers"]
    assert [column.name for column in seen.tables[0].columns] == ["id", "name"]
    assert len(catalogs.get_catalog(ada, shop.id).tables) == 2
    with pytest.raises(NotFound):
        catalogs.first_rows(bea, shop.id, "orders")
    assert not any(
        "city" in each.lower() or "order" in each.lower() for each in catalogs.example_questions(bea, shop.id)
    )
    with pytest.raises(QueryRefused, match="no column city"):
        queries.run_sql(bea, shop.id, "SELECT city FROM customers")


def test_no_analyst_is_told_a_stored_value_that_is_hidden(ada: Scope, bea: Scope, shop: connections.Connection) -> None:
    """The link, from which prompts are made, holds no profile, value or name of what is hidden or masked."""
    row = bea.store.get("connections", shop.id)
    question = Question("how many customers live in Basel", date(2026, 3, 1))
    analyst = ada.engine.analyst("offline")

    def linked(scope: Scope) -> str:
        stage = next(running.answer(scope, row, question, analyst))
        assert isinstance(stage, SchemaContext)
        return repr(stage.catalog) + repr(stage.values) + repr(stage.whole)

    assert "Basel" in linked(bea)
    rules.add_rule(ada, shop.id, "customers", "masked", "city", ["analyst"])
    assert "Basel" not in linked(ada)  # whoever may read the column: its values are in no index any more
    assert "Basel" not in linked(bea)


def test_meaning_that_names_what_is_hidden_goes_too(ada: Scope, bea: Scope, shop: connections.Connection) -> None:
    row = ada.store.get("connections", shop.id)
    catalog = saved.load_whole_catalog(ada, row)
    meaning = dataclasses.replace(
        catalog.meaning,
        metrics=(Metric("turnover", "sum(amount)", "orders"), Metric("cities", "count(distinct city)", "customers")),
        verified=(VerifiedQuestion("where do they live", "SELECT city FROM customers"),),
    )
    saved.keep_meaning(ada, row, meaning, {})
    rules.add_rule(ada, shop.id, "customers", "hidden", "city", ["analyst"])
    seen: Catalog = catalogs.get_catalog(bea, shop.id)
    assert [metric.name for metric in seen.meaning.metrics] == ["turnover"]
    assert seen.meaning.verified == ()


def test_a_rule_names_roles_or_a_person_and_nobody_else(ada: Scope, bea: Scope, shop: connections.Connection) -> None:
    rules.add_rule(ada, shop.id, "customers", "hidden", "city", ["viewer"])
    rules.add_rule(ada, shop.id, "orders", "masked", "amount", person_id=bea.actor.user_id)
    row = ada.store.get("connections", shop.id)
    assert [policy.table for policy in policies_for(bea, row)] == ["orders"]
    assert policies_for(ada, row) == ()
    assert policies_for(Scope(ada.engine, Actor.system(ada.actor.org_id)), row) == ()
    assert policy_key(bea, row) != policy_key(ada, row)


def test_what_is_kept_under_the_key_differs_by_attribute(
    ada: Scope, bea: Scope, shop: connections.Connection, own_city: rules.Rule
) -> None:
    row = ada.store.get("connections", shop.id)
    before = policy_key(bea, row)
    team.set_attributes(ada, bea.actor.user_id or 0, {"city": "Bern"})
    moved = running.act_as(ada, bea.actor.user_id or 0)
    assert policy_key(moved, row) != before
    assert queries.run_sql(moved, shop.id, "SELECT count(*) FROM customers").rows == ((2,),)


def test_an_admin_sees_what_another_sees(
    ada: Scope, bea: Scope, shop: connections.Connection, own_city: rules.Rule
) -> None:
    rules.add_rule(ada, shop.id, "orders", "hidden", "amount", ["analyst"])
    sight = rules.view_as(ada, shop.id, bea.actor.user_id or 0, "customers")
    assert sight.rows is not None
    assert sight.rows.rows == ((2, "Bo", "Basel"),)
    assert sight.catalog.find("orders").column("amount") is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("table", "action", "subject", "words"),
    [
        ("customers", "rows", "town = 'Bern'", "no column town"),
        ("customers", "rows", "city = 'Bern'; DELETE FROM orders", "one statement|cannot be read"),
        ("customers", "rows", "1 = 1) OR (1 = 1", "cannot be read"),
        ("customers", "rows", "load_extension('x') = 1", "load_extension is not allowed"),
        ("customers", "rows", " ", "1 to 2,000"),
        ("customers", "hidden", "town", "no column town"),
        ("customers", "shouted", "city", "one of"),
    ],
)
def test_a_rule_that_could_not_be_kept_is_not_set(
    ada: Scope, shop: connections.Connection, table: str, action: str, subject: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        rules.add_rule(ada, shop.id, table, action, subject, ["viewer"])
    assert rules.list_rules(ada, shop.id) == ()


def test_a_rule_must_bind_somebody(ada: Scope, shop: connections.Connection) -> None:
    with pytest.raises(InvalidInput, match="whom"):
        rules.add_rule(ada, shop.id, "customers", "hidden", "city")
    with pytest.raises(InvalidInput, match="no role boss"):
        rules.add_rule(ada, shop.id, "customers", "hidden", "city", ["boss"])


def test_nobody_acts_as_a_stranger_or_one_who_left(ada: Scope, bea: Scope) -> None:
    eve = join(ada.engine, add_org(ada.engine, "Other"), "Eve")
    with pytest.raises(NotFound):
        running.act_as(ada, eve.actor.user_id or 0)
    ada.engine.house.everything().change("accounts", bea.actor.user_id or 0, active=False)
    with pytest.raises(NotFound):
        running.act_as(ada, bea.actor.user_id or 0)
