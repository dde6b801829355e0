"""Tokens and an index come in, mentions go out: which words name which table, column or stored value, and how surely.

A name is mentioned when enough of its words are there, its last one counting most; words of the column's own table and
general ones ("name", "id") need not be said. To add a way to mention: a finder in `find_mentions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from datamind.linking import stored
from datamind.linking.entries import KEY_ROLE, CatalogIndex
from datamind.linking.lexing import Token
from datamind.linking.mention import Mention
from datamind.linking.morphology import lemma

_BRIDGES = {"of", "the", "'s", "-", "a", "an", "in", "for", "to", "&", "/", "on", "at"}
_LIGHT = {
    "million",
    "thousand",
    "usd",
    "eur",
    "dollar",
    "cent",
    "km",
    "meter",
    "kg",
    "unit",
    "measure",
    "in",
    "0",
    "1",
    "2",
    "3",
    "data",
    "at",
    "on",
    "when",
    "full",
}
_GENERAL = {
    "name",
    "id",
    "code",
    "type",
    "date",
    "number",
    "value",
    "key",
    "description",
    "text",
    "title",
    "amount",
    "detail",
    "count",
    "time",
    "year",
}
_LEAST = 0.28


def find_mentions(tokens: tuple[Token, ...], index: CatalogIndex) -> tuple[Mention, ...]:
    """All mentions, overlapping ones included, best first."""
    found = [*_find_names(tokens, index), *stored.find_values(tokens, index)]
    return tuple(sorted(found, key=lambda mention: (-mention.score, mention.start)))


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _find_names(tokens: tuple[Token, ...], index: CatalogIndex) -> list[Mention]:
    hits: dict[tuple[int, int], list[tuple[int, int, int, float]]] = defaultdict(list)
    for at, token in enumerate(tokens):
        if token.kind not in ("word", "number"):
            continue
        for width, lemma_, stem_ in _forms(tokens, at):
            best: dict[tuple[int, int, int], float] = {}
            for key in (f"={lemma_}", f"~{stem_}"):
                for posting in index.postings.get(key, ()):
                    place = (posting.element, posting.form, posting.position)
                    best[place] = max(best.get(place, 0.0), posting.score)
            for (element, form, position), score in best.items():
                hits[element, form].append((at, at + width, position, score))
    mentions: dict[tuple[int, int, int], Mention] = {}
    for (element, form), places in hits.items():
        for mention in _assemble(element, form, places, tokens, index):
            span = (element, mention.start, mention.end)
            if span not in mentions or mentions[span].score < mention.score:
                mentions[span] = mention
    return list(mentions.values())


def _forms(tokens: tuple[Token, ...], at: int) -> Iterable[tuple[int, str, str]]:
    token = tokens[at]
    yield 1, token.lemma, token.stem
    if token.kind == "word" and at + 1 < len(tokens) and tokens[at + 1].kind == "word":
        joined = lemma(token.lower + tokens[at + 1].lower)
        yield 2, joined, joined


def _assemble(
    element: int, form: int, places: list[tuple[int, int, int, float]], tokens: tuple[Token, ...], index: CatalogIndex
) -> Iterable[Mention]:
    words, own = _words_of(element, form, index)
    whole = 0.85 if element >= 0 and index.columns[element].formula else 0.0  # a house word is said whole or not at all
    places.sort()
    for first, (start, end, position, score) in enumerate(places):
        covered = {position: score}
        said = list(range(start, end))
        best = _score(words, own, covered)
        if best >= whole:
            yield from _mention(element, form, start, end, best, tuple(said))
        for next_start, next_end, next_position, next_score in places[first + 1 :]:
            if next_start < end or next_position in covered:
                continue
            if not all(token.lower in _BRIDGES for token in tokens[end:next_start]) or next_start - end > 2:
                break
            covered[next_position] = next_score
            end = next_end  # noqa: PLW2901 (the mention grows)
            said.extend(range(next_start, next_end))
            best = _score(words, own, covered)
            if best >= whole:
                yield from _mention(element, form, start, end, best, tuple(said))


def _words_of(element: int, form: int, index: CatalogIndex) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if form >= KEY_ROLE:
        column = index.columns[form - KEY_ROLE]
        words = tuple(word for word in column.words if word not in ("id", "key", "code", "number"))
        return words, words
    if element < 0:
        table = index.tables[-1 - element]
        words = table.words if form == 0 else table.synonyms[form - 1]
        return words, words
    entry = index.columns[element]
    return (entry.words, entry.own_words) if form == 0 else (entry.synonyms[form - 1], entry.synonyms[form - 1])


def _score(words: tuple[str, ...], own: tuple[str, ...], covered: dict[int, float]) -> float:
    heads = [
        position for position, word in enumerate(words) if word in own and word not in _LIGHT and word not in _GENERAL
    ]
    head = heads[-1] if heads else len(words) - 1
    total = gained = 0.0
    for position, word in enumerate(words):
        weight = 2.0 if position == head else 0.8
        if word in _LIGHT or len(word) == 1:
            weight = 0.12
        elif word not in own:
            weight = 0.15
        elif word in _GENERAL and position != head and len(own) > 1:
            weight = 0.4
        total += weight
        gained += weight * covered.get(position, 0.0)
    return gained / total if total else 0.0


def _mention(element: int, form: int, start: int, end: int, score: float, said: tuple[int, ...]) -> Iterable[Mention]:
    if score < _LEAST:
        return
    if element < 0:
        role = form - KEY_ROLE if form >= KEY_ROLE else None
        yield Mention(start, end, "table", -1 - element, score, role_column=role, covered=said)
    else:
        yield Mention(start, end, "column", element, score, covered=said)


# ── stored values ────────────────────────────────────────────────────────────────────────────────────────────────────────
