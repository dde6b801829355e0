"""PostgreSQL's own parser as a second reader: for accepted text it names the same tables and functions, and one SELECT."""

from __future__ import annotations

from typing import Any

import pglast
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from pglast.visitors import Visitor
from shop import read_cases, shop_catalog

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
