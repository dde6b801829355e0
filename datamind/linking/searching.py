"""Finding anything of a catalog by typing: a catalog and a few letters in, hits out, the nearest first.

Names of tables and columns, what people call them, descriptions, terms and metrics, and stored values. Every word that was
typed must be in a hit's own text or its table's name. A catalog is made ready once; a search of 1,000 tables is a scan of
its texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from datamind.recent import Recent
from datamind.types import Catalog, Column, Table

HitKind = Literal["table", "column", "value", "term", "metric"]
MOST_VALUES_HIT = 20
SHORTEST_VALUE = 2


@dataclass(frozen=True)
class Hit:
    """Something found: in which table (by full name; empty for a term), of what kind, its name and what was read there."""

    table: str
    kind: HitKind
    name: str
    text: str = ""


@dataclass(frozen=True)
class _Entry:
    hit: Hit
    name: str  # what the thing is called, folded
    text: str  # all that may be typed to find it, folded


@dataclass(frozen=True)
class _Index:
    catalog: Catalog
    entries: tuple[_Entry, ...]
    values: tuple[tuple[Hit, str, tuple[str, ...]], ...]


_ready: Recent[int, _Index] = Recent(16)


def search_catalog(catalog: Catalog, words: str, most: int = 200) -> tuple[Hit, ...]:
    """At most `most` hits; every table when nothing is typed."""
    index = _make_ready(catalog)
    typed = words.casefold().split()
    if not typed:
        return tuple(entry.hit for entry in index.entries if entry.hit.kind == "table")[:most]
    scored = [
        (_distance(entry, typed), number, entry.hit)
        for number, entry in enumerate(index.entries)
        if all(word in entry.text for word in typed)
    ]
    found = [hit for _score, _number, hit in sorted(scored, key=lambda each: each[:2])[:most]]
    return (*found, *_find_values(index, words.casefold().strip()))[:most]


def _find_values(index: _Index, phrase: str) -> Iterator[Hit]:
    if len(phrase) < SHORTEST_VALUE:
        return
    left = MOST_VALUES_HIT
    for hit, text, stored in index.values:
        at = text.find(f"\n{phrase}")
        if at < 0 or not left:
            continue
        left -= 1
        yield Hit(hit.table, "value", hit.name, stored[text.count("\n", 0, at)])


def _distance(entry: _Entry, typed: list[str]) -> tuple[int, int]:
    """How far a hit is from what was typed: the same name, a name that begins so, holds it, or only its text does."""
    phrase = " ".join(typed)
    name = entry.name
    step = 0 if phrase == name else 1 if name.startswith(typed[0]) else 2 if typed[0] in name else 3
    return step * 2 + (entry.hit.kind != "table"), len(name)


def _make_ready(catalog: Catalog) -> _Index:
    kept = _ready.get(id(catalog))  # the catalog is kept with it, so that no other one gets its id
    if kept is not None:
        return kept
    entries = (*_named(catalog), *_meant(catalog))
    values = tuple(_valued(catalog))
    return _ready.put(id(catalog), _Index(catalog, entries, values))


def _named(catalog: Catalog) -> Iterator[_Entry]:
    for table in catalog.tables:
        text = " ".join((table.full_name, table.description, *table.synonyms)).casefold()
        yield _Entry(Hit(table.full_name, "table", table.name, table.description), table.name.casefold(), text)
        for column in table.columns:
            yield _Entry(_column_hit(table, column), column.name.casefold(), _column_text(table, column))


def _column_hit(table: Table, column: Column) -> Hit:
    return Hit(table.full_name, "column", column.name, column.description or ", ".join(column.synonyms))


def _column_text(table: Table, column: Column) -> str:
    return " ".join((column.name, column.description, *column.synonyms, table.name)).casefold()


def _meant(catalog: Catalog) -> Iterator[_Entry]:
    for metric in catalog.meaning.metrics:
        table = catalog.find(metric.table.rpartition(".")[2])
        hit = Hit(table.full_name if table else metric.table, "metric", metric.name, metric.expression)
        text = " ".join((metric.name, metric.expression, *metric.synonyms)).casefold()
        yield _Entry(hit, metric.name.casefold(), text)
    for term in catalog.meaning.terms:
        text = " ".join((term.name, term.definition, *term.synonyms)).casefold()
        yield _Entry(Hit("", "term", term.name, term.definition), term.name.casefold(), text)


def _valued(catalog: Catalog) -> Iterator[tuple[Hit, str, tuple[str, ...]]]:
    """The stored values of each column, and all of them as one text with one a line."""
    for table in catalog.tables:
        for column in table.columns:
            if column.profile and column.profile.values:
                lines = (value.casefold().replace("\n", " ") for value in column.profile.values)
                yield Hit(table.full_name, "value", column.name), "\n".join(("", *lines)), column.profile.values
