"""The chart of an event as a vector picture for a message, made without a browser."""

from __future__ import annotations

import json
from datetime import datetime

from datamind.charts.band import BandRow, draw_band

WIDTH = 560


def read_series(series: str) -> tuple[BandRow, ...]:
    """The rows that `recording.write_series` kept."""
    return tuple(
        (datetime.fromisoformat(moment), value, low, high, out) for moment, value, low, high, out in json.loads(series)
    )


def write_picture(series: str) -> bytes | None:
    """SVG; None where there is no series to speak of."""
    from datamind.charts import PALETTES
    from datamind.exports.drawing import TRACES, write_svg
    from datamind.exports.drawing.figure import draw_figure
    from datamind.exports.fonts import Missing

    rows = read_series(series)
    if len(rows) < 2:
        return None
    figure = draw_band(rows).to_dict()
    if any(trace.get("type", "scatter") not in TRACES for trace in figure["data"]):
        return None
    return write_svg(draw_figure(figure, WIDTH, Missing(), PALETTES["light"]), "alert").encode()
