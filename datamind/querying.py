"""Queries of the SQL lab under way: a thread runs one, its end stands in its owner's history, its rows stay at hand.

In: a scope, a connection's row and a row of `query_runs` that is "running". Out: that row as "done", "failed" or "cancelled",
and `Ran` in the engine under (org, run) for as long as there is room. The place where an error of such a thread is carried to
those who wait.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from datamind import running
from datamind.binding import policy_key
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import DataMindError, QueryCancelled
from datamind.running import Ran
from datamind.store.session import Row

LONGEST_RUN = timedelta(minutes=15)
_log = logging.getLogger("datamind.querying")


class Work:
    """A query under way in this process."""

    def __init__(self) -> None:
        self.cancellation = Cancellation()
        self.finished = threading.Event()


def start(scope: Scope, connection: Row, run_id: int, sql: str) -> Work:
    """Begin in a thread of its own."""
    work = Work()
    scope.engine.queries[run_id] = work
    arguments = (scope, connection, run_id, sql, work)
    threading.Thread(target=_work, args=arguments, daemon=True, name="datamind-query").start()
    return work


def find_rows(scope: Scope, run_id: int) -> Ran | None:
    """What a run came to, while it is at hand and the rules that bind the actor are those that it was made under."""
    connection = scope.store.get("connections", scope.store.get("query_runs", run_id)["connection_id"])
    found: Ran | None = scope.engine.query_results.get(_key(scope, connection, run_id))
    return found


def _key(scope: Scope, connection: Row, run_id: int) -> tuple[int, int, str]:
    return scope.actor.org_id, run_id, policy_key(scope, connection)


def close_lost(scope: Scope, row: Row) -> bool:
    """If no process works on this running query any more, say so in the store; whether that was the case."""
    if row["state"] != "running" or row["id"] in scope.engine.queries:
        return False
    is_elsewhere = row["process"] != scope.engine.process
    if datetime.now(UTC) - row["at"] < (LONGEST_RUN if is_elsewhere else timedelta(seconds=5)):
        return False
    error = "The app was stopped before this query was complete. Run it again."
    return bool(
        scope.store.change_where("query_runs", {"id": row["id"], "state": "running"}, state="failed", error=error)
    )


def _work(scope: Scope, connection: Row, run_id: int, sql: str, work: Work) -> None:
    changes: dict[str, Any] = {"state": "failed"}
    began = time.monotonic()
    try:
        key = _key(scope, connection, run_id)
        ran = running.run(scope, connection, sql, cancellation=work.cancellation)
        scope.engine.query_results.put(key, ran)
        changes = {"state": "done", "rows": len(ran.result.rows)}
    except QueryCancelled:
        changes = {"state": "cancelled", "error": "Cancelled. Nothing was changed."}
    except DataMindError as error:
        changes = {"state": "failed", "error": str(error)}
    except Exception as error:  # noqa: BLE001 (a thread's end: whatever it is, those who wait must be told)
        reference = secrets.token_hex(4)
        _log.error("query run %s failed, reference %s", run_id, reference, exc_info=error)
        changes["error"] = f"Something went wrong on our side. Give your admin this reference: {reference}."
    finally:
        try:
            where = {"id": run_id, "state": "running"}
            scope.store.change_where("query_runs", where, elapsed_s=time.monotonic() - began, **changes)
        except DataMindError as error:
            _log.error("the end of query run %s could not be kept: %s", run_id, error)
        finally:
            scope.engine.queries.pop(run_id, None)
            work.finished.set()
