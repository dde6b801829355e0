"""What belongs to one person of an org: their chats and the questions in them, as rows of the store, below the use cases.

In: a scope and an id. Out: the row, or NotFound, for somebody else's exactly as for one that never was.
"""

from __future__ import annotations

from datamind.engine import Scope
from datamind.errors import Forbidden, NotFound
from datamind.store.session import Row


def find_owner(scope: Scope) -> int:
    """The account on whose behalf this runs. Raises Forbidden for the system, which owns nothing."""
    if scope.actor.user_id is None:
        raise Forbidden("The system has no chats of its own.")
    return scope.actor.user_id


def find_own_chat(scope: Scope, chat_id: int) -> Row:
    """The actor's own chat, unless it was deleted. Raises NotFound."""
    row = scope.store.first("chats", id=chat_id, account_id=find_owner(scope), deleted_at=None)
    if row is None:
        raise NotFound("chat")
    return row


def find_own_message(scope: Scope, message_id: int) -> Row:
    """Id and chat of a question in a chat of the actor's own. Raises NotFound."""
    found = scope.store.find("messages", columns=("id", "chat_id"), id=message_id)
    chat = found and scope.store.first("chats", id=found[0]["chat_id"], account_id=find_owner(scope), deleted_at=None)
    if not chat:
        raise NotFound("question")
    return found[0]


def find_own_run(scope: Scope, run_id: int) -> Row:
    """A run in the actor's own history of the SQL lab. Raises NotFound."""
    row = scope.store.first("query_runs", id=run_id, account_id=find_owner(scope))
    if row is None:
        raise NotFound("run")
    return row
