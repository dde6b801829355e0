"""Traces of points: lines, areas, points and their texts, as the figure has them."""

from __future__ import annotations

import math
from typing import Any

from datamind.charts.palette import Palette
from datamind.exports.drawing.pen import Pen, read_colour
from datamind.exports.drawing.scales import Scale, plain_lines

DASHES = {"dot": [2, 4], "dash": [6, 4], "dashdot": [6, 3, 2, 3]}


def draw_points(
    traces: list[dict[str, Any]], x: Scale, y: Scale, pen: Pen, palette: Palette, layout: dict[str, Any]
) -> None:
    """All scatter traces of a figure; those of one `stackgroup` lie on each other."""
    heights: dict[str, dict[Any, float]] = {}
    for trace in traces:
        xs, ys = list(trace.get("x") or ()), list(trace.get("y") or ())
        below: list[float] = []
        if group := trace.get("stackgroup"):
            known = heights.setdefault(str(group), {})
            below = [known.get(place, 0.0) for place in xs]
            ys = [base + (value or 0.0) for base, value in zip(below, ys, strict=False)]
            known |= dict(zip(xs, ys, strict=False))
        points = [_place(x, y, a, b) for a, b in zip(xs, ys, strict=False)]
        colour = (trace.get("line") or {}).get("color") or (trace.get("marker") or {}).get("color")
        filled = trace.get("fill") or ("stack" if below else "")
        if filled == "toself":
            _fill_outlines([_keep_inside(point, x, y) for point in points], trace, colour, pen)
        elif filled and filled != "none":
            floor = below or [max(0.0, min(y.low, y.high)) if filled == "tozeroy" else min(y.low, y.high)] * len(xs)
            _fill(points, [_place(x, y, a, b) for a, b in zip(xs, floor, strict=False)], trace, colour, pen)
        mode = trace.get("mode", "lines")
        if "lines" in mode:
            _draw_line(points, trace, colour, pen)
        if "markers" in mode:
            _draw_markers(points, trace, pen)
        if "text" in mode:
            for point, text in zip(points, trace.get("text") or (), strict=False):
                if point:
                    pen.text(point[0], point[1] + 6, plain_lines(text)[0], read_colour(palette.text), 11, "middle")


def _place(x: Scale, y: Scale, a: Any, b: Any) -> tuple[float, float] | None:
    across, up = x.at(a), y.at(b)
    return None if across is None or up is None else (across, up)


def _stretches(points: list[tuple[float, float] | None]) -> list[list[int]]:
    """The places of points that follow each other without a gap."""
    found: list[list[int]] = [[]]
    for place, point in enumerate(points):
        if point is not None:
            found[-1].append(place)
        elif found[-1]:
            found.append([])
    return [stretch for stretch in found if stretch]


def _draw_line(points: list[tuple[float, float] | None], trace: dict[str, Any], colour: Any, pen: Pen) -> None:
    line = trace.get("line") or {}
    for stretch in _stretches(points):
        path = [point for place in stretch if (point := points[place]) is not None]
        if len(path) > 1:
            pen.line(path, read_colour(colour), line.get("width", 2), DASHES.get(line.get("dash", "")))


def _fill(
    points: list[tuple[float, float] | None],
    floor: list[tuple[float, float] | None],
    trace: dict[str, Any],
    colour: Any,
    pen: Pen,
) -> None:
    fill = read_colour(trace.get("fillcolor")) or read_colour(colour, 0.2)
    for stretch in _stretches(points):
        top = [point for place in stretch if (point := points[place]) is not None]
        bottom = [point for place in reversed(stretch) if (point := floor[place]) is not None]
        if len(top) > 1:
            pen.area([*top, *bottom], fill)


def _fill_outlines(points: list[tuple[float, float] | None], trace: dict[str, Any], colour: Any, pen: Pen) -> None:
    """Each stretch as a closed shape: a country, a region."""
    fill = read_colour(trace.get("fillcolor")) or read_colour(colour, 0.5)
    for stretch in _stretches(points):
        outline = [point for place in stretch if (point := points[place]) is not None]
        if len(outline) > 2:
            pen.area(outline, fill)


def _keep_inside(point: tuple[float, float] | None, x: Scale, y: Scale) -> tuple[float, float] | None:
    """A point beyond the plot is drawn at its edge."""
    if point is None:
        return None
    low, high = min(y.start, y.end), max(y.start, y.end)
    return max(x.start, min(x.end, point[0])), max(low, min(high, point[1]))


def _draw_markers(points: list[tuple[float, float] | None], trace: dict[str, Any], pen: Pen) -> None:
    marker = trace.get("marker") or {}
    for place, point in enumerate(points):
        if point is None:
            continue
        opacity = _of(marker.get("opacity"), place, 1.0)
        size = _of(marker.get("size"), place, 6.0)
        if marker.get("sizemode") == "area":
            size = max(marker.get("sizemin", 0) * 2, 2 * math.sqrt(max(size, 0.0) / 2 / (marker.get("sizeref") or 1)))
        if opacity <= 0 or size <= 0:
            continue
        colour = read_colour(_of(marker.get("color"), place, "#2563C9"), opacity)
        if "line-ns" in str(marker.get("symbol", "")):
            pen.line([(point[0], point[1] - size / 2), (point[0], point[1] + size / 2)], colour, 2.5)
        elif "open" in str(marker.get("symbol", "")):
            pen.disc(*point, size / 2, None, colour)
        else:
            pen.disc(*point, size / 2, colour)


def _of(value: Any, place: int, default: Any) -> Any:
    """A property that is one for all points, or one a point."""
    if value is None:
        return default
    if isinstance(value, list | tuple):
        return value[place] if place < len(value) else default
    return value
