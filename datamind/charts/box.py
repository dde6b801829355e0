"""Boxes: median, middle half, whiskers and outliers of a measure, one a name; computed here, so that no raw rows are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.frame import (
    add_notes,
    axis_title,
    label_axis,
    name_value_axis,
    note_empty,
    plain,
    start_figure,
    value_axis,
)
from datamind.charts.palette import Palette, fade
from datamind.formats import write
from datamind.shape import Shape, cycle_position, write_label
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_BOXES = 24
MOST_OUTLIERS = 60


def fit(shape: Shape) -> ChartSpec | None:
    measure = next((column for column in shape.measures if column.present), None)
    if measure is None:
        return None
    dimension = next((column for column in shape.dimensions if 1 <= column.distinct <= MOST_BOXES), None)
    return ChartSpec("box", dimension.name if dimension else None, (measure.name,))


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    figure = start_figure(palette)
    measure = shape.column(spec.y[0]) if spec.y else None
    dimension = shape.column(spec.x) if spec.x else None
    if measure is None or not measure.present:
        return note_empty(figure, palette)
    groups: dict[str, list[float]] = {}
    for row, value in enumerate(measure.numbers):
        if value is not None:
            groups.setdefault(write_label(dimension, row) if dimension else measure.title, []).append(value)
    labels = sorted(groups, key=cycle_position) if dimension and dimension.role == "cycle" else list(groups)
    notes = [f"{MOST_BOXES} of {len(labels):,} shown"] if len(labels) > MOST_BOXES else []
    for place, label in enumerate(labels[:MOST_BOXES]):
        low, first, middle, third, high, outliers = summarise(groups[label])
        figure.add_box(
            x=[place],
            q1=[first],
            median=[middle],
            q3=[third],
            lowerfence=[low],
            upperfence=[high],
            name=plain(label, 40),
            line={"color": palette.series[0], "width": 1.8},
            fillcolor=fade(palette.series[0], 0.25),
            hoverinfo="skip",
        )
        lines = f"{plain(label)} (n = {len(groups[label]):,})<br>median <b>{write(middle, measure.format)}</b>"
        lines += f"<br>middle half {write(first, measure.format)} to {write(third, measure.format)}"
        figure.add_scatter(
            x=[place] * (1 + len(outliers)),
            y=[middle, *outliers],
            mode="markers",
            marker={
                "size": [12] + [6] * len(outliers),
                "color": palette.series[0],
                "opacity": [0.0] + [0.8] * len(outliers),
                "line": {"width": 0},
            },
            customdata=[[lines], *([f"{plain(label)}<br><b>{write(value, measure.format)}</b>"] for value in outliers)],
            hovertemplate="%{customdata[0]}<extra></extra>",
        )
    figure.update_layout(xaxis=label_axis(palette, labels[:MOST_BOXES], 18), yaxis=value_axis(palette, measure.format))
    name_value_axis(figure, palette, axis_title(measure))
    add_notes(figure, palette, notes)
    return figure


def summarise(values: list[float]) -> tuple[float, float, float, float, float, list[float]]:
    """(low whisker, first quartile, median, third quartile, high whisker, outliers), at most 60 outliers, farthest first.

    Source: Tukey, "Exploratory Data Analysis" (1977), whiskers to the last value within 1.5 times the middle half;
    quartiles by linear interpolation (Hyndman and Fan 1996, type 7).
    """
    ordered = sorted(values)
    first, middle, third = (_quantile(ordered, share) for share in (0.25, 0.5, 0.75))
    reach = 1.5 * (third - first)
    inside = [value for value in ordered if first - reach <= value <= third + reach]
    outliers = [value for value in ordered if value < first - reach or value > third + reach]
    outliers.sort(key=lambda value: -abs(value - middle))
    return min(inside), first, middle, third, max(inside), outliers[:MOST_OUTLIERS]


def _quantile(ordered: list[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


KIND = Kind("Box plot", fit, draw)
