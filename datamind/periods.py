"""Periods of time as results write them: "2025-11", "2025-Q3", 2024, a date or a timestamp in, a start and a grain out.

`read_periods` reads a whole column (or says that it is none); `write_period` writes one start at its grain; `period_end`
tells where it stops, which shows whether the last one is still running. To add a way of writing: a line in `_PATTERNS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

Grain = Literal["year", "quarter", "month", "week", "day", "hour", "minute"]
GRAINS: tuple[Grain, ...] = ("year", "quarter", "month", "week", "day", "hour", "minute")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FIXED_LENGTHS: dict[Grain, timedelta] = {
    "week": timedelta(7), "day": timedelta(1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1),
}  # fmt: skip
_YEAR_NAME = re.compile(r"(^|_|\b)(fiscal_?)?(year|yr|y|yyyy|jahr)(_|\b|$)|year$", re.IGNORECASE)
_WEEK_NAME = re.compile(r"(^|_|\b)(week|wk|w|kw|woche)(_|\b|$)|week$", re.IGNORECASE)


@dataclass(frozen=True)
class Periods:
    """A column read as time: `starts` is parallel to its values (None where null), all of one `grain`."""

    grain: Grain
    starts: tuple[datetime | None, ...]


def read_periods(name: str, values: Sequence[Any]) -> Periods | None:
    """The column as periods, or None when any value of it is not one. Whole numbers count as years only if named so."""
    present = [value for value in values if value is not None]
    if not present:
        return None
    if all(isinstance(value, date) for value in present):
        starts = [None if value is None else _as_naive(value) for value in values]
        return Periods(_find_grain(name, [start for start in starts if start]), tuple(starts))
    if all(isinstance(value, str) for value in present):
        return _read_texts(name, values)
    if _YEAR_NAME.search(name) and all(_is_year(value) for value in present):
        return Periods("year", tuple(None if value is None else datetime(int(value), 1, 1) for value in values))
    return None


def write_period(start: date, grain: Grain) -> str:
    """ "2025", "Q3 2025", "November 2025", "week of 3 Nov 2025", "3 Nov 2025", "3 Nov 2025 14:00"."""
    day = f"{start.day} {MONTHS[start.month - 1][:3]} {start.year}"
    match grain:
        case "year":
            return str(start.year)
        case "quarter":
            return f"Q{(start.month + 2) // 3} {start.year}"
        case "month":
            return f"{MONTHS[start.month - 1]} {start.year}"
        case "week":
            return f"week of {day}"
        case "day":
            return day
        case _:
            return f"{day} {start.hour:02d}:{start.minute:02d}" if isinstance(start, datetime) else day


def period_end(start: datetime, grain: Grain) -> datetime:
    """The first moment after the period. Never past year 9999."""
    try:
        if grain in ("year", "quarter", "month"):
            months = {"year": 12, "quarter": 3, "month": 1}[grain]
            month = start.month - 1 + months
            return start.replace(year=start.year + month // 12, month=month % 12 + 1, day=1)
        lengths = {
            "week": timedelta(7),
            "day": timedelta(1),
            "hour": timedelta(hours=1),
            "minute": timedelta(minutes=1),
        }
        return start + lengths[grain]
    except (ValueError, OverflowError):
        return datetime.max


def is_running(start: datetime, grain: Grain, as_of: datetime) -> bool:
    """True when the period has begun but not ended at `as_of`: its numbers are not final."""
    moment = _as_naive(as_of)
    return start <= moment < period_end(start, grain)


def _as_naive(value: date) -> datetime:
    if isinstance(value, datetime):
        try:
            return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        except OverflowError:  # the first and the last day of the calendar
            return value.replace(tzinfo=None)
    return datetime(value.year, value.month, value.day)


def _is_year(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return 1000 <= value <= 2999 and value % 1 == 0


def _find_grain(name: str, starts: list[datetime]) -> Grain:
    """The coarsest grain on whose boundaries every start lies; a single first of January is a day unless named otherwise."""
    if any(start.minute or start.second for start in starts):
        return "minute"
    if any(start.hour for start in starts):
        return "hour"
    distinct = sorted(set(starts))
    if all(start.day == 1 for start in distinct):
        return _months_grain(name, distinct)
    steps = {(later - earlier).days for earlier, later in pairwise(distinct)}
    one_weekday = len({start.weekday() for start in distinct}) == 1
    if one_weekday and (_WEEK_NAME.search(name) or (len(distinct) >= 3 and steps and max(steps) <= 28)):
        return "week"
    return "day"


def _months_grain(name: str, distinct: list[datetime]) -> Grain:
    lowered = name.lower()
    if "day" in lowered and len(distinct) < 3:
        return "day"
    if all(start.month == 1 for start in distinct) and (len(distinct) > 1 or _YEAR_NAME.search(name)):
        return "year"
    if all(start.month in (1, 4, 7, 10) for start in distinct) and ("quarter" in lowered or len(distinct) >= 3):
        return "quarter"
    if len(distinct) == 1 and not re.search(r"month|mon\b|^m$", lowered):
        return "day"
    return "month"


def _read_texts(name: str, values: Sequence[str | None]) -> Periods | None:
    first = next(value for value in values if value is not None)
    fitting = next((entry for entry in _PATTERNS if entry[1].fullmatch(first.strip())), None)
    if fitting is None:
        return None
    grain, pattern, start_of = fitting
    if (
        grain == "year"
        and not _YEAR_NAME.search(name)
        and not all("1900" <= (value or "2000") <= "2100" for value in values)
    ):
        return None
    if grain == "month" and _WEEK_NAME.search(name):
        grain, start_of = "week", _week_start
    read = _read_with(values, pattern, start_of)
    if read is None and grain == "month":
        grain, read = "week", _read_with(values, pattern, _week_start)
    if read is None:
        return None
    if grain == "day":
        return Periods(_find_grain(name, [start for start in read if start]), tuple(read))
    return Periods(grain, tuple(read))


def _read_with(
    values: Sequence[str | None], pattern: re.Pattern[str], start_of: Callable[[re.Match[str]], datetime]
) -> list[datetime | None] | None:
    starts: list[datetime | None] = []
    for value in values:
        match = pattern.fullmatch(value.strip()) if value is not None else None
        if value is not None and match is None:
            return None
        try:
            starts.append(start_of(match) if match else None)
        except ValueError:
            return None
    return starts


def _month_start(match: re.Match[str]) -> datetime:
    return datetime(int(match[1]), int(match[2]), 1)


def _quarter_start(match: re.Match[str]) -> datetime:
    return datetime(int(match[1]), int(match[2]) * 3 - 2, 1)


def _week_start(match: re.Match[str]) -> datetime:
    # Databases count from 00, 01 or ISO's first week; for order and spacing the Monday of that week is close enough.
    week = int(match[2])
    if week > 53:
        raise ValueError("no such week")
    first = datetime(int(match[1]), 1, 1)
    return first - timedelta(first.weekday()) + timedelta(weeks=week)


def _day_start(match: re.Match[str]) -> datetime:
    return datetime.fromisoformat(match[0].strip().replace("Z", "").replace("/", "-")).replace(tzinfo=None)


_PATTERNS: tuple[tuple[Grain, re.Pattern[str], Callable[[re.Match[str]], datetime]], ...] = (
    ("month", re.compile(r"(\d{4})[-/](\d{2})"), _month_start),
    ("quarter", re.compile(r"(\d{4})[- ]?Q([1-4])"), _quarter_start),
    ("week", re.compile(r"(\d{4})[- ]?(?:W|KW)(\d{2})"), _week_start),
    ("year", re.compile(r"(1[5-9]\d\d|20\d\d|21\d\d)"), lambda match: datetime(int(match[1]), 1, 1)),
    ("day", re.compile(r"\d{4}[-/]\d{2}[-/]\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"), _day_start),
)
