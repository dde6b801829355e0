"""Charts as vectors without a browser: the figure that pages show, drawn with reportlab for PDF and SVG.

`draw_chart` takes a spec and its rows, has `charts.draw` make the figure, and draws that figure's traces; so a file shows the
very numbers, gaps, names and notes of the page. To teach it a kind of trace: a function in this room and a line in TRACES.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind import charts
from datamind.exports.drawing.figure import TRACES, draw_figure
from datamind.exports.fonts import Missing, load_fonts
from datamind.types import ChartSpec, ResultSet

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

WITHOUT_PICTURE = ("number", "table")
NOT_DRAWN = "This picture is drawn on the page only; its rows are below."


def draw_chart(
    spec: ChartSpec | None, result: ResultSet, width: float, missing: Missing, theme: str = "light"
) -> Drawing | None:
    """The picture, `width` points wide; None where the part has none, or it holds traces that cannot be drawn here."""
    if spec is None or spec.kind in WITHOUT_PICTURE or not result.rows:
        return None
    kind = charts.KINDS.get(spec.kind)
    if kind is None or kind.draw is None:
        return None
    try:
        figure = charts.draw(spec, result, theme).to_dict()
    except ValueError:  # a column that this result lacks: the rows are shown instead
        return None
    if any(trace.get("type", "scatter") not in TRACES for trace in figure["data"]):
        return None
    return draw_figure(figure, width, missing, charts.PALETTES["dark" if theme == "dark" else "light"])


def write_svg(drawing: Drawing, title: str) -> str:
    """The picture as an SVG element for a page, without any script or link."""
    from reportlab.graphics import renderSVG

    svg = renderSVG.drawToString(drawing)
    start = svg.index("<svg")
    fonts = load_fonts()
    for name in (fonts.regular, fonts.bold):
        svg = svg.replace(f"font-family: {name}", "font-family: 'DejaVu Sans', system-ui, sans-serif")
    return str(svg[start:])


__all__ = ["NOT_DRAWN", "TRACES", "draw_chart", "write_svg"]
