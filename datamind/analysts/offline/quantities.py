"""Patterns of what is asked for: counts, aggregates, amounts, shares, changes; and the flags beside them."""

from __future__ import annotations

import re

from datamind.analysts.offline.draft import Asked, Draft, Grouped
from datamind.analysts.offline.frame import Aggregate
from datamind.analysts.offline.phrases import (
    AGG,
    ANY,
    aggregate_of,
    number_of,
)
from datamind.linking.morphology import is_verb_form


def on_average_value(draft: Draft, match: re.Match[str]) -> str:
    """ "average order value": the amount of one row of the table."""
    slot = number_of(match["t"])
    draft.asked.append(Asked(aggregate_of(match["agg"]), slot, at=slot, word="amount"))
    draft.used.add(slot)
    return f" ^ {match['t']} "


def on_count(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["x"])
    if match.groupdict().get("t") and is_verb_form(draft.tagged.tokens[draft.slot(slot).start].lower):
        slot, kept = number_of(match["t"]), match["x"]  # "podcasts directed by each": the podcasts are counted
        draft.asked.append(Asked("count", slot, at=slot))
        draft.used.add(slot)
        return f" ^ {kept} "
    distinct = bool(re.search(r"\b(different|distinct|unique)\b", match.group()))
    draft.asked.append(Asked("count_distinct" if distinct else "count", slot, distinct, at=slot))
    draft.used.add(slot)
    return f" ^ {match['keep']} " if match.groupdict().get("keep") else " ^ "


def on_aggregate(draft: Draft, match: re.Match[str]) -> str:
    aggregates = [aggregate_of(word) for word in re.findall(AGG, match["aggs"])]
    columns = [number_of(found) for found in re.findall(ANY, match["cols"])]
    for column in columns:
        draft.used.add(column)
        draft.asked.extend(Asked(aggregate, column, at=column, word=match["aggs"].strip()) for aggregate in aggregates)
    return " ^ "


def on_plain_aggregate(draft: Draft, match: re.Match[str]) -> str:
    before = match.string[: match.start()].split()
    if (before and before[-1] in ("with", "has", "have", "had", "who", "which", "by")) or (
        draft.which and not re.search(r" each | per ", match.string)
    ):
        return match.group()
    return on_aggregate(draft, match)


def on_aggregate_table(draft: Draft, match: re.Match[str]) -> str:
    """ "total sales": the amount of a table, or the number of its rows."""
    slot = draft.slot(number_of(match["t"]))
    aggregate = aggregate_of(match["agg"])
    if aggregate not in ("sum", "avg") or slot.columns:
        return match.group()
    draft.asked.append(Asked(aggregate, slot.number, at=slot.number, word="table"))
    draft.used.add(slot.number)
    return " ^ "


def on_money_alone(draft: Draft, match: re.Match[str]) -> str:
    if draft.asked or draft.most:
        return match.group()
    draft.asked.append(Asked("sum", None, word=match["money"], at=len(draft.tagged.slots)))
    return " ^ "


def on_rows_counted(draft: Draft, match: re.Match[str]) -> str:
    draft.count_rows = True
    return " . "


def on_where(draft: Draft, match: re.Match[str]) -> str:
    draft.where = True
    return " show "


def on_aggregate_count(draft: Draft, match: re.Match[str]) -> str:
    """ "average number of X": X is a column that holds a number, else the count per entity."""
    slot = draft.slot(number_of(match["c"]))
    for word in re.findall(AGG, match["aggs"]):
        aggregate = aggregate_of(word)
        if slot.tables and not slot.columns and aggregate == "sum":
            draft.asked.append(Asked("count", slot.number, at=slot.number))
        else:
            draft.asked.append(Asked(aggregate, slot.number, at=slot.number, word="number"))
    draft.used.add(slot.number)
    return " ^ "


def on_money(draft: Draft, match: re.Match[str]) -> str:
    """An amount that no column is called by: the main amount of the table is meant."""
    words = match.group()
    aggregate: Aggregate = "avg" if re.search(r"average|avg|mean", words) else "sum"
    draft.asked.append(Asked(aggregate, None, word=match["money"], at=len(draft.tagged.slots)))
    return " ^ "


def on_share(draft: Draft, match: re.Match[str]) -> str:
    draft.share = True
    return " ^share "


def on_change(draft: Draft, match: re.Match[str]) -> str:
    draft.change = "percent" if re.search(r"percent|growth rate|%|rate", match.group()) else "difference"
    if re.search(r"year|yoy|annual", match.group()):
        draft.groups.append(Grouped(None, "year"))
    elif re.search(r"month|mom", match.group()):
        draft.groups.append(Grouped(None, "month"))
    elif re.search(r"week|wow", match.group()):
        draft.groups.append(Grouped(None, "week"))
    elif re.search(r"quarter|qoq", match.group()):
        draft.groups.append(Grouped(None, "quarter"))
    return " ^ "


def on_running(draft: Draft, match: re.Match[str]) -> str:
    draft.running = True
    found = re.search(r"N(\d+)", match.group())
    draft.window = (
        int(float(draft.slot(int(found[1])).value or 3))
        if found
        else (3 if "moving" in match.group() or "rolling" in match.group() else None)
    )
    return " total " if "moving" not in match.group() and "rolling" not in match.group() else " "


def on_everything(draft: Draft, match: re.Match[str]) -> str:
    """ "all the information about hiring": every column of it."""
    if not {"all", "every", "full", "complete"} & {token.lower for token in draft.tagged.tokens}:
        return match.group()
    draft.whole_rows = True
    return " show "


def on_times_each(draft: Draft, match: re.Match[str]) -> str:
    """ "… and how many times is each used": the rows of each value shown."""
    draft.asked.append(Asked("count", None, word="rows", at=len(draft.tagged.slots)))
    return " "


def on_parallel(draft: Draft, match: re.Match[str]) -> str:
    """ "shows directed by A and shows directed by B": one of each."""
    first, second = draft.slot(number_of(match["t"])), draft.slot(number_of(match["t2"]))
    if first.tables[0].id == second.tables[0].id and first.number:
        draft.both = True
    return match.group()


def on_ends_each(draft: Draft, match: re.Match[str]) -> str:
    """ "first order date of each customer": the earliest of the group."""
    slot = number_of(match["cols"])
    draft.asked.append(Asked("min" if match["aggs"] in ("first", "earliest") else "max", slot, at=slot))
    draft.used.add(slot)
    return " ^ "


def on_distinct(draft: Draft, match: re.Match[str]) -> str:
    draft.distinct = True
    return " "


def on_both(draft: Draft, match: re.Match[str]) -> str:
    draft.both = True
    return " "


def on_either(draft: Draft, match: re.Match[str]) -> str:
    draft.either = True
    return f" {match['a']} or {match['b']} " if "a" in match.groupdict() else " "


def on_minutes(draft: Draft, match: re.Match[str]) -> str:
    draft.unit = match["unit"]
    return " "
