"""What is asked for comes in, the measures of the frame go out: aggregates, counts, amounts that no column is called by."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import choices, columns, sales
from datamind.analysts.offline.draft import Asked
from datamind.analysts.offline.frame import (
    Measure,
    Ratio,
    Value,
)  # fmt: skip
from datamind.analysts.offline.joins import distance, find_path
from datamind.analysts.offline.phrases import MONEY
from datamind.analysts.offline.tagging import Slot
from datamind.linking.index import ColumnEntry

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


PER_ENTITY = "average number"


def measure(binder: Binder, asked: Asked) -> Value | None:
    if asked.slot is None and asked.word == "rows":
        return Measure("count", table=binder.entity) if binder.entity is not None else None
    if asked.slot is None:
        return main_amount(binder, asked)
    slot = binder.draft.slot(asked.slot)
    if asked.aggregate in ("count", "count_distinct"):
        return count(binder, asked, slot)
    if (
        asked.aggregate == "avg"
        and asked.word == "number"
        and slot.tables
        and (not slot.columns or slot.tables[0].score >= slot.columns[0].score)
    ):
        found = per_entity(binder, slot.tables[0].id)
        if found is not None:
            return found
    if asked.word == "amount" and slot.tables:
        return main_amount(binder, replace(asked, slot=None), slot.tables[0].id)
    column = columns.column(binder, slot, "number")
    if (
        asked.word == "table"
        and asked.aggregate == "avg"
        and column is None
        and slot.tables
        and not is_money_table(binder, slot.tables[0].id, columns.slot_text(binder.draft, slot))
    ):
        binder.penalty += 0.5
    if (
        column is None
        and asked.word == "table"
        and slot.tables
        and not is_money_table(binder, slot.tables[0].id, columns.slot_text(binder.draft, slot))
    ):
        return Measure("count", table=slot.tables[0].id)
    if column is None or (asked.aggregate in ("sum", "avg", "median") and not binder.index.columns[column].is_number):
        if slot.tables:
            return main_amount(binder, replace(asked, slot=None), slot.tables[0].id)
        if column is None:
            return None
        binder.penalty += 0.3
    entry = binder.index.columns[column] if column is not None else None
    if entry is None:
        return None
    owner = columns.attached_table(binder, slot)
    if owner is not None and find_path(binder.index, entry.table_id, owner) is None:
        binder.penalty += 0.4  # the "salary" of members is not the wage of somebody else
    aggregate = asked.aggregate
    if (
        entry.aggregate == "formula"
        or (entry.aggregate and aggregate in (None, "sum", "count", "count_distinct"))
        or entry.aggregate == "count"
    ):
        aggregate = entry.aggregate  # type: ignore[assignment]
    if entry.formula and entry.aggregate == "sum" and aggregate == "avg":
        binder.assumptions.append(f"the average is that of single rows of {entry.table.name}")
    if asked.aggregate == "sum" and asked.word == "total" and set(entry.words) & {"total"}:
        aggregate = "sum"
    if (
        asked.aggregate in ("avg", "max", "min")
        and {"average": "avg", "maximum": "max", "minimum": "min", "highest": "max", "lowest": "min"}.get(
            entry.words[0]
        )
        == asked.aggregate
        and not binder.draft.groups
        and len(entry.words) > 1
    ):
        binder.notes.append("the column is an average itself")
    return Measure(aggregate, column, divide=divide(binder, entry))


def per_entity(binder: Binder, table: int) -> Value | None:
    """ "average number of items per order": rows over the different orders that they belong to."""
    for grouped in binder.draft.groups:
        target = (
            binder.draft.slot(grouped.slot).tables[0].id
            if grouped.slot is not None and binder.draft.slot(grouped.slot).tables
            else None
        )
        if target is None or target == table:
            continue
        path = find_path(binder.index, table, target, tuple(binder.via))
        key = choices.key_of(binder.index, target)
        if path and len(path) == 2 and path[0].many and not path[1].many:
            linked = binder.index.column_of(path[0].right, path[1].left_columns[0])
            if linked is not None:
                binder.draft.groups.remove(grouped)
                return Ratio(
                    Measure("count", table=linked.table_id), Measure("count_distinct", linked.id), name=PER_ENTITY
                )
        if path and not any(step.many for step in path) and key is not None:
            binder.draft.groups.remove(grouped)
            return Ratio(Measure("count", table=table), Measure("count_distinct", key), name=PER_ENTITY)
    return None


def is_money_table(binder: Binder, table: int, said: str = "") -> bool:
    return bool(re.fullmatch(MONEY, said)) or bool(
        set(binder.index.tables[table].words)
        & {"sale", "revenue", "payment", "spending", "purchase", "income", "expense", "cost"}
    )


def divide(binder: Binder, entry: ColumnEntry) -> float:
    unit = binder.draft.unit
    words = set(entry.words)
    if unit == "minutes":
        return 60_000.0 if words & {"millisecond", "ms"} else 60.0 if words & {"second", "sec"} else 1.0
    if unit == "seconds":
        return 1_000.0 if words & {"millisecond", "ms"} else 1.0
    if unit == "hours":
        return (
            3_600_000.0
            if words & {"millisecond", "ms"}
            else 3_600.0
            if words & {"second"}
            else 60.0
            if words & {"minute"}
            else 1.0
        )
    if unit == "thousands":
        return 1_000.0
    if unit == "millions":
        return 1_000_000.0
    if unit == "dollars" and is_cents(binder, entry):
        return 100.0
    return 1.0


def is_cents(binder: Binder, entry: ColumnEntry) -> bool:
    if "cent" in entry.words or "cents" in entry.column.description.lower():
        return True
    return any(
        "cents" in term.definition.lower() and set(term.name.lower().split()) & set(entry.words)
        for term in binder.index.catalog.meaning.terms
    )


def count(binder: Binder, asked: Asked, slot: Slot) -> Value | None:
    if slot.values and not slot.tables and not slot.columns:
        column = binder.index.columns[slot.values[0].id]
        sold = sales.pieces_sold(binder, asked, slot)
        if sold is not None:
            binder.left.append(slot.number)
            return sold
        binder.left.append(slot.number)
        return Measure("count", table=column.table_id)
    sold = sales.pieces_sold(binder, asked, slot)
    if sold is not None:
        return sold
    table = slot.tables[0] if slot.tables else None
    column_id = columns.column(binder, slot, "dimension") if slot.columns else None
    if column_id is not None and (
        table is None or slot.columns[0].score > table.score + 0.1 or (asked.distinct and table is None)
    ):
        entry = binder.index.columns[column_id]
        if entry.aggregate:
            return Measure(entry.aggregate, column_id)  # type: ignore[arg-type]
        if entry.kind == "flag" and entry.formula:
            binder.flags.append((slot.number, column_id))  # "how many active subscriptions", by the house's own test
            return Measure("count", table=entry.table_id)
        if entry.kind == "measure" and "number" not in columns.slot_text(binder.draft, slot) and not asked.distinct:
            number = columns.column(binder, slot, "number")
            if number is not None and set(binder.index.columns[number].words) & {
                "number",
                "count",
                "total",
                "quantity",
            }:
                return Measure(None if one_row_asked(binder) else "sum", number)
        if entry.kind == "id" and not asked.distinct:
            return Measure("count", table=entry.table_id)
        if entry.kind in ("measure",) and not asked.distinct:
            return Measure("sum", column_id)
        return Measure("count_distinct", column_id)
    if table is None:
        return None
    return Measure("count", table=table.id)


def one_row_asked(binder: Binder) -> bool:
    return bool(binder.draft.most) or any(binder.draft.slot(number).values for number in binder.left)


def main_amount(binder: Binder, asked: Asked, table: int | None = None) -> Value | None:
    """The main amount of the table asked about, or of the nearest table that has one."""
    tables = [table] if table is not None else []
    tables += [binder.entity] if binder.entity is not None else []
    tables += list(binder.mentioned)
    rest = sorted(
        (candidate.id for candidate in binder.index.tables if candidate.id not in tables),
        key=lambda other: min((distance(binder.index, start, other) for start in tables), default=0.0),
    )
    order = sorted([*dict.fromkeys([*tables, *rest])], key=lambda candidate: multiplied(binder, candidate))
    for place, candidate in enumerate(order):
        found = choices.money_column(binder.index, candidate)
        if not found:
            continue
        if place >= len(tables) and tables and min(distance(binder.index, start, candidate) for start in tables) > 6:
            continue
        binder.penalty += 0.08 if place < len(tables) else 0.15
        if len(found) == 1:
            entry = binder.index.columns[found[0]]
            binder.assumptions.append(f"{asked.word or 'amount'} is taken as {entry.table.name}.{entry.name}")
            return Measure(asked.aggregate, found[0], divide=divide(binder, entry))
        price, quantity = (binder.index.columns[column] for column in found)
        binder.assumptions.append(f"{asked.word or 'amount'} is taken as {price.name} × {quantity.name}")
        return Measure(
            asked.aggregate,
            table=candidate,
            expression=f'"{price.name}" * "{quantity.name}"'
            if binder.index.catalog.dialect != "mysql"
            else f"`{price.name}` * `{quantity.name}`",
            name=asked.word or "amount",
        )
    return None


def multiplied(binder: Binder, candidate: int) -> bool:
    """Whether an amount of this table would be counted several times beside the groups asked for."""
    wanted = [
        binder.draft.slot(grouped.slot).tables[0].id
        for grouped in binder.draft.groups
        if grouped.slot is not None and binder.draft.slot(grouped.slot).tables
    ]
    if binder.entity is not None and (binder.draft.limit is not None or binder.draft.most or binder.draft.which):
        wanted.append(binder.entity)
    for table in wanted:
        path = find_path(binder.index, candidate, table, tuple(binder.via))
        if path is None or any(step.many for step in path):
            return True
    return False


def money_named(binder: Binder) -> Value | None:
    """An amount named by a word that no column has ("revenue by country")."""
    word = next((token.lower for token in binder.draft.tagged.tokens if re.fullmatch(MONEY, token.lower)), None)
    return main_amount(binder, Asked("sum", None, word=word)) if word else None


def how_much(binder: Binder, measures: list[Value]) -> list[Value]:
    for number in list(binder.left):
        slot = binder.draft.slot(number)
        column = columns.column(binder, slot, "number") if slot.columns else None
        if column is not None and binder.index.columns[column].is_number:
            binder.left.remove(number)
            one = bool(binder.draft.most)
            return (
                [*measures, Measure(None if one else choices.default_aggregate(binder.index.columns[column]), column)]
                if not one
                else keep_output(binder, column, measures)
            )  # type: ignore[arg-type]
    money = main_amount(binder, Asked("sum", None, word="amount"))
    return [*measures, money] if money else measures


def keep_output(binder: Binder, column: int, measures: list[Value]) -> list[Value]:
    binder.forced_output = column
    return measures
