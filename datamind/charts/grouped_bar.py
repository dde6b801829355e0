"""Bars side by side: several series or measures a name, each from zero; for comparing within a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamind.charts.bar import BAR_PX, LONG_LABEL, MOST_STANDING, running_label
from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.frame import (
    HEIGHT_PX,
    add_notes,
    axis_title,
    label_axis,
    note_empty,
    period_axis,
    plain,
    show_legend,
    start_figure,
    value_axis,
)
from datamind.charts.line import series_colour
from datamind.charts.palette import Palette
from datamind.charts.series import read_grid
from datamind.formats import Format, write, write_short
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_GROUPS = 40
MOST_VALUES = 16
SHARE = Format("fraction", "", 1)


def fit(shape: Shape) -> ChartSpec | None:
    spec = fit_over_axis("grouped_bar", shape)
    return spec if spec and (spec.series or len(spec.y) > 1) else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    return draw_groups(spec, shape, palette, stacked=False)


def draw_groups(spec: ChartSpec, shape: Shape, palette: Palette, *, stacked: bool, shares: bool = False) -> Figure:
    """Bars of several series, side by side or stacked; lying down where names are long or many.

    With `shares`, each bar is as long as all others, and its parts are shares of it; the hover has the amounts too.
    """
    dimension, measure = shape.column(spec.x or ""), shape.column(spec.y[0]) if spec.y else None
    labels, names, cells, notes = read_grid(spec, shape, MOST_GROUPS)
    if dimension is None or measure is None or not cells:
        return note_empty(start_figure(palette), palette)
    sizes = {label: sum(cells.get((label, name), 0.0) for name in names) for label in labels}
    lying = dimension.role not in ("time", "cycle") and (
        len(labels) > MOST_STANDING + 2 or max(map(len, labels)) > LONG_LABEL + 4
    )
    per_name = 1 if stacked else max(1, min(len(names), 4))
    height = max(HEIGHT_PX, 80 + round(BAR_PX * (0.55 + 0.45 * per_name)) * len(labels)) if lying else HEIGHT_PX
    figure = start_figure(palette, height)
    places = list(range(len(labels)))
    for order, name in enumerate(names):
        values = [cells.get((label, name)) for label in labels]
        texts = [write(value, measure.format) for value in values]
        if shares:
            values = [
                value / size if value is not None and (size := sizes[label]) else None
                for value, label in zip(values, labels, strict=True)
            ]
            texts = [
                f"{text} ({write(value, SHARE)})" if value is not None else text
                for text, value in zip(texts, values, strict=True)
            ]
        trace: dict[str, Any] = {
            "name": plain(name, 40),
            "marker": {"color": series_colour(palette, order, name)},
            "customdata": [[plain(label), plain(name), text] for label, text in zip(labels, texts, strict=True)],
            "hovertemplate": "%{customdata[0]} · %{customdata[1]}<br><b>%{customdata[2]}</b><extra></extra>",
        }
        if not stacked and len(labels) * len(names) <= MOST_VALUES:
            short = ["" if value is None else write_short(value, measure.format) for value in values]
            trace |= {"text": short, "textposition": "outside", "cliponaxis": False}
        if lying:
            figure.add_bar(y=places, x=values, orientation="h", **trace)
        else:
            figure.add_bar(x=places, y=values, **trace)
    numbers = value_axis(palette, SHARE if shares else measure.format, from_zero=True)
    if shares:
        numbers["range"] = [0, 1]
    axis = period_axis(palette, labels) if dimension.periods else label_axis(palette, labels)
    running = running_label(shape, dimension)
    if running in labels:
        notes.insert(0, f"{running} is still running")
    if lying:
        axis["range"] = axis["range"][::-1]
    figure.update_layout(
        barmode="relative" if stacked else "group",
        bargroupgap=0.06,
        xaxis=numbers if lying else axis,
        yaxis=axis if lying else numbers,
    )
    show_legend(
        figure, palette, (f"Share of {measure.title}" if shares else axis_title(measure)) if spec.series else ""
    )
    add_notes(figure, palette, notes)
    return figure


KIND = Kind("Grouped bars", fit, draw)
