"""Findings about arithmetic and grouping: fractions that get lost, columns beside an aggregate without GROUP BY."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from datamind.sql.lookups import Draft, find_column
from datamind.types import ColumnType


def find_integer_division(draft: Draft) -> Iterator[str]:
    if draft.catalog.dialect not in ("postgres", "sqlite"):
        return
    for scope in draft.scopes:
        for node in scope.find_all(exp.Div):
            above, below = node.this, node.expression
            if isinstance(below.unnest(), exp.Literal) and below.unnest().name not in ("100", "1000"):
                continue
            multiplied = isinstance(node.parent, exp.Mul) and node.parent.expression == below
            if not multiplied and _is_integer(above, scope, draft) and _is_integer(below, scope, draft):
                text = node.sql(dialect=draft.catalog.dialect, comments=False)
                yield f"{text[:90]} divides whole numbers and drops the fraction: multiply by 1.0 first."


def _is_integer(tree: exp.Expr, scope: Scope, draft: Draft) -> bool:
    """Surely a whole number; False when in doubt."""
    tree = tree.unnest()
    if isinstance(tree, exp.Literal):
        return bool(tree.is_int)
    if isinstance(tree, exp.Count | exp.Length):
        return True
    if isinstance(tree, exp.Sum | exp.Max | exp.Min | exp.Nullif | exp.Neg | exp.Distinct | exp.Filter | exp.Abs):
        if isinstance(tree, exp.Sum) and draft.catalog.dialect == "postgres" and _is_bigint(tree.this, scope, draft):
            return False
        return _is_integer(tree.this, scope, draft)
    if isinstance(tree, exp.Add | exp.Sub | exp.Mul):
        return _is_integer(tree.this, scope, draft) and _is_integer(tree.expression, scope, draft)
    if isinstance(tree, exp.Case):
        results = [branch.args["true"] for branch in tree.args["ifs"]] + [tree.args.get("default")]
        return all(_is_integer(result, scope, draft) for result in results if result is not None)
    place = find_column(tree, scope, draft.catalog)
    return place is not None and place[1].type is ColumnType.INTEGER


def _is_bigint(tree: exp.Expr, scope: Scope, draft: Draft) -> bool:
    """PostgreSQL sums a bigint into a numeric, which keeps its fraction."""
    place = find_column(tree.unnest(), scope, draft.catalog)
    return place is not None and place[1].native_type.lower() in ("bigint", "int8")


def find_missing_group_by(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        select = scope.expression
        if not isinstance(select, exp.Select) or select.args.get("group") or select.args.get("distinct"):
            continue
        aggregates = [node for item in select.selects for node in _aggregates(item)]
        if not aggregates:
            continue
        if draft.catalog.dialect == "sqlite" and len(aggregates) == 1 and isinstance(aggregates[0], exp.Max | exp.Min):
            continue  # SQLite takes the other columns from the very row of the maximum
        bare = [item for item in select.selects if _bare_columns(item, select)]
        if bare:
            name = bare[0].sql(dialect=draft.catalog.dialect, comments=False)[:60]
            yield f"{name} stands beside an aggregate without GROUP BY: group by it, or leave it out."


def _aggregates(item: exp.Expr) -> list[exp.AggFunc]:
    return [
        node
        for node in item.find_all(exp.AggFunc)
        if node.find_ancestor(exp.Window, exp.Select) is node.find_ancestor(exp.Select)
    ]


def _bare_columns(item: exp.Expr, select: exp.Select) -> bool:
    return any(
        column.find_ancestor(exp.Select) is select
        and column.find_ancestor(exp.AggFunc, exp.Filter, exp.Window, exp.Select) is select
        for column in item.find_all(exp.Column)
    )
