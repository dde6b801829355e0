"""How often values fall into equal steps: round edges, counted here and not in the browser."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.frame import add_notes, axis_title, name_value_axis, note_empty, plain, start_figure, value_axis
from datamind.charts.palette import Palette
from datamind.formats import Format, write, write_number
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_BINS = 40


def fit(shape: Shape) -> ChartSpec | None:
    measure = next((column for column in shape.measures if len(column.present) > 1), None)
    return ChartSpec("histogram", measure.name) if measure else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    figure = start_figure(palette)
    measure = shape.column(spec.x or "")
    if measure is None or not measure.present:
        return note_empty(figure, palette)
    low, step, counts = count_bins(measure.present)
    edges = [low + step * place for place in range(len(counts) + 1)]
    spans = [f"{write(start, measure.format)} to {write(end, measure.format)}" for start, end in pairwise(edges)]
    figure.add_bar(
        x=[start + step / 2 for start in edges[:-1]],
        y=counts,
        width=step,
        marker={"color": palette.series[0], "line": {"color": palette.background, "width": 1}},
        customdata=[[plain(span), write_number(count)] for span, count in zip(spans, counts, strict=True)],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]} rows</b><extra></extra>",
    )
    across = value_axis(palette, measure.format) | {
        "showgrid": False,
        "title": {"text": plain(axis_title(measure), 60), "font": {"size": 12, "color": palette.muted}},
    }
    figure.update_layout(bargap=0, xaxis=across, yaxis=value_axis(palette, Format("number", "", 0), from_zero=True))
    name_value_axis(figure, palette, "Rows")
    add_notes(figure, palette, [])
    return figure


def count_bins(values: list[float]) -> tuple[float, float, list[int]]:
    """(lowest edge, step, counts) with a round step.

    Source for the width: Freedman and Diaconis, "On the histogram as a density estimator" (1981): 2·IQR/∛n; Sturges' (1926)
    number of bins where the middle half of the values are equal.
    """
    ordered = sorted(values)
    n, low, high = len(ordered), ordered[0], ordered[-1]
    # Values that differ by less than a float can tell apart are one value.
    if high - low <= max(abs(high), abs(low), 1e-280) * 1e-12:
        return low - 0.5, 1.0, [n]
    spread = ordered[3 * n // 4] - ordered[n // 4]
    raw = 2 * spread / n ** (1 / 3) if spread > 0 else (high - low) / (math.log2(n) + 1)
    raw = max(raw, (high - low) / MOST_BINS)
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999)
    if all(value.is_integer() for value in values):
        step = max(1.0, float(math.ceil(step)))
    start = float(math.floor(low / step)) * step
    counts = [0] * (math.floor((high - start) / step) + 1)
    for value in values:
        counts[min(len(counts) - 1, int((value - start) / step))] += 1
    return start, step, counts


KIND = Kind("Histogram", fit, draw)
