"""Verdicts: one a person and answer, changed and withdrawn, seen by admins of the org alone."""

from __future__ import annotations

import pytest
from houses import join
from services.conftest import TwoOrgs

from datamind.access import Role
from datamind.errors import Forbidden, InvalidInput
from datamind.services import feedback


def test_the_last_verdict_counts_and_is_listed_with_its_question(two_orgs: TwoOrgs) -> None:
    message_id = two_orgs.ids["message_id"]
    feedback.give_feedback(two_orgs.ada, message_id, good=True)
    feedback.give_feedback(two_orgs.ada, message_id, good=False, reason="  Wrong\n number ")
    (verdict,) = feedback.list_feedback(two_orgs.bob)
    assert (verdict.good, verdict.reason, verdict.person) == (False, "Wrong number", two_orgs.ada.actor.name)
    assert verdict.question == "how many orders are there"
    assert feedback.list_own_feedback(two_orgs.ada, two_orgs.ids["chat_id"]) == {message_id: False}
    assert feedback.list_feedback(two_orgs.eve) == ()


def test_a_verdict_can_be_taken_back(two_orgs: TwoOrgs) -> None:
    feedback.give_feedback(two_orgs.ada, two_orgs.ids["message_id"], good=True)
    feedback.withdraw_feedback(two_orgs.ada, two_orgs.ids["message_id"])
    assert feedback.list_feedback(two_orgs.ada) == ()


def test_only_admins_read_what_others_said(two_orgs: TwoOrgs) -> None:
    carl = join(two_orgs.ada.engine, two_orgs.ada.actor.org_id, "carl", Role.ANALYST)
    with pytest.raises(Forbidden):
        feedback.list_feedback(carl)


def test_a_novel_is_no_reason(two_orgs: TwoOrgs) -> None:
    with pytest.raises(InvalidInput, match="500"):
        feedback.give_feedback(two_orgs.ada, two_orgs.ids["message_id"], good=False, reason="x" * 501)
