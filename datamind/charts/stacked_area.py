"""Parts of a whole over time, stacked from zero: only for measures that may be added, none of them negative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.frame import (
    add_notes,
    axis_title,
    note_empty,
    plain,
    show_legend,
    start_figure,
    time_axis,
    value_axis,
)
from datamind.charts.line import series_colour
from datamind.charts.palette import Palette, fade
from datamind.charts.series import read_lines, write_moments
from datamind.formats import write
from datamind.periods import write_period
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_EXACT = 500


def fit(shape: Shape) -> ChartSpec | None:
    spec = fit_over_axis("stacked_area", shape, time_only=True)
    if spec is None or spec.series is None or shape.time is None:
        return None
    measure = shape.column(spec.y[0])
    return spec if measure and measure.additive and min(measure.present, default=-1) >= 0 else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    lines, grain, notes = read_lines(spec, shape)
    measure = shape.column(spec.y[0]) if spec.y else None
    figure = start_figure(palette)
    if not lines or measure is None:
        return note_empty(figure, palette)
    exact = max(len(line.xs) for line in lines) <= MOST_EXACT
    moments = sorted({x for line in lines for x in line.xs})
    for place, line in enumerate(lines):
        known = dict(zip(line.xs, line.ys, strict=True))
        # In a stack a missing part adds nothing; a gap would let the parts above it fall down.
        heights = [known.get(moment) or 0.0 for moment in moments]
        colour = series_colour(palette, place, line.name)
        figure.add_scatter(
            x=write_moments(moments),
            y=heights if exact else [float(f"{height:.7g}") for height in heights],
            name=plain(line.name, 40),
            mode="lines",
            line={"color": colour, "width": 1},
            fillcolor=fade(colour, 0.75),
            stackgroup="all",
            customdata=[[write(height, measure.format)] for height in heights] if exact else None,
            meta=[plain(line.name, 40)],
            hovertemplate=f"{'%{customdata[0]}' if exact else '%{y:,.6~g}'}<extra>%{{meta[0]}}</extra>",
        )
    figure.update_layout(
        hovermode="x unified",
        xaxis=time_axis(palette, grain, moments),
        yaxis=value_axis(palette, measure.format, from_zero=True),
    )
    show_legend(figure, palette, axis_title(measure))
    if any(line.running for line in lines):
        notes.insert(0, f"{write_period(moments[-1], grain)} is still running")
    add_notes(figure, palette, notes)
    return figure


KIND = Kind("Stacked area", fit, draw)
