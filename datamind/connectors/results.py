"""From a cursor to a ResultSet: rows fetched up to the caps, names made unique, types that tell what the values are.

Chunks of rows come in; the caps are taken here, at the cursor, never inside the SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from datamind.types import ColumnType, ResultColumn, ResultSet

Row = tuple[Any, ...]
_FIRST_CHUNK_ROWS = 8  # nobody knows yet how wide a row is
_CHUNK_ROWS = 2_000
_CHUNK_BYTES = 4 * 1024 * 1024
_VALUE_BYTES = 8
_FLAT = {str, bytes}
_SIZED = {str, bytes, list, tuple, dict}


@dataclass
class Harvest:
    """The rows that were taken, and whether there were more."""

    rows: list[Row]
    truncated: bool


def fetch_capped(fetch: Callable[[int], Sequence[Row]], row_cap: int, size_cap_bytes: int) -> Harvest:
    """Rows from `fetch(n)` (at most n rows; fewer at the end), at most `row_cap` of them in `size_cap_bytes`.

    One row more than the cap is asked for, so that truncation is known. Chunks grow as far as the rows seen are small.
    """
    rows: list[Row] = []
    size_bytes, chunk_rows = 0, _FIRST_CHUNK_ROWS
    while True:
        wanted = min(chunk_rows, row_cap + 1 - len(rows))
        chunk = fetch(wanted)
        chunk_bytes = measure_rows(chunk)
        if size_bytes + chunk_bytes > size_cap_bytes:
            rows.extend(_fitting(chunk, size_cap_bytes - size_bytes))
            return Harvest(rows[:row_cap], truncated=True)
        rows.extend(chunk)
        size_bytes += chunk_bytes
        if len(rows) > row_cap:
            return Harvest(rows[:row_cap], truncated=True)
        if len(chunk) < wanted:
            return Harvest(rows, truncated=False)
        average_bytes = max(1, chunk_bytes // len(chunk))
        chunk_rows = max(1, min(chunk_rows * 8, _CHUNK_ROWS, _CHUNK_BYTES // average_bytes))


def measure_rows(rows: Iterable[Row]) -> int:
    """About how many bytes the values take, 8 for anything that is not text, bytes or nested."""
    size_bytes = 0
    for column in zip(*rows, strict=False):  # by column, where nearly all is decided once for the whole of it
        size_bytes += _VALUE_BYTES * len(column)
        all_kinds = set(map(type, column))
        kinds = all_kinds & _SIZED
        if all_kinds <= _FLAT:
            size_bytes += sum(map(len, column))
        elif kinds & _FLAT:
            size_bytes += sum(len(value) for value in column if type(value) in _FLAT)
        if kinds - _FLAT:
            size_bytes += sum(_measure_nested(value) for value in column if type(value) in _SIZED - _FLAT)
    return size_bytes


def _measure_nested(value: Any) -> int:
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    if not set(map(type, parts)) & _SIZED:
        return _VALUE_BYTES * len(parts)
    return sum(measure_rows(((part,),)) for part in parts)


def _fitting(chunk: Sequence[Row], room_bytes: int) -> list[Row]:
    fitting = []
    for row in chunk:
        room_bytes -= measure_rows((row,))
        if room_bytes < 0:
            break
        fitting.append(row)
    return fitting


def make_result(
    names: Sequence[str], types: Sequence[ColumnType | None], harvest: Harvest, elapsed_s: float
) -> ResultSet:
    """A ResultSet; a type of None is judged from the values.

    A date column that holds something which Python has no date for (infinity, 0000-00-00, year 12000) becomes text as a
    whole, so that its values can be compared with each other.
    """
    rows = harvest.rows
    final = list(types)
    for position, column_type in enumerate(final):
        if column_type is None:
            final[position] = judge_type(row[position] for row in rows)
        elif column_type in _MOMENTS and any(type(row[position]) is str for row in rows):
            final[position] = ColumnType.TEXT
            rows = [(*row[:position], _as_text(row[position]), *row[position + 1 :]) for row in rows]
    columns = tuple(
        ResultColumn(name, kind or ColumnType.OTHER) for name, kind in zip(unique_names(names), final, strict=True)
    )
    return ResultSet(columns, tuple(rows), harvest.truncated, elapsed_s, datetime.now(UTC))


def unique_names(names: Sequence[str]) -> list[str]:
    """Names unlike each other even without case, none empty: a second `id` is `id_2`, an empty third one `column_3`."""
    taken: set[str] = set()
    given = {name.lower() for name in names}
    unique = []
    for position, name in enumerate(names, 1):
        base = name.strip() or f"column_{position}"
        candidate, number = base, 1
        while candidate.lower() in taken or (candidate != name and candidate.lower() in given and number > 1):
            number += 1
            candidate = f"{base}_{number}"
        taken.add(candidate.lower())
        unique.append(candidate)
    return unique


_MOMENTS = (ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIME)
_BY_CLASS = (
    (bool, ColumnType.BOOLEAN),
    (int, ColumnType.INTEGER),
    ((float, Decimal), ColumnType.NUMBER),
    (str, ColumnType.TEXT),
    (datetime, ColumnType.DATETIME),
    (date, ColumnType.DATE),
    (time, ColumnType.TIME),
    ((bytes, bytearray, memoryview), ColumnType.BINARY),
)


def judge_type(values: Iterable[Any]) -> ColumnType:
    """What the values are; whole and broken numbers together are NUMBER, anything else mixed is OTHER, nothing is TEXT."""
    seen = {_type_of(kind) for kind in set(map(type, values)) - {type(None)}}
    if seen == {ColumnType.INTEGER, ColumnType.NUMBER}:
        return ColumnType.NUMBER
    if len(seen) == 1:
        return seen.pop()
    return ColumnType.OTHER if seen else ColumnType.TEXT


def _type_of(kind: type) -> ColumnType:
    return next((column_type for classes, column_type in _BY_CLASS if issubclass(kind, classes)), ColumnType.OTHER)


def _as_text(value: Any) -> str | None:
    return value.isoformat(" ") if isinstance(value, datetime) else None if value is None else str(value)
