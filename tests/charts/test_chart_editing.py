"""Charts put together by hand: other columns, a logarithmic scale, and what a press on a point stands for."""

from __future__ import annotations

import math

import pytest
from small_results import make_result

from datamind.charts import chart_choices, draw, edit_chart, fit_chart, point_at
from datamind.errors import InvalidInput

ROWS = [
    [city, tier, orders, orders * 2.5]
    for orders, (city, tier) in enumerate([(c, t) for c in ("Oslo", "Rome", "Bern") for t in ("new", "old")], 1)
]
RESULT = make_result(["city", "tier", "orders", "revenue"], ROWS)
MONTHS = make_result(["month", "orders"], [[f"2025-{month:02d}", 10**month] for month in range(1, 7)])


def test_another_measure_and_another_split() -> None:
    spec = edit_chart("grouped_bar", RESULT, x="tier", y=("revenue",), series="city")
    assert (spec.x, spec.y, spec.series, spec.reason) == ("tier", ("revenue",), "city", "chosen by hand")
    assert [trace.name for trace in draw(spec, RESULT).data] == ["Oslo", "Rome", "Bern"]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("bar", {"x": "ghost"}),
        ("bar", {"y": ("city",)}),
        ("bar", {"series": "tier"}),
        ("grouped_bar", {"x": "tier", "series": "tier"}),
        ("bar", {"log": True}),
    ],
)
def test_what_a_kind_cannot_take_is_refused(kind: str, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        edit_chart(kind, RESULT, **changes)  # type: ignore[arg-type]


def test_a_logarithmic_scale_is_told_and_needs_numbers_above_zero() -> None:
    figure = draw(edit_chart("line", MONTHS, log=True), MONTHS)
    assert figure.layout.yaxis.type == "log"
    assert "logarithmic scale" in figure.layout.meta["notes"]
    below = make_result(["month", "orders"], [["2025-01", 0], ["2025-02", 5], ["2025-03", 9]])
    assert not chart_choices("line", below).log
    with pytest.raises(InvalidInput):
        edit_chart("line", below, log=True)


def test_names_at_the_ends_of_lines_follow_a_logarithmic_scale() -> None:
    rows = [[f"2025-{month:02d}", city, 10.0**month] for month in range(1, 7) for city in ("a", "b")]
    result = make_result(["month", "city", "orders"], rows)
    figure = draw(edit_chart("line", result, log=True), result)
    heights = [note.y for note in figure.layout.annotations if note.text in ("a", "b")]
    assert max(heights) < 7
    assert math.isclose(min(heights), 6.0)


def test_a_pressed_point_is_named() -> None:
    bars = make_result(["city", "orders"], [["Oslo & Co", 3], ["Rome", 2]])
    spec = fit_chart("bar", bars)
    assert point_at(spec, bars, {"customdata": list(draw(spec, bars).data[0].customdata[0])}) == "Oslo & Co"
    assert point_at(spec, bars, {"customdata": ["40 others", "5"]}) is None
    line = fit_chart("line", MONTHS)
    assert point_at(line, MONTHS, {"x": "2025-02-01"}) == "February 2025"
    assert point_at(line, MONTHS, {"x": "nonsense"}) is None
    assert point_at(fit_chart("histogram", bars), bars, {"customdata": ["0 to 1", "2"]}) is None
