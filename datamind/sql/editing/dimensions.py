"""What a query groups by: another period for a date, or one group less."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from datamind.sql.editing.measures import drop_from_order
from datamind.sql.editing.statement import Change, Part, Statement
from datamind.sql.grains import PERIODS, Grain, read_grain, truncated
from datamind.types import ColumnType


def read_dimensions(statement: Statement) -> Iterator[Part]:
    """Each key of the GROUP BY that is shown; one that only tells namesakes apart goes with its table's shown one."""
    group = statement.select.args.get("group")
    if group is None or any(group.args.get(key) for key in ("grouping_sets", "cube", "rollup", "all")):
        return
    shown = [item.unalias() for item in statement.select.expressions]
    for key in (key for key in group.expressions if key in shown):
        changes = [*_other_periods(statement, key)]
        words = statement.words(key)
        changes.append(statement.change(f"without {_bare(words)}", lambda select, key=key: _drop(select, key)))  # type: ignore[misc]
        yield Part("by", words, tuple(changes))


def _bare(words: str) -> str:
    return words.removeprefix("the ")


def _other_periods(statement: Statement, key: exp.Expr) -> Iterator[Change]:
    found = read_grain(key, statement.dialect)
    if found is None:
        return
    column, now = found
    stored = statement.column(column)
    is_text = stored is not None and stored.type is ColumnType.TEXT
    for grain in PERIODS:
        if grain != now:
            fresh = _at(key, column, grain, statement, is_text)
            yield statement.change(
                f"by {grain}",
                lambda select, fresh=fresh, grain=grain: _replace(select, key, fresh, grain),  # type: ignore[misc]
            )


def _at(key: exp.Expr, column: exp.Column, grain: Grain, statement: Statement, is_text: bool) -> exp.Expr:
    """The key at another grain, written as the query writes it where that is possible."""
    if isinstance(key, exp.TimestampTrunc | exp.DateTrunc):
        fresh = key.copy()
        fresh.set("unit", exp.var(grain.upper()))
        return fresh
    return truncated(column.copy(), grain, statement.dialect, is_text)


def _replace(select: exp.Select, key: exp.Expr, fresh: exp.Expr, grain: Grain) -> None:
    old = key.copy()
    for item in list(select.expressions):
        if item.unalias() == old:
            item.replace(exp.alias_(fresh.copy(), grain, quoted=True))
    for clause in ("group", "order"):
        part = select.args.get(clause)
        for node in list(part.find_all(type(old))) if part is not None else []:
            if node == old:
                node.replace(fresh.copy())


def _drop(select: exp.Select, key: exp.Expr) -> None:
    """Without this key; when it was the only one, one row is left and there is nothing to sort."""
    group, shown = select.args["group"], [item.unalias().copy() for item in select.expressions]
    unseen = [node for node in group.expressions if node not in shown and node.text("table") == key.text("table")]
    gone = [key.copy(), *(node.copy() for node in unseen if isinstance(key, exp.Column))]
    for node in [*group.expressions, *select.expressions]:
        if node.unalias() in gone:
            node.pop()
    for old in gone:
        drop_from_order(select, old)
    if not group.expressions:
        for clause in ("group", "order", "limit"):
            select.set(clause, None)
