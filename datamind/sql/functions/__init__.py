"""Which functions a query may call: one allow-list per dialect, by canonical unquoted ASCII name in lower case.

A name that is missing is refused. To allow one: its name in the dialect's file, under its theme. What must never be there:
anything with a side effect, that waits, reads files, settings or catalogs, opens connections, or runs text as SQL.
"""

from __future__ import annotations

from dataclasses import dataclass

from datamind.sql.functions import duckdb, mysql, postgres, sqlite
from datamind.types import Dialect


@dataclass(frozen=True)
class Functions:
    """`scalar` may be called anywhere, `table` also after FROM; `instead` says what to use in place of a refused one."""

    scalar: frozenset[str]
    table: frozenset[str]
    instead: dict[str, str]


FUNCTIONS: dict[Dialect, Functions] = {
    "postgres": Functions(frozenset(postgres.SCALAR.split()), frozenset(postgres.TABLE.split()), postgres.INSTEAD),
    "mysql": Functions(frozenset(mysql.SCALAR.split()), frozenset(mysql.TABLE.split()), mysql.INSTEAD),
    "sqlite": Functions(frozenset(sqlite.SCALAR.split()), frozenset(sqlite.TABLE.split()), sqlite.INSTEAD),
    "duckdb": Functions(frozenset(duckdb.SCALAR.split()), frozenset(duckdb.TABLE.split()), duckdb.INSTEAD),
}
