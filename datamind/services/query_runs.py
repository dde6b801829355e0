"""Runs of SQL that people write: begun, watched, cancelled, and kept as each one's own history.

A run's SQL is kept as it was written, with its parameters and values; its rows stay at hand for a while, then it is run again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from datamind import querying, running, saved
from datamind.access import Permission
from datamind.belongings import find_own_run, find_owner
from datamind.engine import Scope
from datamind.errors import InvalidInput, QueryRefused
from datamind.keeping_queries import find_query
from datamind.running import Ran
from datamind.services import chats
from datamind.services.use_case import note, use_case
from datamind.sql.placeholders import Bound, bind
from datamind.store.session import Row
from datamind.types import Parameter, SqlDraft

__all__ = [
    "QueryRun",
    "Ran",
    "ask_about",
    "cancel_run",
    "find_rows",
    "get_run",
    "list_runs",
    "star_run",
    "start_query",
    "wait_for",
]

State = Literal["running", "done", "failed", "cancelled", "refused"]
SOON_S = 0.3
MOST_AT_ONCE = 3
MOST_LISTED, SEARCHED = 50, 500


@dataclass(frozen=True)
class QueryRun:
    """One run: `error` says why it is "failed" or "refused", `position` where in `sql`."""

    id: int
    connection_id: int
    saved_query_id: int | None
    sql: str
    parameters: tuple[Parameter, ...]
    values: Mapping[str, Any]
    state: State
    error: str | None
    position: int | None
    rows: int | None
    elapsed_s: float | None
    starred: bool
    at: datetime


@use_case(Permission.RUN_SQL, pace="runs")
def start_query(
    scope: Scope,
    connection_id: int,
    sql: str,
    parameters: Sequence[Parameter] = (),
    values: Mapping[str, Any] | None = None,
    query_id: int | None = None,
) -> QueryRun:
    """Begin to run a statement, with a value for each `{{ name }}`, and wait a moment: most are done at once.

    Raises: NotFound; InvalidInput, which names the parameter; QueryRefused, whose position is the one in `sql`.
    """
    connection = saved.find_connection(scope, connection_id)
    if query_id is not None:
        find_query(scope, query_id)
    note(sql_fingerprint=hashlib.sha256(sql.encode()).hexdigest()[:16])
    _check_room(scope)
    given = {name: _to_json(value) for name, value in (values or {}).items()}
    fresh: dict[str, Any] = {
        "account_id": find_owner(scope),
        "connection_id": connection_id,
        "saved_query_id": query_id,
        "sql": sql,
        "parameters": [vars(parameter) for parameter in parameters],
        "values": given,
        "starred": False,
        "process": scope.engine.process,
        "at": datetime.now(UTC),
    }
    bound = Bound(sql)
    try:
        bound = bind(sql, connection["dialect"], parameters, given)
        query = running.check(scope, connection, bound.sql)
    except QueryRefused as refusal:
        position = None if refusal.position is None else bound.find_in_template(refusal.position)
        scope.store.add("query_runs", state="refused", error=str(refusal), position=position, **fresh)
        raise QueryRefused(refusal.reason, refusal.hint, position) from refusal
    note(tables=", ".join(query.tables)[:300])
    run_id = scope.store.add("query_runs", state="running", **fresh)
    querying.start(scope, connection, run_id, bound.sql).finished.wait(SOON_S)
    return _show(scope, scope.store.get("query_runs", run_id))


@use_case(Permission.RUN_SQL, look=True)
def get_run(scope: Scope, run_id: int) -> QueryRun:
    """Raises NotFound, for somebody else's too."""
    return _show(scope, find_own_run(scope, run_id))


@use_case(Permission.RUN_SQL, look=True)
def find_rows(scope: Scope, run_id: int) -> Ran | None:
    """The statement as it ran, and its rows; None once they are no longer at hand. Raises NotFound."""
    return querying.find_rows(scope, find_own_run(scope, run_id)["id"])


@use_case(Permission.RUN_SQL, look=True)
def wait_for(scope: Scope, run_id: int, timeout_s: float = 30.0) -> QueryRun:
    """The run once it is done, or as it is after that time. Raises NotFound."""
    work = scope.engine.queries.get(find_own_run(scope, run_id)["id"])
    if work is not None:
        work.finished.wait(timeout_s)
    return _show(scope, find_own_run(scope, run_id))


@use_case(Permission.RUN_SQL)
def cancel_run(scope: Scope, run_id: int) -> None:
    """End it, also in the database. One that is done stays as it is. Raises NotFound."""
    work = scope.engine.queries.get(find_own_run(scope, run_id)["id"])
    if work is not None:
        work.cancellation.cancel()


@use_case(Permission.RUN_SQL, look=True)
def list_runs(scope: Scope, find: str = "", starred: bool = False) -> tuple[QueryRun, ...]:
    """The actor's own, newest first; with `find`, those whose SQL holds these words; `starred` ones alone if asked."""
    where: dict[str, Any] = {"starred": True} if starred else {}
    rows = scope.store.find("query_runs", account_id=find_owner(scope), order="-at", limit=SEARCHED, **where)
    words = find.lower().split()
    hits = [row for row in rows if all(word in row["sql"].lower() for word in words)]
    return tuple(_show(scope, row) for row in hits[:MOST_LISTED])


@use_case(Permission.RUN_SQL)
def star_run(scope: Scope, run_id: int, starred: bool = True) -> QueryRun:
    """Keep it in the history for good, or no longer. Raises NotFound."""
    scope.store.change("query_runs", find_own_run(scope, run_id)["id"], starred=starred)
    return _show(scope, find_own_run(scope, run_id))


@use_case(Permission.RUN_SQL)
def ask_about(scope: Scope, run_id: int, question: str) -> int:
    """Begin a chat whose first answer is this query under `question`, to go on from in words; the chat's id.

    Raises: NotFound, InvalidInput.
    """
    run = find_own_run(scope, run_id)
    ran = querying.find_rows(scope, run_id)
    if ran is None:
        raise InvalidInput("Its rows are no longer at hand: run it again, then ask about it.", "run")
    parameters = tuple(Parameter(**each) for each in run["parameters"])
    dialect = saved.find_connection(scope, run["connection_id"])["dialect"]
    sql = bind(run["sql"], dialect, parameters, run["values"]).sql
    chat = chats.start_chat(scope, run["connection_id"])
    draft = SqlDraft(sql, f"The query that {scope.actor.name} wrote in the SQL lab.", "person")
    chats.ask_question(scope, chat.id, question, draft=draft).wait(SOON_S)
    return chat.id


def _check_room(scope: Scope) -> None:
    """One person may not keep the whole house busy."""
    mine = scope.store.find("query_runs", columns=("id",), account_id=find_owner(scope), state="running")
    if sum(row["id"] in scope.engine.queries for row in mine) >= MOST_AT_ONCE:
        raise InvalidInput(f"{MOST_AT_ONCE} of your queries are running: wait for one, or cancel it.", "sql")


def _to_json(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, str | int | float) or value is None:
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _show(scope: Scope, row: Row) -> QueryRun:
    if querying.close_lost(scope, row):
        row = scope.store.get("query_runs", row["id"])
    left_out = ("org_id", "account_id", "process")
    values = {name: value for name, value in row.items() if name not in left_out}
    return QueryRun(**{**values, "parameters": tuple(Parameter(**each) for each in row["parameters"])})
