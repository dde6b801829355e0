"""The chart of an answer is changed, kept, seen again when the chat is opened, and put back."""

from __future__ import annotations

import pytest
from services.conftest import TwoOrgs

from datamind.errors import InvalidInput
from datamind.recent import Recent
from datamind.services import chats, pictures
from datamind.types import Answer, ChartSpec


def _chart(two_orgs: TwoOrgs, message_id: int) -> ChartSpec:
    two_orgs.ada.engine.outcomes = Recent(4)
    messages = chats.list_messages(two_orgs.ada, two_orgs.ids["chat_id"])
    outcome = next(message.outcome for message in messages if message.id == message_id)
    assert isinstance(outcome, Answer)
    return outcome.chart


def test_a_changed_chart_is_kept_with_the_answer(two_orgs: TwoOrgs) -> None:
    run = chats.ask_question(two_orgs.ada, two_orgs.ids["chat_id"], "total amount by city", analyst="offline")
    assert run.wait(60)
    before = _chart(two_orgs, run.message_id)
    pictures.change_chart(two_orgs.ada, run.message_id, "pie")
    assert _chart(two_orgs, run.message_id).kind == "pie"
    pictures.reset_chart(two_orgs.ada, run.message_id)
    assert _chart(two_orgs, run.message_id) == before


def test_a_chart_that_the_rows_do_not_bear_is_refused(two_orgs: TwoOrgs) -> None:
    with pytest.raises(InvalidInput):
        pictures.change_chart(two_orgs.ada, two_orgs.ids["message_id"], "scatter")
    with pytest.raises(InvalidInput):
        pictures.change_chart(two_orgs.ada, two_orgs.ids["message_id"], "no such kind")
