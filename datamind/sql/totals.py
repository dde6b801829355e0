"""The total that the groups of a query should add up to: SQL with a grouped sum or count in, SQL of the plain total out.

What is only there to name the groups (joined tables that neither the measure nor a condition needs) is left out. So the total is
taken where the amounts lie, and a join that loses rows or multiplies them shows as a difference.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from datamind.types import Dialect

_BLOCKING = ("having", "limit", "offset", "distinct", "qualify", "windows", "with_", "laterals", "pivots")


@dataclass(frozen=True)
class Total:
    """`sql` gives one row; its values belong to the columns of the grouped result at `places`. `table` is where it is taken."""

    sql: str
    places: tuple[int, ...]
    table: str


def find_total(sql: str, dialect: Dialect) -> Total | None:
    """None where the groups need not add up: no groups, only some of them, or measures that may not be added."""
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except SqlglotError:
        return None
    if not isinstance(tree, exp.Select) or not tree.args.get("group") or any(tree.args.get(name) for name in _BLOCKING):
        return None
    if tree.find(exp.Window) or tree.find(exp.Subquery):
        return None
    places = [place for place, column in enumerate(tree.expressions) if _may_be_added(column.unalias())]
    source = tree.args.get("from_") or tree.args.get("from")
    if not places or source is None or not isinstance(source.this, exp.Table):
        return None
    measures = [tree.expressions[place].copy() for place in places]
    pruned = _prune(tree, source.this, measures)
    if pruned is None:
        return None
    root, joins = pruned
    total = exp.select(*measures).from_(root.copy())
    for join in joins:
        total.append("joins", join.copy())
    if tree.args.get("where"):
        total.set("where", tree.args["where"].copy())
    return Total(total.sql(dialect=dialect, comments=False), tuple(places), root.name)


def _may_be_added(column: exp.Expr) -> bool:
    """A plain SUM or COUNT."""
    return isinstance(column, exp.Sum | exp.Count) and column.find(exp.Distinct) is None


def _prune(tree: exp.Select, base: exp.Table, measures: list[exp.Expr]) -> tuple[exp.Table, list[exp.Join]] | None:
    """The table to begin with and the joins that the measures and conditions need; None where columns name no table."""
    joins = list(tree.args.get("joins") or ())
    where = tree.args.get("where")
    columns = [column for part in [*measures, *([where] if where else [])] for column in part.find_all(exp.Column)]
    if joins and any(not column.table for column in columns):
        return None
    needed = {column.table for column in columns if column.table} or {base.alias_or_name}
    if not joins:
        return base, []
    tables = {join.this.alias_or_name: join.this for join in joins if isinstance(join.this, exp.Table)}
    if len(tables) < len(joins):
        return None
    if len(needed) == 1:
        (only,) = needed
        return (base if only == base.alias_or_name else tables[only]), []
    kept = list(joins)
    for join in reversed(joins):
        name = join.this.alias_or_name
        used_by_others = any(
            column.table == name for other in kept if other is not join for column in other.find_all(exp.Column)
        )
        if name not in needed and not used_by_others:
            kept.remove(join)
    return base, kept
