"""The analyst that needs no key and no network: it reads a question by rules, says how it read it, and says so when it cannot."""

from __future__ import annotations

from datamind.analysts.offline.examples import example_questions
from datamind.analysts.offline.judging import judge
from datamind.cancellation import Cancellation
from datamind.linking.index import index_of
from datamind.types import Clarification, Fact, Question, Refusal, Rejection, SchemaContext, SqlDraft, Usage

NAME = "offline"


class OfflineAnalyst:
    """Stateless: a follow-up is understood by reading the earlier turns again."""

    name = NAME

    def draft(
        self, context: SchemaContext, rejections: tuple[Rejection, ...] = (), cancellation: Cancellation | None = None
    ) -> SqlDraft | Clarification | Refusal:
        """The surest reading as SQL, a question back when several are as good, a refusal when words are unknown."""
        if cancellation is not None:
            cancellation.check()
        index = index_of(context.catalog)
        return judge(context.question, index, tuple(rejection.draft.sql for rejection in rejections))

    def words(
        self, question: Question, facts: tuple[Fact, ...], cancellation: Cancellation | None = None
    ) -> tuple[tuple[str, ...], Usage] | None:
        """None: the templates write the words."""
        return None


__all__ = ["NAME", "OfflineAnalyst", "example_questions"]
