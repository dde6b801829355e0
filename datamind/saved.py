"""Saved connections and what was read of them, below the use cases: no permission is asked here, so only services and jobs
come here, with a Scope; the store still shows them their own org alone.

In: rows of the store. Out: catalogs with descriptions and meaning in place, kept one row a reading, newest last.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from datamind.binding import policies_for
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import ConnectorError, NotFound, QueryCancelled
from datamind.sql.policies import narrow
from datamind.store.codec import decode, encode
from datamind.store.session import Row
from datamind.types import Catalog, Column, Meaning, Metric, Table, Term, VerifiedQuestion

UPLOADED = "files"
KEPT_CATALOGS = 20
MEANING_KINDS = {Term: "term", Metric: "metric", VerifiedQuestion: "verified"}


@dataclass(frozen=True)
class CatalogChanges:
    """What is different since the last reading: tables by full name, columns as table.column."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def keep_connection(scope: Scope, name: str, kind: str, values: Mapping[str, Any], can_write: bool) -> Row:
    """A new row for values that have been tried; secrets are sealed. Raises InvalidInput when the name is taken."""
    from datamind.connectors import KINDS

    shown, sealed = split_values(scope, kind, values)
    connection_id = scope.store.add(
        "connections",
        name=name,
        kind=kind,
        dialect=KINDS[kind].dialect,
        values=shown,
        secrets=sealed,
        version=1,
        can_write=can_write,
        created_at=datetime.now(UTC),
    )
    return scope.store.get("connections", connection_id)


def split_values(scope: Scope, kind: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """What may be shown, and the rest, sealed."""
    from datamind.connectors import KINDS

    hidden = {field.name for field in KINDS[kind].fields if field.secret}
    shown = {name: value for name, value in values.items() if name not in hidden}
    secrets = {name: value for name, value in values.items() if name in hidden}
    return shown, scope.engine.vault.seal(json.dumps(secrets))


def remove_file(scope: Scope, row: Row) -> None:
    """Remove the file of an uploaded connection; only ever one in this org's own folder."""
    folder = (scope.settings.files_folder / str(scope.actor.org_id)).resolve()
    path = Path(row["values"].get("path", "")).resolve()
    if path.parent == folder:
        path.unlink(missing_ok=True)


def load_catalog(scope: Scope, row: Row) -> Catalog:
    """What the actor may see of a connection, as last read; read now when it never was. Raises ConnectorError, VaultError."""
    return narrow(load_whole_catalog(scope, row), policies_for(scope, row))


def load_whole_catalog(scope: Scope, row: Row) -> Catalog:
    """All that a connection holds, past every rule: for the door itself and never for anybody's eyes."""
    newest = scope.store.find("catalogs", columns=("id",), connection_id=row["id"], order="-id", limit=1)
    if not newest:
        read_catalog(scope, row)
        return load_whole_catalog(scope, row)
    catalog_id = newest[0]["id"]
    key = (scope.actor.org_id, catalog_id)
    kept = scope.engine.catalogs.get(key)
    if kept is not None:
        return kept
    catalog: Catalog = decode(scope.store.get("catalogs", catalog_id)["catalog"])
    return scope.engine.catalogs.put(key, catalog)


def read_catalog(scope: Scope, row: Row, is_mine: Callable[[], bool] = lambda: True) -> CatalogChanges:
    """Read tables, keys and values anew, within the profile budget, and keep them (if `is_mine` still says so).

    Raises: ConnectorError, VaultError; the connection then says why, and what was read before stays.
    """
    before = scope.store.first("catalogs", connection_id=row["id"], order="-id")
    try:
        connector = scope.engine.connector(row)
        fingerprint = connector.fingerprint()[:200]
        fresh = _profile(connector, connector.catalog(), scope.settings.profile_budget_s)
    except ConnectorError as error:
        scope.store.change("connections", row["id"], error=str(error))
        raise
    with scope.store.transaction():
        if not is_mine():
            return CatalogChanges()
        return _keep(scope, row, _annotate(scope, row["id"], fresh), fingerprint, before)


def refresh_if_changed(scope: Scope, row: Row, is_mine: Callable[[], bool]) -> CatalogChanges:
    """As `read_catalog`, but only when the structure is another than last time."""
    before = scope.store.find("catalogs", columns=("fingerprint",), connection_id=row["id"], order="-id", limit=1)
    try:
        same = before and scope.engine.connector(row).fingerprint()[:200] == before[0]["fingerprint"]
    except ConnectorError as error:
        scope.store.change("connections", row["id"], error=str(error))
        raise
    if not same:
        return read_catalog(scope, row, is_mine)
    with scope.store.transaction():
        if is_mine():
            scope.store.change("connections", row["id"], error=None, refreshed_at=datetime.now(UTC))
    return CatalogChanges()


def keep_meaning(scope: Scope, row: Row, meaning: Meaning, descriptions: Mapping[str, str]) -> None:
    """Add terms, metrics and verified questions, and descriptions by "table" or "table.column"; the new one replaces an old."""
    store, now = scope.store, datetime.now(UTC)
    entries: list[Term | Metric | VerifiedQuestion] = [*meaning.terms, *meaning.metrics, *meaning.verified]
    with store.transaction():
        for entry in entries:
            kind, name = MEANING_KINDS[type(entry)], _name_of(entry)
            store.remove_where("glossary", connection_id=row["id"], kind=kind, name=name)
            store.add("glossary", connection_id=row["id"], kind=kind, name=name, entry=encode(entry), changed_at=now)
        for subject, text in descriptions.items():
            store.remove_where("descriptions", connection_id=row["id"], subject=subject)
            store.add("descriptions", connection_id=row["id"], subject=subject, text=text, synonyms=[], changed_at=now)
        _annotate_latest(scope, row)


def drop_meaning(scope: Scope, row: Row, entry: Term | Metric | VerifiedQuestion) -> None:
    """Take one entry out of what a connection means. Raises NotFound."""
    store, kind = scope.store, MEANING_KINDS[type(entry)]
    with store.transaction():
        if not store.remove_where("glossary", connection_id=row["id"], kind=kind, name=_name_of(entry)):
            raise NotFound("entry")
        _annotate_latest(scope, row)


def _annotate_latest(scope: Scope, row: Row) -> None:
    latest = scope.store.first("catalogs", connection_id=row["id"], order="-id")
    if latest:
        annotated = _annotate(scope, row["id"], decode(latest["catalog"]))
        _keep(scope, row, annotated, latest["fingerprint"], latest)


def _name_of(entry: Term | Metric | VerifiedQuestion) -> str:
    return (entry.question if isinstance(entry, VerifiedQuestion) else entry.name)[:400]


def compare_catalogs(before: Catalog, after: Catalog) -> CatalogChanges:
    """Tables and columns that came, went, or have another type or key."""
    old = {table.full_name: table for table in before.tables}
    new = {table.full_name: table for table in after.tables}
    added: list[str] = []
    dropped: list[str] = []
    changed: list[str] = []
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            dropped.append(name)
        elif name not in old:
            added.append(name)
        else:
            parts = _compare_tables(name, old[name], new[name])
            added, dropped, changed = added + parts[0], dropped + parts[1], changed + parts[2]
    return CatalogChanges(tuple(added), tuple(dropped), tuple(changed))


def _compare_tables(name: str, old: Table, new: Table) -> tuple[list[str], list[str], list[str]]:
    before = {column.name: column for column in old.columns}
    after = {column.name: column for column in new.columns}
    added = [f"{name}.{column}" for column in after if column not in before]
    dropped = [f"{name}.{column}" for column in before if column not in after]
    changed = [
        f"{name}.{column}"
        for column in before
        if column in after
        and (before[column].native_type, before[column].nullable) != (after[column].native_type, after[column].nullable)
    ]
    if (old.primary_key, old.unique, old.kind) != (new.primary_key, new.unique, new.kind):
        changed.append(name)
    return added, dropped, changed


def _profile(connector: Any, catalog: Catalog, budget_s: float) -> Catalog:
    """The catalog with profiles, or as it is when there was not the time."""
    cancellation = Cancellation()
    timer = threading.Timer(budget_s, cancellation.cancel)
    timer.daemon = True
    timer.start()
    try:
        profiled: Catalog = connector.profile(catalog, cancellation=cancellation)
        return profiled
    except QueryCancelled:
        return catalog
    finally:
        timer.cancel()


def _annotate(scope: Scope, connection_id: int, catalog: Catalog) -> Catalog:
    """With what people have said: their descriptions in place of the database's comments, and their meaning."""
    said = {row["subject"]: row for row in scope.store.find("descriptions", connection_id=connection_id)}
    entries = [decode(row["entry"]) for row in scope.store.find("glossary", connection_id=connection_id, order="id")]
    meaning = Meaning(
        terms=tuple(entry for entry in entries if isinstance(entry, Term)),
        metrics=tuple(entry for entry in entries if isinstance(entry, Metric)),
        verified=tuple(entry for entry in entries if isinstance(entry, VerifiedQuestion)),
    )
    return replace(catalog, tables=tuple(_describe(table, said) for table in catalog.tables), meaning=meaning)


def _describe(table: Table, said: Mapping[str, Row]) -> Table:
    columns = tuple(_with_words(column, said.get(f"{table.full_name}.{column.name}")) for column in table.columns)
    described: Table = _with_words(replace(table, columns=columns), said.get(table.full_name))
    return described


def _with_words(thing: Table | Column, row: Row | None) -> Any:
    return replace(thing, description=row["text"], synonyms=tuple(row["synonyms"])) if row else thing


def _keep(scope: Scope, row: Row, catalog: Catalog, fingerprint: str, before: Row | None) -> CatalogChanges:
    store, now = scope.store, datetime.now(UTC)
    with store.transaction():
        store.change("connections", row["id"], error=None, refreshed_at=now, table_count=len(catalog.tables))
        catalog_id = store.add(
            "catalogs",
            connection_id=row["id"],
            revision=catalog.revision,
            fingerprint=fingerprint,
            catalog=encode(catalog),
            read_at=now,
        )
        old = store.find("catalogs", columns=("id",), connection_id=row["id"], order="-id")[KEPT_CATALOGS:]
        for gone in old:
            store.remove("catalogs", gone["id"])
    scope.engine.catalogs.put((scope.actor.org_id, catalog_id), catalog)
    return (
        compare_catalogs(decode(before["catalog"]), catalog)
        if before
        else CatalogChanges(added=tuple(table.full_name for table in catalog.tables))
    )
