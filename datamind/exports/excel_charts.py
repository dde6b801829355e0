"""The picture of a part as Excel's own chart, on a sheet of its own beside the numbers that it shows.

In: a workbook and a part. The kinds that Excel draws as we mean them are in `_MAKERS`; of the others there is no such sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datamind.charts.series import read_grid
from datamind.exports.base import Part
from datamind.shape import read_shape

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_LABELS = 200
_MAKERS = ("bar", "grouped_bar", "stacked_bar", "line", "area", "stacked_area", "pie")


def add_chart(workbook: Workbook, part: Part, name: Callable[[str], str]) -> None:
    """A sheet with the chart, where the part has one of a kind that Excel knows."""
    from datamind.exports.excel import put_text

    spec = part.chart
    if spec is None or spec.kind not in _MAKERS or not spec.x or not spec.y or not part.result.rows:
        return
    shape = read_shape(part.result)
    labels, series, cells, _ = read_grid(spec, shape, MOST_LABELS)
    if not labels or not cells:
        return
    sheet = workbook.create_sheet(name(part.title))
    put_text(sheet, 1, 1, spec.x)
    for column, title in enumerate(series, 2):
        put_text(sheet, 1, column, title)
    for row, label in enumerate(labels, 2):
        put_text(sheet, row, 1, label)
        for column, title in enumerate(series, 2):
            sheet.cell(row, column, cells.get((label, title)))
    sheet.column_dimensions["A"].width = 24
    chart = _make(spec.kind)
    chart.add_data(_area(sheet, 2, len(series) + 1, 1, len(labels) + 1), titles_from_data=True)
    chart.set_categories(_area(sheet, 1, 1, 2, len(labels) + 1))
    chart.title, chart.height, chart.width = part.title[:200], 10, 20
    if len(series) == 1 and spec.kind != "pie":
        chart.legend = None
    for axis in ("x_axis", "y_axis"):
        if hasattr(chart, axis):
            getattr(chart, axis).delete = False
    sheet.add_chart(chart, f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[len(series) + 2]}2")


def _make(kind: str) -> Any:
    from openpyxl.chart import AreaChart, BarChart, LineChart, PieChart

    if kind == "pie":
        return PieChart()
    if kind == "line":
        return LineChart()
    if kind in ("area", "stacked_area"):
        area = AreaChart()
        area.grouping = "stacked" if kind == "stacked_area" else "standard"
        return area
    bars = BarChart()
    bars.type = "col"
    if kind == "stacked_bar":
        bars.grouping, bars.overlap = "stacked", 100
    return bars


def _area(sheet: Any, first_column: int, last_column: int, first_row: int, last_row: int) -> Any:
    from openpyxl.chart import Reference

    return Reference(sheet, min_col=first_column, max_col=last_column, min_row=first_row, max_row=last_row)
