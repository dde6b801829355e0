"""Columns read as time: every usual way of writing a period, and what is none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from datamind.periods import is_running, period_end, read_periods, write_period


@pytest.mark.parametrize(
    ("name", "values", "grain"),
    [
        ("m", ["2025-01", "2025-12"], "month"),
        ("quarter", ["2025-Q1", "2025-Q4"], "quarter"),
        ("week", ["2025-W07"], "week"),
        ("week", ["2025-01", "2025-09"], "week"),
        ("w", ["2025-01", "2025-13"], "week"),
        ("y", ["2021", "2022"], "year"),
        ("year", [2021, 2022, None], "year"),
        ("day", ["2025-01-01", "2025-01-02"], "day"),
        ("month", [date(2025, 1, 1), date(2025, 2, 1)], "month"),
        ("year", ["2001-01-01", "2002-01-01"], "year"),
        ("quarter", [date(2025, 1, 1), date(2025, 4, 1)], "quarter"),
        ("week", [date(2025, 1, 6), date(2025, 1, 13)], "week"),
        ("at", [datetime(2025, 1, 6, 3), datetime(2025, 1, 6, 4)], "hour"),
        ("at", ["2025-01-06T03:20:00Z"], "minute"),
    ],
)
def test_periods_are_read_at_their_grain(name, values, grain):
    periods = read_periods(name, values)
    assert periods is not None
    assert periods.grain == grain
    assert len(periods.starts) == len(values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("total", [2021, 2022]),
        ("code", ["1001", "1002"]),
        ("m", ["2025-01", "soon"]),
        ("day", ["2025-02-31"]),
        ("month", [None, None]),
        ("phone", ["555-0142"]),
        ("flag", [True, False]),
    ],
)
def test_what_is_no_time_is_left_alone(name, values):
    assert read_periods(name, values) is None


def test_a_period_runs_until_its_end():
    start = datetime(2025, 12, 1)
    assert period_end(start, "month") == datetime(2026, 1, 1)
    assert period_end(start, "week") == start + timedelta(7)
    assert is_running(start, "month", datetime(2025, 12, 31, 23))
    assert not is_running(start, "month", datetime(2026, 1, 1))
    assert not is_running(start, "month", datetime(2025, 11, 30))


def test_the_last_year_there_is_has_an_end_too():
    assert period_end(datetime(9999, 1, 1), "year") == datetime.max


def test_periods_in_words():
    moment = datetime(2025, 11, 3, 14, 0)
    grains = ("year", "quarter", "month", "week", "day", "hour")
    assert [write_period(moment, grain) for grain in grains] == [
        "2025", "Q4 2025", "November 2025", "week of 3 Nov 2025", "3 Nov 2025", "3 Nov 2025 14:00",
    ]  # fmt: skip
