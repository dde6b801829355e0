"""Queries: SQL that a person wrote, through the same door as everything else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datamind import saved
from datamind.access import Permission
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import InvalidInput, QueryRefused
from datamind.services.use_case import note, use_case
from datamind.sql.functions import FUNCTIONS
from datamind.sql.joining import list_join_steps
from datamind.sql.placeholders import bind, bind_samples, find_placeholders
from datamind.sql.plans import PlanStep, ask_plan, read_plan, tell_weight
from datamind.sql.telling import Step, tell
from datamind.types import Parameter, ResultSet, ValidatedQuery

__all__ = [
    "JoinCount", "PlanStep", "Vocabulary", "check_sql", "count_joins", "explain_sql", "get_vocabulary", "list_parameters", "run_sql",
    "tell_sql", "tell_weight",
]  # fmt: skip

MOST_VALUES = 30


@dataclass(frozen=True)
class Vocabulary:
    """What an editor completes: columns by table, functions, and stored values by column name."""

    dialect: str
    tables: Mapping[str, tuple[str, ...]]
    functions: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class JoinCount:
    """How many rows there are once a table (`text`) is there, and by what factor that changed their number."""

    text: str
    rows: int
    factor: float | None


@use_case(Permission.RUN_SQL, look=True)
def check_sql(scope: Scope, connection_id: int, sql: str) -> ValidatedQuery:
    """The statement as it would run for the actor, with what to know before: `warnings`, and `instead` a query without them.

    Raises: NotFound, QueryRefused, ConnectorError.
    """
    from datamind import running

    return running.check(scope, saved.find_connection(scope, connection_id), sql)


@use_case(Permission.RUN_SQL, pace="runs")
def run_sql(scope: Scope, connection_id: int, sql: str, cancellation: Cancellation | None = None) -> ResultSet:
    """The rows of one reading statement. Raises NotFound, QueryRefused, ConnectorError."""
    from datamind import running

    row = saved.find_connection(scope, connection_id)
    note(sql_fingerprint=hashlib.sha256(sql.encode()).hexdigest()[:16])
    ran = running.run(scope, row, sql, cancellation=cancellation)
    note(rows=len(ran.result.rows), tables=", ".join(ran.query.tables)[:300])
    return ran.result


@use_case(Permission.RUN_SQL, look=True)
def list_parameters(scope: Scope, sql: str) -> tuple[str, ...]:
    """The names that stand in double braces, in order."""
    return find_placeholders(sql)


@use_case(Permission.RUN_SQL, look=True)
def tell_sql(scope: Scope, connection_id: int, sql: str, parameters: Sequence[Parameter] = ()) -> tuple[Step, ...]:
    """What a query does, in words, step by step; none for what cannot be read. Raises NotFound."""
    dialect = saved.find_connection(scope, connection_id)["dialect"]
    try:
        return tell(bind_samples(sql, dialect, parameters), dialect)
    except (InvalidInput, QueryRefused):
        return ()


@use_case(Permission.RUN_SQL, look=True)
def get_vocabulary(scope: Scope, connection_id: int) -> Vocabulary:
    """What can be written about a connection, as the actor may see it. Raises NotFound, ConnectorError."""
    catalog = saved.load_catalog(scope, saved.find_connection(scope, connection_id))
    plain = {table.name for table in catalog.tables if table.schema in (None, catalog.default_schema)}
    values: dict[str, tuple[str, ...]] = {}
    for table in catalog.tables:
        for column in table.columns:
            if column.profile is not None and column.profile.values and not column.personal:
                known = (*values.get(column.name.lower(), ()), *column.profile.values)
                values[column.name.lower()] = tuple(dict.fromkeys(known))[:MOST_VALUES]
    return Vocabulary(
        dialect=catalog.dialect,
        tables={
            table.name if table.name in plain else table.full_name: tuple(column.name for column in table.columns)
            for table in catalog.tables
        },
        functions=tuple(sorted(FUNCTIONS[catalog.dialect].scalar)),
        values=values,
    )


@use_case(Permission.RUN_SQL)
def explain_sql(
    scope: Scope,
    connection_id: int,
    sql: str,
    parameters: Sequence[Parameter] = (),
    values: Mapping[str, Any] | None = None,
) -> tuple[PlanStep, ...]:
    """What the database would do for a query, outermost first; nothing is run.

    Raises: NotFound, InvalidInput, QueryRefused, ConnectorError.
    """
    from datamind import running

    row = saved.find_connection(scope, connection_id)
    bound = bind(sql, row["dialect"], parameters, values or {})
    ran = running.run(scope, row, ask_plan(bound.sql, row["dialect"]))
    note(sql_fingerprint=hashlib.sha256(sql.encode()).hexdigest()[:16])
    return read_plan(ran.result, row["dialect"])


@use_case(Permission.RUN_SQL)
def count_joins(
    scope: Scope,
    connection_id: int,
    sql: str,
    parameters: Sequence[Parameter] = (),
    values: Mapping[str, Any] | None = None,
) -> tuple[JoinCount, ...]:
    """How many rows there are after each join of a query, before its filters; none for a query without joins.

    Raises: NotFound, InvalidInput, QueryRefused, ConnectorError.
    """
    from datamind import running

    row = saved.find_connection(scope, connection_id)
    bound = bind(sql, row["dialect"], parameters, values or {})
    counted: list[JoinCount] = []
    for step in list_join_steps(bound.sql, row["dialect"]):
        rows = int(running.run(scope, row, step.sql).result.rows[0][0])
        factor = rows / counted[-1].rows if counted and counted[-1].rows else None
        counted.append(JoinCount(step.text, rows, factor))
    note(sql_fingerprint=hashlib.sha256(sql.encode()).hexdigest()[:16])
    return tuple(counted)
