"""A frame comes in, words go out: the reading as a sentence, its parts as chips, a title."""

from __future__ import annotations

from datetime import date, timedelta

from datamind.analysts.offline.conversions import name_converted
from datamind.analysts.offline.frame import (
    AllOf,
    AnyOf,
    Between,
    Change,
    ColumnCompare,
    Compare,
    Condition,
    DatePart,
    Dimension,
    Frame,
    InGroup,
    IsNull,
    Like,
    Linked,
    Many,
    Measure,
    OneOf,
    Period,
    Ratio,
    Running,
    Scalar,
    Share,
    Sort,
    Value,
    VersusAggregate,
)  # fmt: skip
from datamind.linking.index import CatalogIndex
from datamind.linking.morphology import plural, singular, split_name
from datamind.types import Chip

_AGGREGATES = {
    "sum": "total",
    "avg": "average",
    "min": "lowest",
    "max": "highest",
    "median": "median",
    "count": "number of",
    "count_distinct": "number of different",
    "formula": "",
}
_OPERATORS = {"=": "is", "!=": "is not", "<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least"}
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_GRAINS = {"month_of_year": "month of the year", "weekday": "day of the week", "hour": "hour of the day"}


def say_of(aggregate: str, what: str) -> str:
    """ "total amount"; what is called a total, an average already is not called so twice."""
    return what if aggregate == what.split(" ", maxsplit=1)[0] else f"{aggregate} {what}"


class Wording:
    """Words for the parts of frames over one index."""

    def __init__(self, index: CatalogIndex):
        self.index = index

    def column(self, column: int) -> str:
        return " ".join(split_name(self.index.columns[column].name))

    def table(self, table: int) -> str:
        return " ".join(split_name(self.index.tables[table].name))

    def reading(self, frame: Frame) -> str:
        """ "Total amount by region, where status is paid, highest first, the first 5"."""
        what = ", ".join(self.value(value) for value in frame.values) if frame.values and not frame.hide_values else ""
        if not what:
            shown = [self.column(column) for column in frame.columns] or [
                self.dimension(dimension) for dimension in frame.dimensions
            ]
            what = f"{', '.join(shown)} of {self.table(frame.base)}" if frame.columns else f"the {', '.join(shown)}"
        parts = [what]
        if frame.dimensions and frame.values and not frame.hide_values:
            parts[0] += " by " + " and ".join(self.dimension(dimension) for dimension in frame.dimensions)
        if frame.conditions:
            parts.append("where " + " and ".join(self.condition(condition) for condition in frame.conditions))
        parts.extend(
            f"with {self.value(value)} {_OPERATORS[operator]} {number:g}" for value, operator, number in frame.having
        )
        parts.extend(self.sort(sort, frame) for sort in frame.order[:1] if not _is_natural(sort, frame))
        if frame.limit:
            parts.append("only the first" if frame.limit == 1 else f"the first {frame.limit}")
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]

    def chips(self, frame: Frame) -> tuple[Chip, ...]:
        chips = [Chip("measure", self.value(value)) for value in frame.values]
        chips += [Chip("by", self.dimension(dimension)) for dimension in frame.dimensions]
        for condition in frame.conditions:
            chips.append(
                Chip("when" if isinstance(condition, Period | DatePart) else "where", self.condition(condition))
            )
        chips += [Chip("order", self.sort(sort, frame)) for sort in frame.order]
        if frame.limit:
            chips.append(Chip("top", str(frame.limit)))
        return tuple(chips)

    def value(self, value: Value) -> str:
        if isinstance(value, Measure):
            return self.measure(value)
        if isinstance(value, Ratio):
            return (
                value.name
                or f"{'share' if value.percent else 'ratio'} of {self.measure(value.numerator)} to {self.measure(value.denominator)}"
            )
        inner = self.measure(value.measure)
        if isinstance(value, Share):
            return f"share of {inner} in percent"
        if isinstance(value, Change):
            return f"change of {inner}{' in percent' if value.percent else ''} from the period before"
        assert isinstance(value, Running)  # noqa: S101 (for the type checker)
        return f"running {inner}" if value.window is None else f"average of {inner} over {value.window} periods"

    def measure(self, measure: Measure) -> str:
        if measure.expression is not None:
            what = measure.name or measure.expression
        elif measure.column is not None:
            what = name_converted(self.column(measure.column), measure.divide)
        else:
            what = plural(self.table(measure.table if measure.table is not None else 0))
        text = say_of(_AGGREGATES[measure.aggregate], what) if measure.aggregate else what
        if measure.conditions:
            text += " where " + " and ".join(self.condition(condition) for condition in measure.conditions)
        return text

    def dimension(self, dimension: Dimension) -> str:
        if dimension.grain:
            return f"{_GRAINS.get(dimension.grain, dimension.grain)} of {self.column(dimension.column)}"
        if dimension.table is not None:
            return singular(self.table(dimension.table))
        return self.column(dimension.column)

    def sort(self, sort: Sort, frame: Frame) -> str:
        if sort.is_dimension and isinstance(sort.by, int):
            name = self.dimension(frame.dimensions[sort.by])
        elif isinstance(sort.by, int):
            name = self.column(sort.by)
        else:
            name = self.value(sort.by)
        return f"by {name}, {'highest' if sort.descending else 'lowest'} first"

    def condition(self, condition: Condition) -> str:
        if isinstance(condition, Compare):
            return f"{self.column(condition.column)} {_OPERATORS[condition.operator]} {said(condition.value)}"
        if isinstance(condition, OneOf):
            return f"{self.column(condition.column)} is {'not ' if condition.negated else ''}{' or '.join(said(value) for value in condition.values)}"
        if isinstance(condition, Like):
            verb = {"anywhere": "contains", "start": "starts with", "end": "ends with"}[condition.place]
            return f"{self.column(condition.column)} {'not ' if condition.negated else ''}{verb} {said(condition.text)}"
        if isinstance(condition, Between):
            return f"{self.column(condition.column)} is between {said(condition.low)} and {said(condition.high)}"
        if isinstance(condition, Period):
            return f"{self.column(condition.column)} is {period_words(condition.start, condition.end)}"
        if isinstance(condition, DatePart):
            names = [_WEEKDAYS[value] if condition.grain == "weekday" else str(value) for value in condition.values]
            return f"{_GRAINS.get(condition.grain, condition.grain)} of {self.column(condition.column)} is {' or '.join(names)}"
        if isinstance(condition, IsNull):
            return f"{self.column(condition.column)} is {'filled' if condition.negated else 'empty'}"
        if isinstance(condition, ColumnCompare):
            return f"{self.column(condition.left)} {_OPERATORS[condition.operator]} {self.column(condition.right)}"
        if isinstance(condition, VersusAggregate):
            return f"{self.column(condition.column)} {_OPERATORS[condition.operator]} the {_AGGREGATES[condition.aggregate]} {self.column(condition.of)}"
        if isinstance(condition, Linked):
            inner = (
                " where " + " and ".join(self.condition(each) for each in condition.conditions)
                if condition.conditions
                else ""
            )
            return f"there is {'no' if condition.negated else 'a'} {singular(self.table(condition.table))}{inner}"
        if isinstance(condition, InGroup):
            inner = (
                " where " + " and ".join(self.condition(each) for each in condition.conditions)
                if condition.conditions
                else ""
            )
            other = condition.other if condition.other is not None else condition.column
            return f"{self.column(condition.column)} is {'not ' if condition.negated else ''}among those of {self.table(self.index.columns[other].table_id)}{inner}"
        if isinstance(condition, Many):
            if condition.of is not None:
                return f"the total {self.column(condition.of)} of its {plural(self.table(condition.table))} {_OPERATORS[condition.operator]} {condition.value:g}"
            return f"the number of {plural(self.table(condition.table))} {_OPERATORS[condition.operator]} {condition.value}"
        joiner = " or " if isinstance(condition, AnyOf) else " and "
        assert isinstance(condition, AnyOf | AllOf)  # noqa: S101 (for the type checker)
        return "(" + joiner.join(self.condition(each) for each in condition.conditions) + ")"


def said(value: Scalar) -> str:
    return (
        f"“{value}”"
        if isinstance(value, str)
        else f"{value:,}"
        if isinstance(value, int) and abs(value) >= 10_000
        else f"{value:g}"
    )


def period_words(start: date | None, end: date | None) -> str:
    """A half-open period in words: "in 2023", "from 2023-05-01 to 2023-05-31", "before 2010-01-01"."""
    if start and end:
        if (start.month, start.day, end.month, end.day) == (1, 1, 1, 1):
            return f"in {start.year}" if end.year == start.year + 1 else f"from {start.year} to {end.year - 1}"
        last = end - timedelta(1)
        return f"on {start}" if last == start else f"from {start} to {last}"
    if start:
        return f"from {start} on"
    return f"before {end}"


def _is_natural(sort: Sort, frame: Frame) -> bool:
    """Whether it is the order of time, from which nothing is cut: nobody needs to be told."""
    by = frame.dimensions[sort.by] if sort.is_dimension and isinstance(sort.by, int) else None
    return by is not None and by.grain is not None and not sort.descending and not frame.limit
