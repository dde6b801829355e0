"""Parts add up or it is said that they do not; run again says what changed: data, schema, rules."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from services.conftest import TwoOrgs

from datamind.errors import InvalidInput, QueryFailed, QueryRefused, Withheld
from datamind.services import catalogs, chats, evidence, reruns, rules
from datamind.types import Answer


def _ask(two_orgs: TwoOrgs, text: str) -> int:
    run = chats.ask_question(two_orgs.ada, two_orgs.ids["chat_id"], text, analyst="offline")
    assert run.wait(60)
    return run.message_id


def _shop(two_orgs: TwoOrgs, sql: str) -> None:
    row = two_orgs.ada.store.get("connections", two_orgs.ids["connection_id"])
    with sqlite3.connect(Path(row["values"]["path"])) as connection:
        connection.execute(sql)


def test_parts_that_add_up_are_said_to(two_orgs: TwoOrgs) -> None:
    found = evidence.reconcile(two_orgs.ada, _ask(two_orgs, "total amount by city"))
    assert [each.holds for each in found] == [True]
    assert "65.75" in found[0].sentence


def test_rows_that_a_join_loses_are_told(two_orgs: TwoOrgs) -> None:
    _shop(two_orgs, "PRAGMA foreign_keys = off")
    _shop(two_orgs, "UPDATE orders SET customer_id = 999 WHERE id = (SELECT min(id) FROM orders)")
    (found,) = evidence.reconcile(two_orgs.ada, _ask(two_orgs, "total amount by city"))
    assert not found.holds
    assert "left out by a join" in found.sentence


def test_one_number_has_no_parts(two_orgs: TwoOrgs) -> None:
    assert evidence.reconcile(two_orgs.ada, two_orgs.ids["message_id"]) == ()


def test_running_again_says_that_nothing_changed(two_orgs: TwoOrgs) -> None:
    assert reruns.run_again(two_orgs.ada, two_orgs.ids["message_id"]).changes == ()


def test_changed_data_is_told_and_kept_only_when_asked_to(two_orgs: TwoOrgs) -> None:
    ada, message_id = two_orgs.ada, _ask(two_orgs, "total amount by city")
    _shop(two_orgs, "UPDATE orders SET amount = amount + 1 WHERE id = (SELECT min(id) FROM orders)")
    (change,) = reruns.run_again(ada, message_id).changes
    assert change == "Data: 1 of 2 rows hold other values."
    before = _stored(two_orgs, message_id)
    rerun = reruns.run_again(ada, message_id, keep=True)
    assert _stored(two_orgs, message_id).result.rows == rerun.answer.result.rows != before.result.rows
    assert reruns.run_again(ada, message_id).changes == ()


def test_a_changed_schema_and_other_rules_are_told(two_orgs: TwoOrgs) -> None:
    ada, message_id = two_orgs.ada, _ask(two_orgs, "total amount by city")
    _shop(two_orgs, "ALTER TABLE orders ADD COLUMN note TEXT")
    catalogs.refresh_catalog(ada, two_orgs.ids["connection_id"])
    assert reruns.run_again(ada, message_id).changes == ()  # a new column is nothing to a query that does not read it
    _shop(two_orgs, "ALTER TABLE customers ADD COLUMN city_2 TEXT")
    _shop(two_orgs, "ALTER TABLE customers DROP COLUMN name")
    catalogs.refresh_catalog(ada, two_orgs.ids["connection_id"])
    assert reruns.run_again(ada, message_id).changes == ("Schema: customers.name changed or went.",)
    rule = rules.add_rule(ada, two_orgs.ids["connection_id"], "customers", "rows", "city = 'Basel'", ["admin"])
    with pytest.raises(Withheld):
        reruns.run_again(ada, message_id)
    message_id = _ask(two_orgs, "total amount by city")
    rules.remove_rule(ada, rule.id)
    assert any(change.startswith("Logic: other rules") for change in reruns.run_again(ada, message_id).changes)


def test_a_query_that_no_longer_runs_says_why(two_orgs: TwoOrgs) -> None:
    message_id = _ask(two_orgs, "total amount by city")
    _shop(two_orgs, "ALTER TABLE orders RENAME COLUMN amount TO price")
    with pytest.raises((QueryFailed, QueryRefused)):
        reruns.run_again(two_orgs.ada, message_id)


def test_what_is_no_answer_is_not_run_again(two_orgs: TwoOrgs) -> None:
    with pytest.raises(InvalidInput):
        reruns.run_again(two_orgs.ada, _ask(two_orgs, "why is the sky blue"))


def _stored(two_orgs: TwoOrgs, message_id: int) -> Answer:
    messages = chats.list_messages(two_orgs.ada, two_orgs.ids["chat_id"])
    outcome = next(message.outcome for message in messages if message.id == message_id)
    assert isinstance(outcome, Answer)
    return outcome
