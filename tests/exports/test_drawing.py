"""Every kind of chart is drawn in files too, or says that it is not; with the numbers and the texts of the page's figure."""

from __future__ import annotations

import math
import re

import pytest
from charts.test_kinds import rows_for
from exports.documents import document, part, written
from small_results import make_result

from datamind.charts import KINDS, draw
from datamind.exports.drawing import TRACES, draw_chart, write_svg
from datamind.exports.drawing.scales import make_scale, nice_steps
from datamind.exports.fonts import Missing, break_lines, cut_to, load_fonts, width_of
from datamind.shape import read_shape
from datamind.types import ChartSpec, ResultSet

DRAWN = [name for name, kind in KINDS.items() if kind.draw is not None]
# Kinds that files show as rows with a word on it; a kind leaves this list as soon as it is drawn.
AS_ROWS: frozenset[str] = frozenset()


def svg_of(kind: str, result: ResultSet, theme: str = "light") -> str | None:
    spec = KINDS[kind].fit(read_shape(result))
    drawing = draw_chart(spec, result, 720, Missing(), theme) if spec else None
    return write_svg(drawing, "title") if drawing is not None else None


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", DRAWN)
def test_every_kind_is_drawn_or_named_as_rows(kind: str, theme: str) -> None:
    svg = svg_of(kind, rows_for(kind, [f"name {n}" for n in range(12)], [float(n % 5 + 1) for n in range(12)]), theme)
    assert (svg is None) == (kind in AS_ROWS)
    if svg:
        assert "NaN" not in svg
        assert len(re.findall(r"<(?:rect|polyline|polygon|circle|path|line)\b", svg)) > 3


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize(
    ("names", "values"),
    [
        (["only"], [5.0]),
        (["a", "b", "c", "d"], [None, None, None, None]),
        (["a", "b", "c", "d"], [1.0, math.nan, math.inf, -math.inf]),
        (["a", "b", "c", "d"], [-1.0, -2.5, 3.0, 0.0]),
        (["a", "b", "c", "d"], [0, 0, 0, 0]),
        (["a", "b", "c", "d"], [10**18, 1, 2, 3]),
        (["x" * 300, "x" * 299 + "y", "same", "same"], [1, 2, 3, 4]),
        (["日本語", "العربية", "\u202eevil", "a\x00b"], [1, 2, 3, 4]),
    ],
    ids=["one", "all null", "not finite", "negative", "zero", "huge", "long", "odd"],
)
def test_odd_rows_become_a_file(kind: str, names: list[str], values: list[float]) -> None:
    result = rows_for(kind, names, values)
    spec = KINDS[kind].fit(read_shape(result))
    assert written("pdf", document(part(result, spec)))


@pytest.mark.parametrize("kind", DRAWN)
def test_ten_thousand_rows(kind: str) -> None:
    names = [f"name {place}" for place in range(10_000)]
    values = [abs(math.sin(place / 50)) * 100 for place in range(10_000)]
    svg = svg_of(kind, rows_for(kind, names, values))
    assert svg is None or len(svg) < 2_000_000


def test_the_texts_of_the_page_stand_in_the_file() -> None:
    rows = [[f"2026-{month:02d}", 10 + month] for month in (1, 2, 3)]
    svg = svg_of("bar", make_result(["month", "orders"], rows)) or ""
    for text in ("March 2026 is still running", "Jan", "Orders", "13"):
        assert text in svg


def test_a_longer_bar_is_longer() -> None:
    svg = svg_of("bar", make_result(["name", "n"], [["a", 10], ["b", 20]])) or ""
    heights = sorted(float(height) for height in re.findall(r'<rect[^>]*height="([\d.]+)"', svg))
    assert heights[-2] / heights[-3] == pytest.approx(2, rel=0.01)


def test_a_gap_stays_a_gap() -> None:
    rows = [[f"2025-{month:02d}", 10.0 + month] for month in (1, 2, 3, 6, 7, 8, 9)]
    svg = svg_of("line", make_result(["month", "value"], rows)) or ""
    lines = [points for points in re.findall(r'<polyline[^>]*points="([^"]*)"', svg) if points.count(",") in (2, 3)]
    assert len(lines) == 2, "one line before the gap, one after it"


def test_texts_from_data_are_text() -> None:
    svg = svg_of("bar", make_result(["name", "n"], [["<script>alert(1)</script>", 1], ["b & c", 2]])) or ""
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_a_trace_that_nobody_draws_is_shown_as_rows_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TRACES, "bar")  # type: ignore[attr-defined]
    result = make_result(["name", "n"], [["a", 1], ["b", 2]])
    page = written("html", document(part(result, ChartSpec("bar", "name", ("n",))))).decode()
    assert "drawn on the page only" in page
    assert "<td>a</td>" in page


def test_a_column_that_is_gone_leaves_the_rows() -> None:
    assert (
        draw_chart(ChartSpec("bar", "name", ("ghost",)), make_result(["name", "n"], [["a", 1]]), 500, Missing()) is None
    )


def test_every_trace_of_every_kind_has_a_drawing() -> None:
    for kind in set(DRAWN) - AS_ROWS:
        result = rows_for(kind, [f"name {n}" for n in range(12)], [float(n + 1) for n in range(12)])
        spec = KINDS[kind].fit(read_shape(result))
        assert spec is not None
        assert {trace.type for trace in draw(spec, result).data} <= set(TRACES), kind


def test_steps_are_round() -> None:
    assert nice_steps(0, 100) == [0, 20, 40, 60, 80, 100]
    assert nice_steps(-0.3, 0.4) == pytest.approx([-0.2, 0, 0.2, 0.4])
    assert nice_steps(5, 5) == [5]


def test_a_scale_places_moments_of_any_year() -> None:
    scale = make_scale({"type": "date"}, ["0001-01-01", "9999-12-31"], 0, 100)
    assert (scale.at("0001-01-01"), scale.at("9999-12-31")) == (0, 100)


def test_lines_break_inside_a_word_that_alone_is_too_wide() -> None:
    font = load_fonts().regular
    lines = break_lines("short " + "x" * 200, font, 10, 100)
    assert "".join(lines).replace(" ", "") == "short" + "x" * 200
    assert all(width_of(line, font, 10) <= 100 for line in lines)
    assert width_of(cut_to("y" * 100, font, 10, 50), font, 10) <= 50
