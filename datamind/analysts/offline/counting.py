"""Patterns of linked rows: how many there are, that there are none, what has not happened."""

from __future__ import annotations

import re

from datamind.analysts.offline.draft import Absent, Counted, Draft, Test
from datamind.analysts.offline.phrases import (
    T,
    number_of,
    operator_of,
)


def is_counting_slot(draft: Draft, placeholder: str) -> bool:
    """Whether "more than 5 X" counts rows of X: X is a table, and not better a numeric column."""
    slot = draft.slot(number_of(placeholder))
    return bool(slot.tables) and (not slot.columns or slot.tables[0].score >= slot.columns[0].score - 0.05)


def on_counted(draft: Draft, match: re.Match[str]) -> str:
    if not is_counting_slot(draft, match["t"]):
        return match.group()
    slot = number_of(match["t"])
    number = draft.slot(number_of(match["n"])).value
    operator = operator_of(match["op"]) if match.groupdict().get("op") else "="
    if match.groupdict().get("post"):
        operator = ">=" if match["post"] in ("more", "greater", "higher", "above") else "<="
    draft.counted.append(Counted(slot, operator, float(number or 0), slot))
    draft.used.add(slot)
    return "|"


def on_counted_between(draft: Draft, match: re.Match[str]) -> str:
    if not is_counting_slot(draft, match["t"]):
        return match.group()
    slot = number_of(match["t"])
    numbers = sorted(float(draft.slot(number_of(match[name])).value or 0) for name in ("n", "n2"))
    draft.counted += [Counted(slot, ">=", numbers[0], slot), Counted(slot, "<=", numbers[1], slot)]
    draft.used.add(slot)
    return "|"


def on_times(draft: Draft, match: re.Match[str]) -> str:
    word = match["times"]
    number = {"once": 1.0, "twice": 2.0, "one time": 1.0}.get(word)
    if number is None:
        number = float(draft.slot(number_of(word.split()[0])).value or 0)
    before = [number_of(text) for text in re.findall(T, match.string[: match.start()])]
    draft.counted.append(
        Counted(before[-1] if before else None, operator_of(match["op"] or "="), number, before[-1] if before else 0)
    )
    return "|"


def on_several(draft: Draft, match: re.Match[str]) -> str:
    draft.counted.append(Counted(number_of(match["t"]), ">", 1.0, number_of(match["t"])))
    draft.used.add(number_of(match["t"]))
    return "|"


def on_absent(draft: Draft, match: re.Match[str]) -> str:
    slot = draft.slot(number_of(match["t"]))
    earlier = [other for other in draft.tagged.slots[: slot.number] if other.tables]
    done = slot.end - slot.start == 1 and draft.tagged.tokens[slot.start].lower.endswith("ed")
    if done and slot.columns and slot.tables and slot.columns[0].score >= slot.tables[0].score:
        return match.group()  # "not shipped": the date of it is empty
    if not slot.tables or (not earlier and slot.number == 0):
        return match.group()
    rest = match.string[match.end() :]
    stop = re.search(r" (?:and(?! [A-Z]+\d+ (?:or|and))|but|,|\.|\||order) ", rest)
    inside = re.findall(r"[A-Z]+(\d+)", rest[: stop.start()] if stop else rest)
    draft.absent.append(Absent(slot.number, slot.number, max([slot.number, *map(int, inside)])))
    draft.used.add(slot.number)
    return "~"


def on_absent_with(draft: Draft, match: re.Match[str]) -> str:
    """ "have never opened an urgent ticket": no such row, rather than none at all."""
    verb, table = draft.slot(number_of(match["c"])), draft.slot(number_of(match["t"]))
    if not table.tables or verb.end - verb.start > 1 or not draft.tagged.tokens[verb.start].lower.endswith("ed"):
        return match.group()
    draft.absent.append(Absent(table.number, number_of(match["v"]), table.number))
    draft.used |= {table.number, verb.number}
    return f" ~ {match['v']} "


def on_absent_value(draft: Draft, match: re.Match[str]) -> str:
    """ "who do not own cats": a value of another table's column, negated; bound once the entity is known."""
    draft.negated_slots.add(number_of(match["v"]))
    return " " + match["v"] + " "


def on_missing(draft: Draft, match: re.Match[str]) -> str:
    slot = draft.slot(number_of(match["c"]))
    if not slot.columns or slot.tables:
        return match.group()
    draft.tests.append(Test(slot.number, "=", how="null", at=slot.number))
    draft.used.add(slot.number)
    return "~"


def on_not_happened(draft: Draft, match: re.Match[str]) -> str:
    """ "not yet shipped": the date of the event is empty, when the verb names a date; bound later."""
    slot = draft.slot(number_of(match["c"]))
    word = draft.tagged.tokens[slot.start].lower
    if (
        slot.end - slot.start > 1
        or not slot.columns
        or slot.values
        or not (word.endswith("ed") or word in ("paid", "sold", "sent", "left", "met", "made", "begun", "seen"))
    ):
        return match.group()
    draft.tests.append(Test(slot.number, "=", how="not happened", at=slot.number))
    draft.used.add(slot.number)
    return "~"


def on_neither(draft: Draft, match: re.Match[str]) -> str:
    """ "neither A nor B": both are ruled out."""
    draft.negated_slots |= {number_of(match["v"]), number_of(match["v2"])}
    return f" {match['v']} {match['v2']} "


def on_not_value(draft: Draft, match: re.Match[str]) -> str:
    draft.negated_slots.add(number_of(match["v"]))
    return " " + match["v"] + " "
