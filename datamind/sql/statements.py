"""SHOW, DESCRIBE, SUMMARIZE and EXPLAIN: taken apart into a prefix that only tells and the query (or table) it tells about.

Comes in: text and tokens. Goes out: an `Inner`, whose query passes the same rules as any other; the prefix is put before it
again. Never ANALYZE, which runs what it explains.
"""

from __future__ import annotations

from dataclasses import dataclass

from datamind.errors import QueryRefused
from datamind.sql.gate import Token
from datamind.types import Dialect


@dataclass(frozen=True)
class Inner:
    """`query` is checked in place of the statement; `start` is where it begins in the text, or None when it was made up.

    `tells_structure` marks statements that show columns or tables as they are stored, past every policy.
    """

    query: str
    start: int | None
    tells_structure: bool = False


_EXPLAIN_TEXT = """
format text json yaml xml verbose costs settings summary on off true false tree traditional generic_plan html
graphviz mermaid = , ( )
"""
_EXPLAIN_OPTIONS = frozenset(_EXPLAIN_TEXT.split())
_QUERY_STARTS = frozenset(("select", "with", "values", "table", "from", "(", "pivot", "unpivot"))
_SETTINGS_TEXT = """
timezone datestyle intervalstyle server_version server_version_num server_encoding client_encoding lc_collate lc_ctype
lc_monetary lc_numeric lc_time search_path standard_conforming_strings default_text_search_config transaction_read_only
default_transaction_read_only transaction_isolation
"""
HARMLESS_SETTINGS = frozenset(_SETTINGS_TEXT.split())


def take_apart(text: str, tokens: list[Token], dialect: Dialect) -> Inner | None:
    """The query inside a telling statement; None when the text is a query itself. Raises QueryRefused for the harmful."""
    if not tokens or tokens[0].kind != "word":
        return None
    first = tokens[0].text.lower()
    if first == "explain":
        return _explain(text, tokens, dialect)
    if first in ("describe", "desc") and dialect in ("mysql", "duckdb"):
        return _describe(text, tokens, dialect)
    if first == "summarize" and dialect == "duckdb":
        return _summarize(text, tokens)
    if first == "show":
        return _show(text, tokens, dialect)
    return None


def _word(token: Token | None) -> str:
    return token.text.lower() if token is not None and token.kind in ("word", "mark") else ""


def _explain(text: str, tokens: list[Token], dialect: Dialect) -> Inner:
    for token in tokens[1:8]:
        if _word(token) in ("analyze", "analyse"):
            raise QueryRefused("EXPLAIN ANALYZE runs what it explains.", "Use EXPLAIN without ANALYZE.", token.start)
    at = 1
    if dialect == "sqlite" and [_word(t) for t in tokens[1:3]] == ["query", "plan"]:
        at = 3
    if dialect in ("postgres", "duckdb") and _word(tokens[at] if at < len(tokens) else None) == "(":
        closing = next((i for i, t in enumerate(tokens) if _word(t) == ")"), 0)
        if closing and all(_word(t) in _EXPLAIN_OPTIONS for t in tokens[at:closing]) and len(tokens) > closing + 1:
            at = closing + 1
    while at < len(tokens) and _word(tokens[at]) in ("verbose", "extended", "partitions", "format"):
        is_format = _word(tokens[at]) == "format" and at + 2 < len(tokens) and tokens[at + 1].text == "="
        at += 3 if is_format else 1
    if at < len(tokens) and _word(tokens[at]) in _QUERY_STARTS:
        return Inner(text[tokens[at].start :], tokens[at].start)
    if dialect == "mysql" and at == 1 and len(tokens) <= 5:
        return _describe(text, tokens, dialect)
    raise QueryRefused("EXPLAIN is allowed only of a query that reads.", "Write EXPLAIN SELECT …", tokens[0].start)


def _describe(text: str, tokens: list[Token], dialect: Dialect) -> Inner:
    rest = tokens[1:]
    if rest and _word(rest[0]) in ("table", "formatted", "extended") and len(rest) > 1 and dialect == "duckdb":
        rest = rest[1:]
    if rest and dialect == "duckdb" and _word(rest[0]) in _QUERY_STARTS:
        return Inner(text[rest[0].start :], rest[0].start)
    return Inner(f"SELECT * FROM {_table(text, rest, may_have_column=dialect == 'mysql')}", None, True)


def _summarize(text: str, tokens: list[Token]) -> Inner:
    rest = tokens[1:]
    if rest and _word(rest[0]) in _QUERY_STARTS:
        return Inner(text[rest[0].start :], rest[0].start)
    return Inner(f"SELECT * FROM {_table(text, rest)}", None, True)


def _table(text: str, tokens: list[Token], may_have_column: bool = False) -> str:
    """The text of a table's name that is all of `tokens` (but for a column's name or pattern after it)."""
    size = 1
    while size + 1 < len(tokens) and tokens[size].text == "." and tokens[size + 1].kind in ("word", "name"):
        size += 2
    left = tokens[size:]
    if not tokens or tokens[0].kind not in ("word", "name") or (left and not (may_have_column and len(left) == 1)):
        raise QueryRefused("This may only tell about one table.", "Write the table's name after it.")
    if left and left[0].kind not in ("word", "name", "text"):
        raise QueryRefused("This may only tell about one table.", "Write the table's name after it.", left[0].start)
    return text[tokens[0].start : tokens[size - 1].end]


def _show(text: str, tokens: list[Token], dialect: Dialect) -> Inner:
    words = [_word(t) for t in tokens[1:]]
    if dialect == "postgres" and len(words) == 1 and words[0] in HARMLESS_SETTINGS:
        return Inner("SELECT 1", None)
    if dialect == "postgres" and words == ["time", "zone"]:
        return Inner("SELECT 1", None)
    if dialect == "duckdb" and words == ["tables"]:
        return Inner("SELECT 1", None, True)
    if (
        dialect == "duckdb"
        and len(words) >= 1
        and words[0] not in ("all", "databases", "schemas", "tables", "variables")
    ):
        return Inner(f"SELECT * FROM {_table(text, tokens[1:])}", None, True)
    if dialect == "mysql" and words:
        if words[0] == "full":
            words, tokens = words[1:], tokens[1:]
        if words[:1] == ["tables"] and (len(words) == 1 or (words[1] == "like" and len(words) == 3)):
            return Inner("SELECT 1", None, True)
        if words[0] in ("columns", "fields", "index", "indexes", "keys") and words[1:2] in (["from"], ["in"]):
            is_narrowed = len(tokens) > 5 and _word(tokens[-2]) == "like" and tokens[-1].kind == "text"
            return Inner(f"SELECT * FROM {_table(text, tokens[3:-2] if is_narrowed else tokens[3:])}", None, True)
        if words[:2] in (["create", "table"], ["create", "view"]):
            return Inner(f"SELECT * FROM {_table(text, tokens[3:])}", None, True)
    raise QueryRefused("This SHOW is not allowed.", "The catalog page lists tables and columns.", tokens[0].start)
