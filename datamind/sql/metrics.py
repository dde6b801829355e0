"""Whether a metric can be kept: its expression is read as the query it will be part of, before anybody relies on it.

In: a metric and the catalog as whoever defines it sees it. Out: nothing, or InvalidInput with the field and what is wrong.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from sqlglot import exp

from datamind.errors import InvalidInput, QueryRefused
from datamind.sql.guard import parse, validate
from datamind.sql.policies import write_name
from datamind.types import Catalog, Metric, Table

FORMATS = re.compile(r"number|percent|[A-Z]{3}")
"""What a metric's values are: plain numbers, percent, or an amount in a currency (its three letters)."""


def check_metric(metric: Metric, catalog: Catalog) -> None:
    """Raises InvalidInput naming the field: table, expression, date_column or format."""
    table = find_table(metric.table, catalog)
    if table is None:
        raise InvalidInput(f"There is no table {metric.table}.{_suggest(metric.table, catalog)}", "table")
    _check_expression(metric.expression, table, catalog)
    if metric.date_column:
        _check_date(metric.date_column, table, catalog)
    if metric.format and not FORMATS.fullmatch(metric.format):
        raise InvalidInput("The format must be number, percent or the three letters of a currency.", "format")


def write_query(metric: Metric, catalog: Catalog) -> str | None:
    """The metric over its whole table, as SQL; None when the table is gone."""
    table = find_table(metric.table, catalog)
    return f"SELECT {metric.expression} FROM {write_name(table, catalog.dialect)}" if table else None


def find_table(name: str, catalog: Catalog) -> Table | None:
    """A table named in full or, where that is clear, by its own name."""
    exact = next((table for table in catalog.tables if table.full_name.lower() == name.lower()), None)
    return exact or catalog.find(name)


def _check_expression(expression: str, table: Table, catalog: Catalog) -> None:
    query = f"SELECT {expression}\nFROM {write_name(table, catalog.dialect)}"
    try:
        validate(query, catalog)
        tree = parse(query, catalog.dialect)
    except QueryRefused as refusal:
        raise InvalidInput(f"This expression cannot be used: {refusal}", "expression") from refusal
    if not isinstance(tree, exp.Select) or len(tree.expressions) != 1 or set(_clauses(tree)) - {"expressions", "from_"}:
        raise InvalidInput("Write one expression, such as sum(amount), and nothing around it.", "expression")
    if tree.expressions[0].find(exp.Select):
        raise InvalidInput("An expression of a metric holds no query of its own.", "expression")
    if not tree.expressions[0].find(exp.AggFunc):
        raise InvalidInput(
            "A metric adds up, counts or averages: put the column in sum(…), count(…), avg(…), min(…) or max(…).",
            "expression",
        )
    for column in tree.expressions[0].find_all(exp.Column):
        owner = find_table(column.table, catalog) if column.table else table
        if isinstance(column.this, exp.Star) or (owner is not None and owner.column(column.name) is not None):
            continue
        raise InvalidInput(
            f"There is no column {column.name} in {table.name}.{_near(column.name, table)}", "expression"
        )


def _clauses(tree: exp.Select) -> list[str]:
    return [name for name, part in tree.args.items() if part]


def _check_date(name: str, table: Table, catalog: Catalog) -> None:
    of, _, plain = name.rpartition(".")
    owner = find_table(of, catalog) if of else table
    column = owner.column(plain) if owner else None
    if owner is None or column is None:
        raise InvalidInput(f"There is no column {name} in {table.name}.{_near(plain, table)}", "date_column")
    if not column.type.is_temporal:
        raise InvalidInput(f"{name} holds no dates: choose a date column, or leave it out.", "date_column")


def _near(name: str, table: Table) -> str:
    close = get_close_matches(name, [column.name for column in table.columns], 1)
    return f" Did you mean {close[0]}?" if close else ""


def _suggest(name: str, catalog: Catalog) -> str:
    close = get_close_matches(name, [table.full_name for table in catalog.tables], 1)
    return f" Did you mean {close[0]}?" if close else ""
