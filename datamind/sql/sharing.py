"""Statements that scan the same rows, made one: "… WHERE store = 'Berlin'" and "… = 'Paris'" as one GROUP BY store.

In: statements of one dialect. Out: `Scan`s, each a statement and, for every original it answers, which of its rows are whose.
Only what cannot come out differently is shared: one plain SELECT of aggregates, no LIMIT, HAVING, DISTINCT, sub-query or
window, alike but for the literal of one `column = literal` that stands alone or under AND. All else is a scan of its own;
equal statements (as trees, so that spelling does not matter) are one scan in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from datamind.types import Dialect, ResultSet

KEY = "datamind_key"
MOST_KEYS = 2_000
_NEVER = (
    exp.Subquery, exp.CTE, exp.SetOperation, exp.Having, exp.Limit, exp.Offset, exp.Distinct, exp.Window, exp.Qualify,
    exp.Parameter, exp.Placeholder, exp.Rollup, exp.Cube, exp.GroupingSets,
)  # fmt: skip


@dataclass(frozen=True)
class Scan:
    """`members` are positions of the statements given; `keys` says which rows are whose, None where all are everybody's."""

    sql: str
    members: tuple[int, ...]
    keys: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class _Template:
    tree: exp.Select
    column: exp.Column
    literal: exp.Expression
    name: str


def share(statements: Sequence[str], dialect: Dialect) -> tuple[Scan, ...]:
    """As few scans as answer them all, in the order of their first members."""
    same: dict[str, list[int]] = {}
    for position, sql in enumerate(statements):
        same.setdefault(_normal(sql, dialect), []).append(position)
    groups: dict[str, list[tuple[_Template, list[int]]]] = {}
    scans: list[Scan] = []
    for members in same.values():
        template = _find_template(statements[members[0]], dialect)
        if template is None:
            scans.append(Scan(statements[members[0]], tuple(members)))
        else:
            groups.setdefault(template.name, []).append((template, members))
    for group in groups.values():
        for start in range(0, len(group), MOST_KEYS):
            scans.append(_merge(group[start : start + MOST_KEYS], statements, dialect))
    return tuple(sorted(scans, key=lambda scan: scan.members))


def split_rows(scan: Scan, result: ResultSet) -> list[ResultSet | None]:
    """What each member would have returned; None when that cannot be told from here, so that it must run itself."""
    if scan.keys is None or result.truncated:
        return [result if scan.keys is None else None for _ in scan.members]
    position = len(result.columns) - 1
    by_key: dict[Any, list[tuple[Any, ...]]] = {}
    for row in result.rows:
        by_key.setdefault(_plain(row[position]), []).append(row[:position])
    columns = result.columns[:position]
    return [
        ResultSet(columns, tuple(rows), False, result.elapsed_s, result.as_of, result.partial) if rows else None
        for rows in (by_key.get(_plain(key)) for key in scan.keys)
    ]


def _normal(sql: str, dialect: Dialect) -> str:
    try:
        return sqlglot.parse_one(sql, dialect=dialect).sql(dialect=dialect, comments=False)
    except SqlglotError:
        return sql


def _find_template(sql: str, dialect: Dialect) -> _Template | None:
    """The statement with its one literal taken out, when it is of the kind that can be shared."""
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except SqlglotError:
        return None
    if (
        not isinstance(tree, exp.Select)
        or any(tree.find(each) for each in _NEVER)
        or not _is_aggregated(tree)
        or _selects_all(tree)
    ):
        return None
    where = tree.args.get("where")
    equals = [each for each in _conjuncts(where.this) if _is_key(each)] if where else []
    if len(equals) != 1:
        return None
    template = tree.copy()
    spot = next(each for each in _conjuncts(template.args["where"].this) if _is_key(each))
    column, literal = equals[0].this, equals[0].expression
    spot.set("expression", exp.Placeholder())
    return _Template(tree, column, literal, f"{template.sql(dialect=dialect)} {type(literal.to_py())}")


def _conjuncts(condition: exp.Expression) -> list[exp.Expression]:
    if isinstance(condition, exp.Paren):
        return _conjuncts(condition.this)
    if isinstance(condition, exp.And):
        return [*_conjuncts(condition.this), *_conjuncts(condition.expression)]
    return [condition]


def _is_key(condition: exp.Expression) -> bool:
    return (
        isinstance(condition, exp.EQ)
        and isinstance(condition.this, exp.Column)
        and isinstance(condition.expression, exp.Literal)
    )


def _is_aggregated(tree: exp.Select) -> bool:
    """Each item is an aggregate or what is grouped by, so that one more group only splits the rows."""
    group = tree.args.get("group")
    grouped = {each.sql() for each in group.expressions} if group else set()
    if any(each.isdecimal() for each in grouped):
        return False
    items = [item.unalias() for item in tree.expressions]
    return all(item.sql() in grouped or item.find(exp.AggFunc) for item in items) and any(
        item.find(exp.AggFunc) for item in items
    )


def _selects_all(tree: exp.Select) -> bool:
    return any(not isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star))


def _merge(group: list[tuple[_Template, list[int]]], statements: Sequence[str], dialect: Dialect) -> Scan:
    if len(group) == 1:
        return Scan(statements[group[0][1][0]], tuple(group[0][1]))
    tree, column = group[0][0].tree.copy(), group[0][0].column
    spot = next(each for each in _conjuncts(tree.args["where"].this) if _is_key(each))
    spot.replace(exp.In(this=column.copy(), expressions=[template.literal.copy() for template, _ in group]))
    tree.select(exp.alias_(column.copy(), KEY), copy=False)
    tree.group_by(column.copy(), copy=False)
    members = [(position, template.literal.to_py()) for template, positions in group for position in positions]
    return Scan(tree.sql(dialect=dialect), tuple(position for position, _ in members), tuple(key for _, key in members))


def _plain(value: Any) -> Any:
    return float(value) if not isinstance(value, str | bytes | bool) and hasattr(value, "__float__") else value
