"""Results as JSON Lines carry them: `columns` as names or {"name","type"}, `rows` as lists; a ResultSet out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from datamind.types import ColumnType, ResultColumn, ResultSet


def read_result(columns: list[Any], rows: list[list[Any]]) -> ResultSet:
    """The result of a line. Types come from the values where they tell, else from what the line says; names become unique."""
    names: dict[str, int] = {}
    read = []
    for place, column in enumerate(columns):
        name = str(column["name"] if isinstance(column, dict) else column)
        said = str(column.get("type", "")) if isinstance(column, dict) else ""
        names[name] = names.get(name, 0) + 1
        unique = name if names[name] == 1 else f"{name}_{names[name]}"
        read.append(ResultColumn(unique, _read_type(said, [row[place] for row in rows])))
    return ResultSet(tuple(read), tuple(tuple(row) for row in rows), False, 0.0, datetime.now(UTC))


def _read_type(said: str, values: list[Any]) -> ColumnType:
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, bool) for value in present):
        return ColumnType.BOOLEAN
    if present and all(isinstance(value, int) for value in present):
        return ColumnType.INTEGER
    if present and all(isinstance(value, int | float) for value in present):
        return ColumnType.NUMBER
    return ColumnType(said) if said in set(ColumnType) else ColumnType.TEXT
