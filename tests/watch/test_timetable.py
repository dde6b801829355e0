"""Timetables over a whole year in zones whose clocks change, in all directions, and the quiet hours of channels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from datamind.errors import InvalidInput
from datamind.watch.timetable import end_of_quiet, first_send, next_due

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def a_year(timetable: str, zone: str) -> list[datetime]:
    moments, at = [], START
    while (at := next_due(timetable, zone, at)) < END:
        moments.append(at)
    return moments


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", ["00:30", "02:15", "02:30", "08:00"])
def test_daily_is_once_a_day_of_the_wall(zone: str, hour: str) -> None:
    moments = a_year(f"daily {hour}", zone)
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in moments]
    assert len(days) == len(set(days))
    assert 364 <= len(days) <= 366
    assert all(after - before == timedelta(1) for before, after in pairwise(days))
    walls = [f"{moment.astimezone(ZoneInfo(zone)):%H:%M}" for moment in moments]
    assert sum(wall != hour for wall in walls) <= 1  # the hour that a change of the clocks skips


@pytest.mark.parametrize("zone", ZONES)
def test_intervals_do_not_care_about_the_wall(zone: str) -> None:
    moments = a_year("every 15 minutes", zone)
    assert len(moments) == 365 * 96 - 1
    assert {after - before for before, after in pairwise(moments)} == {timedelta(minutes=15)}


@pytest.mark.parametrize("zone", ZONES)
def test_months_weeks_and_working_days(zone: str) -> None:
    there = ZoneInfo(zone)
    assert len(a_year("monthly 31 08:00", zone)) == 12
    assert {f"{moment.astimezone(there):%a}" for moment in a_year("weekly monday 08:00", zone)} == {"Mon"}
    assert {f"{m.astimezone(there):%a}" for m in a_year("weekdays 08:00", zone)} == {"Mon", "Tue", "Wed", "Thu", "Fri"}


def test_the_hours_that_the_clocks_skip_and_repeat() -> None:
    skipped = next_due("daily 02:30", "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    repeated = next_due("daily 02:30", "Europe/Berlin", datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert repeated == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_due("daily 02:30", "Europe/Berlin", repeated) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_what_is_due_now_is_due_next_time() -> None:
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert next_due("hourly", "UTC", noon) == noon + timedelta(hours=1)
    assert next_due("daily 12:00", "UTC", noon) == noon + timedelta(days=1)
    assert next_due("every minute", "UTC", noon - timedelta(seconds=1)) == noon


@pytest.mark.parametrize(
    ("timetable", "zone"),
    [
        ("sometimes", "UTC"),
        ("daily 25:00", "UTC"),
        ("monthly 0 08:00", "UTC"),
        ("every 0 minutes", "UTC"),
        ("hourly", "Mars/Base"),
        ("hourly", "../etc/passwd"),
    ],
)
def test_what_is_no_timetable_is_said(timetable: str, zone: str) -> None:
    with pytest.raises(InvalidInput):
        next_due(timetable, zone, START)


def test_quiet_hours_and_digests() -> None:
    night = {"quiet_from": "22:00", "quiet_to": "07:00", "zone": "Europe/Berlin"}
    assert end_of_quiet(night, datetime(2026, 1, 5, 22, 30, tzinfo=UTC)) == datetime(2026, 1, 6, 6, tzinfo=UTC)
    assert end_of_quiet(night, datetime(2026, 1, 6, 5, 59, tzinfo=UTC)) == datetime(2026, 1, 6, 6, tzinfo=UTC)
    assert end_of_quiet(night, datetime(2026, 1, 6, 6, 0, tzinfo=UTC)) is None
    assert end_of_quiet({}, START) is None
    noon = datetime(2026, 5, 4, 12, 1, tzinfo=UTC)
    assert first_send({"digest": "at once"}, noon) == noon
    assert first_send({"digest": "daily 08:00", "zone": "UTC"}, noon) == datetime(2026, 5, 5, 8, tzinfo=UTC)
