"""Frames of what comes most often: the commonest value, the thing with the most rows of another table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import choices, columns, ranks, rows, subjects
from datamind.analysts.offline.draft import Most
from datamind.analysts.offline.frame import Dimension, Frame, Measure, Sort, Value
from datamind.analysts.offline.joins import find_path

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


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
            return ranks.ranked(
                binder, Measure("count", table=fact if path is not None else table), target, most.descending, []
            )
    owner = slot.tables[0].id if slot.tables else (binder.entity or 0)
    kind = subjects.repeated_label(binder, owner)
    if kind is not None and not outputs:
        return ranks.ranked(binder, Measure("count", table=owner), [Dimension(kind)], most.descending, [])
    others = [table for table in binder.mentioned if table != owner]
    fact_table = others[0] if others else busiest_child(binder, owner)
    binder.penalty += 0.1 if others else 0.25
    shown = tuple(outputs) or choices.labels_of(binder.index, owner)
    key = choices.key_of(binder.index, owner)
    return ranks.ranked(
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
    return ranks.ranked(binder, value, subject, most.descending, linked, shown=bool(measures))


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
        return ranks.ranked(binder, Measure("sum", column), subject, most.descending, linked, shown=bool(measures))
    frame = rows.listing(binder, ranks.base_of_rows(binder, column, outputs), outputs, linked)
    return replace(frame, order=(Sort(column, most.descending, is_column=True),), limit=ranks.first_n(binder))
