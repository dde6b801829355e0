"""A funnel: steps from the first to the last as centred bars, each with what it keeps of the first; for counts that shrink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.charts.base import Kind
from datamind.charts.fitting import fit_over_axis
from datamind.charts.frame import HEIGHT_PX, add_notes, label_axis, note_empty, plain, start_figure
from datamind.charts.palette import Palette
from datamind.charts.series import read_bars
from datamind.formats import write, write_number, write_short
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_STEPS = 12
STEP_PX = 44


def fit(shape: Shape) -> ChartSpec | None:
    spec = fit_over_axis("funnel", shape, series=False)
    measure = shape.column(spec.y[0]) if spec else None
    if spec is None or measure is None or shape.time is not None:
        return None
    return spec if min(measure.present) >= 0 and max(measure.present) > 0 else None


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    measure = shape.column(spec.y[0]) if spec.y else None
    labels, values, notes = read_bars(spec, shape, 10**6)
    steps = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None and value >= 0]
    if measure is None or not steps:
        return note_empty(start_figure(palette), palette)
    if len(steps) > MOST_STEPS:
        notes = [*notes, f"the first {MOST_STEPS} of {len(steps):,} steps shown"]
        steps = steps[:MOST_STEPS]
    figure = start_figure(palette, max(HEIGHT_PX - 100, 60 + STEP_PX * len(steps)))
    first, widest = steps[0][1], max(value for _, value in steps)
    shares = [f"{write_number(value / first * 100, 1)} %" if first else "" for _, value in steps]
    previous = [None, *(value for _, value in steps)]
    kept = [
        f"{write_number(value / before * 100, 1)} % of the step before" if before else ""
        for (_, value), before in zip(steps, previous, strict=False)
    ]
    figure.add_bar(
        y=list(range(len(steps))),
        x=[value for _, value in steps],
        base=[-value / 2 for _, value in steps],
        orientation="h",
        marker={"color": palette.series[0]},
        text=[
            f"{write_short(value, measure.format)}  ·  {share}" for (_, value), share in zip(steps, shares, strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        textfont={"color": palette.text, "size": 12},
        customdata=[
            [plain(label), write(value, measure.format), text] for (label, value), text in zip(steps, kept, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b>  %{customdata[2]}<extra></extra>",
    )
    names = label_axis(palette, [label for label, _ in steps])
    names["range"] = names["range"][::-1]
    across = {"visible": False, "fixedrange": True, "range": [-widest * 0.52, widest * 0.86]}
    figure.update_layout(xaxis=across, yaxis=names)
    add_notes(figure, palette, [f"% of {steps[0][0]}", *notes] if len(steps) > 1 else notes)
    return figure


KIND = Kind("Funnel", fit, draw)
