"""Tokens come in, mentions of stored values go out: whole, by their aliases, or by a part of a name."""

from __future__ import annotations

from collections.abc import Iterable

from datamind.linking.aliases import ALIASES_OF, COUNTRY_CODES
from datamind.linking.index import CatalogIndex, StoredValue
from datamind.linking.lexing import Token
from datamind.linking.mention import Mention
from datamind.linking.morphology import lemma
from datamind.linking.spelled import value_words
from datamind.linking.vocabulary import STOP_WORDS

_CODES = frozenset(code for codes in COUNTRY_CODES.values() for code in codes)
_PLACES = frozenset(("country", "nation", "nationality", "origin", "market", "state", "region", "locale", "province"))
LONGEST_SPAN = 7
OF_A_FAMILY = 0.8  # "successful" for success


def find_values(tokens: tuple[Token, ...], index: CatalogIndex) -> list[Mention]:
    found: list[Mention] = []
    for start, token in enumerate(tokens):
        if token.kind == "quoted":
            found.extend(quoted_values(start, token, index))
            continue
        if token.kind not in ("word", "number", "date"):
            continue
        words: list[str] = []
        for end in range(start, min(len(tokens), start + LONGEST_SPAN)):
            part = tokens[end]
            if part.kind == "quoted":
                break
            if part.kind == "sign":
                if part.lower in "?!" or (part.lower in ",.;:" and end + 1 - start > 1 and part.lower != "."):
                    break
                continue
            words.extend(value_words(part.text if part.kind != "number" else part.lower))
            found.extend(values_named(tuple(words), start, end + 1, tokens, index))
    found.extend(partial_values(tokens, index, found))
    return found


def quoted_values(at: int, token: Token, index: CatalogIndex) -> list[Mention]:
    words = value_words(str(token.value))
    return as_mentions(index.values.get(words, ()), at, at + 1, 1.0, exact=True) if words else []


def values_named(
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
        found.extend(as_mentions(direct, start, end, 1.0 if len(text) > 2 else 0.9, exact=True))
    if len(words) == 1 and span[0].kind == "word" and not capital:
        # a common word in small letters is no title of a thousand songs
        direct = [value for value in direct if is_small(value, index)]
        found = as_mentions(direct, start, end, 1.0 if len(text) > 2 else 0.9, exact=True) if found else []
    lemmas = tuple(lemma(word) for word in words)
    if not short and not (len(words) == 1 and lemmas[0] in STOP_WORDS):
        stored = [
            value
            for value in index.values.get(lemmas, ())
            if value.words[-1].endswith(("ed", "ing")) is words[-1].endswith(("ed", "ing"))
        ]
        found.extend(
            as_mentions(
                [value for value in stored if capital or len(words) > 1 or is_small(value, index)], start, end, 0.95
            )
        )
    if not found and len(words) == 1 and span[0].kind == "word" and len(text) > 4 and not stop:
        found.extend(as_mentions(index.value_stems.get(span[0].stem, ()), start, end, OF_A_FAMILY))
    if not (short and not upper) and not stop:
        for alias in dict.fromkeys([*ALIASES_OF.get(text, ()), *ALIASES_OF.get(" ".join(lemmas), ())]):
            stored = [value for value in index.values.get(value_words(alias), ()) if alias_fits(value, index)]
            found.extend(as_mentions(stored, start, end, 0.9))
    return found


def is_small(value: StoredValue, index: CatalogIndex) -> bool:
    profile = index.columns[value.column].column.profile
    return profile is None or profile.distinct <= 60 or index.columns[value.column].kind == "category"


def alias_fits(value: StoredValue, index: CatalogIndex) -> bool:
    """A one-letter value stands for a word only where its column says so ("F" for women in `sex`)."""
    if (
        len(value.value) in (2, 3)
        and value.value.lower() in _CODES
        and not set(index.columns[value.column].words) & _PLACES
    ):
        return False  # "IN" is India only where countries are kept
    if len(value.value) > 1:
        return True
    words = set(index.columns[value.column].words)
    return bool(words & {"sex", "gender"}) if value.value.lower() in "mf" else False


def as_mentions(
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


def partial_values(tokens: tuple[Token, ...], index: CatalogIndex, found: list[Mention]) -> list[Mention]:
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
        partial.extend(containing(tokens, at, end, index))
        at = end
    return partial


def containing(tokens: tuple[Token, ...], start: int, end: int, index: CatalogIndex) -> list[Mention]:
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
            return as_mentions(stored, start, stop, 0.45 + 0.35 * share)
    return []
