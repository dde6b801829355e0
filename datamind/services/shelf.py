"""The shelf of chats: finding one again, pinning it, branching off, and bringing a deleted one back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from datamind.access import Permission
from datamind.belongings import find_own_chat, find_own_message, find_owner
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.kept_chats import Chat, show_chat
from datamind.services.use_case import note, use_case
from datamind.store import one_of

MOST_FOUND = 30
LONGEST_EXCERPT = 90
COPIED = ("question", "state", "outcome", "sql", "policy_key", "error", "analyst", "process", "asked_at", "finished_at")


@dataclass(frozen=True)
class Found:
    """A chat in which the words occur, and where: in its title, a question, or SQL."""

    chat: Chat
    excerpt: str


@use_case(Permission.ASK, look=True)
def search_chats(scope: Scope, text: str) -> tuple[Found, ...]:
    """The actor's chats with all these words in the title, in one question or in its SQL; the newest first, at most 30."""
    words = text.lower().split()
    if not words:
        return ()
    rows = scope.store.find("chats", order="-updated_at", account_id=find_owner(scope), deleted_at=None)
    asked: dict[int, list[tuple[str, str]]] = {}
    wanted = one_of([row["id"] for row in rows])
    for message in scope.store.find("messages", columns=("chat_id", "question", "sql"), chat_id=wanted, order="-id"):
        asked.setdefault(message["chat_id"], []).append((message["question"], message["sql"] or ""))
    found = []
    for row in rows:
        texts = [row["title"], *(part for pair in asked.get(row["id"], ()) for part in pair)]
        place = next((each for each in texts if all(word in each.lower() for word in words)), None)
        if place is not None:
            found.append(Found(show_chat(row), _cut(place, words[0])))
    return tuple(found[:MOST_FOUND])


@use_case(Permission.ASK)
def pin_chat(scope: Scope, chat_id: int, pinned: bool = True) -> None:
    """Keep a chat at the top of the list, or no longer. Raises NotFound."""
    find_own_chat(scope, chat_id)
    scope.store.change("chats", chat_id, pinned_at=datetime.now(UTC) if pinned else None)


@use_case(Permission.ASK)
def restore_chat(scope: Scope, chat_id: int) -> Chat:
    """Bring a deleted chat back, until housekeeping has removed it. Raises NotFound."""
    row = scope.store.first("chats", id=chat_id, account_id=find_owner(scope))
    if row is None:
        raise NotFound("chat")
    scope.store.change("chats", chat_id, deleted_at=None)
    return show_chat(find_own_chat(scope, chat_id))


@use_case(Permission.ASK)
def branch_chat(scope: Scope, message_id: int) -> Chat:
    """A new chat that begins with the questions up to this one, to go on from there in another way. Raises NotFound."""
    chat = find_own_chat(scope, find_own_message(scope, message_id)["chat_id"])
    now, store = datetime.now(UTC), scope.store
    with store.transaction():
        title = f"{chat['title'][:150]} (branch)"
        branch_id = store.add(
            "chats",
            account_id=chat["account_id"],
            connection_id=chat["connection_id"],
            title=title,
            created_at=now,
            updated_at=now,
        )
        earlier = [row for row in store.find("messages", chat_id=chat["id"], order="id") if row["id"] <= message_id]
        for row in earlier:
            if row["state"] != "running":
                store.add(
                    "messages", chat_id=branch_id, key=secrets.token_hex(16), **{name: row[name] for name in COPIED}
                )
    note(questions=len(earlier))
    return show_chat(find_own_chat(scope, branch_id))


def _cut(text: str, word: str) -> str:
    """The text around a word."""
    line = " ".join(text.split())
    start = max(0, line.lower().find(word) - LONGEST_EXCERPT // 3)
    cut = line[start : start + LONGEST_EXCERPT]
    return ("…" if start else "") + cut + ("…" if start + LONGEST_EXCERPT < len(line) else "")
