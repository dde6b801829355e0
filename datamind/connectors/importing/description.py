"""A table of the DuckDB file, told: rows, columns, sums, empty cells.

Comes in: a connection and a table's name. Goes out: an `ImportedTable`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from datamind.connectors.importing.report import ImportedColumn, ImportedTable, Recognised, RejectedRow
from datamind.types import ColumnType

SHOWN_ROWS = 50
COLUMNS_AT_ONCE = 100


def quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def describe_table(
    con: Any,
    table: str,
    source: str,
    sheet: str | None,
    types: Sequence[ColumnType | None] | None = None,
    assumed: tuple[str, ...] = (),
    rejected: tuple[RejectedRow, ...] = (),
    n_rejected: int = 0,
    recognised: Recognised | None = None,
) -> ImportedTable:
    """Look at the stored table. Without `types` they follow from the stored ones."""
    described = [(row[0], row[1]) for row in con.execute(f"DESCRIBE {quote_name(table)}").fetchall()]
    kinds: list[ColumnType | None] = (
        list(types) if types is not None else [general_type(native) for _, native in described]
    )
    n_rows = con.execute(f"SELECT count(*) FROM {quote_name(table)}").fetchone()[0]
    columns: list[ImportedColumn] = []
    for start in range(0, len(described), COLUMNS_AT_ONCE):
        part = described[start : start + COLUMNS_AT_ONCE]
        columns += _look(con, table, part, kinds[start : start + COLUMNS_AT_ONCE], n_rows, types is None)
    shown = con.execute(f"SELECT * FROM {quote_name(table)} LIMIT {SHOWN_ROWS}").fetchall()
    first_rows, seen = tuple(tuple(row) for row in shown), recognised or Recognised()
    return ImportedTable(table, source, sheet, n_rows, tuple(columns), assumed, rejected, n_rejected, first_rows, seen)


def _look(
    con: Any, table: str, part: list[tuple[str, str]], kinds: list[ColumnType | None], n_rows: int, may_be_empty: bool
) -> list[ImportedColumn]:
    wanted = []
    for (name, native), kind in zip(part, kinds, strict=True):
        quoted = quote_name(name)
        total = (
            "NULL"
            if not kind or not kind.is_numeric
            else f"fsum({quoted})"
            if native in ("DOUBLE", "FLOAT")
            else f"sum({quoted})"
        )
        wanted.append(f"{total}, count({quoted})")
    found = con.execute(f"SELECT {', '.join(wanted)} FROM {quote_name(table)}").fetchone()
    columns = []
    for place, ((name, _), kind) in enumerate(zip(part, kinds, strict=True)):
        amount, count = found[2 * place], found[2 * place + 1]
        if isinstance(amount, Decimal):
            amount = int(amount) if amount == int(amount) else float(amount)
        columns.append(ImportedColumn(name, None if may_be_empty and not count else kind, amount, n_rows - count))
    return columns


def general_type(native: str) -> ColumnType:
    """DuckDB's type as one of ours."""
    name = native.upper()
    if name.endswith("[]") or name.startswith(("STRUCT", "MAP", "JSON", "UNION")):
        return ColumnType.JSON
    if name.startswith(("DECIMAL", "DOUBLE", "FLOAT", "REAL")):
        return ColumnType.NUMBER
    if "INT" in name and not name.startswith("INTERVAL"):
        return ColumnType.INTEGER
    if name.startswith("TIMESTAMP"):
        return ColumnType.DATETIME
    plain = {"DATE": ColumnType.DATE, "TIME": ColumnType.TIME, "BOOLEAN": ColumnType.BOOLEAN, "BLOB": ColumnType.BINARY}
    return plain.get(name, ColumnType.TEXT)
