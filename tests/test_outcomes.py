"""Answers older than a rule: whatever wants the rows of a stored answer is refused once the rules would no longer show them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from houses import add_org, connect_shop, join, open_engine
from services.use_cases import USE_CASES, arguments_for

from datamind.engine import Scope
from datamind.errors import Withheld
from datamind.outcomes import load_outcome, load_outcomes
from datamind.services import chats, exports, reruns, rules, sharing, shelf
from datamind.types import Answer

OF_MESSAGES = [name for name, function in USE_CASES.items() if "message_id" in inspect.signature(function).parameters]
# They touch a question without its rows; whatever else takes a message_id is refused.
WITHOUT_ROWS = {
    "chats.cancel_question",
    "chats.find_run",
    "feedback.give_feedback",
    "feedback.withdraw_feedback",
    "shelf.branch_chat",
}
ALLOWED, FORBIDDEN = "Basel", "Bern"


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scope, int, int]]:
    """A person, a chat, and an answer in it with rows of two cities, of which a later rule shows one."""
    engine = open_engine(tmp_path_factory.mktemp("house"))
    ada = join(engine, add_org(engine, "Acme"), "Ada")
    shop = connect_shop(ada)
    chat = chats.start_chat(ada, shop.id)
    run = chats.ask_question(ada, chat.id, "number of customers by city", analyst="offline")
    assert run.wait(60)
    assert FORBIDDEN in repr(load_outcome(ada, run.message_id))
    rules.add_rule(ada, shop.id, "customers", "rows", f"city = '{ALLOWED}'", ["admin"])
    yield ada, chat.id, run.message_id
    engine.close()


def test_every_use_case_of_a_question_is_looked_at() -> None:
    assert set(OF_MESSAGES) > WITHOUT_ROWS
    assert len(OF_MESSAGES) >= 20


@pytest.mark.parametrize("name", [name for name in OF_MESSAGES if name not in WITHOUT_ROWS])
def test_an_answer_older_than_a_rule_is_refused(answered: tuple[Scope, int, int], name: str) -> None:
    ada, chat_id, message_id = answered
    arguments = arguments_for(USE_CASES[name], {"message_id": message_id, "dashboard_id": 1, "chat_id": chat_id})
    with pytest.raises(Withheld) as caught:
        USE_CASES[name](ada, **arguments)
    assert FORBIDDEN not in str(caught.value)


@pytest.mark.parametrize("name", sorted(WITHOUT_ROWS))
def test_what_touches_no_rows_gives_none(answered: tuple[Scope, int, int], name: str) -> None:
    ada, _, message_id = answered
    assert FORBIDDEN not in repr(USE_CASES[name](ada, **arguments_for(USE_CASES[name], {"message_id": message_id})))


def test_chats_branches_and_files_of_all_answers_leave_it_out(answered: tuple[Scope, int, int]) -> None:
    ada, chat_id, message_id = answered
    branch = shelf.branch_chat(ada, message_id)
    for each in (chat_id, branch.id):
        assert FORBIDDEN not in repr(chats.list_messages(ada, each))
        assert FORBIDDEN not in repr(sharing.list_shared_messages(ada, each))
    again = chats.ask_question(ada, branch.id, "how many orders are there", analyst="offline")
    assert again.wait(60)
    assert list(load_outcomes(ada, branch.id, [message_id, again.message_id])) == [again.message_id]
    file = exports.export_chat(ada, branch.id, "html")
    assert FORBIDDEN.encode() not in exports.read_export(ada, file.id)


def test_an_answer_under_a_rule_runs_again_as_it_was_written(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    ada = join(engine, add_org(engine, "Acme"), "Ada")
    shop = connect_shop(ada)
    rules.add_rule(ada, shop.id, "customers", "masked", "name", ["admin"])
    rules.add_rule(ada, shop.id, "customers", "rows", f"city = '{ALLOWED}'", ["admin"])
    chat = chats.start_chat(ada, shop.id)
    run = chats.ask_question(ada, chat.id, "list the name and city of each customer", analyst="offline")
    assert run.wait(60)
    before = load_outcome(ada, run.message_id)
    assert isinstance(before, Answer)
    assert before.receipt.drafted
    again = reruns.run_again(ada, run.message_id, keep=True)
    assert again.changes == ()
    assert again.answer.result.rows == before.result.rows
    assert again.answer.receipt.sql == before.receipt.sql
    assert isinstance(load_outcome(ada, run.message_id), Answer)
    engine.close()
