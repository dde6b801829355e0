"""Signs that a server knows and sqlglot does not: for judging only, a sign of the same kind stands in for them.

The stand-in has the length of the sign, so positions stay true; the text that runs is never touched. Where a policy has to
rewrite the query, such a sign is refused. To add one: the sign, its stand-in, and a good line in tests/sql/cases.
"""

from __future__ import annotations

from datamind.sql.gate import Token
from datamind.types import Dialect


def write_stand_ins(text: str, tokens: list[Token], dialect: Dialect) -> str:
    """The text with stand-ins in the place of signs that only the server can read."""
    places = find_stand_ins(tokens, dialect)
    for start, end, sign in reversed(places):
        text = text[:start] + sign + text[end:]
    return text


def find_stand_ins(tokens: list[Token], dialect: Dialect) -> list[tuple[int, int, str]]:
    """Where (start, end) which sign of the same length is put."""
    found: list[tuple[int, int, str]] = []
    if dialect == "postgres":
        for before, token, after in zip([None, *tokens], tokens, tokens[1:], strict=False):
            if token.text == "@" and token.kind == "mark" and _opens(before) and after.text != "@":
                found.append((token.start, token.end, "~"))
    return found


def _opens(before: Token | None) -> bool:
    """Whether a value may begin after this token, so that a sign here stands before its operand."""
    if before is None:
        return True
    if before.kind == "mark":
        return before.text in "(,[+-*/%=<>"
    return before.kind == "word" and before.text.lower() in (
        "select",
        "where",
        "and",
        "or",
        "not",
        "when",
        "then",
        "else",
        "by",
        "on",
        "case",
        "having",
        "between",
        "distinct",
    )
