"""Results of widgets: kept for a while, run once for everybody who waits, side by side within a connection's limit.

In: a scope, a saved connection and a statement. Out: a `Fetch`, which is done at once where a fresh result is at hand. What a
result is kept under holds the connection and its version, the statement with the rules written in, and whom the rules bind:
so nobody is shown what was read for somebody whom other rules bind.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from datamind import running, saved
from datamind.binding import policy_key
from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import DataMindError, QueryFailed, StoreError
from datamind.store import below
from datamind.store.codec import decode, encode
from datamind.store.session import Row
from datamind.types import Limits, ResultSet

DEFAULT_TTL_S = 600
MOST_ROWS = 5_000
LARGEST_KEPT = 4_000_000
SIDE_BY_SIDE = 4
FAILED_FOR_S = 60.0
_log = logging.getLogger("datamind.boards")
_lock = threading.Lock()


class Fetch:
    """A result that is at hand or on its way. `elapsed_s` counts until it is done."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.cancellation = Cancellation()
        self.result: ResultSet | None = None
        self.error: DataMindError | None = None
        self.finished = threading.Event()
        self.started = time.monotonic()
        self._took_s: float | None = None

    @property
    def elapsed_s(self) -> float:
        return self._took_s if self._took_s is not None else time.monotonic() - self.started

    def finish(self, result: ResultSet | None, error: DataMindError | None = None) -> None:
        self.result, self.error = result, error
        self._took_s = time.monotonic() - self.started
        self.finished.set()

    @property
    def is_stale_failure(self) -> bool:
        return self.error is not None and time.monotonic() - self.started > FAILED_FOR_S


def find_or_start(scope: Scope, row: Row, sql: str, *, not_before: float | None = None) -> Fetch:
    """The newest result that is young enough, or the work that brings one.

    `not_before` (of the monotonic clock) asks for one that was begun since. Raises: QueryRefused, ConnectorError.
    """
    limits = _limits(scope)
    query = running.check(scope, row, sql, limits)
    key = key_of(scope, row, query.sql, limits)
    place = (scope.actor.org_id, key)
    with _lock:
        known: Fetch | None = scope.engine.fetches.get(place)
        if known is not None and not known.finished.is_set():
            return known  # somebody waits for it already
        begun = not_before is None or (known is not None and known.started >= not_before)
        if known is not None and begun and _is_young(known, row):
            return known
        fetch = Fetch(key)
        scope.engine.fetches.put(place, fetch)
    kept = _load(scope, row, key) if not_before is None else None
    if kept is not None:
        fetch.finish(kept)
        return fetch
    threading.Thread(target=_work, args=(scope, row, sql, fetch, limits), daemon=True, name="datamind-widget").start()
    return fetch


def key_of(scope: Scope, row: Row, checked_sql: str, limits: Limits) -> str:
    parts = (row["id"], row["version"], policy_key(scope, row), checked_sql, limits.rows)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def ttl_s(row: Row) -> int:
    """How old a result of this connection may be."""
    own = row.get("result_ttl_s")
    return DEFAULT_TTL_S if own is None else int(own)


def remove_old(scope: Scope) -> int:
    return scope.store.remove_where("results", expires_at=below(datetime.now(UTC)))


def _is_young(fetch: Fetch, row: Row) -> bool:
    if fetch.error is not None:
        return not fetch.is_stale_failure
    return fetch.result is not None and datetime.now(UTC) - fetch.result.as_of < timedelta(seconds=ttl_s(row))


def _load(scope: Scope, row: Row, key: str) -> ResultSet | None:
    found = scope.store.first("results", key=key)
    if found is None or datetime.now(UTC) - found["as_of"] >= timedelta(seconds=ttl_s(row)):
        return None
    result: ResultSet = decode(found["result"])
    return result


def _work(scope: Scope, row: Row, sql: str, fetch: Fetch, limits: Limits) -> None:
    with _lock:
        turns = scope.engine.turns.setdefault(row["id"], threading.BoundedSemaphore(SIDE_BY_SIDE))
    error: DataMindError = DataMindError("This could not be read. Try again.")
    result: ResultSet | None = None
    try:
        with turns:
            fetch.cancellation.check()
            result = running.run(scope, row, sql, limits=limits, cancellation=fetch.cancellation).result
        _keep(scope, row, fetch.key, result)
    except StoreError as failure:
        _log.warning("a result could not be kept: %s", failure)
    except DataMindError as failure:
        error = failure
        if isinstance(failure, QueryFailed):  # perhaps the schema has changed: then the catalog says what is there now
            with suppress(DataMindError):
                saved.refresh_if_changed(scope, row, lambda: True)
    finally:
        fetch.finish(result, None if result is not None else error)


def _keep(scope: Scope, row: Row, key: str, result: ResultSet) -> None:
    text = encode(result)
    if len(text) > LARGEST_KEPT or ttl_s(row) <= 0:
        return
    values: dict[str, Any] = {
        "result": text,
        "as_of": result.as_of,
        "expires_at": result.as_of + timedelta(seconds=ttl_s(row)),
    }
    if not scope.store.change_where("results", {"key": key}, **values):
        scope.store.add("results", connection_id=row["id"], key=key, **values)


def _limits(scope: Scope) -> Limits:
    return replace(scope.engine.limits, rows=min(scope.engine.limits.rows, MOST_ROWS))
