"""A frame comes in, a sqlglot SELECT goes out. Conditions on multiplied rows become EXISTS; counts over joins count keys.

To add a kind of condition or value: a branch in `_condition` or `_value`.
"""

from __future__ import annotations

from sqlglot import exp

from datamind.analysts.offline import condition_sql, value_sql
from datamind.analysts.offline.frame import (
    Between,
    Compare,
    DatePart,
    Dimension,
    Frame,
    IsNull,
    Like,
    OneOf,
    Period,
    Sort,
)  # fmt: skip
from datamind.analysts.offline.sources import NoPath, Sources, column_node
from datamind.linking.index import CatalogIndex, ColumnEntry
from datamind.sql import grains
from datamind.types import Dialect

__all__ = ["NoPath", "render", "render_sql"]


def render_sql(frame: Frame, index: CatalogIndex, dialect: Dialect) -> str:
    """The SQL of `frame`. Raises: NoPath when its tables are not connected."""
    return render(frame, index, dialect).sql(dialect=dialect)


def render_checked(frame: Frame, index: CatalogIndex, dialect: Dialect) -> tuple[str, bool]:
    """The SQL, and whether a total in it takes rows several times. Raises: NoPath."""
    renderer = Renderer(index, dialect)
    return renderer.frame(frame).sql(dialect=dialect), renderer.counts_twice


def render(frame: Frame, index: CatalogIndex, dialect: Dialect) -> exp.Select:
    return Renderer(index, dialect).frame(frame)


class Renderer:
    def __init__(self, index: CatalogIndex, dialect: Dialect):
        self.index, self.dialect = index, dialect
        self.taken: list[str] = []
        self.names: dict[str, int] = {}
        self.counts_twice = False

    def inside(self) -> Renderer:
        """One for a subquery: its aliases differ from those here."""
        inner = Renderer(self.index, self.dialect)
        inner.taken = self.taken
        return inner

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
            value_sql.prepare(self, value, sources)
        where = [condition_sql.predicate(self, condition, sources) for condition in frame.conditions]
        values = [value_sql.value(self, value, sources, frame) for value in frame.values]
        aliases = [self.alias_of(value_sql.name_of(value, self.index)) for value in frame.values]
        expressions = [*shown, *columns]
        if not frame.hide_values or not expressions:
            expressions += [exp.alias_(node, alias, quoted=False) for node, alias in zip(values, aliases, strict=True)]
        if frame.extreme:
            column, aggregate = frame.extreme
            where.append(condition_sql.extreme(self, column, aggregate, frame, sources))
        select.set("expressions", expressions)
        for condition in where:
            select = select.where(condition, copy=False)
        if dimensions and (grouped or frame.having):
            keys = [node.copy() for group in dimensions for node in group[0]]
            select = select.group_by(*keys, copy=False)
        for value, operator, number in frame.having:
            select = select.having(
                condition_sql.OPERATORS[operator](
                    this=value_sql.value(self, value, sources, frame), expression=condition_sql.literal(number)
                ),
                copy=False,
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
            exp.LTE(this=column_node("ranked", "place"), expression=condition_sql.literal(frame.per_group or 1)),
            copy=False,
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
            return grains.clock_hour(node, self.dialect)
        if entry.kind == "year":
            return node
        if entry.month_text:
            node = exp.Concat(expressions=[node, exp.Literal.string("-01")], safe=True)
        return grains.truncated(node, grain, self.dialect, entry.iso_text or entry.month_text)  # type: ignore[arg-type]

    # ── values ──

    def sort_key(self, sort: Sort, frame: Frame, sources: Sources) -> exp.Expr:
        if sort.is_dimension:
            assert isinstance(sort.by, int)  # noqa: S101 (for the type checker)
            group = self.dimension(frame.dimensions[sort.by], sources)
            self_names = group[1][0]
            return self_names.this.copy() if isinstance(self_names, exp.Alias) else self_names.copy()
        if isinstance(sort.by, int):
            entry = self.index.columns[sort.by]
            return self.number(sort.by, sources) if entry.numeric_text else sources.column(sort.by)
        return value_sql.value(self, sort.by, sources, frame)

    # ── conditions ──

    # ── linked rows ──


def _tables_wanted(frame: Frame, index: CatalogIndex) -> frozenset[int]:
    wanted = {index.columns[column].table_id for column in frame.columns}
    wanted |= {index.columns[dimension.column].table_id for dimension in frame.dimensions}
    for value in frame.values:
        for measure in value_sql.measures_of(value):
            if measure.column is not None:
                wanted.add(index.columns[measure.column].table_id)
            elif measure.table is not None:
                wanted.add(measure.table)
    for condition in frame.conditions:
        if isinstance(condition, Compare | OneOf | Like | Between | Period | IsNull | DatePart):
            wanted.add(index.columns[condition.column].table_id)
    return frozenset(wanted)
