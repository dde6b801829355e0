"""The structure of a DuckDB file, by four queries over its own catalog."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from datamind.types import Catalog, Column, ColumnType, ForeignKey, Function, Table

_TABLES = """SELECT schema_name, table_name, 'table', comment, estimated_size FROM duckdb_tables()
WHERE NOT internal AND NOT temporary
UNION ALL SELECT schema_name, view_name, 'view', comment, NULL FROM duckdb_views()
WHERE NOT internal AND NOT temporary ORDER BY 1, 2"""
_COLUMNS = """SELECT schema_name, table_name, column_name, data_type, is_nullable, comment
FROM duckdb_columns() WHERE NOT internal ORDER BY 1, 2, column_index"""
_CONSTRAINTS = """SELECT schema_name, table_name, constraint_type, constraint_column_names, referenced_table,
  referenced_column_names
FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY') ORDER BY 1, 2, constraint_index"""
_FUNCTIONS = "SELECT DISTINCT schema_name, function_name FROM duckdb_functions() WHERE NOT internal ORDER BY 1, 2"

_DEFAULT = "main"


def read_catalog(cursor: Any) -> Catalog:
    """Tables and views in alphabetical order; those of the default schema have no schema."""
    columns: dict[tuple[str, str], list[Column]] = defaultdict(list)
    for schema, table, name, native, nullable, comment in cursor.execute(_COLUMNS).fetchall():
        columns[schema, table].append(
            Column(name, type_of(native) or ColumnType.OTHER, native, bool(nullable), comment or "")
        )
    keys: dict[tuple[str, str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for schema, table, kind, *parts in cursor.execute(_CONSTRAINTS).fetchall():
        keys[schema, table, kind].append(tuple(parts))
    tables = []
    for schema, name, kind, comment, estimate in cursor.execute(_TABLES).fetchall():
        primary = keys[schema, name, "PRIMARY KEY"]
        tables.append(
            Table(
                name=name,
                columns=tuple(columns[schema, name]),
                schema=_shown(schema),
                kind=kind,
                primary_key=tuple(primary[0][0]) if primary else (),
                unique=tuple(tuple(names) for names, *_rest in keys[schema, name, "UNIQUE"]),
                foreign_keys=tuple(
                    ForeignKey(tuple(names), parent, tuple(targets), _shown(schema))
                    for names, parent, targets in keys[schema, name, "FOREIGN KEY"]
                ),
                description=comment or "",
                row_estimate=estimate,
            )
        )
    # A macro is put into the query in place of its call, so it can do no more than a query can.
    functions = [Function(name, "stable", _shown(schema)) for schema, name in cursor.execute(_FUNCTIONS).fetchall()]
    return Catalog("duckdb", tuple(tables), functions=tuple(functions))


def _shown(schema: str) -> str | None:
    return None if schema == _DEFAULT else schema


def type_of(native: str) -> ColumnType | None:
    """The type that a DuckDB type name stands for; None for one that only the values tell."""
    text = native.upper()
    if text.endswith("]") or text.startswith(("STRUCT", "MAP", "UNION")):
        return ColumnType.OTHER
    if text.startswith("TIMESTAMP"):
        return ColumnType.DATETIME
    if text.startswith("TIME"):
        return ColumnType.TIME
    if text.startswith("DECIMAL"):
        return ColumnType.NUMBER
    if text.startswith("ENUM"):
        return ColumnType.TEXT
    return _TYPES.get(text)


_TYPES = {
    **dict.fromkeys(("VARCHAR", "UUID", "BIT", "CHAR"), ColumnType.TEXT),
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "BIGNUM"), ColumnType.INTEGER),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "VARINT"), ColumnType.INTEGER),
    **dict.fromkeys(("FLOAT", "DOUBLE"), ColumnType.NUMBER),
    "BOOLEAN": ColumnType.BOOLEAN,
    "DATE": ColumnType.DATE,
    "JSON": ColumnType.JSON,
    "BLOB": ColumnType.BINARY,
    "INTERVAL": ColumnType.OTHER,
}
