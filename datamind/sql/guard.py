"""The one door: SQL text and a catalog go in, a ValidatedQuery comes out, or QueryRefused says what and why.

Gate, parser, rules, in this order (`gate`, `rules.RULES`). What comes out is exactly the text that was checked, without the
white space around it and the semicolon at its end; only policies change it. `validate` is the only maker of ValidatedQuery.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from functools import lru_cache
from threading import Lock

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect as Grammar
from sqlglot.errors import ParseError, SqlglotError, TokenError

from datamind.errors import QueryRefused
from datamind.sql.gate import Token, read_tokens
from datamind.sql.joins import Repeated, find_repeated
from datamind.sql.reading import check_columns, find_reads, list_columns
from datamind.sql.relations import check_tables
from datamind.sql.rewriting import hold_to, stand_plainly, write_policies
from datamind.sql.rules import Case, judge
from datamind.sql.stand_ins import write_stand_ins
from datamind.sql.statements import Inner, take_apart
from datamind.sql.syntax import check_start
from datamind.types import Catalog, Dialect, Limits, Policy, ValidatedQuery

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # its warnings would quote what people typed

_PARSER_SLIPS = (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What sqlglot lets slip, instead of its own errors, on some texts that are no SQL."""

_LIMITS = Limits()
_CACHE_SIZE = 2_000
_cache: OrderedDict[tuple[object, ...], ValidatedQuery] = OrderedDict()
_cache_lock = Lock()


def validate(
    sql: str,
    catalog: Catalog,
    *,
    limits: Limits = _LIMITS,
    policies: tuple[Policy, ...] = (),
    any_table: bool = False,
) -> ValidatedQuery:
    """Check one statement against the allow-lists and write the policies in.

    `any_table` takes every plain table name as known. Raises: QueryRefused with the reason, a hint and the position.
    """
    key = (sql, catalog.dialect, catalog.revision, policies, limits.rows, any_table)
    found = _cache.get(key)
    if found is not None:
        return found
    query = _validate(sql, catalog, limits, policies, any_table)
    with _cache_lock:
        _cache[key] = query
        while len(_cache) > _CACHE_SIZE:
            _cache.popitem(last=False)
    return query


def _validate(
    sql: str, catalog: Catalog, limits: Limits, policies: tuple[Policy, ...], any_table: bool
) -> ValidatedQuery:
    dialect = catalog.dialect
    text, tokens = _take_one_statement(sql, read_tokens(sql, dialect))
    inner = take_apart(text, tokens, dialect)
    prefix = ""
    if inner is not None:
        _check_telling(inner, policies)
        prefix = text[: inner.start] if inner.start is not None else ""
        tokens = read_tokens(inner.query, dialect)
    body = inner.query if inner is not None else text
    check_start(tokens)
    case = _judge(body, tokens, catalog, any_table)
    reads = find_reads(case)
    check_columns(case)
    applied: tuple[str, ...] = ()
    if policies:
        body, applied, splices = write_policies(case, policies, reads)
        if splices:
            if not stand_plainly(case, splices):
                hold_to(_read_again(body, case), policies, splices)
            text = prefix + body
    repeated = find_repeated(case, reads)
    return ValidatedQuery(
        sql=text,
        dialect=dialect,
        tables=tuple(dict.fromkeys(t.full_name if t else n.name for n, t in case.tables)),
        columns=list_columns(case, reads),
        row_limit=limits.rows,
        policies=applied,
        warnings=tuple(_say(each) for each in repeated),
        instead=next((each.rewrite for each in repeated if each.rewrite), None),
        partial=any(case.tree.args.get(clause) is not None for clause in ("limit", "offset", "having", "qualify")),
    )


def _say(repeated: Repeated) -> str:
    return f"{repeated.warning} Instead: {repeated.rewrite}" if repeated.rewrite else repeated.warning


def _judge(text: str, tokens: list[Token], catalog: Catalog, any_table: bool) -> Case:
    """The query after every rule has passed it. Raises QueryRefused."""
    readable = write_stand_ins(text, tokens, catalog.dialect)
    tree = parse(readable, catalog.dialect)
    case = Case(text, tokens, tree, catalog, any_table, catalog.dialect, is_moved=len(readable) != len(text))
    case.has_stand_ins = readable != text
    try:
        judge(case)
    except RecursionError as error:
        raise QueryRefused("The query is nested too deeply.", "Take parts out into a WITH.") from error
    return case


def _read_again(text: str, case: Case) -> Case:
    """The rewritten query, parsed anew, with its tables found. Only what the rewriting could have broken is looked at."""
    if case.has_stand_ins:
        text = write_stand_ins(text, read_tokens(text, case.dialect), case.dialect)
    again = Case(text, [], parse(text, case.dialect), case.catalog, case.any_table, case.dialect)
    again.gather()
    check_tables(again)
    return again


def _check_telling(inner: Inner, policies: tuple[Policy, ...]) -> None:
    if inner.tells_structure and policies:
        raise QueryRefused("This shows a table as it is stored, past the rules set for you.", "Use the catalog page.")


def _take_one_statement(sql: str, tokens: list[Token]) -> tuple[str, list[Token]]:
    """The text up to its closing semicolon. Raises QueryRefused when something follows it, or nothing stands before it."""
    semicolons = [t for t in tokens if t.text == ";" and t.kind == "mark"]
    code = [t for t in tokens if t not in semicolons] if semicolons else tokens
    if not code:
        raise QueryRefused("There is no query here.", "Write a SELECT.")
    end = len(sql)
    if semicolons:
        end = semicolons[0].start
        if code[-1].start > end:
            raise QueryRefused(
                "Only one statement at a time is allowed.", "Run them one after the other.", semicolons[0].start
            )
    return sql[:end].strip(" \t\r\n"), code


@lru_cache(maxsize=8)
def _grammar(dialect: Dialect) -> Grammar:
    return Grammar.get_or_raise(dialect)


def parse(text: str, dialect: Dialect) -> exp.Expr:
    """The tree of one statement. Raises QueryRefused with the position when it cannot be read."""
    try:
        trees = [tree for tree in _grammar(dialect).parse(text) if tree is not None]
    except ParseError as error:
        first = error.errors[0] if error.errors else {}
        near = f" near {first['highlight']!r}" if first.get("highlight") else ""
        where = f"line {first.get('line')}, column {first.get('col')}" if first.get("line") else "the query"
        raise QueryRefused(
            f"This cannot be read as {dialect} SQL: {where}{near}.", "Check the spelling there."
        ) from error
    except (TokenError, SqlglotError) as error:
        raise QueryRefused(f"This cannot be read as {dialect} SQL.", "Check its quotes and comments.") from error
    except RecursionError as error:
        raise QueryRefused("The query is nested too deeply.", "Take parts out into a WITH.") from error
    except _PARSER_SLIPS as error:
        raise QueryRefused(f"This cannot be read as {dialect} SQL.", "Check its brackets and commas.") from error
    if len(trees) != 1 or isinstance(trees[0], exp.Semicolon):
        raise QueryRefused("Only one statement at a time is allowed.", "Run them one after the other.")
    return trees[0]
