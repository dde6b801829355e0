"""Bars of equal height made of shares: how the parts of each name compare, whatever its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts import stacked_bar
from datamind.charts.base import Kind
from datamind.charts.grouped_bar import draw_groups
from datamind.charts.palette import Palette
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def fit(shape: Shape) -> ChartSpec | None:
    spec = stacked_bar.fit(shape)
    columns = [shape.column(name) for name in spec.y] if spec else []
    if spec is None or any(column is None or min(column.present, default=0) < 0 for column in columns):
        return None
    return ChartSpec("stacked_full_bar", spec.x, spec.y, spec.series)


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    return draw_groups(spec, shape, palette, stacked=True, shares=True)


KIND = Kind("100 % stacked bars", fit, draw)
