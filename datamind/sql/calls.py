"""Which functions a query calls: every word before an opening bracket must be a keyword, a type or on the lists.

The names are read from the tokens, not from the tree, so that no function hides behind the way the parser takes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.sql.constants import call_names
from datamind.sql.functions import FUNCTIONS
from datamind.sql.gate import Token

if TYPE_CHECKING:
    from datamind.sql.rules import Case

_KEYWORDS_TEXT = """
    all and any array as asof asc between by case columns cross cube desc distinct else end escape except
    exclude exists filter for from full glob group groups having ilike in inner intersect is join key lateral
    left like limit match materialized natural not nothing null of offset on or order ordinality outer over
    partition positional qualify recursive regexp rename replace respect right rlike rollup row rows select
    semi anti sets similar some straight_join struct table tablesample then to to_timestamp union unpivot
    using value values when where window with within xor index primary unique sample reservoir bernoulli
    system pivot only binary rows ignore default returning passing nested path cycle search set include
    within_group nulls mod div current collate interval timestamp date time no at zone repeatable against percent
"""
_TYPES_TEXT = """
    bit bpchar char character dec decimal enum fixed float float4 float8 double int integer bigint smallint
    tinyint mediumint nchar nvarchar number numeric real signed string text blob time timestamp timestamptz
    timetz datetime unsigned varbinary varbit varchar varying varchar2 year map struct union precision zone
    bigdecimal hugeint
"""
BEFORE_BRACKET = frozenset(_KEYWORDS_TEXT.split())
_TYPES = frozenset(_TYPES_TEXT.split())


def check_functions(case: Case) -> None:
    """Every word before an opening bracket is a keyword, a type, a name with a column list, or an allowed function."""
    tokens = case.tokens
    listed: frozenset[str] | None = None
    for position in range(len(tokens) - 1):
        follower = tokens[position + 1]
        token = tokens[position]
        if follower.text != "(" or follower.kind != "mark" or token.kind not in ("word", "name"):
            continue
        name = token.text.lower() if token.kind == "word" else token.text
        qualified = position >= 2 and tokens[position - 1].text == "." and tokens[position - 1].kind == "mark"
        if qualified and _is_own_or_system(case, tokens[position - 2], token, position):
            continue
        if name in FUNCTIONS[case.dialect].scalar and name.isascii() and not (qualified and case.dialect != "duckdb"):
            continue
        if token.kind == "word" and (name in BEFORE_BRACKET or name in _TYPES) and not qualified:
            continue
        if listed is None:
            listed = _names_with_columns(case)
        if name.lower() in listed and not qualified and not _is_called(case, name):
            continue
        if not qualified and is_own(case, name, None):
            continue
        _refuse_function(case, token, name)


def _names_with_columns(case: Case) -> frozenset[str]:
    return frozenset(n.name.lower() for n in case.of(exp.TableAlias) if n.args.get("columns"))


def _is_called(case: Case, name: str) -> bool:
    """Whether the query also calls a function by this name, however the parser took it."""
    wanted = name.lower()
    for node in case.functions:
        start, end = node.meta.get("start"), node.meta.get("end")
        written = case.sql[start : end + 1].strip('"`').lower() if start is not None and end is not None else ""
        if wanted in (written, node.name.lower()) or wanted in call_names(node):
            return True
    return False


_QUANTIFIERS = frozenset(("all", "any", "some"))


def check_unknown_calls(case: Case) -> None:
    """What the parser takes for a call of a function it does not know must be on the list, whatever word it is."""
    for node in case.of(exp.Anonymous, exp.AnonymousAggFunc):
        name = node.name.lower()
        schema = (
            node.parent.this.name.lower() if isinstance(node.parent, exp.Dot) and node.arg_key == "expression" else None
        )
        if name in FUNCTIONS[case.dialect].scalar or name in FUNCTIONS[case.dialect].table or name in _QUANTIFIERS:
            continue
        if not is_own(case, name, schema):
            raise QueryRefused(
                f"The function {node.name} is not allowed: it is not on the list of functions that only compute.",
                FUNCTIONS[case.dialect].instead.get(name) or None,
            )


_BY_NAME = frozenset(("list_aggregate", "list_aggr", "array_aggregate", "array_aggr", "aggregate"))


def check_named_aggregates(case: Case) -> None:
    """DuckDB's list_aggregate(list, 'name') calls what the text names: it must be written out, and on the list."""
    if case.dialect != "duckdb":
        return
    for node in case.of(exp.Anonymous):
        if node.name.lower() in _BY_NAME and len(node.expressions) > 1:
            name = node.expressions[1]
            if not (isinstance(name, exp.Literal) and name.name.lower() in FUNCTIONS["duckdb"].scalar):
                raise QueryRefused(f"{node.name} may only be given the name of an allowed function.", "Write it out.")


def check_calls_by_dot(case: Case) -> None:
    """In PostgreSQL (row).name calls the function name(row): no function that may change data is reached that way."""
    volatile = {f.name.lower() for f in case.catalog.functions if f.volatility == "volatile"}
    if case.dialect != "postgres" or not volatile:
        return
    known = {column.name.lower() for _, table in case.tables if table is not None for column in table.columns}
    for node in case.of(exp.Dot, exp.Column):
        name = node.expression.name.lower() if isinstance(node, exp.Dot) else node.name.lower()
        is_dotted = isinstance(node, exp.Dot) or bool(node.args.get("table"))
        if is_dotted and name in volatile and name not in known:
            raise QueryRefused(f"The function {name} is not allowed: it may change data.", "Name a column there.")


def _is_own_or_system(case: Case, qualifier: Token, token: Token, position: int) -> bool:
    schema, name = qualifier.text.lower(), token.text.lower()
    known = name in FUNCTIONS[case.dialect].scalar and name.isascii()
    if case.dialect == "postgres" and schema == "pg_catalog" and qualifier.kind == "word":
        return known
    if case.dialect == "duckdb" and known:
        return True
    return is_own(case, name, schema)


def is_own(case: Case, name: str, schema: str | None) -> bool:
    wanted = name.lower()
    own = [
        f
        for f in case.catalog.functions
        if f.name.lower() == wanted and (schema is None or (f.schema or "").lower() == schema)
    ]
    return bool(own) and all(f.volatility != "volatile" for f in own)


def _refuse_function(case: Case, token: Token, name: str) -> None:
    own = any(f.name.lower() == name.lower() for f in case.catalog.functions)
    instead = FUNCTIONS[case.dialect].instead.get(name.lower())
    why = (
        "it may change data (it is declared volatile)"
        if own
        else "it is not on the list of functions that only compute"
    )
    raise QueryRefused(f"The function {token.text} is not allowed: {why}.", instead or None, token.start)
