"""A map: each country or state in one of at most five steps from few to many; what has no value is grey.

The outlines are shipped with the app and drawn as plain areas, so that no browser fetches any. Areas are true to size.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.frame import add_notes, axis_title, note_empty, plain, show_legend, start_figure
from datamind.charts.palette import Palette
from datamind.charts.places import Area, find_areas, read_atlas
from datamind.charts.series import read_bars
from datamind.formats import write, write_short
from datamind.shape import ColumnShape, Shape, write_label
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT_PX = 400
MOST_STEPS = 5
LEAST_SPAN = 220


def fit(shape: Shape) -> ChartSpec | None:
    measure = next((column for column in shape.measures if column.present), None)
    for dimension in shape.dimensions:
        if measure is None or dimension.role not in ("category", "text") or dimension.distinct < 2:
            continue
        labels = list(dict.fromkeys(write_label(dimension, row) for row in range(shape.n_rows)))
        if len(labels) == shape.n_rows and find_areas(labels, dimension.name):
            return ChartSpec("map", dimension.name, (measure.name,))
    spec = fit_over_axis("map", shape, series=False)
    return spec if spec and shape.time is None and _finds_all(spec, shape) else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    figure = start_figure(palette, HEIGHT_PX)
    measure = shape.column(spec.y[0]) if spec.y else None
    labels, values, notes = read_bars(spec, shape, 10**6)
    found = find_areas(labels, spec.x or "") if labels else None
    known = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None]
    if measure is None or found is None or not known:
        return note_empty(figure, palette)
    atlas, areas = found
    placed = [(areas[label], label, value) for label, value in known if label in areas]
    lost = [label for label, _ in known if label not in areas]
    if not placed:
        return note_empty(figure, palette)
    seen = {area.code for area, _, _ in placed}
    _add_land(figure, [area for area in read_atlas(atlas) if area.code not in seen], palette.grid, palette)
    _add_steps(figure, placed, measure, palette)
    _frame(figure, [area for area, _, _ in placed])
    show_legend(figure, palette, axis_title(measure))
    if lost:
        shown = ", ".join(plain(label, 20) for label in lost[:3]) + (" …" if len(lost) > 3 else "")
        notes.append(f"{len(lost)} not found on the map: {shown}")
    add_notes(figure, palette, notes)
    return figure


def cut_steps(values: list[float]) -> list[float]:
    """Edges of at most five steps that hold about equally many values each: one large value leaves the others apart."""
    ordered = sorted(set(values))
    n = min(MOST_STEPS, len(ordered))
    edges = [ordered[math.floor(place * len(ordered) / n)] for place in range(n)]
    return [*edges, ordered[-1]]


def _finds_all(spec: ChartSpec, shape: Shape) -> bool:
    dimension = shape.column(spec.x or "")
    if dimension is None or dimension.role not in ("category", "text") or dimension.distinct < 2:
        return False
    return find_areas([write_label(dimension, row) for row in range(shape.n_rows)], dimension.name) is not None


def _add_steps(figure: Figure, placed: list[tuple[Area, str, float]], measure: ColumnShape, palette: Palette) -> None:
    edges = cut_steps([value for _, _, value in placed])
    colours = palette.scale[-(len(edges) - 1) :]
    for place, (low, high) in enumerate(pairwise(edges)):
        last = place == len(edges) - 2
        inside = [each for each in placed if low <= each[2] and (each[2] < high or (last and each[2] <= high))]
        if not inside:
            continue
        ends = (min(value for _, _, value in inside), max(value for _, _, value in inside))
        name = " to ".join(dict.fromkeys(write_short(end, measure.format) for end in ends))
        _add_land(figure, [area for area, _, _ in inside], colours[place], palette)
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=plain(name),
            marker={"symbol": "square", "size": 12, "color": colours[place]},
        )
        figure.add_scatter(
            x=[area.at[0] for area, _, _ in inside],
            y=[area.at[1] for area, _, _ in inside],
            mode="markers",
            showlegend=False,
            marker={
                "size": [14 if area.rings else 8 for area, _, _ in inside],
                "color": colours[place],
                "opacity": [0.0 if area.rings else 1.0 for area, _, _ in inside],
                "line": {"width": 0},
            },
            customdata=[[plain(label, 60), write(value, measure.format)] for _, label, value in inside],
            hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
        )


def _add_land(figure: Figure, areas: list[Area], colour: str, palette: Palette) -> None:
    xs: list[int | None] = []
    ys: list[int | None] = []
    for area in areas:
        for ring in area.rings:
            xs += [*(x for x, _ in ring), ring[0][0], None]
            ys += [*(y for _, y in ring), ring[0][1], None]
    figure.add_scatter(
        x=xs or [None],
        y=ys or [None],
        mode="lines",
        fill="toself",
        fillcolor=colour,
        line={"color": palette.background, "width": 0.6},
        showlegend=False,
        hoverinfo="skip",
    )


def _frame(figure: Figure, areas: list[Area]) -> None:
    """Where the values are, with some land around, so that three countries of Europe do not drown in the world."""
    # The largest part of each alone: islands far away belong to it, and would make the rest small.
    mains = [max(area.rings, key=len) for area in areas if area.rings]
    xs = [x for ring in mains for x, _ in ring] + [area.at[0] for area in areas]
    ys = [y for ring in mains for _, y in ring] + [area.at[1] for area in areas]
    ranges = []
    for ends in (xs, ys):
        middle, half = (min(ends) + max(ends)) / 2, max((max(ends) - min(ends)) * 0.54, LEAST_SPAN / 2)
        ranges.append([middle - half, middle + half])
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        xaxis={**hidden, "range": ranges[0], "constrain": "domain"},
        yaxis={**hidden, "range": ranges[1], "scaleanchor": "x", "constrain": "domain"},
        hoverdistance=60,
    )


KIND = Kind("Map", fit, draw)
