"""Measures come in, those of the other role are added: "the average age of winners and losers" reads two columns.

Twins are number columns of one table whose names differ by one word (winner_age, loser_age); both words must be said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline.frame import Dimension, Measure, Value
from datamind.linking.index import ColumnEntry
from datamind.linking.morphology import stem

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def with_twins(binder: Binder, measures: list[Value]) -> list[Value]:
    """The measures, each followed by those of the roles that the question names beside its own."""
    found: list[Value] = []
    read = {measure.column for measure in measures if isinstance(measure, Measure)}
    for measure in measures:
        found.append(measure)
        if not isinstance(measure, Measure) or measure.column is None or measure.aggregate in ("count", "formula"):
            continue
        for twin in _twins(binder, binder.index.columns[measure.column]):
            if twin not in read:
                read.add(twin)
                found.append(replace(measure, column=twin))
    return found


def _twins(binder: Binder, entry: ColumnEntry) -> list[int]:
    stems = [token.stem for token in binder.draft.tagged.tokens]
    words = [token.lower for token in binder.draft.tagged.tokens]
    twins = []
    for other in binder.index.columns_of(entry.table_id):
        pair = _roles(entry, other)
        places = [stems.index(stem(word)) for word in pair if stem(word) in stems]
        if len(places) == 2 and "and" in words[min(places) : max(places)] and max(places) - min(places) <= 4:
            twins.append(other.id)
    return twins


def _roles(entry: ColumnEntry, other: ColumnEntry) -> tuple[str, ...]:
    """The two words by which names of one thing differ; () when the names are no twins."""
    if len(entry.words) != len(other.words) or len(entry.words) < 2 or entry.kind != other.kind:
        return ()
    differing = [(mine, theirs) for mine, theirs in zip(entry.words, other.words, strict=True) if mine != theirs]
    return differing[0] if len(differing) == 1 else ()


def is_row_itself(binder: Binder, dimension: Dimension | None, measures: list[Value]) -> bool:
    """ "the average age across matches": of all matches, since one match has nothing to average."""
    words = {token.lower for token in binder.draft.tagged.tokens}
    return (
        dimension is not None
        and dimension.table is not None
        and "across" in words
        and not words & {"each", "per", "every"}
        and bool(measures)
        and all(
            isinstance(measure, Measure)
            and measure.column is not None
            and binder.index.columns[measure.column].table_id == dimension.table
            for measure in measures
        )
    )
