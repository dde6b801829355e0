"""The spine: a question goes in at the top, an answer comes out at the bottom.

link → draft → validate → run → (repair with the reason, at most `limits.repairs` times) → facts → words → chart.
The stages that are yielded ARE the values: a page shows each as it comes, everybody else takes the last.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from datamind.analysts.base import Analyst
from datamind.cancellation import Cancellation
from datamind.charts import choose_chart
from datamind.connectors.base import Connector
from datamind.errors import AnalystError, InvalidInput, QueryFailed, QueryRefused
from datamind.insights import compute_facts, write_insight
from datamind.linking import link
from datamind.privacy import reads_personal
from datamind.sql.guard import validate
from datamind.sql.policies import narrow
from datamind.types import (
    Answer,
    Catalog,
    Clarification,
    Insight,
    Limits,
    Policy,
    Question,
    Receipt,
    Rejection,
    ResultSet,
    SqlDraft,
    Stage,
    Usage,
    ValidatedQuery,
)
from datamind.voting import Ballot, Run, find_suspicions, settle

LONGEST_QUESTION = 2_000


def ask(
    question: Question,
    catalog: Catalog,
    connector: Connector,
    analyst: Analyst,
    limits: Limits,
    policies: tuple[Policy, ...] = (),
    cancellation: Cancellation | None = None,
    rule_engine: Analyst | None = None,
) -> Iterator[Stage]:
    """Answer a question, yielding each stage as it is reached; the last is an Answer, a Clarification or a Refusal.

    `rule_engine` gives the second opinion where `limits.votes` lets doubts be settled by results.

    `catalog` is the whole one: what the policies hide is taken out before anything is linked, and each draft is held to them.

    Raises: InvalidInput for an empty or overlong question; ConnectorError and AnalystError when the work could not be
    done; QueryRefused when the last repair was refused too; QueryCancelled.
    """
    started = time.perf_counter()
    cancellation = cancellation or Cancellation()
    check_text(question.text)
    context = link(question, narrow(catalog, policies))
    yield context

    rejections: tuple[Rejection, ...] = ()
    usage = Usage()
    while True:
        cancellation.check()
        draft = analyst.draft(context, rejections, cancellation)
        usage += draft.usage
        yield draft
        if not isinstance(draft, SqlDraft):
            return
        try:
            query = validate(draft.sql, catalog, limits=limits, policies=policies)
            if query.instead:
                draft, query = _count_once(draft, query, catalog, limits, policies)
            yield query
            result = replace(connector.run(query, limits, cancellation), partial=query.partial)
            break
        except (QueryRefused, QueryFailed) as error:
            if len(rejections) >= limits.repairs or any(draft.sql == earlier.draft.sql for earlier in rejections):
                raise
            rejections += (Rejection(draft, str(error)),)
            yield rejections[-1]
    yield result

    run = _make_run(catalog, connector, limits, policies, cancellation)
    settled, spent = settle(
        context, Ballot(draft, query, result), analyst, rule_engine, limits.votes, run, cancellation
    )
    usage += spent
    if isinstance(settled, Clarification):
        yield replace(settled, usage=usage)
        return
    draft, query, result = settled.draft, settled.query, settled.result
    writer = None if reads_personal(query, catalog) else analyst
    insight, words_usage = tell(question, draft, result, writer, cancellation)
    yield insight
    chart = choose_chart(result, question.text, hint=draft.chart)
    yield chart
    yield Answer(
        question=question.text,
        reading=draft.reading,
        result=result,
        insight=insight,
        chart=chart,
        receipt=_receipt(draft, query, catalog, usage + words_usage, len(rejections), time.perf_counter() - started),
        assumptions=draft.assumptions,
        chips=draft.chips,
        alternatives=draft.alternatives,
        warnings=query.warnings + (find_suspicions(result) if draft.model else ()),
        confidence=draft.confidence,
        title=draft.title,
        verified=draft.verified,
    )


def _count_once(
    draft: SqlDraft, query: ValidatedQuery, catalog: Catalog, limits: Limits, policies: tuple[Policy, ...]
) -> tuple[SqlDraft, ValidatedQuery]:
    """A draft whose join repeats what it totals, with the query that counts each row once; the same where that fails."""
    warning, sql = query.warnings[0].partition(" Instead: ")[0], query.instead or draft.sql
    try:
        corrected = validate(sql, catalog, limits=limits, policies=policies)
    except QueryRefused:
        return draft, query
    if corrected.warnings:
        return draft, query
    return replace(draft, sql=sql, assumptions=(*draft.assumptions, f"Counted once: {warning}")), corrected


def _make_run(
    catalog: Catalog,
    connector: Connector,
    limits: Limits,
    policies: tuple[Policy, ...],
    cancellation: Cancellation,
) -> Run:
    """How another draft is tried: through the same door, with None for a no."""

    def run(draft: SqlDraft) -> Ballot | None:
        try:
            query = validate(draft.sql, catalog, limits=limits, policies=policies)
            if query.instead:
                draft, query = _count_once(draft, query, catalog, limits, policies)
            return Ballot(draft, query, replace(connector.run(query, limits, cancellation), partial=query.partial))
        except (QueryRefused, QueryFailed):
            return None

    return run


def check_text(text: str) -> None:
    """Raises InvalidInput for a question that nobody could answer: empty, or longer than LONGEST_QUESTION characters."""
    if not text.strip():
        raise InvalidInput("The question is empty: type what you want to know.", "question")
    if len(text) > LONGEST_QUESTION:
        raise InvalidInput(
            f"The question has {len(text):,} characters; {LONGEST_QUESTION:,} is the most. Ask for one thing at a time.",
            "question",
        )


def tell(
    question: Question, draft: SqlDraft, result: ResultSet, writer: Analyst | None, cancellation: Cancellation
) -> tuple[Insight, Usage]:
    """Words about the result: the writer's where there are any that hold, else the templates. Numbers are the engine's.

    Nobody outside is told of a result that holds personal columns: then there is no writer.
    """
    facts = compute_facts(result)
    try:
        written = writer.words(question, facts, cancellation) if writer and result.rows else None
    except AnalystError:
        written = None
    sentences, usage = written or ((), Usage())
    return write_insight(question.text, result, facts, draft.title, sentences), usage


def _receipt(
    draft: SqlDraft, query: ValidatedQuery, catalog: Catalog, usage: Usage, repairs: int, elapsed_s: float
) -> Receipt:
    return Receipt(
        sql=query.sql,
        dialect=query.dialect,
        tables=query.tables,
        catalog_revision=catalog.revision,
        analyst=draft.analyst,
        model=draft.model,
        prompt_version=draft.prompt_version,
        usage=usage,
        policies=query.policies,
        repairs=repairs,
        elapsed_s=elapsed_s,
        drafted=draft.sql if query.policies else "",
    )
