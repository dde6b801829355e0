"""Queries: SQL that a person wrote, through the same door as everything else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datamind import saved
from datamind.access import Permission
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import InvalidInput, QueryRefused
from datamind.services.use_case import note, use_case
from datamind.sql.functions import FUNCTIONS
from datamind.sql.placeholders import bind_samples, find_placeholders
from datamind.sql.telling import Step, tell
from datamind.types import Parameter, ResultSet, ValidatedQuery

MOST_VALUES = 30


@dataclass(frozen=True)
class Vocabulary:
    """What an editor completes: columns by table, functions, and stored values by column name."""

    dialect: str
    tables: Mapping[str, tuple[str, ...]]
    functions: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]


@use_case(Permission.RUN_SQL, look=True)
def check_sql(scope: Scope, connection_id: int, sql: str) -> ValidatedQuery:
    """The statement as it would run for the actor, with what to know before: `warnings`, and `instead` a query without them.

    Raises: NotFound, QueryRefused, ConnectorError.
    """
    from datamind import running

    return running.check(scope, scope.store.get("connections", connection_id), sql)


@use_case(Permission.RUN_SQL)
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
