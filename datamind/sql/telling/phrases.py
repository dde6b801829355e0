"""Expressions in words: a node of the AST goes in, a phrase for a sentence comes out ("the sum of amount").

What has no phrase is quoted as it is written, so a phrase never says more than the query does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from datamind.sql.telling.scope import Names

Phrase = Callable[[exp.Expr, Names], str]

_GRAINS = {
    "%Y": "year", "%Y-%m": "month", "%Y-%m-01": "month", "%Y-%m-%d": "day", "%Y-%W": "week", "%Y-W%W": "week",
    "%m": "month of the year", "%d": "day of the month", "%w": "day of the week", "%W": "week of the year",
    "%H": "hour of the day", "%H:00": "hour of the day", "%B": "name of the month", "%A": "name of the day",
}  # fmt: skip
_PARTS = {
    "YEAR": "year", "QUARTER": "quarter", "MONTH": "month of the year", "WEEK": "week of the year",
    "DAY": "day of the month", "DOW": "day of the week", "ISODOW": "day of the week", "DAYOFWEEK": "day of the week",
    "DOY": "day of the year", "HOUR": "hour of the day", "MINUTE": "minute", "EPOCH": "seconds since 1970",
}  # fmt: skip
_RANKS: Mapping[type[exp.Expr], str] = {
    exp.RowNumber: "the position", exp.Rank: "the rank", exp.DenseRank: "the rank (without gaps)",
    exp.Ntile: "the bucket", exp.PercentRank: "the relative rank",
}  # fmt: skip


def phrase(node: exp.Expr, names: Names) -> str:
    """The words for an expression."""
    for kind in type(node).__mro__:
        teller = PHRASES.get(kind)
        if teller is not None:
            return teller(node, names)
    return quote(node, names)


def quote(node: exp.Expr, names: Names) -> str:
    """The expression as SQL, marked as such."""
    return f"`{node.sql(dialect=names.dialect, comments=False)}`"


def join_words(parts: list[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def unwrap(node: exp.Expr) -> exp.Expr:
    """The expression without the brackets, casts and conversions that do not change what is meant."""
    while isinstance(
        node, exp.Paren | exp.TsOrDsToDate | exp.TsOrDsToTimestamp | exp.Cast | exp.TimeStrToTime | exp.Date
    ):
        if node.args.get("this") is None or node.args.get("zone") is not None:
            break
        node = node.this
    return node


def _aggregate(words: str) -> Phrase:
    def tell(node: exp.Expr, names: Names) -> str:
        inner = node.this
        if isinstance(inner, exp.Distinct):
            return f"{words} the distinct values of {join_words([phrase(part, names) for part in inner.expressions])}"
        return f"{words} {_operand(inner, names)}"

    return tell


def _sum(node: exp.Expr, names: Names) -> str:
    told = _aggregate("the sum of")(node, names)
    ones = "the sum of 1 for rows where "
    return f"the number of rows where {told.removeprefix(ones)}" if told.startswith(ones) else told


def _operand(node: exp.Expr, names: Names) -> str:
    """An expression after "the sum of": a conditional one reads as a condition."""
    from datamind.sql.telling.conditions import condition

    inner = unwrap(node)
    if isinstance(inner, exp.Case) and inner.args.get("this") is None and len(inner.args["ifs"]) == 1:
        only, default = inner.args["ifs"][0], inner.args.get("default")
        value = only.args["true"]
        if default is None or isinstance(default, exp.Null) or default.name == "0":
            what = "1" if value.name == "1" else phrase(value, names)
            return f"{what} for rows where {condition(only.this, names)}"
    return phrase(inner, names)


def _count(node: exp.Expr, names: Names) -> str:
    inner = node.this
    if inner is None or isinstance(inner, exp.Star | exp.Literal):
        return "the number of rows"
    if isinstance(inner, exp.Distinct):
        return f"the number of distinct {join_words([phrase(part, names) for part in inner.expressions])}"
    if isinstance(unwrap(inner), exp.Case):
        return f"the number of rows counted as {_operand(inner, names)}"
    return f"the number of rows with a {phrase(inner, names)}"


def _filter(node: exp.Expr, names: Names) -> str:
    from datamind.sql.telling.conditions import condition

    told = phrase(node.this, names)
    joined = "where" if told.endswith(" rows") else "for rows where"
    return f"{told} {joined} {condition(node.expression.this, names)}"


def _column(node: exp.Expr, names: Names) -> str:
    return names.column(node)


def _literal(node: exp.Expr, names: Names) -> str:
    return f"'{node.name}'" if node.args.get("is_string") else node.name


def _binary(words: str) -> Phrase:
    return lambda node, names: f"{_part(node.args['this'], names)} {words} {_part(node.args['expression'], names)}"


def _part(node: exp.Expr, names: Names) -> str:
    inner = unwrap(node)
    told = phrase(inner, names)
    is_sum = isinstance(inner, exp.Add | exp.Sub) and isinstance(node, exp.Paren)
    return f"({told})" if is_sum or (" where " in told and not told.startswith("(")) else told


def _case(node: exp.Expr, names: Names) -> str:
    from datamind.sql.telling.conditions import condition

    subject = node.args.get("this")
    arms = []
    for arm in node.args["ifs"]:
        test = f"{phrase(subject, names)} is {phrase(arm.this, names)}" if subject else condition(arm.this, names)
        arms.append(f"{phrase(arm.args['true'], names)} where {test}")
    default = node.args.get("default")
    otherwise = "" if default is None else f", else {phrase(default, names)}"
    return "; ".join(arms) + otherwise


def _window(node: exp.Expr, names: Names) -> str:
    inner, order = node.this, node.args.get("order")
    parts = [phrase(part, names) for part in node.args.get("partition_by") or ()]
    within = f" within each {join_words(parts)}" if parts else ""
    keys = _order(order, names) if order is not None else ""
    if type(inner) in _RANKS:
        return f"{_RANKS[type(inner)]} by {keys}{within}" if keys else f"{_RANKS[type(inner)]}{within}"
    if isinstance(inner, exp.Lag | exp.Lead):
        where = "previous" if isinstance(inner, exp.Lag) else "next"
        return f"the {where} row's {phrase(inner.this, names)}{within}" + (f" in the order of {keys}" if keys else "")
    told = phrase(inner, names)
    frame = node.args.get("spec")
    if keys and frame is not None and frame.args.get("start") not in (None, "UNBOUNDED"):
        return f"{told} over a moving frame of rows in the order of {keys}{within}"
    if keys:
        return f"{told} so far, in the order of {keys}{within}"
    return f"{told} over all rows{within}" if not parts else f"{told}{within}"


def _order(order: exp.Expr, names: Names) -> str:
    return join_words(
        [f"{phrase(key.this, names)}{' (largest first)' if key.args.get('desc') else ''}" for key in order.expressions]
    )


def _truncated(node: exp.Expr, names: Names) -> str:
    return f"the {node.text('unit').lower() or 'day'} of {phrase(unwrap(node.this), names)}"


def _formatted(node: exp.Expr, names: Names) -> str:
    grain = _GRAINS.get(node.text("format"))
    return f"the {grain} of {phrase(unwrap(node.this), names)}" if grain else quote(node, names)


def _extracted(node: exp.Expr, names: Names) -> str:
    part = _PARTS.get(node.name.upper())
    return f"the {part} of {phrase(unwrap(node.expression), names)}" if part else quote(node, names)


def _of(words: str) -> Phrase:
    return lambda node, names: f"{words} {phrase(unwrap(node.this), names)}"


def _round(node: exp.Expr, names: Names) -> str:
    return f"{phrase(unwrap(node.this), names)} (rounded)"


def _coalesce(node: exp.Expr, names: Names) -> str:
    others = [phrase(other, names) for other in node.expressions]
    return f"{phrase(node.this, names)} (or {join_words(others, 'or')} where it is empty)"


def _interval(node: exp.Expr, names: Names) -> str:
    return f"{node.this.name} {node.text('unit').lower()}".strip() if node.args.get("this") else quote(node, names)


def _difference(node: exp.Expr, names: Names) -> str:
    unit = (node.text("unit") or "day").lower().rstrip("s")
    return f"the {unit}s from {phrase(unwrap(node.expression), names)} to {phrase(unwrap(node.this), names)}"


def _subquery(node: exp.Expr, names: Names) -> str:
    from datamind.sql.telling.steps import tell_inside

    return f"({tell_inside(node, names.dialect)})"


PHRASES: Mapping[type, Phrase] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Star: lambda node, names: "every column",
    exp.Null: lambda node, names: "nothing",
    exp.Boolean: lambda node, names: "true" if node.this else "false",
    exp.Alias: lambda node, names: phrase(node.this, names),
    exp.Paren: lambda node, names: phrase(node.this, names),
    exp.Neg: lambda node, names: f"-{phrase(node.this, names)}",
    exp.Cast: lambda node, names: phrase(node.this, names),
    exp.TsOrDsToDate: lambda node, names: phrase(node.this, names),
    exp.TsOrDsToTimestamp: lambda node, names: phrase(node.this, names),
    exp.Count: _count,
    exp.Sum: _sum,
    exp.Avg: _aggregate("the average of"),
    exp.Min: _aggregate("the smallest"),
    exp.Max: _aggregate("the largest"),
    exp.Median: _aggregate("the median of"),
    exp.Stddev: _aggregate("the standard deviation of"),
    exp.StddevSamp: _aggregate("the standard deviation of"),
    exp.GroupConcat: _aggregate("a list of"),
    exp.ArrayAgg: _aggregate("a list of"),
    exp.Filter: _filter,
    exp.Window: _window,
    exp.Add: _binary("plus"),
    exp.Sub: _binary("minus"),
    exp.Mul: _binary("times"),
    exp.Div: _binary("divided by"),
    exp.DPipe: _binary("followed by"),
    exp.Case: _case,
    exp.Coalesce: _coalesce,
    exp.Nullif: lambda node, names: f"{phrase(node.this, names)} (empty where {phrase(node.expression, names)})",
    exp.Round: _round,
    exp.Abs: _of("the size of"),
    exp.Lower: lambda node, names: phrase(node.this, names),
    exp.Upper: lambda node, names: phrase(node.this, names),
    exp.Trim: lambda node, names: phrase(node.this, names),
    exp.Length: _of("the length of"),
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.TimeToStr: _formatted,
    exp.Extract: _extracted,
    exp.Year: _of("the year of"),
    exp.Quarter: _of("the quarter of"),
    exp.Month: _of("the month of the year of"),
    exp.Day: _of("the day of the month of"),
    exp.DateDiff: _difference,
    exp.Interval: _interval,
    exp.CurrentDate: lambda node, names: "today",
    exp.CurrentTimestamp: lambda node, names: "now",
    exp.Subquery: _subquery,
}
