"""Readings of a schema: a saved connection in, what it holds kept in the store, with what is different and what that breaks.

A reading goes on while its values are looked at: the structure is kept first, so that a new connection can be asked at
once. Each reading is sealed, since profiles hold stored values. Columns whose values are nobody's business (marked personal,
or under a rule that hides or masks them from anybody) are kept without values, whoever may see them: what is not in the index
cannot leak from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from datamind.binding import ROWS, demand_use
from datamind.cancellation import Cancellation
from datamind.changes import CatalogChanges, compare_catalogs
from datamind.dependants import Breakage, Dependant, find_broken
from datamind.engine import Scope
from datamind.errors import ConnectorError, QueryCancelled, VaultError
from datamind.meanings import annotate, read_descriptions
from datamind.store.codec import decode, encode
from datamind.store.session import Row
from datamind.types import Catalog, Column, Profile, Table

KEPT_CATALOGS = 3
KEPT_CHANGES = 200
LONGEST_LIST = 500
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Change:
    """One entry of a connection's history: the revision that was read, what was different, and what that broke."""

    at: datetime
    revision: str
    changes: CatalogChanges
    broken: tuple[Breakage, ...]


def load_whole_catalog(scope: Scope, row: Row) -> Catalog:
    """All that a connection holds, past every rule, in people's words; read now when it never was.

    Raises: Forbidden, ConnectorError, VaultError.
    """
    demand_use(scope.actor, row)
    store, org_id = scope.store, scope.actor.org_id
    newest = store.find("catalogs", columns=("id",), connection_id=row["id"], order="-id", limit=1)
    if not newest:
        read_catalog(scope, row)
        return load_whole_catalog(scope, row)
    version = store.find("connections", columns=("meaning_version",), id=row["id"])[0]["meaning_version"]
    ruled = _ruled_columns(scope, row["id"])
    key = (org_id, newest[0]["id"], version, ruled)
    kept = scope.engine.catalogs.get(key)
    if kept is not None:
        return kept
    try:
        catalog = _open(scope, store.get("catalogs", newest[0]["id"]))
    except VaultError:  # sealed with a key that is gone; all of it can be read again
        store.remove("catalogs", newest[0]["id"])
        return load_whole_catalog(scope, row)
    said = annotate(scope, row["id"], _withhold(catalog, _private_columns(scope, row["id"], ruled)))
    return scope.engine.catalogs.put(key, said)


def read_catalog(
    scope: Scope,
    row: Row,
    is_mine: Callable[[], bool] = lambda: True,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> CatalogChanges:
    """Read tables, keys and values anew, within the profile budget, and keep them (if `is_mine` still says so).

    Cancelled, tables and keys are kept and what columns hold stays as it was. Raises: ConnectorError, VaultError; the
    connection then says why, and what was read before stays.
    """
    before = _newest(scope, row["id"])
    try:
        connector = scope.engine.connector(row)
        fingerprint = connector.fingerprint()[:200]
        fresh = _carry_over(connector.catalog(), before)
        if before is None and is_mine():
            _keep(scope, row, fresh, fingerprint, None)
        try:
            fresh = connector.profile(fresh, progress, cancellation, scope.settings.profile_budget_s)
        except QueryCancelled:
            if not (cancellation and cancellation.cancelled):
                raise
    except ConnectorError as error:
        scope.store.change("connections", row["id"], error=str(error))
        raise
    with scope.store.transaction():
        if not is_mine():
            return CatalogChanges()
        return _keep(scope, row, fresh, fingerprint, before)


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


def read_history(scope: Scope, connection_id: int, most: int = 50) -> tuple[Change, ...]:
    """What was different from reading to reading, the newest first; readings without a difference are not entered."""
    rows = scope.store.find("catalog_changes", connection_id=connection_id, order="-id", limit=most)
    return tuple(_change(row) for row in rows)


def _change(row: Row) -> Change:
    broken = tuple(Breakage(Dependant(**each["dependant"]), each["reason"]) for each in row["broken"])
    changes = CatalogChanges(tuple(row["added"]), tuple(row["dropped"]), tuple(row["changed"]))
    return Change(row["at"], row["revision"], changes, broken)


def _newest(scope: Scope, connection_id: int) -> Catalog | None:
    row = scope.store.first("catalogs", connection_id=connection_id, order="-id")
    try:
        return _open(scope, row) if row else None
    except VaultError:
        return None


def _open(scope: Scope, row: Row) -> Catalog:
    catalog: Catalog = decode(scope.engine.vault.open(row["catalog"]))
    return catalog


def _carry_over(fresh: Catalog, before: Catalog | None) -> Catalog:
    """With the profiles of last time where a column is still the same: what there is no time for now stays known."""
    if before is None:
        return fresh
    known = {
        (table.schema, table.name, column.name): column
        for table in before.tables
        for column in table.columns
        if column.profile
    }

    def carry(table: Table, column: Column) -> Column:
        old = known.get((table.schema, table.name, column.name))
        if old is None or (old.type, old.native_type) != (column.type, column.native_type):
            return column
        return replace(column, profile=old.profile, role=old.role, personal=old.personal)

    tables = (replace(t, columns=tuple(carry(t, column) for column in t.columns)) for t in fresh.tables)
    return replace(fresh, tables=tuple(tables))


# ── values that are nobody's business ────────────────────────────────────────────────────────────────────────────────────


def _ruled_columns(scope: Scope, connection_id: int) -> frozenset[tuple[str, str]]:
    """(table, column) that a rule hides or masks from anybody; "*" is the whole table."""
    rules = scope.store.find("policies", connection_id=connection_id)
    return frozenset((r["table_name"].lower(), (r["column_name"] or "").lower()) for r in rules if r["action"] != ROWS)


def _private_columns(
    scope: Scope, connection_id: int, ruled: frozenset[tuple[str, str]]
) -> Callable[[Table, Column], bool]:
    """Whether somebody has said that a column's values are private: a mark, or a rule that keeps it from anybody."""
    said = {subject for subject, each in read_descriptions(scope, connection_id).items() if each.personal}

    def is_private(table: Table, column: Column) -> bool:
        if f"{table.full_name}.{column.name}" in said:
            return True
        names = (table.full_name.lower(), table.name.lower())
        return any((name, part) in ruled for name in names for part in (column.name.lower(), "*"))

    return is_private


def _withhold(catalog: Catalog, is_private: Callable[[Table, Column], bool]) -> Catalog:
    def bare(table: Table, column: Column) -> Column:
        if column.profile is None or not is_private(table, column):
            return column
        return replace(column, personal=True, profile=_without_values(column.profile))

    tables = (replace(table, columns=tuple(bare(table, c) for c in table.columns)) for table in catalog.tables)
    return replace(catalog, tables=tuple(tables))


def _without_values(profile: Profile) -> Profile:
    return replace(profile, minimum=None, maximum=None, common=(), values=())


# ── keeping ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _keep(scope: Scope, row: Row, catalog: Catalog, fingerprint: str, before: Catalog | None) -> CatalogChanges:
    store, now = scope.store, datetime.now(UTC)
    catalog = _withhold(catalog, _private_columns(scope, row["id"], _ruled_columns(scope, row["id"])))
    changes = (
        compare_catalogs(before, catalog) if before else CatalogChanges(tuple(t.full_name for t in catalog.tables))
    )
    sealed = scope.engine.vault.seal(encode(catalog))
    with store.transaction():
        store.change("connections", row["id"], error=None, refreshed_at=now, table_count=len(catalog.tables))
        reading = {"revision": catalog.revision, "fingerprint": fingerprint, "catalog": sealed, "read_at": now}
        store.add("catalogs", connection_id=row["id"], **reading)
        _trim(scope, "catalogs", row["id"], KEPT_CATALOGS)
        if before and changes:
            broken = find_broken(scope, row["id"], before, catalog)
            _enter(scope, row["id"], Change(now, catalog.revision, changes, broken))
    return changes


def _enter(scope: Scope, connection_id: int, change: Change) -> None:
    names: Mapping[str, Any] = {key: list(value)[:LONGEST_LIST] for key, value in asdict(change.changes).items()}
    broken = [asdict(each) for each in change.broken[:LONGEST_LIST]]
    scope.store.add(
        "catalog_changes",
        connection_id=connection_id,
        revision=change.revision,
        broken=broken,
        at=change.at,
        **names,
    )
    _trim(scope, "catalog_changes", connection_id, KEPT_CHANGES)


def _trim(scope: Scope, table: str, connection_id: int, most: int) -> None:
    for old in scope.store.find(table, columns=("id",), connection_id=connection_id, order="-id")[most:]:
        scope.store.remove(table, old["id"])
