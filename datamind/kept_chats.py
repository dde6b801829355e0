"""Chats and their questions as people see them: rows of the store in, values out, answers only as the rules of today allow.

Below the use cases: those check whose chat it is, or that it was shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from datamind.answering import close_interrupted
from datamind.engine import Scope
from datamind.outcomes import load_outcomes
from datamind.store.session import Row
from datamind.types import Outcome

State = Literal["running", "done", "failed", "cancelled", "interrupted"]
_SHOWN = ("id", "question", "state", "error", "analyst", "asked_at", "finished_at", "process")


@dataclass(frozen=True)
class Chat:
    """`title` is empty until the first question; `shared` ones can be read by everybody of the org who may ask."""

    id: int
    title: str
    connection_id: int
    updated_at: datetime
    pinned: bool = False
    shared: bool = False


@dataclass(frozen=True)
class Message:
    """A question and what it came to: `outcome` when `state` is "done", `error` when it is "failed".

    An answer is `withheld` when other rules bind its reader now than when its rows were read.
    """

    id: int
    asked_at: datetime
    question: str
    state: State
    outcome: Outcome | None
    error: str | None
    analyst: str | None
    withheld: bool = False


def show_chat(row: Row) -> Chat:
    """A row of `chats`."""
    pinned, shared = row["pinned_at"] is not None, row["shared_at"] is not None
    return Chat(row["id"], row["title"], row["connection_id"], row["updated_at"], pinned, shared)


def show_messages(scope: Scope, chat: Row) -> tuple[Message, ...]:
    """All questions of a chat as the actor may see them."""
    rows = scope.store.find("messages", columns=_SHOWN, chat_id=chat["id"], order="id")
    outcomes = load_outcomes(scope, chat["id"], [row["id"] for row in rows if row["state"] == "done"])
    return tuple(_message(scope, row, outcomes) for row in rows)


def _message(scope: Scope, row: Row, outcomes: Mapping[int, Outcome | None]) -> Message:
    state: State = "interrupted" if close_interrupted(scope, row) else row["state"]
    outcome, withheld = outcomes.get(row["id"]), state == "done" and row["id"] not in outcomes
    return Message(row["id"], row["asked_at"], row["question"], state, outcome, row["error"], row["analyst"], withheld)
