"""Stored values, loose texts and periods that were named come in, conditions on the columns they belong to go out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from datamind.analysts.offline import choices, columns, comparing, grouping, key_roles, showing
from datamind.analysts.offline.dates import PeriodMention, day_of, find_periods
from datamind.analysts.offline.frame import (
    AllOf,
    Between,
    Compare,
    Condition,
    DatePart,
    Linked,
    OneOf,
    Period,
)  # fmt: skip
from datamind.analysts.offline.joins import graph_of
from datamind.analysts.offline.phrases import GRAINS
from datamind.analysts.offline.tagging import Slot
from datamind.linking.index import ColumnEntry
from datamind.linking.morphology import is_verb_form
from datamind.linking.vocabulary import USUAL_VERBS

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def value_conditions(binder: Binder, base: int) -> list[tuple[int, Condition]]:
    found: list[tuple[int, Condition]] = []
    for number in dict.fromkeys(binder.left):
        slot = binder.draft.slot(number)
        if (
            slot.values
            and not (slot.columns and showing.is_name_of_thing(binder, slot))
            and not (
                slot.tables
                and not is_kind_of_row(binder, slot, base)
                and slot.tables[0].score >= slot.values[0].score
                and not (slot.values[0].exact and binder.draft.tagged.tokens[slot.start].capital)
            )
        ):
            if number == binder.entity_slot and not slot.quoted:
                continue
            column = value_column(binder, slot, base)
            mention = next(mention for mention in slot.values if mention.id == column)
            if mention.score < 0.85:
                binder.penalty += 0.5 * (0.9 - mention.score)
                binder.assumptions.append(f"“{comparing.text_of(binder, slot)}” is taken as {mention.values[0]}")
            negated = number in binder.draft.negated_slots
            equal = OneOf(column, mention.values, negated)
            table = binder.index.columns[column].table_id
            role = key_roles.linked_by_role(binder, slot, base, table)
            found.append((number, Linked(table, (equal,), via=role) if role else equal))
        elif slot.value is not None and isinstance(slot.value, str) and not slot.mentions:
            condition = loose_text(binder, slot, base)
            if condition is not None:
                found.append((number, condition))
    return found


def is_kind_of_row(binder: Binder, slot: Slot, base: int) -> bool:
    """ "comments on tickets", where a comment says of what kind of thing it is and no key leads to tickets."""
    own = [mention for mention in slot.values if binder.index.columns[mention.id].table_id == base]
    if not own or slot.tables[0].id == base or binder.index.columns[own[0].id].words[-1] not in ("type", "kind"):
        return False
    return all(step.right != slot.tables[0].id for step in graph_of(binder.index).steps[base])


def loose_text(binder: Binder, slot: Slot, base: int) -> Condition | None:
    """Quoted or capitalised words that are stored nowhere that we know: looked for in the label before them."""
    binder.penalty += 0.25 if slot.quoted else 0.6
    tables = comparing.tables_before(binder, slot.number, base)
    if not tables:
        return None
    column = choices.labels_of(binder.index, tables[0])[0]
    profile = binder.index.columns[column].column.profile
    if not slot.quoted and (
        profile is None
        or profile.values
        or binder.index.columns[column].is_number
        or binder.index.columns[column].kind == "id"
    ):
        return None
    return Compare(column, "=", str(slot.value), fold=True)


def value_column(binder: Binder, slot: Slot, base: int) -> int:
    tokens, slots = binder.draft.tagged.tokens, binder.draft.tagged.slots
    beside: set[int] = set()
    beside_columns: set[int] = set()
    for other in (
        slots[slot.number - 1] if slot.number else None,
        slots[slot.number + 1] if slot.number + 1 < len(slots) else None,
    ):
        if other is None:
            continue
        gap = tokens[other.end : slot.start] if other.number < slot.number else tokens[slot.end : other.start]
        if (
            all(token.lower in ("the", "of", "a", "an", "is", "by", "in", "named", "'s", "was", "are") for token in gap)
            and len(gap) < 3
        ):
            beside |= {mention.id for mention in other.tables[:1]}
            beside_columns |= {mention.id for mention in other.columns}
    end = key_roles.end_of(binder, slot, [mention.id for mention in slot.values])
    if end is not None:
        return end
    scored = []
    for mention in slot.values:
        entry = binder.index.columns[mention.id]
        score = (
            mention.score
            + 0.3 * (mention.id in beside_columns)
            + 0.3 * (entry.table_id in beside)
            + 0.12 * (entry.table_id in binder.mentioned)
        )
        score -= choices.near(binder.index, base, entry.table_id)
        score += 0.08 if entry.kind in ("label", "category") else 0.0
        label = choices.labels_of(binder.index, entry.table_id)
        score += 0.05 * (mention.id in label)
        if (
            slot.start
            and tokens[slot.start - 1].lower in ("by", "from", "of", "for")
            and entry.table_id == binder.entity
            and mention.id in label
        ):
            score -= 0.35
        score += 0.15 * any(word in stems_text(binder) for word in entry.own_words if word != "name")
        score += 0.15 * any(
            verb in stems_text(binder) for word in entry.own_words for verb in USUAL_VERBS.get(word, ())
        )
        score += 0.1 * mention.exact
        scored.append((score, -mention.id))
    scored.sort(reverse=True)
    if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.04:
        binder.penalty += 0.08
    return -scored[0][1]


def stems_text(binder: Binder) -> set[str]:
    return {token.lemma for token in binder.draft.tagged.tokens}


def from_last_day(binder: Binder, column: int, slot: Slot) -> PeriodMention:
    """ "last month" in old data counts from the last day of the very column."""
    period = slot.period
    assert period is not None  # noqa: S101 - asked only of periods
    profile = binder.index.columns[column].column.profile
    last = day_of(profile.maximum) if profile and period.relative and binder.data_is_old else None
    if last is None or last == binder.today:
        return period
    again = find_periods(binder.draft.tagged.tokens[slot.start : slot.end], last)
    return again[0] if again else period


def period_conditions(binder: Binder, base: int) -> list[tuple[int, Condition]]:
    found: list[tuple[int, Condition]] = []
    for number in dict.fromkeys(binder.left):
        slot = binder.draft.slot(number)
        if not slot.period:
            continue
        column = period_column(binder, slot, base)
        months = months_of_year(binder, slot, column, base) if not slot.period.part else None
        if months is not None:
            found.append((number, months))
            continue
        if column is None:
            binder.notes.append(f"unknown:{slot.period.words}")
            binder.penalty += 0.5
            continue
        if slot.period.part:
            found.append((number, DatePart(column, *slot.period.part)))
        else:
            period = from_last_day(binder, column, slot)
            if binder.index.columns[column].month_text and any(
                day is not None and day.day != 1 for day in (period.first, period.last)
            ):
                binder.penalty += 0.5  # a month does not hold a day
            found.append((number, Period(column, period.first, period.last, period.words)))
    return found


def months_of_year(binder: Binder, slot: Slot, column: int | None, base: int) -> Condition | None:
    """ "in June 2023" where a row has its year in one column and its month in another."""
    period = slot.period
    if (
        column is not None
        or period is None
        or not period.first
        or not period.last
        or period.first.day != 1
        or period.last.day != 1
    ):
        return None
    table = binder.fact if binder.fact is not None else base
    months = [each for each in binder.index.columns_of(table) if is_month_number(each)]
    years = [each for each in binder.index.columns_of(table) if each.kind == "year"]
    last = (
        date(period.last.year - 1, 12, 1)
        if period.last.month == 1
        else period.last.replace(month=period.last.month - 1)
    )
    if not months or not years or last.year != period.first.year:
        return None
    first = period.first.month
    month = Compare(months[0].id, "=", first) if first == last.month else Between(months[0].id, first, last.month)
    return AllOf((Compare(years[0].id, "=", last.year), month))


def is_month_number(entry: ColumnEntry) -> bool:
    """Whether a column holds the number of a month, 1 to 12."""
    profile = entry.column.profile
    return (
        entry.words[-1] == "month"
        and entry.is_number
        and profile is not None
        and profile.minimum is not None
        and float(profile.minimum) >= 1
        and float(profile.maximum) <= 12
    )


def dated_event(binder: Binder, before: Slot | None, slot: Slot) -> int | None:
    """ "who performed in a gig in 2014": the date of the thing named right before, when it has one."""
    if before is None or not before.tables or (before.columns and before.columns[0].score > before.tables[0].score):
        return None
    if before.tables[0].id == (binder.fact if binder.fact is not None else binder.entity):
        return None
    gap = [token.lower for token in binder.draft.tagged.tokens[before.end : slot.start]]
    if not any(map(is_verb_form, gap)) and any(grouped.slot == before.number for grouped in binder.draft.groups):
        return None  # "by branch in 2023" dates what is counted, not the branch
    if before.tables[0].score < 0.8 or not all(
        word in ("in", "on", "during", "from", "of", "that", "which", "were", "was") or is_verb_form(word)
        for word in gap
    ):
        return None
    return choices.date_column(binder.index, before.tables[0].id, binder.stems)


def period_column(binder: Binder, slot: Slot, base: int) -> int | None:
    slots, tokens = binder.draft.tagged.slots, binder.draft.tagged.tokens
    before = slots[slot.number - 1] if slot.number else None
    if before is not None and before.columns and len(tokens[before.end : slot.start]) <= 2:
        dated = [mention for mention in before.columns if binder.index.columns[mention.id].kind in ("time", "year")]
        if columns.slot_text(binder.draft, before) in GRAINS:  # "per month in 2023"
            rows = binder.fact if binder.fact is not None else base
            dated = [mention for mention in dated if binder.index.columns[mention.id].table_id == rows]
        if dated:
            return columns.column(binder, replace(before, mentions=tuple(dated)), "time", base)
    if (
        before is not None
        and before.period
        and binder._last_period is not None
        and slot.number not in binder.period_columns
    ):
        return binder._last_period
    event = dated_event(binder, before, slot)
    if event is not None:
        return event
    absent = next((each for each in binder.draft.absent if each.at <= slot.number <= each.until), None)
    if absent is not None:
        return grouping.time_column_of(binder, binder.draft.slot(absent.slot).tables[0].id)
    fact = binder.fact if binder.fact is not None else grouping.fact_table(binder)
    column = grouping.time_column(binder, fact if fact is not None else base)
    period = slot.period
    whole = period is None or period.years or (period.first or period.last) is None
    if column is not None and binder.index.columns[column].kind == "year" and not whole:
        days = [
            other.id for table in binder.mentioned for other in binder.index.columns_of(table) if other.kind == "time"
        ]
        column = days[0] if days else None  # a year does not hold a day
    binder._last_period = column
    return column
