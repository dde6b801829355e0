"""Conditions in words: the node of a WHERE, HAVING or ON goes in, a clause comes out ("status is 'paid'")."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sqlglot import exp

from datamind.sql.telling.phrases import join_words, phrase, quote, unwrap
from datamind.sql.telling.scope import Names

Clause = Callable[[exp.Expr, Names, bool], str]
_DATE = re.compile(r"^\d{4}-\d\d(-\d\d)?([ T]\d\d:\d\d.*)?$")
_COMPARED: Mapping[type[exp.Expr], tuple[str, str]] = {
    exp.EQ: ("is", "is not"),
    exp.NEQ: ("is not", "is"),
    exp.Is: ("is", "is not"),
    exp.NullSafeEQ: ("is", "is not"),
    exp.NullSafeNEQ: ("is not", "is"),
    exp.GT: ("is more than", "is at most"),
    exp.GTE: ("is at least", "is less than"),
    exp.LT: ("is less than", "is at least"),
    exp.LTE: ("is at most", "is more than"),
}
_DATED = {
    "is more than": "is after",
    "is at most": "is up to",
    "is at least": "is from",
    "is less than": "is before",
}


def condition(node: exp.Expr, names: Names, negated: bool = False) -> str:
    """The words for a condition, or for its opposite."""
    for kind in type(node).__mro__:
        teller = CONDITIONS.get(kind)
        if teller is not None:
            return teller(node, names, negated)
    return f"{phrase(node, names)} is {'not ' if negated else ''}true"


def _compare(node: exp.Expr, names: Names, negated: bool) -> str:
    words = _COMPARED[type(node)][negated]
    left, right = unwrap(node.args["this"]), unwrap(node.args["expression"])
    if isinstance(right, exp.Null):
        return f"{phrase(left, names)} {'is empty' if words == 'is' else 'is filled in'}"
    if _is_date(right) or _is_date(left):
        words = _DATED.get(words, words)
    return f"{phrase(left, names)} {words} {phrase(right, names)}"


def _is_date(node: exp.Expr) -> bool:
    if isinstance(node, exp.Literal):
        return bool(node.args.get("is_string") and _DATE.match(node.name))
    return isinstance(node, exp.CurrentDate | exp.CurrentTimestamp | exp.DateTrunc | exp.TimestampTrunc) or any(
        isinstance(part, exp.Interval | exp.CurrentDate) for part in node.iter_expressions()
    )


def _both(node: exp.Expr, names: Names, negated: bool) -> str:
    return _joined(node, names, negated, "or" if negated else "and")


def _either(node: exp.Expr, names: Names, negated: bool) -> str:
    return _joined(node, names, negated, "and" if negated else "or")


def _joined(node: exp.Expr, names: Names, negated: bool, word: str) -> str:
    parts = list(node.flatten())
    told = [condition(part, names, negated) for part in parts]
    mixed = [
        f"({text})" if isinstance(_bare(part), exp.And | exp.Or) and type(_bare(part)) is not type(node) else text
        for part, text in zip(parts, told, strict=True)
    ]
    return join_words(mixed, word) if len(mixed) < 3 else f" {word} ".join(mixed)


def _bare(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def _among(node: exp.Expr, names: Names, negated: bool) -> str:
    from datamind.sql.telling.steps import tell_inside

    query = node.args.get("query")
    no = "not " if negated else ""
    if query is not None:
        return f"{phrase(node.this, names)} is {no}among {tell_inside(query, names.dialect)}"
    values = [phrase(value, names) for value in node.expressions]
    return (
        f"{phrase(node.this, names)} is neither {join_words(values, 'nor')}"
        if negated and len(values) > 1
        else f"{phrase(node.this, names)} is {no}{join_words(values, 'or')}"
    )


def _between(node: exp.Expr, names: Names, negated: bool) -> str:
    low, high = phrase(unwrap(node.args["low"]), names), phrase(unwrap(node.args["high"]), names)
    return f"{phrase(unwrap(node.this), names)} is {'not ' if negated else ''}between {low} and {high} (both included)"


def _like(node: exp.Expr, names: Names, negated: bool) -> str:
    subject, pattern = phrase(unwrap(node.this), names), unwrap(node.expression)
    text = pattern.name
    if not isinstance(pattern, exp.Literal) or re.search(r"[%_]", text.strip("%")):
        return f"{subject} {'does not match' if negated else 'matches'} the pattern {phrase(pattern, names)}"
    no, inner = (
        ("does not ", ("contain", "start with", "end with"))
        if negated
        else ("", ("contains", "starts with", "ends with"))
    )
    verb = inner[0] if text.startswith("%") and text.endswith("%") else inner[1] if text.endswith("%") else inner[2]
    if "%" not in text:
        return f"{subject} is {'not ' if negated else ''}'{text}'"
    return f"{subject} {no}{verb} '{text.strip('%')}'"


def _exists(node: exp.Expr, names: Names, negated: bool) -> str:
    from datamind.sql.telling.steps import tell_inside

    return f"there is {'no' if negated else 'a'} row in {tell_inside(node.this, names.dialect, exists=True)}"


def _quoted(node: exp.Expr, names: Names, negated: bool) -> str:
    return f"{quote(node, names)} does {'not ' if negated else ''}hold"


CONDITIONS: Mapping[type, Clause] = {
    **dict.fromkeys(_COMPARED, _compare),
    exp.And: _both,
    exp.Or: _either,
    exp.Not: lambda node, names, negated: condition(node.this, names, not negated),
    exp.Paren: lambda node, names, negated: condition(node.this, names, negated),
    exp.In: _among,
    exp.Between: _between,
    exp.Like: _like,
    exp.ILike: _like,
    exp.Exists: _exists,
    exp.Column: lambda node, names, negated: f"{phrase(node, names)} is {'not ' if negated else ''}true",
    exp.Func: _quoted,
}
