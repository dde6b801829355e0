"""Group words come in, dimensions go out: columns, entities by key and label, grains of the date column that fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from datamind.analysts.offline import choices, columns, placing
from datamind.analysts.offline.draft import Grouped
from datamind.analysts.offline.frame import (
    Dimension,
)  # fmt: skip
from datamind.analysts.offline.joins import distance, find_path
from datamind.analysts.offline.phrases import GRAINS
from datamind.analysts.offline.tagging import Slot
from datamind.linking.index import ColumnEntry

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def dimension(binder: Binder, grouped: Grouped) -> Dimension | None:
    base = binder.fact if binder.fact is not None else fact_table(binder)
    if grouped.grain is not None:
        column = time_column(binder, base, clock=grouped.grain == "hour")
        return Dimension(column, grouped.grain) if column is not None else None
    slot = binder.draft.slot(grouped.slot or 0)
    own = grain_of_rows(binder, slot, base)
    if own is not None:
        return own
    if slot.values and not slot.tables and not slot.columns:
        return entity_dimension(binder, binder.index.columns[placing.value_column(binder, slot, base or 0)].table_id)
    return dimension_of(binder, slot, base)


def grain_of_rows(binder: Binder, slot: Slot, base: int | None) -> Dimension | None:
    """ "per month" speaks of the dates of the rows that are counted, though another table calls a column "month"."""
    grain = GRAINS.get(columns.slot_text(binder.draft, slot))
    if grain is None or base is None or any(binder.index.columns[each.id].table_id == base for each in slot.columns):
        return None
    date = choices.date_column(binder.index, base, binder.stems)
    return Dimension(date, grain) if date is not None and binder.index.columns[date].kind == "time" else None


def dimension_of(binder: Binder, slot: Slot, base: int | None) -> Dimension | None:
    table = slot.tables[0] if slot.tables else None
    column = columns.column(binder, slot, "dimension", base) if slot.columns else None
    if column is not None and (
        table is None or slot.columns[0].score > table.score + 0.05 or prefers_column(binder, column, table.id, base)
    ):
        entry = binder.index.columns[column]
        if entry.kind == "time":
            return Dimension(column, "day" if set(entry.words) & {"date", "day"} else None)
        target = target_of(binder, entry)
        if (
            target is not None
            and entry.kind == "id"
            and "id" not in columns.slot_text(binder.draft, slot).split()
            and "ids" not in columns.slot_text(binder.draft, slot).split()
        ):
            return entity_dimension(binder, target, entry.id)
        return Dimension(column)
    if table is not None:
        return entity_dimension(binder, table.id)
    return None


def prefers_column(binder: Binder, column: int, table: int, base: int | None) -> bool:
    """A column of the rows themselves, rather than a table that no key leads to."""
    entry = binder.index.columns[column]
    if entry.kind in ("id", "measure"):
        return False
    if base is None:
        return False
    if entry.table_id == base and table != base:
        return (
            find_path(binder.index, base, table) is None
            or any(step.many for step in find_path(binder.index, base, table) or ())
            or entry.kind in ("label", "category")
        )
    return False


def target_of(binder: Binder, entry: ColumnEntry) -> int | None:
    for foreign in entry.table.foreign_keys:
        if foreign.columns[0].lower() == entry.name.lower():
            return binder.index.table_id(foreign.ref_table, foreign.ref_schema)
    return None


def entity_dimension(binder: Binder, table: int, via: int | None = None) -> Dimension:
    labels = choices.labels_of(binder.index, table)
    key = choices.key_of(binder.index, table)
    return Dimension(key if key is not None else labels[0], None, table, labels, via)


def fact_table(binder: Binder) -> int | None:
    for asked in binder.draft.asked:
        if asked.slot is not None:
            slot = binder.draft.slot(asked.slot)
            if asked.aggregate in ("count", "count_distinct") and slot.tables:
                return slot.tables[0].id
            if slot.columns:
                return binder.index.columns[slot.columns[0].id].table_id
            if slot.tables:
                return slot.tables[0].id
    for most in binder.draft.most:
        if most.kind == "count" and most.slot is not None and binder.draft.slot(most.slot).tables:
            return binder.draft.slot(most.slot).tables[0].id
    return binder.entity


def time_column(binder: Binder, base: int | None, clock: bool = False) -> int | None:
    if binder.placed_by is not None and not clock:
        return binder.placed_by
    tables = [table for table in [base, binder.entity, *binder.mentioned] if table is not None]
    if clock:
        for table in tables or range(len(binder.index.tables)):
            for column in binder.index.columns_of(table):
                if column.kind == "clock":
                    return column.id
    if tables and choices.date_column(binder.index, tables[0], binder.stems) is None:
        parents = [
            parent
            for parent in choices.neighbours(binder.index, tables[:1])
            if choices.date_column(binder.index, parent, binder.stems) is not None
        ]
        if parents:  # the event with the most rows, not the thing that it is about
            return choices.date_column(
                binder.index, max(parents, key=lambda parent: binder.index.tables[parent].rows), binder.stems
            )
    for table in tables:
        found = choices.date_column(binder.index, table, binder.stems)
        if found is not None:
            return found
    start = tables[0] if tables else None
    near = sorted(
        (entry.id for entry in binder.index.tables),
        key=lambda other: distance(binder.index, start, other) if start is not None else 0.0,
    )
    for table in near:
        if start is not None and distance(binder.index, start, table) > 3:
            break
        found = choices.date_column(binder.index, table, binder.stems)
        if found is not None:
            binder.penalty += 0.05
            return found
    return None


def time_column_of(binder: Binder, table: int) -> int | None:
    found = choices.date_column(binder.index, table, binder.stems)
    return found if found is not None else time_column(binder, table)


def compared_periods(binder: Binder) -> str | None:
    """ "2024 and 2025", "this month vs last month": the grain by which two periods stand side by side; None for one."""
    periods = [
        binder.draft.slot(number).period for number in dict.fromkeys(binder.left) if binder.draft.slot(number).period
    ]
    whole = [period for period in periods if period is not None and period.first and period.last]
    words = " ".join(token.lower for token in binder.draft.tagged.tokens)
    compares = bool(re.search(r"\b(compare|compared|vs|versus|against|difference|change)\b", words))
    if len(whole) == 1 and compares and whole[0].years and whole[0].last.year - whole[0].first.year > 1:  # type: ignore[union-attr]
        return "year"
    if len(whole) != 2 or binder.draft.both or binder.draft.absent or not (compares or re.search(r" and ", words)):
        return None
    days = max((period.last - period.first).days for period in whole)  # type: ignore[operator]
    return "year" if days > 92 else "quarter" if days > 31 else "month" if days > 7 else "week" if days > 1 else "day"
