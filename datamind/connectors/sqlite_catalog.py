"""The structure of a SQLite file, by a fixed number of schema queries and one small look at each table's values.

SQLite lets a column hold anything, whatever it was declared: the type is judged from the declaration and from the values.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from datamind.connectors.results import judge_type
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Table

_LOOK_ROWS = 300
_MOSTLY = 0.9  # so many numbers make a numeric column, whatever a few cells say

_COLUMNS = """SELECT l.name, l.type, x.name, x.type, x."notnull", x.pk
FROM pragma_table_list l JOIN pragma_table_xinfo(l.name) x
WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual')
  AND substr(l.name, 1, 7) <> 'sqlite_' AND x.hidden <> 1"""
_UNIQUE = """SELECT m.name, i.name, c.name FROM sqlite_schema m, pragma_index_list(m.name) i, pragma_index_info(i.name) c
WHERE m.type = 'table' AND i."unique" AND NOT i.partial AND i.origin <> 'pk' ORDER BY m.name, i.seq, c.seqno"""
_FOREIGN = """SELECT m.name, f.id, f."table", f."from", f."to" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq"""

_DATE = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]\Z")
_MOMENT = re.compile(
    r"[0-9]{4}-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9](:[0-6][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?\Z"
)


def read_catalog(connection: sqlite3.Connection) -> Catalog:
    """Tables and views in alphabetical order; one that the file itself can no longer read (a broken view) is left out."""
    columns: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for name, kind, *column in _read_columns(connection):
        columns[name, kind].append(tuple(column))
    unique = _group(connection.execute(_UNIQUE), key=2)
    foreign = _group(connection.execute(_FOREIGN), key=2)
    primary = {name: _primary_key(rows) for (name, _kind), rows in columns.items()}
    tables = []
    for (name, kind), rows in sorted(columns.items()):
        looks = _look(connection, name, [row[0] for row in rows])
        if looks is None:
            continue
        tables.append(
            Table(
                name=name,
                columns=tuple(_column(row, look) for row, look in zip(rows, looks, strict=True)),
                kind="view" if kind == "view" else "table",
                primary_key=primary[name],
                unique=tuple(tuple(row[0] for row in rows) for rows in unique[name] if all(row[0] for row in rows)),
                foreign_keys=tuple(_foreign_key(rows, primary) for rows in foreign[name]),
                row_estimate=None if kind == "view" else _estimate(connection, name),
            )
        )
    return Catalog("sqlite", tuple(tables))


def quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read_columns(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    try:
        return connection.execute(_COLUMNS).fetchall()
    except sqlite3.OperationalError:  # one broken view spoils the query over all: ask for each
        found = []
        for (name,) in connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main'").fetchall():
            try:
                found += connection.execute(f"{_COLUMNS} AND l.name = ?", (name,)).fetchall()
            except sqlite3.OperationalError:
                continue
        return found


def _group(rows: Iterable[tuple[Any, ...]], key: int) -> dict[str, list[list[tuple[Any, ...]]]]:
    """Rows (table, thing, …) as lists by thing, by table."""
    things: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        things[row[:key]].append(row[key:])
    tables: dict[str, list[list[tuple[Any, ...]]]] = defaultdict(list)
    for (table, *_thing), parts in things.items():
        tables[table].append(parts)
    return tables


def _primary_key(rows: list[tuple[Any, ...]]) -> tuple[str, ...]:
    return tuple(row[0] for row in sorted((row for row in rows if row[3]), key=lambda row: row[3]))


def _foreign_key(rows: list[tuple[Any, ...]], primary: dict[str, tuple[str, ...]]) -> ForeignKey:
    parent = rows[0][0]
    names = {name.lower(): name for name in primary}
    parent = names.get(parent.lower(), parent)
    targets = tuple(row[2] for row in rows)
    return ForeignKey(tuple(row[1] for row in rows), parent, targets if all(targets) else primary.get(parent, ()))


def _look(connection: sqlite3.Connection, table: str, names: list[str]) -> list[list[Any]] | None:
    """The first values of each column, long ones cut; None when the table cannot be read."""
    parts = ", ".join(
        f"CASE typeof({name}) WHEN 'text' THEN substr({name}, 1, 40) WHEN 'blob' THEN x'00' ELSE {name} END"
        for name in map(quote_name, names)
    )
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        rows = connection.execute(f"SELECT {parts} FROM {quote_name(table)} LIMIT {_LOOK_ROWS}").fetchall()
    except sqlite3.OperationalError:
        return None
    finally:
        connection.text_factory = str
    return [[row[position] for row in rows if row[position] is not None] for position in range(len(names))]


def _estimate(connection: sqlite3.Connection, table: str) -> int | None:
    """The largest row id: found at once, and the number of rows unless some were deleted."""
    try:
        return connection.execute(f"SELECT max(_rowid_) FROM {quote_name(table)}").fetchone()[0] or 0
    except (sqlite3.OperationalError, IndexError):
        return None


def _column(row: tuple[Any, ...], look: list[Any]) -> Column:
    name, declared, not_null, key_position = row
    return Column(name, judge_column(declared, look), declared, nullable=not (not_null or key_position))


def judge_column(declared: str, values: list[Any]) -> ColumnType:
    """The type of a column declared so that holds such values (no nulls)."""
    expected = _declared_type(declared)
    if not values:
        return expected or ColumnType.TEXT
    found = judge_type(values)
    if found is ColumnType.OTHER:
        numbers = sum(not isinstance(value, str | bytes) for value in values)
        mostly = expected is not None and expected.is_numeric and numbers >= _MOSTLY * len(values)
        return expected if mostly and expected else ColumnType.TEXT
    if found is ColumnType.TEXT:
        if all(_DATE.match(value) for value in values):
            return ColumnType.DATE
        if all(_MOMENT.match(value) or _DATE.match(value) for value in values):
            return ColumnType.DATETIME
        return expected if expected is ColumnType.JSON else ColumnType.TEXT
    if found is ColumnType.INTEGER and expected is ColumnType.BOOLEAN:
        return ColumnType.BOOLEAN if set(values) <= {0, 1} else ColumnType.INTEGER
    if found is ColumnType.INTEGER and expected is ColumnType.NUMBER:
        return ColumnType.NUMBER
    return found


def _declared_type(declared: str) -> ColumnType | None:
    """By name first, then by SQLite's own rules of affinity."""
    text = declared.upper()
    for words, column_type in _DECLARED:
        if any(word in text for word in words):
            return column_type
    return None


_DECLARED = (
    (("BOOL",), ColumnType.BOOLEAN),
    (("DATETIME", "TIMESTAMP"), ColumnType.DATETIME),
    (("DATE",), ColumnType.DATE),
    (("JSON",), ColumnType.JSON),
    (("INT",), ColumnType.INTEGER),
    (("CHAR", "CLOB", "TEXT"), ColumnType.TEXT),
    (("TIME",), ColumnType.TIME),
    (("BLOB",), ColumnType.BINARY),
    (("REAL", "FLOA", "DOUB", "NUM", "DEC", "MONEY"), ColumnType.NUMBER),
)
