"""The measures of a query: another aggregate of the same values, or one measure less."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from datamind.sql.editing.statement import Change, Part, Statement

AGGREGATES: tuple[tuple[type[exp.Expr], str], ...] = (
    (exp.Sum, "sum"),
    (exp.Avg, "average"),
    (exp.Min, "smallest"),
    (exp.Max, "largest"),
    (exp.Count, "number"),
)


def read_measures(statement: Statement) -> Iterator[Part]:
    """Each item of the SELECT that aggregates."""
    items = statement.select.expressions
    for at, item in enumerate(items):
        if item.find(exp.AggFunc) is None:
            continue
        changes = [*_other_aggregates(statement, at)]
        if len(items) > 1 and sum(each.find(exp.AggFunc) is not None for each in items) > 1:
            words = f"without {statement.words(item.unalias())}"
            changes.append(statement.change(words, lambda select, at=at: _drop(select, at)))  # type: ignore[misc]
        yield Part("measure", statement.words(item.unalias()), tuple(changes))


def _other_aggregates(statement: Statement, at: int) -> Iterator[Change]:
    found = statement.select.expressions[at].unalias()
    now = next((words for kind, words in AGGREGATES if type(found) is kind), None)
    values = found.args.get("this")
    if now is None or not isinstance(values, exp.Expr) or isinstance(values, exp.Star | exp.Distinct | exp.Literal):
        return
    is_numeric = _is_numeric(statement, values)
    for kind, words in AGGREGATES:
        if words != now and (is_numeric or (kind is not exp.Sum and kind is not exp.Avg)):
            yield statement.change(
                f"{words} instead of {now}",
                lambda select, kind=kind, words=words: _replace(select, at, kind, words),  # type: ignore[misc]
            )


def _is_numeric(statement: Statement, values: exp.Expr) -> bool:
    if not isinstance(values, exp.Column):
        return True
    column = statement.column(values)
    return column is None or column.type.is_numeric


def _replace(select: exp.Select, at: int, kind: type[exp.Expr], words: str) -> None:
    """The same values under another aggregate, under a name that says so, and sorted by as before."""
    item = select.expressions[at]
    old = item.unalias().copy()
    fresh = kind(this=old.this.copy())
    name = next((column.name for column in old.find_all(exp.Column)), "value")
    item.replace(exp.alias_(fresh, f"{words}_{name}", quoted=True))
    order = select.args.get("order")
    for node in list(order.find_all(type(old))) if order is not None else []:
        if node == old:
            node.replace(fresh.copy())


def _drop(select: exp.Select, at: int) -> None:
    item = select.expressions[at]
    gone = item.unalias().copy()
    item.pop()
    drop_from_order(select, gone)


def drop_from_order(select: exp.Select, gone: exp.Expr) -> None:
    """Take away the keys of ORDER BY that sort by something no longer there."""
    order = select.args.get("order")
    if order is None:
        return
    for key in list(order.expressions):
        inner = key.this if isinstance(key, exp.Ordered) else key
        if inner == gone:
            key.pop()
    if not order.expressions:
        select.set("order", None)
