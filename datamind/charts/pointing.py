"""What somebody points at in a picture: a point as the browser reports it goes in, the name of the row it stands for comes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import unescape
from typing import Any

from datamind.shape import Shape, write_label
from datamind.types import ChartSpec

ALONG_TIME = frozenset({"line", "area", "stacked_area"})
BY_NAME = frozenset({"bar", "grouped_bar", "stacked_bar", "stacked_full_bar", "map", "pareto", "funnel", "waterfall"})


def name_point(spec: ChartSpec, shape: Shape, point: Mapping[str, Any]) -> str | None:
    """ "Germany", "November 2025"; None for what stands for no row alone (others, totals) and for kinds without names."""
    axis = shape.column(spec.x or "")
    if axis is None:
        return None
    if spec.kind in ALONG_TIME:
        return _name_moment(axis.periods.starts, axis, str(point.get("x", ""))) if axis.periods else None
    told = point.get("customdata")
    first = told[0] if isinstance(told, list | tuple) and told else None
    if spec.kind not in BY_NAME or not isinstance(first, str):
        return None
    label = unescape(first)
    return label if label in {write_label(axis, row) for row in range(shape.n_rows)} and label != "–" else None


def _name_moment(starts: tuple[datetime | None, ...] | list[datetime | None], axis: Any, text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "T"))
    except ValueError:
        return None
    return write_label(axis, starts.index(moment)) if moment in starts else None
