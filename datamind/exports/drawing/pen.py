"""The pen: rectangles, lines, discs and texts on a drawing, in the figure's own pixels; colours as plotly writes them."""

from __future__ import annotations

import math
import re
from typing import Any

from reportlab.graphics import shapes
from reportlab.lib.colors import Color

from datamind.exports.fonts import Missing, cut_to, fit_letters, load_fonts, width_of

_RGB = re.compile(r"rgba?\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*(?:,\s*([\d.]+)\s*)?\)")


def read_colour(text: Any, opacity: float = 1.0) -> Color | None:
    """ "#2563C9" or "rgba(37,99,201,0.5)"; None for what shows nothing."""
    if not isinstance(text, str):
        return None
    if match := _RGB.match(text):
        alpha = float(match[4]) if match[4] is not None else 1.0
        return (
            Color(float(match[1]) / 255, float(match[2]) / 255, float(match[3]) / 255, alpha * opacity)
            if alpha
            else None
        )
    if re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        red, green, blue = (int(text[place : place + 2], 16) / 255 for place in (1, 3, 5))
        return Color(red, green, blue, opacity)
    return None


class Pen:
    """Draws into one group; `missing` hears of letters that the fonts lack."""

    def __init__(self, group: shapes.Group, missing: Missing):
        self.group, self.missing, self.fonts = group, missing, load_fonts()

    def width_of(self, text: str, size: float) -> float:
        return width_of(fit_letters(text, self.missing), self.fonts.regular, size)

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: Color | None, edge: Color | None = None
    ) -> None:
        x, width = (x + width, -width) if width < 0 else (x, width)
        y, height = (y + height, -height) if height < 0 else (y, height)
        stroke = 0.8 if edge else 0
        self.group.add(shapes.Rect(x, y, width, height, fillColor=fill, strokeColor=edge, strokeWidth=stroke))

    def line(
        self, points: list[tuple[float, float]], colour: Color | None, width: float = 1.0, dash: list[int] | None = None
    ) -> None:
        flat = [coordinate for point in points for coordinate in point]
        self.group.add(
            shapes.PolyLine(
                flat, strokeColor=colour, strokeWidth=width, strokeDashArray=dash, strokeLineJoin=1, strokeLineCap=1
            )
        )

    def area(self, points: list[tuple[float, float]], fill: Color | None) -> None:
        flat = [coordinate for point in points for coordinate in point]
        self.group.add(shapes.Polygon(flat, fillColor=fill, strokeColor=None, strokeWidth=0))

    def disc(self, x: float, y: float, radius: float, fill: Color | None, edge: Color | None = None) -> None:
        self.group.add(shapes.Circle(x, y, radius, fillColor=fill, strokeColor=edge, strokeWidth=1 if edge else 0))

    def ring(
        self,
        x: float,
        y: float,
        radius: float,
        hole: float,
        span: tuple[float, float],
        fill: Color | None,
        edge: Color | None,
    ) -> None:
        """A part of a ring between two angles (degrees, counter-clockwise); a whole ring where they are a full turn apart."""
        start, end = span
        if end - start >= 359.9:
            end = start + 359.9
        steps = max(2, math.ceil((end - start) / 3))
        angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
        outer = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]
        inner = [(x + radius * hole * math.cos(a), y + radius * hole * math.sin(a)) for a in reversed(angles)]
        flat = [coordinate for point in [*outer, *inner] for coordinate in point]
        self.group.add(shapes.Polygon(flat, fillColor=fill, strokeColor=edge, strokeWidth=1))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        colour: Color | None,
        size: float = 12,
        anchor: str = "start",
        widest: float | None = None,
        bold: bool = False,
    ) -> None:
        shown = fit_letters(text, self.missing)
        font = self.fonts.bold if bold else self.fonts.regular
        if widest is not None:
            shown = cut_to(shown, font, size, widest)
        if shown.strip():
            self.group.add(
                shapes.String(x, y, shown, fontName=font, fontSize=size, fillColor=colour, textAnchor=anchor)
            )
