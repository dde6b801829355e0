"""All conditions of a question, put together: alternatives, neighbours with "or", absences, rows of one linked table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import comparing, grouping, intersections, placing, self_references
from datamind.analysts.offline.draft import Absent
from datamind.analysts.offline.frame import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    DatePart,
    IsNull,
    Like,
    Linked,
    OneOf,
    Period,
    VersusAggregate,
)  # fmt: skip
from datamind.analysts.offline.joins import find_path
from datamind.linking.index import CatalogIndex

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def conditions(binder: Binder, base: int) -> list[Condition]:
    found: list[tuple[int, Condition]] = []
    for test in binder.draft.tests:
        if test.how == "having":
            continue
        condition = comparing.test(binder, test, base)
        if condition is not None:
            found.append((test.at, condition))
        else:
            binder.penalty += 0.4
            binder.notes.append("a comparison was not understood")
    found.extend(self_references.placed(binder, placing.value_conditions(binder, base), base))
    found.extend(
        (number, OneOf(column, (comparing.truth(binder, column),), number in binder.draft.negated_slots))
        for number, column in binder.flags
    )
    found.extend(placing.period_conditions(binder, base))
    found.sort(key=lambda pair: pair[0])
    return combine(binder, found, base)


def combine(binder: Binder, found: list[tuple[int, Condition]], base: int) -> list[Condition]:
    """Several values of one column are alternatives; those of an absence belong into it; "or" joins neighbours."""
    inside: dict[int, list[Condition]] = {absent.slot: [] for absent in binder.draft.absent}
    rest: list[tuple[int, Condition]] = []
    for at, condition in found:
        owner = next((absent for absent in binder.draft.absent if absent.at <= at <= absent.until), None)
        if owner is not None and (
            table_of(condition, binder.index) != base or binder.draft.slot(owner.slot).tables[0].id == base
        ):
            inside[owner.slot].append(condition)
        else:
            rest.append((at, condition))
    rest = negate_far(binder, rest, base)
    merged = merge_same_column(binder, rest, base)
    merged = join_or(binder, merged)
    conditions = [condition for _, condition in merged]
    for absent in binder.draft.absent:
        conditions.append(absence(binder, absent, inside[absent.slot], base))
    return group_by_table(binder, conditions, base)


def absence(binder: Binder, absent: Absent, inside: list[Condition], base: int) -> Condition:
    within = [
        slot
        for slot in binder.draft.tagged.slots[absent.slot : absent.until + 1]
        if slot.tables and slot.tables[0].score > 0.6
    ]
    table = (within or [binder.draft.slot(absent.slot)])[-1].tables[0].id
    if table == base:
        table = binder.draft.slot(absent.slot).tables[0].id
    return Linked(table, tuple(inside), negated=True, via=tuple(binder.via))


def negate_far(binder: Binder, found: list[tuple[int, Condition]], base: int) -> list[tuple[int, Condition]]:
    """ "not French" on a column of the row itself is !=; on linked rows it is the absence of such a row."""
    result: list[tuple[int, Condition]] = []
    for at, condition in found:
        if isinstance(condition, OneOf) and condition.negated:
            table = binder.index.columns[condition.column].table_id
            path = find_path(binder.index, base, table, tuple(binder.via))
            if path and any(step.many for step in path):
                absent = Linked(table, (replace(condition, negated=False),), negated=True, via=tuple(binder.via))
                result.append((at, absent))
                continue
        result.append((at, condition))
    return result


def merge_same_column(binder: Binder, found: list[tuple[int, Condition]], base: int) -> list[tuple[int, Condition]]:
    merged: list[tuple[int, Condition]] = []
    for at, condition in found:
        last = merged[-1][1] if merged else None
        if (
            isinstance(condition, Period)
            and isinstance(last, Period)
            and last.column == condition.column
            and grouping.compared_periods(binder)
        ):
            merged[-1] = (at, AnyOf((last, condition)))
            continue
        if binder.draft.both and same_kind(binder, last, condition):
            if isinstance(last, Linked):
                merged.append((at, as_linked(binder, condition, base)))
            else:
                merged[-1] = (merged[-1][0], as_linked(binder, last, base))  # type: ignore[arg-type]
                merged.append((at, as_linked(binder, condition, base)))
            continue
        if (
            isinstance(condition, OneOf)
            and isinstance(last, OneOf)
            and last.column == condition.column
            and last.negated == condition.negated
        ):
            merged[-1] = (at, replace(last, values=tuple(dict.fromkeys([*last.values, *condition.values]))))
        elif (
            isinstance(condition, Compare)
            and isinstance(last, Compare)
            and last.column == condition.column
            and last.operator == condition.operator == "="
        ):
            merged[-1] = (at, OneOf(last.column, (last.value, condition.value), fold=last.fold))
        elif (
            isinstance(condition, Compare)
            and isinstance(last, OneOf)
            and last.column == condition.column
            and condition.operator == "="
        ):
            merged[-1] = (at, replace(last, values=(*last.values, condition.value)))
        else:
            merged.append((at, condition))
    return merged


def same_kind(binder: Binder, last: Condition | None, condition: Condition) -> bool:
    def column_of(each: Condition | None) -> int | None:
        if isinstance(each, Linked) and len(each.conditions) == 1:
            each = each.conditions[0]
        return each.column if isinstance(each, OneOf | Compare | Period) else None

    return column_of(last) is not None and column_of(last) == column_of(condition)


def as_linked(binder: Binder, condition: Condition, base: int) -> Condition:
    if isinstance(condition, Linked):
        return condition
    table = binder.index.columns[condition.column].table_id  # type: ignore[union-attr]
    return condition if table == base else Linked(table, (condition,), via=tuple(binder.via))


def join_or(binder: Binder, found: list[tuple[int, Condition]]) -> list[tuple[int, Condition]]:
    """Two neighbours with "or" between them in the question."""
    if len(found) < 2:
        return found
    joined: list[tuple[int, Condition]] = [found[0]]
    for at, condition in found[1:]:
        before = joined[-1][0]
        slots, tokens = binder.draft.tagged.slots, binder.draft.tagged.tokens
        if (
            before < len(slots)
            and at < len(slots)
            and "or" in [token.lower for token in tokens[slots[before].end : slots[at].start]]
        ):
            last = joined[-1][1]
            parts = last.conditions if isinstance(last, AnyOf) else (last,)
            joined[-1] = (at, AnyOf((*parts, condition)))
        else:
            joined.append((at, condition))
    return joined


def group_by_table(binder: Binder, conditions: list[Condition], base: int) -> list[Condition]:
    """Conditions on the same linked rows hold for one row, not for any two (unless "both" was said)."""
    if binder.draft.both:
        return conditions
    grouped: dict[int, list[Condition]] = {}
    kept: list[Condition] = []
    for condition in conditions:
        table = table_of(condition, binder.index)
        path = find_path(binder.index, base, table, tuple(binder.via)) if table is not None and table != base else ()
        if table is None or not path or not any(step.many for step in path):
            kept.append(condition)
        else:
            grouped.setdefault(table, []).append(condition)
    for table, inner in grouped.items():
        torn = intersections.pairs(inner)
        together = tuple(each for each in inner if each not in torn)
        rows = [(each, *together) for each in torn] or [together]
        kept.extend(Linked(table, conditions, via=tuple(binder.via)) for conditions in rows)
    return kept


def table_of(condition: Condition, index: CatalogIndex) -> int | None:
    if isinstance(condition, Compare | OneOf | Like | Between | Period | DatePart | IsNull | VersusAggregate):
        return index.columns[condition.column].table_id
    if isinstance(condition, AnyOf | AllOf):
        tables = {table_of(each, index) for each in condition.conditions}
        return tables.pop() if len(tables) == 1 else None
    return None
