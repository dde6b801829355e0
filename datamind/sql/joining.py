"""What each join of a query does to the number of rows: the query comes in, one counting query a step goes out.

The first counts the rows of the first table, each later one those after one more join; filters are left out, so that the
numbers tell of the joins alone. None for a query without joins, or with parts that cannot be taken away.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.sql.guard import parse
from datamind.types import Dialect


@dataclass(frozen=True)
class JoinStep:
    """`sql` counts the rows that there are once `text` ("orders", "JOIN customers …") is there."""

    text: str
    sql: str


def list_join_steps(sql: str, dialect: Dialect) -> tuple[JoinStep, ...]:
    """A step for the first table and for each join of the outermost query."""
    try:
        tree = parse(sql.rstrip("; \t\r\n"), dialect)
    except QueryRefused:
        return ()
    joins = tree.args.get("joins") if isinstance(tree, exp.Select) else None
    start = tree.args.get("from_")
    if not joins or start is None or any(isinstance(each.this, exp.Lateral) for each in joins):
        return ()
    steps = []
    for size in range(len(joins) + 1):
        counting = exp.Select(expressions=[exp.alias_(exp.Count(this=exp.Star()), "n")])
        counting.set("with_", tree.args["with_"].copy() if tree.args.get("with_") else None)
        counting.set("from_", start.copy())
        counting.set("joins", [join.copy() for join in joins[:size]])
        part = joins[size - 1] if size else start.this
        steps.append(JoinStep(part.sql(dialect=dialect, comments=False).lstrip(", "), counting.sql(dialect=dialect)))
    return tuple(steps)
