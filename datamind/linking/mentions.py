"""Tokens and an index come in, mentions go out: which words name which table, column or stored value, and how surely.

A name is mentioned when enough of its words are there, its last one counting most; words of the column's own table and
general ones ("name", "id") need not be said. To add a way to mention: a finder in `find_mentions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from datamind.linking.index import KEY_ROLE, CatalogIndex, StoredValue, value_words
from datamind.linking.lexing import Token
from datamind.linking.morphology import lemma
from datamind.linking.vocabulary import ALIASES_OF, STOP_WORDS

MentionKind = Literal["table", "column", "value"]
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
_LEAST = 0.3
_LONGEST_SPAN = 7


@dataclass(frozen=True)
class Mention:
    """Tokens start..end (exclusive) name an element. `id` is a table's or a column's; `values` for stored values."""

    start: int
    end: int
    kind: MentionKind
    id: int
    score: float
    values: tuple[str, ...] = ()
    exact: bool = False
    role_column: int | None = None  # the foreign key whose name was used for its target
    covered: tuple[int, ...] = ()  # the tokens that said it

    @property
    def length(self) -> int:
        return self.end - self.start


def find_mentions(tokens: tuple[Token, ...], index: CatalogIndex) -> tuple[Mention, ...]:
    """All mentions, overlapping ones included, best first."""
    found = [*_find_names(tokens, index), *_find_values(tokens, index)]
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


def _find_values(tokens: tuple[Token, ...], index: CatalogIndex) -> list[Mention]:
    found: list[Mention] = []
    for start, token in enumerate(tokens):
        if token.kind == "quoted":
            found.extend(_quoted_values(start, token, index))
            continue
        if token.kind not in ("word", "number", "date"):
            continue
        words: list[str] = []
        for end in range(start, min(len(tokens), start + _LONGEST_SPAN)):
            part = tokens[end]
            if part.kind == "quoted":
                break
            if part.kind == "sign":
                if part.lower in "?!" or (part.lower in ",.;:" and end + 1 - start > 1 and part.lower != "."):
                    break
                continue
            words.extend(value_words(part.text if part.kind != "number" else part.lower))
            found.extend(_values_named(tuple(words), start, end + 1, tokens, index))
    found.extend(_partial_values(tokens, index, found))
    return found


def _quoted_values(at: int, token: Token, index: CatalogIndex) -> list[Mention]:
    words = value_words(str(token.value))
    return _as_mentions(index.values.get(words, ()), at, at + 1, 1.0, exact=True) if words else []


def _values_named(
    words: tuple[str, ...], start: int, end: int, tokens: tuple[Token, ...], index: CatalogIndex
) -> list[Mention]:
    if not words:
        return []
    span = tokens[start:end]
    text = " ".join(words)
    capital = span[0].capital
    found: list[Mention] = []
    short = len(text) <= 2
    upper = all(token.text.isupper() for token in span if token.kind == "word")
    stop = len(words) == 1 and words[0] in STOP_WORDS
    direct = [value for value in index.values.get(words, ()) if value.words == words or value.words not in index.values]
    if direct and not (short and not upper) and not (stop and not (capital and start > 0)):
        found.extend(_as_mentions(direct, start, end, 1.0 if len(text) > 2 else 0.9, exact=True))
    if len(words) == 1 and span[0].kind == "word" and not capital:
        # a common word in small letters is no title of a thousand songs
        direct = [value for value in direct if _is_small(value, index)]
        found = _as_mentions(direct, start, end, 1.0 if len(text) > 2 else 0.9, exact=True) if found else []
    lemmas = tuple(lemma(word) for word in words)
    if not short and not (len(words) == 1 and lemmas[0] in STOP_WORDS):
        stored = [
            value
            for value in index.values.get(lemmas, ())
            if value.words[-1].endswith(("ed", "ing")) is words[-1].endswith(("ed", "ing"))
        ]
        found.extend(
            _as_mentions(
                [value for value in stored if capital or len(words) > 1 or _is_small(value, index)], start, end, 0.95
            )
        )
    if not (short and not upper) and not stop:
        for alias in dict.fromkeys([*ALIASES_OF.get(text, ()), *ALIASES_OF.get(" ".join(lemmas), ())]):
            stored = [value for value in index.values.get(value_words(alias), ()) if _alias_fits(value, index)]
            found.extend(_as_mentions(stored, start, end, 0.9))
    return found


def _is_small(value: StoredValue, index: CatalogIndex) -> bool:
    profile = index.columns[value.column].column.profile
    return profile is None or profile.distinct <= 60 or index.columns[value.column].kind == "category"


def _alias_fits(value: StoredValue, index: CatalogIndex) -> bool:
    """A one-letter value stands for a word only where its column says so ("F" for women in `sex`)."""
    if len(value.value) > 1:
        return True
    words = set(index.columns[value.column].words)
    return bool(words & {"sex", "gender"}) if value.value.lower() in "mf" else False


def _as_mentions(
    stored: Iterable[StoredValue], start: int, end: int, score: float, exact: bool = False
) -> list[Mention]:
    by_column: dict[int, list[str]] = {}
    for value in stored:
        by_column.setdefault(value.column, []).append(value.value)
    said = tuple(range(start, end))
    return [
        Mention(start, end, "value", column, score, tuple(dict.fromkeys(values)), exact, covered=said)
        for column, values in by_column.items()
    ]


def _partial_values(tokens: tuple[Token, ...], index: CatalogIndex, found: list[Mention]) -> list[Mention]:
    """Capitalised words that are part of a stored value, or hold one: "Mississippi River", "Lake Ontario" / Ontario."""
    taken = {at for mention in found for at in range(mention.start, mention.end) if mention.exact}
    partial: list[Mention] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not (token.kind == "quoted" or (token.capital and (at > 0 or token.lower not in STOP_WORDS))) or at in taken:
            at += 1
            continue
        end = at + 1
        if token.kind != "quoted":
            while (
                end < len(tokens)
                and end not in taken
                and (tokens[end].capital or tokens[end].lower in ("of", "-", "'s", "."))
            ):
                end += 1
            while end > at + 1 and not tokens[end - 1].capital:
                end -= 1
        partial.extend(_containing(tokens, at, end, index))
        at = end
    return partial


def _containing(tokens: tuple[Token, ...], start: int, end: int, index: CatalogIndex) -> list[Mention]:
    for stop in range(end, start, -1):
        words = [
            word
            for token in tokens[start:stop]
            if token.kind != "sign"
            for word in value_words(str(token.value or token.text))
        ]
        if not words or all(word in STOP_WORDS for word in words) or len("".join(words)) < 4:
            continue
        stored = [value for value in index.value_words.get(max(words, key=len), ()) if set(words) <= set(value.words)]
        if stored and len({value.value for value in stored}) <= 12:
            share = max(len(words) / len(value.words) for value in stored)
            return _as_mentions(stored, start, stop, 0.45 + 0.35 * share)
    return []
