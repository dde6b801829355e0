"""Measures, ratios, shares, changes and running totals come in, sqlglot expressions go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from datamind.analysts.offline import condition_sql
from datamind.analysts.offline.conversions import name_converted
from datamind.analysts.offline.frame import (
    Change,
    Frame,
    Measure,
    Ratio,
    Share,
    Value,
)  # fmt: skip
from datamind.analysts.offline.joins import find_path
from datamind.analysts.offline.sources import Sources, column_node
from datamind.linking.index import CatalogIndex
from datamind.linking.morphology import plural, split_name
from datamind.sql import grains

if TYPE_CHECKING:
    from datamind.analysts.offline.rendering import Renderer

_AGGREGATES: dict[str, type[exp.Expr]] = {
    "sum": exp.Sum,
    "avg": exp.Avg,
    "min": exp.Min,
    "max": exp.Max,
    "count": exp.Count,
}


def prepare(renderer: Renderer, value: Value, sources: Sources) -> None:
    """Join the table that a value reads, so that multiplied rows are known before it is written."""
    for measure in measures_of(value):
        if measure.since is not None:
            sources.alias(renderer.index.columns[measure.since].table_id)
        table = renderer.index.columns[measure.column].table_id if measure.column is not None else measure.table
        if table is not None:
            sources.alias(table)


def value(renderer: Renderer, value: Value, sources: Sources, frame: Frame) -> exp.Expr:
    if isinstance(value, Measure):
        return measured(renderer, value, sources)
    if isinstance(value, Ratio):
        top = real(renderer, measured(renderer, value.numerator, sources))
        bottom = exp.Nullif(this=measured(renderer, value.denominator, sources), expression=condition_sql.literal(0))
        ratio = exp.Div(this=top, expression=bottom, typed=True, safe=True)
        return exp.Mul(this=condition_sql.literal(100), expression=ratio) if value.percent else ratio
    measure = measured(renderer, value.measure, sources)
    if isinstance(value, Share):
        return share(renderer, measure, value.measure, sources, frame)
    order = exp.Order(
        expressions=[exp.Ordered(this=node.copy()) for node in renderer.dimension(frame.dimensions[0], sources)[0]]
    )
    if isinstance(value, Change):
        before = exp.Window(this=exp.Lag(this=measure.copy()), order=order)
        difference = exp.Sub(this=measure, expression=before)
        if not value.percent:
            return difference
        top = real(renderer, exp.Paren(this=difference))
        ratio = exp.Div(
            this=top,
            expression=exp.Nullif(this=before.copy(), expression=condition_sql.literal(0)),
            typed=True,
            safe=True,
        )
        return exp.Mul(this=condition_sql.literal(100), expression=ratio)
    spec = exp.WindowSpec(
        kind="ROWS",
        start="UNBOUNDED" if value.window is None else str(value.window - 1),
        start_side="PRECEDING",
        end="CURRENT ROW",
    )
    function = exp.Sum(this=measure) if value.window is None else exp.Avg(this=measure)
    return exp.Window(this=function, order=order, spec=spec)


def real(renderer: Renderer, node: exp.Expr) -> exp.Expr:
    return exp.Mul(this=exp.Literal.number("1.0"), expression=node)


def share(renderer: Renderer, measure: exp.Expr, of: Measure, sources: Sources, frame: Frame) -> exp.Expr:
    whole = exp.Window(this=exp.Sum(this=measure.copy()))
    return exp.Div(
        this=exp.Mul(this=exp.Literal.number("100.0"), expression=measure),
        expression=exp.Nullif(this=whole, expression=condition_sql.literal(0)),
        typed=True,
        safe=True,
    )


def measured(renderer: Renderer, measure: Measure, sources: Sources) -> exp.Expr:
    conditions = [condition_sql.predicate(renderer, condition, sources) for condition in measure.conditions]
    node = aggregated(renderer, measure, sources, exp.and_(*conditions) if conditions else None)
    if measure.divide != 1.0:
        node = exp.Div(this=node, expression=exp.Literal.number(f"{measure.divide:.1f}"), typed=True, safe=True)
    return node


def aggregated(renderer: Renderer, measure: Measure, sources: Sources, only: exp.Expr | None) -> exp.Expr:
    if measure.aggregate in ("count", "count_distinct") and measure.expression is None:
        return count(renderer, measure, sources, only)
    if measure.since is not None and measure.column is not None:
        node = grains.days_between(sources.column(measure.since), sources.column(measure.column), renderer.dialect)
    elif measure.expression is not None:
        node = expression(renderer, measure, sources)
    else:
        assert measure.column is not None  # noqa: S101 (for the type checker)
        entry = renderer.index.columns[measure.column]
        node = (
            sources.column(measure.column)
            if measure.aggregate in ("min", "max") and not entry.is_number
            else renderer.number(measure.column, sources)
        )
    if measure.aggregate is None or measure.aggregate == "formula":
        return node
    table = renderer.index.columns[measure.column].table_id if measure.column is not None else measure.table
    if (
        measure.aggregate in ("sum", "avg", "median")
        and sources.multiplied
        and table is not None
        and not is_finest(renderer, table, sources)
    ):
        renderer.counts_twice = True
    if only is not None:
        node = exp.Case(ifs=[exp.If(this=only, true=node)])
    if measure.aggregate == "median":
        return exp.Anonymous(this="MEDIAN", expressions=[node])
    return _AGGREGATES[measure.aggregate](this=node)


def count(renderer: Renderer, measure: Measure, sources: Sources, only: exp.Expr | None) -> exp.Expr:
    if measure.column is not None:
        node: exp.Expr = sources.column(measure.column)
        if only is not None:
            node = exp.Case(ifs=[exp.If(this=only, true=node)])
        return exp.Count(this=exp.Distinct(expressions=[node]) if measure.aggregate == "count_distinct" else node)
    table = measure.table if measure.table is not None else sources.base
    alias = sources.alias(table)
    key = renderer.index.tables[table].table.primary_key
    several = sources.multiplied and not is_finest(renderer, table, sources)
    if several and len(key) == 1:
        node = column_node(alias, key[0])
        if only is not None:
            node = exp.Case(ifs=[exp.If(this=only, true=node)])
        return exp.Count(this=exp.Distinct(expressions=[node]))
    if only is not None:
        return exp.Sum(
            this=exp.Case(ifs=[exp.If(this=only, true=condition_sql.literal(1))], default=condition_sql.literal(0))
        )
    return exp.Count(this=exp.Star())


def is_finest(renderer: Renderer, table: int, sources: Sources) -> bool:
    """Whether every other table here is reached from `table` without multiplying its rows."""

    for other in sources.aliases:
        path = find_path(renderer.index, table, other, sources.via, frozenset(sources.aliases))
        if path is None or any(step.many for step in path):
            return False
    return True


def expression(renderer: Renderer, measure: Measure, sources: Sources) -> exp.Expr:
    table = measure.table if measure.table is not None else sources.base
    alias = sources.alias(table)
    node = sqlglot.parse_one(measure.expression or "", read=renderer.dialect)
    for column in list(node.find_all(exp.Column)):
        entry = renderer.index.column_of(table, column.name)
        replacement = column_node(alias, entry.name if entry else column.name)
        if column is node:
            node = replacement
        else:
            column.replace(replacement)
    return exp.Paren(this=node) if isinstance(node, exp.Binary) and measure.aggregate is None else node


def measures_of(value: Value) -> tuple[Measure, ...]:
    if isinstance(value, Measure):
        return (value,)
    if isinstance(value, Ratio):
        return (value.numerator, value.denominator)
    return (value.measure,)


def name_of(value: Value, index: CatalogIndex) -> str:
    """A short name for a value's column."""
    if value.name:
        return value.name
    if isinstance(value, Measure):
        if value.since is not None and value.column is not None:
            return f"{value.aggregate or ''} time from {index.columns[value.since].name} to {index.columns[value.column].name}".strip()
        if value.column is not None:
            column = name_converted(index.columns[value.column].name, value.divide)
            is_said = value.aggregate == "sum" and "total" in split_name(column)
            return f"{value.aggregate.replace('_', ' ')} {column}" if value.aggregate and not is_said else column
        if value.table is not None and value.expression is None:
            return f"number of {plural(' '.join(split_name(index.tables[value.table].name)))}"
        return value.aggregate or "value"
    if isinstance(value, Ratio):
        return "ratio" if not value.percent else "percent"
    if isinstance(value, Share):
        return "percent"
    return "change" if isinstance(value, Change) else "running total" if value.window is None else "moving average"
