"""Parts of an answer change in the query and are asked again; a second opinion agrees, differs or has none, for a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from houses import add_org, connect_shop, join

from datamind import second_opinion
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput, NotFound
from datamind.services import chats, readings
from datamind.store.session import Row
from datamind.types import Answer, ColumnType, Question, Refusal, ResultColumn, ResultSet, SqlDraft

ENOUGH_S = 30


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Acme"), "Ada", Role.ADMIN)


@pytest.fixture
def shop(ada: Scope) -> Row:
    return ada.store.get("connections", connect_shop(ada).id)


def ask(scope: Scope, row: Row, text: str = "number of orders by city") -> tuple[int, int]:
    """The chat and the message of a question that has been answered."""
    chat = chats.start_chat(scope, row["id"])
    run = chats.ask_question(scope, chat.id, text, analyst="offline")
    assert run.wait(ENOUGH_S)
    return chat.id, run.message_id


def outcome_of(scope: Scope, chat_id: int, message_id: int) -> Answer:
    message = next(each for each in chats.list_messages(scope, chat_id) if each.id == message_id)
    assert isinstance(message.outcome, Answer), message
    return message.outcome


def change(scope: Scope, message_id: int, label: str) -> int:
    """Take the change of that label; the message of the new answer."""
    at = [
        (p, c)
        for p, part in enumerate(readings.list_parts(scope, message_id))
        for c, each in enumerate(part.changes)
        if each.label == label
    ]
    run = readings.change_part(scope, message_id, *at[0])
    assert run.wait(ENOUGH_S)
    return run.message_id


def test_a_part_changes_in_the_query_and_is_answered_in_the_same_chat(ada: Scope, shop: Row) -> None:
    chat_id, message_id = ask(ada, shop)
    before = outcome_of(ada, chat_id, message_id)
    assert len(before.result.rows) > 1
    label = next(c.label for p in readings.list_parts(ada, message_id) if p.kind == "by" for c in p.changes)
    after = outcome_of(ada, chat_id, change(ada, message_id, label))
    assert len(after.result.rows) == 1
    counted = before.result.column_values(before.result.columns[-1].name)
    assert after.result.rows[0][-1] == sum(counted)
    assert label in after.reading


def test_what_is_not_offered_cannot_be_taken(ada: Scope, shop: Row) -> None:
    _, message_id = ask(ada, shop)
    for part, at in ((99, 0), (0, 99), (-1, 0)):
        with pytest.raises(InvalidInput):
            readings.change_part(ada, message_id, part, at)


def test_the_same_press_twice_is_one_question(ada: Scope, shop: Row) -> None:
    chat_id, message_id = ask(ada, shop)
    part = next(p for p, each in enumerate(readings.list_parts(ada, message_id)) if each.changes)
    runs = [readings.change_part(ada, message_id, part, 0, key="once") for _ in range(2)]
    assert all(run.wait(ENOUGH_S) for run in runs)
    assert len(chats.list_messages(ada, chat_id)) == 2


def test_a_change_that_the_door_refuses_is_a_plain_no(ada: Scope, shop: Row) -> None:
    chat_id, _ = ask(ada, shop)
    run = chats.ask_question(ada, chat_id, "a change", draft=SqlDraft("SELECT * FROM nowhere", "", "offline"))
    assert run.wait(ENOUGH_S)
    outcome = chats.list_messages(ada, chat_id)[-1].outcome
    assert isinstance(outcome, Refusal)
    assert "nowhere" in outcome.reason


def test_the_steps_of_an_answer_are_told(ada: Scope, shop: Row) -> None:
    _, message_id = ask(ada, shop)
    steps = readings.list_steps(ada, message_id)
    assert steps[0].text.startswith("Start with the rows of")
    assert any("number of rows" in step.text for step in steps)


def test_somebody_elses_answer_is_unknown(ada: Scope, shop: Row) -> None:
    _, message_id = ask(ada, shop)
    colleague = join(ada.engine, ada.actor.org_id, "Bea", Role.ADMIN)
    stranger = join(ada.engine, add_org(ada.engine, "Other"), "Cy", Role.ADMIN)
    for scope in (colleague, stranger):
        for use_case in (readings.list_parts, readings.list_steps, readings.read_written, readings.ask_second):
            with pytest.raises(NotFound):
                use_case(scope, message_id)


def test_a_second_opinion_agrees_with_its_own_answer(ada: Scope, shop: Row) -> None:
    _, message_id = ask(ada, shop)
    assert readings.ask_second(ada, message_id).verdict == "agrees"


def test_a_second_opinion_differs_from_a_wrong_number(ada: Scope, shop: Row) -> None:
    wrong = ResultSet((ResultColumn("n", ColumnType.INTEGER),), ((-7,),), False, 0.0, datetime.now(UTC))
    question = Question("how many orders are there?", datetime.now(UTC).date())
    opinion = second_opinion.form_opinion(ada, shop, question, wrong)
    assert opinion.verdict == "differs"
    assert opinion.result is not None
    assert opinion.result.rows != wrong.rows
    assert opinion.reading


@pytest.mark.parametrize(("text", "truncated"), [("xyzzy plugh", False), ("how many orders are there?", True)])
def test_without_grounds_there_is_no_opinion(ada: Scope, shop: Row, text: str, truncated: bool) -> None:
    one = ResultSet((ResultColumn("n", ColumnType.INTEGER),), ((1,),), False, 0.0, datetime.now(UTC))
    question = Question(text, datetime.now(UTC).date())
    opinion = second_opinion.form_opinion(ada, shop, question, replace(one, truncated=truncated))
    assert opinion.verdict == "none"
    assert opinion.reason.endswith(".")
