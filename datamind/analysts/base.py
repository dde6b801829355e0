"""What an analyst is: somebody who writes SQL for a question, and words for its result.

To add one: a file or folder in this room, a line in `ANALYSTS` (in `__init__.py`), and the contract test covers it.
"""

from __future__ import annotations

from typing import Protocol

from datamind.cancellation import Cancellation
from datamind.types import Clarification, Fact, Question, Refusal, Rejection, SchemaContext, SqlDraft, Usage


class Analyst(Protocol):
    """Writes drafts. Never touches a database; whatever it says passes the guard."""

    name: str

    def draft(
        self, context: SchemaContext, rejections: tuple[Rejection, ...] = (), cancellation: Cancellation | None = None
    ) -> SqlDraft | Clarification | Refusal:
        """A query for the question in `context`; after a rejection, a repaired one.

        Raises: AnalystUnavailable when its model cannot be reached, AnalystFailed when nothing usable came,
        QueryCancelled when `cancellation` was pressed.
        """
        ...

    def words(
        self, question: Question, facts: tuple[Fact, ...], cancellation: Cancellation | None = None
    ) -> tuple[tuple[str, ...], Usage] | None:
        """Sentences about a result, each number as a reference `{f3}` to a fact; None leaves it to the templates.

        Raises: as `draft`; the caller falls back to the templates.
        """
        ...
