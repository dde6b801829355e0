"""A chart in a sentence, for screen readers: kind, what over what, how many, from where to where."""

from __future__ import annotations

from datamind.formats import write_number, write_short
from datamind.shape import Shape, write_label
from datamind.types import ChartSpec


def describe_chart(title: str, spec: ChartSpec, shape: Shape) -> str:
    """ "Line chart of revenue by month, 12 rows, from 90 (March 2025) to 1,240 (November 2025)." """
    kind = (
        title
        if spec.kind in ("table", "heatmap", "number", "histogram")
        else f"{title} chart".replace("plot chart", "plot")
    )
    measures = [column for name in spec.y if (column := shape.column(name)) is not None]
    axis = shape.column(spec.x) if spec.x else None
    series = shape.column(spec.series) if spec.series else None
    names = " and ".join(column.title for column in measures) or (axis.title if axis else "")
    parts = [f"{kind} of {names}" if names else kind]
    if axis is not None and measures:
        parts[0] += f" by {axis.title}" + (f" and {series.title}" if series else "")
    parts.append(f"{write_number(shape.n_rows)} {'row' if shape.n_rows == 1 else 'rows'}")
    measure = measures[0] if measures else axis
    if measure is not None and measure.present and spec.kind != "number":
        ends = []
        for value in (min(measure.present), max(measure.present)):
            row = measure.numbers.index(value)
            label = f" ({write_label(axis, row)})" if axis is not None and axis is not measure else ""
            ends.append(write_short(value, measure.format) + label)
        parts.append(f"from {ends[0]} to {ends[1]}")
    return ", ".join(parts) + "."
