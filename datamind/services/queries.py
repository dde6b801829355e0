"""Queries: SQL that a person wrote, through the same door as everything else."""

from __future__ import annotations

import hashlib

from datamind import saved
from datamind.access import Permission
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.services.use_case import note, use_case
from datamind.types import ResultSet, ValidatedQuery


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
