"""Which tables and sources a query reads: those of the catalog, names of a WITH, and the few functions that make rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.sql import cost
from datamind.sql.calls import is_own
from datamind.sql.functions import FUNCTIONS
from datamind.sql.scopes import find_cte
from datamind.types import Dialect, Table

if TYPE_CHECKING:
    from datamind.sql.rules import Case

_SYSTEM_SCHEMAS = frozenset(
    ("information_schema", "pg_catalog", "pg_toast", "pg_temp", "mysql", "performance_schema", "sys", "system", "temp")
)
_SYSTEM_TABLE = re.compile(r"^(pg_|sqlite_|duckdb_|pragma_|information_schema|dbstat$)", re.IGNORECASE)
_COMMANDS = frozenset(("show", "pragma", "call", "describe", "summarize", "explain"))
"""What DuckDB takes for a statement after FROM (, and the parser for a table with an alias."""
_PLAIN_NAME = re.compile(r"^[^\W\d][\w $#()%&+-]*$")
_SEQUENCE_TABLE = re.compile(r"^seq_(\d+)_to_(\d+)(?:_step_(\d+))?$", re.IGNORECASE)
_DEFAULT_SCHEMAS: dict[Dialect, tuple[str, ...]] = {
    "postgres": ("public",),
    "mysql": (),
    "sqlite": ("main",),
    "duckdb": ("main",),
}


def check_tables(case: Case) -> None:
    """Every table is one of the catalog's, or a name of a WITH; functions after FROM are on the short list."""
    for node in case.of(exp.Table):
        _check_table(case, node)
    for node in case.of(exp.Lateral, exp.TableFromRows):
        _check_source_function(case, node.this)
    for node in case.of(exp.In) if case.dialect != "duckdb" else ():
        field_ = node.args.get("field")
        if field_ is not None and (case.dialect != "sqlite" or find_cte(node, field_.name, case.dialect) is None):
            raise QueryRefused(f"IN {field_.name} reads a whole table.", "Write IN (SELECT column FROM table).")


def _check_table(case: Case, node: exp.Expr) -> None:
    source = node.this
    if not isinstance(source, exp.Identifier):
        _check_source_function(case, source)
        return
    if isinstance(node.parent, exp.Table) and node.arg_key == "indexed":
        return
    name, schema, database = node.name, node.text("db"), node.text("catalog")
    if case.dialect == "duckdb" and name.lower() in _COMMANDS and not source.args.get("quoted"):
        raise QueryRefused(f"{name.upper()} cannot stand in FROM.", "The catalog page lists tables and columns.")
    if not schema:
        entry = find_cte(node, name, case.dialect)
        if entry is not None:
            case.ctes[id(node)] = entry
            return
    if database.lower() in _SYSTEM_SCHEMAS or schema.lower() in _SYSTEM_SCHEMAS:
        raise QueryRefused(f"{schema}.{name} is a system table.", "The catalog page lists tables and columns.")
    if case.dialect == "mysql" and not schema:
        if name.lower() == "dual":
            return
        if match := _SEQUENCE_TABLE.match(name):
            case.series[id(node)] = cost.check_series(int(match[1]), int(match[2]), int(match[3] or 1))
            return
    table = find_table(case, name, schema or None)
    if table is None and not (case.any_table and _is_plain(case, name, schema)):
        raise _unknown_table(case, f"{schema}.{name}" if schema else name)
    case.tables.append((node, table))


def find_table(case: Case, name: str, schema: str | None) -> Table | None:
    """The catalog's table of that name; in a catalog without schemas the default schema's name may be written too."""
    table = case.catalog.find(name, schema)
    if table is None and schema is not None:
        bare = case.catalog.find(name)
        default = case.catalog.default_schema
        known = (default,) if default else _DEFAULT_SCHEMAS[case.dialect]
        is_default = schema.lower() in [name.lower() for name in known] or (case.dialect == "mysql" and not default)
        if bare is not None and bare.schema is None and is_default:
            return bare
    return table


def _is_plain(case: Case, name: str, schema: str) -> bool:
    if schema and schema.lower() not in _DEFAULT_SCHEMAS[case.dialect]:
        return False
    return bool(_PLAIN_NAME.match(name)) and not _SYSTEM_TABLE.match(name)


def _unknown_table(case: Case, name: str) -> QueryRefused:
    bare = name.rpartition(".")[2].lower()
    close = [t.name for t in case.catalog.tables if bare and (bare in t.name.lower() or t.name.lower() in bare)]
    hint = f"Did you mean {close[0]}?" if close else "The catalog page lists the tables you can use."
    return QueryRefused(f"There is no table {name} here.", hint)


def _check_source_function(case: Case, source: exp.Expr | None) -> None:
    if isinstance(source, exp.Subquery | exp.Select | exp.SetOperation | exp.Values | exp.Identifier | None):
        return
    while isinstance(source, exp.Dot):
        source = source.expression
    if isinstance(source, exp.Unnest | exp.Explode):
        return
    if isinstance(source, exp.JSONTable | exp.XMLTable):
        return
    start, end = source.meta.get("start"), source.meta.get("end")
    name = case.sql[start : end + 1].lower() if start is not None and end is not None else source.name.lower()
    allowed = FUNCTIONS[case.dialect].table
    if name not in allowed and not is_own(case, name, None):
        shown = name or type(source).__name__
        raise QueryRefused(
            f"{shown}(…) is not allowed after FROM.", f"Allowed there: {', '.join(sorted(allowed)[:8])} …"
        )
