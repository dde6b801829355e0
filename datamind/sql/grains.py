"""Dates at a grain: a column's expression comes in, that of its year, month, week … in a dialect goes out; and back.

Grains give text that sorts by time (2023-05, 2023-Q2, the Monday of a week) or, for parts (hour, weekday), integers.
"""

from __future__ import annotations

from typing import Literal

from sqlglot import exp, parse_one

from datamind.types import Dialect

Grain = Literal["year", "quarter", "month", "week", "day", "hour", "weekday", "month_of_year"]
PERIODS: tuple[Grain, ...] = ("year", "quarter", "month", "week", "day")

_FORMATS: dict[str, dict[str, str]] = {
    "sqlite": {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "hour": "%H", "weekday": "%w", "month_of_year": "%m"},
    "duckdb": {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "hour": "%H", "weekday": "%w", "month_of_year": "%m"},
    "postgres": {
        "year": "YYYY",
        "month": "YYYY-MM",
        "day": "YYYY-MM-DD",
        "hour": "HH24",
        "weekday": "D",
        "month_of_year": "MM",
    },
    "mysql": {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "hour": "%H", "weekday": "%w", "month_of_year": "%m"},
}
_FUNCTIONS = {"sqlite": "STRFTIME", "duckdb": "STRFTIME", "postgres": "TO_CHAR", "mysql": "DATE_FORMAT"}


def truncated(column: exp.Expr, grain: Grain, dialect: Dialect, is_text: bool) -> exp.Expr:
    """The column at a grain. `is_text` when it is ISO text in a database that has real dates."""
    value = (
        exp.Cast(this=column, to=exp.DataType.build("timestamp"))
        if is_text and dialect in ("postgres", "duckdb")
        else column
    )
    if grain == "week":
        return _monday(value, dialect)
    if grain == "quarter":
        return _quarter(value, dialect)
    formatted = _format(value, _FORMATS[dialect][grain], dialect)
    if grain in ("year", "hour", "weekday", "month_of_year"):
        number = exp.Cast(
            this=formatted, to=exp.DataType.build("bigint" if dialect != "mysql" else "signed", dialect=dialect)
        )
        return (
            exp.Sub(this=number, expression=exp.Literal.number(1))
            if (grain, dialect) == ("weekday", "postgres")
            else number
        )
    return formatted


def _format(value: exp.Expr, pattern: str, dialect: Dialect) -> exp.Expr:
    arguments = [exp.Literal.string(pattern), value] if dialect == "sqlite" else [value, exp.Literal.string(pattern)]
    return exp.Anonymous(this=_FUNCTIONS[dialect], expressions=arguments)


def _monday(value: exp.Expr, dialect: Dialect) -> exp.Expr:
    if dialect == "sqlite":
        arguments = [value, exp.Literal.string("weekday 0"), exp.Literal.string("-6 days")]
        return exp.Anonymous(this="DATE", expressions=arguments)
    if dialect == "mysql":
        return _format(
            _anonymous("DATE_SUB", value, exp.Interval(this=_anonymous("WEEKDAY", value.copy()), unit=exp.var("DAY"))),
            "%Y-%m-%d",
            dialect,
        )
    week = _anonymous("DATE_TRUNC", exp.Literal.string("week"), value)
    return _format(week, _FORMATS[dialect]["day"], dialect)


def _quarter(value: exp.Expr, dialect: Dialect) -> exp.Expr:
    year = _format(value, _FORMATS[dialect]["year"], dialect)
    if dialect == "postgres":
        return _format(value.copy(), 'YYYY-"Q"Q', dialect)
    if dialect == "mysql":
        return _anonymous("CONCAT", year, exp.Literal.string("-Q"), _anonymous("QUARTER", value.copy()))
    month = exp.Cast(this=_format(value.copy(), "%m", dialect), to=exp.DataType.build("int"))
    plus = exp.Paren(this=exp.Add(this=month, expression=exp.Literal.number(2)))
    number: exp.Expr = exp.Div(this=plus, expression=exp.Literal.number(3), typed=True, safe=True)
    if dialect == "duckdb":
        number = exp.IntDiv(this=plus, expression=exp.Literal.number(3))
    joined = exp.DPipe(this=year, expression=exp.Literal.string("-Q"))
    return exp.DPipe(this=joined, expression=exp.Cast(this=exp.Paren(this=number), to=exp.DataType.build("text")))


def days_between(start: exp.Expr, end: exp.Expr, dialect: Dialect) -> exp.Expr:
    """The days from one date to another, with their fraction; NULL when one is missing."""
    if dialect == "sqlite":
        return exp.Paren(this=exp.Sub(this=_anonymous("JULIANDAY", end), expression=_anonymous("JULIANDAY", start)))
    if dialect == "mysql":
        seconds: exp.Expr = _anonymous("TIMESTAMPDIFF", exp.var("SECOND"), start, end)
    else:
        stamp = exp.DataType.build("timestamp")
        ends = [
            exp.Extract(this=exp.var("epoch"), expression=exp.Cast(this=each, to=stamp.copy())) for each in (end, start)
        ]
        seconds = exp.Paren(this=exp.Sub(this=ends[0], expression=ends[1]))
    return exp.Div(this=seconds, expression=exp.Literal.number("86400.0"), typed=True, safe=True)


def read_grain(node: exp.Expr, dialect: Dialect) -> tuple[exp.Column, Grain] | None:
    """The column and the period that an expression cuts it to, where it is one that `truncated` or DATE_TRUNC makes."""
    columns = list(node.find_all(exp.Column))
    if not columns or any(column != columns[0] for column in columns):
        return None
    bare = node.this if isinstance(node, exp.Cast) else node
    if isinstance(bare, exp.TimestampTrunc | exp.DateTrunc):
        unit = bare.text("unit").lower()
        return next(((columns[0], grain) for grain in PERIODS if grain == unit), None)
    for grain in PERIODS:
        for is_text in (False, True):
            text = truncated(columns[0].copy(), grain, dialect, is_text).sql(dialect=dialect)
            made = parse_one(text, dialect=dialect)
            if made in (node, bare) or (isinstance(made, exp.Cast) and made.this in (node, bare)):
                return columns[0], grain
    return None


def clock_hour(column: exp.Expr, dialect: Dialect) -> exp.Expr:
    """The hour of a time of day kept as text ("9:05", "13:08") or as a time."""
    if dialect == "sqlite":
        head = _anonymous(
            "SUBSTR",
            column,
            exp.Literal.number(1),
            exp.Sub(this=_anonymous("INSTR", column.copy(), exp.Literal.string(":")), expression=exp.Literal.number(1)),
        )
        return exp.Cast(this=head, to=exp.DataType.build("int"))
    if dialect == "mysql":
        return _anonymous("HOUR", column)
    return exp.Extract(this=exp.var("hour"), expression=exp.Cast(this=column, to=exp.DataType.build("time")))


def _anonymous(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))
