"""One filled line over time, from zero: for amounts whose size matters as much as their course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.line import draw_lines
from datamind.charts.palette import Palette
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def fit(shape: Shape) -> ChartSpec | None:
    return fit_over_axis("area", shape, time_only=shape.time is not None, series=False)


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    return draw_lines(spec, shape, palette, filled=True)


KIND = Kind("Area", fit, draw)
