"""Exports under way: a thread makes the document and writes the file, its progress and its end stand in the store.

In: a scope and a function that makes the document. Out: a row of `exports`, at once; the file lies in the org's own folder
under a random name, and goes after a day. The place where an error of such a thread is carried to those who wait.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from datamind.cancellation import Cancellation
from datamind.engine import Scope
from datamind.errors import DataMindError, QueryCancelled
from datamind.exports import Document, Progress, export, file_name, find_format
from datamind.store.session import Row

KEPT = timedelta(days=1)
TOLD_EVERY_S = 0.4
Make = Callable[[Progress, Cancellation], Document]
_log = logging.getLogger("datamind.exporting")


class Work:
    """An export under way in this process."""

    def __init__(self) -> None:
        self.cancellation = Cancellation()
        self.finished = threading.Event()


def start(
    scope: Scope, account_id: int, title: str, format_name: str, options: Mapping[str, Any], make: Make
) -> tuple[Row, Work]:
    """Begin in a thread of its own. Raises InvalidInput for a format that is not there."""
    now, chosen = datetime.now(UTC), find_format(format_name)
    export_id = scope.store.add(
        "exports",
        account_id=account_id,
        name=f"{title[:80]}{chosen.suffix}",
        format=format_name,
        file=f"{secrets.token_hex(24)}{chosen.suffix}",
        state="running",
        share=0.0,
        words="Beginning",
        process=scope.engine.process,
        created_at=now,
        expires_at=now + KEPT,
    )
    row, work = scope.store.get("exports", export_id), Work()
    scope.engine.exports[export_id] = work
    arguments = (scope, row, work, format_name, options, make)
    threading.Thread(target=_work, args=arguments, daemon=True, name="datamind-export").start()
    return row, work


def path_of(scope: Scope, row: Row) -> Path:
    """Where the file of an export lies; only ever in this org's own folder."""
    return scope.settings.home / "exports" / str(scope.actor.org_id) / Path(row["file"]).name


def drop(scope: Scope, row: Row) -> None:
    """The file is gone, and whatever still writes it ends."""
    if (work := scope.engine.exports.get(row["id"])) is not None:
        work.cancellation.cancel()
    path_of(scope, row).unlink(missing_ok=True)
    scope.store.remove("exports", row["id"])


def close_lost(scope: Scope, row: Row) -> bool:
    """If no process works on this running export any more, say so in the store; whether that was the case."""
    if row["state"] != "running" or row["id"] in scope.engine.exports:
        return False
    if row["process"] != scope.engine.process and datetime.now(UTC) - row["created_at"] < timedelta(hours=1):
        return False
    error = "The app was stopped before this file was complete. Export it again."
    return bool(scope.store.change_where("exports", {"id": row["id"], "state": "running"}, state="failed", error=error))


def _work(scope: Scope, row: Row, work: Work, format_name: str, options: Mapping[str, Any], make: Make) -> None:
    path = path_of(scope, row)
    changes: dict[str, Any] = {"state": "failed"}
    try:
        tell = _teller(scope, row["id"], work.cancellation)
        document = make(tell, work.cancellation)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("wb") as out:
            export(format_name, document, out, options, tell)
        size, name = path.stat().st_size, file_name(document, format_name)
        changes = {
            "state": "done",
            "name": name,
            "share": 1.0,
            "words": "",
            "size_bytes": size,
            "rows": document.n_rows,
        }
    except QueryCancelled:
        changes = {"state": "cancelled", "error": "Cancelled."}
    except DataMindError as error:
        changes = {"state": "failed", "error": str(error)}
    except OSError as error:
        _log.error("export %s could not be written: %s", row["id"], error.strerror)
        changes = {
            "state": "failed",
            "error": "The disk of the server took no file. Tell your admin, then export again.",
        }
    except Exception as error:  # noqa: BLE001 (a thread's end: whatever it is, those who wait must be told)
        reference = secrets.token_hex(4)
        _log.error("export %s failed, reference %s", row["id"], reference, exc_info=error)
        changes["error"] = f"Something went wrong on our side. Give your admin this reference: {reference}."
    finally:
        if changes["state"] != "done":
            path.unlink(missing_ok=True)
        try:
            where = {"id": row["id"], "state": "running"}
            scope.store.change_where("exports", where, finished_at=datetime.now(UTC), **changes)
        except DataMindError as error:
            _log.error("the end of export %s could not be kept: %s", row["id"], error)
        finally:
            scope.engine.exports.pop(row["id"], None)
            work.finished.set()


def _teller(scope: Scope, export_id: int, cancellation: Cancellation) -> Progress:
    """Writes the progress into the store now and then; raises QueryCancelled once somebody pressed Cancel."""
    told_at = time.monotonic()

    def tell(share: float, words: str) -> None:
        nonlocal told_at
        cancellation.check()
        if time.monotonic() - told_at >= TOLD_EVERY_S:
            told_at = time.monotonic()
            scope.store.change_where("exports", {"id": export_id, "state": "running"}, share=share, words=words[:200])

    return tell
