"""Names and phrases come in, their words go out: split, spelled out, without small words."""

from __future__ import annotations

import re

from datamind.linking.abbreviations import ABBREVIATIONS
from datamind.linking.lexing import lex
from datamind.linking.morphology import lemma, split_name
from datamind.linking.synonyms import SYNONYMS_OF
from datamind.types import Catalog

NOISE_PREFIXES = {"tbl", "raw", "stg", "dim", "fact", "fct", "t", "tb", "vw", "v", "ref", "mst", "src"}


SMALL_WORDS = {"of", "the", "a", "an", "in", "to", "for", "and", "is", "by", "on"}


def name_words(name: str) -> tuple[str, ...]:
    """The words of an identifier as lemmas, abbreviations spelled out, small words left out."""
    words: list[str] = []
    for part in split_name(name):
        if part not in SMALL_WORDS:
            words.extend(lemma(word) for word in ABBREVIATIONS.get(part, part).split() if word not in SMALL_WORDS)
    return tuple(words) or (name.lower(),)


def value_words(text: str) -> tuple[str, ...]:
    """A stored text as the words by which a question would name it: lower case, no signs."""
    return tuple(
        word for word in re.split(r"[^\w]+", text.lower().replace("'", "").replace("’", "").replace("_", " ")) if word
    )


def known_words(catalog: Catalog) -> set[str]:
    found = {lemma(word) for table in catalog.tables for word in split_name(table.name)}
    found |= {lemma(word) for table in catalog.tables for column in table.columns for word in split_name(column.name)}
    return found | set(SYNONYMS_OF) | {lemma(word) for word in ABBREVIATIONS.values()}


def split_run_together(word: str, vocabulary: set[str]) -> tuple[str, ...]:
    """Two known words written as one: "stuid" → stu, id; "petname" → pet, name."""
    if len(word) < 5 or lemma(word) in SYNONYMS_OF:
        return (word,)
    for cut in range(3, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        if tail in ("id", "name", "code", "type", "date", "no", "number", "price", "count") and (
            lemma(head) in vocabulary or head in ABBREVIATIONS
        ):
            return (head, tail)
    return (word,)


def spell_out(words: tuple[str, ...], vocabulary: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word in join_initials(words):
        for part in split_run_together(word, vocabulary):
            found.extend(lemma(long) for long in ABBREVIATIONS.get(part, part).split() if long not in SMALL_WORDS)
    return tuple(found)


def join_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """f name → fname, l name → lname, which are abbreviations."""
    if len(words) > 1 and words[-1] == "name" and words[-2] in ("f", "l", "m"):
        return (*words[:-2], words[-2] + "name")
    return words


def table_words(name: str, vocabulary: set[str]) -> tuple[str, ...]:
    parts = tuple(part for part in split_name(name) if part not in SMALL_WORDS)
    if len(parts) > 1 and parts[0] in NOISE_PREFIXES:
        parts = parts[1:]
    return spell_out(parts, vocabulary) or (name.lower(),)


def phrase(text: str) -> tuple[str, ...]:
    """A phrase as lemmas, for glossary names."""
    return tuple(
        token.lemma for token in lex(text) if token.kind in ("word", "number") and token.lower not in SMALL_WORDS
    )
