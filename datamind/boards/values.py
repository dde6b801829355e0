"""A board and what is on it, as frozen values. Made from rows of the store by `keeping`, drawn by pages.

To give widgets or boards another property: a field here, a column in the store, its lines in `keeping`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from datamind.types import ChartSpec

WidgetKind = Literal["query", "text"]
FilterKind = Literal["dates", "values", "numbers", "person"]
WIDTHS = (3, 4, 6, 8, 12)
HEIGHTS = ("low", "middle", "high")


@dataclass(frozen=True)
class Widget:
    """A query with its picture, or a text; never a copied result.

    `columns` are the names that the picture knows the result's columns by, in order. `bindings` say, by filter, to which
    column it goes here ("orders.ordered_on", "" for none); a filter not named is bound by itself. `width` is in twelfths.
    """

    id: int
    kind: WidgetKind
    title: str
    text: str = ""
    connection_id: int | None = None
    saved_query_id: int | None = None
    sql: str = ""
    question: str = ""
    chart: ChartSpec | None = None
    columns: tuple[str, ...] = ()
    section: str = ""
    width: int = 6
    height: str = "middle"
    bindings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filter:
    """`name` stands in the address; `column` is "table.column" of its connection, or the attribute of a "person" filter's."""

    name: str
    label: str
    kind: FilterKind
    connection_id: int
    column: str
    default: str = ""
    attribute: str = ""


@dataclass(frozen=True)
class Board:
    """`version` goes up by one with every change; `may_edit` is about whoever asked for it."""

    id: int
    name: str
    description: str
    tags: tuple[str, ...]
    owner: str
    shared: bool
    version: int
    updated_at: datetime
    updated_by: str
    favourite: bool = False
    archived: bool = False
    may_edit: bool = False
    refresh_s: int | None = None
    filters: tuple[Filter, ...] = ()
    widgets: tuple[Widget, ...] = ()
    n_widgets: int = 0

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of its sections in the order in which their first widgets stand."""
        return tuple(dict.fromkeys(widget.section for widget in self.widgets))


@dataclass(frozen=True)
class Version:
    """An earlier state of a board: what was done, by whom, when."""

    version: int
    what: str
    author: str
    at: datetime
