"""Recursive WITH: the arm that calls itself must come to an end that can be seen in its text.

Three ends are seen: a bound on a column that moves towards it, a walk along a key of a stored table, and a LIMIT.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.sql.constants import MOST, evaluate, find_largest, read_seconds

if TYPE_CHECKING:
    from datamind.sql.rules import Case

_HINT = "End the recursive part with a bound that its step moves towards, such as WHERE n < 100."


def check_recursion(case: Case) -> None:
    """Raises QueryRefused for a recursion whose end cannot be seen."""
    if not case.ctes:
        return
    for entry in {id(cte): cte for cte in case.ctes.values()}.values():
        inner = [node for node in entry.find_all(exp.Table) if case.ctes.get(id(node)) is entry]
        if inner:
            _check_entry(case, entry, inner)


def _check_entry(case: Case, entry: exp.CTE, inner: list[exp.Table]) -> None:
    body = entry.this
    if not isinstance(body, exp.SetOperation):
        raise QueryRefused(f"The recursion {entry.alias} has no start.", "Write its first rows, then UNION ALL.")
    if _limits(body) or (case.dialect in ("postgres", "sqlite") and _is_cut_outside(case, entry, inner)):
        return
    arms: dict[int, exp.Select] = {}
    for node in inner:
        arm = node.find_ancestor(exp.Select)
        if arm is None or id(arm) in arms:
            raise QueryRefused(f"The recursion {entry.alias} calls itself twice.", _HINT)
        arms[id(arm)] = arm
    if len(arms) > 1 and not _are_separate(list(arms.values()), body):
        raise QueryRefused(f"The recursion {entry.alias} calls itself twice.", _HINT)
    for node in inner:
        arm = node.find_ancestor(exp.Select)
        if arm is None or _limits(arm):
            continue
        judged = _Arm(case, entry, arm, node)
        if not judged.ends():
            raise QueryRefused(f"The recursion {entry.alias} has no end that can be seen.", _HINT)
        if judged.doubles():
            raise QueryRefused(
                f"The recursion {entry.alias} joins a value to itself, so each step doubles it.", "Add one part a step."
            )


def _are_separate(arms: list[exp.Select], body: exp.SetOperation) -> bool:
    return all(arm.parent is body or isinstance(arm.parent, exp.SetOperation) for arm in arms)


def _limits(query: exp.Expr) -> bool:
    limit = query.args.get("limit")
    value = evaluate(limit.expression) if isinstance(limit, exp.Limit) else None
    return value is not None and value <= MOST


def _is_cut_outside(case: Case, entry: exp.CTE, inner: list[exp.Table]) -> bool:
    """Whether every reader of the recursion takes its first rows only: these servers make rows as they are asked for."""
    readers = [
        cte_reader
        for cte_reader in case.of(exp.Table)
        if case.ctes.get(id(cte_reader)) is entry and not any(cte_reader is node for node in inner)
    ]
    for reader in readers:
        select = reader.find_ancestor(exp.Select)
        if select is None or not _limits(select) or len(case.sources(select)) > 1:
            return False
        if any(select.args.get(key) for key in ("group", "order", "distinct", "where", "having", "windows")):
            return False
        if any(p.find(exp.AggFunc, exp.Window) for p in select.selects):
            return False
    return bool(readers)


SHORTEST_STEP = 1e-9
_MOVE = re.compile(r"\s*([-+]?)\d+(?:\.\d+)?\s+[a-z]+", re.IGNORECASE)
"""A step in time as SQLite writes it: +1 day."""


class _Arm:
    """One select that calls its own WITH entry, with what each of the entry's columns turns into."""

    def __init__(self, case: Case, entry: exp.CTE, arm: exp.Select, node: exp.Table):
        self.arm = arm
        self.own = node.alias_or_name.lower()
        self.others = [s for s in case.sources(arm) if s is not node]
        alias = entry.args.get("alias")
        named = [column.name.lower() for column in (alias.args.get("columns") or ())] if alias is not None else []
        body = entry.this
        while isinstance(body, exp.SetOperation):
            body = body.left
        names = named or ([p.alias_or_name.lower() for p in body.selects] if isinstance(body, exp.Query) else [])
        self.turns = dict(zip(names, [p.unalias() for p in arm.selects], strict=False))
        self.keeps_distinct = isinstance(entry.this, exp.Union) and bool(entry.this.args.get("distinct"))
        self.case = case

    def ends(self) -> bool:
        where = self.arm.args.get("where")
        conditions = [join.args["on"] for join in self.arm.args.get("joins") or () if join.args.get("on") is not None]
        if where is not None:
            conditions.append(where.this)
        crossed = bool(self.others) and not any(self._links(condition) for condition in conditions)
        if any(self._bounds(condition, 12 if crossed and not self._is_small() else MOST) for condition in conditions):
            return True
        return bool(self.others) and any(self._walks(condition) for condition in conditions)

    def doubles(self) -> bool:
        """Whether a text or list is put together from itself twice: after forty steps it would be a million million long."""
        for following in self.turns.values():
            for node in following.find_all(exp.DPipe, exp.Concat, exp.ConcatWs, exp.ArrayConcat):
                names = [column.name.lower() for column in node.find_all(exp.Column) if self._is_own(column)]
                if len(names) > len(set(names)):
                    return True
        return False

    def _is_small(self) -> bool:
        return all(not isinstance(s, exp.Table) or not isinstance(s.this, exp.Identifier) for s in self.others)

    def _is_own(self, column: exp.Column) -> bool:
        return (column.table.lower() == self.own) if column.table else column.name.lower() in self.turns

    def _links(self, condition: exp.Expr) -> bool:
        for eq in condition.find_all(exp.EQ, exp.In, exp.Like, exp.LT, exp.GT, exp.LTE, exp.GTE, exp.Between, exp.Func):
            owners = {self._is_own(column) for column in eq.find_all(exp.Column)}
            if owners == {True, False}:
                return True
        return False

    def _walks(self, condition: exp.Expr) -> bool:
        """Along a key: an own column equals another's, and the next own value is not that same other column."""
        for eq in condition.find_all(exp.EQ):
            if eq.find_ancestor(exp.Or):
                continue
            columns = list(eq.find_all(exp.Column))
            own = [c for c in columns if self._is_own(c)]
            foreign = [c for c in columns if not self._is_own(c)]
            if not own or not foreign:
                continue
            following = self.turns.get(own[0].name.lower())
            is_plain = isinstance(eq.this, exp.Column) and isinstance(eq.args["expression"], exp.Column)
            stands_still = (
                is_plain and isinstance(following, exp.Column) and following.name.lower() == foreign[0].name.lower()
            )
            if following is not None and (self.keeps_distinct or not stands_still):
                return not (isinstance(following, exp.Column) and self._is_own(following) and not self.keeps_distinct)
        return False

    def _bounds(self, condition: exp.Expr, most: float) -> bool:
        if isinstance(condition, exp.Paren):
            return self._bounds(condition.this, most)
        if isinstance(condition, exp.And):
            return any(self._bounds(part, most) for part in (condition.left, condition.right))
        if isinstance(condition, exp.Or):
            return all(self._bounds(part, most) for part in (condition.left, condition.right))
        if isinstance(condition, exp.LT | exp.LTE):
            return self._is_bound(condition.left, condition.right, "up", most) or self._is_bound(
                condition.right, condition.left, "down", most
            )
        if isinstance(condition, exp.GT | exp.GTE):
            return self._is_bound(condition.left, condition.right, "down", most) or self._is_bound(
                condition.right, condition.left, "up", most
            )
        if isinstance(condition, exp.Between):
            return self._is_bound(condition.this, condition.args["high"], "up", most) or self._is_bound(
                condition.this, condition.args["low"], "down", most
            )
        if isinstance(condition, exp.Not | exp.NEQ | exp.Like | exp.Is | exp.In | exp.EQ):
            return self._changes(condition, {"shrink", "open"})
        return False

    def _changes(self, condition: exp.Expr, ways: set[str]) -> bool:
        names = {c.name.lower() for c in condition.find_all(exp.Column) if self._is_own(c)}
        return any(self._way(name) in ways for name in names)

    def _is_bound(self, side: exp.Expr, bound: exp.Expr, way: str, most: float) -> bool:
        moving = [c for c in side.find_all(exp.Column) if self._is_own(c) and self._way(c.name.lower()) != "none"]
        if not moving or any(
            self._way(c.name.lower()) != "none" for c in bound.find_all(exp.Column) if self._is_own(c)
        ):
            return False
        if isinstance(side, exp.Sub) and moving[0] in list(side.right.find_all(exp.Column)):
            way = "down" if way == "up" else "up"
        step = min((self._step(c.name.lower()) for c in moving), default=1.0)
        if (
            step < SHORTEST_STEP
            or side.find(exp.Neg)
            or find_largest(bound) > most
            or find_largest(bound) / step > most
        ):
            return False
        return any(self._way(c.name.lower()) in (way, "shrink", "open") for c in moving)

    def _step(self, name: str) -> float:
        """How far one step goes where it is written out and less than 1; a step in time shorter than a minute is too short."""
        following = self.turns.get(name)
        while isinstance(following, exp.Paren | exp.Cast):
            following = following.this
        if not isinstance(following, exp.Add | exp.Sub | exp.DateAdd | exp.DateSub):
            return 1.0
        amount = following.args["expression"]
        seconds = read_seconds(amount) if isinstance(amount, exp.Interval) else None
        if seconds is not None and seconds < 60:
            return 0.0
        return min(abs(evaluate(amount) or 1.0), 1.0)

    def _way(self, name: str) -> str:
        """Which way a column moves with each step: up, down, shrink (texts), open (cannot be told) or none."""
        following = self.turns.get(name)
        if following is None:
            return "none"
        while isinstance(following, exp.Paren | exp.Cast):
            following = following.this
        if isinstance(following, exp.Column):
            return "none" if following.name.lower() == name else "open"
        if isinstance(following, exp.Literal | exp.Null | exp.Boolean):
            return "none"
        if isinstance(following, exp.Add | exp.Sub):
            return self._way_of_sum(following)
        if isinstance(following, exp.Mul):
            factor = evaluate(following.right)
            factor = evaluate(following.left) if factor is None else factor
            if factor is None:
                return "open"
            return "up" if factor > 1 else "none" if factor == 1 else "open"
        if isinstance(following, exp.Div | exp.IntDiv | exp.BitwiseRightShift):
            return "down" if (evaluate(following.right) or 2) > 1 else "none"
        if isinstance(following, exp.Substring | exp.Right | exp.Left):
            return "shrink"
        if isinstance(following, exp.DateSub | exp.TimestampSub | exp.DatetimeSub):
            return "down"
        if isinstance(
            following, exp.DateAdd | exp.TsOrDsAdd | exp.TimestampAdd | exp.Concat | exp.DPipe | exp.Greatest
        ):
            return "up"
        moves = [_MOVE.match(t.name) for t in following.find_all(exp.Literal) if t.is_string]
        if any(move for move in moves):
            return "down" if any(move and move[1] == "-" for move in moves) else "up"
        if following.find(exp.Column) is None:
            return "none"
        return "open" if not isinstance(following, exp.Abs | exp.Mod | exp.Coalesce) else "none"

    @staticmethod
    def _way_of_sum(following: exp.Expr) -> str:
        amount = evaluate(following.args["expression"])
        if amount is None and isinstance(following, exp.Add) and evaluate(following.this) is not None:
            amount = evaluate(following.this)
        if amount is None and isinstance(following.args["expression"], exp.Interval):
            amount = -1.0 if "-" in following.args["expression"].sql() else 1.0
        if amount == 0:
            return "none"
        ups = isinstance(following, exp.Add) == ((amount or 1.0) > 0)
        return "up" if ups else "down"
