"""Numbers that a query writes out: constant expressions are worked out, lengths of intervals read in seconds."""

from __future__ import annotations

import math
import re

from sqlglot import exp

MOST = 1_000_000
"""The most characters, items or rows that a constant in a query may ask for."""


_NAMES: dict[type, frozenset[str]] = {exp.Pad: frozenset(("pad", "lpad", "rpad"))}


def call_names(node: exp.Expr) -> frozenset[str]:
    """The names, in lower case, by which a function node (or what it is a kind of) can be called."""
    if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc):
        return frozenset((node.name.lower(),))
    kind = type(node)
    names = _NAMES.get(kind)
    if names is None:
        above = [
            base for base in kind.__mro__ if issubclass(base, exp.Func) and base.__dict__.get("is_func") is not False
        ]
        named = [base for base in above if base is kind or base.__name__ == "GenerateSeries"]
        names = frozenset(name.lower() for base in named for name in base.sql_names())
        _NAMES[kind] = names
    return names


def evaluate(node: exp.Expr | None, depth: int = 0) -> float | None:
    """The value of a constant numeric expression; None when it is not one. Overflow is infinity."""
    if node is None or depth > 50:
        return None
    if isinstance(node, exp.Literal):
        return _read_number(node.name)
    if isinstance(node, exp.HexString):
        return float(int(node.name, 16)) if re.fullmatch(r"[0-9a-fA-F]+", node.name) else None
    if isinstance(node, exp.Paren | exp.Cast | exp.Subquery | exp.Abs | exp.Ceil | exp.Floor | exp.Round):
        return evaluate(node.this, depth + 1)
    if isinstance(node, exp.Select) and not node.args.get("from_") and len(node.expressions) == 1:
        return evaluate(node.expressions[0].unalias(), depth + 1)
    if isinstance(node, exp.Neg):
        inner = evaluate(node.this, depth + 1)
        return None if inner is None else -inner
    if isinstance(node, exp.Binary | exp.Pow):
        left, right = evaluate(node.this, depth + 1), evaluate(node.args.get("expression"), depth + 1)
        return None if left is None or right is None else _compute(node, left, right)
    if isinstance(node, exp.Exp):
        inner = evaluate(node.this, depth + 1)
        return None if inner is None else _compute(exp.Pow(), math.e, inner)
    return None


def _read_number(text: str) -> float | None:
    try:
        return float(text.replace("_", ""))
    except ValueError:
        return None


def _compute(node: exp.Expr, left: float, right: float) -> float | None:
    try:
        if isinstance(node, exp.Add):
            return left + right
        if isinstance(node, exp.Sub):
            return left - right
        if isinstance(node, exp.Mul):
            return left * right
        if isinstance(node, exp.Div | exp.IntDiv):
            return left / right
        if isinstance(node, exp.Pow | exp.BitwiseXor):
            return float(left**right)
        if isinstance(node, exp.BitwiseLeftShift):
            return left * 2.0 ** min(right, 1000)
        if isinstance(node, exp.BitwiseOr):
            return max(left, right)
    except (OverflowError, ZeroDivisionError):
        return math.inf
    return None


def find_largest(node: exp.Expr) -> float:
    """The largest absolute value among the constant parts of an expression; 0 without any."""
    whole = evaluate(node)
    if whole is not None and not (isinstance(node, exp.Literal) and node.is_string):
        return abs(whole)
    largest = 0.0
    for child in node.iter_expressions():
        largest = max(largest, find_largest(child))
    return largest


_UNITS = {
    "microsecond": 1e-6,
    "millisecond": 1e-3,
    "second": 1,
    "sec": 1,
    "minute": 60,
    "min": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_592_000,
    "mon": 2_592_000,
    "quarter": 7_776_000,
    "year": 31_536_000,
}
_PART = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*([a-z]+)")


def read_seconds(node: exp.Expr) -> float | None:
    """How long an interval written out in a query is; None when it is not one."""
    while isinstance(node, exp.Cast | exp.Paren | exp.Neg):
        node = node.this
    if isinstance(node, exp.Interval):
        unit = str(node.args["unit"].name if node.args.get("unit") is not None else "")
        text = f"{node.this.name if node.this is not None else ''} {unit}"
    elif isinstance(node, exp.Literal) and node.is_string:
        text = node.name
    else:
        return None
    total = 0.0
    for amount, unit in _PART.findall(text.lower()):
        total += float(amount) * _UNITS.get(unit.rstrip("s"), _UNITS.get(unit, 86_400))
    return abs(total) or None
