"""Frames of the most and the least: rows, groups or totals are ranked, and the first are kept."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import (
    aggregating,
    choices,
    columns,
    frequencies,
    grouping,
    measuring,
    placing,
    ranks,
    rows,
    subjects,
)
from datamind.analysts.offline.draft import Asked, Most
from datamind.analysts.offline.frame import (
    Dimension,
    Frame,
    Measure,
    Sort,
    Value,
    VersusAggregate,
)
from datamind.analysts.offline.joins import find_path
from datamind.linking.vocabulary import QUALITIES

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def superlative(
    binder: Binder, measures: list[Value], outputs: list[int], linked: list[int], dimensions: list[Dimension]
) -> Frame:
    most = binder.draft.most[0]
    if most.kind == "money":
        return most_money(binder, most, measures, outputs, linked, dimensions)
    held = held_by_the_extreme(binder, most, measures, outputs, linked, dimensions)
    if held is not None:
        return held
    first_of_each = first_of_each_group(binder, most, measures, outputs, linked, dimensions)
    if first_of_each is not None:
        return first_of_each
    if most.kind == "common":
        return frequencies.most_common(binder, most, measures, outputs, dimensions)
    if most.kind == "count":
        return frequencies.most_counted(binder, most, measures, outputs, linked, dimensions)
    column, sign = superlative_column(binder, most, outputs)
    if column is None:
        binder.penalty += 0.6
        binder.notes.append(f"unknown:{most.word}")
        base = binder.entity if binder.entity is not None else 0
        return rows.listing(binder, base, outputs, linked)
    entry = binder.index.columns[column]
    descending = most.descending if most.kind == "column" else sign > 0
    if most.select and not outputs and not measures and not binder.draft.which:
        return extreme_value(binder, most, column, descending, dimensions, linked)
    if most.select and dimensions and not outputs and not binder.draft.which:
        return extreme_value(binder, most, column, descending, dimensions, linked)
    subject = subjects.grouped_subject(binder, most, column, outputs, dimensions)
    if subject:
        aggregate = most.aggregate or choices.default_aggregate(entry)
        if most.aggregate is None:
            binder.penalty += 0.05
        value = Measure(aggregate, column, divide=measuring.divide(binder, entry))  # type: ignore[arg-type]
        return ranks.ranked(binder, value, subject, descending, linked, shown=bool(measures))
    base = ranks.base_of_rows(binder, column, outputs)
    if base != binder.entity and binder.entity is not None and not outputs:
        outputs = list(choices.labels_of(binder.index, binder.entity))
    frame = rows.listing(binder, base, outputs, linked)
    limit = ranks.first_n(binder)
    if limit is None and column not in frame.columns:
        frame = replace(frame, columns=(*frame.columns, column))
    return replace(frame, order=(Sort(column, descending, is_column=True),), limit=limit, distinct=False)


def held_by_the_extreme(
    binder: Binder,
    most: Most,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame | None:
    """ "how many gigs took place at the venue with the largest capacity": the superlative only says which rows count."""
    asks_number = re.match(r"[ .|]*(?:show )?\^", binder.draft.text) is not None
    whole = all(isinstance(value, Measure) and value.aggregate for value in measures)
    if not measures or not whole or dimensions or outputs or most.select or binder.draft.limit or not asks_number:
        return None
    if most.kind not in ("column", "quality") or most.aggregate:
        return None
    column, sign = superlative_column(binder, most, outputs)
    if column is None:
        return None
    descending = most.descending if most.kind == "column" else sign > 0
    frame = aggregating.aggregate(binder, measures, [], linked, [])
    return frame.with_conditions(VersusAggregate(column, "=", "max" if descending else "min", column))


def first_of_each_group(
    binder: Binder,
    most: Most,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame | None:
    """ "the most expensive product in each category": rows, or totals of an entity, ranked within each group."""
    group = next(
        (dimension for dimension in dimensions if dimension.table != binder.entity or dimension.table is None), None
    )
    if (
        group is None
        or binder.entity is None
        or binder.entity_slot is None
        or len(dimensions) != 1
        or (most.select and most.kind == "column")
    ):
        return None
    index = binder.index
    if most.kind == "count" and most.slot is not None and binder.draft.slot(most.slot).tables:
        fact = binder.draft.slot(most.slot).tables[0].id
        if fact == binder.entity:
            return None
        value = Measure("count", table=fact)
        frame = aggregating.aggregate(
            binder, [value], [], linked, [group, grouping.entity_dimension(binder, binder.entity)]
        )
        return replace(frame, order=(Sort(value, most.descending),), limit=None, per_group=binder.draft.limit or 1)
    if most.kind not in ("column", "quality"):
        return None
    column, sign = superlative_column(binder, most, outputs)
    if column is None:
        return None
    descending = most.descending if most.kind == "column" else sign > 0
    path = find_path(index, binder.entity, index.columns[column].table_id, tuple(binder.via))
    if path and any(step.many for step in path):
        value = Measure(most.aggregate or choices.default_aggregate(index.columns[column]), column)  # type: ignore[arg-type]
        frame = aggregating.aggregate(
            binder, [value], [], linked, [group, grouping.entity_dimension(binder, binder.entity)]
        )
        return replace(frame, order=(Sort(value, descending),), limit=None, per_group=binder.draft.limit or 1)
    frame = rows.listing(binder, binder.entity, outputs, linked)
    shown = (
        *choices.labels_of(index, binder.entity),
        *(each for each in frame.columns if each not in choices.labels_of(index, binder.entity)),
    )
    columns = shown if column in shown else (*shown, column)
    return replace(
        frame,
        columns=columns,
        order=(Sort(column, descending, is_column=True),),
        limit=None,
        per_group=binder.draft.limit or 1,
        partition=group,
        distinct=False,
    )


def most_money(
    binder: Binder,
    most: Most,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame:
    """ "who spent the most money": the main amount, added up per what is asked for."""
    value = measuring.main_amount(binder, Asked("sum", None, word=most.word))
    column = value.column if isinstance(value, Measure) else None
    outputs = [output for output in outputs if output != column]
    if value is None:
        binder.penalty += 0.6
        return rows.listing(binder, binder.entity or 0, outputs, linked)
    subject = dimensions
    if not subject and column is not None:
        subject = subjects.grouped_subject(binder, replace(most, kind="column"), column, outputs, dimensions)
    if not subject:
        subject = [Dimension(output) for output in outputs] or (
            [grouping.entity_dimension(binder, binder.entity)] if binder.entity is not None else []
        )
    return ranks.ranked(binder, value, subject, most.descending, linked, shown=bool(measures))


def superlative_column(binder: Binder, most: Most, outputs: list[int]) -> tuple[int | None, int]:
    if most.kind == "column" and most.slot is not None:
        slot = binder.draft.slot(most.slot)
        return columns.column(binder, slot, "number"), 1 if most.descending else -1
    tables = [slot.tables[0].id for slot in binder.draft.tagged.slots if slot.tables]
    of = binder.draft.slot(most.of) if most.of is not None else None
    first = [of.tables[0].id] if of is not None and of.tables else []
    if of is not None and of.values:
        first.append(binder.index.columns[placing.value_column(binder, of, binder.entity or 0)].table_id)
    if of is not None and of.columns and not of.tables:
        column = columns.column(binder, of)
        dated = most.word in ("recent", "new", "late", "early", "old", "young")
        if column is not None and (
            (binder.index.columns[column].is_number and not dated)
            or binder.index.columns[column].kind in ("time", "year")
        ):
            sign = QUALITIES.get(most.word, ((), 1))[1]
            if column in outputs:
                outputs.remove(column)
            return column, sign
        if column is not None:
            first.append(binder.index.columns[column].table_id)
    entity = [binder.entity] if binder.entity is not None else []
    near = dict.fromkeys([*first, *entity, *tables])
    if most.word in ("early", "late") and near:
        day = choices.date_column(binder.index, next(iter(near)), binder.stems)
        if day is not None:
            return day, 1 if most.descending else -1
    found = choices.quality_column(binder.index, most.word, [*near, *choices.neighbours(binder.index, near)])
    if found is None:
        return None, 1
    written = QUALITIES[most.word][1]
    least = most.descending != (written > 0)
    return found[0], -found[1] if least else found[1]


def extreme_value(
    binder: Binder, most: Most, column: int, descending: bool, dimensions: list[Dimension], linked: list[int]
) -> Frame:
    entry = binder.index.columns[column]
    value = Measure("max" if descending else "min", column, divide=measuring.divide(binder, entry))
    return aggregating.aggregate(binder, [value], [], linked, dimensions)
