"""Traces of bars and boxes: side by side or stacked, standing or lying, with the texts at their ends."""

from __future__ import annotations

from typing import Any

from datamind.charts.palette import Palette
from datamind.exports.drawing.pen import Pen, read_colour
from datamind.exports.drawing.scales import Scale, plain_lines


def stack_bars(traces: list[dict[str, Any]], layout: dict[str, Any]) -> list[list[tuple[Any, float, float]]]:
    """(place, from, to) of each bar of each trace, along the axis of values."""
    stacked = layout.get("barmode") in ("relative", "stack")
    tops: dict[tuple[Any, bool], float] = {}
    found = []
    for trace in traces:
        lying = trace.get("orientation") == "h"
        places, values = list(trace.get("y" if lying else "x") or ()), list(trace.get("x" if lying else "y") or ())
        bases = trace.get("base")
        bars = []
        for number, (place, value) in enumerate(zip(places, values, strict=False)):
            base = bases[number] if isinstance(bases, list | tuple) else bases or 0.0
            start = tops.get((place, (value or 0) < 0), 0.0) if stacked else float(base or 0.0)
            end = start + (value or 0.0)
            if stacked:
                tops[place, (value or 0) < 0] = end
            bars.append((place, start, end))
        found.append(bars)
    return found


def draw_bars(
    traces: list[dict[str, Any]], x: Scale, y: Scale, pen: Pen, palette: Palette, layout: dict[str, Any]
) -> None:
    lying = traces[0].get("orientation") == "h"
    across, along = (y, x) if lying else (x, y)
    grouped = layout.get("barmode", "group") == "group"
    n = len(traces) if grouped else 1
    slot = abs((across.at(1) or 0.0) - (across.at(0) or 0.0))
    gap = layout.get("bargap", 0.2)
    for order, (trace, bars) in enumerate(zip(traces, stack_bars(traces, layout), strict=True)):
        own = trace.get("width")
        breadth = slot * own if isinstance(own, int | float) else slot * (1 - gap) / n
        for number, (place, start, end) in enumerate(bars):
            middle, first, last = across.at(place), along.at(start), along.at(end)
            if middle is None or first is None or last is None or (start == end and not _text(trace, number)):
                continue
            offset = (order - (n - 1) / 2) * breadth if grouped else 0.0
            if across.end < across.start or across.high < across.low:
                offset = -offset
            _draw_bar(pen, lying, middle + offset, breadth * 0.94, first, last, _colour(trace, number))
            room = None if lying else slot / n * 0.98
            _write_end(pen, palette, lying, middle + offset, last, last >= first, _text(trace, number), room)


def draw_boxes(
    traces: list[dict[str, Any]], x: Scale, y: Scale, pen: Pen, palette: Palette, layout: dict[str, Any]
) -> None:
    slot = abs((x.at(1) or 0.0) - (x.at(0) or 0.0)) or 60.0
    breadth = min(slot * 0.5, 70.0)
    for trace in traces:
        edge = read_colour((trace.get("line") or {}).get("color", palette.series[0]))
        fill = read_colour(trace.get("fillcolor"))
        names = ("lowerfence", "q1", "median", "q3", "upperfence")
        for number, place in enumerate(trace.get("x") or ()):
            middle = x.at(place)
            heights = [y.at(trace[name][number]) for name in names]
            if middle is None or None in heights:
                continue
            low, first, centre, third, high = (height or 0.0 for height in heights)
            pen.line([(middle, low), (middle, first)], edge)
            pen.line([(middle, third), (middle, high)], edge)
            for height in (low, high):
                pen.line([(middle - breadth / 4, height), (middle + breadth / 4, height)], edge)
            pen.rectangle(middle - breadth / 2, first, breadth, third - first, fill, edge)
            pen.line([(middle - breadth / 2, centre), (middle + breadth / 2, centre)], edge, 2)


def _draw_bar(pen: Pen, lying: bool, middle: float, breadth: float, first: float, last: float, colour: Any) -> None:
    if lying:
        pen.rectangle(first, middle - breadth / 2, last - first, breadth, colour)
    else:
        pen.rectangle(middle - breadth / 2, first, breadth, last - first, colour)


def _write_end(
    pen: Pen, palette: Palette, lying: bool, middle: float, end: float, up: bool, text: str, room: float | None
) -> None:
    if not text:
        return
    colour = read_colour(palette.text)
    if lying:
        pen.text(end + (5 if up else -5), middle - 4, text, colour, 11, "start" if up else "end")
    else:
        needed = pen.width_of(text, 11)
        size = 11 if room is None or needed <= room else max(7.0, 11 * room / needed)
        if room is None or needed * size / 11 <= room:
            pen.text(middle, end + (4 if up else -13), text, colour, size, "middle")


def _text(trace: dict[str, Any], number: int) -> str:
    texts = trace.get("text")
    if isinstance(texts, list | tuple) and number < len(texts) and trace.get("textposition") != "none":
        return plain_lines(texts[number])[0]
    return ""


def _colour(trace: dict[str, Any], number: int) -> Any:
    colour = (trace.get("marker") or {}).get("color")
    return read_colour(colour[number] if isinstance(colour, list | tuple) else colour)
