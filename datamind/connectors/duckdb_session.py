"""A DuckDB file made by uploads, opened so that it can only be read: a session for a worker process.

The configuration closes every door to other files, the network and this program's variables, and is then locked.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from datamind.connectors.duckdb_catalog import read_catalog, type_of
from datamind.connectors.duckdb_values import ask_as_texts, read_back
from datamind.connectors.interruption import TOO_MUCH_MEMORY, too_slow
from datamind.connectors.results import Row, fetch_capped, make_result
from datamind.errors import ConnectFailed, QueryFailed, QueryTimedOut, ResourcesExhausted
from datamind.types import Catalog, ResultSet

_THREADS = 2


def open_file(path: str, folder: str) -> DuckdbSession:
    """`folder` takes what does not fit into memory. Raises ConnectFailed when it is no DuckDB file or cannot be read."""
    _stand_in_for_pytz()
    return DuckdbSession(Path(path), folder)


class DuckdbSession:
    def __init__(self, path: Path, folder: str):
        self._path, self._folder = path, folder
        self._open()

    def version(self) -> str:
        return f"DuckDB {self._duckdb.__version__}"

    def run(self, sql: str, row_cap: int, size_cap_bytes: int, timeout_s: float) -> ResultSet:
        """The parent ends this process when `timeout_s` is over. Raises QueryFailed, ResourcesExhausted."""
        cursor = self._cursor()
        started = time.perf_counter()
        try:
            self._check_statement(cursor, sql)
            cursor.execute(sql)
            names = [column[0] for column in cursor.description]
            natives = [str(column[1]) for column in cursor.description]
            whole = ask_as_texts(sql, natives) if self._is_select(cursor, sql) else None
            if whole:
                cursor.execute(whole)
            harvest = fetch_capped(cursor.fetchmany, row_cap, size_cap_bytes)
        except self._duckdb.Error as error:
            raise self._translate(error, timeout_s) from error
        finally:
            cursor.close()
        if whole:
            harvest.rows = read_back(harvest.rows, natives)
        identifiers = [position for position, native in enumerate(natives) if native == "UUID"]
        if identifiers:
            harvest.rows = [_with_texts(row, identifiers) for row in harvest.rows]
        return make_result(names, [type_of(native) for native in natives], harvest, time.perf_counter() - started)

    def catalog(self) -> Catalog:
        cursor = self._cursor()
        try:
            return read_catalog(cursor)
        except self._duckdb.Error as error:
            raise self._translate(error, 0) from error
        finally:
            cursor.close()

    def fingerprint(self) -> str:
        cursor = self._cursor()
        try:
            rows = cursor.execute(_FINGERPRINT).fetchall()
        except self._duckdb.Error as error:
            raise self._translate(error, 0) from error
        finally:
            cursor.close()
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    def _open(self) -> None:
        import duckdb

        self._duckdb = duckdb
        configuration: dict[str, Any] = {
            **dict.fromkeys(_SWITCHED_OFF, "false"),
            "memory_limit": "768MB",
            "threads": str(_THREADS),
            "temp_directory": self._folder,
            "max_temp_directory_size": "2GB",
        }
        try:
            self._inode = os.stat(self._path).st_ino
            self._connection = duckdb.connect(str(self._path), read_only=True, config=configuration)
            self._connection.execute("SET python_enable_replacements = false")
            self._connection.execute("SET lock_configuration = true")
        except (duckdb.Error, OSError) as error:
            message = f"{self._path.name} could not be opened as a DuckDB file. Upload the data again."
            raise ConnectFailed(message, step="database") from error

    def _cursor(self) -> Any:
        try:
            replaced = os.stat(self._path).st_ino != self._inode
        except OSError as error:
            raise ConnectFailed(
                f"The file {self._path.name} is gone. Upload the data again.", step="address"
            ) from error
        if replaced:
            self._connection.close()
            self._open()
        return self._connection.cursor()

    def _check_statement(self, cursor: Any, sql: str) -> None:
        kind = self._duckdb.StatementType
        kinds = [statement.type for statement in cursor.extract_statements(sql)]
        if len(kinds) != 1:
            raise QueryFailed("Only one statement can be run at a time.")
        if kinds[0] not in (kind.SELECT, kind.EXPLAIN, kind.MULTI):  # a PIVOT without a list of values is MULTI
            raise QueryFailed("This statement does more than read, which is not possible here. Ask a question instead.")

    def _is_select(self, cursor: Any, sql: str) -> bool:
        return bool(cursor.extract_statements(sql)[0].type == self._duckdb.StatementType.SELECT)

    def _translate(self, error: Exception, timeout_s: float) -> Exception:
        text = " ".join(str(error).split("\n\n")[0].split())
        if isinstance(error, self._duckdb.OutOfMemoryException):
            return ResourcesExhausted(TOO_MUCH_MEMORY)
        if isinstance(error, self._duckdb.InterruptException):
            return QueryTimedOut(too_slow(timeout_s))
        return QueryFailed(f"The database says: {text[:500]}")


_SWITCHED_OFF = (
    "enable_external_access",
    "autoinstall_known_extensions",
    "autoload_known_extensions",
    "allow_community_extensions",
)
_FINGERPRINT = """SELECT schema_name, table_name, column_name, data_type, is_nullable, comment
FROM duckdb_columns() WHERE NOT internal ORDER BY 1, 2, column_index"""


def _with_texts(row: Row, positions: list[int]) -> Row:
    return tuple(str(v) if i in positions and isinstance(v, UUID) else v for i, v in enumerate(row))


# DuckDB asks a package named pytz for time zones when it hands out a TIMESTAMPTZ; the standard library knows them too.


class _Zone(tzinfo):
    """Turns moments into ones with a fixed offset, which are plain values for everybody else."""

    def __init__(self, name: str):
        self._zone = ZoneInfo(name)

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return self._zone.utcoffset(moment)

    def dst(self, moment: datetime | None) -> timedelta | None:
        return self._zone.dst(moment)

    def tzname(self, moment: datetime | None) -> str | None:
        return self._zone.tzname(moment)

    def localize(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC)

    def fromutc(self, moment: datetime) -> datetime:
        offset = self._zone.utcoffset(self._zone.fromutc(moment.replace(tzinfo=self._zone))) or timedelta()
        return (moment.replace(tzinfo=None) + offset).replace(tzinfo=timezone(offset) if offset else UTC)


def _stand_in_for_pytz() -> None:
    module = ModuleType("pytz")
    module.timezone, module.utc = _Zone, _Zone("UTC")  # type: ignore[attr-defined]
    sys.modules.setdefault("pytz", module)
