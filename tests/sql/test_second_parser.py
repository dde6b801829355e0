"""Second readers: for accepted text, each engine's own parser names no table or function that the guard did not see.

PostgreSQL's parser is pglast; SQLite tells its authorizer what a prepared statement would read; DuckDB serializes its tree.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import duckdb
import pglast
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from pglast.visitors import Visitor
from shop import read_cases, shop_catalog, whole_script

from datamind.errors import QueryRefused
from datamind.sql.functions import FUNCTIONS
from datamind.sql.guard import validate

CATALOG = shop_catalog("postgres")
GOOD = [line.sql for line in read_cases("good", "postgres")]
ATTACKS = [line.sql for line in read_cases("attacks", "postgres")]
_GRAMMAR_ONLY = {"pg_catalog.timezone", "like_escape", "similar_to_escape", "xmlexists", "btrim", "overlay"}


class _Names(Visitor):  # type: ignore[misc]
    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.functions: set[str] = set()
        self.ctes: set[str] = set()
        self.kinds: set[str] = set()

    def visit_RangeVar(self, _: Any, node: Any) -> None:
        self.tables.add(node.relname.lower())

    def visit_CommonTableExpr(self, _: Any, node: Any) -> None:
        self.ctes.add(node.ctename.lower())

    def visit_FuncCall(self, _: Any, node: Any) -> None:
        self.functions.add(node.funcname[-1].sval.lower())

    def visit(self, _: Any, node: Any) -> None:
        self.kinds.add(type(node).__name__)


def _compare(sql: str) -> None:
    """Raises AssertionError where the second reader sees more than the guard did."""
    query = validate(sql, CATALOG)
    statements = pglast.parse_sql(query.sql)
    assert len(statements) == 1, sql
    names = _Names()
    names(statements[0].stmt)
    top = type(statements[0].stmt).__name__
    assert top in ("SelectStmt", "ExplainStmt", "VariableShowStmt"), sql
    assert not names.kinds & {"DeleteStmt", "UpdateStmt", "InsertStmt", "IntoClause", "LockingClause", "CopyStmt"}, sql
    told = {name.rpartition(".")[2].lower() for name in query.tables}
    assert names.tables - names.ctes <= told, sql
    unknown = names.functions - FUNCTIONS["postgres"].scalar - {f.name for f in CATALOG.functions} - _GRAMMAR_ONLY
    assert not {
        name for name in unknown if name not in ("date_part", "timezone", "position", "substring", "xmlexists")
    }, (sql, unknown)


@pytest.mark.parametrize("sql", GOOD)
def test_both_readers_agree_on_good_lines(sql: str) -> None:
    _compare(sql)


_ALL = GOOD + ATTACKS
_SPLICES = [
    "",
    " ",
    "/**/",
    "--\n",
    "'",
    '"',
    ";",
    "(",
    ")",
    "$$",
    "E'",
    "\\",
    "U&",
    "::",
    "--",
    "/*",
    "*/",
    "\r",
    "\n",
    "\u00a0",
    "\ufeff",
]


@seed(11)
@settings(max_examples=1_500, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(_ALL), st.sampled_from(_ALL), st.integers(0, 200), st.integers(0, 200), st.sampled_from(_SPLICES)
)
def test_both_readers_agree_on_spliced_text(first: str, second: str, cut: int, start: int, splice: str) -> None:
    sql = first[:cut] + splice + second[start:]
    try:
        validate(sql, CATALOG)
    except QueryRefused:
        return
    try:
        _compare(sql)
    except pglast.parser.ParseError:
        return  # the server would refuse it too


# ── SQLite: the authorizer sees what the engine itself would read and call ───────────────────────────────────────────────

SQLITE_CATALOG = shop_catalog("sqlite")
SQLITE_LINES = [line.sql for what in ("good", "attacks") for line in read_cases(what, "sqlite")]
_STORED = {table.name.lower() for table in SQLITE_CATALOG.tables} | {"vault_keys", "sqlite_schema", "sqlite_sequence"}


def _compare_sqlite(connection: sqlite3.Connection, sql: str) -> None:
    query = validate(sql, SQLITE_CATALOG)
    tables: set[str] = set()
    functions: set[str] = set()
    harmful: set[int] = set()

    def watch(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
        if action == sqlite3.SQLITE_READ:
            tables.add((first or "").lower())
        elif action == sqlite3.SQLITE_FUNCTION:
            functions.add((second or "").lower())
        elif action not in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE) and not (
            action == sqlite3.SQLITE_UPDATE and first == "sqlite_master"  # how it notes its own json_each
        ):
            harmful.add(action)
        return sqlite3.SQLITE_OK

    connection.set_authorizer(watch)
    try:
        connection.execute(query.sql if query.sql.lower().startswith("explain") else f"EXPLAIN {query.sql}")
    except sqlite3.Error:
        return
    finally:
        connection.set_authorizer(None)
    assert not harmful, sql
    told = {name.lower() for name in query.tables}
    under_views = {"sale", "sale_line"} if "sale_totals" in told else set()
    assert (tables & _STORED) - told - under_views == set(), sql
    assert functions <= FUNCTIONS["sqlite"].scalar | {"->", "->>"}, (sql, functions)


@seed(12)
@settings(max_examples=1_500, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(SQLITE_LINES),
    st.sampled_from(SQLITE_LINES),
    st.integers(0, 200),
    st.integers(0, 200),
    st.sampled_from(_SPLICES),
)
def test_sqlite_reads_nothing_else(first: str, second: str, cut: int, start: int, splice: str) -> None:
    sql = first[:cut] + splice + second[start:]
    try:
        validate(sql, SQLITE_CATALOG)
    except QueryRefused:
        return
    _compare_sqlite(_open_sqlite(), sql)


@pytest.mark.parametrize("sql", [line.sql for line in read_cases("good", "sqlite")])
def test_sqlite_reads_nothing_else_in_good_lines(sql: str) -> None:
    _compare_sqlite(_open_sqlite(), sql)


_opened: list[sqlite3.Connection] = []


def _open_sqlite() -> sqlite3.Connection:
    if not _opened:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        for statement in whole_script("sqlite"):
            connection.execute(statement)
        _opened.append(connection)
    return _opened[0]


# ── DuckDB: its own tree, as JSON ────────────────────────────────────────────────────────────────────────────────────────

DUCKDB_CATALOG = shop_catalog("duckdb")
DUCKDB_LINES = [line.sql for what in ("good", "attacks") for line in read_cases(what, "duckdb")]
_DUCKDB_OWN = {
    "list_value",
    "struct_pack",
    "array_extract",
    "array_slice",
    "struct_extract",
    "list_extract",
    "row",
    "map",
    "unnest",
}


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


def _compare_duckdb(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    query = validate(sql, DUCKDB_CATALOG)
    (text,) = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [query.sql]).fetchone() or ("{}",)
    tree = json.loads(text)
    if tree.get("error"):
        return  # its serializer knows SELECT only; EXPLAIN, DESCRIBE and PIVOT are judged by what they hold
    assert len(tree["statements"]) == 1, sql
    ctes = {entry["key"].lower() for node in _walk(tree) if "cte_map" in node for entry in node["cte_map"]["map"]}
    told = {name.rpartition(".")[2].lower() for name in query.tables}
    for node in _walk(tree):
        if node.get("type") == "BASE_TABLE":
            assert node["table_name"].lower() in told | ctes, sql
        if node.get("type") == "TABLE_FUNCTION":
            assert node["function"]["function_name"].lower() in FUNCTIONS["duckdb"].table, sql
        if node.get("class") == "FUNCTION" and not node.get("is_operator"):
            name = node["function_name"].lower()
            known = FUNCTIONS["duckdb"].scalar | _DUCKDB_OWN
            assert name in known or not name.isidentifier(), (sql, name)


@seed(13)
@settings(max_examples=1_500, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(DUCKDB_LINES),
    st.sampled_from(DUCKDB_LINES),
    st.integers(0, 200),
    st.integers(0, 200),
    st.sampled_from(_SPLICES),
)
def test_duckdb_reads_nothing_else(first: str, second: str, cut: int, start: int, splice: str) -> None:
    sql = first[:cut] + splice + second[start:]
    try:
        validate(sql, DUCKDB_CATALOG)
    except QueryRefused:
        return
    _compare_duckdb(_DUCKDB, sql)


@pytest.mark.parametrize("sql", [line.sql for line in read_cases("good", "duckdb")])
def test_duckdb_reads_nothing_else_in_good_lines(sql: str) -> None:
    _compare_duckdb(_DUCKDB, sql)


_DUCKDB = duckdb.connect()
