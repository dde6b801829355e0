"""A pareto chart: bars from the largest down, and the share that they make up together, on the same scale as the bars."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
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
from datamind.charts.palette import Palette
from datamind.charts.series import read_bars
from datamind.formats import write, write_number
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_BARS = 20
MOST_LABELS = 12
VITAL = 0.8


def fit(shape: Shape) -> ChartSpec | None:
    spec = fit_over_axis("pareto", shape, series=False)
    measure = shape.column(spec.y[0]) if spec else None
    if spec is None or measure is None or not measure.additive or shape.time is not None:
        return None
    return spec if min(measure.present) >= 0 and sum(measure.present) > 0 else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    figure = start_figure(palette)
    measure = shape.column(spec.y[0]) if spec.y else None
    labels, values, notes = read_bars(spec, shape, MOST_BARS)
    bars = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None and value >= 0]
    total = sum(value for _, value in bars)
    if measure is None or not bars or total <= 0:
        return note_empty(figure, palette)
    bars.sort(key=lambda bar: (bar[0].endswith(" others"), -bar[1]))
    sums = list(accumulate(value for _, value in bars))
    shares = [f"{write_number(value / total * 100, 1)} %" for value in sums]
    texts = [
        [plain(label), write(value, measure.format), share] for (label, value), share in zip(bars, shares, strict=True)
    ]
    places = list(range(len(bars)))
    figure.add_bar(
        x=places,
        y=[value for _, value in bars],
        marker={"color": [palette.others if label.endswith(" others") else palette.series[0] for label, _ in bars]},
        customdata=texts,
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b>  %{customdata[2]} up to here<extra></extra>",
    )
    figure.add_scatter(
        x=places,
        y=sums,
        mode="lines+markers+text" if len(bars) <= MOST_LABELS else "lines+markers",
        text=shares if len(bars) <= MOST_LABELS else None,
        textposition="top center",
        textfont={"color": palette.text, "size": 11},
        cliponaxis=False,
        line={"color": palette.series[1], "width": 2},
        marker={"size": 6, "color": palette.series[1]},
        customdata=texts,
        hovertemplate="%{customdata[2]} up to %{customdata[0]}<extra></extra>",
    )
    height = value_axis(palette, measure.format, from_zero=True) | {"range": [0, total * 1.1]}
    figure.update_layout(xaxis=label_axis(palette, [label for label, _ in bars], 16), yaxis=height)
    name_value_axis(figure, palette, axis_title(measure))
    vital = next(place for place, value in enumerate(sums, 1) if value >= total * VITAL * (1 - 1e-12))
    add_notes(figure, palette, [f"the first {vital} of {len(bars)} make {shares[vital - 1]}", *notes])
    return figure


KIND = Kind("Pareto", fit, draw)
