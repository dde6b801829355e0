"""What a kind of chart is: the columns that it needs of a result, and how it draws them.

To add one: a file in this room with `fit` and `draw`, a line in `KINDS` (in `__init__.py`), and the contract test covers it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datamind.charts.palette import Palette
from datamind.shape import Shape
from datamind.types import ChartSpec

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


@dataclass(frozen=True)
class Kind:
    """`fit` gives the columns that the kind would show of a shape, or None where it cannot show it.

    `draw` is None for kinds that a page shows by itself (a number, a table).
    """

    title: str
    fit: Callable[[Shape], ChartSpec | None]
    draw: Callable[[ChartSpec, Shape, Palette], Figure] | None = None
