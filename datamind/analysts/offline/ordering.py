"""Patterns of order: "sorted by age descending", "from old to young", "highest first"."""

from __future__ import annotations

import re

from datamind.analysts.offline.draft import Draft, Ordered
from datamind.analysts.offline.phrases import (
    AGG,
    TC,
    TCV,
    C,
    aggregate_of,
    number_of,
)
from datamind.linking.morphology import base_adjective
from datamind.linking.vocabulary import QUALITIES


def direction(words: str) -> bool | None:
    """Whether descending; None when no direction is said."""
    if re.search(
        r"\b(descending|desc|decreasing|reverse|reversed|high(?:est)? to low|old(?:est)? to young|most to|large(?:st)? to|(?:best|highest|largest|most) \S+ to|best to|long(?:est)? to|new(?:est)? to|(?:highest|largest|most|newest|latest|oldest|biggest|best|longest|top) first|(?:starting )?(?:from|with) the (?:highest|largest|most|best|oldest|longest|newest|latest))\b",
        words,
    ):
        return True
    if re.search(
        r"\b(ascending|asc|increasing|alphabetical|alphabetically|alphabetic|lexicographical|lexicographic|lexicographically|chronological|chronologically|low(?:est)? to|young(?:est)? to|least to|small(?:est)? to|short(?:est)? to|old(?:est)? to new|(?:lowest|smallest|least|earliest|youngest|shortest|fewest) first)\b",
        words,
    ):
        return False
    return None


def on_frequency(draft: Draft, match: re.Match[str]) -> str:
    said = (match["dir"] or match["dir2"] or "").strip()
    draft.by_frequency = said not in ("ascending", "increasing")
    return " | "


ORDER_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "by",
        "in",
        "on",
        "to",
        "from",
        "and",
        "then",
        "first",
        "last",
        "order",
        "ordered",
        "ascending",
        "descending",
        "asc",
        "desc",
        "alphabetical",
        "alphabetically",
        "reverse",
        "number",
        "numbers",
        "count",
        "value",
        "values",
        "their",
        "its",
        "his",
        "her",
        "they",
        "have",
        "has",
        "made",
        "each",
        "high",
        "highest",
        "low",
        "lowest",
        "large",
        "largest",
        "small",
        "smallest",
        "old",
        "oldest",
        "young",
        "youngest",
        "new",
        "newest",
        "most",
        "least",
        "best",
        "worst",
        "long",
        "longest",
        "short",
        "shortest",
        "latest",
        "earliest",
        "increasing",
        "decreasing",
        "results",
        "result",
        "them",
        "it",
        "down",
        "up",
        "average",
        "total",
        "respectively",
        "is",
        "are",
        "do",
        "does",
    ]
)


def unread(rest: str) -> str:
    """The words of an order clause that name nothing: they count as not understood."""
    return " ".join(word for word in re.findall(r"(?<![A-Z\w])[a-z]{3,}\b(?!\d)", rest) if word not in ORDER_WORDS)


def on_order(draft: Draft, match: re.Match[str]) -> str:
    rest = match["rest"] or ""
    if not re.search(r"[A-Z]+\d", rest) and (inside := re.search(rf" ({C})(?= to )", match.group())):
        rest = f" {inside[1]} "
    before = match.groupdict().get("dir") or ""
    descending = direction(f" {before} {match.group()} ")
    if descending is None and draft.direction is not None:
        descending, draft.direction = draft.direction, None  # "in descending order" stood before "ordered by"
    stop = re.search(r" (?:whose|who|that|which|where|having|with (?=[TC])|limit|, and show|and show) ", rest)
    tail = ""
    if stop:
        rest, tail = rest[: stop.start()] + " ", rest[stop.start() :]
    count = re.search(rf"(?:number|count|numbers) of (?:the )?(?:different |distinct )?({TC})", rest)
    if count:
        draft.ordered.append(Ordered(number_of(count[1]), bool(descending), count=True))
        draft.used.add(number_of(count[1]))
        return "| " + tail
    tail = f" {unread(rest)} {tail}"
    found = False
    for part in re.finditer(
        rf"(?:({AGG}) (?:of )?(?:the |their )?)?({TCV})(?: (?:in )?(ascending|descending|asc|desc))?", rest
    ):
        own = direction(f" {part[3]} ") if part[3] else descending
        draft.ordered.append(
            Ordered(number_of(part[2]), bool(own), aggregate=aggregate_of(part[1]) if part[1] else None)
        )
        draft.used.add(number_of(part[2]))
        found = True
        if not re.match(r"\s*(?:,|and|then)", rest[part.end() :]):
            break
    if not found:
        quality = re.search(r"(?:from (?:the )?)?(\w+) to (?:the )?\w+", rest)
        adjective = (base_adjective(quality[1]) or quality[1]) if quality else ""
        if adjective in QUALITIES:
            draft.ordered.append(
                Ordered(None, descending if descending is not None else QUALITIES[adjective][1] > 0, quality=adjective)
            )
            draft.direction = draft.ordered[-1].descending
        else:
            draft.direction = bool(descending)
    return "| " + tail


def on_high_first(draft: Draft, match: re.Match[str]) -> str:
    draft.direction = direction(f" {match.group()} ")
    return "|"
