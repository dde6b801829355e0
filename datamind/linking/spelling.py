"""Tokens with misspelt words come in, corrected tokens go out: only words that name nothing and nearly name something."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

from datamind.linking.abbreviations import ABBREVIATIONS
from datamind.linking.index import CatalogIndex
from datamind.linking.lexing import Token
from datamind.linking.synonyms import SYNONYMS_OF
from datamind.linking.vocabulary import STOP_WORDS

LEAST_LENGTH = 4
_FUNCTION_WORDS = (
    "average", "total", "maximum", "minimum", "highest", "lowest", "largest", "smallest", "common", "popular", "between", "descending",
    "ascending", "alphabetical", "different", "distinct", "number", "percentage", "ordered", "without", "monthly", "yearly", "quarter",
)  # fmt: skip


def correct(tokens: tuple[Token, ...], index: CatalogIndex, known: frozenset[str]) -> tuple[Token, ...]:
    """The tokens with near misses put right; `known` are words that mean something by themselves."""
    return tuple(_corrected(token, index, known) for token in tokens)


def shortened(before: tuple[Token, ...], after: tuple[Token, ...], index: CatalogIndex) -> list[str]:
    """What to tell of words that were read as a short word of a column's name."""
    return [
        f"“{old.text}” is read as {new.text}"
        for old, new in zip(before, after, strict=True)
        if old.text != new.text and short_for(old.lemma, index) == new.text
    ]


def _corrected(token: Token, index: CatalogIndex, known: frozenset[str]) -> Token:
    if token.kind != "word" or len(token.lower) < LEAST_LENGTH or (token.capital and token.start > 0):
        return token
    word = token.lower
    if (
        word in STOP_WORDS
        or word in known
        or token.lemma in known
        or f"={token.lemma}" in index.postings
        or f"~{token.stem}" in index.postings
    ):
        return token
    if (word,) in index.values or word in index.value_words or (token.lemma,) in index.values:
        return token
    near = None if token.lemma in SYNONYMS_OF else _nearest(word, token.lemma, index)
    near = near or short_for(token.lemma, index)
    return replace(token, text=near, lower=near) if near else token


def _nearest(word: str, lemma: str, index: CatalogIndex) -> str | None:
    best, found = 0.79, None
    for candidate in (*_FUNCTION_WORDS, *index.name_words):
        if abs(len(candidate) - len(word)) > 2 or candidate[0] != word[0]:
            continue
        for form in {word, lemma}:
            likeness = SequenceMatcher(None, form, candidate).ratio()
            if likeness > best and _few_edits(form, candidate):
                best, found = likeness, candidate
    return found


def _few_edits(left: str, right: str) -> bool:
    """At most one letter added, dropped or changed, or two letters swapped."""
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    rest_left, rest_right = left[start:], right[start:]
    return (
        rest_left[1:] == rest_right[1:]
        or rest_left[1:] == rest_right
        or rest_left == rest_right[1:]
        or (rest_left[:2] == rest_right[:2][::-1] and rest_left[2:] == rest_right[2:])
    )


def short_for(word: str, index: CatalogIndex) -> str | None:
    """The one short word of the columns' names that stands for `word` ("cnty" for county); as linking knows it."""
    found = {short for short in index.short_words if _is_short_for(short, word)}
    if len(found) != 1:
        return None
    short = found.pop()
    return ABBREVIATIONS.get(short, short).split()[0]


def _is_short_for(short: str, word: str) -> bool:
    """The beginning of a word, or its first letter and consonants in order with hardly a vowel kept."""
    if len(word) - len(short) < 2 or short[0] != word[0]:
        return False
    if word.startswith(short):
        return True
    if sum(letter in "aeiou" for letter in short[1:]) or len(short) < 3:
        return False
    rest = iter(word)
    return all(letter in rest for letter in short)
