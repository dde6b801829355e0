"""Pictures of results: which one, of which columns, and the drawing.

`choose_chart` decides from the result and the question's words, `fit_chart` fits a kind that somebody picked, `draw` makes the
plotly figure, `describe` says in a sentence what it shows. To add a kind: its file in this room and its line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from datamind.charts import (
    area,
    bar,
    box,
    bubble,
    bullet,
    funnel,
    grouped_bar,
    heatmap,
    histogram,
    line,
    map,
    number,
    pareto,
    pie,
    pivot,
    scatter,
    stacked_area,
    stacked_bar,
    stacked_full_bar,
    table,
    waterfall,
)
from datamind.charts.base import Kind
from datamind.charts.choosing import choose_kind
from datamind.charts.describing import describe_chart
from datamind.charts.editing import Choices, edit_spec, list_choices, stretch
from datamind.charts.frame import CONFIG
from datamind.charts.palette import PALETTES, find_palette
from datamind.charts.pivot import turn
from datamind.charts.pointing import name_point
from datamind.errors import InvalidInput
from datamind.shape import read_shape
from datamind.types import ChartSpec, ResultSet

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

KINDS: dict[str, Kind] = {
    "number": number.KIND,
    "table": table.KIND,
    "line": line.KIND,
    "area": area.KIND,
    "stacked_area": stacked_area.KIND,
    "bar": bar.KIND,
    "grouped_bar": grouped_bar.KIND,
    "stacked_bar": stacked_bar.KIND,
    "stacked_full_bar": stacked_full_bar.KIND,
    "pie": pie.KIND,
    "scatter": scatter.KIND,
    "bubble": bubble.KIND,
    "histogram": histogram.KIND,
    "box": box.KIND,
    "heatmap": heatmap.KIND,
    "funnel": funnel.KIND,
    "waterfall": waterfall.KIND,
    "pareto": pareto.KIND,
    "bullet": bullet.KIND,
    "map": map.KIND,
    "pivot": pivot.KIND,
}


def choose_chart(result: ResultSet, question_text: str, hint: str | None = None) -> ChartSpec:
    """The picture for a result: a kind that the question names, else the one its shape asks for; `hint` decides ties only."""
    return choose_kind(read_shape(result), question_text, KINDS, hint)


def fit_chart(kind: str, result: ResultSet) -> ChartSpec:
    """The picture of the kind that somebody picked. Raises: InvalidInput where the result does not have what it needs."""
    spec = KINDS[kind].fit(read_shape(result)) if kind in KINDS else None
    if spec is None:
        title = KINDS[kind].title.lower() if kind in KINDS else kind
        raise InvalidInput(f"This result cannot be shown as {title}: it lacks the columns for it.", "kind")
    return spec


def edit_chart(
    kind: str,
    result: ResultSet,
    x: str | None = None,
    y: tuple[str, ...] = (),
    series: str | None = None,
    log: bool = False,
) -> ChartSpec:
    """The picture that somebody put together; what is left out is chosen. Raises: InvalidInput where it cannot be drawn."""
    return edit_spec(fit_chart(kind, result), read_shape(result), x, y, series, log)


def chart_choices(kind: str, result: ResultSet) -> Choices:
    """The columns that somebody may choose between for a kind."""
    return list_choices(kind, read_shape(result))


def fitting_kinds(result: ResultSet) -> tuple[str, ...]:
    """The kinds that can show this result, for a menu."""
    shape = read_shape(result)
    return tuple(name for name, kind in KINDS.items() if kind.fit(shape) is not None)


def describe(spec: ChartSpec, result: ResultSet) -> str:
    """What the picture shows, in a sentence for people who do not see it."""
    title = KINDS[spec.kind].title if spec.kind in KINDS else spec.kind
    return describe_chart(title, spec, read_shape(result))


def draw(spec: ChartSpec, result: ResultSet, theme: str = "light") -> Figure:
    """The plotly figure of a spec; `layout.meta["notes"]` lists what it leaves out. Show it with `CONFIG`.

    Raises: ValueError for kinds that are not drawn (number, table), unknown kinds, and columns that the result lacks.
    """
    kind = KINDS.get(spec.kind)
    if kind is None or kind.draw is None:
        raise ValueError(f"{spec.kind} is not a kind that is drawn")
    names = {column.name for column in result.columns}
    missing = [name for name in (spec.x, spec.series, *spec.y) if name is not None and name not in names]
    if missing:
        raise ValueError(f"the result has no column {missing[0]}")
    palette = find_palette(theme)
    figure = kind.draw(spec, read_shape(result), palette)
    return stretch(figure, palette) if spec.options.get("log") and figure.data else figure


def point_at(spec: ChartSpec, result: ResultSet, point: Mapping[str, Any]) -> str | None:
    """The name of what a point of the drawn figure stands for ("Germany"); None where it is no single row's."""
    return name_point(spec, read_shape(result), point)


__all__ = [
    "CONFIG",
    "KINDS",
    "PALETTES",
    "Choices",
    "Kind",
    "chart_choices",
    "choose_chart",
    "describe",
    "draw",
    "edit_chart",
    "fit_chart",
    "fitting_kinds",
    "point_at",
    "turn",
]
