"""How a query ends: its order can be turned around, its limit can be another."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from datamind.sql.editing.statement import Part, Statement

LIMITS = (3, 5, 10, 20, 50)


def read_order(statement: Statement) -> Iterator[Part]:
    """The first key of the ORDER BY."""
    order = statement.select.args.get("order")
    if order is None or not isinstance(order.expressions[0], exp.Ordered):
        return
    key = order.expressions[0]
    falls = bool(key.args.get("desc"))
    now, other = ("largest", "smallest") if falls else ("smallest", "largest")

    def turn(select: exp.Select) -> None:
        first = select.args["order"].expressions[0]
        first.set("desc", not falls)
        first.set("nulls_first", None)

    yield Part("order", f"{statement.words(key.this)}, {now} first", (statement.change(f"{other} first", turn),))


def read_limit(statement: Statement) -> Iterator[Part]:
    """The LIMIT, where it is a plain number."""
    limit = statement.select.args.get("limit")
    count = limit.args.get("expression") if isinstance(limit, exp.Limit) else None
    if not isinstance(count, exp.Literal) or not count.is_int:
        return
    changes = [
        statement.change(f"top {number}", lambda select, number=number: select.limit(number, copy=False) and None)  # type: ignore[misc]
        for number in LIMITS
        if number != int(count.name)
    ]
    changes.append(statement.change("all rows", lambda select: select.set("limit", None)))
    yield Part("top", f"{int(count.name)} rows", tuple(changes))
