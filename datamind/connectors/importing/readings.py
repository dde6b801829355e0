"""One cell's text read as a value, once its column is decided.

Comes in: text and the column's way of reading. Goes out: canonical text that DuckDB casts without doubt (1234.5, 2020-01-31,
2020-01-31 10:00:00, true), or None when the text cannot be read that way.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from datamind.connectors.importing import marks
from datamind.connectors.importing.marks import SPACES
from datamind.connectors.importing.words import BOOLEAN_WORDS, MONTHS

_PLAIN = re.compile(r"^-?(?:0|[1-9]\d*)(?:\.\d+)?$")
_PARTED = re.compile(r"[, '’\u00a0\u202f\u2009]")
_PARTED_BY_DOTS = re.compile(r"[. '’\u00a0\u202f\u2009]")
EPOCH = date(1899, 12, 30)  # a spreadsheet's day 0, counting its 29 February 1900
PIVOT = 69  # two-digit years: 69..99 are 19xx, as in POSIX


def read_number(text: str, decimal_comma: bool = False) -> str | None:
    """ "(1.234,50 €)" with decimal comma -> "-1234.50". A percent sign is dropped: 12 % is 12."""
    text = text.strip(SPACES)
    if text.isascii() and (text.isdigit() or (not decimal_comma and _PLAIN.match(text))):
        return text
    if not marks.mark(text) & (marks.COMMA if decimal_comma else marks.DOT):
        return None
    if text.lstrip("+-").isdigit():
        return text.lstrip("+")
    parts = marks.AFFIXES.match(text)
    if not parts:
        return text if not decimal_comma else None
    body = parts["body"].rstrip(SPACES)
    body = _PARTED_BY_DOTS.sub("", body).replace(",", ".") if decimal_comma else _PARTED.sub("", body)
    signs = (parts["sign"] or "") + (parts["sign2"] or "") + (parts["trail"] or "") + (parts["open"] or "")
    negative = any(sign in "-\u2212\u2013(" for sign in signs)
    if body.startswith("."):
        body = "0" + body
    return ("-" if negative else "") + (body.removesuffix(".") or "0")


def read_boolean(text: str) -> str | None:
    found = BOOLEAN_WORDS.get(text.strip(SPACES).lower())
    return None if found is None else "true" if found else "false"


def read_time(text: str) -> str | None:
    """ "1:05 pm" -> "13:05:00"."""
    found = marks.TIME_OF_DAY.match(text.strip(SPACES))
    return _clock(found) if found and int(found["hour"]) < 24 else None


def read_date(text: str, order: int = marks.DMY) -> tuple[date, str | None] | None:
    """The day and, where the text has one, the time of day ("10:00:00"). `order` is marks.DMY or marks.MDY.

    A zone is counted out: the time is then UTC.
    """
    text = text.strip(SPACES)
    for pattern in (marks.YEAR_FIRST, marks.YEAR_LAST, marks.DAY_NAMED, marks.MONTH_NAMED, marks.YEAR_NAMED):
        found = pattern.match(text)
        if found and (day := _day(found, order)):
            return _with_clock(day, found)
    if marks.COMPACT_DATE.match(text):
        return _real_date(int(text[:4]), int(text[4:6]), int(text[6:])), None  # type: ignore[return-value]
    return None


def read_serial(text: str) -> date:
    """A spreadsheet's day number as its day: 42172 -> 2015-06-17."""
    return EPOCH + timedelta(days=int(text))


def _day(found: re.Match[str], order: int) -> date | None:
    parts = found.groupdict()
    year = int(parts["year"])
    if year < 100:
        year += 1900 if year >= PIVOT else 2000
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second_part"])
        return _real_date(year, second, first) if order == marks.DMY else _real_date(year, first, second)
    month = parts["month"]
    number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
    return _real_date(year, number, int(parts["day"]))


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_clock(day: date, found: re.Match[str]) -> tuple[date, str | None] | None:
    if not found["hour"]:
        return day, None
    clock = _clock(found)
    if clock is None:
        return None
    zone = found["zone"]
    if not zone or zone in ("Z", "UTC", "GMT"):
        return day, clock
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    if abs(offset) >= timedelta(hours=24):
        return None
    try:
        moment = datetime.fromisoformat(f"{day}T{clock[:15]}") - offset
    except OverflowError:
        return None
    return moment.date(), moment.strftime("%H:%M:%S") + (f".{moment.microsecond:06d}" if moment.microsecond else "")


def _clock(found: re.Match[str]) -> str | None:
    hour, half = int(found["hour"]), (found["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    second = found["second"] or "00"
    if hour > 23 or int(found["minute"]) > 59 or int(second) > 59:
        return None
    fraction = found["fraction"]
    return f"{hour:02d}:{found['minute']}:{second}" + (f".{fraction[:6]}" if fraction else "")
