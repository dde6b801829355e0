"""A pivot table, shown by the page as rows: one dimension down, another across, a measure in the cells."""

from __future__ import annotations

from dataclasses import replace

from datamind.charts.base import Kind
from datamind.charts.heatmap import fit as fit_grid
from datamind.charts.series import read_grid
from datamind.shape import Shape, read_shape
from datamind.types import ChartSpec, ColumnType, ResultColumn, ResultSet

MOST_COLUMNS = 40


def fit(shape: Shape) -> ChartSpec | None:
    """Time runs down; else the dimension with more values."""
    spec = fit_grid(shape)
    across = shape.column(spec.series or "") if spec else None
    if spec is None or across is None or across.distinct > MOST_COLUMNS:
        return None
    return ChartSpec("pivot", spec.x, spec.y, spec.series)


def turn(spec: ChartSpec, result: ResultSet) -> ResultSet:
    """The rows as a pivot table: a row a name of `x`, a column a name of `series`; pairs without a value are null."""
    shape = read_shape(result)
    downs, acrosses, cells, _ = read_grid(spec, shape, 10**6, MOST_COLUMNS)
    head = ResultColumn(spec.x or "", ColumnType.TEXT)
    measured = next((column.type for column in result.columns if column.name in spec.y), ColumnType.NUMBER)
    taken = {head.name.lower()}
    columns = [head]
    for name in acrosses:
        fresh = name if name.lower() not in taken else f"{name} ({len(columns)})"
        taken.add(fresh.lower())
        columns.append(ResultColumn(fresh, measured))
    rows = tuple((down, *(cells.get((down, across)) for across in acrosses)) for down in downs)
    return replace(result, columns=tuple(columns), rows=rows)


KIND = Kind("Pivot table", fit)
