"""One contract for every kind of chart: whatever the rows hold, it draws honestly or says that there is nothing to draw."""

from __future__ import annotations

import itertools
import json
import math
import random
from datetime import date, timedelta
from typing import Any

import pytest
from small_results import make_result

from datamind.charts import KINDS, choose_chart, describe, draw, fit_chart, fitting_kinds, turn
from datamind.errors import InvalidInput
from datamind.shape import read_shape
from datamind.types import ChartSpec, ResultSet

DRAWN = [name for name, kind in KINDS.items() if kind.draw is not None]
HOSTILE = '<img src=x onerror=alert(1)><a href="https://evil.example">x</a>%{customdata}'


def days(n: int) -> list[date]:
    return [date(2020, 1, 1) + timedelta(place) for place in range(n)]


def rows_for(kind: str, names: list[Any], values: list[Any]) -> ResultSet:
    """A result that the kind fits, with these names and values in it."""
    random.seed(7)
    if kind in ("line", "area"):
        return make_result(["day", "value"], list(zip(days(len(values)), values, strict=True)))
    if kind in ("stacked_area",):
        moments = days((len(values) + 1) // 2)
        return make_result(
            ["day", "part", "value"], [[moments[i // 2], names[i % 2], value] for i, value in enumerate(values)]
        )
    if kind in ("bar", "pie", "funnel", "waterfall", "pareto"):
        return make_result(["name", "value"], list(zip(names, values, strict=True)))
    if kind == "map":
        places = itertools.cycle(["Germany", "France", "Brasil", "USA", "China", "Nigeria"])
        return make_result(["country", "value"], list(zip(places, values, strict=False)))
    if kind == "bullet":
        return make_result(["name", "value", "target_value"], [[n, v, 2.5] for n, v in zip(names, values, strict=True)])
    if kind in ("grouped_bar", "stacked_bar", "stacked_full_bar", "heatmap"):
        return make_result(
            ["name", "part", "value"], [[names[i // 2], "ab"[i % 2], value] for i, value in enumerate(values)]
        )
    if kind == "histogram":
        return make_result(["value"], [[value] for value in values])
    if kind == "box":
        return make_result(
            ["name", "value"], [[names[i % min(3, len(names))], value] for i, value in enumerate(values)]
        )
    return make_result(
        ["name", "one", "two", "three"], [[n, v, v, 1 if v is None else 2] for n, v in zip(names, values, strict=True)]
    )


def draw_fitted(kind: str, result: ResultSet, theme: str = "light") -> Any:
    spec = KINDS[kind].fit(read_shape(result))
    return draw(spec, result, theme) if spec else None


def numbers_of(figure: Any) -> list[float]:
    """Every number that the browser would receive."""
    found: list[float] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)
        elif isinstance(node, int | float) and not isinstance(node, bool):
            found.append(node)

    walk(json.loads(figure.to_json()))
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", DRAWN)
def test_ten_thousand_rows(kind, theme):
    names = [f"name {place}" for place in range(10_000)]
    values = [abs(math.sin(place / 50)) * 100 + place % 7 for place in range(10_000)]
    values[4_321] = 9_999.0
    figure = draw_fitted(kind, rows_for(kind, names, values), theme)
    assert figure is not None
    assert len(figure.to_json()) < 200_000
    if kind in ("line", "area", "scatter"):
        assert 9_999.0 in [y for trace in figure.data for y in trace.y], "the highest point was thinned away"
        assert "thinned" in " ".join(figure.layout.meta["notes"])


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize(
    ("names", "values"),
    [
        (["only"], [5.0]),
        (["a", "b", "c", "d"], [1.0, None, 3.0, None]),
        (["a", "b", "c", "d"], [None, None, None, None]),
        (["a", "b", "c", "d"], [1.0, math.nan, math.inf, -math.inf]),
        (["a", "b", "c", "d"], [-1.0, -2.5, 3.0, 0.0]),
        (["a", "b", "c", "d"], [0, 0, 0, 0]),
        (["a", "b", "c", "d"], [10**18, 1, 2, 3]),
        (["x" * 300, "x" * 299 + "y", "same", "same"], [1, 2, 3, 4]),
        (["日本語", "العربية", "עברית", "Ελλάδα"], [1, 2, 3, 4]),
        (["\u202eevil", "a\x00b", "", None], [1, 2, 3, 4]),
    ],
    ids=["one", "nulls", "all null", "not finite", "negative", "zero", "huge", "long", "alphabets", "odd"],
)
def test_odd_rows_draw_or_do_not_fit(kind, names, values):
    figure = draw_fitted(kind, rows_for(kind, names, values))
    if figure is None:
        return
    assert all(math.isfinite(number) for number in numbers_of(figure))
    assert "\x00" not in figure.to_json()
    assert figure.layout.meta["notes"] is not None


@pytest.mark.parametrize("kind", DRAWN)
def test_no_rows(kind):
    spec = ChartSpec(kind, "name", ("value",), None)
    figure = draw(spec, make_result(["name", "value"], []))
    assert not figure.data
    assert "Nothing to draw" in figure.layout.annotations[0].text


@pytest.mark.parametrize("kind", DRAWN)
def test_texts_from_data_are_shown_and_never_rendered(kind):
    result = rows_for(kind, [HOSTILE, HOSTILE + "2", "c", "d"], [1, 2, 3, 4])
    hostile = ResultSet(
        tuple(type(column)(column.name + HOSTILE, column.type) for column in result.columns),
        result.rows,
        False,
        0.0,
        result.as_of,
    )
    for rows in (result, hostile):
        figure = draw_fitted(kind, rows)
        if figure is None:
            continue
        text = figure.to_json()
        assert "<img" not in text
        assert "<a " not in text
        for trace in figure.data:
            assert "onerror" not in (trace.hovertemplate or "").replace("&lt;", ""), (
                "a name may not be part of a template"
            )


@pytest.mark.parametrize("kind", DRAWN)
def test_transparent_compact_and_without_tools(kind):
    figure = draw_fitted(kind, rows_for(kind, ["a", "b", "c", "d"], [4, 3, 2, 1]))
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert not figure.layout.title.text or figure.layout.title.y == 0


@pytest.mark.parametrize("kind", ["number", "table"])
def test_what_a_page_shows_by_itself_is_not_drawn(kind):
    with pytest.raises(ValueError, match="not a kind that is drawn"):
        draw(ChartSpec(kind), make_result(["n"], [[1]]))


def test_a_column_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="no column ghost"):
        draw(ChartSpec("bar", "name", ("ghost",)), make_result(["name", "value"], [["a", 1]]))


def test_a_kind_that_does_not_fit_says_so():
    result = make_result(["name"], [["a"], ["b"]])
    assert fitting_kinds(result) == ("table",)
    with pytest.raises(InvalidInput, match="cannot be shown as pie"):
        fit_chart("pie", result)


def test_bars_start_at_zero_even_where_all_values_are_alike():
    figure = draw(ChartSpec("bar", "name", ("value",)), make_result(["name", "value"], [["a", 1001], ["b", 1002]]))
    assert figure.layout.yaxis.range[0] == 0


def test_a_missing_month_is_a_gap_and_not_a_line_across_it():
    rows = [[f"2025-{month:02d}", 10.0 + month] for month in (1, 2, 3, 6, 7, 8, 9)]
    figure = draw(ChartSpec("line", "month", ("value",)), make_result(["month", "value"], rows))
    assert None in figure.data[0].y
    assert figure.data[0].connectgaps is False


def test_the_month_that_still_runs_is_marked_in_every_kind_over_time():
    result = make_result(["month", "orders"], [[f"2026-{month:02d}", 10 + month] for month in (1, 2, 3)])
    for kind in ("line", "area", "bar"):
        figure = draw(ChartSpec(kind, "month", ("orders",)), result)
        assert figure.layout.meta["notes"] == ["March 2026 is still running"]
    closed = make_result(["month", "orders"], [["2025-01", 1], ["2025-02", 2]])
    assert draw(ChartSpec("line", "month", ("orders",)), closed).layout.meta["notes"] == []


def test_small_names_go_together_as_named_others_only_where_a_sum_means_something():
    rows = [[f"city {place:03d}", 1000 - place] for place in range(80)]
    summed = draw(ChartSpec("bar", "city", ("orders",)), make_result(["city", "orders"], rows))
    assert summed.layout.yaxis.ticktext[-1] == "51 others"
    assert sum(summed.data[0].x) == sum(value for _, value in rows)
    averaged = draw(ChartSpec("bar", "city", ("avg_price",)), make_result(["city", "avg_price"], rows))
    assert averaged.layout.meta["notes"] == ["30 of 80 shown"]
    assert not any("others" in label for label in averaged.layout.yaxis.ticktext)


def test_equal_names_stay_apart_where_they_may_not_be_added():
    rows = [["Springfield", 10.5], ["Springfield", 20.5], ["Shelbyville", 3.0]]
    figure = draw(ChartSpec("bar", "city", ("avg_price",)), make_result(["city", "avg_price"], rows))
    assert list(figure.data[0].y) == [10.5, 20.5, 3.0]


def test_weekdays_stand_in_their_order_whatever_the_query_did():
    rows = [["Sun", 1], ["Fri", 9], ["Mon", 5]]
    figure = draw(ChartSpec("bar", "weekday", ("orders",)), make_result(["weekday", "orders"], rows))
    assert list(figure.layout.xaxis.ticktext) == ["Mon", "Fri", "Sun"]


def test_every_choice_can_be_drawn():
    results = [
        make_result(["month", "revenue"], [["2025-01", 1.0], ["2025-02", 2.0], ["2025-03", 3.0]]),
        make_result(["name", "n"], [["a", 1], ["b", 2]]),
        make_result(["x", "y"], [[1.0, 2.0], [2.0, 3.0], [4.0, 5.0]]),
    ]
    for result in results:
        assert draw(choose_chart(result, ""), result).data


def test_every_chart_can_be_told_in_a_sentence():
    result = make_result(["month", "orders"], [["2025-01", 90], ["2025-02", 1240]])
    spec = choose_chart(result, "orders by month as a line chart")
    assert (
        describe(spec, result)
        == "Line chart of orders by month, 2 rows, from 90 (January 2025) to 1,240 (February 2025)."
    )
    assert describe(ChartSpec("table"), make_result(["n"], [])) == "Table, 0 rows."


def test_a_funnel_says_what_is_left_of_the_first_step():
    result = make_result(["step", "visitors"], [["seen", 200], ["cart", 50], ["paid", 10]])
    figure = draw(fit_chart("funnel", result), result)
    assert [text.split()[-2] for text in figure.data[0].text] == ["100", "25", "5"]
    assert [base + x / 2 for base, x in zip(figure.data[0].base, figure.data[0].x, strict=True)] == [0, 0, 0]


def test_a_waterfall_ends_at_the_sum_and_writes_the_signs():
    result = make_result(["item", "amount"], [["sales", 100.5], ["goods", -60.25], ["rent", -50.0]])
    figure = draw(fit_chart("waterfall", result), result)
    assert figure.data[0].y[-1] == pytest.approx(-9.75)
    assert figure.data[0].base[:3] == (0.0, 100.5, 40.25)
    assert figure.data[0].text[0].startswith("+")
    assert "-" in figure.data[0].text[1]
    assert figure.layout.yaxis.range[0] < -9.75


def test_a_pareto_chart_names_the_vital_few_and_ends_at_everything():
    result = make_result(["cause", "defects"], [["c", 5], ["a", 80], ["b", 15]])
    figure = draw(fit_chart("pareto", result), result)
    assert list(figure.data[0].y) == [80, 15, 5]
    assert figure.data[1].y[-1] == 100
    assert figure.layout.meta["notes"] == ["the first 1 of 3 make 80 %"]


def test_full_stacks_are_shares_of_each_name():
    rows = [["a", "x", 1], ["a", "y", 3], ["b", "x", 10], ["b", "y", 10]]
    result = make_result(["name", "part", "orders"], rows)
    figure = draw(fit_chart("stacked_full_bar", result), result)
    assert [list(trace.y) for trace in figure.data] == [[0.25, 0.5], [0.75, 0.5]]
    assert figure.data[0].customdata[0][2] == "1 (25 %)"
    with pytest.raises(InvalidInput):
        fit_chart("stacked_full_bar", make_result(["name", "part", "orders"], [*rows, ["b", "z", -1]]))


def test_a_map_counts_what_it_cannot_place_and_names_it():
    rows = [["France", 5], ["Spain", 7], ["Italy", 1], ["Atlantis", 3]]
    result = make_result(["country", "orders"], rows)
    figure = draw(fit_chart("map", result), result)
    assert figure.layout.meta["notes"] == ["1 not found on the map: Atlantis"]
    told = [text[0] for trace in figure.data if trace.customdata is not None for text in trace.customdata]
    assert sorted(told) == ["France", "Italy", "Spain"]
    assert len(figure.to_json()) < 100_000


def test_a_bullet_needs_a_target():
    result = make_result(["team", "revenue", "target"], [["a", 5.5, 10.0], ["b", 12.5, 10.0]])
    assert fit_chart("bullet", result).y == ("revenue", "target")
    with pytest.raises(InvalidInput):
        fit_chart("bullet", make_result(["team", "revenue", "cost"], [["a", 5.5, 10.0]]))


def test_a_pivot_turns_names_into_columns_and_leaves_holes_empty():
    rows = [["Oslo", "2024", 5], ["Oslo", "2025", 7], ["Rome", "2025", 1], ["Rome", "2025", 2]]
    result = make_result(["city", "period", "orders"], rows)
    turned = turn(ChartSpec("pivot", "city", ("orders",), "period"), result)
    assert [column.name for column in turned.columns] == ["city", "2024", "2025"]
    assert turned.rows == (("Oslo", 5, 7), ("Rome", None, 3))


def test_names_that_nobody_has_ordered_stand_from_the_largest_down():
    rows = [["Bern", 2], ["Oslo", None], ["Paris", 9], ["Rome", 5]]
    result = make_result(["city", "orders"], rows)
    figure = draw(choose_chart(result, "orders by city"), result)
    assert list(figure.layout.xaxis.ticktext) == ["Paris", "Rome", "Bern", "Oslo"]
    asked = draw(choose_chart(result, "orders by city, sorted by name"), result)
    assert list(asked.layout.xaxis.ticktext) == ["Bern", "Oslo", "Paris", "Rome"]
    ordered = make_result(["city", "orders"], [["Rome", 1], ["Bern", 2], ["Paris", 9]])
    figure = draw(choose_chart(ordered, "orders by city"), ordered)
    assert list(figure.layout.xaxis.ticktext) == ["Rome", "Bern", "Paris"]
