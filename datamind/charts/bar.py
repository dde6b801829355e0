"""Bars from zero, one a name; lying down where names are long or many; the value at each bar's end while there are few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.frame import (
    HEIGHT_PX,
    add_notes,
    axis_title,
    label_axis,
    name_value_axis,
    note_empty,
    period_axis,
    plain,
    start_figure,
    value_axis,
)
from datamind.charts.palette import Palette, fade
from datamind.charts.series import read_bars
from datamind.formats import write, write_short
from datamind.shape import ColumnShape, Shape, write_label
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_BARS = 30
MOST_STANDING = 8
LONG_LABEL = 12
MOST_VALUES = 24
BAR_PX = 27


def fit(shape: Shape) -> ChartSpec | None:
    return fit_over_axis("bar", shape, series=False)


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    dimension = shape.column(spec.x or "")
    measure = shape.column(spec.y[0]) if spec.y else None
    labels, values, notes = read_bars(spec, shape, 400 if dimension and dimension.periods else MOST_BARS)
    if dimension is None or measure is None or not any(value is not None for value in values):
        return note_empty(start_figure(palette), palette)
    running = running_label(shape, dimension)
    colours = [_bar_colour(palette, label, running) for label in labels]
    patterns = ["/" if label == running else "" for label in labels]
    bars: dict[str, Any] = {
        "marker": {"color": colours, "pattern": {"shape": patterns, "size": 5, "solidity": 0.35}},
        "customdata": [
            [plain(label), write(value, measure.format)] for label, value in zip(labels, values, strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }
    if not any(patterns):
        del bars["marker"]["pattern"]
    if len(labels) <= MOST_VALUES:
        texts = ["" if value is None else write_short(value, measure.format) for value in values]
        bars |= {
            "text": texts,
            "textposition": "outside",
            "cliponaxis": False,
            "textfont": {"color": palette.text, "size": 12},
        }
    lying = lies_down(dimension, labels)
    if lying:
        figure = _draw_lying(bars, labels, values, measure, palette)
    else:
        names = period_axis(palette, labels) if dimension.periods else label_axis(palette, labels, 20)
        if dimension.role == "cycle" and all(label.isdigit() for label in labels):
            names["title"] = {"text": plain(dimension.title, 40), "font": {"size": 12, "color": palette.muted}}
        figure = _draw_standing(bars, names, values, measure, palette)
    name_value_axis(figure, palette, axis_title(measure))
    if running and running in labels:
        notes.insert(0, f"{running} is still running")
    add_notes(figure, palette, notes)
    return figure


def lies_down(dimension: ColumnShape, labels: list[str]) -> bool:
    """Names lie down when they are long or many; time and cycles always run from left to right."""
    if dimension.role in ("time", "cycle"):
        return False
    return len(labels) > MOST_STANDING or max(map(len, labels), default=0) > LONG_LABEL


def _draw_standing(
    bars: dict[str, Any], names: dict[str, Any], values: list[float | None], measure: ColumnShape, palette: Palette
) -> Figure:
    figure = start_figure(palette)
    figure.add_bar(x=list(range(len(values))), y=values, **bars)
    figure.update_layout(xaxis=names, yaxis=value_axis(palette, measure.format, from_zero=True))
    _leave_room(figure, "yaxis", values)
    return figure


def _draw_lying(
    bars: dict[str, Any], labels: list[str], values: list[float | None], measure: ColumnShape, palette: Palette
) -> Figure:
    figure = start_figure(palette, max(140, 60 + BAR_PX * len(labels)) if len(labels) > MOST_STANDING else HEIGHT_PX)
    figure.add_bar(y=list(range(len(labels))), x=values, orientation="h", **bars)
    names = label_axis(palette, labels)
    names["range"] = names["range"][::-1]
    numbers = value_axis(palette, measure.format, from_zero=True)
    if "text" in bars:
        numbers |= {"showticklabels": False, "showgrid": False}
    figure.update_layout(xaxis=numbers, yaxis=names)
    _leave_room(figure, "xaxis", values)
    return figure


def _leave_room(figure: Figure, axis: str, values: list[float | None]) -> None:
    """Room beyond the longest bar for its number, on both sides where there are negative ones."""
    numbers = [value for value in values if value is not None]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    span = (high - low) or 1.0
    share = 0.1 if axis == "yaxis" else 0.14
    figure.layout[axis].range = [low - span * share if low < 0 else 0, high + span * share if high > 0 else span * 0.02]


def running_label(shape: Shape, dimension: ColumnShape) -> str | None:
    if dimension.periods is None or shape.running_period is None:
        return None
    starts = dimension.periods.starts
    return write_label(dimension, starts.index(shape.running_period)) if shape.running_period in starts else None


def _bar_colour(palette: Palette, label: str, running: str | None) -> str:
    if label.endswith(" others"):
        return palette.others
    return fade(palette.series[0], 0.55) if label == running else palette.series[0]


KIND = Kind("Bars", fit, draw)
