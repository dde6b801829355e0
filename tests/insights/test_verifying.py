"""Free text against a result: what it bears passes, what it does not is named."""

from __future__ import annotations

import pytest
from small_results import make_result

from datamind.insights import verify_text
from datamind.insights.numerals import read_numerals

CITIES = make_result(["city", "orders"], [["Oslo", 500], ["Rome", 300], ["Bern", 150], ["Kyiv", 50]])
MONTHS = make_result(
    ["month", "revenue"], [["2025-01", 100.0], ["2025-02", 125.5], ["2025-03", 90.25], ["2025-04", 180.0]]
)
LARGE = make_result(["region", "revenue_eur"], [["North", 1_240_113.25], ["South", 803_400.0], ["East", 12_050.5]])
SHARES = make_result(["tier", "pct"], [["new", 62.5], ["old", 37.5]])
YEARS = make_result(["year", "sales"], [[2022, 40], [2023, 50], [2024, 75]])

BORNE = [
    (CITIES, "Oslo leads with 500 orders, followed by Rome with 300."),
    (CITIES, "The total is 1,000 orders across 4 cities."),
    (CITIES, "On average there are 250 orders per city; the median is 225."),
    (CITIES, "Oslo alone makes up 50% of the total, and the top 2 together make up 80 %."),
    (CITIES, "Oslo has 10 times the orders of Kyiv."),
    (CITIES, "The gap between Oslo and Rome is 200."),
    (CITIES, "The highest value is 500 and the lowest is 50."),
    (CITIES, "2 of 4 rows are above the average."),
    (CITIES, "Kyiv is only 50, about 5% of the total."),
    (MONTHS, "Revenue rose from 100 in January 2025 to 180 in April 2025, a change of 80%."),
    (MONTHS, "In March 2025 it fell by 28.1% to 90.25."),
    (MONTHS, "April 2025 was the best month with 180."),
    (MONTHS, "Between February 2025 and April 2025 revenue grew by 43.4 %."),
    (LARGE, "North brought € 1.24 million, South 803 thousand."),
    (LARGE, "All regions together reached 2.06 M."),
    (LARGE, "South made roughly 800,000."),
    (SHARES, "New customers hold 62.5%, old ones 37.5%."),
    (YEARS, "Sales grew from 40 in 2022 to 75 in 2024, an increase of 87.5%."),
    (YEARS, "2024 is highest with 75."),
    (CITIES, "Oslo and Rome have 500 and 300 orders."),
    (CITIES, "The highest is Oslo with 500."),
    (CITIES, "No numbers here."),
    (CITIES, ""),
]
NOT_BORNE = [
    (CITIES, "Oslo leads with 510 orders.", "510"),
    (CITIES, "Oslo leads with 300 orders.", "300"),
    (CITIES, "Oslo leads with 500 orders, followed by Rome with 500.", "500"),
    (CITIES, "The total is 500.", "500"),
    (CITIES, "The total is 1,100 orders.", "1,100"),
    (CITIES, "The average is 500.", "500"),
    (CITIES, "The median is 250.", "250"),
    (CITIES, "Oslo makes up 30% of the total.", "30"),
    (CITIES, "The top 2 together make up 85 %.", "85"),
    (CITIES, "Oslo has 100 times the orders of Kyiv.", "100"),
    (CITIES, "The gap between Oslo and Rome is 250.", "250"),
    (CITIES, "The lowest value is 500.", "500"),
    (CITIES, "Across 5 rows the total is 1000.", "5"),
    (MONTHS, "Revenue rose from 100 in January 2025 to 180 in April 2025, a change of 8%.", "8"),
    (MONTHS, "In March 2025 it fell by 12.8% to 90.25.", "12.8"),
    (MONTHS, "April 2025 was the best month with 125.5.", "125.5"),
    (MONTHS, "In January 2031 revenue was 100.", "2031"),
    (LARGE, "North brought € 12.4 million.", "12.4"),
    (LARGE, "South made 803,400.5 and East 12,050.5, the highest 1,420,113.25.", "1,420,113.25"),
    (SHARES, "New customers hold 52.6%.", "52.6"),
    (YEARS, "Sales grew from 40 in 2022 to 57 in 2024.", "57"),
]


@pytest.mark.parametrize(("result", "text"), BORNE)
def test_what_the_result_bears_passes(result, text):
    assert verify_text(text, result) == ()


@pytest.mark.parametrize(("result", "text", "wrong"), NOT_BORNE)
def test_what_it_does_not_bear_is_named(result, text, wrong):
    assert wrong in verify_text(text, result)


def test_the_questions_own_numbers_may_be_repeated():
    result = make_result(["n"], [[13]])
    assert (
        verify_text("Over 900 euros, 13 purchases were made.", result, "How many purchases over 900 were made?") == ()
    )
    assert verify_text("The answer is 900.", result, "How many purchases over 900 were made?") == ("900",)


def test_names_with_digits_are_names():
    result = make_result(["plan", "users"], [["Plan 365", 12], ["7-Eleven", 9]])
    assert verify_text("Plan 365 has 12 users and 7-Eleven has 9.", result) == ()


def test_no_rows_bear_no_number():
    assert verify_text("The total is 5.", make_result(["n"], [])) == ("5",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,240,113.5", [1240113.5]),
        ("1.24 million", [1240000.0]),
        ("-12.5%", [-12.5]),
        ("−3", [-3.0]),
        ("€ 5", [5.0]),
        ("10-12", [10.0, 12.0]),
        ("v2 and A4", []),
        ("3 k", [3000.0]),
        ("$2.5M", [2500000.0]),
    ],
)
def test_numbers_are_read_as_written(text, values):
    assert [numeral.value for numeral in read_numerals(text)] == values
