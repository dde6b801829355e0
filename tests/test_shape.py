"""What a result looks like: which columns are time, names, measures and ids."""

from __future__ import annotations

import pytest
from small_results import make_result

from datamind.shape import read_shape, write_name


@pytest.mark.parametrize(
    ("name", "values", "role"),
    [
        ("customer_id", [7, 8], "id"),
        ("zip", [10115, 80331], "id"),
        ("COUNT(id)", [7, 8], "measure"),
        ("id_count", [7, 8], "measure"),
        ("year", [2021, 2022], "time"),
        ("hour", [0, 23], "cycle"),
        ("weekday", ["Mon", "Sun"], "cycle"),
        ("Month", ["January", "March"], "cycle"),
        ("monday_sales", [4, 5], "measure"),
        ("city", ["Rome", "Oslo"], "category"),
        ("comment", ["x" * 80, "y" * 90], "text"),
        ("active", [True, False], "category"),
        ("revenue", [1.5, None], "measure"),
    ],
)
def test_roles(name, values, role):
    assert read_shape(make_result([name], [[value] for value in values])).columns[0].role == role


@pytest.mark.parametrize(
    ("name", "additive"),
    [
        ("revenue", True),
        ("COUNT(year)", True),
        ("SUM(weight)", True),
        ("avg_price", False),
        ("score", False),
        ("return_rate", False),
    ],
)
def test_averages_rates_and_prices_are_not_added_up(name, additive):
    assert read_shape(make_result(["city", name], [["a", 0.5], ["b", 0.7]])).columns[1].additive is additive


def test_a_first_and_a_last_name_are_one_name():
    shape = read_shape(
        make_result(["first_name", "last_name", "n"], [["Ada", "Lovelace", 3], [None, "Gauss", 2], [None, None, 1]])
    )
    assert [column.parts for column in shape.dimensions] == [("first_name", "last_name")]
    assert shape.dimensions[0].values == ("Ada Lovelace", "Gauss", None)


def test_a_single_number_is_a_measure_whatever_its_name():
    for name, value in (("h", 19), ("year", 2021)):
        assert read_shape(make_result([name], [[value]])).measures[0].name == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("avg_unit_price", "average unit price"),
        ("avg_average_order_value", "average order value"),
        ("sum_revenue", "revenue"),
        ("count_new_customers", "number of new customers"),
        ("unitPrice", "unit price"),
        ("SUM(o.total)", "total"),
        ("COUNT(*)", "count"),
        ("AVG(price)", "average price"),
        ("revenue", "revenue"),
        ("", ""),
    ],
)
def test_names_in_words(name, words):
    assert write_name(name) == words
