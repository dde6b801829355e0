"""Points of two measures, coloured by a category of few values; the name of each row in its hover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.frame import (
    add_notes,
    axis_title,
    name_value_axis,
    note_empty,
    plain,
    show_legend,
    start_figure,
    value_axis,
)
from datamind.charts.palette import Palette, fade
from datamind.charts.series import MOST_POINTS, MOST_SERIES, thin
from datamind.formats import write
from datamind.shape import ColumnShape, Shape, write_label
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LARGEST_PX = 44
MOST_EXACT = 500
_PAIR = "%{customdata[0]}%{meta[0]}: <b>%{customdata[1]}</b><br>%{meta[1]}: <b>%{customdata[2]}</b>"
_EXACT_HOVER = {
    2: f"{_PAIR}<extra></extra>",
    3: f"{_PAIR}<br>%{{meta[2]}}: <b>%{{customdata[3]}}</b><extra></extra>",
}
_SHORT_HOVER = "%{customdata[0]}%{meta[0]}: <b>%{x:,.6~g}</b><br>%{meta[1]}: <b>%{y:,.6~g}</b><extra></extra>"


def fit(shape: Shape) -> ChartSpec | None:
    measures = shape.numeric
    if len(measures) < 2:
        return None
    series = next(
        (
            column.name
            for column in shape.dimensions
            if column.role in ("category", "cycle")
            and column not in measures[:2]
            and 1 < column.distinct <= MOST_SERIES
            and shape.n_rows >= column.distinct
        ),
        None,
    )
    return ChartSpec("scatter", measures[0].name, (measures[1].name,), series)


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    return draw_points(spec, shape, palette, size=None)


def draw_points(spec: ChartSpec, shape: Shape, palette: Palette, size: ColumnShape | None) -> Figure:
    """Points, with areas in proportion to `size` where it is given; rows that lack one of the numbers are counted in a note."""
    figure = start_figure(palette)
    x, y = shape.column(spec.x or ""), shape.column(spec.y[0]) if spec.y else None
    if x is None or y is None:
        return note_empty(figure, palette)
    rows, notes = _read_rows(x, y, size)
    if not rows:
        return note_empty(figure, palette)
    groups = _split(spec, shape, rows)
    names = [column for column in shape.dimensions if column.name not in (spec.x, *spec.y)]
    largest = max((abs(size.numbers[row] or 0.0) for row in rows), default=1.0) if size else 1.0
    for place, (name, members) in enumerate(groups):
        colour = palette.series[place % len(palette.series)]
        marker: dict[str, object] = {
            "color": fade(colour, 0.72),
            "size": 9,
            "line": {"color": palette.background, "width": 0.5},
        }
        if size is not None:
            areas = [float(f"{abs(size.numbers[row] or 0.0):.4g}") for row in members]
            marker |= {"size": areas, "sizemode": "area", "sizeref": 2 * (largest or 1.0) / LARGEST_PX**2, "sizemin": 3}
        shown = [x, y, *([size] if size else [])]
        exact = len(rows) <= MOST_EXACT
        texts = [
            [_write_names(names, row), *(write(c.values[row], c.format) for c in shown if exact)] for row in members
        ]
        figure.add_scatter(
            x=[_cut(x.numbers[row], exact=exact) for row in members],
            y=[_cut(y.numbers[row], exact=exact) for row in members],
            mode="markers",
            name=plain(name, 40),
            marker=marker,
            meta=[plain(column.title, 40) for column in shown],
            customdata=texts,
            hovertemplate=_EXACT_HOVER[len(shown)] if exact else _SHORT_HOVER,
        )
    across = value_axis(palette, x.format) | {
        "title": {"text": plain(axis_title(x), 60), "font": {"size": 12, "color": palette.muted}}
    }
    figure.update_layout(xaxis=across, yaxis=value_axis(palette, y.format))
    if len(groups) > 1:
        show_legend(figure, palette, axis_title(y))
    else:
        name_value_axis(figure, palette, axis_title(y))
    if size is not None:
        notes.insert(0, f"area: {size.title}")
    add_notes(figure, palette, notes)
    return figure


def _read_rows(x: ColumnShape, y: ColumnShape, size: ColumnShape | None) -> tuple[list[int], list[str]]:
    rows = [row for row in range(len(x.numbers)) if x.numbers[row] is not None and y.numbers[row] is not None]
    notes = (
        [f"{len(x.numbers) - len(rows):,} rows without both numbers are left out"] if len(rows) < len(x.numbers) else []
    )
    if len(rows) > MOST_POINTS:
        total = len(rows)
        rows = [rows[place] for place in thin([y.numbers[row] or 0.0 for row in rows], MOST_POINTS)]
        notes.append(f"thinned to {len(rows):,} of {total:,} points, lows and highs kept")
    return rows, notes


def _split(spec: ChartSpec, shape: Shape, rows: list[int]) -> list[tuple[str, list[int]]]:
    series = shape.column(spec.series) if spec.series else None
    if series is None:
        return [("", rows)]
    groups: dict[str, list[int]] = {}
    for row in rows:
        groups.setdefault(write_label(series, row), []).append(row)
    if len(groups) <= MOST_SERIES + 1:
        return sorted(groups.items())
    ranked = sorted(groups.items(), key=lambda group: -len(group[1]))
    rest = [row for _, members in ranked[MOST_SERIES:] for row in members]
    return [*ranked[:MOST_SERIES], (f"{len(ranked) - MOST_SERIES:,} others", rest)]


def _write_names(names: list[ColumnShape], row: int) -> str:
    head = " · ".join(plain(write_label(column, row), 60) for column in names[:3])
    return f"{head}<br>" if head else ""


def _cut(number: float | None, *, exact: bool) -> float | None:
    """Where points are many, seven digits are more than a screen can show, and half the bytes."""
    return number if exact or number is None else float(f"{number:.7g}")


KIND = Kind("Scatter", fit, draw)
