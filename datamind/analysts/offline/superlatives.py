"""Patterns of the most and the least: by count, by a column, by a quality, by an amount; the first n."""

from __future__ import annotations

import re

from datamind.analysts.offline import comparisons, counting
from datamind.analysts.offline.draft import Draft, Most
from datamind.analysts.offline.phrases import (
    HIGH,
    MOST,
    aggregate_of,
    number_of,
)
from datamind.linking.morphology import base_adjective, is_verb_form, lemma
from datamind.linking.vocabulary import QUALITIES


def on_most_counted(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["t"])
    said = draft.tagged.tokens[draft.slot(slot).start].lower
    if (
        said in ("sales", "revenue", "income", "spending", "earnings", "turnover")
        and "number of" not in match.group()
        and draft.slot(slot).score < 0.9
    ):
        draft.most.append(Most("money", None, bool(re.search(rf" {MOST} | most ", match.group())), word=said, at=999))
        draft.used.add(slot)
        return "|"
    if not draft.slot(slot).tables and "number of" not in match.group():
        return match.group()
    if draft.slot(slot).columns and not draft.slot(slot).tables and "number of" in match.group() and False:
        return match.group()
    if (
        draft.slot(slot).tables
        and not counting.is_counting_slot(draft, match["t"])
        and "number of" not in match.group()
    ):
        return match.group()
    descending = bool(re.search(rf" {MOST} | most ", match.group()))
    draft.most.append(Most("count", slot, descending, at=slot))
    draft.used.add(slot)
    return "|"


def on_most_common(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["t"])
    said = draft.tagged.tokens[draft.slot(slot).end - 1].lower
    if (
        draft.limit is None
        and re.search(r" (?:are|were) (?:the )?$|^ show +$", match.string[: match.start()] + " ")
        and lemma(said) != said
        and not {"is", "was"} & {token.lower for token in draft.tagged.tokens[: draft.slot(slot).start]}
    ):
        draft.ranks_all = True  # "what are the most common reasons": all of them, in order
    draft.most.append(Most("common", slot, match["dir"] != "least" and "rare" not in match.group(), at=slot))
    return f" show {match['t']} "


def on_most_verbed(draft: Draft, match: re.Match[str]) -> str:
    """ "the museum visited most often": the table that the verb names is counted."""
    slot = number_of(match["t"])
    draft.most.append(Most("count", slot, "least" not in match.group() and "fewest" not in match.group(), at=slot))
    draft.used.add(slot)
    return "|"


def on_most_column(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"])
    if not comparisons.names_column(draft, match["c"]):
        return match.group()
    word = match["dir"]
    descending = bool(re.fullmatch(HIGH, word))
    before = match.string[: match.start()].strip()
    named_before = bool(re.search(r"[A-Z]+\d+|who|which", before))
    select = not (match.group().strip().startswith(("with", "has", "have", "had", "by")) or named_before)
    aggregate = aggregate_of(match["agg"]) if match.groupdict().get("agg") else None
    draft.most.append(Most("column", slot, descending, word=word, aggregate=aggregate, at=slot, select=select))
    draft.used.add(slot)
    return "|"


def on_done_most(draft: Draft, match: re.Match[str]) -> str:
    """ "the highest rated show", "the most cited paper": by the number that the participle names."""
    slot = draft.slot(number_of(match["c"]))
    said = draft.tagged.tokens[slot.start].lower
    if slot.tables or slot.end - slot.start != 1 or not is_verb_form(said):
        return match.group()
    draft.most.append(
        Most("column", slot.number, match["dir"] not in ("lowest", "worst", "least"), word=match["dir"], at=slot.number)
    )
    draft.used.add(slot.number)
    return " "


def on_first_to(draft: Draft, match: re.Match[str]) -> str:
    """ "the first student to register": the earliest date of the thing."""
    slot = number_of(match["t"])
    word = "early" if match["dir"] in ("first", "earliest") else "late"
    draft.most.append(Most("quality", None, word == "late", word=word, of=slot, at=slot))
    return f" {match['t']} "


def on_first_last(draft: Draft, match: re.Match[str]) -> str:
    slot = number_of(match["c"])
    draft.most.append(Most("column", slot, match["dir"] not in ("first", "earliest"), word=match["dir"], at=slot))
    draft.used.add(slot)
    return "|"


def on_quality(draft: Draft, match: re.Match[str]) -> str:
    word = match["adj"].split()[-1]
    adjective = base_adjective(word) or word
    if adjective not in QUALITIES:
        return match.group()
    sign = QUALITIES[adjective][1]
    if match["adj"].startswith("least "):
        sign = -sign
    of = number_of(match["x"]) if match["x"] else None
    draft.most.append(Most("quality", None, sign > 0, word=adjective, of=of, at=of if of is not None else 999))
    return f" {match['x'] or '|'} "


def on_top(draft: Draft, match: re.Match[str]) -> str:
    number = draft.slot(number_of(match["n"])).value
    draft.limit = int(float(number or 1))
    word = match.groupdict().get("dir") or "top"
    if word in ("top", "best", "first", "most", "leading", "highest", "largest", "biggest"):
        draft.direction = True
    elif word in ("bottom", "worst", "least", "lowest", "smallest", "fewest"):
        draft.direction = False
    return " | "


def on_most_money(draft: Draft, match: re.Match[str]) -> str:
    draft.most.append(
        Most("money", None, match["dir"] not in ("least", "smallest", "lowest"), word=match["money"], at=999)
    )
    return "|"
