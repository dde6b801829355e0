"""The one path from a person to a database: whatever runs SQL on somebody's behalf runs it here.

In: a scope (who runs it), a saved connection (a row of the store) and a statement, a question, or a table. Out: what came of
it, under the rules that bind that person. Chat, SQL lab, tiles, alerts, reports, exports and commands all come through here;
a job that works for a person takes the scope that `act_as` gives. No permission is asked: services do that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from datamind import saved, sessions
from datamind.analysts.base import Analyst
from datamind.ask import ask
from datamind.binding import demand_use, policies_for
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.sql.guard import validate
from datamind.sql.policies import write_name
from datamind.store.session import Row
from datamind.types import Limits, Question, ResultSet, Stage, Table, ValidatedQuery


@dataclass(frozen=True)
class Ran:
    """A statement as it ran, rules written in, and its rows."""

    query: ValidatedQuery
    result: ResultSet


def check(scope: Scope, row: Row, sql: str, limits: Limits | None = None) -> ValidatedQuery:
    """The statement as it would run for this actor. Raises Forbidden, QueryRefused, ConnectorError."""
    demand_use(scope.actor, row)
    catalog = saved.load_whole_catalog(scope, row)
    return validate(sql, catalog, limits=limits or scope.engine.limits, policies=policies_for(scope, row))


def run(
    scope: Scope, row: Row, sql: str, *, limits: Limits | None = None, cancellation: Cancellation | None = None
) -> Ran:
    """The rows of one reading statement, as this actor may see them. Raises QueryRefused, ConnectorError, QueryCancelled."""
    limits = limits or scope.engine.limits
    query = check(scope, row, sql, limits)
    result = scope.engine.connector(row).run(query, limits, cancellation)
    return Ran(query, replace(result, partial=query.partial))


def read_table(scope: Scope, row: Row, table: Table, rows: int) -> Ran:
    """The first rows of a table of the catalog that this actor sees."""
    sql = f"SELECT * FROM {write_name(table, row['dialect'])}"
    return run(scope, row, sql, limits=replace(scope.engine.limits, rows=rows))


def answer(
    scope: Scope, row: Row, question: Question, analyst: Analyst, cancellation: Cancellation | None = None
) -> Iterator[Stage]:
    """The stages of answering a question, as `ask` yields them. Raises Forbidden, and as `ask`."""
    demand_use(scope.actor, row)
    return ask(
        question,
        saved.load_whole_catalog(scope, row),
        scope.engine.connector(row),
        analyst,
        scope.engine.limits,
        policies_for(scope, row),
        cancellation,
        scope.engine.analyst("offline") if scope.settings.claude_votes else None,
    )


def act_as(scope: Scope, account_id: int) -> Scope:
    """The same engine on behalf of a person of the same org, with their role, attributes and rules.

    Raises: NotFound for somebody who is not, or no longer, an active person of this org.
    """
    actor = sessions.find_actor(scope.engine, scope.actor.org_id, account_id)
    if actor is None:
        raise NotFound("person")
    return Scope(scope.engine, actor)
