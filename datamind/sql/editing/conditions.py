"""What a query keeps: each condition can go, a span of time can move, a stored value can be another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlglot import exp

from datamind.sql.editing.statement import Change, Part, Statement
from datamind.sql.telling.conditions import condition

MOST_VALUES = 6
_FROM, _BEFORE = (exp.GTE, exp.GT), (exp.LT, exp.LTE)


def read_conditions(statement: Statement) -> Iterator[Part]:
    """Each condition of WHERE and HAVING that all rows must meet; two that bound one date are one span."""
    for clause in ("where", "having"):
        part = statement.select.args.get(clause)
        if part is None:
            continue
        conditions = list(part.this.flatten()) if isinstance(part.this, exp.And) else [part.this]
        spans = _pair(conditions)
        for first, second in spans:
            yield _span(statement, clause, first, second)
        paired = {id(each) for span in spans for each in span}
        for each in conditions:
            if id(each) not in paired and not _links(each):
                yield _single(statement, clause, each)


def _links(node: exp.Expr) -> bool:
    """Whether a condition says how two tables belong together."""
    return len({column.text("table") for column in node.find_all(exp.Column)}) > 1 and node.find(exp.Query) is None


def _single(statement: Statement, clause: str, node: exp.Expr) -> Part:
    words = condition(node, statement.names)
    changes = [*_other_values(statement, clause, node), _without(statement, clause, words, node)]
    return Part("when" if _is_dated(statement, node) else "where", words, tuple(changes))


def _span(statement: Statement, clause: str, first: exp.Expr, second: exp.Expr) -> Part:
    words = f"{condition(first, statement.names)} and {condition(second, statement.names)}"
    changes = [*_moved(statement, clause, first, second), _without(statement, clause, words, first, second)]
    return Part("when", words, tuple(changes))


def _without(statement: Statement, clause: str, words: str, *gone: exp.Expr) -> Change:
    return statement.change(f"without {words}", lambda select: _keep(select, clause, gone))


def _keep(select: exp.Select, clause: str, gone: tuple[exp.Expr, ...]) -> None:
    part = select.args[clause].this
    conditions = list(part.flatten()) if isinstance(part, exp.And) else [part]
    kept = [each.copy() for each in conditions if each not in gone]
    if kept:
        select.args[clause].set("this", exp.and_(*kept, copy=False))
    else:
        select.set(clause, None)


def _other_values(statement: Statement, clause: str, node: exp.Expr) -> Iterator[Change]:
    """For `column = 'stored value'`: its other values, the most common first, and all but this one."""
    if not isinstance(node, exp.EQ) or not isinstance(node.expression, exp.Literal):
        return
    column = statement.column(node.this) if isinstance(node.this, exp.Column) else None
    if column is None or column.profile is None or not node.expression.is_string:
        return
    now = node.expression.name
    others = [value for value, _ in column.profile.common if isinstance(value, str) and value != now]
    for value in others[:MOST_VALUES]:
        fresh = exp.EQ(this=node.this.copy(), expression=exp.Literal.string(value))
        yield statement.change(
            f"{column.name} {value}",
            lambda select, fresh=fresh: _replace(select, clause, node, fresh),  # type: ignore[misc]
        )
    if others:
        other = exp.NEQ(this=node.this.copy(), expression=node.expression.copy())
        yield statement.change(f"{column.name} not {now}", lambda select: _replace(select, clause, node, other))


def _replace(select: exp.Select, clause: str, old: exp.Expr, fresh: exp.Expr) -> None:
    for node in list(select.args[clause].find_all(type(old))):
        if node == old:
            node.replace(fresh.copy())
            return


def _is_dated(statement: Statement, node: exp.Expr) -> bool:
    for column in node.find_all(exp.Column):
        stored = statement.column(column)
        if stored is not None and stored.type.is_temporal:
            return True
    return any(_read_day(literal) is not None for literal in node.find_all(exp.Literal))


# ── spans of time ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _pair(conditions: list[exp.Expr]) -> list[tuple[exp.Expr, exp.Expr]]:
    pairs = []
    for first in conditions:
        for second in conditions:
            opens, closes = isinstance(first, _FROM), isinstance(second, _BEFORE)
            if opens and closes and first.args["this"] == second.args["this"] and _days(first, second):
                pairs.append((first, second))
    return pairs


def _days(first: exp.Expr, second: exp.Expr) -> tuple[exp.Literal, exp.Literal] | None:
    found = [next(iter(each.args["expression"].find_all(exp.Literal)), None) for each in (first, second)]
    start, end = found
    if start is None or end is None or _read_day(start) is None or _read_day(end) is None:
        return None
    return start, end


def _read_day(literal: exp.Expr) -> date | None:
    try:
        return date.fromisoformat(literal.name) if literal.args.get("is_string") else None
    except ValueError:
        return None


def _moved(statement: Statement, clause: str, first: exp.Expr, second: exp.Expr) -> Iterator[Change]:
    """The same length of time before and after, and the same a year earlier."""
    days = _days(first, second)
    start, end = (_read_day(literal) for literal in days) if days else (None, None)
    if start is None or end is None or not isinstance(second, exp.LT) or end <= start:
        return
    months = (end.year - start.year) * 12 + end.month - start.month
    whole = months > 0 and start.day == end.day == 1
    moves = [("the period before", -1), ("the period after", 1)]
    for words, sign in moves:
        if whole:
            fresh = _shift(start, sign * months), _shift(end, sign * months)
        else:
            fresh = start + sign * (end - start), end + sign * (end - start)
        yield _move(statement, clause, f"{words} ({_tell(*fresh)})", (first, second), fresh)
    if whole and months != 12:
        earlier = _shift(start, -12), _shift(end, -12)
        yield _move(statement, clause, f"a year earlier ({_tell(*earlier)})", (first, second), earlier)


def _shift(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _tell(start: date, end: date) -> str:
    last = end - timedelta(days=1)
    return f"{start:%Y-%m-%d} to {last:%Y-%m-%d}"


def _move(
    statement: Statement, clause: str, label: str, span: tuple[exp.Expr, exp.Expr], fresh: tuple[date, date]
) -> Change:
    moved = []
    for node, day in zip(span, fresh, strict=True):
        copy = node.copy()
        next(iter(copy.args["expression"].find_all(exp.Literal))).set("this", day.isoformat())
        moved.append(copy)

    def edit(select: exp.Select) -> None:
        for node, copy in zip(span, moved, strict=True):
            _replace(select, clause, node, copy)

    return statement.change(label, edit)
