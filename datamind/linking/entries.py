"""What an index holds: tables and columns with their words, postings from words to them, stored values by their words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from datamind.linking.morphology import lemma, split_name, stem
from datamind.linking.roles import Kind
from datamind.linking.synonyms import SYNONYMS_OF
from datamind.types import Catalog, Column, Table


@dataclass(frozen=True)
class TableEntry:
    """A table with its words (singular, abbreviations spelled out) and the ids of its columns."""

    id: int
    table: Table
    words: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    columns: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def rows(self) -> int:
        return self.table.row_estimate or 0


@dataclass(frozen=True)
class ColumnEntry:
    """A column with its words, its kind, and how its text is to be read."""

    id: int
    table_id: int
    table: Table
    column: Column
    words: tuple[str, ...]
    own_words: tuple[str, ...]  # without those of its table
    synonyms: tuple[tuple[str, ...], ...]
    kind: Kind
    numeric_text: bool = False
    iso_text: bool = False
    clock_text: bool = False
    formula: str = ""  # a glossary term's expression over its table's columns
    aggregate: str | None = None  # the aggregate that goes with it
    placed_by: int | None = None  # the date column that places it in time
    month_text: bool = False  # "2024-03"

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def is_number(self) -> bool:
        return self.column.type.is_numeric or self.numeric_text

    @property
    def is_unique(self) -> bool:
        """Whether no value comes twice, as far as keys and profile tell."""
        name = self.column.name.lower()
        if [name] == [key.lower() for key in self.table.primary_key] or any(
            [name] == [k.lower() for k in u] for u in self.table.unique
        ):
            return True
        profile = self.column.profile
        return (
            profile is not None
            and profile.rows > 0
            and profile.distinct == profile.rows - profile.nulls
            and not profile.sampled
        )


@dataclass(frozen=True, slots=True)
class Posting:
    """A word leads to the `position`-th word of element `element` (a column id, or -1 - table id) with this `score`."""

    element: int
    form: int  # 0 the name itself, 1.. its synonyms
    position: int
    score: float


@dataclass(frozen=True, slots=True)
class StoredValue:
    column: int
    value: str
    words: tuple[str, ...]


@dataclass
class CatalogIndex:
    """Everything that linking looks up. Not changed after `build_index`."""

    catalog: Catalog
    tables: tuple[TableEntry, ...]
    columns: tuple[ColumnEntry, ...]
    postings: dict[str, list[Posting]] = field(default_factory=dict)
    values: dict[tuple[str, ...], list[StoredValue]] = field(default_factory=dict)
    value_words: dict[str, list[StoredValue]] = field(default_factory=dict)
    value_stems: dict[str, list[StoredValue]] = field(default_factory=dict)  # of single words in columns of few values

    @cached_property
    def name_words(self) -> tuple[str, ...]:
        """Every word of four letters or more that is part of a name."""
        return tuple(
            {word for entry in self.columns for word in entry.words if len(word) > 3}
            | {word for table in self.tables for word in table.words if len(word) > 3}
        )

    @cached_property
    def short_words(self) -> frozenset[str]:
        """Parts of columns' names that stand for longer words: nothing else is called so."""
        parts = {part for column in self.columns for part in split_name(column.name) if 3 <= len(part) <= 5}
        return frozenset(part for part in parts if part.isalpha() and part not in SYNONYMS_OF and lemma(part) == part)

    @cached_property
    def table_ids(self) -> dict[str, int]:
        return {entry.table.full_name.lower(): entry.id for entry in self.tables}

    def table_id(self, name: str, schema: str | None = None) -> int | None:
        table = self.catalog.find(name, schema)
        return self.table_ids.get(table.full_name.lower()) if table else None

    def column_of(self, table_id: int, name: str) -> ColumnEntry | None:
        lowered = name.lower()
        for column_id in self.tables[table_id].columns:
            if self.columns[column_id].name.lower() == lowered:
                return self.columns[column_id]
        return None

    def columns_of(self, table_id: int) -> list[ColumnEntry]:
        return [self.columns[column_id] for column_id in self.tables[table_id].columns]


KEY_ROLE = 100


def post(index: CatalogIndex, element: int, forms: tuple[tuple[str, ...], ...], strict: bool = False) -> None:
    for form, words in enumerate(forms):
        for position, word in enumerate(words):
            for key, score in keys_of(word)[: 1 if strict and (form or len(words) > 1) else None]:
                index.postings.setdefault(key, []).append(Posting(element, form, position, score))


def keys_of(word: str) -> list[tuple[str, float]]:
    """The keys under which a name's word is found, best first: itself, its synonyms, its stem."""
    keys = {f"={word}": 1.0}
    for other in SYNONYMS_OF.get(word, ()):
        keys.setdefault(f"={other}", 0.7)
    keys.setdefault(f"~{stem(word)}", 0.88)
    return list(keys.items())
