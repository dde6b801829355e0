"""The structure of a MySQL or MariaDB database, by five queries over information_schema, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from datamind.connectors.server import Ask
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Function, Table

_TABLES = """SELECT table_name, table_type, table_rows, table_comment FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') ORDER BY table_name"""
_COLUMNS = """SELECT table_name, column_name, data_type, column_type, is_nullable, column_comment
FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position"""
_UNIQUE = """SELECT table_name, index_name, column_name, sub_part FROM information_schema.statistics
WHERE table_schema = DATABASE() AND non_unique = 0 ORDER BY table_name, index_name, seq_in_index"""
_FOREIGN = """SELECT table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name,
  referenced_column_name
FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL
ORDER BY table_name, constraint_name, ordinal_position"""
_FUNCTIONS = """SELECT routine_name, is_deterministic, sql_data_access FROM information_schema.routines
WHERE routine_schema = DATABASE() AND routine_type = 'FUNCTION' ORDER BY routine_name"""

FINGERPRINT = """SELECT md5(concat_ws('/', DATABASE(), CURRENT_USER(), (
  SELECT concat(count(*), '.', coalesce(sum(crc32(concat_ws('.', table_name, ordinal_position, column_name, column_type,
    is_nullable, column_key, column_comment))), 0)) FROM information_schema.columns WHERE table_schema = DATABASE()
), (
  SELECT concat(count(*), '.', coalesce(sum(crc32(concat_ws('.', table_name, constraint_name, ordinal_position, column_name,
    referenced_table_name, referenced_column_name))), 0)) FROM information_schema.key_column_usage WHERE table_schema = DATABASE()
), (
  SELECT concat(count(*), '.', coalesce(sum(crc32(concat_ws('.', routine_name, is_deterministic, sql_data_access))), 0))
  FROM information_schema.routines WHERE routine_schema = DATABASE()
)))"""


def read_catalog(ask: Ask) -> Catalog:
    """Tables in alphabetical order; all in the one database, which is their schema."""
    (database,) = ask("SELECT DATABASE()")[0]
    columns: dict[str, list[Column]] = defaultdict(list)
    seen: dict[tuple[Any, ...], Column] = {}  # tables have many columns alike, and equal values can be one
    for row in ask(_COLUMNS):
        traits = row[1:]
        column = seen.get(traits)
        if column is None:
            name, kind, native, nullable, comment = traits
            column = seen[traits] = Column(name, type_of_name(kind, native), native, nullable == "YES", comment or "")
        columns[row[0]].append(column)
    unique: dict[str, dict[str, list[str | None]]] = defaultdict(lambda: defaultdict(list))
    for table, index, column, part in ask(_UNIQUE):
        unique[table][index].append(column if part is None else None)  # unique in its first letters says nothing
    foreign: dict[str, dict[str, list[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(list))
    for table, key, *ends in ask(_FOREIGN):
        foreign[table][key].append(tuple(ends))
    tables = []
    for name, kind, rows, comment in ask(_TABLES):
        primary = unique[name].pop("PRIMARY", [])
        tables.append(
            Table(
                name=name,
                columns=tuple(columns[name]),
                schema=database,
                kind="view" if kind == "VIEW" else "table",
                primary_key=tuple(column for column in primary if column),
                unique=tuple(tuple(column for column in key if column) for key in unique[name].values() if all(key)),
                foreign_keys=tuple(_foreign_key(ends) for ends in foreign[name].values()),
                description="" if kind == "VIEW" else comment or "",
                row_estimate=None if kind == "VIEW" else rows,
            )
        )
    functions = tuple(Function(name, _volatility(*traits), database) for name, *traits in ask(_FUNCTIONS))
    return Catalog("mysql", tuple(tables), database, functions)


def _foreign_key(ends: list[tuple[Any, ...]]) -> ForeignKey:
    _column, schema, table, _parent_column = ends[0]
    return ForeignKey(tuple(end[0] for end in ends), table, tuple(end[3] for end in ends), schema)


def _volatility(deterministic: str, access: str) -> Any:
    if access == "MODIFIES SQL DATA":
        return "volatile"
    return "stable" if deterministic == "YES" else "volatile"


_BY_NAME = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year"), ColumnType.INTEGER),
    **dict.fromkeys(("decimal", "numeric", "float", "double", "real"), ColumnType.NUMBER),
    **dict.fromkeys(("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"), ColumnType.TEXT),
    **dict.fromkeys(("uuid", "inet4", "inet6"), ColumnType.TEXT),
    **dict.fromkeys(("datetime", "timestamp"), ColumnType.DATETIME),
    **dict.fromkeys(("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "bit"), ColumnType.BINARY),
    "date": ColumnType.DATE,
    "time": ColumnType.TIME,
    "json": ColumnType.JSON,
}


def type_of_name(kind: str, native: str) -> ColumnType:
    """The type of a column from DATA_TYPE and COLUMN_TYPE; tinyint(1) is how both servers spell boolean."""
    if native.lower().startswith("tinyint(1)"):
        return ColumnType.BOOLEAN
    return _BY_NAME.get(kind.lower(), ColumnType.OTHER)


_BY_CODE = {
    **dict.fromkeys((1, 2, 3, 8, 9, 13), ColumnType.INTEGER),
    **dict.fromkeys((0, 4, 5, 246), ColumnType.NUMBER),
    **dict.fromkeys((7, 12), ColumnType.DATETIME),
    10: ColumnType.DATE,
    11: ColumnType.OTHER,  # a TIME is a span of up to 838 hours, and comes as a timedelta
    16: ColumnType.BINARY,
    245: ColumnType.JSON,
    255: ColumnType.OTHER,
}


def type_of_code(code: int) -> ColumnType | None:
    """The type of a result's column; None for texts and bytes, which only the values tell apart."""
    return _BY_CODE.get(code)
