"""Patterns of groups: "for each", "per", "by", grains of time."""

from __future__ import annotations

import re

from datamind.analysts.offline.draft import Draft, Grouped
from datamind.analysts.offline.phrases import (
    ANY,
    GRAINS,
    C,
    V,
    number_of,
)

PARTICIPLES = frozenset(
    [
        "written",
        "taught",
        "made",
        "given",
        "held",
        "sung",
        "led",
        "won",
        "driven",
        "sold",
        "bought",
        "paid",
        "sent",
        "built",
        "born",
        "done",
        "taken",
        "lost",
        "drawn",
        "shot",
        "run",
    ]
)


def is_doer(draft: Draft, match: re.Match[str]) -> bool:
    """ "published by publishers in London": who did it, not a group; "each" always makes a group."""
    if not match.group().strip().startswith(("by ", "across ", "according")) or re.search(
        r" (?:each|every|per) ", match.group()
    ):
        return False
    slot = draft.slot(number_of(re.findall(ANY, match.group())[0]))
    by = slot.start - 1
    tokens = draft.tagged.tokens
    while by > 0 and tokens[by].lower in ("the", "by", "a", "all"):
        by -= 1
    word = tokens[by].lower if by >= 0 else ""
    if (
        word.endswith("ed")
        and word
        not in (
            "grouped",
            "segmented",
            "divided",
            "split",
            "bucketed",
            "summarized",
            "aggregated",
            "categorized",
            "averaged",
        )
    ) or word in PARTICIPLES:
        return True
    return bool(slot.tables) and bool(
        re.match(
            rf" (?:from|in|with|who|whose|that|located in|living in) (?:the )?(?:{V}|{C})", match.string[match.end() :]
        )
    )


def on_group(draft: Draft, match: re.Match[str]) -> str:
    if is_doer(draft, match):
        return match.group()
    kept = "¦"
    for found in re.findall(ANY, match["x"]):
        slot = draft.slot(number_of(found))
        draft.groups.append(Grouped(slot.number))
        draft.used.add(slot.number)
        if slot.values and not slot.tables and not slot.columns:
            kept = f"{found} ¦"
    return f" {kept} "


def on_grain(draft: Draft, match: re.Match[str]) -> str:
    draft.groups.append(Grouped(None, GRAINS[match["grain"]]))
    return " ¦ "


def on_grain_asked(draft: Draft, match: re.Match[str]) -> str:
    draft.groups.append(Grouped(None, GRAINS[match["grain"]]))
    draft.which = True
    return " ^ "
