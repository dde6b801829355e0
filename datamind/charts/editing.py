"""A picture put together by hand: a kind, columns and a scale go in, a spec that can be drawn comes out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from datamind.charts.frame import add_notes
from datamind.charts.palette import Palette
from datamind.errors import InvalidInput
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LOGARITHMIC = frozenset({"line", "scatter", "bubble"})  # bars and areas start at zero, which such a scale has not
WITH_SERIES = frozenset(
    {"line", "stacked_area", "grouped_bar", "stacked_bar", "stacked_full_bar", "scatter", "heatmap", "pivot"}
)
NUMBERS_ALONG = frozenset({"scatter", "bubble", "histogram"})
SEVERAL = frozenset({"line", "grouped_bar", "stacked_bar", "stacked_full_bar"})
MOST_SERIES = 30


@dataclass(frozen=True)
class Choices:
    """Columns that a kind could take: along the axis, as its measures, as its series; `several` measures or one."""

    x: tuple[str, ...]
    y: tuple[str, ...]
    series: tuple[str, ...]
    several: bool
    log: bool


def list_choices(kind: str, shape: Shape) -> Choices:
    measures = tuple(column.name for column in shape.measures if column.present)
    names = tuple(column.name for column in shape.dimensions if column.role != "text")
    splitting = tuple(c.name for c in shape.dimensions if c.role != "text" and 1 < c.distinct <= MOST_SERIES)
    numeric = tuple(column.name for column in shape.numeric)
    return Choices(
        numeric if kind in NUMBERS_ALONG else names,
        () if kind == "histogram" else measures,
        splitting if kind in WITH_SERIES else (),
        kind in SEVERAL,
        kind in LOGARITHMIC and all(value > 0 for column in shape.measures for value in column.present),
    )


def edit_spec(
    spec: ChartSpec, shape: Shape, x: str | None, y: tuple[str, ...], series: str | None, log: bool
) -> ChartSpec:
    """The fitted spec with other columns; "" for no series. Raises InvalidInput for columns that the kind cannot take."""
    choices = list_choices(spec.kind, shape)
    wrong = [
        name
        for name, known in ((x, choices.x), (series, choices.series), *((each, choices.y) for each in y))
        if name and name not in known
    ]
    if wrong:
        raise InvalidInput(f"The column {wrong[0][:80]} cannot be used like that in this chart.", "kind")
    if series and series == (x or spec.x):
        raise InvalidInput("A column cannot be the axis and the series of one chart.", "series")
    if log and not choices.log:
        raise InvalidInput("A logarithmic scale needs a line or points, and numbers above zero.", "log")
    changed = replace(spec, x=x or spec.x, series=spec.series if series is None else series or None)
    if y:
        changed = replace(changed, y=_join_measures(spec, y, choices))
    return replace(changed, reason="chosen by hand", options={"log": True} if log else {})


def stretch(figure: Figure, palette: Palette) -> Figure:
    """The figure with a logarithmic axis of values, and a note that says so."""
    axis = figure.layout.yaxis
    axis.type, axis.rangemode, axis.range = "log", "normal", None
    for note in figure.layout.annotations:
        if note.yref in (None, "y") and isinstance(note.y, int | float) and note.y > 0:
            note.y = math.log10(note.y)
    add_notes(figure, palette, [*figure.layout.meta["notes"], "logarithmic scale"])
    return figure


def _join_measures(spec: ChartSpec, y: tuple[str, ...], choices: Choices) -> tuple[str, ...]:
    """As many measures as the kind takes: a bubble has one for its height and one for its size."""
    if choices.several:
        return y
    return (y[0], *(name for name in spec.y[1:] if name != y[0]))
