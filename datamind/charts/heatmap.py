"""A grid of two dimensions, coloured from few to many, with the number in each cell while they fit; empty cells stay empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamind.charts.base import Kind
from datamind.charts.frame import HEIGHT_PX, add_notes, label_axis, note_empty, plain, start_figure
from datamind.charts.palette import Palette
from datamind.charts.series import read_grid
from datamind.formats import write, write_short
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_CELLS_WITH_NUMBERS = 150
MOST_SIDE = 60


def fit(shape: Shape) -> ChartSpec | None:
    measure = next((column for column in shape.measures if column.present), None)
    dimensions = [column for column in shape.dimensions if column.role != "text"]
    if measure is None or len(dimensions) < 2:
        return None
    one, two = dimensions[:2]
    if two.role == "time" or (one.distinct < two.distinct and one.role != "time"):
        one, two = two, one
    return ChartSpec("heatmap", one.name, (measure.name,), two.name)


def draw(spec: ChartSpec, shape: Shape, palette: Palette) -> Figure:
    measure = shape.column(spec.y[0]) if spec.y else None
    columns, rows, cells, notes = read_grid(spec, shape, MOST_SIDE, MOST_SIDE)
    if measure is None or not cells:
        return note_empty(start_figure(palette), palette)
    figure = start_figure(palette, max(HEIGHT_PX, 80 + 26 * len(rows)))
    grid = [[cells.get((column, row)) for column in columns] for row in rows]
    numbers = [value for line in grid for value in line if value is not None]
    low, high = min(numbers), max(numbers)
    trace: dict[str, Any] = {"colorscale": _spread(palette.scale), "zmin": low if low < high else low - 1, "zmax": high}
    if low < 0 < high:
        reach = max(-low, high)
        trace = {"colorscale": _spread(palette.diverging), "zmin": -reach, "zmax": reach}
    if len(columns) * len(rows) <= MOST_CELLS_WITH_NUMBERS and len(columns) <= 16:
        trace["text"] = [
            ["" if value is None else write_short(value, measure.format) for value in line] for line in grid
        ]
        trace["texttemplate"] = "%{text}"
    figure.add_heatmap(
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        z=grid,
        xgap=2,
        ygap=2,
        hoverongaps=False,
        customdata=[
            [
                [plain(column), plain(row), write(value, measure.format)]
                for column, value in zip(columns, line, strict=True)
            ]
            for row, line in zip(rows, grid, strict=True)
        ],
        hovertemplate="%{customdata[0]} · %{customdata[1]}<br><b>%{customdata[2]}</b><extra></extra>",
        colorbar={
            "thickness": 10,
            "outlinewidth": 0,
            "title": {"text": plain(measure.title, 24), "font": {"size": 12, "color": palette.muted}},
            "tickfont": {"color": palette.muted, "size": 11},
            "exponentformat": "B",
        },
        **trace,
    )
    names = label_axis(palette, rows, 24)
    names["range"] = names["range"][::-1]
    figure.update_layout(xaxis=label_axis(palette, columns, 18), yaxis=names)
    add_notes(figure, palette, notes)
    return figure


def _spread(colours: tuple[str, ...]) -> list[list[Any]]:
    return [[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)]


KIND = Kind("Heatmap", fit, draw)
