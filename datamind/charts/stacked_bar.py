"""Bars made of parts: only for measures that may be added; negative parts hang below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.grouped_bar import draw_groups
from datamind.charts.palette import Palette
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def fit(shape: Shape) -> ChartSpec | None:
    spec = fit_over_axis("stacked_bar", shape)
    if spec is None or not (spec.series or len(spec.y) > 1):
        return None
    measures = [shape.column(name) for name in spec.y]
    return spec if all(measure and measure.additive for measure in measures) else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    return draw_groups(spec, shape, palette, stacked=True)


KIND = Kind("Stacked bars", fit, draw)
