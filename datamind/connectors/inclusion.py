"""Keys that nobody declared, proven by the stored values: unique columns, and columns that point at them.

A foreign key is proven only when name AND values say so: every value of the child is one of the parent's key values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from datamind.connectors.roles import split_words
from datamind.connectors.speech import Speech, name_table
from datamind.errors import QueryFailed, QueryTimedOut, ResourcesExhausted
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Table

MOST_PROOFS = 300
_CHILD_VALUES = 50_000
_KEY_WORDS = ("id", "key", "code", "uuid", "guid", "no", "nr", "number", "fk", "name")
_KEY_TYPES = (ColumnType.INTEGER, ColumnType.TEXT)

_CLEAR = 3

Ask = Callable[[str], list[tuple[Any, ...]]]


def prove_keys(catalog: Catalog, speech: Speech, ask: Ask) -> Catalog:
    """The catalog with proven unique columns (only where a table has no primary key) and proven foreign keys."""
    tables = [_with_unique(table) for table in catalog.tables]
    parents = [(table, name) for table in tables if table.kind == "table" for name in _single_keys(table)]
    proofs_left = MOST_PROOFS
    result = []
    for table in tables:
        keys = list(table.foreign_keys)
        for column in table.columns if table.kind == "table" else ():
            if not _may_point(column, table):
                continue
            for parent, key in _candidates(column, table, parents):
                proofs_left -= 1
                if proofs_left >= 0 and _is_included(table, column, parent, key, speech, ask):
                    keys.append(ForeignKey((column.name,), parent.name, (key,), parent.schema, origin="proven"))
                    break
        result.append(replace(table, foreign_keys=tuple(keys)))
    return replace(catalog, tables=tuple(result))


def _with_unique(table: Table) -> Table:
    """Uploads have no keys: a whole, filled, unique column named like a key is one."""
    if table.primary_key or table.unique or table.kind == "view":
        return table
    unique = []
    for column in table.columns:
        profile, words = column.profile, split_words(column.name)
        complete = profile and profile.rows > 1 and not profile.sampled and profile.distinct == profile.rows
        if complete and column.type in _KEY_TYPES and words and words[-1] in _KEY_WORDS:
            unique.append((column.name,))
    return replace(table, unique=tuple(unique))


def _single_keys(table: Table) -> list[str]:
    keys = [table.primary_key, *table.unique]
    return list(dict.fromkeys(key[0] for key in keys if len(key) == 1))


def _may_point(column: Column, table: Table) -> bool:
    profile = column.profile
    if column.type not in _KEY_TYPES or profile is None or not profile.distinct:
        return False
    return not any(column.name in key.columns for key in table.foreign_keys)


def _candidates(column: Column, table: Table, parents: list[tuple[Table, str]]) -> list[tuple[Table, str]]:
    """The parents that the column's name speaks of most clearly, and that its profile does not rule out."""
    is_own_key = _single_keys(table)[:1] == [column.name]
    named = []
    for parent, key in parents:
        if parent is table and is_own_key:
            continue
        score = _match_names(column.name, table, parent, key)
        if score == _CLEAR or (score and not is_own_key):  # an own key points elsewhere only when named after the other
            named.append((score, parent, key))
    best = max((score for score, _parent, _key in named), default=0)
    return [(parent, key) for score, parent, key in named if score == best and _fits(column, parent.column(key))]


def _match_names(name: str, table: Table, parent: Table, key: str) -> int:
    """3 when the name says table and key, 2 when it is the key's own telling name, 1 when it ends so, 0 otherwise."""
    words, noun, key_words = split_words(name), _noun(parent.name), split_words(key)
    if not words or not noun:
        return 0
    stem = [_singular(word) for word in (words[:-1] if words[-1] in _KEY_WORDS else words)]
    if parent is table:
        return 1 if stem[-1:] == ["parent"] else 0
    if stem == noun:
        return _CLEAR
    telling = len(key_words) > 1 or key_words[0] not in _KEY_WORDS
    if words == key_words and telling:
        return 2
    if len(stem) > len(noun) and stem[-len(noun) :] == noun and words[-1] in _KEY_WORDS:
        return 1
    return 1 if telling and len(words) > len(key_words) and words[-len(key_words) :] == key_words else 0


def _noun(table_name: str) -> list[str]:
    words = [word for word in split_words(table_name) if word not in ("dim", "fact", "tbl", "table", "stg", "t")]
    return [_singular(word) for word in words]


def _singular(word: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("uses", "us")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _fits(child: Column, parent: Column | None) -> bool:
    """What types and profiles alone can rule out."""
    if parent is None or parent.type is not child.type:
        return False
    ours, theirs = child.profile, parent.profile
    if ours is None or theirs is None or ours.sampled or theirs.sampled or child.type is not ColumnType.INTEGER:
        return ours is not None
    if ours.distinct > theirs.distinct or ours.minimum is None or theirs.minimum is None:
        return False
    return bool(theirs.minimum <= ours.minimum and ours.maximum <= theirs.maximum)


def _is_included(table: Table, column: Column, parent: Table, key: str, speech: Speech, ask: Ask) -> bool:
    child = f"c.{speech.quote(column.name)}"
    values = f"SELECT DISTINCT {child} AS v FROM {name_table(speech, table)} c WHERE {child} IS NOT NULL LIMIT {_CHILD_VALUES}"
    found = f"SELECT 1 FROM {name_table(speech, parent)} p WHERE p.{speech.quote(key)} = x.v"
    try:
        rows = ask(f"SELECT count(*) FROM ({values}) x WHERE NOT EXISTS ({found})")
    except (QueryFailed, QueryTimedOut, ResourcesExhausted):
        return False
    return int(rows[0][0]) == 0
