"""MySQL 8 and MariaDB: read-only sessions, rows streamed, cancelling in the server over a second connection."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from datamind.connectors.base import ConnectionReport
from datamind.connectors.interruption import TOO_MUCH_MEMORY, interruptible, too_slow
from datamind.connectors.mysql_catalog import FINGERPRINT, read_catalog, type_of_code
from datamind.connectors.mysql_rights import read_rights
from datamind.connectors.network import NetworkPolicy, resolve_host
from datamind.connectors.results import fetch_capped, make_result
from datamind.connectors.server import (
    CONNECT_TIMEOUT_S,
    Ask,
    ServerConnector,
    ServerSession,
    clean_words,
    connect_failed,
    server_fields,
)
from datamind.connectors.statements import check_reads
from datamind.errors import ConnectFailed, ConnectorError, QueryFailed, QueryTimedOut, ResourcesExhausted
from datamind.forms import Field
from datamind.types import Catalog, Dialect, Limits, ResultSet

_RESET_CONNECTION = 0x1F  # COM_RESET_CONNECTION: locks, variables, prepared statements and temporary tables go

# No mode in which a text would mean something else: ANSI_QUOTES, NO_BACKSLASH_ESCAPES, PIPES_AS_CONCAT, IGNORE_SPACE.
_SQL_MODE = "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"


class MysqlConnector(ServerConnector):
    """MySQL 8 and MariaDB 10.4 and later; the tables of one database."""

    kind: ClassVar[str] = "mysql"
    label: ClassVar[str] = "MySQL / MariaDB"
    dialect: ClassVar[Dialect] = "mysql"
    fields: ClassVar[tuple[Field, ...]] = server_fields(3306)

    def test(self) -> ConnectionReport:
        session = self._open()
        try:
            session.prepare(Limits())
            return read_rights(lambda sql: session.run(sql, Limits()).rows, self._values)
        finally:
            session.close()

    def fingerprint(self) -> str:
        return str(self._ask(FINGERPRINT)[0][0])

    def _read_catalog(self, ask: Ask) -> Catalog:
        return read_catalog(ask)

    def _open(self) -> ServerSession:
        return MysqlSession(self._values, self._network)


class MysqlSession:
    """One connection, used by one thread at a time. Raises ConnectFailed with the step that failed."""

    def __init__(self, values: Mapping[str, Any], network: NetworkPolicy):
        self.broken, self.opened_at, self.idle_since = False, 0.0, 0.0
        self._values, self._addresses = values, resolve_host(values["host"], network)
        self._connection, self._line = _connect(values, self._addresses)
        self._is_maria = "MariaDB" in self._connection.get_server_info()
        self._used = False

    def prepare(self, limits: Limits) -> None:
        try:
            if self._used:
                self._connection._execute_command(_RESET_CONNECTION, b"")  # the driver has no public name for it
                self._connection._read_ok_packet()
            self._used = True
            with self._connection.cursor() as cursor:
                cursor.execute(
                    "SET " + ", ".join(f"SESSION {name} = {value}" for name, value in self._pins(limits).items())
                )
        except _driver_errors() as error:
            self.broken = True
            raise self._translate(error, 0) from error

    def run(self, sql: str, limits: Limits) -> ResultSet:
        from pymysql.cursors import SSCursor

        check_reads(sql)
        started = time.perf_counter()
        cursor = self._connection.cursor(SSCursor)
        try:
            cursor.execute(sql)  # without parameters the driver sends the text as it is
            if cursor.description is None:
                raise QueryFailed(
                    "This statement gives no rows: only questions can be asked here, nothing can be changed."
                )
            harvest = fetch_capped(cursor.fetchmany, limits.rows, limits.size_bytes)
            if harvest.truncated:
                self._abandon(cursor)
            names = [column[0] for column in cursor.description]
            types = [type_of_code(column[1]) for column in cursor.description]
            return make_result(names, types, harvest, time.perf_counter() - started)
        except _driver_errors() as error:
            translated = self._translate(error, limits.timeout_s)
            if not isinstance(error, _server_errors()):
                self._abandon(cursor)  # it stopped between two rows
            raise translated from error

    def end(self) -> None:
        """The whole connection, which is not used again; a query inside an expression would survive KILL QUERY for longer."""
        with contextlib.suppress(ConnectorError, *_driver_errors()):
            connection, line = _connect(self._values, self._addresses)
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"KILL {int(self._connection.thread_id())}")
            finally:
                _close(connection, line)

    def cut(self) -> None:
        _cut(self._line)

    def close(self) -> None:
        _close(self._connection, self._line)

    def _pins(self, limits: Limits) -> dict[str, str]:
        pins = {
            "sql_mode": f"'{_SQL_MODE}'" if self._is_maria else f"'ONLY_FULL_GROUP_BY,{_SQL_MODE}'",
            "character_set_client": "utf8mb4",
            "character_set_results": "utf8mb4",
            "character_set_connection": "utf8mb4",
            "autocommit": "1",
            "sql_auto_is_null": "0",
            "group_concat_max_len": "1048576",  # cut silently beyond
            "lock_wait_timeout": str(max(1, round(limits.lock_timeout_s))),
            "innodb_lock_wait_timeout": str(max(1, round(limits.lock_timeout_s))),
        }
        if self._is_maria:  # whose recursion would stop silently at 1,000
            return {
                **pins,
                "tx_read_only": "1",
                "max_recursive_iterations": "4294967295",
                "max_statement_time": f"{max(0.001, limits.timeout_s):.3f}",
            }
        return {**pins, "transaction_read_only": "1", "max_execution_time": str(max(1, int(1000 * limits.timeout_s)))}

    def _abandon(self, cursor: Any) -> None:
        """Leave the rest of the rows: reading on to the end could take for ever, so the connection is given up."""
        self.broken = True
        self.cut()
        for result in (cursor._result, self._connection._result):
            if result is not None:
                result.unbuffered_active = False  # else the driver would still read them all when it forgets the cursor

    def _translate(self, error: Exception, timeout_s: float) -> ConnectorError:
        code = error.args[0] if isinstance(error, _server_errors()) and error.args else None
        said = clean_words(str(error.args[1] if len(error.args) > 1 else error), self._values)
        if code in _LOST or (code is None and not isinstance(error, ValueError)):
            self.broken = True
            message = f"The connection to {self._values['host']} was lost ({said}). Ask again: a new one is opened."
            return ConnectFailed(message, step="network")
        if code in (1969, 3024, 1317):
            return QueryTimedOut(too_slow(timeout_s))
        if code in (1205, 1213):
            return QueryFailed("Somebody else is changing these tables just now. Try again in a moment.")
        if code in (1037, 1038, 1041, 1114, 1021, 3, 28):
            return ResourcesExhausted(f"{TOO_MUCH_MEMORY} (The database says: {said}.)")
        if code == 1792:
            return QueryFailed("This statement would change data, which is not possible here. Ask a question instead.")
        if isinstance(error, UnicodeError):
            return QueryFailed(
                "The result holds a text that is not stored in its declared encoding. Leave that column out."
            )
        return QueryFailed(f"The database says: {said}.")


_LOST = (2006, 2013, 2014, 2055, 4031, 1927, 1053, 1152, 1158, 1159, 1160, 1161)


# ── connecting: through a socket of our own, to the address that was checked, which can be cut at any time ───────────────


def _connect(values: Mapping[str, Any], addresses: tuple[str, ...]) -> tuple[Any, socket.socket]:
    """A pymysql connection and a second handle on its socket. Raises ConnectFailed with the step that failed."""
    import pymysql

    connection = pymysql.Connection(
        host=values["host"],
        port=values["port"],
        user=values["user"],
        password=(values.get("password") or "").encode(),
        database=values["database"],
        charset="utf8mb4",
        autocommit=None,
        local_infile=False,
        program_name="DataMind",
        defer_connect=True,
        **_tls_arguments(values.get("tls") or "prefer"),
    )
    try:
        plain = _reach(addresses, values["port"])
    except OSError as error:
        raise connect_failed("network", values) from error
    line = plain.dup()
    cut = lambda: _cut(line)  # noqa: E731
    with interruptible(None, CONNECT_TIMEOUT_S, cut, cut) as interruption:
        try:
            connection.connect(plain)
        except _driver_errors() as error:
            _cut(line)
            line.close()
            plain.close()
            raise connect_failed("network", values) if interruption.reason else _explain(error, values) from error
    return connection, line


def _reach(addresses: tuple[str, ...], port: int) -> socket.socket:
    """A connection to the first address that answers. Raises OSError."""
    give_up_at = time.monotonic() + CONNECT_TIMEOUT_S
    last_error: OSError = TimeoutError("no address answered")
    for address in addresses:
        try:
            line = socket.create_connection((address, port), timeout=max(0.5, give_up_at - time.monotonic()))
        except OSError as error:
            last_error = error
            continue
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return line
    raise last_error


def _tls_arguments(mode: str) -> dict[str, Any]:
    if mode == "disable":
        return {"ssl_disabled": True}
    if mode == "prefer":
        return {}
    context = ssl.create_default_context()
    if mode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return {"ssl": context}


def _explain(error: Exception, values: Mapping[str, Any]) -> ConnectFailed:
    code = error.args[0] if error.args else None
    said = str(error.args[1]) if len(error.args) > 1 else str(error)
    if isinstance(error, ssl.SSLError) or code == 2026 or "SSL" in said or "certificate" in said:
        return connect_failed("tls", values, said)
    if code in (1045, 1698, 2059, 1251, 1524):
        return connect_failed("login", values)
    if code == 1049:
        return connect_failed("database", values)
    if code in (1044, 1130, 1129, 1040, 1203, 1226, 1862, 1820):
        return connect_failed("rights", values, said)
    return connect_failed("network", values, said if code not in (2003, 2013, None) else "")


def _close(connection: Any, line: socket.socket) -> None:
    _cut(line)
    line.close()
    with contextlib.suppress(*_driver_errors()):
        connection.close()


def _cut(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _server_errors() -> tuple[type[Exception], ...]:
    import pymysql

    return (pymysql.err.MySQLError,)


def _driver_errors() -> tuple[type[Exception], ...]:
    """What pymysql raises; a server that does not keep to the protocol makes it stumble in many ways."""
    stumbles = (OSError, RuntimeError, ValueError, LookupError, TypeError, AttributeError, AssertionError, struct.error)
    return (*_server_errors(), *stumbles, OverflowError)
