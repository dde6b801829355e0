"""Which columns a kind takes from a shape: the axis, the measures, the series. Shared by the `fit` of the kinds."""

from __future__ import annotations

from datamind.shape import ColumnShape, Shape
from datamind.types import ChartSpec

MOST_MEASURES = 4


def comparable_measures(shape: Shape) -> tuple[ColumnShape, ...]:
    """The first measure and those that can share its axis: the same unit, and sizes within a factor of 25."""
    measures = [measure for measure in shape.measures if measure.present]
    if not measures:
        return ()
    first = measures[0]
    size = max(map(abs, first.present)) or 1.0
    alike = [
        measure
        for measure in measures[1:]
        if (measure.format.kind, measure.format.symbol) == (first.format.kind, first.format.symbol)
        and size / 25 <= (max(map(abs, measure.present)) or 1.0) <= size * 25
    ]
    return (first, *alike)[:MOST_MEASURES]


def axis_and_series(shape: Shape) -> tuple[ColumnShape, ColumnShape | None] | None:
    """The axis (time goes first, then the dimension with more values) and the series that splits it, if rows need one."""
    dimensions = [column for column in shape.dimensions if column.role != "text"]
    if not dimensions:
        return None
    if shape.time is not None:
        axis = shape.time
    elif len(dimensions) >= 2 and dimensions[0].distinct < dimensions[1].distinct and dimensions[0].role != "cycle":
        axis = dimensions[1]
    else:
        axis = dimensions[0]
    others = [column for column in dimensions if column is not axis and column.distinct > 1]
    if not others or axis.distinct + axis.nulls >= shape.n_rows:
        return axis, None
    return axis, min(others, key=lambda column: column.distinct)


def fit_over_axis(kind: str, shape: Shape, *, time_only: bool = False, series: bool = True) -> ChartSpec | None:
    """A spec with the axis, the comparable measures and, where rows need one, the series; None without axis or measure."""
    measures = comparable_measures(shape)
    found = axis_and_series(shape)
    if not measures or found is None:
        return None
    axis, split = found
    if time_only and axis.role not in ("time", "cycle"):
        return None
    if split is not None and series:
        return ChartSpec(kind, axis.name, (measures[0].name,), split.name)
    names = tuple(measure.name for measure in (measures if series else measures[:1]))
    return ChartSpec(kind, axis.name, names)
