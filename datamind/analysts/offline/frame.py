"""The plan of an answer: a frozen Frame of measures, dimensions, conditions, order and limit over one catalog index.

Columns and tables are ids of `linking.index`; nothing here knows words or SQL. To add a kind of condition or measure: a
dataclass here, a branch in `rendering.py` and one in `wording.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from datamind.sql.grains import Grain

Aggregate = Literal["count", "count_distinct", "sum", "avg", "min", "max", "median", "formula"]
Operator = Literal["=", "!=", "<", "<=", ">", ">="]
Scalar = str | float | int


# ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Compare:
    """`column` `operator` `value`; `fold` compares text without case, for a text that was not found among stored values."""

    column: int
    operator: Operator
    value: Scalar
    fold: bool = False


@dataclass(frozen=True)
class OneOf:
    column: int
    values: tuple[Scalar, ...]
    negated: bool = False
    fold: bool = False


@dataclass(frozen=True)
class Like:
    """Text holds, starts or ends with `text`, without case."""

    column: int
    text: str
    place: Literal["anywhere", "start", "end"] = "anywhere"
    negated: bool = False


@dataclass(frozen=True)
class Between:
    column: int
    low: Scalar
    high: Scalar


@dataclass(frozen=True)
class Period:
    """start <= column < end; an open side is None. On a year column the years are compared."""

    column: int
    start: date | None
    end: date | None
    words: str = ""


@dataclass(frozen=True)
class DatePart:
    """A part of a date equals one of `values`: weekend days, a month of any year."""

    column: int
    grain: Grain
    values: tuple[int, ...]


@dataclass(frozen=True)
class IsNull:
    column: int
    negated: bool = False


@dataclass(frozen=True)
class ColumnCompare:
    left: int
    operator: Operator
    right: int


@dataclass(frozen=True)
class VersusAggregate:
    """`column` compared with an aggregate of `of` over the rows where `conditions` hold."""

    column: int
    operator: Operator
    aggregate: Aggregate
    of: int
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Linked:
    """A row of the frame's base has (or has not) a linked row of `table` where `conditions` hold.

    `via` are foreign-key columns preferred on the way.
    """

    table: int
    conditions: tuple[Condition, ...] = ()
    negated: bool = False
    via: tuple[int, ...] = ()
    back: bool = False  # of a table that points at itself: the rows that point here, not the row pointed at


@dataclass(frozen=True)
class Many:
    """The number of linked rows of `table` where `conditions` hold, compared with `value`."""

    table: int
    operator: Operator
    value: Scalar
    conditions: tuple[Condition, ...] = ()
    via: tuple[int, ...] = ()
    of: int | None = None  # the sum of this column instead of the number of rows


@dataclass(frozen=True)
class InGroup:
    """The row's `column` is among those of the rows of `table` (by default the column's own) where `conditions` hold.

    `other` is the column compared with when the table is another one: both hold the same kind of value.
    """

    column: int
    conditions: tuple[Condition, ...] = ()
    other: int | None = None
    negated: bool = False


@dataclass(frozen=True)
class AnyOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class AllOf:
    conditions: tuple[Condition, ...]


Condition = (
    Compare
    | OneOf
    | Like
    | Between
    | Period
    | DatePart
    | IsNull
    | ColumnCompare
    | VersusAggregate
    | Linked
    | InGroup
    | Many
    | AnyOf
    | AllOf
)


# ── measures ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Measure:
    """One number per group: an aggregate of a column, of an expression over `table`, or of the rows of `table`.

    `divide` turns units (milliseconds to minutes: 60000); `conditions` restrict the rows that count for it alone.
    `aggregate` None takes the column as it is.
    """

    aggregate: Aggregate | None
    column: int | None = None
    table: int | None = None
    expression: str | None = None
    divide: float = 1.0
    conditions: tuple[Condition, ...] = ()
    name: str = ""
    since: int | None = None  # then the days from this date column to `column` are measured


@dataclass(frozen=True)
class Ratio:
    """One measure over another."""

    numerator: Measure
    denominator: Measure
    percent: bool = False
    name: str = ""


@dataclass(frozen=True)
class Share:
    """A measure as a percentage of its total over all groups."""

    measure: Measure
    name: str = ""


@dataclass(frozen=True)
class Change:
    """A measure against the period before: as a difference or in percent."""

    measure: Measure
    percent: bool = False
    name: str = ""


@dataclass(frozen=True)
class Running:
    """A measure added up over the periods so far, or averaged over the last `window` of them."""

    measure: Measure
    window: int | None = None
    name: str = ""


Value = Measure | Ratio | Share | Change | Running


@dataclass(frozen=True)
class Dimension:
    """What rows are grouped by: a column (at a grain of time), or with `table` an entity: its key, shown by its labels."""

    column: int
    grain: Grain | None = None
    table: int | None = None
    shown: tuple[int, ...] = ()
    via: int | None = None


@dataclass(frozen=True)
class Sort:
    """By a column, by the n-th value, or by the n-th dimension."""

    by: int | Value
    descending: bool = False
    is_dimension: bool = False
    is_column: bool = False


@dataclass(frozen=True)
class Frame:
    """The whole plan. Without values and dimensions it lists `columns` of `base`'s rows; else it is an aggregate."""

    base: int
    columns: tuple[int, ...] = ()
    values: tuple[Value, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    conditions: tuple[Condition, ...] = ()
    having: tuple[tuple[Value, Operator, Scalar], ...] = ()
    order: tuple[Sort, ...] = ()
    limit: int | None = None
    distinct: bool = False
    per_group: int | None = None  # the first n of each group, the first dimension being the group
    via: tuple[int, ...] = ()  # foreign-key columns preferred in joins
    partition: Dimension | None = None  # with per_group: the group of rows that are listed
    extreme: tuple[int, Aggregate] | None = None  # rows whose column equals its max or min: ties are kept
    near: tuple[int, ...] = ()  # tables that the question names: ways through them are preferred
    hide_values: bool = False  # the values serve order and having only

    def with_conditions(self, *conditions: Condition) -> Frame:
        return replace(self, conditions=(*self.conditions, *conditions))
