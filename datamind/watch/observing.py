"""From the rows of a query to what a condition judges: which column is time, which is the value, one value a period.

In: a `ResultSet`, the columns that were chosen (or None: found here) and the alert's own time. Out: `Observed`. A query
without a time gives one value a check; the values of earlier checks are then its past.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from datamind.conditions import Observed, Point
from datamind.conditions.base import Needs
from datamind.errors import InvalidInput
from datamind.formats import as_float, is_number
from datamind.periods import Periods, read_periods
from datamind.types import ResultSet


def find_columns(result: ResultSet, needs: Needs) -> tuple[str | None, str | None]:
    """The columns of time and of value (of labels, where those are needed). Raises InvalidInput where there is no value."""
    names = [column.name for column in result.columns]
    time = next((name for name in names if read_periods(name, result.column_values(name))), None)
    others = [name for name in names if name != time]
    if needs == "rows":
        return time, None
    if needs == "labels":
        texts = [name for name in others if any(isinstance(each, str) for each in result.column_values(name))]
        found = next(iter(texts or others), None)
    else:
        numbers = [name for name in others if any(is_number(each) for each in result.column_values(name))]
        found = next(iter(numbers), None)
        if found is None and not result.rows and others:
            found = others[-1]
    if found is None:
        raise InvalidInput(
            "The query returns no column that can be watched: select a number, by day if you like.", "sql"
        )
    return time, found


def observe(
    result: ResultSet,
    needs: Needs,
    columns: tuple[str | None, str | None],
    now: datetime,
    past: Sequence[Point] = (),
    known: frozenset[str] | None = None,
) -> Observed:
    """What there is to judge. Raises InvalidInput when a column is gone or a period has several values."""
    names = {column.name for column in result.columns}
    gone = [name for name in columns if name is not None and name not in names]
    if gone:
        raise InvalidInput(f"The query no longer returns {gone[0]}: edit the alert.", "sql")
    time, value = columns
    periods = read_periods(time, result.column_values(time)) if time else None
    if time and periods is None and result.rows:
        raise InvalidInput(f"{time} no longer holds times: edit the alert.", "sql")
    if needs == "labels":
        return Observed(
            (), now, periods.grain if periods else None, _labels(result, value, periods), known, result.truncated
        )
    if needs == "rows":
        return Observed((*past, Point(now, float(len(result.rows)))), now, truncated=result.truncated)
    if time is None:
        if len(result.rows) > 1:
            raise InvalidInput(
                "The query returns several rows and none has a time: which value is meant is not clear.", "sql"
            )
        cell = as_float(result.column_values(value)[0]) if value and result.rows else None
        return Observed((*past, Point(now, cell)), now)
    points = _series(result, value, periods) if value and periods else ()
    return Observed(points, now, periods.grain if periods else "day", truncated=result.truncated)


def _series(result: ResultSet, value: str, periods: Periods) -> tuple[Point, ...]:
    cells = result.column_values(value)
    dated = [(start, as_float(cell)) for start, cell in zip(periods.starts, cells, strict=True) if start is not None]
    if len({start for start, _ in dated}) < len(dated):
        raise InvalidInput(
            "Some period has several rows (it is split by something else): watch one of them with WHERE, or the sum.",
            "sql",
        )
    return tuple(Point(start, cell) for start, cell in sorted(dated, key=lambda entry: entry[0]))


def _labels(result: ResultSet, value: str | None, periods: Periods | None) -> tuple[tuple[datetime | None, str], ...]:
    cells = result.column_values(value) if value else []
    starts = periods.starts if periods else (None,) * len(cells)
    return tuple((start, str(cell)) for start, cell in zip(starts, cells, strict=True) if cell is not None)
