"""A frame comes in, a sqlglot SELECT goes out. Conditions on multiplied rows become EXISTS; counts over joins count keys.

To add a kind of condition or value: a branch in `_condition` or `_value`.
"""

from __future__ import annotations

from datetime import date

import sqlglot
from sqlglot import exp

from datamind.analysts.offline import date_sql
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
    Scalar,
    Share,
    Sort,
    Value,
    VersusAggregate,
)  # fmt: skip
from datamind.analysts.offline.joins import find_path, graph_of
from datamind.analysts.offline.sources import NoPath, Sources, column_node, equal_columns
from datamind.linking.index import CatalogIndex, ColumnEntry
from datamind.types import ColumnType, Dialect

__all__ = ["NoPath", "render", "render_sql"]

_OPERATORS: dict[str, type[exp.Expr]] = {
    "=": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_AGGREGATES: dict[str, type[exp.Expr]] = {
    "sum": exp.Sum,
    "avg": exp.Avg,
    "min": exp.Min,
    "max": exp.Max,
    "count": exp.Count,
}


def render_sql(frame: Frame, index: CatalogIndex, dialect: Dialect) -> str:
    """The SQL of `frame`. Raises: NoPath when its tables are not connected."""
    return render(frame, index, dialect).sql(dialect=dialect)


def render_checked(frame: Frame, index: CatalogIndex, dialect: Dialect) -> tuple[str, bool]:
    """The SQL, and whether a total in it takes rows several times. Raises: NoPath."""
    renderer = _Renderer(index, dialect)
    return renderer.frame(frame).sql(dialect=dialect), renderer.counts_twice


def render(frame: Frame, index: CatalogIndex, dialect: Dialect) -> exp.Select:
    return _Renderer(index, dialect).frame(frame)


def literal(value: Scalar) -> exp.Expr:
    if isinstance(value, str):
        return exp.Literal.string(value)
    text = f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return exp.Neg(this=exp.Literal.number(text[1:])) if text.startswith("-") else exp.Literal.number(text)


class _Renderer:
    def __init__(self, index: CatalogIndex, dialect: Dialect):
        self.index, self.dialect = index, dialect
        self.taken: list[str] = []
        self.names: dict[str, int] = {}
        self.counts_twice = False

    # ── the whole ──

    def frame(self, frame: Frame) -> exp.Select:
        sources = Sources(
            self.index, frame.base, frame.via, self.taken, _tables_wanted(frame, self.index) | frozenset(frame.near)
        )
        grouped = bool(frame.values or frame.dimensions) or bool(frame.having)
        select = exp.Select()
        dimensions = [self.dimension(dimension, sources) for dimension in frame.dimensions]
        shown = [node for group in dimensions for node in group[1]]
        columns = [
            exp.alias_(self.column(column, sources), self.alias_of(self.index.columns[column].name))
            for column in frame.columns
        ]
        # joined before values and conditions, which look whether rows are multiplied
        for value in frame.values:
            self.prepare(value, sources)
        where = [self.condition(condition, sources) for condition in frame.conditions]
        values = [self.value(value, sources, frame) for value in frame.values]
        aliases = [self.alias_of(name_of(value, self.index)) for value in frame.values]
        expressions = [*shown, *columns]
        if not frame.hide_values or not expressions:
            expressions += [exp.alias_(node, alias, quoted=False) for node, alias in zip(values, aliases, strict=True)]
        if frame.extreme:
            column, aggregate = frame.extreme
            where.append(self._extreme(column, aggregate, frame, sources))
        select.set("expressions", expressions)
        for condition in where:
            select = select.where(condition, copy=False)
        if dimensions and (grouped or frame.having):
            keys = [node.copy() for group in dimensions for node in group[0]]
            select = select.group_by(*keys, copy=False)
        for value, operator, number in frame.having:
            select = select.having(
                _OPERATORS[operator](this=self.value(value, sources, frame), expression=literal(number)), copy=False
            )
        if frame.distinct and not dimensions:
            select.set("distinct", exp.Distinct())
        for sort in frame.order:
            select = select.order_by(
                exp.Ordered(this=self.sort_key(sort, frame, sources), desc=sort.descending), copy=False
            )
        partition = self.dimension(frame.partition, sources) if frame.partition else None
        sources.attach(select)
        if partition and frame.per_group:
            select.set("expressions", [*partition[1], *select.expressions])
            return self._first_of_each(select, frame, partition[0][0])
        if frame.per_group and frame.dimensions:
            return self._first_of_each(select, frame, select.args["group"].expressions[0].copy())
        if frame.limit is not None:
            select = select.limit(frame.limit, copy=False)
        return select

    def _first_of_each(self, select: exp.Select, frame: Frame, key: exp.Expr) -> exp.Select:
        """The first n rows of each group of the first dimension: ROW_NUMBER in a subquery."""
        order = select.args.get("order")
        row_number = exp.Window(this=exp.RowNumber(), partition_by=[key], order=order.copy() if order else None)
        names = [node.alias_or_name for node in select.expressions]
        select.set("order", None)
        inner = select.select(exp.alias_(row_number, "place"), copy=False).subquery("ranked", copy=False)
        outer = exp.select(*[column_node("ranked", name) for name in names]).from_(inner, copy=False)
        outer = outer.where(
            exp.LTE(this=column_node("ranked", "place"), expression=literal(frame.per_group or 1)), copy=False
        )
        return outer.order_by(column_node("ranked", names[0]), column_node("ranked", "place"), copy=False)

    def alias_of(self, name: str) -> str:
        plain = "_".join("".join(char if char.isalnum() else " " for char in name).split()).lower() or "value"
        self.names[plain] = self.names.get(plain, 0) + 1
        return plain if self.names[plain] == 1 else f"{plain}_{self.names[plain]}"

    # ── columns ──

    def column(self, column: int, sources: Sources) -> exp.Expr:
        return sources.column(column)

    def number(self, column: int, sources: Sources) -> exp.Expr:
        """A column as a number, also when it is kept as text."""
        node = sources.column(column)
        return self.cast_number(node) if self.index.columns[column].numeric_text else node

    def cast_number(self, node: exp.Expr) -> exp.Expr:
        kind = {"sqlite": "REAL", "mysql": "DECIMAL(30, 6)"}.get(self.dialect, "DOUBLE PRECISION")
        return exp.Cast(this=node, to=exp.DataType.build(kind, dialect=self.dialect))

    def dimension(self, dimension: Dimension, sources: Sources) -> tuple[list[exp.Expr], list[exp.Expr]]:
        """The expressions to group by, and the ones to show."""
        entry = self.index.columns[dimension.column]
        if dimension.grain:
            node = self.at_grain(entry, sources.column(dimension.column), dimension.grain)
            return [node], [exp.alias_(node, self.alias_of(dimension.grain))]
        key = sources.column(dimension.column)
        if not dimension.shown:
            return [key], [exp.alias_(key, self.alias_of(entry.name))]
        labels = [sources.column(column) for column in dimension.shown]
        shown = [
            exp.alias_(node, self.alias_of(self.index.columns[column].name))
            for node, column in zip(labels, dimension.shown, strict=True)
        ]
        keys = [
            key,
            *[label for label, column in zip(labels, dimension.shown, strict=True) if column != dimension.column],
        ]
        return keys, shown

    def at_grain(self, entry: ColumnEntry, node: exp.Expr, grain: str) -> exp.Expr:
        if entry.kind == "clock" and grain == "hour":
            return date_sql.clock_hour(node, self.dialect)
        if entry.kind == "year":
            return node
        return date_sql.truncated(node, grain, self.dialect, entry.iso_text)  # type: ignore[arg-type]

    # ── values ──

    def prepare(self, value: Value, sources: Sources) -> None:
        """Join the table that a value reads, so that multiplied rows are known before it is written."""
        for measure in measures_of(value):
            table = self.index.columns[measure.column].table_id if measure.column is not None else measure.table
            if table is not None:
                sources.alias(table)

    def value(self, value: Value, sources: Sources, frame: Frame) -> exp.Expr:
        if isinstance(value, Measure):
            return self.measure(value, sources)
        if isinstance(value, Ratio):
            top = self.real(self.measure(value.numerator, sources))
            bottom = exp.Nullif(this=self.measure(value.denominator, sources), expression=literal(0))
            ratio = exp.Div(this=top, expression=bottom, typed=True, safe=True)
            return exp.Mul(this=literal(100), expression=ratio) if value.percent else ratio
        measure = self.measure(value.measure, sources)
        if isinstance(value, Share):
            return self._share(measure, value.measure, sources, frame)
        order = exp.Order(
            expressions=[exp.Ordered(this=node.copy()) for node in self.dimension(frame.dimensions[0], sources)[0]]
        )
        if isinstance(value, Change):
            before = exp.Window(this=exp.Lag(this=measure.copy()), order=order)
            difference = exp.Sub(this=measure, expression=before)
            if not value.percent:
                return difference
            top = self.real(exp.Paren(this=difference))
            ratio = exp.Div(
                this=top, expression=exp.Nullif(this=before.copy(), expression=literal(0)), typed=True, safe=True
            )
            return exp.Mul(this=literal(100), expression=ratio)
        spec = exp.WindowSpec(
            kind="ROWS",
            start="UNBOUNDED" if value.window is None else str(value.window - 1),
            start_side="PRECEDING",
            end="CURRENT ROW",
        )
        function = exp.Sum(this=measure) if value.window is None else exp.Avg(this=measure)
        return exp.Window(this=function, order=order, spec=spec)

    def real(self, node: exp.Expr) -> exp.Expr:
        return exp.Mul(this=exp.Literal.number("1.0"), expression=node)

    def _share(self, measure: exp.Expr, of: Measure, sources: Sources, frame: Frame) -> exp.Expr:
        whole = exp.Window(this=exp.Sum(this=measure.copy()))
        return exp.Div(
            this=exp.Mul(this=exp.Literal.number("100.0"), expression=measure),
            expression=exp.Nullif(this=whole, expression=literal(0)),
            typed=True,
            safe=True,
        )

    def measure(self, measure: Measure, sources: Sources) -> exp.Expr:
        conditions = [self.condition(condition, sources) for condition in measure.conditions]
        node = self._aggregated(measure, sources, exp.and_(*conditions) if conditions else None)
        if measure.divide != 1.0:
            node = exp.Div(this=node, expression=exp.Literal.number(f"{measure.divide:.1f}"), typed=True, safe=True)
        return node

    def _aggregated(self, measure: Measure, sources: Sources, only: exp.Expr | None) -> exp.Expr:
        if measure.aggregate in ("count", "count_distinct") and measure.expression is None:
            return self._count(measure, sources, only)
        if measure.expression is not None:
            node = self._expression(measure, sources)
        else:
            assert measure.column is not None  # noqa: S101 (for the type checker)
            entry = self.index.columns[measure.column]
            node = (
                sources.column(measure.column)
                if measure.aggregate in ("min", "max") and not entry.is_number
                else self.number(measure.column, sources)
            )
        if measure.aggregate is None or measure.aggregate == "formula":
            return node
        table = self.index.columns[measure.column].table_id if measure.column is not None else measure.table
        if (
            measure.aggregate in ("sum", "avg", "median")
            and sources.multiplied
            and table is not None
            and not self._is_finest(table, sources)
        ):
            self.counts_twice = True
        if only is not None:
            node = exp.Case(ifs=[exp.If(this=only, true=node)])
        if measure.aggregate == "median":
            return exp.Anonymous(this="MEDIAN", expressions=[node])
        return _AGGREGATES[measure.aggregate](this=node)

    def _count(self, measure: Measure, sources: Sources, only: exp.Expr | None) -> exp.Expr:
        if measure.column is not None:
            node: exp.Expr = sources.column(measure.column)
            if only is not None:
                node = exp.Case(ifs=[exp.If(this=only, true=node)])
            return exp.Count(this=exp.Distinct(expressions=[node]) if measure.aggregate == "count_distinct" else node)
        table = measure.table if measure.table is not None else sources.base
        alias = sources.alias(table)
        key = self.index.tables[table].table.primary_key
        several = sources.multiplied and not self._is_finest(table, sources)
        if several and len(key) == 1:
            node = column_node(alias, key[0])
            if only is not None:
                node = exp.Case(ifs=[exp.If(this=only, true=node)])
            return exp.Count(this=exp.Distinct(expressions=[node]))
        if only is not None:
            return exp.Sum(this=exp.Case(ifs=[exp.If(this=only, true=literal(1))], default=literal(0)))
        return exp.Count(this=exp.Star())

    def _is_finest(self, table: int, sources: Sources) -> bool:
        """Whether every other table here is reached from `table` without multiplying its rows."""

        for other in sources.aliases:
            path = find_path(self.index, table, other, sources.via, frozenset(sources.aliases))
            if path is None or any(step.many for step in path):
                return False
        return True

    def _expression(self, measure: Measure, sources: Sources) -> exp.Expr:
        table = measure.table if measure.table is not None else sources.base
        alias = sources.alias(table)
        node = sqlglot.parse_one(measure.expression or "", read=self.dialect)
        for column in list(node.find_all(exp.Column)):
            entry = self.index.column_of(table, column.name)
            replacement = column_node(alias, entry.name if entry else column.name)
            if column is node:
                node = replacement
            else:
                column.replace(replacement)
        return exp.Paren(this=node) if isinstance(node, exp.Binary) and measure.aggregate is None else node

    def sort_key(self, sort: Sort, frame: Frame, sources: Sources) -> exp.Expr:
        if sort.is_dimension:
            assert isinstance(sort.by, int)  # noqa: S101 (for the type checker)
            group = self.dimension(frame.dimensions[sort.by], sources)
            self_names = group[1][0]
            return self_names.this.copy() if isinstance(self_names, exp.Alias) else self_names.copy()
        if isinstance(sort.by, int):
            entry = self.index.columns[sort.by]
            return self.number(sort.by, sources) if entry.numeric_text else sources.column(sort.by)
        return self.value(sort.by, sources, frame)

    # ── conditions ──

    def condition(self, condition: Condition, sources: Sources) -> exp.Expr:
        if isinstance(condition, AnyOf):
            return exp.Paren(this=exp.or_(*[self.condition(each, sources) for each in condition.conditions]))
        if isinstance(condition, AllOf):
            return exp.Paren(this=exp.and_(*[self.condition(each, sources) for each in condition.conditions]))
        if isinstance(condition, Linked):
            return self.linked(condition, sources)
        if isinstance(condition, Many):
            return self.many(condition, sources)
        if isinstance(condition, InGroup):
            return self.in_group(condition, sources)
        column = condition.left if isinstance(condition, ColumnCompare) else condition.column
        table = self.index.columns[column].table_id
        if not sources.reaches_one(table):
            return self.linked(Linked(table, (condition,)), sources)
        return self.simple(condition, sources)

    def simple(self, condition: Condition, sources: Sources) -> exp.Expr:
        if isinstance(condition, Compare):
            return self._compare(condition, sources)
        if isinstance(condition, OneOf):
            return self._one_of(condition, sources)
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
                self.number(condition.column, sources)
                if isinstance(condition.low, float | int)
                else sources.column(condition.column)
            )
            return exp.Between(this=node, low=literal(condition.low), high=literal(condition.high))
        if isinstance(condition, Period):
            return self._period(condition, sources)
        if isinstance(condition, DatePart):
            entry = self.index.columns[condition.column]
            node = self.at_grain(entry, sources.column(condition.column), condition.grain)
            return exp.In(this=node, expressions=[literal(value) for value in condition.values])
        if isinstance(condition, IsNull):
            node = exp.Is(this=sources.column(condition.column), expression=exp.Null())
            return exp.Not(this=node) if condition.negated else node
        if isinstance(condition, ColumnCompare):
            return _OPERATORS[condition.operator](
                this=self.number(condition.left, sources), expression=self.number(condition.right, sources)
            )
        assert isinstance(condition, VersusAggregate)  # noqa: S101 (for the type checker)
        inner = _Renderer(self.index, self.dialect)
        inner.taken = self.taken
        of = Frame(
            self.index.columns[condition.of].table_id,
            values=(Measure(condition.aggregate, condition.of),),
            conditions=condition.conditions,
        )
        return _OPERATORS[condition.operator](
            this=self.number(condition.column, sources), expression=inner.frame(of).subquery(copy=False)
        )

    def _compare(self, condition: Compare, sources: Sources) -> exp.Expr:
        entry = self.index.columns[condition.column]
        node = sources.column(condition.column)
        value = condition.value
        if isinstance(value, str):
            if condition.fold:
                return _OPERATORS[condition.operator](this=exp.Lower(this=node), expression=literal(value.lower()))
            return _OPERATORS[condition.operator](this=node, expression=literal(value))
        if entry.numeric_text and condition.operator in ("=", "!="):
            return _OPERATORS[condition.operator](this=self.cast_number(node), expression=literal(value))
        if entry.numeric_text:
            return _OPERATORS[condition.operator](this=self.cast_number(node), expression=literal(value))
        if not entry.column.type.is_numeric and entry.column.type is not ColumnType.BOOLEAN:
            return _OPERATORS[condition.operator](this=node, expression=literal(f"{value:g}"))
        if entry.column.type is ColumnType.BOOLEAN and value in (0, 1):
            return _OPERATORS[condition.operator](this=node, expression=exp.Boolean(this=bool(value)))
        return _OPERATORS[condition.operator](this=node, expression=literal(value))

    def _one_of(self, condition: OneOf, sources: Sources) -> exp.Expr:
        node: exp.Expr = sources.column(condition.column)
        entry = self.index.columns[condition.column]
        if condition.fold:
            node = exp.Lower(this=node)
        elif entry.numeric_text:
            node = self.cast_number(node)
        values = [
            literal(value.lower() if condition.fold and isinstance(value, str) else value) for value in condition.values
        ]
        if len(values) == 1:
            return (exp.NEQ if condition.negated else exp.EQ)(this=node, expression=values[0])
        found = exp.In(this=node, expressions=values)
        return exp.Not(this=found) if condition.negated else found

    def _period(self, condition: Period, sources: Sources) -> exp.Expr:
        entry = self.index.columns[condition.column]
        parts: list[exp.Expr] = []
        if entry.kind == "year":
            node = self.number(condition.column, sources)
            if condition.start and condition.end and condition.end.year == condition.start.year + 1:
                return exp.EQ(this=node, expression=literal(condition.start.year))
            if condition.start:
                parts.append(exp.GTE(this=node, expression=literal(condition.start.year)))
            if condition.end:
                parts.append(exp.LT(this=node.copy(), expression=literal(condition.end.year)))
            return exp.and_(*parts)
        node = sources.column(condition.column)
        if condition.start:
            parts.append(exp.GTE(this=node, expression=self.date_literal(condition.start, entry)))
        if condition.end:
            parts.append(exp.LT(this=node.copy(), expression=self.date_literal(condition.end, entry)))
        return exp.and_(*parts)

    def date_literal(self, day: date, entry: ColumnEntry) -> exp.Expr:
        text = exp.Literal.string(day.isoformat())
        if self.dialect in ("postgres", "duckdb") and not entry.iso_text:
            return exp.Cast(this=text, to=exp.DataType.build("date"))
        return text

    def _extreme(self, column: int, aggregate: str, frame: Frame, sources: Sources) -> exp.Expr:
        inner = _Renderer(self.index, self.dialect)
        inner.taken = self.taken
        of = Frame(frame.base, values=(Measure(aggregate, column),), conditions=frame.conditions, via=frame.via)  # type: ignore[arg-type]
        return exp.EQ(this=self.number(column, sources), expression=inner.frame(of).subquery(copy=False))

    # ── linked rows ──

    def linked(self, condition: Linked, sources: Sources) -> exp.Expr:
        inner, where = self._inner(condition.table, condition.via, sources)
        return self._exists(condition, inner, where)

    def _exists(self, condition: Linked, inner: Sources, where: exp.Expr) -> exp.Expr:
        conditions = [self.condition(each, inner) for each in condition.conditions]
        inner.alias(condition.table)
        query = inner.attach(exp.select(literal(1)).where(where, *conditions, copy=False))
        found = exp.Exists(this=query)
        return exp.Not(this=found) if condition.negated else found

    def in_group(self, condition: InGroup, sources: Sources) -> exp.Expr:
        inner = _Renderer(self.index, self.dialect)
        inner.taken = self.taken
        other = condition.other if condition.other is not None else condition.column
        query = inner.frame(
            Frame(self.index.columns[other].table_id, columns=(other,), conditions=condition.conditions)
        )
        found = exp.In(this=sources.column(condition.column), query=query.subquery(copy=False))
        return exp.Not(this=found) if condition.negated else found

    def many(self, condition: Many, sources: Sources) -> exp.Expr:
        inner, where = self._inner(condition.table, condition.via, sources)
        conditions = [self.condition(each, inner) for each in condition.conditions]
        inner.alias(condition.table)
        query = inner.attach(
            exp.select(
                exp.Count(this=exp.Star()) if condition.of is None else exp.Sum(this=self.number(condition.of, inner))
            ).where(where, *conditions, copy=False)
        )
        return _OPERATORS[condition.operator](this=query.subquery(copy=False), expression=literal(condition.value))

    def _inner(self, table: int, via: tuple[int, ...], sources: Sources) -> tuple[Sources, exp.Expr]:
        """The sources of a subquery about `table`, tied to the outer query at the first step of the way."""

        path = find_path(self.index, sources.base, table, via or sources.via, sources.near)
        if path == ():
            loops = [step for step in graph_of(self.index).steps[table] if step.right == table]
            path = tuple(loops[:1]) or None
        if not path:
            raise NoPath(self.index.tables[sources.base].name, self.index.tables[table].name)
        first = path[0]
        inner = Sources(self.index, first.right, via or sources.via, self.taken, sources.near)
        outer = sources.aliases[sources.base]
        where = equal_columns(inner.aliases[first.right], first.right_columns, outer, first.left_columns)
        for step in path[1:]:
            if step.right not in inner.aliases:
                inner._join(step, False)
        return inner, where


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
        if value.column is not None:
            column = index.columns[value.column].name
            return f"{value.aggregate.replace('_', ' ')} {column}" if value.aggregate else column
        if value.table is not None and value.expression is None:
            return f"number of {index.tables[value.table].name}"
        return value.aggregate or "value"
    if isinstance(value, Ratio):
        return "ratio" if not value.percent else "percent"
    if isinstance(value, Share):
        return "percent"
    return "change" if isinstance(value, Change) else "running total" if value.window is None else "moving average"


def _tables_wanted(frame: Frame, index: CatalogIndex) -> frozenset[int]:
    wanted = {index.columns[column].table_id for column in frame.columns}
    wanted |= {index.columns[dimension.column].table_id for dimension in frame.dimensions}
    for value in frame.values:
        for measure in measures_of(value):
            if measure.column is not None:
                wanted.add(index.columns[measure.column].table_id)
            elif measure.table is not None:
                wanted.add(measure.table)
    for condition in frame.conditions:
        if isinstance(condition, Compare | OneOf | Like | Between | Period | IsNull | DatePart):
            wanted.add(index.columns[condition.column].table_id)
    return frozenset(wanted)
