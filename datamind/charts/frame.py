"""The frame around every chart: an empty themed figure, its axes, its notes; texts from data made harmless.

In: a palette and columns. Out: a plotly figure to add traces to. Plotly renders a subset of HTML in every text, so each text
that comes from data passes `plain`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from datamind.charts.palette import Palette
from datamind.formats import Format
from datamind.periods import Grain
from datamind.shape import ColumnShape

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT_PX = 340
LONGEST_LABEL = 28
CONFIG: dict[str, Any] = {"displayModeBar": False, "displaylogo": False, "responsive": True, "scrollZoom": False}
FONT = "Inter, 'Source Sans', 'Segoe UI', system-ui, 'Noto Sans', sans-serif"
_TICK_FORMATS: dict[Grain, str] = {
    "year": "%Y",
    "quarter": "Q%q\n%Y",
    "month": "%b\n%Y",
    "week": "%-d %b\n%Y",
    "day": "%-d %b\n%Y",
    "hour": "%H:%M\n%-d %b",
    "minute": "%H:%M\n%-d %b",
}
_STEPS: dict[Grain, Any] = {"year": "M12", "quarter": "M3", "month": "M1", "week": 7 * 86_400_000, "day": 86_400_000}


def start_figure(palette: Palette, height_px: int = HEIGHT_PX) -> Figure:
    """An empty figure in the house's form: transparent, compact, no tool bar, no legend until asked for."""
    import plotly.graph_objects as go

    layout = {
        "template": None,
        "height": height_px,
        "margin": {"l": 8, "r": 16, "t": 30, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": palette.text},
        "hoverlabel": {"bgcolor": palette.background, "bordercolor": palette.grid, "font": {"color": palette.text}},
        "hovermode": "closest",
        "showlegend": False,
        "colorway": list(palette.series),
        "bargap": 0.24,
        "separators": ".,",
    }
    return go.Figure(layout=layout)


def plain(text: object, longest: int | None = None) -> str:
    """A text from data as plotly shows it letter for letter; cut with an ellipsis at `longest` characters."""
    clean = "".join(letter if letter.isprintable() else " " for letter in str(text))
    if longest is not None and len(clean) > longest:
        clean = clean[: longest - 1].rstrip() + "…"
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def value_axis(palette: Palette, form: Format, *, from_zero: bool = False) -> dict[str, Any]:
    """An axis of numbers in their unit: few ticks, light lines, 1.2M instead of 1,200,000."""
    axis: dict[str, Any] = {
        "gridcolor": palette.grid,
        "zeroline": True,
        "zerolinecolor": palette.muted if from_zero else palette.grid,
        "zerolinewidth": 1,
        "tickfont": {"color": palette.muted, "size": 12},
        "nticks": 6,
        "automargin": True,
        "exponentformat": "B",
        "separatethousands": True,
        "showline": False,
        "fixedrange": True,
    }
    if from_zero:
        axis["rangemode"] = "tozero"
    if form.kind == "fraction":
        axis["tickformat"] = ",.0~%"
    elif form.kind == "percent":
        axis["ticksuffix"] = " %"
    elif form.kind == "money" and form.symbol:
        axis["tickprefix"] = f"{form.symbol} "
    elif form.kind in ("year", "id"):
        axis["tickformat"] = "d"
    return axis


def time_axis(palette: Palette, grain: Grain, moments: Sequence[datetime]) -> dict[str, Any]:
    """An axis of dates with a tick a period while there are few, and no more ticks than fit when there are many."""
    n_points = len(moments)
    first, last = min(moments), max(moments)
    room = (last - first) * 0.02
    # At the ends of the calendar there is no room beyond the data.
    room = room if first - datetime.min > room and datetime.max - last > room else timedelta(0)
    axis: dict[str, Any] = {
        "type": "date",
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": palette.muted, "size": 12},
        "automargin": True,
        "linecolor": palette.grid,
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": palette.grid,
        "fixedrange": True,
        "tickangle": 0,
        "nticks": 8,
    }
    if room:
        axis["range"] = [(first - room).isoformat(), (last + room).isoformat()]
    if grain in _STEPS and n_points <= 8:
        axis["dtick"] = _STEPS[grain]
    # Where the calendar is finer than its grain (half years between years), ticks would name moments that have no value.
    axis["tickformat"] = _TICK_FORMATS[
        "month" if grain == "month" or (grain in ("week", "day") and n_points > 200) else grain
    ]
    axis["hoverformat"] = _TICK_FORMATS[grain].replace("\n", " ")
    return axis


def label_axis(palette: Palette, labels: list[str], longest: int = LONGEST_LABEL) -> dict[str, Any]:
    """An axis of names at the positions 0, 1, 2 …: equal names stay apart, long ones are cut (the hover has them whole)."""
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [plain(label, longest) for label in labels],
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": palette.text, "size": 12},
        "automargin": True,
        "showline": False,
        "fixedrange": True,
        "range": [-0.5, max(len(labels), 1) - 0.5],
    }


def period_axis(palette: Palette, labels: list[str]) -> dict[str, Any]:
    """A `label_axis` of periods in two lines ("Nov" over "2025"), of many only each second, third …"""
    step = max(1, -(-len(labels) // 10))
    shown = [place for place in range(len(labels)) if place % step == 0]
    texts = [plain(_shorten_period(labels[place])).replace(" ", "<br>", 1) for place in shown]
    return label_axis(palette, labels) | {"tickangle": 0, "tickvals": shown, "ticktext": texts}


def _shorten_period(label: str) -> str:
    """ "November 2025" → "Nov 2025", "3 Nov 2025" and "week of 3 Nov 2025" → "3\u00a0Nov 2025"."""
    words = [word[:3] if word.isalpha() else word for word in label.removeprefix("week of ").split(" ")]
    return f"{words[0]}\u00a0{' '.join(words[1:])}" if len(words) > 2 else " ".join(words)


def name_value_axis(figure: Figure, palette: Palette, title: str) -> None:
    """The unit of the value axis, written level above it: nobody should have to turn their head."""
    _write_above(figure, palette, title, x=0, anchor="left")


def add_notes(figure: Figure, palette: Palette, notes: list[str]) -> None:
    """What the picture leaves out or marks, in one small line under it; also in `layout.meta["notes"]`."""
    figure.layout.meta = {"notes": notes}
    if not notes:
        return
    figure.layout.margin.b = 62
    figure.update_layout(
        title={
            "text": plain(" · ".join(notes)),
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "pad": {"l": 8, "b": 6},
            "font": {"size": 11, "color": palette.muted},
        }
    )


def show_legend(figure: Figure, palette: Palette, title: str = "") -> None:
    """A legend above the plot, for where direct labels do not fit, headed by the unit of the value axis."""
    figure.update_layout(
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"color": palette.text, "size": 12},
            "title": {"text": plain(title, 60), "side": "top left", "font": {"size": 12, "color": palette.muted}},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": "toggleothers",
            "traceorder": "normal",
        },
    )
    figure.layout.margin.t = 8


def axis_title(column: ColumnShape) -> str:
    """A measure's name for its axis: "average price (€)"."""
    title = column.title[:1].upper() + column.title[1:]
    return f"{title} ({column.format.symbol})" if column.format.symbol else title


def note_empty(figure: Figure, palette: Palette) -> Figure:
    """A figure that says that there is nothing to draw."""
    figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    figure.add_annotation(
        text="Nothing to draw: no row has a value", x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False
    )
    figure.layout.annotations[-1].font = {"color": palette.muted, "size": 14}
    figure.layout.meta = {"notes": []}
    return figure


def _write_above(figure: Figure, palette: Palette, text: str, x: float, anchor: str) -> None:
    figure.add_annotation(
        text=plain(text, 60),
        x=x,
        y=1,
        yshift=6,
        xref="paper",
        yref="paper",
        xanchor=anchor,
        yanchor="bottom",
        showarrow=False,
        font={"size": 12, "color": palette.muted},
    )
