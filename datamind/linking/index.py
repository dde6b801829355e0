"""A catalog comes in, its index goes out: names taken apart into words, words that lead to names, stored values by their words.

Built once per catalog and kept in a small cache; `index_of` finds it again by what the catalog holds, not by its identity.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

from datamind.linking.glossary import Formula, Meant, read_definition
from datamind.linking.lexing import lex
from datamind.linking.morphology import lemma, split_name, stem
from datamind.linking.roles import Kind, is_clock, is_iso_text, is_numeric_text, kind_of
from datamind.linking.vocabulary import ABBREVIATIONS, STOP_WORDS, SYNONYMS_OF
from datamind.types import Catalog, Column, ColumnType, Table

CACHED_INDEXES = 16
LONGEST_VALUE = 80
_NOISE_PREFIXES = {"tbl", "raw", "stg", "dim", "fact", "fct", "t", "tb", "vw", "v", "ref", "mst", "src"}
_SMALL_WORDS = {"of", "the", "a", "an", "in", "to", "for", "and", "is", "by", "on"}
_GENERIC_WORDS = {"name", "id", "code", "number", "type", "date", "value", "key", "description", "text", "title"}


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


@dataclass(frozen=True)
class Posting:
    """A word leads to the `position`-th word of element `element` (a column id, or -1 - table id) with this `score`."""

    element: int
    form: int  # 0 the name itself, 1.. its synonyms
    position: int
    score: float


@dataclass(frozen=True)
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

    @cached_property
    def name_words(self) -> tuple[str, ...]:
        """Every word of four letters or more that is part of a name."""
        return tuple(
            {word for entry in self.columns for word in entry.words if len(word) > 3}
            | {word for table in self.tables for word in table.words if len(word) > 3}
        )

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


def name_words(name: str) -> tuple[str, ...]:
    """The words of an identifier as lemmas, abbreviations spelled out, small words left out."""
    words: list[str] = []
    for part in split_name(name):
        if part not in _SMALL_WORDS:
            words.extend(lemma(word) for word in ABBREVIATIONS.get(part, part).split() if word not in _SMALL_WORDS)
    return tuple(words) or (name.lower(),)


def value_words(text: str) -> tuple[str, ...]:
    """A stored text as the words by which a question would name it: lower case, no signs."""
    return tuple(
        word for word in re.split(r"[^\w]+", text.lower().replace("'", "").replace("’", "").replace("_", " ")) if word
    )


def build_index(catalog: Catalog) -> CatalogIndex:
    tables: list[TableEntry] = []
    columns: list[ColumnEntry] = []
    vocabulary = _known_words(catalog)
    for table in catalog.tables:
        words = _table_words(table.name, vocabulary)
        ids = []
        for column in table.columns:
            entry = _column_entry(len(columns), len(tables), table, column, words, vocabulary)
            ids.append(entry.id)
            columns.append(entry)
        synonyms = tuple(tuple(lemma(word) for word in name.lower().split()) for name in table.synonyms)
        tables.append(TableEntry(len(tables), table, words, synonyms, tuple(ids)))
    index = CatalogIndex(catalog, tuple(tables), tuple(columns))
    for table_entry in tables:
        _post(index, -1 - table_entry.id, (table_entry.words, *table_entry.synonyms))
    for column_entry in columns:
        _post(index, column_entry.id, (column_entry.words, *column_entry.synonyms))
        _store_values(index, column_entry)
    _post_key_roles(index)
    _add_glossary(index)
    return index


def _add_glossary(index: CatalogIndex) -> None:
    """House words become columns and values of their own; metrics go first."""
    columns_of = {table.name: tuple(column.name for column in table.table.columns) for table in index.tables}
    for metric in index.catalog.meaning.metrics:
        if any(phrase(metric.name) == table.words for table in index.tables):
            continue
        read = read_definition(
            metric.expression,
            {
                name: columns
                for name, columns in columns_of.items()
                if name.lower() == metric.table.split(".")[-1].lower()
            },
        )
        if isinstance(read, Formula):
            _add_column(index, metric.name, metric.synonyms, read, metric.date_column)
        elif isinstance(read, str):
            _add_column(
                index,
                metric.name,
                metric.synonyms,
                Formula(metric.table.split(".")[-1], metric.expression, "formula"),
                metric.date_column,
            )
    for term in index.catalog.meaning.terms:
        read = read_definition(term.definition, columns_of)
        if isinstance(read, Formula):
            _add_column(index, term.name, term.synonyms, read)
        elif isinstance(read, Meant):
            _add_value(index, (term.name, *term.synonyms), read)
        elif isinstance(read, str):
            aggregate, _, words = read.partition("|")
            found = _column_named(index, words)
            if found is not None:
                _add_column(
                    index, term.name, term.synonyms, Formula(found.table.name, f'"{found.name}"', aggregate or None)
                )


def _add_column(
    index: CatalogIndex, name: str, synonyms: tuple[str, ...], formula: Formula, date_column: str | None = None
) -> None:
    table = index.table_id(formula.table)
    words = phrase(name)
    if table is None or not words:
        return
    entry = index.tables[table]
    forms = tuple(phrase(other) for other in synonyms if phrase(other))
    column = ColumnEntry(
        len(index.columns),
        table,
        entry.table,
        Column(name, ColumnType.NUMBER),
        words,
        words,
        forms,
        "measure",
        formula=formula.expression,
        aggregate=formula.aggregate,
        placed_by=_column_called(index, table, date_column),
    )
    index.columns = (*index.columns, column)
    _post(index, column.id, (words, *forms), strict=True)


def _column_called(index: CatalogIndex, table: int, name: str | None) -> int | None:
    """The column of "ordered_at" or "orders.ordered_at"."""
    if not name:
        return None
    owner, _, column = name.rpartition(".")
    owner_id = index.table_id(owner.split(".")[-1]) if owner else table
    found = index.column_of(owner_id, column) if owner_id is not None else None
    return found.id if found else None


def _add_value(index: CatalogIndex, names: tuple[str, ...], meant: Meant) -> None:
    column = _column_named(index, meant.column)
    if column is None:
        return
    for name in names:
        index.values.setdefault(value_words(name), []).insert(0, StoredValue(column.id, meant.value, value_words(name)))


def _column_named(index: CatalogIndex, words: str) -> ColumnEntry | None:
    """The column that a definition's words name best, the fuller name first."""
    from datamind.linking.mentions import find_mentions

    mentions = find_mentions(lex(words), index)
    tables = {mention.id for mention in mentions if mention.kind == "table"}
    said = {at for mention in mentions if mention.score > 0.5 for at in mention.covered}
    if (
        sum(
            1
            for at, token in enumerate(lex(words))
            if token.kind == "word" and at not in said and token.lower not in STOP_WORDS
        )
        > 0
    ):
        return None
    named = [mention for mention in mentions if mention.kind == "column" and mention.score > 0.6]
    if not named:
        return None
    best = max(
        named,
        key=lambda mention: (
            mention.score + 0.3 * (index.columns[mention.id].table_id in tables) + 0.1 * len(mention.covered),
            index.columns[mention.id].kind == "measure",
        ),
    )
    return index.columns[best.id]


KEY_ROLE = 100


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
                    for key, score in _keys(word):
                        index.postings.setdefault(key, []).append(
                            Posting(-1 - target, KEY_ROLE + column.id, position, 0.85 * score)
                        )


def _known_words(catalog: Catalog) -> set[str]:
    found = {lemma(word) for table in catalog.tables for word in split_name(table.name)}
    found |= {lemma(word) for table in catalog.tables for column in table.columns for word in split_name(column.name)}
    return found | set(SYNONYMS_OF) | {lemma(word) for word in ABBREVIATIONS.values()}


def _split_run_together(word: str, vocabulary: set[str]) -> tuple[str, ...]:
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


def _spell_out(words: tuple[str, ...], vocabulary: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word in _join_initials(words):
        for part in _split_run_together(word, vocabulary):
            found.extend(lemma(long) for long in ABBREVIATIONS.get(part, part).split() if long not in _SMALL_WORDS)
    return tuple(found)


def _join_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """f name → fname, l name → lname, which are abbreviations."""
    if len(words) > 1 and words[-1] == "name" and words[-2] in ("f", "l", "m"):
        return (*words[:-2], words[-2] + "name")
    return words


def _table_words(name: str, vocabulary: set[str]) -> tuple[str, ...]:
    parts = tuple(part for part in split_name(name) if part not in _SMALL_WORDS)
    if len(parts) > 1 and parts[0] in _NOISE_PREFIXES:
        parts = parts[1:]
    return _spell_out(parts, vocabulary) or (name.lower(),)


def _column_entry(
    id_: int, table_id: int, table: Table, column: Column, table_words: tuple[str, ...], vocabulary: set[str]
) -> ColumnEntry:
    parts = tuple(part for part in split_name(column.name) if part not in _SMALL_WORDS)
    words = _spell_out(parts, vocabulary) or (column.name.lower(),)
    own = tuple(word for word in words if word not in table_words) or words
    synonyms = tuple(tuple(lemma(word) for word in name.lower().split()) for name in column.synonyms)
    joined = "".join(parts)
    if len(words) > 1 and joined.isalpha() and words != tuple(parts):
        synonyms = (*synonyms, (lemma(joined),))
    return ColumnEntry(
        id_, table_id, table, column, words, own, synonyms, kind_of(column, table),
        is_numeric_text(column), is_iso_text(column), is_clock(column),
    )  # fmt: skip


def _post(index: CatalogIndex, element: int, forms: tuple[tuple[str, ...], ...], strict: bool = False) -> None:
    for form, words in enumerate(forms):
        for position, word in enumerate(words):
            for key, score in _keys(word)[: 1 if strict and (form or len(words) > 1) else None]:
                index.postings.setdefault(key, []).append(Posting(element, form, position, score))


def _keys(word: str) -> list[tuple[str, float]]:
    """The keys under which a name's word is found, best first: itself, its synonyms, its stem."""
    keys = {f"={word}": 1.0}
    for other in SYNONYMS_OF.get(word, ()):
        keys.setdefault(f"={other}", 0.7)
    keys.setdefault(f"~{stem(word)}", 0.88)
    return list(keys.items())


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
        words = value_words(text)
        if not words:
            continue
        stored = StoredValue(entry.id, text, words)
        index.values.setdefault(words, []).append(stored)
        lemmas = tuple(lemma(word) for word in words)
        if lemmas != words:
            index.values.setdefault(lemmas, []).append(stored)
        if len(words) <= 8:
            for word in set(words):
                if len(word) > 2:
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


def phrase(text: str) -> tuple[str, ...]:
    """A phrase as lemmas, for glossary names."""
    return tuple(
        token.lemma for token in lex(text) if token.kind in ("word", "number") and token.lower not in _SMALL_WORDS
    )
