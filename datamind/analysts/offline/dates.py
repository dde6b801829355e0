"""Tokens and a reference date come in, the periods that they name go out: years, months, quarters, "last 30 days".

To add a way to name a period: a line in PATTERNS and the function that reads its match.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from datamind.analysts.offline.date_ranges import joined
from datamind.analysts.offline.frame import Grain
from datamind.linking.lexing import Token

_MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = (
    {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {"sept": 9}
)
_DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
_UNIT = r"(?P<unit>day|week|month|quarter|year)s?"
_MONTH = r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)"
_DAY = r"(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})"


@dataclass(frozen=True)
class PeriodMention:
    """Tokens start..end name start_day <= day < end_day, or parts of a date. `years` when only years were said."""

    start: int
    end: int
    first: date | None = None
    last: date | None = None
    words: str = ""
    years: bool = False
    relative: bool = False
    part: tuple[Grain, tuple[int, ...]] | None = None


Read = Callable[[re.Match[str], date], tuple[date | None, date | None] | None]


def month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _year_range(match: re.Match[str], _: date) -> tuple[date | None, date | None]:
    year = int(match["year"])
    word = (match.groupdict().get("word") or "").split()[-1:] or [""]
    if word[0] in ("after",):
        return date(year + 1, 1, 1), None
    if word[0] in ("since", "starting") or (word[0] == "from" and "the year" not in match.group()):
        return date(year, 1, 1), None
    if word[0] in ("before", "until", "till"):
        return None, date(year, 1, 1)
    if word[0] in ("through", "to"):
        return None, date(year + 1, 1, 1)
    return date(year, 1, 1), date(year + 1, 1, 1)


def _open_year(match: re.Match[str], _: date) -> tuple[date | None, date | None]:
    """ "2014 or after", "2014 or earlier": the year itself belongs to it."""
    year = int(match["year"])
    if match["open"] in ("before", "earlier", "older"):
        return None, date(year + 1, 1, 1)
    return date(year, 1, 1), None


def _years_between(match: re.Match[str], _: date) -> tuple[date, date]:
    first, last = sorted((int(match["year"]), int(match["year2"])))
    return date(first, 1, 1), date(last + 1, 1, 1)


def _month_of_year(match: re.Match[str], _: date) -> tuple[date | None, date | None]:
    start = month_start(int(match["year"]), MONTHS[match["month"]])
    end = month_start(start.year, start.month + 1)
    word = match.groupdict().get("word") or ""
    if word in ("after",):
        return end, None
    if word in ("since", "from"):
        return start, None
    if word in ("before", "until"):
        return None, start
    return start, end


def _iso_month(match: re.Match[str], _: date) -> tuple[date, date]:
    start = month_start(int(match["year"]), int(match["number"]))
    return start, month_start(start.year, start.month + 1)


def _quarter(match: re.Match[str], today: date) -> tuple[date, date]:
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}
    number = names[match["quarter"]]
    year = int(match["year"]) if match.groupdict().get("year") else today.year
    return month_start(year, number * 3 - 2), month_start(year, number * 3 + 1)


def _half(match: re.Match[str], _: date) -> tuple[date, date]:
    year = int(match["year"])
    return (
        (date(year, 1, 1), date(year, 7, 1)) if match["half"] == "first" else (date(year, 7, 1), date(year + 1, 1, 1))
    )


def parse_day(text: str) -> date | None:
    try:
        if "/" in text:
            month, day, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat("-".join(part.zfill(2) for part in text.split("-")))
    except ValueError:
        return None


def day_of(value: object) -> date | None:
    """The day of a stored date, time or ISO text; None for anything else."""
    text = str(value)[:10]
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        return None


def _day_range(match: re.Match[str], _: date) -> tuple[date | None, date | None] | None:
    day = parse_day(match["date"])
    return _around(day, match.groupdict().get("word") or "") if day else None


def _around(day: date, word: str) -> tuple[date | None, date | None]:
    if word == "after":
        return day + timedelta(1), None
    if word in ("since", "from"):
        return day, None
    if word in ("before", "until"):
        return None, day
    return day, day + timedelta(1)


def _named_day(match: re.Match[str], _: date) -> tuple[date | None, date | None] | None:
    try:
        day = date(int(match["year"]), MONTHS[match["month"]], int(match["day"]))
    except ValueError:
        return None
    return _around(day, match.groupdict().get("word") or "")


def _days_between(match: re.Match[str], _: date) -> tuple[date, date] | None:
    first, last = parse_day(match["date"]), parse_day(match["date2"])
    return (first, last + timedelta(1)) if first and last else None


def _months_between(match: re.Match[str], _: date) -> tuple[date, date]:
    year = int(match["year"])
    return month_start(year, MONTHS[match["month"]]), month_start(year, MONTHS[match["month2"]] + 1)


def start_of(unit: str, day: date) -> date:
    """The first day of the unit that `day` is in."""
    if unit == "week":
        return day - timedelta(day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return month_start(day.year, (day.month - 1) // 3 * 3 + 1)
    return date(day.year, 1, 1) if unit == "year" else day


def shift(day: date, unit: str, count: int) -> date:
    """`day` moved by `count` units; past the end of a month it stays on the last day."""
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    months = {"month": 1, "quarter": 3, "year": 12}[unit] * count
    target = month_start(day.year, day.month + months)
    last = month_start(target.year, target.month + 1) - timedelta(1)
    return target.replace(day=min(day.day, last.day))


def _last_n(match: re.Match[str], today: date) -> tuple[date, date]:
    end = today + timedelta(1)
    return shift(end, match["unit"], -int(match["count"])), end


def _this_or_last(match: re.Match[str], today: date) -> tuple[date, date]:
    unit = match["unit"]
    start = start_of(unit, today)
    if match["which"] in ("last", "previous", "past", "prior"):
        return shift(start, unit, -1), start
    if match["which"] == "next":
        return shift(start, unit, 1), shift(start, unit, 2)
    return start, shift(start, unit, 1)


def _to_date(match: re.Match[str], today: date) -> tuple[date, date]:
    unit = match.groupdict().get("unit") or {"y": "year", "m": "month", "q": "quarter"}[match["short"]]
    return start_of(unit, today), today + timedelta(1)


def _day_word(match: re.Match[str], today: date) -> tuple[date, date]:
    day = today - timedelta(1) if match["word"] == "yesterday" else today
    return day, day + timedelta(1)


def _decade(match: re.Match[str], _: date) -> tuple[date, date]:
    year = int(match["year"])
    return date(year, 1, 1), date(year + 10, 1, 1)


_LEAD = r"(?:(?P<word>after|since|before|until|till|from|starting|through|in|during|of|for|on|by the end of)\s+)?(?:the\s+)?(?:year\s+)?"
PATTERNS: tuple[tuple[str, Read, bool, bool], ...] = (  # pattern, reader, only years said, relative to today
    (rf"(?:between|from|in)\s+(?:the\s+)?(?:years?\s+)?{_YEAR}\s+(?:and|to|-|until|through)\s+(?P<year2>(?:1[5-9]|20|21)\d\d)\b(?!\s+(?:month|day))", _years_between, True, False),
    (rf"(?:between|from)\s+{_DAY}\s+(?:and|to|until)\s+{_DAY.replace('date', 'date2')}", _days_between, False, False),
    (rf"(?:between|from)\s+{_MONTH}\s+(?:and|to|until|through)\s+{_MONTH.replace('month', 'month2')}\s+(?:of\s+)?{_YEAR}", _months_between, False, False),
    (rf"{_LEAD}{_MONTH}\s+(?P<day>\d\d?)(?:\s+,)?\s+{_YEAR}\b", _named_day, False, False),
    (rf"{_LEAD}(?P<day>\d\d?)\s+{_MONTH}\s+{_YEAR}\b", _named_day, False, False),
    (rf"{_LEAD}{_MONTH}(?:\s+of)?(?:\s+,)?\s+{_YEAR}\b", _month_of_year, False, False),
    (rf"{_LEAD}(?P<year>\d{{4}})[-/](?P<number>0[1-9]|1[0-2])(?![-/\d])", _iso_month, False, False),
    (rf"{_LEAD}q(?P<quarter>[1-4])(?:\s+(?:of\s+)?{_YEAR})?\b", _quarter, False, False),
    (rf"{_LEAD}(?P<quarter>first|second|third|fourth|last)\s+quarter\s+(?:of\s+)?{_YEAR}\b", _quarter, False, False),
    (rf"{_LEAD}(?P<half>first|second)\s+half\s+of\s+{_YEAR}\b", _half, False, False),
    (rf"{_LEAD}{_DAY}", _day_range, False, False),
    (r"(?:in\s+|during\s+|from\s+)?(?:the\s+)?(?P<year>(?:1[5-9]|20)\d0)\s*'?s\b", _decade, True, False),
    (rf"(?:in|over|during|within|for)?\s*(?:the\s+)?(?:last|past|previous|latest|most recent)\s+(?P<count>\d+)\s+{_UNIT}\b", _last_n, False, True),
    (rf"(?:in|during|for|of|from)?\s*(?:the\s+)?(?P<which>last|this|previous|current|prior|next|past)\s+{_UNIT}\b", _this_or_last, False, True),
    (rf"{_UNIT}\s+to\s+date|(?P<short>y|m|q)td\b", _to_date, False, True),
    (r"(?P<word>today|yesterday)\b", _day_word, False, True),
    (rf"(?:(?:in|from)\s+)?(?:the\s+)?(?:year\s+)?{_YEAR}\s+(?:or|and)\s+(?P<open>after|later|onwards?|newer|before|earlier|older)\b(?!\s+\d)", _open_year, True, False),
    (rf"{_LEAD}{_YEAR}\b(?![-/]\d)(?!\s*(?:%|dollars?|euros?|people|items?|units?))", _year_range, True, False),
)  # fmt: skip
_COMPILED = tuple(
    (re.compile(rf"(?<![\w-]){pattern}"), read, years, relative) for pattern, read, years, relative in PATTERNS
)
_PART = re.compile(
    r"(?<!\w)(?:(?:on|at|over|in|during)\s+(?:the\s+)?)?(?:(?P<weekend>weekends?)|(?P<weekdays>weekdays|working days)|(?P<weekday>sunday|monday|tuesday|wednesday|thursday|friday|saturday)s?"
    rf"|(?<=in )(?:the month of )?{_MONTH})\b"
)


def find_periods(tokens: tuple[Token, ...], today: date) -> list[PeriodMention]:
    """The periods that `tokens` name, none overlapping another; `today` is what "last month" counts from."""
    text, places = "", []
    for at, token in enumerate(tokens):
        start = len(text)
        text += (token.lower if token.kind != "quoted" else "“”") + " "
        places.append((start, len(text) - 1, at))
    found: list[PeriodMention] = []
    taken: set[int] = set()
    for pattern, read, years, relative in _COMPILED:
        for match in pattern.finditer(text):
            covered = [
                at
                for start, end, at in places
                if start < match.end() and end > match.start() and tokens[at].lower.strip()
            ]
            period = read(match, today) if covered and not set(covered) & taken else None
            if period is None:
                continue
            taken |= set(covered)
            found.append(
                PeriodMention(covered[0], covered[-1] + 1, period[0], period[1], match.group().strip(), years, relative)
            )
    for match in _PART.finditer(text):
        covered = [at for start, end, at in places if start < match.end() and end > match.start()]
        if covered and not set(covered) & taken:
            taken |= set(covered)
            found.append(PeriodMention(covered[0], covered[-1] + 1, words=match.group().strip(), part=_part_of(match)))
    return joined(sorted(found, key=lambda mention: mention.start), tokens)


def _part_of(match: re.Match[str]) -> tuple[Grain, tuple[int, ...]]:
    if match["weekend"]:
        return "weekday", (0, 6)
    if match["weekdays"]:
        return "weekday", (1, 2, 3, 4, 5)
    if match["weekday"]:
        return "weekday", (_DAYS.index(match["weekday"]),)
    return "month_of_year", (MONTHS[match["month"]],)
