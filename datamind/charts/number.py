"""One number, shown large by the page: fits a result of one row with one measure, or a single cell."""

from datamind.charts.base import Kind
from datamind.shape import Shape
from datamind.types import ChartSpec


def fit(shape: Shape) -> ChartSpec | None:
    if shape.n_rows != 1:
        return None
    if len(shape.measures) == 1:
        return ChartSpec("number", y=(shape.measures[0].name,))
    return ChartSpec("number", y=(shape.columns[0].name,)) if len(shape.columns) == 1 else None


KIND = Kind("Number", fit)
