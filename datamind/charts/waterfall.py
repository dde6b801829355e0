"""A waterfall: what each part adds to or takes from the sum, from zero to the total; signs are written, not only coloured."""

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
from datamind.formats import write, write_short
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_PARTS = 24
MOST_VALUES = 16
TOTAL = "Total"


def fit(shape: Shape) -> ChartSpec | None:
    spec = fit_over_axis("waterfall", shape, series=False)
    measure = shape.column(spec.y[0]) if spec else None
    return spec if measure and measure.additive and measure.present else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    measure = shape.column(spec.y[0]) if spec.y else None
    labels, values, notes = read_bars(spec, shape, MOST_PARTS)
    parts = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None]
    figure = start_figure(palette)
    if measure is None or not parts:
        return note_empty(figure, palette)
    ends = list(accumulate(value for _, value in parts))
    starts = [0.0, *ends[:-1], 0.0]
    steps = [*parts, (TOTAL, ends[-1])]
    colours = [palette.series[0] if value >= 0 else palette.series[1] for _, value in parts] + [palette.others]
    signs = ["+" if value > 0 else "" for _, value in parts] + [""]
    texts = [sign + write_short(value, measure.format) for sign, (_, value) in zip(signs, steps, strict=True)]
    written = [sign + write(value, measure.format) for sign, (_, value) in zip(signs, steps, strict=True)]
    figure.add_bar(
        x=list(range(len(steps))),
        y=[value for _, value in steps],
        base=starts,
        marker={"color": colours},
        text=texts if len(steps) <= MOST_VALUES else None,
        textposition="outside",
        cliponaxis=False,
        constraintext="inside",
        textfont={"color": palette.text, "size": 12},
        customdata=[
            [plain(label), text, write(end, measure.format)]
            for (label, _), text, end in zip(steps, written, [*ends, ends[-1]], strict=True)
        ],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b>  up to here %{customdata[2]}<extra></extra>",
    )
    reach = [0.0, *ends]
    room = ((max(reach) - min(reach)) or 1.0) * 0.1
    height = value_axis(palette, measure.format, from_zero=True)
    height["range"] = [min(reach) - (room if min(reach) < 0 else 0), max(reach) + room]
    figure.update_layout(xaxis=label_axis(palette, [label for label, _ in steps], 14), yaxis=height)
    name_value_axis(figure, palette, axis_title(measure))
    add_notes(figure, palette, notes)
    return figure


KIND = Kind("Waterfall", fit, draw)
