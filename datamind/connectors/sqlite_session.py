"""A SQLite file, opened so that it can only be read: a session for a worker process.

Three locks: the file is opened read-only, an authorizer allows nothing but reading, and limits bound what one value and
one query may take.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from datamind.connectors.interruption import too_slow
from datamind.connectors.results import fetch_capped, make_result
from datamind.connectors.sqlite_catalog import read_catalog
from datamind.connectors.sqlite_median import Median
from datamind.errors import ConnectFailed, QueryFailed, QueryTimedOut, ResourcesExhausted
from datamind.types import Catalog, ResultSet

_LARGEST_VALUE_BYTES = 128 * 1024 * 1024
_HEAP_BYTES = 512 * 1024 * 1024
_STEPS_BETWEEN_LOOKS = 20_000
_READING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE)
_FORBIDDEN_FUNCTIONS = ("load_extension", "fts3_tokenizer", "readfile", "writefile", "edit")


def open_file(path: str, folder: str) -> SqliteSession:
    """Raises ConnectFailed when it is no SQLite database or cannot be read. `folder` is not needed."""
    return SqliteSession(Path(path))


class SqliteSession:
    def __init__(self, path: Path):
        self._path = path
        self._open()

    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def run(self, sql: str, row_cap: int, size_cap_bytes: int, timeout_s: float) -> ResultSet:
        """Raises QueryFailed, QueryTimedOut, ResourcesExhausted."""
        self._reopen_when_replaced()
        give_up_at = time.monotonic() + timeout_s
        self._connection.set_progress_handler(lambda: time.monotonic() > give_up_at, _STEPS_BETWEEN_LOOKS)
        started = time.perf_counter()
        try:
            try:
                return self._fetch(sql, row_cap, size_cap_bytes, started)
            except sqlite3.OperationalError as error:
                if "Could not decode to UTF-8" not in str(error):
                    raise
                self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
                return self._fetch(sql, row_cap, size_cap_bytes, started)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise _translate(error, timeout_s) from error
        finally:
            self._connection.text_factory = str
            self._connection.set_progress_handler(None, 0)

    def catalog(self) -> Catalog:
        self._reopen_when_replaced()
        self._connection.set_authorizer(None)  # our own queries over the schema
        try:
            return read_catalog(self._connection)
        except sqlite3.Error as error:
            raise _translate(error, 0) from error
        finally:
            self._connection.set_authorizer(_authorize)

    def fingerprint(self) -> str:
        self._reopen_when_replaced()
        digest = hashlib.sha256()
        try:
            for row in self._connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"):
                digest.update(repr(row).encode())
        except sqlite3.Error as error:
            raise _translate(error, 0) from error
        return digest.hexdigest()[:16]

    def _open(self) -> None:
        try:
            self._inode = os.stat(self._path).st_ino
            self._connection = _connect(self._path)
        except (sqlite3.Error, OSError) as error:
            raise ConnectFailed(
                f"{self._path.name} could not be opened as a SQLite database ({error}). Check that it is one, and whole.",
                step="database",
            ) from error

    def _reopen_when_replaced(self) -> None:
        try:
            replaced = os.stat(self._path).st_ino != self._inode
        except OSError as error:
            raise ConnectFailed(
                f"The file {self._path.name} is gone. Put it back, or edit the connection.", step="address"
            ) from error
        if replaced:
            self._connection.close()
            self._open()

    def _fetch(self, sql: str, row_cap: int, size_cap_bytes: int, started: float) -> ResultSet:
        cursor = self._connection.execute(sql)
        try:
            if cursor.description is None:
                raise QueryFailed(
                    "This statement gives no rows: only questions can be asked here, nothing can be changed."
                )
            names = [column[0] or "" for column in cursor.description]
            harvest = fetch_capped(cursor.fetchmany, row_cap, size_cap_bytes)
        finally:
            cursor.close()
        return make_result(names, [None] * len(names), harvest, time.perf_counter() - started)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return _harden(f"file:{quote(str(path))}?mode=ro")
    except sqlite3.OperationalError:
        log = Path(f"{path}-wal")
        if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        # A write-ahead-logged file in a folder that cannot be written, with nothing in its log, changes under nobody.
        return _harden(f"file:{quote(str(path))}?immutable=1")


def _harden(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=3.0, cached_statements=16)
    try:
        connection.execute("PRAGMA query_only = on")
        connection.execute("PRAGMA trusted_schema = off")
        connection.execute("PRAGMA cell_size_check = on")
        connection.execute(f"PRAGMA hard_heap_limit = {_HEAP_BYTES}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)
        connection.create_aggregate("median", 1, Median)
        connection.set_authorizer(_authorize)
    except BaseException:
        connection.close()
        raise
    return connection


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _inside: str | None) -> int:
    if action in _READING or (
        action == sqlite3.SQLITE_PRAGMA and first == "data_version"
    ):  # full-text search asks for it
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":  # json_each asks; writing it fails all the same
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _translate(error: Exception, timeout_s: float) -> Exception:
    text = str(error)
    if text == "interrupted":
        return QueryTimedOut(too_slow(timeout_s))
    if "too big" in text or "out of memory" in text:
        return ResourcesExhausted("The query makes a value larger than is allowed here. Ask for less at once.")
    if "not authorized" in text or "prohibited" in text or "readonly" in text:
        return QueryFailed("This statement does more than read, which is not possible here. Ask a question instead.")
    if "one statement" in text:
        return QueryFailed("Only one statement can be run at a time.")
    if "disk image is malformed" in text or "not a database" in text:
        return ConnectFailed(f"The file is damaged ({text}). Restore it from a backup.", step="database")
    return QueryFailed(f"The database says: {text}.")
