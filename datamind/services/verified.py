"""Verified questions: an analyst vouches for an answer; from then on it answers the question, and each refresh runs it again.

`check_verified` is what a regression run builds on: each question with how it stands, and why if it stands no more.
"""

from __future__ import annotations

from datetime import UTC, datetime

from datamind import querying, saved, verification
from datamind.access import Permission
from datamind.belongings import find_own_message, find_own_run
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.outcomes import load_outcome
from datamind.services.use_case import note, use_case
from datamind.store.session import Row
from datamind.types import Answer, Meaning, Receipt, ResultSet, ValidatedQuery, VerifiedQuestion
from datamind.verification import Check

__all__ = [
    "Check",
    "accept_verified",
    "check_verified",
    "forget_verified",
    "list_verified",
    "verify_answer",
    "verify_run",
]

LONGEST_QUESTION, LONGEST_NOTE = 400, 1_000


@use_case(Permission.EDIT_CATALOG)
def verify_answer(scope: Scope, message_id: int, question: str = "", remark: str = "") -> Check:
    """Vouch for the answer to one of your questions, as the answer to `question` (its own text when empty).

    Raises: NotFound, InvalidInput, QueryRefused, ConnectorError.
    """
    message = find_own_message(scope, message_id)
    outcome = load_outcome(scope, message_id)
    if not isinstance(outcome, Answer):
        raise InvalidInput("Only an answer can be verified.", "question")
    chat = scope.store.get("chats", message["chat_id"])
    row = saved.find_connection(scope, chat["connection_id"])
    return _vouch(scope, row, question or outcome.question, outcome.receipt, outcome.result, remark)


@use_case(Permission.EDIT_CATALOG)
def verify_run(scope: Scope, run_id: int, question: str, remark: str = "") -> Check:
    """Vouch for a query that you ran yourself as the answer to `question`, with the values it ran with.

    Raises: NotFound, InvalidInput, QueryRefused, ConnectorError.
    """
    run = find_own_run(scope, run_id)
    ran = querying.find_rows(scope, run_id)
    if ran is None:
        raise InvalidInput("Its rows are no longer at hand: run it again, look at them, then verify it.", "run")
    row = saved.find_connection(scope, run["connection_id"])
    return _vouch(scope, row, question, ran.query, ran.result, remark)


@use_case(Permission.SEE_CONNECTIONS, look=True)
def list_verified(scope: Scope, connection_id: int) -> tuple[Check, ...]:
    """The verified questions of a connection with how each stood when it was last run. Raises NotFound."""
    return verification.list_checks(scope, saved.find_connection(scope, connection_id))


@use_case(Permission.EDIT_CATALOG)
def check_verified(scope: Scope, connection_id: int) -> tuple[Check, ...]:
    """Run every verified question of a connection again; those that you may see. Raises NotFound."""
    row = saved.find_connection(scope, connection_id)
    checks = verification.check_connection(scope, row)
    note(checked=len(checks), changed=sum(check.state != "holds" for check in checks))
    return verification.list_checks(scope, row)


@use_case(Permission.EDIT_CATALOG)
def accept_verified(scope: Scope, connection_id: int, question: str) -> Check:
    """Vouch for it anew, as it runs now. Raises NotFound, InvalidInput, QueryRefused, ConnectorError."""
    row = saved.find_connection(scope, connection_id)
    return verification.accept(scope, row, _find(scope, connection_id, question))


@use_case(Permission.EDIT_CATALOG)
def forget_verified(scope: Scope, connection_id: int, question: str) -> None:
    """It no longer answers. Raises NotFound, InvalidInput."""
    row = saved.find_connection(scope, connection_id)
    verified = _find(scope, connection_id, question)
    saved.drop_meaning(scope, row, verified)
    scope.store.remove_where("verifications", connection_id=connection_id, question=verified.question[:400])


def _vouch(
    scope: Scope, row: Row, question: str, query: Receipt | ValidatedQuery, result: ResultSet, remark: str
) -> Check:
    if query.policies:
        raise InvalidInput(
            f"Rules bind you here ({', '.join(query.policies)[:200]}), so your answer is not everybody's: somebody "
            "whom they do not bind can verify it.",
            "question",
        )
    text = " ".join(question.split())
    if not 3 <= len(text) <= LONGEST_QUESTION:
        raise InvalidInput(f"Write the question in 3 to {LONGEST_QUESTION} characters.", "question")
    name, now = scope.actor.name, datetime.now(UTC)
    entry = VerifiedQuestion(text, query.sql, name, now, remark.strip()[:LONGEST_NOTE], result.as_of.date())
    note(connection=row["id"], tables=", ".join(query.tables)[:200])
    check = verification.accept(scope, row, entry)
    saved.keep_meaning(scope, row, Meaning(verified=(entry,)), {})
    return check


def _find(scope: Scope, connection_id: int, question: str) -> VerifiedQuestion:
    row = saved.find_connection(scope, connection_id)
    for verified in saved.load_catalog(scope, row).meaning.verified:
        if verified.question == question:
            return verified
    raise InvalidInput("This question is not verified any more: look at the list again.", "question")
