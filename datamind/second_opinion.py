"""A second opinion on an answer: the offline analyst reads the question by itself, and the two results are compared.

In: a question with its history, and the result of somebody's query. Out: an Opinion: agrees, differs (with the other reading
and its result), or none, with the reason. It costs no call; what is read to form it passes the one path to a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datamind import running, saved
from datamind.agreement import agree
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import AnalystError, ConnectorError, QueryRefused
from datamind.linking import link
from datamind.store.session import Row
from datamind.types import Question, ResultSet, SqlDraft

SURE = 0.6
Verdict = Literal["agrees", "differs", "none"]


@dataclass(frozen=True)
class Opinion:
    """`result` and `sql` are the offline analyst's own, where it had any; `reading` says how it read the question."""

    verdict: Verdict
    reason: str = ""
    reading: str = ""
    sql: str = ""
    result: ResultSet | None = None


def form_opinion(
    scope: Scope, row: Row, question: Question, answered: ResultSet, cancellation: Cancellation | None = None
) -> Opinion:
    """What the offline analyst would have answered, beside what was. Raises QueryCancelled."""
    try:
        draft = scope.engine.analyst("offline").draft(link(question, saved.load_catalog(scope, row)))
    except AnalystError as error:
        return Opinion("none", str(error))
    if not isinstance(draft, SqlDraft):
        return Opinion("none", "The offline analyst does not know how to read this question.")
    if draft.confidence < SURE:
        return Opinion("none", "The offline analyst is not sure how to read this question.", draft.reading, draft.sql)
    try:
        own = running.run(scope, row, draft.sql, cancellation=cancellation).result
    except (QueryRefused, ConnectorError) as error:
        return Opinion("none", f"The offline analyst's query did not run: {error}", draft.reading, draft.sql)
    if own.truncated or answered.truncated:
        return Opinion("none", "There are too many rows to compare them all.", draft.reading, draft.sql)
    return Opinion("agrees" if agree(answered, own) else "differs", "", draft.reading, draft.sql, own)
