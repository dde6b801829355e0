"""Saved connections and what was read of them, below the use cases: no permission is asked here, so only services and jobs
come here, with a Scope; the store still shows them their own org alone.

In: rows of the store. Out: rows that the actor's role may use, and catalogs as the actor may see them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from datamind.access import Role
from datamind.binding import demand_use, policies_for
from datamind.changes import CatalogChanges, compare_catalogs
from datamind.engine import Scope
from datamind.meanings import drop_meaning, keep_meaning
from datamind.readings import load_whole_catalog, read_catalog, refresh_if_changed
from datamind.sql.policies import narrow
from datamind.store.session import Row
from datamind.types import Catalog

__all__ = [
    "UPLOADED", "CatalogChanges", "compare_catalogs", "drop_meaning", "find_connection", "keep_connection", "keep_meaning",
    "load_catalog", "load_whole_catalog", "read_catalog", "refresh_if_changed", "remove_file", "split_values",
]  # fmt: skip

UPLOADED = "files"


def find_connection(scope: Scope, connection_id: int) -> Row:
    """The row of a connection that the actor's role may use. Raises NotFound, Forbidden."""
    row = scope.store.get("connections", connection_id)
    demand_use(scope.actor, row)
    return row


def keep_connection(
    scope: Scope, name: str, kind: str, values: Mapping[str, Any], can_write: bool, least_role: str = Role.VIEWER
) -> Row:
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
        least_role=least_role,
        meaning_version=0,
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
    """What the actor may see of a connection, as last read; read now when it never was.

    Raises: Forbidden, ConnectorError, VaultError.
    """
    return narrow(load_whole_catalog(scope, row), policies_for(scope, row))
