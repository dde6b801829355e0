"""Runs of the SQL lab: a history of one's own, values bound, refusals at their place, Cancel in the database."""

from __future__ import annotations

from datetime import date

import pytest
from houses import add_org, connect_shop, join

from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput, NotFound, QueryRefused
from datamind.services import chats, connections, exports, queries, query_runs, rules, verified
from datamind.types import Answer, Parameter

CITY = "SELECT name FROM customers WHERE city = {{ city }} ORDER BY id"


@pytest.fixture
def org(engine: Engine) -> int:
    return add_org(engine, "Org")


@pytest.fixture
def ada(engine: Engine, org: int) -> Scope:
    return join(engine, org, "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


def run(scope: Scope, connection_id: int, sql: str, **values: object) -> query_runs.QueryRun:
    return query_runs.wait_for(scope, query_runs.start_query(scope, connection_id, sql, (), values).id)


def test_a_run_keeps_its_rows_at_hand_and_its_end_in_the_history(ada: Scope, shop: connections.Connection) -> None:
    done = run(ada, shop.id, CITY, city="Bern")
    assert (done.state, done.rows, done.error, done.values) == ("done", 2, None, {"city": "Bern"})
    ran = query_runs.find_rows(ada, done.id)
    assert ran is not None
    assert ran.result.rows == (("Ada",), ("Cy",))
    assert ran.query.sql.endswith("WHERE city = 'Bern' ORDER BY id")
    assert [each.id for each in query_runs.list_runs(ada)] == [done.id]


def test_values_of_each_kind_reach_the_database(ada: Scope, shop: connections.Connection) -> None:
    sql = "SELECT count(*) FROM orders WHERE amount > {{ least }} AND ordered_on >= {{ since }} AND id IN {{ ids }}"
    kinds = (Parameter("least", "number"), Parameter("since", "date"), Parameter("ids", "list"))
    given = {"least": 10, "since": date(2026, 1, 10), "ids": [1, 2, 3]}
    started = query_runs.start_query(ada, shop.id, sql, kinds, given)
    ran = query_runs.find_rows(ada, query_runs.wait_for(ada, started.id).id)
    assert ran is not None
    assert ran.result.rows == ((2,),)


def test_an_attack_in_a_value_is_a_text_that_nobody_is_called(ada: Scope, shop: connections.Connection) -> None:
    assert run(ada, shop.id, CITY, city="x' OR 1=1 --").rows == 0
    assert run(ada, shop.id, CITY, city="Bern'; DELETE FROM orders; --").rows == 0
    assert run(ada, shop.id, "SELECT * FROM orders").rows == 4


def test_a_refusal_is_kept_with_its_place_in_what_was_written(ada: Scope, shop: connections.Connection) -> None:
    sql = "SELECT {{ city }} AS c, load_extension('x') FROM orders"
    with pytest.raises(QueryRefused, match="load_extension") as caught:
        query_runs.start_query(ada, shop.id, sql, (), {"city": "a text longer than its placeholder"})
    (kept,) = query_runs.list_runs(ada)
    assert (kept.state, kept.position) == ("refused", caught.value.position)
    assert kept.position == sql.index("load_extension")
    entry = ada.store.first("audit", order="-id", action="start_query")
    assert entry is not None
    assert (entry["outcome"], "AS c" in repr(entry)) == ("refused", False)
    for harm in ("DELETE FROM orders", "SELECT 1; DELETE FROM orders", "PRAGMA writable_schema = 1"):
        with pytest.raises(QueryRefused):
            query_runs.start_query(ada, shop.id, harm)
    assert {each.state for each in query_runs.list_runs(ada)} == {"refused"}


def test_a_missing_value_names_its_parameter_and_leaves_no_run(ada: Scope, shop: connections.Connection) -> None:
    with pytest.raises(InvalidInput, match="city has no value") as caught:
        query_runs.start_query(ada, shop.id, CITY)
    assert caught.value.field == "city"
    assert query_runs.list_runs(ada) == ()


def test_rules_bind_in_the_lab_too(ada: Scope, engine: Engine, org: int, shop: connections.Connection) -> None:
    rules.add_rule(ada, shop.id, "customers", "rows", "city = 'Basel'", ["analyst"], name="Basel")
    bo = join(engine, org, "Bo", Role.ANALYST)
    ran = query_runs.find_rows(bo, run(bo, shop.id, "SELECT name FROM customers").id)
    assert ran is not None
    assert ran.result.rows == (("Bo",),)
    assert ran.query.policies == ("Basel",)


def test_a_cancelled_run_ends_and_says_so(ada: Scope, shop: connections.Connection) -> None:
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) SELECT count(*) FROM n a JOIN n b ON a.i < b.i"
    started = query_runs.start_query(ada, shop.id, sql)
    query_runs.cancel_run(ada, started.id)
    ended = query_runs.wait_for(ada, started.id)
    assert ended.state in ("cancelled", "done")
    assert (query_runs.find_rows(ada, started.id) is None) == (ended.state == "cancelled")


def test_the_history_is_searched_starred_and_nobody_elses(
    ada: Scope, engine: Engine, org: int, shop: connections.Connection
) -> None:
    first, second = run(ada, shop.id, "SELECT 1 AS one"), run(ada, shop.id, "SELECT 2 AS two FROM orders")
    assert [each.id for each in query_runs.list_runs(ada, "ORDERS two")] == [second.id]
    query_runs.star_run(ada, first.id)
    assert [each.id for each in query_runs.list_runs(ada, starred=True)] == [first.id]
    bo = join(engine, org, "Bo")
    assert query_runs.list_runs(bo) == ()
    with pytest.raises(NotFound):
        query_runs.find_rows(bo, first.id)


def test_a_run_that_no_process_works_on_is_told(ada: Scope, shop: connections.Connection) -> None:
    done = run(ada, shop.id, "SELECT 1")
    ada.store.change("query_runs", done.id, state="running", process="elsewhere:1", at=done.at.replace(year=2020))
    assert query_runs.get_run(ada, done.id).state == "failed"
    assert "Run it again" in str(query_runs.get_run(ada, done.id).error)


def test_a_run_goes_on_as_a_chat_a_file_and_a_verified_answer(ada: Scope, shop: connections.Connection) -> None:
    """Each with the values that it ran with."""
    done = run(ada, shop.id, CITY, city="Bern")
    chat_id = query_runs.ask_about(ada, done.id, "Who lives in Bern?")
    (asked,) = chats.list_messages(ada, chat_id)
    if (work := chats.find_run(ada, asked.id)) is not None:
        work.wait(30)
    (message,) = chats.list_messages(ada, chat_id)
    assert isinstance(message.outcome, Answer)
    assert message.outcome.result.rows == (("Ada",), ("Cy",))

    made = exports.export_run(ada, done.id, "csv", name="People of Bern")
    assert made.state == "done"
    assert made.name.startswith("People of Bern")
    assert b"Ada" in exports.read_export(ada, made.id)
    assert b"Bo" not in exports.read_export(ada, made.id)

    assert verified.verify_run(ada, done.id, "who lives in Bern").state == "holds"
    (check,) = verified.list_verified(ada, shop.id)
    assert (check.verified.question, check.verified.verified_by) == ("who lives in Bern", "Ada")
    assert check.verified.sql.endswith("city = 'Bern' ORDER BY id")


def test_whom_rules_bind_cannot_vouch_for_what_they_see(
    ada: Scope, engine: Engine, org: int, shop: connections.Connection
) -> None:
    rules.add_rule(ada, shop.id, "customers", "rows", "city = 'Basel'", ["analyst"], name="Basel")
    bo = join(engine, org, "Bo", Role.ANALYST)
    done = run(bo, shop.id, "SELECT count(*) FROM customers")
    with pytest.raises(InvalidInput, match="Rules bind you here"):
        verified.verify_run(bo, done.id, "how many customers are there")
    assert verified.list_verified(ada, shop.id) == ()


def test_words_to_complete_are_those_that_somebody_may_see(
    ada: Scope, engine: Engine, org: int, shop: connections.Connection
) -> None:
    seen = queries.get_vocabulary(ada, shop.id)
    rules.add_rule(ada, shop.id, "customers", "hidden", "city", ["analyst"], name="No cities")
    told = queries.get_vocabulary(join(engine, org, "Bo", Role.ANALYST), shop.id)
    assert "city" in seen.tables["customers"]
    assert set(seen.values["city"]) == {"Bern", "Basel"}
    assert "city" not in told.tables["customers"]
    assert "city" not in told.values
    assert "sum" in told.functions


def test_a_rule_reaches_what_was_read_and_taken_out_before_it(ada: Scope, shop: connections.Connection) -> None:
    """The rows at hand are withheld from whom the rule binds, and files made before it are gone for everybody."""
    bea = join(ada.engine, ada.actor.org_id, "Bea", Role.ANALYST)
    before = run(bea, shop.id, "SELECT name, city FROM customers")
    taken = exports.export_run(bea, before.id, "csv")
    assert query_runs.find_rows(bea, before.id) is not None
    rules.add_rule(ada, shop.id, "customers", "masked", "city", ["analyst"])
    assert query_runs.find_rows(bea, before.id) is None
    with pytest.raises(NotFound):
        exports.get_export(bea, taken.id)
