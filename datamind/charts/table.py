"""The rows themselves, shown by the page: fits every result."""

from datamind.charts.base import Kind
from datamind.shape import Shape
from datamind.types import ChartSpec


def fit(shape: Shape) -> ChartSpec | None:
    return ChartSpec("table")


KIND = Kind("Table", fit)
