"""Chats: each person's own questions to a connection, kept with their answers, and the work on the newest one."""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, datetime

from datamind import saved
from datamind.access import Permission
from datamind.answering import Run, start_run
from datamind.belongings import find_own_chat, find_own_message, find_owner
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.kept_chats import Chat, Message, show_chat, show_messages
from datamind.services.use_case import note, use_case
from datamind.store.session import Row
from datamind.types import SqlDraft

__all__ = [
    "Chat", "Message", "Run", "ask_question", "cancel_question", "delete_chat", "find_run", "get_chat", "list_chats",
    "list_messages", "rename_chat", "start_chat",
]  # fmt: skip

LONGEST_TITLE = 120
MOST_AT_ONCE = 4
_ASKING = threading.Lock()  # a second click that finds the question finds the work on it too


@use_case(Permission.ASK, look=True)
def list_chats(scope: Scope) -> tuple[Chat, ...]:
    """The actor's own: pinned ones first, then the one touched last."""
    rows = scope.store.find("chats", order="-updated_at", account_id=find_owner(scope), deleted_at=None)
    return tuple(show_chat(row) for row in sorted(rows, key=lambda row: row["pinned_at"] is None))


@use_case(Permission.ASK)
def start_chat(scope: Scope, connection_id: int) -> Chat:
    """A new chat with a connection. Raises NotFound."""
    saved.find_connection(scope, connection_id)
    now = datetime.now(UTC)
    chat_id = scope.store.add(
        "chats", account_id=find_owner(scope), connection_id=connection_id, title="", created_at=now, updated_at=now
    )
    return show_chat(find_own_chat(scope, chat_id))


@use_case(Permission.ASK, look=True)
def get_chat(scope: Scope, chat_id: int) -> Chat:
    """Raises NotFound, for somebody else's chat too."""
    return show_chat(find_own_chat(scope, chat_id))


@use_case(Permission.ASK, look=True)
def list_messages(scope: Scope, chat_id: int) -> tuple[Message, ...]:
    """All questions of a chat with their outcomes, the oldest first. Raises NotFound."""
    return show_messages(scope, find_own_chat(scope, chat_id))


@use_case(Permission.ASK)
def rename_chat(scope: Scope, chat_id: int, title: str) -> Chat:
    """Raises NotFound, InvalidInput."""
    title = _clean_title(title)
    if not title:
        raise InvalidInput("Give the chat a title.", "title")
    find_own_chat(scope, chat_id)
    scope.store.change("chats", chat_id, title=title)
    return show_chat(find_own_chat(scope, chat_id))


@use_case(Permission.ASK)
def delete_chat(scope: Scope, chat_id: int) -> None:
    """Out of sight with its questions and answers; `restore_chat` brings it back for some days. What still runs is cancelled.

    Raises: NotFound.
    """
    find_own_chat(scope, chat_id)
    for row in scope.store.find("messages", columns=("id",), chat_id=chat_id, state="running"):
        _cancel(scope, row["id"])
    scope.store.change("chats", chat_id, deleted_at=datetime.now(UTC), shared_at=None)


@use_case(Permission.ASK, pace="questions")
def ask_question(
    scope: Scope,
    chat_id: int,
    text: str,
    analyst: str | None = None,
    key: str | None = None,
    draft: SqlDraft | None = None,
) -> Run:
    """Keep the question, then answer it in the background, with `draft` where there is one already.

    The same `key` again is the same question.

    Raises: NotFound, InvalidInput; whatever goes wrong later is the message's `error`.
    """
    from datamind.analysts import ANALYSTS
    from datamind.ask import check_text

    text = text.replace("\0", " ").strip()
    check_text(text)
    if analyst is not None and analyst not in ANALYSTS:
        raise InvalidInput(f"There is no analyst called {analyst[:40]!r}: choose {', '.join(ANALYSTS)}.", "analyst")
    chat = find_own_chat(scope, chat_id)
    connection = saved.find_connection(scope, chat["connection_id"])
    key = (key or secrets.token_hex(16))[:80]
    with _ASKING:
        message, is_new = _keep_question(scope, chat, text, key)
        note(message=message["id"], connection=connection["id"], length=len(text))
        if is_new:
            return start_run(scope, message, connection, analyst, draft)
    return scope.engine.runs.get(message["id"]) or _finished(message["id"])


@use_case(Permission.ASK, look=True)
def find_run(scope: Scope, message_id: int) -> Run | None:
    """The work on a question, while it goes on in this process. Raises NotFound."""
    find_own_message(scope, message_id)
    run: Run | None = scope.engine.runs.get(message_id)
    return run


@use_case(Permission.ASK)
def cancel_question(scope: Scope, message_id: int) -> None:
    """End the work on a question, also in the database. One that is done stays as it is. Raises NotFound."""
    find_own_message(scope, message_id)
    _cancel(scope, message_id)


def _keep_question(scope: Scope, chat: Row, text: str, key: str) -> tuple[Row, bool]:
    """The message, and whether it is new: a second click finds the first one's."""
    store, now = scope.store, datetime.now(UTC)
    with store.transaction():
        known = store.first("messages", chat_id=chat["id"], key=key)
        if known:
            return known, False
        _check_room(scope)
        try:
            message_id = store.add(
                "messages",
                chat_id=chat["id"],
                question=text,
                key=key,
                state="running",
                process=scope.engine.process,
                asked_at=now,
            )
        except InvalidInput:  # the other click came at the same time
            return store.find("messages", chat_id=chat["id"], key=key)[0], False
        title = chat["title"] or _clean_title(text)
        store.change("chats", chat["id"], updated_at=now, title=title)
        return store.get("messages", message_id), True


def _check_room(scope: Scope) -> None:
    """One person may not keep the whole house busy."""
    mine = {row["id"] for row in scope.store.find("chats", columns=("id",), account_id=find_owner(scope))}
    running = scope.store.find("messages", columns=("id", "chat_id"), state="running", process=scope.engine.process)
    if sum(row["chat_id"] in mine and row["id"] in scope.engine.runs for row in running) >= MOST_AT_ONCE:
        raise InvalidInput(
            f"{MOST_AT_ONCE} of your questions are being answered: wait for one, or cancel it.", "question"
        )


def _cancel(scope: Scope, message_id: int) -> None:
    run: Run | None = scope.engine.runs.get(message_id)
    if run is not None:
        run.cancellation.cancel()


def _finished(message_id: int) -> Run:
    run = Run(message_id)
    run.finish()
    return run


def _clean_title(text: str) -> str:
    words = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"
