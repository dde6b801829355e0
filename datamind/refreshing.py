"""Reading a connection anew in the background: a `Refresh` is the work under way, how far it is, and its Cancel.

In: a scope and the row of a connection. Out: its newest reading in the store, or the reason why not on the connection. One
at a time a connection and process; who asks for a second one gets the first.
"""

from __future__ import annotations

import logging
import secrets
import threading
from typing import Any

from datamind import saved, verification
from datamind.cancellation import Cancellation
from datamind.changes import CatalogChanges
from datamind.engine import Scope
from datamind.errors import DataMindError
from datamind.store.session import Row

_starting = threading.Lock()
_log = logging.getLogger("datamind.refreshing")


class Refresh:
    """A reading under way. Thread-safe; `changes` and `error` are there once it is done."""

    def __init__(self, connection_id: int):
        self.connection_id = connection_id
        self.cancellation = Cancellation()
        self.share, self.words = 0.0, "Reading tables and keys"
        self.changes: CatalogChanges | None = None
        self.error: str | None = None
        self._finished = threading.Event()

    @property
    def done(self) -> bool:
        return self._finished.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Whether it is done within that time."""
        return self._finished.wait(timeout_s)

    def tell(self, share: float, words: str) -> None:
        self.share, self.words = share, words

    def finish(self) -> None:
        self._finished.set()


def start_refresh(scope: Scope, row: Row) -> Refresh:
    """Begin in a thread of its own, or find the one that is under way."""
    with _starting:
        going: Any = scope.engine.refreshes.get(row["id"])
        if going is not None:
            found: Refresh = going
            return found
        refresh = scope.engine.refreshes[row["id"]] = Refresh(row["id"])
    threading.Thread(target=_work, args=(scope, row, refresh), daemon=True, name="datamind-refresh").start()
    return refresh


def refresh_now(scope: Scope, row: Row, refresh: Refresh | None = None) -> CatalogChanges:
    """Read anew and run the verified questions again, here and now. Raises ConnectorError, VaultError."""
    if refresh is None:
        changes = saved.read_catalog(scope, row)
    else:
        changes = saved.read_catalog(scope, row, progress=refresh.tell, cancellation=refresh.cancellation)
    verification.check_connection(scope, row)
    return changes


def _work(scope: Scope, row: Row, refresh: Refresh) -> None:
    try:
        refresh.changes = refresh_now(scope, row, refresh)
    except DataMindError as error:
        refresh.error = str(error)
    except Exception as error:  # noqa: BLE001 (a thread's end: whatever it is, those who wait must be told)
        reference = secrets.token_hex(4)
        _log.error("reading connection %s failed, reference %s", row["id"], reference, exc_info=error)
        refresh.error = (
            f"Something went wrong on our side. Try again; if it stays, give your admin this reference: {reference}."
        )
    finally:
        scope.engine.refreshes.pop(row["id"], None)
        refresh.finish()
