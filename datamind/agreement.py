"""Whether two results say the same: two results in, yes or no out. Order and names do not count; values do, to five digits."""

from __future__ import annotations

from typing import Any

from datamind.types import ResultSet


def gives_the_same(wanted: ResultSet, found: ResultSet) -> bool:
    """Whether every column of `wanted` is among those of `found`, row by row, whatever the order and the names."""
    if len(found.rows) != len(wanted.rows) or len(found.columns) < len(wanted.columns):
        return False
    if not wanted.rows:
        return True
    used: list[int] = []
    for column in zip(*wanted.rows, strict=True):
        key = sorted(map(_cell, column))
        places = (at for at, have in enumerate(zip(*found.rows, strict=True)) if sorted(map(_cell, have)) == key)
        place = next((at for at in places if at not in used), None)
        if place is None:
            return False
        used.append(place)
    wanted_rows = sorted(tuple(map(_cell, row)) for row in wanted.rows)
    return wanted_rows == sorted(tuple(_cell(row[at]) for at in used) for row in found.rows)


def agree(one: ResultSet, other: ResultSet) -> bool:
    """Whether either says all that the other does."""
    return gives_the_same(one, other) or gives_the_same(other, one)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    try:
        return f"{float(value):.5g}"
    except (TypeError, ValueError):
        return " ".join(str(value).lower().split())
