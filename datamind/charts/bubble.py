"""Points of two measures whose area is a third one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts import scatter
from datamind.charts.base import Kind
from datamind.charts.palette import Palette
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def fit(shape: Shape) -> ChartSpec | None:
    spec = scatter.fit(shape)
    measures = shape.numeric
    if spec is None or len(measures) < 3 or min(measures[2].present) < 0:
        return None
    return ChartSpec("bubble", spec.x, (*spec.y, measures[2].name), spec.series)


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    size = shape.column(spec.y[1]) if len(spec.y) > 1 else None
    return scatter.draw_points(spec, shape, palette, size)


KIND = Kind("Bubbles", fit, draw)
