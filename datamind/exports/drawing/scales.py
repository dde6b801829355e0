"""Scales: an axis of a figure and the values on it go in; where each value lies, and the ticks with their texts, come out."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from datamind.formats import shorten, write_number

_MARKUP = re.compile(r"</?(?:b|i|span|sub|sup|extra)[^>]*>")


@dataclass(frozen=True)
class Scale:
    """`at` places a value between `start` and `end`; `ticks` are (value, lines of text)."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[tuple[float, tuple[str, ...]], ...]
    grid: bool
    title: str
    names: dict[str, int]

    def number(self, value: Any) -> float | None:
        """A value of a trace as a number on this axis: a moment in seconds, a name by its place."""
        if isinstance(value, str) and self.names:
            return self.names.get(value)
        return read_number(value)

    def at(self, value: Any) -> float | None:
        number = self.number(value)
        if number is None:
            return None
        return self.start + (number - self.low) / ((self.high - self.low) or 1.0) * (self.end - self.start)


def plain_lines(text: Any) -> tuple[str, ...]:
    """A text of a figure without its markup, by lines."""
    return tuple(html.unescape(_MARKUP.sub("", line)) for line in str(text or "").split("<br>"))


def read_number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        # By the calendar, not by time stamps, which not every year has.
        return moment.toordinal() * 86_400.0 + moment.hour * 3600 + moment.minute * 60 + moment.second
    number = float(value)
    return number if math.isfinite(number) else None


def make_scale(axis: dict[str, Any], values: Iterable[Any], start: float, end: float) -> Scale:
    """The scale of an axis of a figure over all values that its traces put there."""
    raw = list(values)
    is_date = axis.get("type") == "date"
    texts = [v for v in raw if isinstance(v, str)]
    names: dict[str, int] = {}
    if texts and not is_date and any(read_number(text) is None for text in texts):
        names = {name: place for place, name in enumerate(dict.fromkeys(texts))}
    numbers = [names[v] if names else read_number(v) for v in raw if not names or v in names]
    known = [number for number in numbers if number is not None] or [0.0, 1.0]
    low, high = _find_range(axis, known, bool(names), is_date)
    ticks = _find_ticks(axis, known, low, high, names, is_date)
    title = plain_lines((axis.get("title") or {}).get("text"))[0]
    visible = axis.get("visible", True) and axis.get("showticklabels", True)
    return Scale(low, high, start, end, tuple(ticks) if visible else (), axis.get("showgrid", True), title, names)


def _find_range(axis: dict[str, Any], known: list[float], named: bool, is_date: bool) -> tuple[float, float]:
    if "range" in axis:
        ends = [read_number(end) for end in axis["range"]]
        if None not in ends:
            return float(ends[0] or 0.0), float(ends[1] or 0.0)
    low, high = min(known), max(known)
    if named:
        low, high = low - 0.5, high + 0.5
    elif not is_date:
        if axis.get("rangemode") == "tozero":
            low, high = min(0.0, low), max(0.0, high)
        room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
        at_zero = axis.get("rangemode") == "tozero"
        low = low if at_zero and low == 0 else low - room
        high = high if at_zero and high == 0 else high + room
    if low == high:
        low, high = low - 0.5, high + 0.5
    return (high, low) if axis.get("autorange") == "reversed" else (low, high)


def _find_ticks(
    axis: dict[str, Any], known: list[float], low: float, high: float, names: dict[str, int], is_date: bool
) -> list[tuple[float, tuple[str, ...]]]:
    if axis.get("tickmode") == "array" and axis.get("tickvals") is not None:
        pairs = zip(axis["tickvals"], axis.get("ticktext") or axis["tickvals"], strict=False)
        return [(number, plain_lines(text)) for value, text in pairs if (number := read_number(value)) is not None]
    if names:
        return [(float(place), (name,)) for name, place in names.items()]
    if is_date:
        moments = sorted(set(known))
        step = max(1, -(-len(moments) // 9))
        return [(moment, _write_moment(moment, axis.get("tickformat", "%Y-%m-%d"))) for moment in moments[::step]]
    return [(value, (_write_tick(value, axis),)) for value in nice_steps(min(low, high), max(low, high))]


def nice_steps(low: float, high: float, most: int = 6) -> list[float]:
    """Round values between two ends, at steps of 1, 2 or 5 times a power of ten."""
    raw = (high - low) / most
    if raw <= 0 or not math.isfinite(raw):
        return [low]
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(place * step, 12) + 0.0 for place in range(first, math.floor(high / step + 1e-9) + 1)]


def _write_tick(value: float, axis: dict[str, Any]) -> str:
    form = axis.get("tickformat", "")
    if form.endswith("%"):
        return f"{write_number(value * 100, 1)} %"
    text = f"{value:.0f}" if form == "d" else shorten(value, 2 if abs(value) < 10 else 1)
    return f"{axis.get('tickprefix') or ''}{text}{axis.get('ticksuffix') or ''}"


def _write_moment(seconds: float, form: str) -> tuple[str, ...]:
    days, rest = divmod(seconds, 86_400)
    moment = datetime.fromordinal(max(1, int(days))).replace(
        hour=int(rest // 3600), minute=int(rest % 3600 // 60), tzinfo=UTC
    )
    form = form.replace("%q", str((moment.month + 2) // 3)).replace("%-d", str(moment.day))
    return tuple(moment.strftime(form).split("\n"))
