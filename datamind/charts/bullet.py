"""A bullet chart: what was reached as a bar from zero, what was meant to be reached as a mark across it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.fitting import axis_and_series
from datamind.charts.frame import (
    HEIGHT_PX,
    add_notes,
    label_axis,
    note_empty,
    plain,
    show_legend,
    start_figure,
    value_axis,
)
from datamind.charts.palette import Palette
from datamind.formats import split_words, write, write_number
from datamind.shape import ColumnShape, Shape, write_label
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

TARGETS = frozenset(
    {"target", "targets", "goal", "goals", "plan", "planned", "budget", "quota", "forecast", "objective"}
)
MOST_BARS = 24
BAR_PX = 38


def fit(shape: Shape) -> ChartSpec | None:
    target = next((column for column in shape.measures if split_words(column.name) & TARGETS), None)
    reached = next((column for column in shape.measures if column is not target and column.present), None)
    if target is None or reached is None or reached.format.symbol != target.format.symbol:
        return None
    found = axis_and_series(shape)
    if found is None and shape.n_rows > 1:
        return None
    return ChartSpec("bullet", found[0].name if found else None, (reached.name, target.name))


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    reached, target = (shape.column(spec.y[0]), shape.column(spec.y[1])) if len(spec.y) > 1 else (None, None)
    if reached is None or target is None or not reached.present:
        return note_empty(start_figure(palette), palette)
    dimension = shape.column(spec.x) if spec.x else None
    rows = [row for row, value in enumerate(reached.numbers) if value is not None]
    notes = [f"{MOST_BARS} of {len(rows):,} shown"] if len(rows) > MOST_BARS else []
    rows = rows[:MOST_BARS]
    labels = [write_label(dimension, row) if dimension else reached.title for row in rows]
    figure = start_figure(palette, max(HEIGHT_PX // 2, 70 + BAR_PX * len(rows)))
    texts = [[plain(label), *_describe(reached, target, row)] for label, row in zip(labels, rows, strict=True)]
    figure.add_bar(
        y=list(range(len(rows))),
        x=[reached.numbers[row] for row in rows],
        orientation="h",
        width=0.5,
        name=plain(reached.title, 40),
        marker={"color": palette.series[0]},
        customdata=texts,
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b>  %{customdata[3]} of %{customdata[2]}<extra></extra>",
    )
    marked = [(place, row) for place, row in enumerate(rows) if target.numbers[row] is not None]
    figure.add_scatter(
        y=[place for place, _ in marked],
        x=[target.numbers[row] for _, row in marked],
        mode="markers",
        name=plain(target.title, 40),
        marker={
            "symbol": "line-ns-open",
            "size": 24,
            "color": palette.text,
            "line": {"width": 3, "color": palette.text},
        },
        customdata=[texts[place] for place, _ in marked],
        hovertemplate="%{customdata[0]}<br>%{customdata[2]}<extra></extra>",
    )
    names = label_axis(palette, labels)
    names["range"] = names["range"][::-1]
    figure.update_layout(xaxis=value_axis(palette, reached.format, from_zero=True), yaxis=names)
    show_legend(figure, palette)
    add_notes(figure, palette, notes)
    return figure


def _describe(reached: ColumnShape, target: ColumnShape, row: int) -> tuple[str, str, str]:
    """What was reached, what was meant to be, and the share of it."""
    value, meant = reached.numbers[row], target.numbers[row]
    share = f"{write_number(value / meant * 100, 1)} %" if value is not None and meant else "–"
    return write(value, reached.format), write(meant, target.format), share


KIND = Kind("Bullet", fit, draw)
