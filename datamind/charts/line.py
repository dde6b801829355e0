"""Lines over time: gaps stay gaps, the last period is dashed while it is still running, names stand at the lines' ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.frame import (
    add_notes,
    axis_title,
    label_axis,
    name_value_axis,
    note_empty,
    plain,
    show_legend,
    start_figure,
    time_axis,
    value_axis,
)
from datamind.charts.palette import Palette, fade
from datamind.charts.series import Line, read_bars, read_lines, write_moments
from datamind.formats import Format, write
from datamind.periods import write_period
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_MARKERS = 40
MOST_DIRECT_LABELS = 6


def fit(shape: Shape) -> ChartSpec | None:
    return fit_over_axis("line", shape, time_only=shape.time is not None)


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    return draw_lines(spec, shape, palette, filled=False)


def draw_lines(spec: ChartSpec, shape: Shape, palette: Palette, *, filled: bool) -> Figure:
    """Lines, filled down to zero for an area chart; over names instead of time where the result has none."""
    if (axis := shape.column(spec.x or "")) is None or axis.periods is None:
        return _draw_over_names(spec, shape, palette, filled)
    lines, grain, notes = read_lines(spec, shape)
    measure = shape.column(spec.y[0]) if spec.y else None
    figure = start_figure(palette)
    if not lines or measure is None:
        return note_empty(figure, palette)
    for place, line in enumerate(lines):
        colour = series_colour(palette, place, line.name)
        _add_line(figure, line, colour, measure.format, fill="tozeroy" if filled else None, alone=len(lines) == 1)
    figure.update_layout(
        xaxis=time_axis(palette, grain, [x for line in lines for x in line.xs]),
        yaxis=value_axis(palette, measure.format, from_zero=filled),
    )
    if not filled:
        _fit_range(figure, lines)
    if len(lines) > 1:
        figure.layout.hovermode = "x unified"
    unit = axis_title(measure) if spec.series or len(lines) == 1 else ""
    if len(lines) > 1 and not label_ends(figure, lines, palette):
        show_legend(figure, palette, unit)
    else:
        name_value_axis(figure, palette, unit)
    if any(line.running for line in lines):
        last = max(line.xs[-1] for line in lines)
        notes.insert(0, f"{write_period(last, grain)} is still running")
    add_notes(figure, palette, notes)
    return figure


def series_colour(palette: Palette, place: int, name: str) -> str:
    """The colour of a series; what stands for others is grey."""
    if name.endswith(" others"):
        return palette.others
    return palette.series[place % len(palette.series)]


def label_ends(figure: Figure, lines: list[Line], palette: Palette) -> bool:
    """Names at the right end of up to six lines, pushed apart so that none covers another; False where they do not fit."""
    ends = [(line.xs[-1], next((y for y in reversed(line.ys) if y is not None), 0.0)) for line in lines]
    if len(lines) > MOST_DIRECT_LABELS or len({x for x, _ in ends}) > 1:
        return False
    numbers = [y for line in lines for y in line.ys if y is not None]
    span = (max(numbers) - min([*numbers, 0.0])) or 1.0
    step, heights = span * 0.065, {}
    previous = None
    for place in sorted(range(len(lines)), key=lambda place: ends[place][1]):
        height = ends[place][1] if previous is None else max(ends[place][1], previous + step)
        heights[place], previous = height, height
    for place, line in enumerate(lines):
        figure.add_annotation(
            x=write_moments([ends[place][0]])[0],
            y=heights[place],
            text=plain(line.name, 22),
            xanchor="left",
            xshift=8,
            showarrow=False,
            font={"color": series_colour(palette, place, line.name), "size": 12},
        )
    longest = max(len(line.name[:22]) for line in lines)
    figure.layout.margin.r = 24 + round(6.6 * longest)
    return True


def _add_line(figure: Figure, line: Line, colour: str, form: Format, *, fill: str | None, alone: bool) -> None:
    few = sum(y is not None for y in line.ys) <= MOST_MARKERS
    closed = len(line.xs) - 1 if line.running and len(line.xs) > 1 else len(line.xs)
    hover = [[write(y, form)] if y is not None else [""] for y in line.ys] if len(line.ys) <= 500 else None
    value = "%{customdata[0]}" if hover else "%{y:,.6~g}"
    trace: dict[str, Any] = {
        "name": plain(line.name, 40),
        "mode": "lines+markers" if few or _has_lonely_points(line.ys) else "lines",
        "line": {"color": colour, "width": 2.5},
        "marker": {"size": 6, "color": colour},
        "connectgaps": False,
        "meta": [plain(line.name, 40)],
    }
    template = f"<b>{value}</b>  %{{x}}<extra></extra>"
    unified = f"{value}  <extra>%{{meta[0]}}</extra>"
    if fill:
        trace |= {"fill": fill, "fillcolor": fade(colour, 0.18)}
    figure.add_scatter(
        x=write_moments(line.xs[:closed]),
        y=line.ys[:closed] if hover else [None if y is None else float(f"{y:.7g}") for y in line.ys[:closed]],
        customdata=hover[:closed] if hover else None,
        hovertemplate=template if alone else unified,
        **trace,
    )
    if closed < len(line.xs):
        dashed = trace | {"line": {"color": colour, "width": 2.5, "dash": "dot"}, "showlegend": False}
        dashed["marker"] = {"size": [0, 8], "color": colour, "symbol": "circle-open", "line": {"width": 2}}
        dashed["mode"] = "lines+markers"
        dashed.pop("fill", None)
        dashed.pop("fillcolor", None)
        figure.add_scatter(
            x=write_moments(line.xs[closed - 1 :]),
            y=line.ys[closed - 1 :],
            customdata=[["", ""], [write(line.ys[-1], form), "still running"]],
            hovertemplate="<b>%{customdata[0]}</b>  %{x} (%{customdata[1]})<extra></extra>",
            **dashed,
        )


def _has_lonely_points(ys: list[float | None]) -> bool:
    padded = [None, *ys, None]
    return any(
        y is not None and before is None and after is None
        for before, y, after in zip(padded, padded[1:], padded[2:], strict=False)
    )


def _fit_range(figure: Figure, lines: list[Line]) -> None:
    """From zero where zero is near; else a range of its own, since a line shows change and not size."""
    numbers = [y for line in lines for y in line.ys if y is not None]
    low, high = min(numbers), max(numbers)
    if 0 <= low <= high * 0.5 or high <= 0 or low == high:
        figure.layout.yaxis.rangemode = "tozero"


def _draw_over_names(spec: ChartSpec, shape: Shape, palette: Palette, filled: bool) -> Figure:
    figure = start_figure(palette)
    labels, values, notes = read_bars(spec, shape, 60) if spec.y else ([], [], [])
    measure = shape.column(spec.y[0]) if spec.y else None
    if measure is None or not any(value is not None for value in values):
        return note_empty(figure, palette)
    figure.add_scatter(
        x=list(range(len(labels))),
        y=values,
        mode="lines+markers",
        line={"color": palette.series[0], "width": 2.5},
        fill="tozeroy" if filled else None,
        customdata=[[plain(label), write(value, measure.format)] for label, value in zip(labels, values, strict=True)],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    )
    figure.update_layout(
        xaxis=label_axis(palette, labels, 18), yaxis=value_axis(palette, measure.format, from_zero=filled)
    )
    name_value_axis(figure, palette, axis_title(measure))
    add_notes(figure, palette, notes)
    return figure


KIND = Kind("Line", fit, draw)
