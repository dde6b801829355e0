"""Traces that fill a plane: the cells of a heat map with their scale, and the parts of a ring."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from datamind.charts.palette import Palette
from datamind.exports.drawing.pen import Pen, read_colour
from datamind.exports.drawing.scales import Scale, plain_lines


def draw_cells(
    traces: list[dict[str, Any]], x: Scale, y: Scale, pen: Pen, palette: Palette, layout: dict[str, Any]
) -> None:
    for trace in traces:
        width = abs((x.at(1) or 0.0) - (x.at(0) or 0.0))
        height = abs((y.at(1) or 0.0) - (y.at(0) or 0.0))
        rows = trace.get("z") or ()
        low, high = _ends(trace, rows)
        texts = trace.get("text")
        for row, line in enumerate(rows):
            for column, value in enumerate(line):
                across, up = x.at(_at(trace, "x", column)), y.at(_at(trace, "y", row))
                if value is None or across is None or up is None:
                    continue
                share = (value - low) / ((high - low) or 1.0)
                colour = blend(trace.get("colorscale") or (), share)
                pen.rectangle(across - width / 2 + 1, up - height / 2 + 1, width - 2, height - 2, read_colour(colour))
                text = plain_lines(texts[row][column])[0] if texts else ""
                if text and trace.get("texttemplate"):
                    pen.text(across, up - 4, text, read_colour(_ink(colour)), 10, "middle", width - 4)


def draw_ring(
    traces: list[dict[str, Any]], x: Scale, y: Scale, pen: Pen, palette: Palette, layout: dict[str, Any]
) -> None:
    """The first pie of a figure, clockwise from the top, its parts named outside."""
    trace = traces[0]
    values = [max(0.0, float(value or 0.0)) for value in trace.get("values") or ()]
    total = math.fsum(values) or 1.0
    middle_x, middle_y = (x.start + x.end) / 2, (y.start + y.end) / 2
    radius = min(abs(x.end - x.start), abs(y.end - y.start)) / 2 * 0.78
    colours = (trace.get("marker") or {}).get("colors") or palette.series
    texts, angle = trace.get("text") or trace.get("labels") or (), 90.0
    for place, value in enumerate(values):
        span = 360 * value / total
        pen.ring(
            middle_x, middle_y, radius, trace.get("hole", 0.0), (angle - span, angle),
            read_colour(colours[place % len(colours)]), read_colour(palette.background),
        )  # fmt: skip
        if span > 6 and place < len(texts):
            _name_part(pen, palette, middle_x, middle_y, radius, angle - span / 2, plain_lines(texts[place]))
        angle -= span


def _name_part(
    pen: Pen, palette: Palette, x: float, y: float, radius: float, degrees: float, lines: tuple[str, ...]
) -> None:
    turn = math.radians(degrees)
    at_x, at_y = x + (radius + 10) * math.cos(turn), y + (radius + 10) * math.sin(turn)
    anchor = "middle" if abs(math.cos(turn)) < 0.2 else "start" if math.cos(turn) > 0 else "end"
    shift = 4 + 12 * (len(lines) - 1) if math.sin(turn) > 0.2 else -2
    for number, line in enumerate(lines):
        pen.text(at_x, at_y - 4 + shift / 2 - 13 * number, line, read_colour(palette.text), 11, anchor)


def _at(trace: dict[str, Any], axis: str, place: int) -> Any:
    values = trace.get(axis)
    return values[place] if values is not None else place


def _ends(trace: dict[str, Any], rows: Any) -> tuple[float, float]:
    if trace.get("zmin") is not None and trace.get("zmax") is not None:
        return trace["zmin"], trace["zmax"]
    known = [value for line in rows for value in line if value is not None] or [0.0]
    return min(known), max(known)


def blend(scale: Any, share: float) -> str:
    """The colour at a share 0..1 of a scale of (share, colour) stops."""
    stops = [(float(at), str(colour)) for at, colour in scale] or [(0.0, "#B7D0F2"), (1.0, "#1D4FA3")]
    share = min(1.0, max(0.0, share))
    for (low, first), (high, second) in pairwise(stops):
        if share <= high:
            part = (share - low) / ((high - low) or 1.0)
            pairs = [(int(first[p : p + 2], 16), int(second[p : p + 2], 16)) for p in (1, 3, 5)]
            return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)
    return stops[-1][1]


def _ink(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "#1F2733"
