"""A ring of at most six parts of one whole, with their shares: only where parts may be added and none is negative."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.frame import add_notes, note_empty, plain, start_figure
from datamind.charts.palette import Palette
from datamind.charts.series import read_bars
from datamind.formats import write, write_number, write_short
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_PARTS = 7


def fit(shape: Shape) -> ChartSpec | None:
    spec = fit_over_axis("pie", shape, series=False)
    measure = shape.column(spec.y[0]) if spec else None
    if spec is None or measure is None or not measure.present:
        return None
    return spec if min(measure.present) >= 0 and math.fsum(measure.present) > 0 else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    figure = start_figure(palette)
    measure = shape.column(spec.y[0]) if spec.y else None
    labels, values, notes = read_bars(spec, shape, MOST_PARTS)
    parts = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None and value > 0]
    negative = any(value is not None and value < 0 for value in values)
    if measure is None or not parts or negative:
        return note_empty(figure, palette)
    total = math.fsum(value for _, value in parts)
    parts.sort(key=lambda part: (part[0].endswith(" others"), -part[1]))
    shares = [f"{write_number(value / total * 100, 1)} %" for _, value in parts]
    colours = [
        palette.others if label.endswith(" others") else palette.series[place % len(palette.series)]
        for place, (label, _) in enumerate(parts)
    ]
    figure.add_pie(
        values=[value for _, value in parts],
        text=[f"{plain(label, 24)}<br>{share}" for (label, _), share in zip(parts, shares, strict=True)],
        textinfo="text",
        textposition="outside",
        textfont={"color": palette.text, "size": 12},
        customdata=[[plain(label), write(value, measure.format)] for label, value in parts],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b>  %{percent}<extra></extra>",
        hole=0.58,
        sort=False,
        direction="clockwise",
        marker={"colors": colours, "line": {"color": palette.background, "width": 1.5}},
    )
    if measure.additive:
        figure.add_annotation(
            text=f"<b>{write_short(total, measure.format)}</b><br>{plain(measure.title, 18)}",
            x=0.5,
            y=0.5,
            xref="paper",
            yref="paper",
            showarrow=False,
            font={"size": 15, "color": palette.text},
        )
    add_notes(figure, palette, notes)
    return figure


KIND = Kind("Pie", fit, draw)
