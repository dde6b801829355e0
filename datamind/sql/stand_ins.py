"""Forms that a server knows and sqlglot does not: for judging only, a form of the same kind stands in for them.

The text that runs is never touched. To add one: a function over the tokens, its place in `_FINDERS`, a good line in
tests/sql/cases. A stand-in of another length moves positions, so such a query cannot also be rewritten for a policy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from datamind.sql.gate import Token
from datamind.types import Dialect

StandIn = tuple[int, int, str]
"""Put the text in the place of sql[start:end]."""


def write_stand_ins(text: str, tokens: list[Token], dialect: Dialect) -> str:
    """The text with stand-ins in the place of forms that only the server can read."""
    places = sorted(place for find in _FINDERS[dialect] for place in find(text, tokens))
    for start, end, form in reversed(places):
        text = text[:start] + form + text[end:]
    return text


_BEFORE_VALUES = frozenset(
    ("select", "where", "and", "or", "not", "when", "then", "else", "by", "on", "case", "having", "between")
)


def _find_prefix_signs(text: str, tokens: list[Token]) -> Iterator[StandIn]:
    """PostgreSQL's `@ -5` (absolute value): `~` is a sign before its operand as well."""
    if "@" not in text:
        return
    for position, token in enumerate(tokens[:-1]):
        if token.text == "@" and token.kind == "mark" and tokens[position + 1].text not in ("@", ">", "?"):
            before = tokens[position - 1] if position else None
            word = before.text.lower() if before is not None else ""
            if before is None or (before.kind == "mark" and word in "(,[+-*/%=") or word in _BEFORE_VALUES:
                yield token.start, token.end, "~"


def _find_values(text: str, tokens: list[Token]) -> Iterator[StandIn]:
    """MariaDB's VALUES (…), (…) as a query: SELECT of the same rows."""
    for position, token in enumerate(tokens[:-1]):
        if token.kind == "word" and token.text.lower() == "values" and tokens[position + 1].text == "(":
            before = tokens[position - 1].text.lower() if position else "("
            if before in ("(", "union", "all", "except", "intersect"):
                yield token.start, token.end, "SELECT"


def _find_defaults(text: str, tokens: list[Token]) -> Iterator[StandIn]:
    """JSON_TABLE's DEFAULT '0' ON EMPTY, which computes nothing: blanks."""
    for position, token in enumerate(tokens[:-2]):
        if (
            token.kind == "word"
            and token.text.lower() == "on"
            and tokens[position + 1].text.lower() in ("empty", "error")
        ):
            before = [t.text.lower() for t in tokens[max(position - 2, 0) : position]]
            if before[-1:] in (["null"], ["error"]):
                first = tokens[position - 1].start
            elif before[:1] == ["default"] and tokens[position - 1].kind in ("text", "number"):
                first = tokens[position - 2].start
            else:
                continue
            yield first, tokens[position + 1].end, " " * (tokens[position + 1].end - first)


_LIMIT_SUM = re.compile(r"\b(?:limit|offset)\b.*[-+*/%]", re.IGNORECASE | re.DOTALL)
_AFTER_LIMIT = frozenset(("offset", "union", "except", "intersect", "for", ","))


def _find_limits(text: str, tokens: list[Token]) -> Iterator[StandIn]:
    """LIMIT 2 - (…) % 2: the same in brackets."""
    if not _LIMIT_SUM.search(text):
        return
    for position, token in enumerate(tokens[:-1]):
        if token.kind != "word" or token.text.lower() not in ("limit", "offset"):
            continue
        depth, last = 0, position
        for at in range(position + 1, len(tokens)):
            following = tokens[at].text.lower() if tokens[at].kind in ("word", "mark") else ""
            if depth == 0 and (following in _AFTER_LIMIT or following == ")"):
                break
            depth += (following == "(") - (following == ")")
            last = at
        is_sum = any(t.kind == "mark" and t.text in "+-*/%" for t in tokens[position + 1 : last])
        if is_sum and not (tokens[position + 1].text == "(" and _closes(tokens, position + 1) == last):
            yield tokens[position + 1].start, tokens[position + 1].start, "("
            yield tokens[last].end, tokens[last].end, ")"


def _closes(tokens: list[Token], opening: int) -> int:
    depth = 0
    for at in range(opening, len(tokens)):
        if tokens[at].kind == "mark":
            depth += (tokens[at].text == "(") - (tokens[at].text == ")")
            if depth == 0:
                return at
    return -1


def _find_reduces(text: str, tokens: list[Token]) -> Iterator[StandIn]:
    """DuckDB's reduce is its list_reduce; sqlglot takes the first for another dialect's."""
    for token, following in pairwise(tokens):
        if token.kind == "word" and token.text.lower() == "reduce" and following.text == "(":
            yield token.start, token.end, "list_reduce"


def _find_pivot_tails(text: str, tokens: list[Token]) -> Iterator[StandIn]:
    """DuckDB's PIVOT … ORDER BY … LIMIT …: the pivot as a subquery, ordered."""
    if not tokens or tokens[0].text.lower() not in ("pivot", "unpivot"):
        return
    depth = 0
    for token in tokens:
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
        elif depth == 0 and token.kind == "word" and token.text.lower() in ("order", "limit"):
            yield tokens[0].start, tokens[0].start, "SELECT * FROM ("
            yield token.start, token.start, ") "
            return


_FINDERS: dict[Dialect, tuple[Callable[[str, list[Token]], Iterator[StandIn]], ...]] = {
    "postgres": (_find_prefix_signs, _find_limits),
    "mysql": (_find_values, _find_defaults),
    "sqlite": (_find_limits,),
    "duckdb": (_find_reduces, _find_pivot_tails, _find_limits),
}
