"""What the filters of a board are set to: the text in the address in, conditions for queries and words for people out.

To add a kind: a function that reads its text into a `Condition`, one that says it in words, and a line in FILTERS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from datamind.boards.values import Filter
from datamind.errors import InvalidInput
from datamind.sql.filters import Condition

LONGEST_TEXT, MOST_VALUES = 2_000, 100
CUT = "\x1f"  # between values in the address: no value that people pick holds it
PERIODS: Mapping[str, str] = {
    "today": "Today",
    "last-7-days": "Last 7 days",
    "last-30-days": "Last 30 days",
    "last-90-days": "Last 90 days",
    "last-12-months": "Last 12 months",
    "this-month": "This month",
    "last-month": "Last month",
    "this-quarter": "This quarter",
    "last-quarter": "Last quarter",
    "this-year": "This year",
    "last-year": "Last year",
}


@dataclass(frozen=True)
class Kind:
    """`read(filter, text, today, attributes)` gives the condition, None where it lets everything through."""

    title: str
    read: Callable[[Filter, str, date, Mapping[str, str]], Condition | None]
    tell: Callable[[str, date], str]


def find_conditions(
    filters: tuple[Filter, ...], values: Mapping[str, str], today: date, attributes: Mapping[str, str]
) -> tuple[Condition, ...]:
    """The conditions that are set, by the filters' order. Raises InvalidInput for a text that none can read."""
    found = []
    for each in filters:
        text = values.get(each.name, each.default)
        if len(text) > LONGEST_TEXT:
            raise InvalidInput(f"The filter {each.label} is set to more than it can hold: choose fewer.", each.name)
        condition = FILTERS[each.kind].read(each, text, today, attributes)
        if condition is not None:
            found.append(condition)
    return tuple(found)


def tell_filters(filters: tuple[Filter, ...], values: Mapping[str, str], today: date) -> str:
    """ "Period: Last 90 days · Country: Germany, France"; empty when nothing is set."""
    parts = []
    for each in filters:
        text = values.get(each.name, each.default)
        words = FILTERS[each.kind].tell(text, today)
        if words:
            parts.append(f"{each.label}: {words}")
    return " · ".join(parts)


def read_period(text: str, today: date) -> tuple[date | None, date | None]:
    """(first day, the day after the last) of "last-90-days" or "2026-01-01..2026-03-31"; either end may be open.

    "last-N-days" are whole days up to and with today. Raises InvalidInput.
    """
    if text in PERIODS:
        return _find_period(text, today)
    start, dots, end = text.partition("..")
    try:
        if not dots:
            raise ValueError(text)
        first = date.fromisoformat(start) if start else None
        last = date.fromisoformat(end) + timedelta(days=1) if end else None
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"{text[:40]!r} is no period: choose one, or type two dates.", "period") from error
    return first, last


def _find_period(name: str, today: date) -> tuple[date, date]:
    after = today + timedelta(days=1)
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    before_month = (month - timedelta(days=1)).replace(day=1)
    days = {"today": 1, "last-7-days": 7, "last-30-days": 30, "last-90-days": 90}
    if name in days:
        return after - timedelta(days=days[name]), after
    before_quarter = (quarter - timedelta(days=1)).replace(day=1)
    before_quarter = before_quarter.replace(month=(before_quarter.month - 1) // 3 * 3 + 1)
    return {
        "last-12-months": (_year_before(after), after),
        "this-month": (month, after),
        "last-month": (before_month, month),
        "this-quarter": (quarter, after),
        "last-quarter": (before_quarter, quarter),
        "this-year": (year, after),
        "last-year": (year.replace(year=year.year - 1), year),
    }[name]


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _read_dates(each: Filter, text: str, today: date, attributes: Mapping[str, str]) -> Condition | None:
    if not text:
        return None
    first, before = read_period(text, today)
    return Condition(each.name, *_split(each.column), low=first, before=before) if first or before else None


def _read_values(each: Filter, text: str, today: date, attributes: Mapping[str, str]) -> Condition | None:
    values = tuple(value for value in text.split(CUT) if value)
    if len(values) > MOST_VALUES:
        raise InvalidInput(f"{MOST_VALUES} values are the most for {each.label}: choose fewer.", each.name)
    return Condition(each.name, *_split(each.column), values=values) if values else None


def _read_numbers(each: Filter, text: str, today: date, attributes: Mapping[str, str]) -> Condition | None:
    low, high = read_range(text)
    if low is None and high is None:
        return None
    return Condition(each.name, *_split(each.column), low=low, high=high)


def read_range(text: str) -> tuple[float | None, float | None]:
    """(lowest, highest) of "10..500"; either may be open. Raises InvalidInput."""
    start, _, end = text.partition("..")
    try:
        low, high = (float(part) if part.strip() else None for part in (start, end))
    except ValueError as error:
        raise InvalidInput(f"{text[:40]!r} is no range of numbers: type two numbers.", "numbers") from error
    if any(number is not None and not abs(number) < 1e300 for number in (low, high)):
        raise InvalidInput("A range of numbers needs numbers that can be written.", "numbers")
    return low, high


def _read_person(each: Filter, text: str, today: date, attributes: Mapping[str, str]) -> Condition | None:
    """Rows of whoever looks: nobody chooses, and nobody without the attribute sees all."""
    value = attributes.get(each.attribute)
    if value is None:
        raise InvalidInput(
            f"This board shows the rows of your {each.attribute}, which is not set. Ask an admin.", each.name
        )
    return Condition(each.name, *_split(each.column), values=(value,))


def _split(column: str) -> tuple[str, str]:
    table, _, name = column.rpartition(".")
    return table, name


def _tell_dates(text: str, today: date) -> str:
    return PERIODS.get(text, text.replace("..", " to ").strip()) if text else ""


FILTERS: Mapping[str, Kind] = {
    "dates": Kind("A period", _read_dates, _tell_dates),
    "values": Kind("Values of a column", _read_values, lambda text, _: ", ".join(v for v in text.split(CUT) if v)),
    "numbers": Kind(
        "A range of numbers", _read_numbers, lambda text, _: text.replace("..", " to ").strip() if text else ""
    ),
    "person": Kind("What belongs to whoever looks", _read_person, lambda text, _: ""),
}
