"""What a result looks like: which column is time, which names the rows, which is measured, which is an id.

In: a ResultSet. Out: a Shape with one ColumnShape a column, and the dimensions and measures that words and charts are made
from. Judged from types, values and names; a name alone never makes a measure of texts. To teach it a new kind of name: a
word in the sets below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from datamind.formats import CURRENCIES, Format, as_float, is_number, is_whole, read_format, split_words, write
from datamind.periods import MONTHS, Grain, Periods, is_running, read_periods
from datamind.types import ColumnType, ResultColumn, ResultSet

Role = Literal["time", "cycle", "category", "measure", "id", "text"]

NOT_SUMMED = frozenset({
    "avg", "average", "mean", "median", "min", "max", "minimum", "maximum", "rate", "ratio", "share", "pct",
    "percent", "percentage", "proportion", "price", "score", "rating", "age", "height", "weight", "temperature",
    "rank", "position", "latitude", "longitude", "lat", "lng", "lon", "running", "cumulative", "growth", "change",
    "delta", "stddev", "std", "variance", "percentile", "p50", "p90", "p95", "p99", "index", "level", "year", "aov",
    "arpu", "per", "conversion", "churn", "density", "altitude", "elevation", "depth", "speed", "grade",
})  # fmt: skip
_ID_WORDS = frozenset({
    "id", "ids", "key", "uuid", "guid", "code", "zip", "zipcode", "postal", "postcode", "phone", "isbn", "sku",
    "ssn",
})  # fmt: skip
_AGGREGATE = re.compile(r"^\s*(count|sum|avg|min|max|total|mean|median|round|cast)\b.*\(", re.IGNORECASE)
_COUNTED = re.compile(r"(^|_)(n|num|count|total|sum|avg|max|min)(_|$)|count$|number_?of|no_of", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_KEYS = tuple(month[:3].lower() for month in MONTHS)
_CYCLE_RANGES = {
    "hour": (0, 24), "weekday": (0, 7), "dow": (0, 7), "day_of_week": (0, 7), "dayofweek": (0, 7), "month": (1, 12),
    "month_number": (1, 12), "month_of_year": (1, 12), "m": (1, 12), "h": (0, 24), "hour_of_day": (0, 24), "mon": (1, 12),
    "quarter": (1, 4), "qtr": (1, 4), "day_of_month": (1, 31), "week_of_year": (0, 53),
}  # fmt: skip


@dataclass(frozen=True)
class ColumnShape:
    """One column of a result, with everything that choosing and drawing ask of it. `values` are the rows' own.

    A first and a last name read as one have `parts`, the names of both columns, and the first one's `name`.
    """

    name: str
    role: Role
    format: Format
    values: tuple[Any, ...]
    distinct: int
    nulls: int
    periods: Periods | None = None
    additive: bool = False
    parts: tuple[str, ...] = ()

    @cached_property
    def numbers(self) -> list[float | None]:
        """The values as floats, parallel to the rows; None where null or not finite."""
        return [as_float(value) for value in self.values]

    @property
    def present(self) -> list[float]:
        return [number for number in self.numbers if number is not None]

    @cached_property
    def names_months(self) -> bool:
        """Whether the numbers of a cycle are months of the year, which everybody counts alike."""
        return bool(re.match(r"m(on|onth)?(_|\b|$)", self.name, re.IGNORECASE)) and all(
            n and n <= 12 for n in self.present
        )

    @property
    def title(self) -> str:
        """The name as a reader would say it: `avg_unit_price` → "avg unit price", COUNT(*) → "count"."""
        if self.parts:
            return "name"
        title = write_name(self.name)
        unit = title.rpartition(" ")
        return unit[0] if unit[0] and self.format.symbol and unit[2].lower() in CURRENCIES else title


@dataclass(frozen=True)
class Shape:
    columns: tuple[ColumnShape, ...]
    n_rows: int
    as_of: datetime

    @cached_property
    def measures(self) -> tuple[ColumnShape, ...]:
        return tuple(column for column in self.columns if column.role == "measure")

    @cached_property
    def numeric(self) -> tuple[ColumnShape, ...]:
        """The measures and the numbers that rows were grouped by: what a scatter chart may show."""
        return tuple(
            c for c in self.columns if c.present and (c.role == "measure" or (c.role == "cycle" and _is_key(c)))
        )

    @cached_property
    def time(self) -> ColumnShape | None:
        return next((column for column in self.columns if column.role == "time"), None)

    @cached_property
    def dimensions(self) -> tuple[ColumnShape, ...]:
        """The columns that name the rows, a first and a last name as one; an id only where nothing else names them."""
        named = tuple(_join_names([c for c in self.columns if c.role in ("time", "cycle", "category", "text")]))
        return named or tuple(column for column in self.columns if column.role == "id")[:1]

    @cached_property
    def running_period(self) -> datetime | None:
        """The start of the last period when it has not ended yet at the result's time; None otherwise."""
        if self.time is None or self.time.periods is None:
            return None
        starts = [start for start in self.time.periods.starts if start]
        last = max(starts, default=None)
        return last if last and is_running(last, self.time.periods.grain, self.as_of) else None

    def column(self, name: str) -> ColumnShape | None:
        return next((column for column in (*self.dimensions, *self.columns) if column.name == name), None)


def read_shape(result: ResultSet) -> Shape:
    """The shape of a result. Cost: a few passes over its rows."""
    values = list(zip(*result.rows, strict=False)) if result.rows else [()] * len(result.columns)
    columns = tuple(
        _read_column(column, cells, len(result.rows)) for column, cells in zip(result.columns, values, strict=False)
    )
    return Shape(_with_some_measure(columns), len(result.rows), result.as_of)


def write_label(column: ColumnShape, row: int) -> str:
    """How a row is called by this column: "November 2025", "Germany", "–"."""
    if column.periods and (start := column.periods.starts[row]):
        return write(start, Format("time", grain=column.periods.grain))
    if column.role == "cycle" and column.names_months and is_number(value := column.values[row]):
        return MONTHS[int(value) - 1]
    return write(column.values[row], column.format)


def write_name(name: str) -> str:
    """A column's name in words: `unitPrice` → "unit price", SUM(total) → "total", a formula → "value"."""
    inner = re.fullmatch(r"\s*(\w+)\s*\(\s*(?:distinct\s+)?(.*?)\s*\)\s*", name, re.IGNORECASE | re.DOTALL)
    if inner:
        verb, argument = inner[1].lower(), inner[2].split(".")[-1].strip('"`[] ')
        if verb == "count" or not re.fullmatch(r"\w+", argument):
            return "count" if verb == "count" else verb
        spoken = {"sum": "", "avg": "average ", "min": "minimum ", "max": "maximum "}.get(verb, f"{verb} ")
        return spoken + write_name(argument)
    if re.search(r"[()*/+]", name):
        return "value"
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ")
    spaced = re.sub(r"^(sum|total) (?=\S)", "", spaced, flags=re.IGNORECASE)
    spaced = re.sub(r"^avg (?:average |mean )?(?=\S)", "average ", spaced, flags=re.IGNORECASE)
    spaced = re.sub(r"^count (?=\S)", "number of ", spaced, flags=re.IGNORECASE)
    words = [word if word.isupper() and 1 < len(word) <= 5 else word.lower() for word in spaced.split()]
    return " ".join(words) or name


def _read_column(column: ResultColumn, values: Sequence[Any], n_rows: int) -> ColumnShape:
    values = tuple(values)
    present = [value for value in values if value is not None]
    distinct = _count_distinct(present)
    numeric = bool(present) and all(is_number(value) for value in present)
    form = read_format(column.name, column.type if not numeric else ColumnType.NUMBER, present if numeric else ())
    aggregated = bool(_AGGREGATE.match(column.name))
    periods = None if aggregated else read_periods(column.name, values)
    role: Role = _read_role(column, present, numeric, aggregated, periods, distinct)
    if role == "time" and periods:
        form = Format("time", grain=periods.grain)
    elif role == "id":
        form = Format("id")
    elif re.match(r"\s*(max|min)\s*\(.*year", column.name, re.IGNORECASE) and read_periods("year", values):
        form = Format("year")
    summed = bool(re.match(r"\s*(count|sum|total)\s*\(", column.name, re.IGNORECASE))
    plain = form.kind in ("number", "money")
    additive = role == "measure" and plain and (summed or not split_words(column.name) & NOT_SUMMED)
    return ColumnShape(column.name, role, form, values, distinct, n_rows - len(present), periods, additive)


def _count_distinct(values: list[Any]) -> int:
    try:
        return len(set(values))
    except TypeError:  # lists and the like, which some databases return
        return len({str(value) for value in values})


def _read_role(
    column: ResultColumn, present: list[Any], numeric: bool, aggregated: bool, periods: Periods | None, distinct: int
) -> Role:
    if periods:
        return "time"
    if not aggregated and present and _is_cycle(column.name, present):
        return "cycle"
    if numeric:
        return "id" if not aggregated and _is_id(column.name, present) else "measure"
    if not present and column.type.is_numeric:
        return "measure"
    texts = [value for value in present[:200] if isinstance(value, str)]
    if texts and sum(map(len, texts)) / len(texts) > 60:
        return "text"
    return "category"


def _is_id(name: str, present: list[Any]) -> bool:
    words = split_words(name)
    numbered = re.search(r"(?:[a-z]_?number|[a-z]_no|_nr)$", name, re.IGNORECASE)
    if not (words & _ID_WORDS or numbered) or _COUNTED.search(name):
        return False
    return all(map(is_whole, present))


def _is_cycle(name: str, present: list[Any]) -> bool:
    """Hours of the day, days of the week, months of the year: in order, but not along a calendar."""
    if all(isinstance(value, str) for value in present):
        keys = {value.strip()[:3].lower() for value in present}
        longest = max(len(value) for value in present)
        if longest <= 9 and (keys <= set(_WEEKDAYS) or keys <= set(_MONTH_KEYS)):
            return True
    limits = _CYCLE_RANGES.get(re.sub(r"[^a-z]+", "_", name.lower()).strip("_"))
    if limits is None:
        return False
    try:
        return all(float(value).is_integer() and limits[0] <= float(value) <= limits[1] for value in present)
    except (TypeError, ValueError, OverflowError):
        return False


def cycle_position(value: Any) -> float:
    """Where a value stands in its cycle, for sorting: Mon 0 … Sun 6, Jan 0 … Dec 11, numbers as they are."""
    if is_number(value):
        return float(value)
    key = str(value).strip()[:3].lower()
    if key in _WEEKDAYS:
        return float(_WEEKDAYS.index(key))
    if key in _MONTH_KEYS:
        return float(_MONTH_KEYS.index(key))
    return float(key) if key.replace(".", "", 1).isdigit() else 99.0


def _with_some_measure(columns: tuple[ColumnShape, ...]) -> tuple[ColumnShape, ...]:
    """Roles that only the whole result shows.

    A result that is nothing but one number has that number as its measure, whatever it is called. Where nothing else names
    the rows, different whole numbers beside an aggregate are what was grouped by ("orders per grade").
    """
    if not any(column.role in ("time", "cycle", "category", "text", "id") for column in columns):
        first = columns[0] if columns else None
        grouped = any(_AGGREGATE.match(column.name) or _COUNTED.search(column.name) for column in columns[1:])
        if (
            first
            and grouped
            and not _AGGREGATE.match(first.name)
            and not _COUNTED.search(first.name)
            and _is_key(first)
        ):
            return (replace(first, role="cycle", additive=False), *columns[1:])
    if len(columns) == 1 and columns[0].role in ("cycle", "time") and len(columns[0].values) == 1:
        only = columns[0]
        if is_number(only.values[0]):
            plain = Format("year") if only.role == "time" else Format("number", "", 0)
            return (ColumnShape(only.name, "measure", plain, only.values, only.distinct, only.nulls),)
    return columns


def _is_key(column: ColumnShape) -> bool:
    whole = all(number is not None and number.is_integer() for number in column.numbers)
    return whole and 2 <= column.distinct == len(column.values)


def _join_names(columns: list[ColumnShape]) -> list[ColumnShape]:
    first = next((c for c in columns if re.search(r"(first|given|fore)_?name|^fname$", c.name, re.IGNORECASE)), None)
    last = next((c for c in columns if re.search(r"(last|sur|family)_?name|^lname$", c.name, re.IGNORECASE)), None)
    if first is None or last is None:
        return columns
    full = tuple(
        " ".join(str(part) for part in pair if part is not None) or None
        for pair in zip(first.values, last.values, strict=True)
    )
    empty = sum(value is None for value in full)
    parts = (first.name, last.name)
    whole = ColumnShape(first.name, "category", Format("text"), full, len(set(full)), empty, parts=parts)
    return [whole if column is first else column for column in columns if column is not last]


__all__ = ["ColumnShape", "Grain", "Role", "Shape", "cycle_position", "read_shape", "write_label", "write_name"]
