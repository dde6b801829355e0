"""Databases, read-only. `KINDS` names every kind; `open_connector` gives a Connector for saved values.

To add a kind: a module with a class that keeps `base.Connector`, a line in `KINDS`, and the contract suite covers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datamind.connectors.base import Connector
from datamind.connectors.files import FilesConnector, looks_like_duckdb
from datamind.connectors.mysql import MysqlConnector
from datamind.connectors.network import NetworkPolicy
from datamind.connectors.postgres import PostgresConnector
from datamind.connectors.sqlite import SqliteConnector, looks_like_sqlite
from datamind.connectors.urls import looks_like_url, take_apart
from datamind.errors import InvalidInput
from datamind.forms import read_fields

KINDS: dict[str, type[Connector]] = {
    "postgres": PostgresConnector,
    "mysql": MysqlConnector,
    "sqlite": SqliteConnector,
    "files": FilesConnector,
}

__all__ = ["KINDS", "Connector", "NetworkPolicy", "clean_values", "open_connector", "open_file"]


def clean_values(kind: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Values by field name from what was typed; a URL pasted as host (or path) is taken apart and not kept.

    Raises: InvalidInput naming the first field that cannot be used.
    """
    values = dict(typed)
    for name in ("host", "path"):
        if looks_like_url(str(values.get(name) or "")):
            url = str(values.pop(name))
            defaults = {field.name: field.default for field in _find(kind).fields}
            kept = {key: value for key, value in values.items() if value not in (None, "", defaults.get(key))}
            values = {**kept, **take_apart(kind, url)}
    return read_fields(_find(kind).fields, values)


def open_connector(kind: str, values: Mapping[str, Any], network: NetworkPolicy) -> Connector:
    """A Connector for values that `clean_values` has read. It connects when it is first used.

    Raises: InvalidInput for an unknown kind, ConnectFailed (step "address") when the policy or the disk says no.
    """
    build: Any = _find(kind)  # the Protocol says nothing about construction
    connector: Connector = build(values, network)
    return connector


def open_file(path: Path) -> Connector:
    """A Connector for a SQLite or DuckDB file, told by its first bytes. Raises InvalidInput for anything else."""
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}. Check the path.", "database")
    try:
        if looks_like_sqlite(path):
            policy = NetworkPolicy(sqlite_folders=(path.resolve().parent,))
            return SqliteConnector({"path": str(path)}, policy)
        if looks_like_duckdb(path):
            return FilesConnector({"path": str(path)}, NetworkPolicy())
    except PermissionError as error:
        raise InvalidInput(f"{path} may not be read by this user.", "database") from error
    raise InvalidInput(f"{path} is neither a SQLite nor a DuckDB file. Import it first: datamind import.", "database")


def _find(kind: str) -> type[Connector]:
    if kind not in KINDS:
        raise InvalidInput(f"There is no kind of database called {kind!r}: choose {', '.join(KINDS)}.", "kind")
    return KINDS[kind]
