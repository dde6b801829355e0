"""The whole store as one file of JSON lines, and back: for backups, and for moving from SQLite to Postgres.

The first line says which version the store has; then each row of each table, referenced tables first, as it stood at one
moment. Sealed texts stay sealed. A store is only ever filled when it is empty, in one transaction.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from datamind.errors import StoreError, StoreVersion
from datamind.store.house import House
from datamind.store.tables import Moment, metadata
from datamind.store.versions import HEAD, read_version

BATCH = 500


def write_dump(house: House, path: Path) -> Mapping[str, int]:
    """Everything in the store, as of one moment, while others go on writing; how many rows of each table. Raises StoreError."""
    counts: dict[str, int] = {}
    with house.snapshot() as connection, gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"version": read_version(connection)}) + "\n")
        for table in metadata.sorted_tables:
            rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(table.c.id)).mappings()
            for row in rows:
                counts[table.name] = counts.get(table.name, 0) + 1
                out.write(json.dumps([table.name, {name: _as_json(value) for name, value in row.items()}]) + "\n")
    return counts


def read_dump(house: House, path: Path) -> Mapping[str, int]:
    """Fill an empty store (made, but with nothing in it) from a dump; how many rows of each table.

    Raises: StoreError when something is in it, or the file is damaged; StoreVersion for a dump of another version.
    """
    counts: dict[str, int] = {}
    with house.transaction() as connection, gzip.open(path, "rt", encoding="utf-8") as lines:
        _check(connection, next(lines, ""))
        for name, row in _read_rows(lines):
            table = metadata.tables[name]
            values = {column: _from_json(table.c[column].type, value) for column, value in row.items()}
            connection.execute(insert(table).values(values))
            counts[name] = counts.get(name, 0) + 1
        if connection.dialect.name == "postgresql":
            _move_sequences(connection)
    return counts


def _check(connection: Connection, first: str) -> None:
    try:
        version = json.loads(first)["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError("This is no backup of a DataMind store.") from error
    if version != HEAD:
        raise StoreVersion(
            f"The backup is of version {version}, this program of {HEAD}: restore it with the program that made it, then migrate."
        )
    if any(connection.execute(select(func.count()).select_from(table)).scalar() for table in metadata.sorted_tables):
        raise StoreError(
            "The store to fill is not empty: name a new one in DATAMIND_STORE_URL, or another DATAMIND_HOME."
        )


def _read_rows(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        for line in lines:
            name, row = json.loads(line)
            yield name, row
    except (ValueError, EOFError, OSError) as error:
        raise StoreError("The backup is damaged: nothing was restored from it.") from error


def _move_sequences(connection: Connection) -> None:
    """New rows are numbered after the restored ones."""
    for table in metadata.sorted_tables:
        newest = connection.execute(select(func.max(table.c.id))).scalar()
        if newest:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :newest)"),
                {"name": table.name, "newest": newest},
            )


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _from_json(kind: Any, value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(kind, Moment) and isinstance(value, str) else value
