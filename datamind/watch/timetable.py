"""When something is due: "every 5 minutes", "daily 08:00", "monthly 1 08:00", in the time zone of whoever asked for it.

In: a timetable as text, a zone and a moment in UTC. Out: the next moment in UTC. What people mean is local time: 08:00 stays
08:00 over a change of the clocks. A time that a change skips comes an hour later, one that comes twice comes once, the first.
To add a way: a line in `PATTERNS`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from datamind.errors import InvalidInput

CHOICES = (
    "every minute", "every 5 minutes", "every 15 minutes", "hourly", "daily 08:00", "weekdays 08:00", "weekly monday 08:00",
    "monthly 1 08:00",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AT_ONCE = "at once"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"


def next_due(timetable: str, zone: str, after: datetime) -> datetime:
    """The first moment after `after`, both in UTC. Raises InvalidInput."""
    match, find = _read(timetable)
    return find(match, find_zone(zone), after)


def check_timetable(timetable: str, zone: str) -> None:
    """Raises InvalidInput."""
    next_due(timetable, zone, EPOCH)


@lru_cache(maxsize=64)
def find_zone(name: str) -> ZoneInfo:
    """Raises InvalidInput."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise InvalidInput(f"{name[:60]!r} is no time zone: write it as Europe/Berlin or UTC.", "zone") from None


def first_send(timing: dict[str, Any], now: datetime) -> datetime:
    """When news of now leaves by this channel: at once, or with the next digest."""
    digest = timing.get("digest") or AT_ONCE
    return now if digest == AT_ONCE else next_due(digest, timing.get("zone") or "UTC", now)


def end_of_quiet(timing: dict[str, Any], now: datetime) -> datetime | None:
    """When the quiet hours end that it is now; None when it is not."""
    if not timing.get("quiet_from") or not timing.get("quiet_to"):
        return None
    zone = find_zone(timing.get("zone") or "UTC")
    start, end = (time.fromisoformat(timing[name]) for name in ("quiet_from", "quiet_to"))
    local = now.astimezone(zone)
    at = local.time()
    is_quiet = start <= at < end if start <= end else at >= start or at < end
    if not is_quiet:
        return None
    day = local.date() + timedelta(1 if at >= end else 0)
    return datetime.combine(day, end, zone).astimezone(UTC)


def _read(timetable: str) -> tuple[re.Match[str], Callable[[re.Match[str], ZoneInfo, datetime], datetime]]:
    for pattern, find in PATTERNS:
        match = pattern.fullmatch(" ".join(timetable.lower().split()))
        if match:
            return match, find
    raise InvalidInput(
        f"{timetable[:60]!r} is no timetable: write it as {', '.join(CHOICES[1:5])} or {CHOICES[-1]}.", "every"
    )


def _interval(match: re.Match[str], zone: ZoneInfo, after: datetime) -> datetime:
    minutes = int(match["count"] or 1)
    if not 1 <= minutes <= 1440:
        raise InvalidInput("The shortest interval is 1 minute, the longest 1440.", "every")
    step = timedelta(minutes=minutes)
    return EPOCH + ((after - EPOCH) // step + 1) * step


def _hourly(match: re.Match[str], zone: ZoneInfo, after: datetime) -> datetime:
    return EPOCH + ((after - EPOCH) // timedelta(hours=1) + 1) * timedelta(hours=1)


def _daily(match: re.Match[str], zone: ZoneInfo, after: datetime) -> datetime:
    return _first(match, zone, after, lambda day: True)


def _weekdays(match: re.Match[str], zone: ZoneInfo, after: datetime) -> datetime:
    return _first(match, zone, after, lambda day: day.weekday() < 5)


def _weekly(match: re.Match[str], zone: ZoneInfo, after: datetime) -> datetime:
    wanted = next(number for number, name in enumerate(WEEKDAYS) if name.startswith(match["day"]))
    return _first(match, zone, after, lambda day: day.weekday() == wanted)


def _monthly(match: re.Match[str], zone: ZoneInfo, after: datetime) -> datetime:
    """The 31st of a month that has none is its last day."""
    wanted = int(match["day"])
    if not 1 <= wanted <= 31:
        raise InvalidInput("The day of the month is 1 to 31.", "every")
    return _first(match, zone, after, lambda day: day.day == min(wanted, monthrange(day.year, day.month)[1]))


def _first(match: re.Match[str], zone: ZoneInfo, after: datetime, is_wanted: Callable[[date], bool]) -> datetime:
    at = time(int(match["hour"]), int(match["minute"]))
    for day in _days(after.astimezone(zone).date() - timedelta(1)):
        if is_wanted(day):
            moment = datetime.combine(day, at, zone).astimezone(UTC)
            if moment > after:
                return moment
    raise InvalidInput("This never comes.", "every")


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(number) for number in range(70))


PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], ZoneInfo, datetime], datetime]], ...] = (
    (re.compile(r"every (?:(?P<count>\d+) )?min(?:ute)?s?"), _interval),
    (re.compile(r"hourly|every hour"), _hourly),
    (re.compile(rf"daily {_TIME}"), _daily),
    (re.compile(rf"weekdays {_TIME}"), _weekdays),
    (re.compile(rf"weekly (?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]* {_TIME}"), _weekly),
    (re.compile(rf"monthly (?P<day>\d{{1,2}}) {_TIME}"), _monthly),
)
