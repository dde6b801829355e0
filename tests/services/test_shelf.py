"""Chats are found by their words and SQL, pinned, brought back, branched, and shared for reading under each reader's rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from houses import join
from services.conftest import TwoOrgs

from datamind import running
from datamind.access import Role
from datamind.errors import NotFound
from datamind.services import chats, housekeeping, rules, sharing, shelf
from datamind.types import Answer


def _ask(two_orgs: TwoOrgs, text: str, chat_id: int | None = None) -> tuple[int, int]:
    chat_id = chat_id or chats.start_chat(two_orgs.ada, two_orgs.ids["connection_id"]).id
    run = chats.ask_question(two_orgs.ada, chat_id, text, analyst="offline")
    assert run.wait(60)
    return chat_id, run.message_id


def test_a_chat_is_found_by_title_question_and_sql(two_orgs: TwoOrgs) -> None:
    chat_id, _ = _ask(two_orgs, "total amount by city")
    _ask(two_orgs, "how many customers are there", chat_id)
    assert [found.chat.id for found in shelf.search_chats(two_orgs.ada, "AMOUNT city")] == [chat_id]
    assert "customers" in shelf.search_chats(two_orgs.ada, "many customers")[0].excerpt
    assert [found.chat.id for found in shelf.search_chats(two_orgs.ada, "group by")] == [chat_id]
    assert shelf.search_chats(two_orgs.ada, "nowhere") == shelf.search_chats(two_orgs.ada, " ") == ()
    assert shelf.search_chats(two_orgs.bob, "amount") == ()


def test_pinned_chats_come_first(two_orgs: TwoOrgs) -> None:
    old, (new, _) = two_orgs.ids["chat_id"], _ask(two_orgs, "total amount by city")
    assert [chat.id for chat in chats.list_chats(two_orgs.ada)] == [new, old]
    shelf.pin_chat(two_orgs.ada, old)
    assert [chat.id for chat in chats.list_chats(two_orgs.ada)] == [old, new]
    shelf.pin_chat(two_orgs.ada, old, pinned=False)
    assert [chat.id for chat in chats.list_chats(two_orgs.ada)] == [new, old]


def test_a_deleted_chat_comes_back_for_a_week(two_orgs: TwoOrgs) -> None:
    ada, chat_id = two_orgs.ada, two_orgs.ids["chat_id"]
    chats.delete_chat(ada, chat_id)
    assert chats.list_chats(ada) == ()
    with pytest.raises(NotFound):
        sharing.get_shared_chat(ada, chat_id)
    housekeeping.tidy(ada)
    shelf.restore_chat(ada, chat_id)
    assert len(chats.list_messages(ada, chat_id)) == 1
    chats.delete_chat(ada, chat_id)
    ada.store.change("chats", chat_id, deleted_at=datetime.now(UTC) - timedelta(days=8))
    housekeeping.tidy(ada)
    with pytest.raises(NotFound):
        shelf.restore_chat(ada, chat_id)


def test_a_branch_has_the_questions_so_far_and_leaves_the_chat_alone(two_orgs: TwoOrgs) -> None:
    ada = two_orgs.ada
    chat_id, first = _ask(two_orgs, "total amount by city")
    _ask(two_orgs, "how many customers are there", chat_id)
    branch = shelf.branch_chat(ada, first)
    (copied,) = chats.list_messages(ada, branch.id)
    assert isinstance(copied.outcome, Answer)
    assert copied.outcome == chats.list_messages(ada, chat_id)[0].outcome
    _, follow_up = _ask(two_orgs, "only Basel", branch.id)
    assert follow_up
    assert len(chats.list_messages(ada, chat_id)) == 2


def test_a_shared_chat_is_read_by_colleagues_and_written_by_its_owner_alone(two_orgs: TwoOrgs) -> None:
    chat_id = two_orgs.ids["chat_id"]
    with pytest.raises(NotFound):
        sharing.get_shared_chat(two_orgs.bob, chat_id)
    sharing.share_chat(two_orgs.ada, chat_id)
    shared = sharing.get_shared_chat(two_orgs.bob, chat_id)
    assert (shared.mine, shared.shared_by) == (False, two_orgs.ada.actor.name)
    (message,) = sharing.list_shared_messages(two_orgs.bob, chat_id)
    assert isinstance(message.outcome, Answer)
    for use_case in (chats.get_chat, chats.list_messages, chats.delete_chat, sharing.share_chat):
        with pytest.raises(NotFound):
            use_case(two_orgs.bob, chat_id)
    with pytest.raises(NotFound):
        sharing.get_shared_chat(two_orgs.eve, chat_id)
    sharing.share_chat(two_orgs.ada, chat_id, shared=False)
    with pytest.raises(NotFound):
        sharing.list_shared_messages(two_orgs.bob, chat_id)


def test_rows_are_withheld_from_a_reader_whom_other_rules_bind(two_orgs: TwoOrgs) -> None:
    ada, chat_id = two_orgs.ada, two_orgs.ids["chat_id"]
    carl = join(ada.engine, ada.actor.org_id, "carl", Role.VIEWER)
    rules.add_rule(ada, two_orgs.ids["connection_id"], "customers", "rows", "city = 'Basel'", ["viewer"])
    carl = running.act_as(ada, carl.actor.user_id or 0)
    sharing.share_chat(ada, chat_id)
    (message,) = sharing.list_shared_messages(carl, chat_id)
    assert (message.state, message.outcome, message.withheld) == ("done", None, True)
    assert sharing.list_shared_messages(two_orgs.bob, chat_id)[0].outcome is not None


def test_rules_that_are_set_later_bind_ones_own_earlier_answers_too(two_orgs: TwoOrgs) -> None:
    ada, chat_id = two_orgs.ada, two_orgs.ids["chat_id"]
    rules.add_rule(ada, two_orgs.ids["connection_id"], "customers", "rows", "city = 'Basel'", ["admin"])
    assert chats.list_messages(ada, chat_id)[0].withheld
    _, message_id = _ask(two_orgs, "how many customers are there", chat_id)
    assert message_id == chats.list_messages(ada, chat_id)[1].id
    assert isinstance(chats.list_messages(ada, chat_id)[1].outcome, Answer)
