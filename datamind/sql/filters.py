"""Filters of a board put into a query: as conditions in its syntax tree, wherever it reads the table that a filter is about.

In: a statement, the catalog, conditions on stored columns. Out: the statement with them in, and which of them found a place:
the column itself, a key that leads to its table, or a
column of the same name where that name says enough (`region` does, `name` does not). Values become literals of the tree and are
never pasted; what comes out passes the guard like any other statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from datamind.formats import split_words
from datamind.sql.guard import parse
from datamind.sql.lookups import find_column, find_table
from datamind.types import Catalog, Column, Dialect, Table

MOST_STEPS, MOST_PATHS = 3, 200
_SAYS_LITTLE = frozenset(
    [
        "id",
        "name",
        "title",
        "type",
        "kind",
        "status",
        "state",
        "code",
        "number",
        "no",
        "date",
        "day",
        "at",
        "on",
        "created",
        "updated",
        "value",
    ]
)
Value = str | int | float | Decimal | date


@dataclass(frozen=True)
class Condition:
    """On the column `table.column`: from `low` on, before `before`, up to `high`, or one of `values`. `name` is the filter's."""

    name: str
    table: str
    column: str
    low: Value | None = None
    before: Value | None = None
    high: Value | None = None
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Filtered:
    """The statement with the conditions in; `applied` and `left_out` are names of filters."""

    sql: str
    applied: tuple[str, ...]
    left_out: tuple[str, ...]


def add_filters(
    sql: str, catalog: Catalog, conditions: tuple[Condition, ...], choices: Mapping[str, str] | None = None
) -> Filtered:
    """`choices` binds a filter to another column of this query ("table.column"), or to none (""). Raises QueryRefused."""
    if not conditions:
        return Filtered(sql, (), ())
    tree = parse(sql, catalog.dialect)
    scopes = list(traverse_scope(tree))
    applied: list[str] = []
    left_out: list[str] = []
    for condition in conditions:
        chosen = (choices or {}).get(condition.name)
        places = [] if chosen == "" else [*_find_places(scopes, catalog, condition, chosen)]
        for select, test in places:
            select.where(test, copy=False)
        (applied if places else left_out).append(condition.name)
    text = tree.sql(dialect=catalog.dialect, comments=False) if applied else sql
    return Filtered(text, tuple(applied), tuple(left_out))


def find_origin(sql: str, catalog: Catalog, output: str) -> tuple[str, str] | None:
    """The stored column (table, column) that a column of the result plainly is; None for what was computed."""
    tree = parse(sql, catalog.dialect)
    scopes = list(traverse_scope(tree))
    return _trace(scopes[-1], output, catalog) if scopes else None


def write_search(table: Table, column: str, text: str, dialect: Dialect) -> str:
    """The statement that finds the values of a column which hold a text, whatever its case, most frequent first."""
    name = exp.column(exp.to_identifier(column, quoted=True))
    target = exp.table_(exp.to_identifier(table.name, quoted=True), db=_quoted(table.schema))
    query = exp.select(name.copy()).from_(target).where(exp.Not(this=exp.Is(this=name.copy(), expression=exp.null())))
    if text:
        low = exp.Lower(this=exp.cast(name.copy(), "char" if dialect == "mysql" else "text"))
        inside = exp.StrPosition(this=low, substr=exp.Literal.string(text.lower()))
        query = query.where(exp.GT(this=inside, expression=exp.Literal.number(0)))
    query = query.group_by(name.copy()).order_by(exp.Ordered(this=exp.Count(this=exp.Star()), desc=True))
    return query.sql(dialect=dialect)


def _trace(scope: Scope, output: str, catalog: Catalog) -> tuple[str, str] | None:
    selects = getattr(scope.expression, "selects", ())
    item = next((each for each in selects if each.alias_or_name.lower() == output.lower()), None)
    inner = item.this if isinstance(item, exp.Alias) else item
    if not isinstance(inner, exp.Column):
        return None
    found = find_column(inner, scope, catalog)
    if found:
        return found[0].full_name, found[1].name
    sources = [scope.sources.get(inner.table)] if inner.table else list(scope.sources.values())
    nested = [source for source in sources if isinstance(source, Scope)]
    return _trace(nested[0], inner.name, catalog) if len(nested) == 1 else None


def _find_places(
    scopes: list[Scope], catalog: Catalog, condition: Condition, chosen: str | None
) -> Iterator[tuple[exp.Select, exp.Expr]]:
    """Each SELECT that reads what the condition is about, with the test to put there."""
    table, column = condition.table, condition.column
    if chosen:
        table, _, column = chosen.rpartition(".")
    wanted = _table_called(catalog, table)
    for by in (_by_column, _by_key, _by_name):
        found = [
            (scope.expression, test)
            for scope in scopes
            if isinstance(scope.expression, exp.Select)
            for source in _tables_of(scope)
            if (test := by(source, catalog, wanted, column, condition)) is not None
        ]
        if found or chosen:
            yield from found
            return


def _tables_of(scope: Scope) -> list[exp.Table]:
    return [source for _, source in scope.selected_sources.values() if isinstance(source, exp.Table)]


def _by_column(
    source: exp.Table, catalog: Catalog, wanted: Table | None, name: str, condition: Condition
) -> exp.Expr | None:
    stored = find_table(source, catalog)
    column = stored.column(name) if stored and wanted and stored.full_name == wanted.full_name else None
    return _test(_refer(source, column), condition) if column else None


def _by_name(
    source: exp.Table, catalog: Catalog, wanted: Table | None, name: str, condition: Condition
) -> exp.Expr | None:
    stored = find_table(source, catalog)
    column = stored.column(name) if stored and not split_words(name) <= _SAYS_LITTLE else None
    model = wanted.column(name) if wanted else None
    if column is None or (model is not None and _family(model) != _family(column)):
        return None
    return _test(_refer(source, column), condition)


def _by_key(
    source: exp.Table, catalog: Catalog, wanted: Table | None, name: str, condition: Condition
) -> exp.Expr | None:
    """`orders.customer_id IN (SELECT id FROM customers WHERE …)` for a filter on a table that keys lead to, in up to three steps.

    Where two ways are equally short (`origin` and `destination` of a flight), none is taken.
    """
    stored = find_table(source, catalog)
    column = wanted.column(name) if wanted else None
    path = _find_path(stored, wanted, catalog) if stored and wanted else None
    if path is None or wanted is None or column is None:
        return None
    test = _test(exp.column(exp.to_identifier(column.name, quoted=True)), condition)
    for own, key, target in reversed(path):
        table = exp.table_(exp.to_identifier(target.name, quoted=True), db=_quoted(target.schema))
        inner = exp.select(exp.column(exp.to_identifier(key, quoted=True))).from_(table).where(test)
        here = _refer(source, own) if own is path[0][0] else exp.column(exp.to_identifier(own.name, quoted=True))
        test = exp.In(this=here, query=exp.Subquery(this=inner))
    return test


def _find_path(start: Table, wanted: Table, catalog: Catalog) -> list[tuple[Column, str, Table]] | None:
    """The only shortest way by keys: (column here, column there, table there) a step."""
    paths: list[tuple[Table, list[tuple[Column, str, Table]]]] = [(start, [])]
    for _ in range(MOST_STEPS):
        longer = [
            (target, [*steps, (own, key.ref_columns[0], target)])
            for table, steps in paths
            for key in table.foreign_keys
            if len(key.columns) == 1
            and (target := catalog.find(key.ref_table, key.ref_schema or table.schema)) is not None
            and (own := table.column(key.columns[0])) is not None
        ]
        arrived = [steps for table, steps in longer if table is wanted]
        if arrived:
            return arrived[0] if len(arrived) == 1 else None
        paths = longer[:MOST_PATHS]
    return None


def _table_called(catalog: Catalog, full_name: str) -> Table | None:
    schema, _, name = full_name.rpartition(".")
    return catalog.find(name, schema or None)


def _family(column: Column) -> str:
    if column.type.is_numeric:
        return "number"
    return "moment" if column.type.is_temporal else str(column.type)


def _quoted(name: str | None) -> exp.Identifier | None:
    return exp.to_identifier(name, quoted=True) if name else None


def _refer(source: exp.Table, column: Column) -> exp.Column:
    """The column by the name that the query gives its table, written as it stands there."""
    alias = source.args.get("alias")
    table = alias.this.copy() if alias is not None and alias.this is not None else source.this.copy()
    return exp.Column(this=exp.to_identifier(column.name, quoted=True), table=table)


def _test(column: exp.Column, condition: Condition) -> exp.Expr:
    tests: list[exp.Expr] = []
    if condition.values:
        tests.append(exp.In(this=column.copy(), expressions=[_literal(value) for value in condition.values]))
    for value, kind in ((condition.low, exp.GTE), (condition.before, exp.LT), (condition.high, exp.LTE)):
        if value is not None:
            tests.append(kind(this=column.copy(), expression=_literal(value)))
    return exp.and_(*tests) if tests else exp.true()


def _literal(value: Value) -> exp.Expr:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int | float | Decimal):
        return exp.Neg(this=exp.Literal.number(-value)) if value < 0 else exp.Literal.number(value)
    return exp.Literal.string(value.isoformat() if isinstance(value, date) else value)
