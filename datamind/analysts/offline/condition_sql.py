"""Conditions come in, sqlglot predicates go out; what lies behind rows that multiply becomes EXISTS."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.analysts.offline.frame import (
    AllOf,
    AnyOf,
    Between,
    ColumnCompare,
    Compare,
    Condition,
    DatePart,
    Frame,
    InGroup,
    IsNull,
    Like,
    Linked,
    Many,
    Measure,
    OneOf,
    Period,
    Scalar,
    VersusAggregate,
)  # fmt: skip
from datamind.analysts.offline.joins import find_path, graph_of
from datamind.analysts.offline.sources import NoPath, Sources, equal_columns
from datamind.linking.index import ColumnEntry
from datamind.types import ColumnType

if TYPE_CHECKING:
    from datamind.analysts.offline.rendering import Renderer


OPERATORS: dict[str, type[exp.Expr]] = {
    "=": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def literal(value: Scalar) -> exp.Expr:
    if isinstance(value, str):
        return exp.Literal.string(value)
    text = f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return exp.Neg(this=exp.Literal.number(text[1:])) if text.startswith("-") else exp.Literal.number(text)


def predicate(renderer: Renderer, condition: Condition, sources: Sources) -> exp.Expr:
    if isinstance(condition, AnyOf):
        return exp.Paren(this=exp.or_(*[predicate(renderer, each, sources) for each in condition.conditions]))
    if isinstance(condition, AllOf):
        return exp.Paren(this=exp.and_(*[predicate(renderer, each, sources) for each in condition.conditions]))
    if isinstance(condition, Linked):
        return exists_linked(renderer, condition, sources)
    if isinstance(condition, Many):
        return counted_linked(renderer, condition, sources)
    if isinstance(condition, InGroup):
        return in_group(renderer, condition, sources)
    column = condition.left if isinstance(condition, ColumnCompare) else condition.column
    table = renderer.index.columns[column].table_id
    if not sources.reaches_one(table):
        return exists_linked(renderer, Linked(table, (condition,)), sources)
    return simple(renderer, condition, sources)


def simple(renderer: Renderer, condition: Condition, sources: Sources) -> exp.Expr:
    if isinstance(condition, Compare):
        return compare(renderer, condition, sources)
    if isinstance(condition, OneOf):
        return one_of(renderer, condition, sources)
    if isinstance(condition, Like):
        pattern = {"anywhere": f"%{condition.text}%", "start": f"{condition.text}%", "end": f"%{condition.text}"}[
            condition.place
        ]
        node: exp.Expr = exp.Like(
            this=exp.Lower(this=sources.column(condition.column)), expression=literal(pattern.lower())
        )
        return exp.Not(this=node) if condition.negated else node
    if isinstance(condition, Between):
        node = (
            renderer.number(condition.column, sources)
            if isinstance(condition.low, float | int)
            else sources.column(condition.column)
        )
        return exp.Between(this=node, low=literal(condition.low), high=literal(condition.high))
    if isinstance(condition, Period):
        return period(renderer, condition, sources)
    if isinstance(condition, DatePart):
        entry = renderer.index.columns[condition.column]
        node = renderer.at_grain(entry, sources.column(condition.column), condition.grain)
        return exp.In(this=node, expressions=[literal(value) for value in condition.values])
    if isinstance(condition, IsNull):
        node = exp.Is(this=sources.column(condition.column), expression=exp.Null())
        return exp.Not(this=node) if condition.negated else node
    if isinstance(condition, ColumnCompare):
        return OPERATORS[condition.operator](
            this=renderer.number(condition.left, sources), expression=renderer.number(condition.right, sources)
        )
    assert isinstance(condition, VersusAggregate)  # noqa: S101 (for the type checker)
    inner = renderer.inside()
    of = Frame(
        renderer.index.columns[condition.of].table_id,
        values=(Measure(condition.aggregate, condition.of),),
        conditions=condition.conditions,
    )
    return OPERATORS[condition.operator](
        this=renderer.number(condition.column, sources), expression=inner.frame(of).subquery(copy=False)
    )


def compare(renderer: Renderer, condition: Compare, sources: Sources) -> exp.Expr:
    entry = renderer.index.columns[condition.column]
    node = sources.column(condition.column)
    value = condition.value
    if isinstance(value, str):
        if condition.fold:
            return OPERATORS[condition.operator](this=exp.Lower(this=node), expression=literal(value.lower()))
        return OPERATORS[condition.operator](this=node, expression=literal(value))
    if entry.numeric_text and condition.operator in ("=", "!="):
        return OPERATORS[condition.operator](this=renderer.cast_number(node), expression=literal(value))
    if entry.numeric_text:
        return OPERATORS[condition.operator](this=renderer.cast_number(node), expression=literal(value))
    if not entry.column.type.is_numeric and entry.column.type is not ColumnType.BOOLEAN:
        return OPERATORS[condition.operator](this=node, expression=literal(f"{value:g}"))
    if entry.column.type is ColumnType.BOOLEAN and value in (0, 1):
        return OPERATORS[condition.operator](this=node, expression=exp.Boolean(this=bool(value)))
    return OPERATORS[condition.operator](this=node, expression=literal(value))


def one_of(renderer: Renderer, condition: OneOf, sources: Sources) -> exp.Expr:
    node: exp.Expr = sources.column(condition.column)
    entry = renderer.index.columns[condition.column]
    if condition.fold:
        node = exp.Lower(this=node)
    elif entry.numeric_text:
        node = renderer.cast_number(node)
    values = [
        literal(value.lower() if condition.fold and isinstance(value, str) else value) for value in condition.values
    ]
    if len(values) == 1:
        return (exp.NEQ if condition.negated else exp.EQ)(this=node, expression=values[0])
    found = exp.In(this=node, expressions=values)
    return exp.Not(this=found) if condition.negated else found


def period(renderer: Renderer, condition: Period, sources: Sources) -> exp.Expr:
    entry = renderer.index.columns[condition.column]
    parts: list[exp.Expr] = []
    if entry.kind == "year":
        node = renderer.number(condition.column, sources)
        if condition.start and condition.end and condition.end.year == condition.start.year + 1:
            return exp.EQ(this=node, expression=literal(condition.start.year))
        if condition.start:
            parts.append(exp.GTE(this=node, expression=literal(condition.start.year)))
        if condition.end:
            parts.append(exp.LT(this=node.copy(), expression=literal(condition.end.year)))
        return exp.and_(*parts)
    node = sources.column(condition.column)
    if condition.start:
        parts.append(exp.GTE(this=node, expression=date_literal(renderer, condition.start, entry)))
    if condition.end:
        parts.append(exp.LT(this=node.copy(), expression=date_literal(renderer, condition.end, entry)))
    return exp.and_(*parts)


def date_literal(renderer: Renderer, day: date, entry: ColumnEntry) -> exp.Expr:
    if entry.month_text:
        return exp.Literal.string(day.isoformat()[:7])
    text = exp.Literal.string(day.isoformat())
    if renderer.dialect in ("postgres", "duckdb") and not entry.iso_text:
        return exp.Cast(this=text, to=exp.DataType.build("date"))
    return text


def extreme(renderer: Renderer, column: int, aggregate: str, frame: Frame, sources: Sources) -> exp.Expr:
    inner = renderer.inside()
    of = Frame(frame.base, values=(Measure(aggregate, column),), conditions=frame.conditions, via=frame.via)  # type: ignore[arg-type]
    return exp.EQ(this=renderer.number(column, sources), expression=inner.frame(of).subquery(copy=False))


def exists_linked(renderer: Renderer, condition: Linked, sources: Sources) -> exp.Expr:
    inner, where = tied(renderer, condition.table, condition.via, sources, condition.back)
    return exists(renderer, condition, inner, where)


def exists(renderer: Renderer, condition: Linked, inner: Sources, where: exp.Expr) -> exp.Expr:
    conditions = [predicate(renderer, each, inner) for each in condition.conditions]
    inner.alias(condition.table)
    query = inner.attach(exp.select(literal(1)).where(where, *conditions, copy=False))
    found = exp.Exists(this=query)
    return exp.Not(this=found) if condition.negated else found


def in_group(renderer: Renderer, condition: InGroup, sources: Sources) -> exp.Expr:
    inner = renderer.inside()
    other = condition.other if condition.other is not None else condition.column
    query = inner.frame(
        Frame(renderer.index.columns[other].table_id, columns=(other,), conditions=condition.conditions)
    )
    found = exp.In(this=sources.column(condition.column), query=query.subquery(copy=False))
    return exp.Not(this=found) if condition.negated else found


def counted_linked(renderer: Renderer, condition: Many, sources: Sources) -> exp.Expr:
    inner, where = tied(renderer, condition.table, condition.via, sources)
    conditions = [predicate(renderer, each, inner) for each in condition.conditions]
    inner.alias(condition.table)
    query = inner.attach(
        exp.select(
            exp.Count(this=exp.Star()) if condition.of is None else exp.Sum(this=renderer.number(condition.of, inner))
        ).where(where, *conditions, copy=False)
    )
    return OPERATORS[condition.operator](this=query.subquery(copy=False), expression=literal(condition.value))


def tied(
    renderer: Renderer, table: int, via: tuple[int, ...], sources: Sources, back: bool | None = None
) -> tuple[Sources, exp.Expr]:
    """The sources of a subquery about `table`, tied to the outer query at the first step of the way."""

    path = find_path(renderer.index, sources.base, table, via or sources.via, sources.near)
    if path == ():
        loops = [step for step in graph_of(renderer.index).steps[table] if step.right == table]
        loops = [step for step in loops if back is None or step.many == back]
        path = tuple(loops[:1]) or None
    if not path:
        raise NoPath(renderer.index.tables[sources.base].name, renderer.index.tables[table].name)
    first = path[0]
    inner = Sources(renderer.index, first.right, via or sources.via, renderer.taken, sources.near)
    outer = sources.aliases[sources.base]
    where = equal_columns(inner.aliases[first.right], first.right_columns, outer, first.left_columns)
    for step in path[1:]:
        if step.right not in inner.aliases:
            inner._join(step, False)
    return inner, where
