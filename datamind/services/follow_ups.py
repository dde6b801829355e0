"""Follow-ups: questions that go on from an answer, each computed from its data and tried at the door before it is offered."""

from __future__ import annotations

from collections.abc import Mapping

from datamind import running, saved
from datamind.access import Permission
from datamind.answering import history
from datamind.belongings import find_own_chat, find_own_message
from datamind.engine import Scope
from datamind.errors import QueryRefused
from datamind.outcomes import load_outcome
from datamind.services.use_case import use_case
from datamind.store.session import Row
from datamind.types import Answer, Turn


@use_case(Permission.ASK, look=True)
def suggest_follow_ups(scope: Scope, message_id: int) -> tuple[str, ...]:
    """Up to three that the data can answer; none where the answer gives nothing to go on from. Raises NotFound."""
    from datamind.analysts.offline import follow_ons

    answer, connection, turns = _load(scope, message_id)
    if answer is None:
        return ()
    return _admit(scope, follow_ons(answer, saved.load_catalog(scope, connection), turns), connection)


@use_case(Permission.ASK, look=True)
def suggest_drill_downs(scope: Scope, message_id: int, label: str) -> tuple[str, ...]:
    """Up to four questions about one name or period that an answer shows. Raises NotFound."""
    from datamind.analysts.offline import drill_downs

    answer, connection, turns = _load(scope, message_id)
    if answer is None:
        return ()
    drafts = drill_downs(label[:80], answer, saved.load_catalog(scope, connection), turns)
    return _admit(scope, drafts, connection)


def _load(scope: Scope, message_id: int) -> tuple[Answer | None, Row, tuple[Turn, ...]]:
    chat: Row = find_own_chat(scope, find_own_message(scope, message_id)["chat_id"])
    outcome = load_outcome(scope, message_id)
    connection = saved.find_connection(scope, chat["connection_id"])
    return (outcome if isinstance(outcome, Answer) else None), connection, history(scope, chat["id"], message_id + 1)


def _admit(scope: Scope, drafts: Mapping[str, str], connection: Row) -> tuple[str, ...]:
    """Those whose SQL the door lets through."""
    admitted = []
    for text, sql in drafts.items():
        try:
            running.check(scope, connection, sql)
        except QueryRefused:
            continue
        admitted.append(text)
    return tuple(admitted)
