"""What questions came to: a message of the store in, its outcome out, and only if today's rules would show its rows.

The one way to a stored outcome. Rows were read under the rules of then; whoever is bound by others now is refused, whatever
the rows were wanted for. To read outcomes for something new: `load_outcome`, or `load_outcomes` for many of one chat.
"""

from __future__ import annotations

from collections.abc import Iterable

from datamind.binding import policies_for, policy_key
from datamind.engine import Scope
from datamind.errors import NotFound, Withheld
from datamind.store import one_of
from datamind.store.codec import decode, encode
from datamind.store.session import Row
from datamind.types import Outcome

_LIGHT = ("id", "chat_id", "policy_key")


def load_outcome(scope: Scope, message_id: int) -> Outcome | None:
    """What a question of this org came to; None while it runs. Raises NotFound, Withheld, StoreError."""
    found = scope.store.find("messages", columns=_LIGHT, id=message_id)
    if not found:
        raise NotFound("question")
    (row,) = found
    if not _may_see(scope, _find_connection(scope, row["chat_id"]), row["policy_key"]):
        raise Withheld
    return _read(scope, message_id)


def load_outcomes(scope: Scope, chat_id: int, message_ids: Iterable[int]) -> dict[int, Outcome | None]:
    """What these questions of one chat came to; those whose rows the actor may no longer see are left out."""
    rows = scope.store.find("messages", columns=_LIGHT, chat_id=chat_id, id=one_of(list(message_ids)), order="id")
    connection = _find_connection(scope, chat_id)
    seen = {key: _may_see(scope, connection, key) for key in {row["policy_key"] for row in rows}}
    return {row["id"]: _read(scope, row["id"]) for row in rows if seen[row["policy_key"]]}


def keep_outcome(scope: Scope, message_id: int, outcome: Outcome, key: str | None = None) -> None:
    """Put an outcome in place of the stored one; with the policy `key` of its rows where they were read anew."""
    read_under = {} if key is None else {"policy_key": key}
    scope.store.change("messages", message_id, outcome=encode(outcome), **read_under)
    scope.engine.outcomes.put((scope.actor.org_id, message_id), outcome)


def _read(scope: Scope, message_id: int) -> Outcome | None:
    key = (scope.actor.org_id, message_id)
    kept = scope.engine.outcomes.get(key)
    if kept is not None:
        return kept
    text = scope.store.get("messages", message_id)["outcome"]
    return scope.engine.outcomes.put(key, decode(text)) if text else None


def _find_connection(scope: Scope, chat_id: int) -> Row | None:
    (chat,) = scope.store.find("chats", columns=("connection_id",), id=chat_id)
    return scope.store.first("connections", id=chat["connection_id"])


def _may_see(scope: Scope, connection: Row | None, key_then: str | None) -> bool:
    """Whether rows read under those rules may be shown to the actor now: nobody is bound, or the same rules bind alike."""
    if connection is None:
        return True
    return not policies_for(scope, connection) or key_then == policy_key(scope, connection)
