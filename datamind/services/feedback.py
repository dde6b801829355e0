"""Feedback: what people think of answers, kept with a reason, and listed for those who look after the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from datamind.access import Permission
from datamind.belongings import find_own_chat, find_own_message, find_owner
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.services.use_case import note, use_case
from datamind.store import one_of

LONGEST_REASON = 500
MOST_LISTED = 500


@dataclass(frozen=True)
class Verdict:
    """One person's word on one answer: `question` and `analyst` are the answer's."""

    message_id: int
    good: bool
    reason: str
    at: datetime
    person: str = ""
    question: str = ""
    analyst: str | None = None


@use_case(Permission.ASK)
def give_feedback(scope: Scope, message_id: int, good: bool, reason: str = "") -> None:
    """Keep the actor's verdict on an answer of theirs, in place of an earlier one. Raises NotFound, InvalidInput."""
    find_own_message(scope, message_id)
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(f"A reason may have {LONGEST_REASON} characters; this one has {len(reason):,}.", "reason")
    mine = {"message_id": message_id, "account_id": find_owner(scope)}
    with scope.store.transaction():
        scope.store.remove_where("feedback", **mine)
        scope.store.add("feedback", **mine, person=scope.actor.name, good=good, reason=reason, at=datetime.now(UTC))
    note(good=good)


@use_case(Permission.ASK)
def withdraw_feedback(scope: Scope, message_id: int) -> None:
    """Forget the actor's verdict. Raises NotFound."""
    find_own_message(scope, message_id)
    scope.store.remove_where("feedback", message_id=message_id, account_id=find_owner(scope))


@use_case(Permission.ASK, look=True)
def list_own_feedback(scope: Scope, chat_id: int) -> dict[int, bool]:
    """What the actor said of the answers of a chat: good or not, by question. Raises NotFound."""
    find_own_chat(scope, chat_id)
    ids = [row["id"] for row in scope.store.find("messages", columns=("id",), chat_id=chat_id)]
    rows = scope.store.find("feedback", message_id=one_of(ids), account_id=find_owner(scope))
    return {row["message_id"]: row["good"] for row in rows}


@use_case(Permission.ADMINISTER, look=True)
def list_feedback(scope: Scope) -> tuple[Verdict, ...]:
    """All verdicts of the org, the newest first, at most 500."""
    rows = scope.store.find("feedback", order="-at", limit=MOST_LISTED)
    wanted = one_of([row["message_id"] for row in rows])
    asked = {row["id"]: row for row in scope.store.find("messages", columns=("id", "question", "analyst"), id=wanted)}
    return tuple(
        Verdict(
            row["message_id"],
            row["good"],
            row["reason"],
            row["at"],
            row["person"],
            asked[row["message_id"]]["question"],
            asked[row["message_id"]]["analyst"],
        )
        for row in rows
    )
