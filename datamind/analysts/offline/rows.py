"""Frames of rows: the columns of what is asked for, under conditions, in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from datamind.analysts.offline import (
    aggregating,
    choices,
    columns,
    filtering,
    intersections,
)
from datamind.analysts.offline.frame import (
    AnyOf,
    Condition,
    Dimension,
    Frame,
    Linked,
    Many,
    Measure,
    Sort,
)
from datamind.linking.index import ColumnEntry
from datamind.linking.vocabulary import QUALITIES

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def linked_conditions(binder: Binder, linked: list[int], base: int) -> list[Condition]:
    found: list[Condition] = []
    for number in linked:
        table = binder.draft.slot(number).tables[0].id
        role = binder.draft.slot(number).tables[0].role_column
        if table != base or role is not None:
            if any(isinstance(each, Linked) and each.table == table for each in found):
                continue
            found.append(Linked(table, via=(binder.roles[number],) if number in binder.roles else tuple(binder.via)))
    return found


def listing(binder: Binder, base: int, outputs: list[int], linked: list[int]) -> Frame:
    draft, index = binder.draft, binder.index
    if draft.counted and outputs and groups_of_rows(binder, outputs):
        return aggregating.aggregate(binder, [], [], linked, [Dimension(column) for column in outputs])
    common = of_two_tables(binder, outputs)
    if common is not None:
        return common
    shown = columns_to_show(binder, base, outputs)
    found = tests_of_rows(binder, base, linked)
    conditions = intersections.by_group(found, shown, base, index)
    apart = conditions != found
    output_tables = {index.columns[column].table_id for column in shown}
    if not draft.both:
        conditions = [unwrap(each, output_tables, base) for each in conditions]
    return Frame(
        base,
        tuple(dict.fromkeys(shown)),
        conditions=tuple(conditions),
        order=tuple(order_of_rows(binder, base, shown)),
        limit=draft.limit,
        distinct=draft.distinct or apart or repeats(binder, shown, base),
        via=tuple(binder.via),
    )


def of_two_tables(binder: Binder, outputs: list[int]) -> Frame | None:
    """ "states with both owners and doctors"."""
    draft = binder.draft
    if not draft.both or len(outputs) != 1 or draft.tests:
        return None
    named = [slot.tables[0].id for slot in draft.tagged.slots if slot.tables and slot.number in binder.left]
    return intersections.shared(list(dict.fromkeys(named)), outputs[0], binder.index)


def columns_to_show(binder: Binder, base: int, outputs: list[int]) -> list[int]:
    shown = list(outputs) or (places(binder, base) if binder.draft.where else [])
    labels = choices.labels_of(binder.index, base)
    if not shown and binder.draft.whole_rows:
        return [column.id for column in binder.index.columns_of(base) if not column.formula]
    if not shown:
        key = choices.key_of(binder.index, base)
        told_apart = key is None or len(labels) > 1 or not _repeats_much(binder.index.columns[labels[0]])
        return list(labels) if told_apart or key is None or key in labels else [key, *labels]
    if outputs and is_listed_itself(binder):
        return [*(column for column in labels if column not in shown), *shown]
    return shown


def _repeats_much(label: ColumnEntry) -> bool:
    """Whether a label tells no rows apart: most of its values come several times."""
    profile = label.column.profile
    return profile is not None and profile.rows > 0 and profile.distinct * 2 <= profile.rows


def tests_of_rows(binder: Binder, base: int, linked: list[int]) -> list[Condition]:
    draft = binder.draft
    conditions = filtering.conditions(binder, base)
    tables = {table_of(each) for each in conditions}
    conditions += [each for each in linked_conditions(binder, linked, base) if table_of(each) not in tables]
    for counted in draft.counted:
        table = draft.slot(counted.slot).tables[0].id if counted.slot is not None else event_table(binder, base)
        conditions.append(Many(table, counted.operator, int(counted.number), via=tuple(binder.via)))
    if len(conditions) == 2 and len(draft.counted) == 1 and re.search(r" or (?:[a-z]+ )*\|", draft.text):
        return [AnyOf(tuple(conditions))]  # "live in Indiana or have done more than 2 treatments"
    return conditions


def order_of_rows(binder: Binder, base: int, shown: list[int]) -> list[Sort]:
    draft, index = binder.draft, binder.index
    order: list[Sort] = []
    for ordered in draft.ordered:
        order += row_order(binder, ordered.slot, ordered.descending, ordered.count, ordered.quality, base)
    if not order and draft.direction is not None and shown and draft.ordered == [] and not draft.most:
        number = next((column for column in shown if index.columns[column].is_number), shown[0])
        order.append(Sort(number, draft.direction, is_column=True))
    return order


PLACES = ("hometown", "birthplace", "city", "location", "place", "town", "address", "state", "country", "region")


def places(binder: Binder, base: int) -> list[int]:
    """What answers "where": the first column of the entity that names a place."""
    for word in PLACES:
        for column in binder.index.columns_of(base):
            if word in column.words or column.name.lower() == word:
                return [column.id]
    return []


def is_listed_itself(binder: Binder) -> bool:
    """ "the cities in France and their population": the entity stands first, so it is shown too."""
    if binder.entity_slot is None:
        return False
    found = re.match(
        rf"^(?: show| which| what| \||\.| of| in| for| all| each)* [A-Z]+{binder.entity_slot}\b", binder.draft.text
    )
    return found is not None and " of " not in found.group() and not binder.draft.most and not binder.draft.distinct


def unwrap(condition: Condition, output_tables: set[int], base: int) -> Condition:
    """Conditions on a table that is shown hold for the shown rows themselves."""
    if (
        isinstance(condition, Linked)
        and not condition.negated
        and condition.table in output_tables
        and condition.table != base
        and len(condition.conditions) == 1
    ):
        return condition.conditions[0]
    return condition


def groups_of_rows(binder: Binder, outputs: list[int]) -> bool:
    index = binder.index
    counted = binder.draft.counted[0]
    table = binder.draft.slot(counted.slot).tables[0].id if counted.slot is not None else None
    return table is not None and all(
        index.columns[column].table_id == table and not index.columns[column].is_unique for column in outputs
    )


def event_table(binder: Binder, base: int) -> int:
    children = [
        table.id
        for table in binder.index.tables
        for key in table.table.foreign_keys
        if binder.index.table_id(key.ref_table, key.ref_schema) == base
    ]
    mentioned = [table for table in binder.mentioned if table in children]
    return mentioned[0] if mentioned else max(children, key=lambda table: binder.index.tables[table].rows, default=base)


def row_order(
    binder: Binder, slot: int | None, descending: bool, count: bool, quality: str | None, base: int
) -> list[Sort]:
    if quality:
        found = choices.quality_column(binder.index, quality, [base, *binder.mentioned])
        return (
            [Sort(found[0], descending if found[1] == QUALITIES[quality][1] else not descending, is_column=True)]
            if found
            else []
        )
    if slot is None:
        return []
    named = binder.draft.slot(slot)
    if count and named.tables and not named.columns:
        return [Sort(Measure("count", table=named.tables[0].id), descending)]
    column = columns.column(binder, named, "number" if count else "", base)
    if column is None and named.tables:
        labels = choices.labels_of(binder.index, named.tables[0].id)
        return [Sort(labels[0], descending, is_column=True)]
    return [Sort(column, descending, is_column=True)] if column is not None else []


def repeats(binder: Binder, shown: list[int], base: int) -> bool:
    """Whether a list of categories ("which countries …") is of the categories, not of the rows."""
    index, draft = binder.index, binder.draft
    if binder.entity_slot is not None or not draft.which or draft.most:
        return False
    return all(
        index.columns[column].kind in ("category", "label", "year", "text") and not index.columns[column].is_unique
        for column in shown
    )


def table_of(condition: Condition) -> int | None:
    return condition.table if isinstance(condition, Linked) else None
