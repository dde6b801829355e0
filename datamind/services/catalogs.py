"""Catalogs: what a connection holds, reading it anew, a look at the first rows, and questions to begin with."""

from __future__ import annotations

from collections.abc import Callable

from datamind import saved
from datamind.access import Permission
from datamind.binding import policies_for
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.linking.searching import Hit
from datamind.linking.searching import search_catalog as find_in
from datamind.readings import Change, read_history
from datamind.refreshing import Refresh, refresh_now
from datamind.refreshing import start_refresh as begin_refresh
from datamind.saved import CatalogChanges
from datamind.services.use_case import note, use_case
from datamind.types import Catalog, ResultSet

__all__ = [
    "CatalogChanges", "Change", "Hit", "Refresh", "cancel_refresh", "example_questions", "find_refresh", "first_rows",
    "follow_catalog", "get_catalog", "list_changes", "refresh_catalog", "search_catalog",
    "start_refresh",
]  # fmt: skip

MOST_HITS = 2_000


@use_case(Permission.SEE_CONNECTIONS, look=True)
def get_catalog(scope: Scope, connection_id: int) -> Catalog:
    """What the actor may see of it, as last read. Raises NotFound; ConnectorError when it never was and cannot be read now."""
    return saved.load_catalog(scope, saved.find_connection(scope, connection_id))


@use_case(Permission.SEE_CONNECTIONS, look=True)
def search_catalog(scope: Scope, connection_id: int, words: str) -> tuple[Hit, ...]:
    """Tables, columns, values, terms and metrics that hold what is typed, the nearest first. Raises NotFound, ConnectorError."""
    return find_in(saved.load_catalog(scope, saved.find_connection(scope, connection_id)), words[:200], MOST_HITS)


@use_case(Permission.EDIT_CATALOG)
def refresh_catalog(scope: Scope, connection_id: int) -> CatalogChanges:
    """Read tables, keys and values anew, and run the verified questions again. Raises NotFound, ConnectorError."""
    changes = refresh_now(scope, saved.find_connection(scope, connection_id))
    note(added=len(changes.added), dropped=len(changes.dropped), changed=len(changes.changed))
    return changes


@use_case(Permission.EDIT_CATALOG)
def start_refresh(scope: Scope, connection_id: int) -> Refresh:
    """As `refresh_catalog`, in the background; the one under way when there is one. Raises NotFound."""
    return begin_refresh(scope, saved.find_connection(scope, connection_id))


@use_case(Permission.SEE_CONNECTIONS, look=True)
def find_refresh(scope: Scope, connection_id: int) -> Refresh | None:
    """The reading under way in this process, if there is one. Raises NotFound."""
    found: Refresh | None = scope.engine.refreshes.get(saved.find_connection(scope, connection_id)["id"])
    return found


@use_case(Permission.EDIT_CATALOG)
def cancel_refresh(scope: Scope, connection_id: int) -> None:
    """End the reading under way: tables and keys that were read stay, what columns hold is as before. Raises NotFound."""
    refresh: Refresh | None = scope.engine.refreshes.get(saved.find_connection(scope, connection_id)["id"])
    if refresh is not None:
        refresh.cancellation.cancel()


@use_case(Permission.EDIT_CATALOG, look=True)
def list_changes(scope: Scope, connection_id: int) -> tuple[Change, ...]:
    """The history of the schema, the newest first; nothing for those who may not see all of it. Raises NotFound."""
    row = saved.find_connection(scope, connection_id)
    return () if policies_for(scope, row) else read_history(scope, connection_id)


@use_case(Permission.EDIT_CATALOG)
def follow_catalog(scope: Scope, connection_id: int, is_mine: Callable[[], bool] = lambda: True) -> CatalogChanges:
    """Read anew only if the structure has changed; a job that has lost its lease (`is_mine`) keeps nothing.

    Raises: NotFound, ConnectorError.
    """
    changes = saved.refresh_if_changed(scope, saved.find_connection(scope, connection_id), is_mine)
    note(added=len(changes.added), dropped=len(changes.dropped), changed=len(changes.changed))
    return changes


@use_case(Permission.SEE_CONNECTIONS)
def first_rows(scope: Scope, connection_id: int, table: str, n: int = 20) -> ResultSet:
    """Up to `n` (at most 1,000) rows of a table of the catalog, named in full. Raises NotFound, ConnectorError."""
    from datamind import running

    row = saved.find_connection(scope, connection_id)
    catalog = saved.load_catalog(scope, row)
    known = next((each for each in catalog.tables if each.full_name == table), None)
    if known is None:
        raise NotFound("table")
    result = running.read_table(scope, row, known, max(1, min(n, 1000))).result
    note(table=known.full_name[:120], rows=len(result.rows))
    return result


@use_case(Permission.ASK, look=True)
def example_questions(scope: Scope, connection_id: int) -> tuple[str, ...]:
    """Up to six questions that this data can answer. Raises NotFound, ConnectorError."""
    from datamind.analysts.offline import example_questions as write_examples

    return write_examples(saved.load_catalog(scope, saved.find_connection(scope, connection_id)))
