"""The values written into a query: which there are, where they stand, what they are compared with; and putting others there.

In: SQL text. Out: `Written` values in order, or the same text with some of them replaced: everything else keeps its bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp, parse_one
from sqlglot.dialects.dialect import Dialect as SqlDialect
from sqlglot.errors import SqlglotError
from sqlglot.tokens import TokenType

from datamind.types import Dialect


@dataclass(frozen=True)
class Written:
    """One value in the text: `start`..`end` are its place, quotes included. `columns` are those it is compared with, in
    lower case; `limits` says that it cuts the rows."""

    text: str
    is_text: bool
    start: int
    end: int
    columns: frozenset[str] = frozenset()
    limits: bool = False


@dataclass(frozen=True)
class ReadQuery:
    """The written values of a query, and the names in it."""

    values: tuple[Written, ...]
    names: frozenset[str]


def read_values(sql: str, dialect: Dialect) -> ReadQuery | None:
    """None for text that does not parse as one statement."""
    try:
        tree = parse_one(sql, dialect=dialect)
        tokens = SqlDialect.get_or_raise(dialect).tokenize(sql)
    except (SqlglotError, RecursionError):
        return None
    compared, limits = _comparisons(tree), _limits(tree)
    values = tuple(
        Written(
            token.text,
            token.token_type == TokenType.STRING,
            token.start,
            token.end + 1,
            compared.get((token.text, token.token_type == TokenType.STRING), frozenset()),
            token.token_type == TokenType.NUMBER and token.text in limits,
        )
        for token in tokens
        if token.token_type in (TokenType.STRING, TokenType.NUMBER)
    )
    names = frozenset(node.name.lower() for node in tree.find_all(exp.Identifier))
    return ReadQuery(values, names)


def replace_values(sql: str, replacements: Mapping[Written, str]) -> str:
    """The text with other values in their places; texts stay quoted, numbers stay bare."""
    for value in sorted(replacements, key=lambda each: -each.start):
        text = replacements[value]
        written = "'" + text.replace("'", "''") + "'" if value.is_text else text
        sql = sql[: value.start] + written + sql[value.end :]
    return sql


def _comparisons(tree: exp.Expr) -> dict[tuple[str, bool], frozenset[str]]:
    """Per literal, the columns that stand on the other side of a comparison with it."""
    found: dict[tuple[str, bool], set[str]] = {}
    for node in tree.find_all(exp.Predicate):
        columns = {column.name.lower() for column in node.find_all(exp.Column)}
        if node.find_ancestor(exp.Predicate) is None or len(columns) == 1:
            for literal in node.find_all(exp.Literal):
                found.setdefault((literal.name, literal.is_string), set()).update(columns)
    return {literal: frozenset(columns) for literal, columns in found.items()}


def _limits(tree: exp.Expr) -> frozenset[str]:
    limits = [node.args.get("expression") or node.args.get("count") for node in tree.find_all(exp.Limit, exp.Fetch)]
    return frozenset(limit.name for limit in limits if isinstance(limit, exp.Literal))
