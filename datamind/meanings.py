"""What people have said about a connection, in the store: descriptions, synonyms, terms, metrics, verified questions.

In: a row of `connections` and what somebody says. Out: a catalog with their words in place, which go before the database's
own comments and before everything guessed. Each change gives the connection's meaning another version, so that catalogs
kept at hand are put together anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.phrasebook import Description
from datamind.store.codec import decode, encode
from datamind.store.session import Row
from datamind.types import Catalog, Column, ColumnRole, Meaning, Metric, Table, Term, VerifiedQuestion

Entry = Term | Metric | VerifiedQuestion
__all__ = ["Description", "annotate", "drop_meaning", "keep_meaning", "name_of", "read_descriptions"]

MEANING_KINDS: Mapping[type[Entry], str] = {Term: "term", Metric: "metric", VerifiedQuestion: "verified"}


def keep_meaning(
    scope: Scope, row: Row, meaning: Meaning, descriptions: Mapping[str, str | Description] | None = None
) -> None:
    """Add terms, metrics and verified questions, and descriptions by "table" or "table.column"; the new one replaces an old."""
    store, now = scope.store, datetime.now(UTC)
    entries: list[Entry] = [*meaning.terms, *meaning.metrics, *meaning.verified]
    with store.transaction():
        for entry in entries:
            kind, name = MEANING_KINDS[type(entry)], name_of(entry)
            store.remove_where("glossary", connection_id=row["id"], kind=kind, name=name)
            store.add("glossary", connection_id=row["id"], kind=kind, name=name, entry=encode(entry), changed_at=now)
        for subject, said in (descriptions or {}).items():
            _describe(scope, row["id"], subject, Description(said) if isinstance(said, str) else said, now)
        _bump(scope, row["id"])


def drop_meaning(scope: Scope, row: Row, entry: Entry) -> None:
    """Take one entry out of what a connection means. Raises NotFound."""
    store, kind = scope.store, MEANING_KINDS[type(entry)]
    with store.transaction():
        if not store.remove_where("glossary", connection_id=row["id"], kind=kind, name=name_of(entry)):
            raise NotFound("entry")
        _bump(scope, row["id"])


def name_of(entry: Entry) -> str:
    return (entry.question if isinstance(entry, VerifiedQuestion) else entry.name)[:400]


def read_descriptions(scope: Scope, connection_id: int) -> dict[str, Description]:
    """What people have said of tables and columns, by subject."""
    rows = scope.store.find("descriptions", connection_id=connection_id, order="subject")
    return {row["subject"]: Description(row["text"], tuple(row["synonyms"]), row["personal"]) for row in rows}


def annotate(scope: Scope, connection_id: int, catalog: Catalog) -> Catalog:
    """The catalog in people's words."""
    said = read_descriptions(scope, connection_id)
    entries = [decode(row["entry"]) for row in scope.store.find("glossary", connection_id=connection_id, order="id")]
    meaning = Meaning(
        terms=tuple(entry for entry in entries if isinstance(entry, Term)),
        metrics=tuple(entry for entry in entries if isinstance(entry, Metric)),
        verified=tuple(entry for entry in entries if isinstance(entry, VerifiedQuestion)),
    )
    tables = tuple(_annotate_table(table, said) for table in catalog.tables) if said else catalog.tables
    return replace(catalog, tables=tables, meaning=meaning)


def _annotate_table(table: Table, said: Mapping[str, Description]) -> Table:
    columns = tuple(_annotate_column(c, said.get(f"{table.full_name}.{c.name}")) for c in table.columns)
    words = said.get(table.full_name)
    described: Table = _with_words(replace(table, columns=columns), words) if words else replace(table, columns=columns)
    return described


def _annotate_column(column: Column, said: Description | None) -> Column:
    if said is None:
        return column
    described: Column = _with_words(column, said)
    if said.personal is None:
        return described
    if said.personal:
        return replace(described, personal=True, role=ColumnRole.PERSONAL)
    role = ColumnRole.TEXT if described.role is ColumnRole.PERSONAL else described.role
    return replace(described, personal=False, role=role)


def _with_words(thing: Table | Column, said: Description) -> Any:
    return replace(thing, description=said.text or thing.description, synonyms=said.synonyms)


def _describe(scope: Scope, connection_id: int, subject: str, said: Description, now: datetime) -> None:
    store = scope.store
    store.remove_where("descriptions", connection_id=connection_id, subject=subject)
    if said != Description():
        values = {"text": said.text, "synonyms": list(said.synonyms), "personal": said.personal, "changed_at": now}
        store.add("descriptions", connection_id=connection_id, subject=subject, **values)


def _bump(scope: Scope, connection_id: int) -> None:
    """Another version of what the connection means; at once, so two who write leave two."""
    store = scope.store
    version = store.find("connections", columns=("meaning_version",), id=connection_id, lock=True)[0]["meaning_version"]
    store.change("connections", connection_id, meaning_version=version + 1)
