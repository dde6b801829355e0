"""In doubt, results are compared and not opinions: a doubtful draft of a model in, the reading that most results bear out.

What is doubtful: something that the checks found and that survived, an assumption, a result that looks wrong, or a rule
engine's sure frame that gives something else. Then two more samples are drafted side by side and run; the majority by result
wins, and a disagreement becomes a question back with each reading and its number. Off unless `limits.votes` says how many.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from datamind.agreement import agree
from datamind.analysts.base import Analyst
from datamind.cancellation import Cancellation
from datamind.errors import AnalystError
from datamind.formats import write
from datamind.types import (
    Clarification,
    Reading,
    Refusal,
    ResultSet,
    SchemaContext,
    SqlDraft,
    Usage,
    ValidatedQuery,
)

SURE = 0.85
DOUBTFUL = 0.7
MOST_READINGS = 4


@dataclass(frozen=True)
class Ballot:
    """A draft with what it came to."""

    draft: SqlDraft
    query: ValidatedQuery
    result: ResultSet


Run = Callable[[SqlDraft], Ballot | None]
"""A draft through the door and the database; None when either says no."""


def find_suspicions(result: ResultSet) -> tuple[str, ...]:
    """What looks wrong about a result by itself: columns without a value, shares that do not add up."""
    lines = []
    for position, column in enumerate(result.columns):
        values = [row[position] for row in result.rows]
        if len(values) > 1 and all(value is None for value in values):
            lines.append(f"The column {column.name} is empty in every row.")
        elif column.name.lower().endswith(("share_pct", "share")) and not (result.truncated or result.partial):
            numbers = [float(value) for value in values if isinstance(value, (int, float))]
            total = sum(numbers)
            if len(numbers) > 2 and min(numbers) >= 0 and 80 <= total <= 120 and abs(total - 100) > 1:
                lines.append(f"The shares in {column.name} add up to {total:.1f} %, not to 100 %.")
    return tuple(lines)


def settle(
    context: SchemaContext,
    first: Ballot,
    analyst: Analyst,
    rule_engine: Analyst | None,
    votes: int,
    run: Run,
    cancellation: Cancellation,
) -> tuple[Ballot | Clarification, Usage]:
    """The ballot that most results bear out, or a question back; and what asking around has cost.

    Raises: QueryCancelled. Where no more samples can be had, the first stands.
    """
    if not votes or first.draft.model is None or not _is_doubtful(context, first, rule_engine, run, cancellation):
        return first, Usage()
    samples = _sample(context, analyst, votes, cancellation)
    usage = sum((sample.usage for sample in samples), Usage())
    ballots = [first, *(ballot for sample in samples if isinstance(sample, SqlDraft) and (ballot := run(sample)))]
    groups = _group(ballots)
    if len(ballots) == 1:
        return first, usage
    largest = max(groups, key=len)
    if len(largest) * 2 > len(ballots):
        note = f"{len(largest)} of {len(ballots)} independent drafts gave this result."
        won = largest[0]
        return replace(won, draft=replace(won.draft, assumptions=(*won.draft.assumptions, note))), usage
    return _ask_back(groups, analyst.name, usage), usage


def _is_doubtful(
    context: SchemaContext, first: Ballot, rule_engine: Analyst | None, run: Run, cancellation: Cancellation
) -> bool:
    draft = first.draft
    if draft.confidence < DOUBTFUL or draft.assumptions or find_suspicions(first.result):
        return True
    if rule_engine is None:
        return False
    opinion = rule_engine.draft(context, (), cancellation)
    if not isinstance(opinion, SqlDraft) or opinion.confidence < SURE:
        return False
    other = run(opinion)
    return other is not None and not agree(first.result, other.result)


def _sample(
    context: SchemaContext, analyst: Analyst, votes: int, cancellation: Cancellation
) -> list[SqlDraft | Clarification | Refusal]:
    """More drafts, side by side; a model drafts differently each time it is asked."""

    def draft(_: int) -> SqlDraft | Clarification | Refusal | None:
        try:
            return analyst.draft(context, (), cancellation)
        except AnalystError:
            return None

    with ThreadPoolExecutor(votes) as pool:
        return [sample for sample in pool.map(draft, range(votes)) if sample is not None]


def _group(ballots: list[Ballot]) -> list[list[Ballot]]:
    groups: list[list[Ballot]] = []
    for ballot in ballots:
        group = next((group for group in groups if agree(group[0].result, ballot.result)), None)
        if group is None:
            groups.append([ballot])
        else:
            group.append(ballot)
    return groups


def _ask_back(groups: list[list[Ballot]], name: str, usage: Usage) -> Clarification:
    options = tuple(
        Reading(f"{group[0].draft.reading.rstrip('.')}: {_sum_up(group[0].result)}", group[0].draft.reading)
        for group in groups[:MOST_READINGS]
    )
    return Clarification(
        "This can be read in ways that give different numbers. Which do you mean?", options, name, usage
    )


def _sum_up(result: ResultSet) -> str:
    """What tells two results apart at a glance: the number, or how many rows and the first of them."""
    if len(result.rows) == 1 and len(result.columns) == 1:
        return write(result.rows[0][0])
    rows = f"{len(result.rows):,} row{'' if len(result.rows) == 1 else 's'}"
    first = ", ".join(write(value) for value in result.rows[0][:3]) if result.rows else ""
    return f"{rows}, the first {first}" if first else rows
