"""What words mean in days."""

from __future__ import annotations

from datetime import date

import pytest

from datamind.analysts.offline.dates import find_periods
from datamind.linking.lexing import lex

TODAY = date(2026, 5, 15)  # a Friday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("sales in 2023", "2023-01-01", "2024-01-01"),
        ("opened after 2010", "2011-01-01", None),
        ("opened before 2010", None, "2010-01-01"),
        ("since 2010", "2010-01-01", None),
        ("between 2019 and 2021", "2019-01-01", "2022-01-01"),
        ("from 2019 to 2021", "2019-01-01", "2022-01-01"),
        ("in February 2024", "2024-02-01", "2024-03-01"),
        ("in December 2024", "2024-12-01", "2025-01-01"),
        ("in 2024-02", "2024-02-01", "2024-03-01"),
        ("on 2024-02-29", "2024-02-29", "2024-03-01"),
        ("since May 5, 2019", "2019-05-05", None),
        ("on 5 May 2019", "2019-05-05", "2019-05-06"),
        ("between 2024-01-10 and 2024-01-20", "2024-01-10", "2024-01-21"),
        ("Q3 2025", "2025-07-01", "2025-10-01"),
        ("in Q4 of 2025", "2025-10-01", "2026-01-01"),
        ("the first quarter of 2025", "2025-01-01", "2025-04-01"),
        ("the second half of 2025", "2025-07-01", "2026-01-01"),
        ("this month", "2026-05-01", "2026-06-01"),
        ("last month", "2026-04-01", "2026-05-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("this week", "2026-05-11", "2026-05-18"),
        ("previous quarter", "2026-01-01", "2026-04-01"),
        ("in the last 30 days", "2026-04-16", "2026-05-16"),
        ("over the past 3 months", "2026-02-16", "2026-05-16"),
        ("yesterday", "2026-05-14", "2026-05-15"),
        ("year to date", "2026-01-01", "2026-05-16"),
        ("YTD", "2026-01-01", "2026-05-16"),
        ("the 1990s", "1990-01-01", "2000-01-01"),
    ],
)
def test_a_period_is_half_open_days(text: str, first: str | None, last: str | None) -> None:
    (found,) = find_periods(lex(text), TODAY)
    assert (found.first and found.first.isoformat(), found.last and found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "part"),
    [("on weekends", ("weekday", (0, 6))), ("on Mondays", ("weekday", (1,))), ("in January", ("month_of_year", (1,)))],
)
def test_a_part_of_dates_is_no_period(text: str, part: tuple[str, tuple[int, ...]]) -> None:
    (found,) = find_periods(lex(text), TODAY)
    assert found.part == part


@pytest.mark.parametrize(
    "text",
    [
        "more than 30 books",
        "top 5",
        "price over 20",
        "2 or more visits",
        "on 2024-02-31",
        "2000 dollars",
        "may I see it",
    ],
)
def test_numbers_and_odd_dates_are_no_periods(text: str) -> None:
    assert find_periods(lex(text), TODAY) == []
