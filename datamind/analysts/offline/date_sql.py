"""A date column's expression comes in, that of its year, month, week … in a dialect goes out, as sqlglot nodes.

Grains give text that sorts by time (2023-05, 2023-Q2, the Monday of a week) or, for parts (hour, weekday), integers.
"""

from __future__ import annotations

from sqlglot import exp

from datamind.analysts.offline.frame import Grain
from datamind.types import Dialect

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
