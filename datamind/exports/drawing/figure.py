"""A whole figure: its axes, legend, notes and texts around the traces.

In: a figure as a dict, as plotly has it. Out: a reportlab drawing of the wished width. It is laid out in the figure's own
pixels and scaled as one. To teach it another kind of trace: a line in TRACES.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reportlab.graphics import shapes

from datamind.charts.palette import Palette
from datamind.exports.drawing.bars import draw_bars, draw_boxes, stack_bars
from datamind.exports.drawing.marks import draw_points
from datamind.exports.drawing.pen import Pen, read_colour
from datamind.exports.drawing.planes import draw_cells, draw_ring
from datamind.exports.drawing.scales import Scale, make_scale, plain_lines
from datamind.exports.fonts import Missing, cut_to, fit_letters, load_fonts, width_of

DrawTraces = Callable[[list[dict[str, Any]], Scale, Scale, Pen, Palette, dict[str, Any]], None]
TRACES: Mapping[str, DrawTraces] = {
    "heatmap": draw_cells,
    "bar": draw_bars,
    "box": draw_boxes,
    "scatter": draw_points,
    "pie": draw_ring,
}
WIDTH_PX = 720
_NO_AXES = ("pie",)


def draw_figure(figure: dict[str, Any], width: float, missing: Missing, palette: Palette) -> shapes.Drawing:
    layout, traces = figure["layout"], figure["data"]
    height_px = float(layout.get("height") or 340)
    factor = width / WIDTH_PX
    drawing = shapes.Drawing(width, height_px * factor)
    group = shapes.Group()
    group.scale(factor, factor)
    drawing.add(group)
    pen = Pen(group, missing)
    notes = plain_lines((layout.get("title") or {}).get("text"))[0] if (layout.get("meta") or {}).get("notes") else ""
    legend = _legend_rows(traces, layout)
    top = height_px - 26 - 18 * len(legend) - (16 if legend and _legend_title(layout) else 0)
    x, y = _make_scales(layout, traces, top, 20 if notes else 4, pen)
    hidden = any((layout.get(axis) or {}).get("visible") is False for axis in ("xaxis", "yaxis"))
    if traces and not hidden and not any(trace.get("type") in _NO_AXES for trace in traces):
        _draw_axes(pen, palette, x, y, heat=any(trace.get("type") == "heatmap" for trace in traces))
    for kind, draw in TRACES.items():
        own = [trace for trace in traces if trace.get("type", "scatter") == kind]
        if own:
            draw(own, x, y, pen, palette, layout)
    _draw_legend(pen, palette, legend, _legend_title(layout), height_px)
    for annotation in layout.get("annotations") or ():
        _write_annotation(pen, palette, annotation, x, y)
    if notes:
        pen.text(4, 4, notes, read_colour(palette.muted), 11, widest=WIDTH_PX - 8)
    return drawing


def _make_scales(
    layout: dict[str, Any], traces: list[dict[str, Any]], top: float, bottom: float, pen: Pen
) -> tuple[Scale, Scale]:
    """The two scales, with room for the texts of their ticks."""
    across, up = layout.get("xaxis") or {}, layout.get("yaxis") or {}
    xs, ys = _values(traces, layout, "x"), _values(traces, layout, "y")
    first = make_scale(across, xs, 0, 1)
    lines = max((len(texts) for _, texts in first.ticks), default=0)
    low = bottom + 8 + 14 * lines + (18 if first.title else 0)
    y = make_scale(up, ys, low, top)
    fonts = load_fonts()
    widest = max(
        (width_of(fit_letters(text, pen.missing), fonts.regular, 11) for _, texts in y.ticks for text in texts),
        default=0,
    )
    right = float((layout.get("margin") or {}).get("r") or 16)
    x = make_scale(across, xs, min(widest, WIDTH_PX * 0.4) + 12, WIDTH_PX - max(16.0, right))
    return _keep_ratio(x, y, float(up.get("scaleratio") or 1)) if up.get("scaleanchor") == "x" else (x, y)


def _keep_ratio(x: Scale, y: Scale, ratio: float) -> tuple[Scale, Scale]:
    """One unit up is `ratio` times one unit across, as on a map: the roomier axis is narrowed around its middle."""
    per_x = abs(x.end - x.start) / (abs(x.high - x.low) or 1.0)
    per_y = abs(y.end - y.start) / (abs(y.high - y.low) or 1.0)
    step = min(per_x, per_y / ratio)
    half_x, half_y = step * abs(x.high - x.low) / 2, step * ratio * abs(y.high - y.low) / 2
    middle_x, middle_y = (x.start + x.end) / 2, (y.start + y.end) / 2
    return (
        replace(x, start=middle_x - half_x, end=middle_x + half_x),
        replace(y, start=middle_y - half_y, end=middle_y + half_y),
    )


def _values(traces: list[dict[str, Any]], layout: dict[str, Any], axis: str) -> list[Any]:
    values: list[Any] = []
    bars = [trace for trace in traces if trace.get("type") == "bar"]
    for trace, stacked in zip(bars, stack_bars(bars, layout), strict=True):
        if axis == ("x" if trace.get("orientation") == "h" else "y"):
            values += [end for _, start, stop in stacked for end in (start, stop)]
        else:
            values += [place for place, _, _ in stacked]
    sums: dict[Any, float] = {}
    for trace in traces:
        if trace.get("type") == "bar":
            continue
        own = list(trace.get(axis) or ())
        if axis == "y" and trace.get("stackgroup"):
            for place, value in zip(trace.get("x") or (), own, strict=False):
                sums[place] = sums.get(place, 0.0) + (value or 0.0)
            own = [0.0, *sums.values()]
        if axis == "y" and trace.get("type") == "box":
            own = [value for name in ("lowerfence", "upperfence") for value in trace.get(name) or ()]
        values += own
    return values


def _draw_axes(pen: Pen, palette: Palette, x: Scale, y: Scale, *, heat: bool) -> None:
    grid, muted, text = read_colour(palette.grid), read_colour(palette.muted), read_colour(palette.text)
    bottom, top = min(y.start, y.end), max(y.start, y.end)
    for value, lines in y.ticks:
        at = y.at(value)
        if at is None or not bottom - 1 <= at <= top + 1:
            continue
        if y.grid and not heat:
            pen.line([(x.start, at), (x.end, at)], grid, 1)
        pen.text(x.start - 7, at - 4, lines[0], muted if y.grid else text, 11, "end", x.start - 8)
    room = abs(x.end - x.start) / max(1, len(x.ticks)) - 5
    for value, lines in x.ticks:
        at = x.at(value)
        if at is None or not x.start - 1 <= at <= x.end + 1:
            continue
        if x.grid and not heat:
            pen.line([(at, bottom), (at, top)], grid, 1)
        for number, line in enumerate(lines):
            pen.text(at, bottom - 15 - 13 * number, line, muted, 11, "middle", max(room, 26))
    zero = y.at(0)
    if y.grid and zero is not None and bottom <= zero <= top and not heat:
        pen.line([(x.start, zero), (x.end, zero)], muted, 1)
    elif not heat:
        pen.line([(x.start, bottom), (x.end, bottom)], grid, 1)
    if x.title:
        lines_below = max((len(lines) for _, lines in x.ticks), default=0)
        pen.text((x.start + x.end) / 2, bottom - 16 - 14 * lines_below, x.title, muted, 11, "middle")


def _legend_title(layout: dict[str, Any]) -> str:
    return (
        plain_lines(((layout.get("legend") or {}).get("title") or {}).get("text"))[0]
        if layout.get("showlegend")
        else ""
    )


def _legend_rows(traces: list[dict[str, Any]], layout: dict[str, Any]) -> list[list[tuple[str, Any]]]:
    """(name, colour) of the legend's entries, by rows that fit the width."""
    if not layout.get("showlegend"):
        return []
    rows: list[list[tuple[str, Any]]] = [[]]
    used = 0.0
    for trace in traces:
        name = plain_lines(trace.get("name"))[0]
        if not name or trace.get("showlegend") is False:
            continue
        marker, line = trace.get("marker") or {}, trace.get("line") or {}
        colour = line.get("color") if trace.get("type") == "scatter" and line.get("color") else marker.get("color")
        needed = 30 + min(160.0, width_of(name, load_fonts().regular, 11))
        if used + needed > WIDTH_PX and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append((name, colour[0] if isinstance(colour, list | tuple) else colour))
        used += needed
    return rows if rows[0] else []


def _draw_legend(pen: Pen, palette: Palette, rows: list[list[tuple[str, Any]]], title: str, height: float) -> None:
    top = height - 14
    if rows and title:
        pen.text(4, top, title, read_colour(palette.muted), 11)
        top -= 17
    for row in rows:
        at = 4.0
        for name, colour in row:
            shown = cut_to(fit_letters(name, pen.missing), pen.fonts.regular, 11, 160)
            pen.rectangle(at, top - 1, 10, 10, read_colour(colour))
            pen.text(at + 15, top, shown, read_colour(palette.text), 11)
            at += 30 + width_of(shown, pen.fonts.regular, 11)
        top -= 18


def _write_annotation(pen: Pen, palette: Palette, annotation: dict[str, Any], x: Scale, y: Scale) -> None:
    at_x = (
        x.start + (x.end - x.start) * annotation["x"]
        if annotation.get("xref") == "paper"
        else x.at(annotation.get("x"))
    )
    low, high = min(y.start, y.end), max(y.start, y.end)
    at_y = low + (high - low) * annotation["y"] if annotation.get("yref") == "paper" else y.at(annotation.get("y"))
    if at_x is None or at_y is None:
        return
    font = annotation.get("font") or {}
    lines = plain_lines(annotation.get("text"))
    anchor = {"left": "start", "right": "end"}.get(annotation.get("xanchor", "center"), "middle")
    if anchor == "start" and annotation.get("xref") == "paper" and annotation.get("x") == 0:
        at_x = 4.0
    size = float(font.get("size") or 12)
    at_y += float(annotation.get("yshift") or 0) + (size + 3) * (len(lines) - 1) / 2
    at_y -= 0 if annotation.get("yanchor") == "bottom" else size / 3
    for number, line in enumerate(lines):
        colour = read_colour(font.get("color") or palette.text)
        pen.text(
            at_x + float(annotation.get("xshift") or 0), at_y - (size + 3) * number, line, colour, size - 1, anchor
        )
