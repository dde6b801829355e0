"""A test of the draft comes in, a condition goes out: the column is found, text and numbers are put in its terms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from datamind.analysts.offline import choices, columns, filtering, measuring, placing
from datamind.analysts.offline.draft import Asked, Test
from datamind.analysts.offline.frame import (
    Between,
    ColumnCompare,
    Compare,
    Condition,
    IsNull,
    Like,
    Linked,
    Many,
    Measure,
    OneOf,
    Period,
    VersusAggregate,
)  # fmt: skip
from datamind.analysts.offline.joins import find_path
from datamind.analysts.offline.tagging import Slot
from datamind.linking.index import ColumnEntry

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def truth(binder: Binder, column: int) -> str | int:
    """The stored value that means yes."""
    entry = binder.index.columns[column]
    profile = entry.column.profile
    texts = [value for value, _ in profile.common if isinstance(value, str)] if profile else []
    return next((text for text in texts if text.lower() in ("y", "yes", "t", "true", "1")), 1)


_ENDINGS = frozenset(
    [
        "close",
        "end",
        "cancel",
        "finish",
        "resolve",
        "return",
        "terminate",
        "settle",
        "complete",
        "leave",
        "left",
        "expire",
    ]
)


def unfinished(binder: Binder, base: int) -> Condition | None:
    """ "still open": the date on which it ended is empty."""
    for column in binder.index.columns_of(base):
        profile = column.column.profile
        if column.kind == "time" and _ENDINGS & set(column.words) and profile is not None and profile.nulls:
            binder.assumptions.append(f"what is still open has no {column.name}")
            return IsNull(column.id)
    return None


def test(binder: Binder, test: Test, base: int) -> Condition | None:
    if test.how == "still":
        return unfinished(binder, base)
    column = tested_column(binder, test, base)
    if column is None:
        return None
    entry = binder.index.columns[column]
    if test.how in ("null", "happened"):
        return IsNull(column, negated=test.how == "happened")
    if test.how == "not happened":
        return not_happened(binder, test, column, base)
    if test.how == "aggregate" and not entry.is_number:
        return None
    if test.how == "aggregate":
        of = columns.column(binder, binder.draft.slot(test.other), "number") if test.other is not None else column
        within: tuple[Condition, ...] = ()
        if test.within is not None:
            place = binder.draft.slot(test.within)
            stored = placing.value_column(binder, place, entry.table_id)
            within = (OneOf(stored, next(mention.values for mention in place.values if mention.id == stored)),)
        return VersusAggregate(column, test.operator, test.aggregate or "avg", of if of is not None else column, within)
    if test.how == "column" and test.other is not None:
        other = columns.column(binder, binder.draft.slot(test.other), "number")
        return ColumnCompare(column, test.operator, other) if other is not None else None
    if test.high is not None:
        return Between(column, test.number or 0, test.high)
    if test.other is not None:
        return text_test(binder, test, column, entry)
    if test.number is None:
        return None
    operator = test.operator
    if is_total_of_linked(binder, test, entry, base):
        return Many(entry.table_id, operator, test.number, via=tuple(binder.via), of=column)
    if test.quality and entry.kind in ("year", "time"):
        return None
    if entry.kind == "time" and 1500 <= test.number <= 2200:
        year = int(test.number)
        first, last = date(year, 1, 1), date(year + 1, 1, 1)
        return {
            "=": Period(column, first, last),
            ">": Period(column, last, None),
            ">=": Period(column, first, None),
            "<": Period(column, None, first),
            "<=": Period(column, None, last),
        }.get(operator)
    number = int(test.number) if test.number == int(test.number) else test.number
    if (
        operator != "="
        and not entry.is_number
        and entry.kind in ("label", "category", "text")
        and entry.table_id != base
    ):
        return Many(entry.table_id, operator, number, via=tuple(binder.via))  # "at least 2 models": how many, not which
    return Compare(column, operator, number)


def is_total_of_linked(binder: Binder, test: Test, entry: ColumnEntry, base: int) -> bool:
    """ "customers who spent more than 37": the amounts of a customer's rows together, not one of them."""
    if entry.table_id == base or (test.slot is not None and test.how != "sum") or test.quality:
        return False
    path = find_path(binder.index, base, entry.table_id, tuple(binder.via))
    return bool(path) and any(step.many for step in path or ())


def not_happened(binder: Binder, test: Test, column: int, base: int) -> Condition | None:
    slot = binder.draft.slot(test.slot or 0)
    dated = [mention.id for mention in slot.columns if binder.index.columns[mention.id].kind == "time"]
    flags = [mention.id for mention in slot.columns if binder.index.columns[mention.id].kind == "flag"]
    if flags:
        return filtering.negate_far(binder, [(0, OneOf(flags[0], (truth(binder, flags[0]),), negated=True))], base)[0][
            1
        ]
    if not dated:
        return None
    table = binder.index.columns[dated[0]].table_id
    path = find_path(binder.index, base, table, tuple(binder.via))
    if path and any(step.many for step in path):
        return Linked(table, (IsNull(dated[0], negated=True),), negated=True)
    return IsNull(dated[0])


def text_test(binder: Binder, test: Test, column: int, entry: ColumnEntry) -> Condition | None:
    slot = binder.draft.slot(test.other or 0)
    if slot.period:
        if slot.period.first is None and slot.period.last is None:
            return None
        return Period(column, slot.period.first, slot.period.last, slot.period.words)
    text = text_of(binder, slot)
    if test.how in ("contains", "starts", "ends"):
        places: dict[str, Literal["anywhere", "start", "end"]] = {
            "contains": "anywhere",
            "starts": "start",
            "ends": "end",
        }
        return Like(column, text, places[test.how], test.negated)
    stored = next((mention for mention in slot.values if mention.id == column), None)
    if stored is None:
        stored = next(
            (mention for mention in slot.values if binder.index.columns[mention.id].table_id == entry.table_id), None
        )
        if stored is not None and test.slot is not None and (not slot.quoted or is_known_value(binder, column, text)):
            stored = None
    if stored is None and slot.quoted and slot.values and not is_known_value(binder, column, text):
        elsewhere = placing.value_column(binder, slot, entry.table_id)
        stored = next(mention for mention in slot.values if mention.id == elsewhere)
    if stored is not None:
        return (
            OneOf(stored.id, stored.values) if test.operator == "=" else OneOf(stored.id, stored.values, negated=True)
        )
    return Compare(column, test.operator, text, fold=not is_known_value(binder, column, text))


def is_known_value(binder: Binder, column: int, text: str) -> bool:
    profile = binder.index.columns[column].column.profile
    return profile is not None and (text in profile.values or any(text == value for value, _ in profile.common))


def text_of(binder: Binder, slot: Slot) -> str:
    if isinstance(slot.value, str):
        return slot.value
    tokens = binder.draft.tagged.tokens[slot.start : slot.end]
    return " ".join(str(token.value) if token.kind == "quoted" else token.text for token in tokens)


def tested_column(binder: Binder, test: Test, base: int) -> int | None:
    want = "number" if test.number is not None or test.how in ("aggregate", "column") else ""
    if test.slot is not None:
        slot = binder.draft.slot(test.slot)
        if test.other is not None and binder.draft.slot(test.other).period:
            want = "time"
        if test.other is not None and not test.how and binder.draft.slot(test.other).values:
            stored = {mention.id for mention in binder.draft.slot(test.other).values}
            same = [mention for mention in slot.columns if mention.id in stored]
            if same:
                return min(
                    same,
                    key=lambda mention: (
                        choices.near(binder.index, base, binder.index.columns[mention.id].table_id) - mention.score
                    ),
                ).id
        return columns.column(binder, slot, want, base)
    tables = tables_before(binder, test.at, base)
    if test.how == "aggregate" and not test.quality and test.other is not None:
        return columns.column(binder, binder.draft.slot(test.other), "number", base)  # "above the average age"
    if test.quality:
        found = choices.quality_column(binder.index, test.quality, [*tables, *choices.neighbours(binder.index, tables)])
        return found[0] if found else None
    if test.how == "named":
        return named_column(binder, test, tables)
    if test.how in ("contains", "starts", "ends"):
        shown = [slot for slot in binder.draft.tagged.slots[: test.at] if slot.columns and slot.number in binder.left]
        texts = [
            column
            for slot in shown
            if (column := columns.column(binder, slot)) is not None and not binder.index.columns[column].is_number
        ]
        return texts[-1] if texts else choices.labels_of(binder.index, tables[0])[0] if tables else None
    before = tested_before(binder, test)
    if before is not None:
        return tested_column(binder, before, base)
    if test.aggregate or test.number is not None:
        return number_column(binder, test, tables)
    return None


def tested_before(binder: Binder, test: Test) -> Test | None:
    """ "above 70 years old and members below 20": the second number is held against what the first was."""
    earlier = [
        other for other in binder.draft.tests if other.at < test.at and other.number is not None and not other.how
    ]
    if test.number is None or not earlier:
        return None
    slots = binder.draft.tagged.slots
    between = slots[earlier[-1].at + 1 : test.at]
    return None if any(slot.columns and not slot.tables for slot in between) else earlier[-1]


def number_column(binder: Binder, test: Test, tables: list[int]) -> int | None:
    """A number without a column: the column shown just before, or the table's amount."""
    earlier = [slot for slot in binder.draft.tagged.slots if slot.number < test.at and slot.columns and not slot.tables]
    for slot in reversed(earlier[-2:]):
        column = columns.column(binder, slot, "number")
        if (
            column is not None
            and binder.index.columns[column].is_number
            and binder.index.columns[column].kind in ("measure", "year")
        ):
            return column
    for table in tables:
        found = choices.money_column(binder.index, table)
        if len(found) == 1:
            entry = binder.index.columns[found[0]]
            binder.assumptions.append(f"the number is compared with {entry.table.name}.{entry.name}")
            binder.penalty += 0.12
            return found[0]
    value = (
        measuring.main_amount(binder, Asked("sum", None, word="amount"))
        if any(token.lemma in ("spend", "pay", "earn", "buy") for token in binder.draft.tagged.tokens)
        else None
    )
    return value.column if isinstance(value, Measure) else None


def named_column(binder: Binder, test: Test, tables: list[int]) -> int | None:
    slot = binder.draft.slot(test.other or 0)
    for table in tables:
        labels = choices.labels_of(binder.index, table)
        for mention in slot.values:
            if mention.id in labels:
                return mention.id
    for mention in slot.values:
        if binder.index.columns[mention.id].table_id in tables:
            return mention.id
    if slot.values:
        return slot.values[0].id
    return choices.labels_of(binder.index, tables[0])[0] if tables else None


def tables_before(binder: Binder, at: int, base: int) -> list[int]:
    """The tables that stand before a place in the question, nearest first, then the base."""
    tables = []
    for slot in reversed(binder.draft.tagged.slots[:at]):
        if slot.tables and slot.tables[0].score > 0.5:
            tables.append(slot.tables[0].id)
        elif slot.values and not slot.columns:
            tables.append(binder.index.columns[placing.value_column(binder, slot, base)].table_id)
    return list(
        dict.fromkeys([*tables, base, *([binder.entity] if binder.entity is not None else []), *binder.mentioned])
    )
