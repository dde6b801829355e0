"""How a text may name the rows of a result: a shape comes in, its labels, its ways to write a day, and its nouns go out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from datamind.formats import is_number
from datamind.periods import MONTHS
from datamind.shape import ColumnShape, Shape, write_label

MOST_LABELS = 5_000
MOST_DAYS = 400


def read_labels(shape: Shape) -> dict[str, tuple[int, ...]]:
    """Everything that names rows, as it may be written, with those rows; longest first."""
    rows_of: dict[str, list[int]] = {}
    named = [column for column in shape.columns if column.role in ("category", "text", "time", "cycle")]
    for column in (*named, *(column for column in shape.dimensions if column.parts)):
        for row in range(min(shape.n_rows, MOST_LABELS)):
            value = column.values[row]
            if value is None:
                continue
            for label in {str(value).strip(), write_label(column, row)}:
                if label and (len(label) > 1 or label.isalnum()):
                    rows_of.setdefault(label, []).append(row)
    for label, row in _write_days(shape.time):
        rows_of.setdefault(label, []).append(row)
    for column in shape.columns:
        if re.search(r"\d", column.name):
            rows_of.setdefault(column.name, [])
    for row in range(min(shape.n_rows, 200)):
        rows_of.setdefault(f"row {row + 1}", [row])
    for column in shape.columns:
        if column.role in ("measure", "id"):
            for row in range(min(shape.n_rows, 200)):
                if is_number(column.values[row]):
                    rows_of.setdefault(str(column.values[row]), []).append(row)
    return {label: tuple(rows) for label, rows in sorted(rows_of.items(), key=lambda item: -len(item[0]))}


def _write_days(time: ColumnShape | None) -> Iterator[tuple[str, int]]:
    """A month by its name, a day as "March 2, 2025", "2 March" and so on, a quarter's months by the quarter."""
    if time is None or time.periods is None or len(time.periods.starts) > MOST_DAYS:
        return
    starts = [(row, start) for row, start in enumerate(time.periods.starts) if start]
    one_year = len({start.year for _, start in starts}) == 1
    for row, start in starts:
        if time.periods.grain == "month":
            yield from ((name, row) for name in _name_month(start, one_year))
        elif time.periods.grain == "day":
            yield from ((name, row) for name in _name_day(start, one_year))


def _name_month(start: datetime, one_year: bool) -> Iterator[str]:
    number = (start.month + 2) // 3
    ordinal = ("first", "second", "third", "fourth")[number - 1]
    yield from (f"{ordinal} quarter of {start.year}", f"Q{number} {start.year}")
    if one_year:
        yield MONTHS[start.month - 1]


def _name_day(start: datetime, one_year: bool) -> Iterator[str]:
    for month in (MONTHS[start.month - 1], MONTHS[start.month - 1][:3]):
        yield from (f"{month} {start.day}, {start.year}", f"{start.day} {month} {start.year}")
        if one_year:
            yield from (f"{month} {start.day}", f"{start.day} {month}")


def is_month(label: str) -> bool:
    """Months are names only with a capital: "may" and "march" are words."""
    return label in MONTHS


def read_nouns(shape: Shape) -> tuple[str, ...]:
    """What rows may be called when they are counted: "cities" for a column `city`, "months" for one of months."""
    counted = {_plural(re.split(r"[\W_]+", column.name.lower())[-1]) for column in shape.measures if column.name}
    nouns = {
        _plural(re.split(r"[\W_]+", c.name.lower())[-1])
        for c in shape.dimensions
        if c.role in ("category", "time", "id", "text")
    }
    if shape.time and shape.time.periods:
        nouns.add(f"{shape.time.periods.grain}s")
    return tuple(sorted(noun for noun in nouns - counted if len(noun) > 3))


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun if noun.endswith("s") and not noun.endswith("ss") else f"{noun}es"
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"
