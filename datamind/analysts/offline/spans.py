"""Words of two events come in, the time between their dates goes out: "average days between order and shipment"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from datamind.analysts.offline.draft import Draft, Span
from datamind.analysts.offline.frame import Measure
from datamind.analysts.offline.joins import find_path
from datamind.analysts.offline.phrases import aggregate_of
from datamind.linking.entries import CatalogIndex, ColumnEntry
from datamind.linking.morphology import lemma, stem
from datamind.linking.synonyms import SYNONYMS_OF

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder

UNITS = r"(?:days?|hours?|minutes?|weeks?|time|duration|delay|lag|gap|interval|turnaround)"
PATTERN = (
    rf"(?: (?P<agg>average|avg|mean|total|maximum|max|minimum|min|median|longest|shortest))?(?: (?:number|amount|count) of)? (?P<unit>{UNITS})"
    rf"(?: in (?P<in>days|hours|minutes|weeks))?(?: it takes| it took| taken| elapsed| passed| needed)? (?:between|from) (?P<a>(?:\S+ ){{1,4}}?)(?:and|to|until|till) (?P<b>(?:\S+ ){{1,3}}?)(?=(?:of|per|by|for|in|on|over|across|each|during) |[.,|¦]|$)"
)
_DIVIDE = {"hour": 1 / 24, "minute": 1 / 1440, "week": 7.0}
_SMALL = frozenset(
    ("the", "a", "an", "date", "day", "time", "being", "when", "it", "is", "was", "at", "on", "their", "its", "of")
)


def on_span(draft: Draft, match: re.Match[str]) -> str:
    """Both ends as the words that were said of them."""
    start, end = (_words(draft, match[side]) for side in ("a", "b"))
    if not start or not end:
        return match.group()
    said = match["agg"] or ""
    aggregate = "max" if said == "longest" else "min" if said == "shortest" else aggregate_of(said)
    draft.span = Span(start, end, aggregate or "avg", (match["in"] or match["unit"]).rstrip("s"))
    return " ^ "


def _words(draft: Draft, text: str) -> tuple[str, ...]:
    words: list[str] = []
    for part in text.split():
        found = re.fullmatch(r"[A-Z]+(\d+)", part)
        if found:
            slot = draft.slot(int(found[1]))
            words += [token.lower for token in draft.tagged.tokens[slot.start : slot.end]]
        else:
            words.append(part)
    return tuple(word for word in words if word.isalpha() and word not in _SMALL)


def measured(binder: Binder, span: Span) -> Measure | None:
    """The measure over the two date columns that the words fit best, in one table or two that a key joins."""
    pair = dates_of(
        binder.index,
        span.start,
        span.end,
        set(binder.mentioned) | ({binder.entity} if binder.entity is not None else set()),
    )
    if pair is None:
        return None
    return Measure(span.aggregate, pair[1], divide=_DIVIDE.get(span.unit, 1.0), since=pair[0])


def dates_of(
    index: CatalogIndex, start: tuple[str, ...], end: tuple[str, ...], near: set[int]
) -> tuple[int, int] | None:
    dated = [column for column in index.columns if column.kind == "time" and not column.formula]
    best: tuple[float, int, int] | None = None
    for first in dated:
        fits = _fit(first, start)
        if not fits:
            continue
        for last in dated:
            also = _fit(last, end) if last.id != first.id else 0.0
            if not also:
                continue
            score = fits + also + 0.3 * (first.table_id in near) + 0.3 * (last.table_id in near)
            if first.table_id != last.table_id:
                path = find_path(index, last.table_id, first.table_id)
                if not path:
                    continue
                score -= 0.25 * len(path)
            if best is None or score > best[0]:
                best = (score, first.id, last.id)
    return (best[1], best[2]) if best else None


def _fit(column: ColumnEntry, words: tuple[str, ...]) -> float:
    """How well the words name the event that the column dates."""
    lemmas, stems = {lemma(word) for word in words}, {stem(word) for word in words}
    best = 0.0
    for word in column.words:
        if word in ("date", "time", "at", "on", "day"):
            continue
        if word in lemmas or stem(word) in stems:
            best = max(best, 1.0)
        elif SYNONYMS_OF.get(word, frozenset()) & lemmas or any(word in SYNONYMS_OF.get(each, ()) for each in lemmas):
            best = max(best, 0.6)
    return best
