"""Sharing: a chat of one person, open for reading to everybody of the org who may ask. Rules on rows bind each reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from datamind.access import Permission
from datamind.belongings import find_own_chat
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.kept_chats import Chat, Message, show_chat, show_messages
from datamind.services.use_case import use_case
from datamind.store.session import Row


@dataclass(frozen=True)
class SharedChat:
    """`mine` is true for its owner."""

    chat: Chat
    shared_by: str
    mine: bool


@use_case(Permission.ASK)
def share_chat(scope: Scope, chat_id: int, shared: bool = True) -> None:
    """Open a chat of the actor's own to the org, or close it again. Raises NotFound."""
    find_own_chat(scope, chat_id)
    scope.store.change(
        "chats",
        chat_id,
        shared_at=datetime.now(UTC) if shared else None,
        shared_by=scope.actor.name if shared else None,
    )


@use_case(Permission.ASK, look=True)
def get_shared_chat(scope: Scope, chat_id: int) -> SharedChat:
    """A chat that somebody of the org has shared, or one's own. Raises NotFound."""
    row = _find_readable(scope, chat_id)
    return SharedChat(show_chat(row), row["shared_by"] or "", row["account_id"] == scope.actor.user_id)


@use_case(Permission.ASK, look=True)
def list_shared_messages(scope: Scope, chat_id: int) -> tuple[Message, ...]:
    """Its questions; an answer is withheld from those whom other rules bind than whoever asked. Raises NotFound."""
    return show_messages(scope, _find_readable(scope, chat_id))


def _find_readable(scope: Scope, chat_id: int) -> Row:
    row = scope.store.first("chats", id=chat_id, deleted_at=None)
    if row is None or (row["shared_at"] is None and row["account_id"] != scope.actor.user_id):
        raise NotFound("chat")
    return row
