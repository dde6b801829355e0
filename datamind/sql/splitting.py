"""A statement of sums or counts, split by one more column: where does the difference lie?

In: a statement, a dialect, a table and one of its columns. Out: the statement that groups by it too, the column last, or None
where the parts would not add up to the whole (an average, a ratio, a maximum) or the table stands in it twice or not at all.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from datamind.types import Dialect

PART = "datamind_part"
_NEVER = (
    exp.CTE,
    exp.SetOperation,
    exp.Having,
    exp.Limit,
    exp.Offset,
    exp.Distinct,
    exp.Window,
    exp.Qualify,
    exp.Subquery,
)


def split_by(sql: str, dialect: Dialect, table: str, column: str) -> str | None:
    """`table` without its schema."""
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except SqlglotError:
        return None
    if not isinstance(tree, exp.Select) or any(tree.find(each) for each in _NEVER) or not _adds_up(tree):
        return None
    named = [each for each in tree.find_all(exp.Table) if each.name.lower() == table.lower()]
    if len(named) != 1:
        return None
    part = exp.column(column, table=named[0].alias_or_name, quoted=True)
    tree.select(exp.alias_(part.copy(), PART), copy=False)
    tree.group_by(part, copy=False)
    return tree.sql(dialect=dialect)


def _adds_up(tree: exp.Select) -> bool:
    """One item is a sum or a count, the others are what is grouped by."""
    group = tree.args.get("group")
    grouped = {each.sql() for each in group.expressions} if group else set()
    items = [item.unalias() for item in tree.expressions]
    sums = [item for item in items if item.sql() not in grouped]
    return len(sums) == 1 and isinstance(sums[0], exp.Sum | exp.Count) and not any(g.isdecimal() for g in grouped)
