"""Frames of the most and the least: rows, groups or totals are ranked, and the first are kept."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import (
    aggregating,
    choices,
    columns,
    grouping,
    measuring,
    placing,
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
)
from datamind.analysts.offline.joins import find_path
from datamind.linking.vocabulary import QUALITIES

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def first_n(binder: Binder) -> int | None:
    if binder.draft.limit is not None:
        return binder.draft.limit
    if binder.draft.most and any(ordered.quality or ordered.slot is not None for ordered in binder.draft.ordered):
        return None
    return None if binder.draft.direction is not None and binder.draft.ordered == [] and ordered_words(binder) else 1


def ordered_words(binder: Binder) -> bool:
    return bool(
        re.search(
            r"\b(order|sort|rank|arrange)|first\b|to (?:the )?(?:low|small|short|young|old|new|least|worst|high|large|long)",
            " ".join(token.lower for token in binder.draft.tagged.tokens),
        )
    )


def superlative(
    binder: Binder, measures: list[Value], outputs: list[int], linked: list[int], dimensions: list[Dimension]
) -> Frame:
    most = binder.draft.most[0]
    if most.kind == "money":
        return most_money(binder, most, measures, outputs, linked, dimensions)
    first_of_each = first_of_each_group(binder, most, measures, outputs, linked, dimensions)
    if first_of_each is not None:
        return first_of_each
    if most.kind == "common":
        return most_common(binder, most, measures, outputs, dimensions)
    if most.kind == "count":
        return most_counted(binder, most, measures, outputs, linked, dimensions)
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
        return ranked(binder, value, subject, descending, linked, shown=bool(measures))
    base = base_of_rows(binder, column, outputs)
    frame = rows.listing(binder, base, outputs, linked)
    limit = first_n(binder)
    if limit is None and column not in frame.columns:
        frame = replace(frame, columns=(*frame.columns, column))
    return replace(frame, order=(Sort(column, descending, is_column=True),), limit=limit, distinct=False)


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
    return ranked(binder, value, subject, most.descending, linked, shown=bool(measures))


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
        if column is not None and (
            binder.index.columns[column].is_number or binder.index.columns[column].kind in ("time", "year")
        ):
            sign = QUALITIES.get(most.word, ((), 1))[1]
            if column in outputs:
                outputs.remove(column)
            return column, sign
        if column is not None:
            first.append(binder.index.columns[column].table_id)
    entity = [binder.entity] if binder.entity is not None else []
    near = dict.fromkeys([*first, *entity, *tables])
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


def base_of_rows(binder: Binder, column: int, outputs: list[int]) -> int:
    table = binder.index.columns[column].table_id
    if binder.entity is None:
        return table
    path = find_path(binder.index, binder.entity, table, tuple(binder.via))
    if path and any(step.many for step in path):
        return table
    return binder.entity


def ranked(
    binder: Binder, value: Value, dimensions: list[Dimension], descending: bool, linked: list[int], shown: bool = False
) -> Frame:
    frame = aggregating.aggregate(binder, [value], [], linked, dimensions)
    limit = first_n(binder)
    show = shown or limit is None or limit > 1
    return replace(frame, order=(Sort(value, descending),), limit=limit, hide_values=not show)


def most_common(
    binder: Binder, most: Most, measures: list[Value], outputs: list[int], dimensions: list[Dimension]
) -> Frame:
    slot = binder.draft.slot(most.slot or 0)
    if slot.columns and (not slot.tables or slot.columns[0].score >= slot.tables[0].score):
        column = columns.column(binder, slot, "dimension")
        if column is not None:
            table = binder.index.columns[column].table_id
            target = [Dimension(column)]
            fact = binder.entity if binder.entity is not None else table
            path = find_path(binder.index, fact, table)
            return ranked(
                binder, Measure("count", table=fact if path is not None else table), target, most.descending, []
            )
    owner = slot.tables[0].id if slot.tables else (binder.entity or 0)
    kind = subjects.repeated_label(binder, owner)
    if kind is not None and not outputs:
        return ranked(binder, Measure("count", table=owner), [Dimension(kind)], most.descending, [])
    others = [table for table in binder.mentioned if table != owner]
    fact_table = others[0] if others else busiest_child(binder, owner)
    binder.penalty += 0.1 if others else 0.25
    shown = tuple(outputs) or choices.labels_of(binder.index, owner)
    key = choices.key_of(binder.index, owner)
    return ranked(
        binder,
        Measure("count", table=fact_table),
        [Dimension(key if key is not None else shown[0], None, owner, shown)],
        most.descending,
        [],
    )


def busiest_child(binder: Binder, owner: int) -> int:
    children = [
        table.id
        for table in binder.index.tables
        for key in table.table.foreign_keys
        if binder.index.table_id(key.ref_table, key.ref_schema) == owner
    ]
    return max(children, key=lambda table: binder.index.tables[table].rows, default=owner)


def most_counted(
    binder: Binder,
    most: Most,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame:
    index = binder.index
    slot = binder.draft.slot(most.slot or 0)
    number = columns.column(binder, slot, "number") if slot.columns else None
    if (
        number is not None
        and index.columns[number].is_number
        and index.columns[number].kind == "measure"
        and (not slot.tables or slot.columns[0].score > slot.tables[0].score)
    ):
        return superlative_of_number(binder, most, number, measures, outputs, linked, dimensions)
    if not slot.tables:
        column = columns.column(binder, slot, "dimension")
        value: Value = Measure("count_distinct", column)
        fact = index.columns[column].table_id if column is not None else 0
    else:
        fact = slot.tables[0].id
        value = Measure("count", table=fact)
    subject = dimensions or subjects.counting_subject(binder, fact, outputs)
    value = subjects.count_of_events(binder, value, subject)
    return ranked(binder, value, subject, most.descending, linked, shown=bool(measures))


def superlative_of_number(
    binder: Binder,
    most: Most,
    column: int,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame:
    renamed = replace(most, kind="column")
    subject = subjects.grouped_subject(binder, renamed, column, outputs, dimensions)
    if subject:
        return ranked(binder, Measure("sum", column), subject, most.descending, linked, shown=bool(measures))
    frame = rows.listing(binder, base_of_rows(binder, column, outputs), outputs, linked)
    return replace(frame, order=(Sort(column, most.descending, is_column=True),), limit=first_n(binder))
