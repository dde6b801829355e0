"""An analyst who has the draft already: a query that somebody changed part by part takes the way of every other answer."""

from __future__ import annotations

from datamind.analysts.base import Analyst
from datamind.cancellation import Cancellation
from datamind.types import Clarification, Fact, Question, Refusal, Rejection, SchemaContext, SqlDraft, Usage


class Given:
    """Says `draft`, once; one that does not come through is a plain no with the reason. Words are those of the other."""

    def __init__(self, draft: SqlDraft, words: Analyst):
        self._draft, self._words = draft, words
        self.name = draft.analyst

    def draft(
        self, context: SchemaContext, rejections: tuple[Rejection, ...] = (), cancellation: Cancellation | None = None
    ) -> SqlDraft | Clarification | Refusal:
        if rejections:
            return Refusal(f"This change cannot be made: {rejections[-1].reason}", self.name)
        return self._draft

    def words(
        self, question: Question, facts: tuple[Fact, ...], cancellation: Cancellation | None = None
    ) -> tuple[tuple[str, ...], Usage] | None:
        return self._words.words(question, facts, cancellation)
