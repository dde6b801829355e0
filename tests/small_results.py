"""Results for tests, from names and rows: types follow the values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from datamind.types import ColumnType, ResultColumn, ResultSet

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def make_result(
    names: Sequence[str], rows: Sequence[Sequence[Any]], truncated: bool = False, as_of: datetime = NOON
) -> ResultSet:
    columns = tuple(ResultColumn(name, find_type([row[place] for row in rows])) for place, name in enumerate(names))
    return ResultSet(columns, tuple(tuple(row) for row in rows), truncated, 0.01, as_of)


def find_type(values: Sequence[Any]) -> ColumnType:
    first = next((value for value in values if value is not None), None)
    order = (
        (bool, ColumnType.BOOLEAN),
        (int, ColumnType.INTEGER),
        (float | Decimal, ColumnType.NUMBER),
        (datetime, ColumnType.DATETIME),
        (date, ColumnType.DATE),
    )
    return next((kind for python_type, kind in order if isinstance(first, python_type)), ColumnType.TEXT)
