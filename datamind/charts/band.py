"""A series with the band of what was to be expected, and the moments that stand out: the picture of an alert.

In: rows of (moment, value, low, high, stands out), oldest first. Out: a plotly figure, as `charts.draw` gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from datamind.charts.frame import note_empty, start_figure, time_axis, value_axis
from datamind.charts.palette import fade, find_palette
from datamind.formats import Format
from datamind.periods import read_periods

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

BandRow = tuple[datetime, float | None, float | None, float | None, bool]


def draw_band(rows: Sequence[BandRow], theme: str = "light", height_px: int = 280) -> Figure:
    """Where only one side is bounded, that bound is a dashed line; where both are, the band between them is tinted."""
    palette = find_palette(theme)
    figure = start_figure(palette, height_px)
    if not rows:
        return note_empty(figure, palette)
    moments = [row[0] for row in rows]
    blue, red = palette.series[0], palette.series[6]
    lows, highs = [row[2] for row in rows], [row[3] for row in rows]
    if any(low is not None and high is not None for low, high in zip(lows, highs, strict=True)):
        edge = {"x": moments, "mode": "lines", "line": {"width": 0, "color": fade(blue, 0.2)}, "hoverinfo": "skip"}
        figure.add_scatter(y=highs, **edge)
        figure.add_scatter(y=lows, fill="tonexty", fillcolor=fade(blue, 0.13), **edge)
    else:
        for bound in (lows, highs):
            if any(value is not None for value in bound):
                line = {"width": 1.5, "dash": "dash", "color": palette.muted}
                figure.add_scatter(x=moments, y=bound, mode="lines", line=line, hoverinfo="skip")
    single = len(rows) == 1
    figure.add_scatter(
        x=moments,
        y=[row[1] for row in rows],
        mode="markers" if single else "lines",
        line={"color": blue, "width": 2},
        hovertemplate="%{x|%-d %b %Y %H:%M}: <b>%{y:,}</b><extra></extra>",
    )
    out = [row for row in rows if row[4]]
    figure.add_scatter(
        x=[row[0] for row in out],
        y=[row[1] for row in out],
        mode="markers",
        marker={"color": red, "size": 9},
        hovertemplate="%{x|%-d %b %Y %H:%M}: <b>%{y:,}</b> fires<extra></extra>",
    )
    periods = read_periods("moment", moments)
    figure.update_layout(
        xaxis=time_axis(palette, periods.grain if periods else "minute", moments), yaxis=value_axis(palette, Format())
    )
    return figure
