"""A catalog comes in, its index goes out: names taken apart into words, words that lead to names, stored values by their words.

Built once per catalog and kept in a small cache; `index_of` finds it again by what the catalog holds, not by its identity.
"""

from __future__ import annotations

import sys
from collections import OrderedDict

from datamind.linking import house_words, spelled
from datamind.linking.entries import (
    KEY_ROLE,
    CatalogIndex,
    ColumnEntry,
    Posting,
    StoredValue,
    TableEntry,
    keys_of,
    post,
)
from datamind.linking.morphology import lemma, split_name, stem
from datamind.linking.roles import is_clock, is_iso_text, is_month_text, is_numeric_text, kind_of
from datamind.types import Catalog, Column, Table

__all__ = ["CatalogIndex", "ColumnEntry", "StoredValue", "TableEntry", "build_index", "index_of"]

CACHED_INDEXES = 16
LONGEST_VALUE = 80
FEW_VALUES = 60
_GENERIC_WORDS = {"name", "id", "code", "number", "type", "date", "value", "key", "description", "text", "title"}


def build_index(catalog: Catalog) -> CatalogIndex:
    tables: list[TableEntry] = []
    columns: list[ColumnEntry] = []
    vocabulary = spelled.known_words(catalog)
    for table in catalog.tables:
        words = spelled.table_words(table.name, vocabulary)
        ids = []
        for column in table.columns:
            entry = _column_entry(len(columns), len(tables), table, column, words, vocabulary)
            ids.append(entry.id)
            columns.append(entry)
        synonyms = tuple(tuple(lemma(word) for word in name.lower().split()) for name in table.synonyms)
        tables.append(TableEntry(len(tables), table, words, synonyms, tuple(ids)))
    index = CatalogIndex(catalog, tuple(tables), tuple(columns))
    for table_entry in tables:
        post(index, -1 - table_entry.id, (table_entry.words, *table_entry.synonyms))
    for column_entry in columns:
        post(index, column_entry.id, (column_entry.words, *column_entry.synonyms))
        _store_values(index, column_entry)
    _post_key_roles(index)
    house_words.add_glossary(index)
    return index


def _post_key_roles(index: CatalogIndex) -> None:
    """What a foreign key calls its target names the target too: `support_rep_id` → Employee is also "support rep"."""
    for table in index.tables:
        for foreign in table.table.foreign_keys:
            target = index.table_id(foreign.ref_table, foreign.ref_schema)
            column = index.column_of(table.id, foreign.columns[0])
            if target is None or column is None:
                continue
            words = tuple(word for word in column.words if word not in ("id", "key", "code", "number"))
            if words and not set(words) & set(index.tables[target].words) and len(words) < 4 and column.kind == "id":
                for position, word in enumerate(words):
                    for key, score in keys_of(word):
                        index.postings.setdefault(key, []).append(
                            Posting(-1 - target, KEY_ROLE + column.id, position, 0.85 * score)
                        )


def _column_entry(
    id_: int, table_id: int, table: Table, column: Column, table_words: tuple[str, ...], vocabulary: set[str]
) -> ColumnEntry:
    parts = tuple(part for part in split_name(column.name) if part not in spelled.SMALL_WORDS)
    words = spelled.spell_out(parts, vocabulary) or (column.name.lower(),)
    own = tuple(word for word in words if word not in table_words) or words
    synonyms = tuple(tuple(lemma(word) for word in name.lower().split()) for name in column.synonyms)
    joined = "".join(parts)
    if len(words) > 1 and joined.isalpha() and words != tuple(parts):
        synonyms = (*synonyms, (lemma(joined),))
    return ColumnEntry(
        id_, table_id, table, column, words, own, synonyms, kind_of(column, table),
        is_numeric_text(column), is_iso_text(column), is_clock(column), month_text=is_month_text(column),
    )  # fmt: skip


def _store_values(index: CatalogIndex, entry: ColumnEntry) -> None:
    profile = entry.column.profile
    if (
        profile is None
        or entry.kind in ("time", "clock", "measure", "year")
        or entry.numeric_text
        or entry.column.type.is_numeric
    ):
        return
    texts = dict.fromkeys(profile.values or tuple(str(value) for value, _ in profile.common if isinstance(value, str)))
    for text in texts:
        if not text.strip() or len(text) > LONGEST_VALUE:
            continue
        words = tuple(sys.intern(word) for word in spelled.value_words(text))
        if not words:
            continue
        stored = StoredValue(entry.id, text, words)
        index.values.setdefault(words, []).append(stored)
        lemmas = tuple(lemma(word) for word in words)
        if lemmas != words:
            index.values.setdefault(lemmas, []).append(stored)
        if len(words) == 1 and len(words[0]) > 4 and words[0].isalpha() and profile.distinct <= FEW_VALUES:
            index.value_stems.setdefault(stem(words[0]), []).append(stored)
        if 1 < len(words) <= 8:  # a single word is found whole
            for word in set(words):
                if len(word) > 2 and not word.isdigit():
                    index.value_words.setdefault(word, []).append(stored)


_CACHE: OrderedDict[object, CatalogIndex] = OrderedDict()


def index_of(catalog: Catalog) -> CatalogIndex:
    """The index of `catalog`, built at the first call and kept for the last CACHED_INDEXES catalogs."""
    if "_offline_index" in catalog.__dict__:
        return catalog.__dict__["_offline_index"]
    key = _fingerprint(catalog)
    index = _CACHE.get(key)
    if index is None:
        index = _CACHE[key] = build_index(catalog)
        while len(_CACHE) > CACHED_INDEXES:
            _CACHE.popitem(last=False)
    else:
        _CACHE.move_to_end(key)
    catalog.__dict__["_offline_index"] = index  # like a cached_property: the value itself stays as it is
    return index


def _fingerprint(catalog: Catalog) -> object:
    profiles = hash(
        tuple(
            (
                column.name,
                column.synonyms,
                p.rows,
                p.distinct,
                p.nulls,
                str(p.maximum),
                p.common[:3],
                len(p.values),
                hash(p.values),
            )
            if (p := column.profile)
            else (column.name, column.synonyms)
            for table in catalog.tables
            for column in table.columns
        )
    )
    return catalog.revision, profiles, tuple(table.synonyms for table in catalog.tables), catalog.meaning
