"""Which chart: what the question names, else what the result is."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from small_results import make_result

from datamind.charts import choose_chart

MONTHS = [[f"2025-{month:02d}", month * 10.5] for month in range(1, 10)]
CITIES = [["Oslo", 4], ["Rome", 3], ["Bern", 2]]
PAIRS = [
    [city, tier, value]
    for value, (city, tier) in enumerate([(c, t) for c in ("Oslo", "Rome", "Bern") for t in ("new", "old")])
]
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
POINTS = [[float(place), place * 1.5, name] for place, name in enumerate("abcdefgh")]


@pytest.mark.parametrize(
    ("question", "names", "rows", "kind"),
    [
        ("How many orders?", ["n"], [[59]], "number"),
        ("Which city sold most?", ["city"], [["Oslo"]], "number"),
        ("Best city and its sales", ["city", "sales"], [["Oslo", 5]], "number"),
        ("Anything?", ["city", "n"], [], "table"),
        ("List the cities", ["city"], [["Oslo"], ["Rome"]], "table"),
        ("Who leads whom?", ["name", "boss"], [["a", "b"], ["c", "d"]], "table"),
        ("Sales by month", ["month", "sales"], MONTHS, "line"),
        ("Sales by month as bars, please", ["month", "sales"], MONTHS, "bar"),
        ("Draw a bar chart of sales by month", ["month", "sales"], MONTHS, "bar"),
        ("Sales in January and February", ["month", "sales"], MONTHS[:2], "bar"),
        ("Sales by city", ["city", "sales"], CITIES, "bar"),
        ("Share of sales by city", ["city", "sales"], CITIES, "pie"),
        ("What percentage of sales comes from each city?", ["city", "pct"], [["Oslo", 60.0], ["Rome", 40.0]], "pie"),
        ("Share by city", ["city", "sales"], [["Oslo", 4], ["Rome", -3]], "bar"),
        ("Sales by city and tier", ["city", "tier", "avg_sales"], PAIRS, "grouped_bar"),
        ("Number of orders by city and tier", ["city", "tier", "orders"], PAIRS, "stacked_bar"),
        ("Heat map of orders by city and tier", ["city", "tier", "orders"], PAIRS, "heatmap"),
        ("Relationship between weight and height", ["weight", "height", "name"], POINTS, "scatter"),
        ("Weight and height", ["weight", "height"], [row[:2] for row in POINTS], "scatter"),
        ("Distribution of weight", ["weight"], [[place] for place in range(12)], "histogram"),
        ("All the weights", ["weight"], [[place] for place in range(12)], "table"),
        ("Draw a pie chart of sales by city", ["city", "sales"], CITIES, "pie"),
        ("Which bar sells most beer? List bars", ["bar", "sales"], CITIES, "bar"),
        ("Students per grade", ["grade", "COUNT(*)"], [[9, 4], [10, 3], [11, 5]], "bar"),
        ("Scatter chart of grade and number of students", ["grade", "COUNT(*)"], [[9, 4], [10, 3], [11, 5]], "scatter"),
        ("Orders by weekday", ["weekday", "orders"], [["Mon", 1], ["Tue", 2]], "bar"),
        ("Ages", ["first_name", "last_name", "age"], [["A", "B", 3], ["C", "D", 4]], "bar"),
        ("Trend of hires over the year, bin by month", ["m", "COUNT(*)"], [["Jan", 3], ["Feb", 4], ["Mar", 2]], "line"),
        (
            "Monthly revenue, 2024 vs 2025",
            ["month", "y2024", "y2025"],
            [[m, m * 2.5, m * 3.5] for m in range(1, 13)],
            "grouped_bar",
        ),
        ("Revenue and orders by city", ["city", "revenue", "orders"], [["Oslo", 900.5, 4], ["Rome", 800.5, 3]], "bar"),
        (
            "Units by weekday and hour",
            ["weekday", "hour", "units"],
            [[d, h, h] for d in WEEK for h in range(24)],
            "heatmap",
        ),
        (
            "Scatter chart of employee and manager ids",
            ["employee_id", "manager_id"],
            [[1, 3], [2, 3], [3, 1]],
            "scatter",
        ),
        ("Show the funnel of steps", ["step", "n"], [["seen", 100], ["paid", 10]], "funnel"),
        ("Sales by country on a map", ["country", "sales"], [["France", 3], ["Spain", 4], ["Italy", 9]], "map"),
        ("Sales by city on a map", ["city", "sales"], CITIES, "bar"),
        ("Waterfall chart of profit by city", ["city", "profit"], [["Oslo", 5.5], ["Rome", -3.5]], "waterfall"),
        ("Pareto chart of sales by city", ["city", "sales"], CITIES, "pareto"),
        ("Pivot of orders by city and tier", ["city", "tier", "orders"], PAIRS, "pivot"),
        ("100 % stacked bars of orders by city and tier", ["city", "tier", "orders"], PAIRS, "stacked_full_bar"),
        ("Gauge chart of sales", ["city", "sales", "target"], [["Oslo", 5, 8], ["Rome", 9, 8]], "bullet"),
        ("Orders per city", ["city", "orders"], [[f"c{place}", place] for place in range(200)], "table"),
    ],
)
def test_choice(question, names, rows, kind):
    spec = choose_chart(make_result(names, rows), question)
    assert spec.kind == kind
    assert spec.reason


def test_several_series_over_time_are_lines_with_a_series():
    rows = [[month, city, 1.0] for month, _ in MONTHS for city in ("Oslo", "Rome")]
    spec = choose_chart(make_result(["month", "city", "sales"], rows), "sales per month by city")
    assert (spec.kind, spec.x, spec.y, spec.series) == ("line", "month", ("sales",), "city")


def test_single_cases_over_time_are_no_line():
    random.seed(3)
    rows = [[date(2025, 1, 1) + timedelta(random.randrange(20)), random.random()] for _ in range(200)]
    assert choose_chart(make_result(["day", "amount"], rows), "all payments").kind == "table"


def test_an_id_is_never_measured():
    spec = choose_chart(make_result(["customer_id", "orders"], [[11, 4], [12, 6], [13, 1]]), "orders by customer")
    assert (spec.kind, spec.x, spec.y) == ("bar", "customer_id", ("orders",))
    assert choose_chart(make_result(["id", "name"], [[1, "a"], [2, "b"]]), "customers").kind == "table"


def test_measures_of_other_units_do_not_share_an_axis():
    rows = [[f"2025-{month:02d}", 100_000.5 + month, month] for month in range(1, 7)]
    assert choose_chart(make_result(["month", "revenue", "orders"], rows), "revenue and orders by month").y == (
        "revenue",
    )


def test_a_hint_decides_ties_and_nothing_else():
    result = make_result(["city", "sales"], CITIES)
    assert choose_chart(result, "sales by city", hint="pie").kind == "pie"
    assert choose_chart(result, "sales by city", hint="scatter").kind == "bar"
    assert choose_chart(result, "sales by city", hint="nonsense").kind == "bar"
    assert choose_chart(make_result(["n"], [[1]]), "how many", hint="pie").kind == "number"


def test_a_wish_that_the_result_cannot_grant_is_not_granted():
    assert choose_chart(make_result(["city"], [["Oslo"], ["Rome"]]), "a pie chart of cities").kind == "table"


def test_single_points_are_not_each_a_colour_unless_asked_for():
    result = make_result(["title", "price", "rating"], [["a", 1.5, 3.0], ["b", 2.5, 4.0], ["c", 3.5, 4.5]])
    assert choose_chart(result, "price vs rating").series is None
    assert choose_chart(result, "price vs rating, coloured by title").series == "title"
