"""PostgreSQL, also behind PgBouncer: read-only sessions, server-side cursors, cancelling in the server."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from datamind.connectors.base import ConnectionReport
from datamind.connectors.interruption import TOO_MUCH_MEMORY, too_slow
from datamind.connectors.network import NetworkPolicy, resolve_host
from datamind.connectors.postgres_catalog import FINGERPRINT, read_catalog
from datamind.connectors.postgres_rights import read_rights
from datamind.connectors.postgres_types import register_types, type_of
from datamind.connectors.results import Harvest, fetch_capped, make_result
from datamind.connectors.server import (
    CONNECT_TIMEOUT_S,
    Ask,
    ServerConnector,
    ServerSession,
    clean_words,
    connect_failed,
    server_fields,
)
from datamind.connectors.statements import LOOKS, check_reads, check_single_postgres
from datamind.errors import ConnectFailed, ConnectorError, QueryFailed, QueryTimedOut, ResourcesExhausted
from datamind.forms import Field
from datamind.types import Catalog, Dialect, Limits, ResultSet

# Everything that a text could mean otherwise under another setting. Set anew in each transaction, so that a pooler which
# gives every transaction another server connection cannot lose it.
_PINS = {
    "default_transaction_read_only": "on",
    "standard_conforming_strings": "on",
    "backslash_quote": "safe_encoding",
    "transform_null_equals": "off",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "client_min_messages": "error",
    "cursor_tuple_fraction": "1",  # plan as without a cursor: most results are read to their end
}


class PostgresConnector(ServerConnector):
    """PostgreSQL 11 and later."""

    kind: ClassVar[str] = "postgres"
    label: ClassVar[str] = "PostgreSQL"
    dialect: ClassVar[Dialect] = "postgres"
    fields: ClassVar[tuple[Field, ...]] = server_fields(5432)

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
        return PostgresSession(connect(self._values, self._network), self._values)


class PostgresSession:
    """One connection, used by one thread at a time; each query is a read-only transaction that is rolled back."""

    def __init__(self, connection: Any, values: Mapping[str, Any]):
        self.broken, self.opened_at, self.idle_since = False, 0.0, 0.0
        self._connection, self._values = connection, values
        self._line = socket.socket(fileno=os.dup(connection.fileno()))
        try:
            connection.set_session(readonly=True, autocommit=False)
            register_types(connection)
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
                cursor.execute("SELECT string_agg(quote_ident(s), ', ') FROM unnest(current_schemas(false)) s")
                (path,) = cursor.fetchone()
            connection.commit()
        except _driver_errors() as error:
            self.close()
            raise self._translate(error, 0) from error
        pins = {**_PINS, "search_path": f"{path}, pg_temp" if path else "pg_temp"}
        self._pins = ", ".join(f"set_config('{name}', {_literal(value)}, true)" for name, value in pins.items())

    def prepare(self, limits: Limits) -> None:
        times = {"statement_timeout": limits.timeout_s, "lock_timeout": limits.lock_timeout_s}
        clocks = ", ".join(f"set_config('{name}', '{max(1, int(1000 * s))}', true)" for name, s in times.items())
        try:
            # This is a query, so from here on nothing can make the transaction writable.
            with self._connection.cursor() as cursor:
                cursor.execute(f"SELECT {self._pins}, {clocks}, pg_advisory_unlock_all()")
        except _driver_errors() as error:
            self.broken = True
            raise self._translate(error, 0) from error

    def run(self, sql: str, limits: Limits) -> ResultSet:
        word = check_reads(sql)
        check_single_postgres(sql)
        started = time.perf_counter()
        # Only queries can have a server-side cursor; what SHOW and EXPLAIN say is short.
        cursor = self._connection.cursor() if word in LOOKS else self._connection.cursor("datamind")
        try:
            cursor.execute(sql)  # without parameters the driver sends the text as it is
            harvest = fetch_capped(cursor.fetchmany, limits.rows, limits.size_bytes)
            elapsed_s = time.perf_counter() - started
            return self._result(cursor.description or (), harvest, elapsed_s)
        except _driver_errors() as error:
            raise self._translate(error, limits.timeout_s) from error
        finally:
            self._finish()

    def end(self) -> None:
        with contextlib.suppress(*_driver_errors()):
            self._connection.cancel()

    def cut(self) -> None:
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.cut()
        self._line.close()
        with contextlib.suppress(*_driver_errors()):
            self._connection.close()

    def _finish(self) -> None:
        """Roll back, which undoes all that the query may have set; what cannot be rolled back is not used again."""
        try:
            self._connection.rollback()
        except _driver_errors():
            self.broken = True

    def _result(self, description: Any, harvest: Harvest, elapsed_s: float) -> ResultSet:
        return make_result(
            [c.name for c in description], [type_of(c.type_code) for c in description], harvest, elapsed_s
        )

    def _translate(self, error: Exception, timeout_s: float) -> ConnectorError:
        code = getattr(error, "pgcode", None) or ""
        diagnosis = getattr(error, "diag", None)
        said = clean_words(getattr(diagnosis, "message_primary", None) or str(error), self._values)
        if self._connection.closed or (code[:2] in ("08", "57") and code != "57014"):
            self.broken = True
            return ConnectFailed(
                f"The connection to {self._values['host']} was lost ({said}). Ask again: a new one is opened.",
                step="network",
            )
        if code == "57014":
            return QueryTimedOut(too_slow(timeout_s))
        if code == "55P03":
            return QueryFailed("Somebody else is changing these tables just now. Try again in a moment.")
        if code[:2] == "53":
            return ResourcesExhausted(f"{TOO_MUCH_MEMORY} (The database says: {said}.)")
        if code == "25006":
            return QueryFailed("This statement would change data, which is not possible here. Ask a question instead.")
        hint = getattr(diagnosis, "message_hint", None)
        return QueryFailed(f"The database says: {said}." + (f" {clean_words(hint, self._values)}." if hint else ""))


def connect(values: Mapping[str, Any], network: NetworkPolicy) -> Any:
    """A psycopg2 connection to the addresses that were checked. Raises ConnectFailed with the step that failed."""
    import psycopg2

    addresses = resolve_host(values["host"], network)
    options = " ".join(f"-c {name}={value}" for name, value in _PINS.items() if " " not in value)
    arguments: dict[str, Any] = {
        "host": ",".join([values["host"].strip("[]")] * len(addresses)),
        "hostaddr": ",".join(addresses),
        "port": values["port"],
        "dbname": values["database"],
        "user": values["user"],
        "password": values.get("password") or "",
        "passfile": os.devnull,  # never the operator's own passwords
        "connect_timeout": CONNECT_TIMEOUT_S,
        "application_name": "DataMind",
        "client_encoding": "UTF8",
        "gssencmode": "disable",
        "tcp_user_timeout": 20_000,
        "keepalives_idle": 30,
        **_tls_arguments(values.get("tls") or "prefer"),
    }
    try:
        return psycopg2.connect(**arguments, options=options)
    except _driver_errors() as error:
        if "startup parameter" not in str(error):  # PgBouncer refuses options; each transaction pins them anyway
            raise _explain(str(error), values) from error
    try:
        return psycopg2.connect(**arguments, options="")
    except _driver_errors() as error:
        raise _explain(str(error), values) from error


def _tls_arguments(mode: str) -> dict[str, str]:
    if mode != "verify":
        return {"sslmode": mode}
    known = (
        ssl.get_default_verify_paths().cafile,
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
    )
    return {"sslmode": "verify-full", "sslrootcert": next((f for f in known if f and Path(f).exists()), "system")}


_STEPS = (
    ("network", ("invalid response", "expected authentication request")),  # it speaks, but something else
    ("tls", ("SSL", "certificate")),
    ("network", ("timeout expired", "refused", "No route", "unreachable", "timed out", "reset by peer")),
    (
        "network",
        ("closed the connection", "Is the server running"),
    ),
    ("login", ("password authentication failed", "no password supplied", "role ", "authentication")),
    ("database", ("does not exist",)),
    ("rights", ("pg_hba.conf", "permission denied", "too many", "remaining connection slots", "not permitted")),
)


def _explain(said: str, values: Mapping[str, Any]) -> ConnectFailed:
    """The driver gives no code for a failed connection, only words."""
    if "pg_hba.conf" in said and "no encryption" not in said:
        return connect_failed("rights", values, said)
    if 'database "' in said and "does not exist" in said:
        return connect_failed("database", values)
    for step, words in _STEPS:
        if any(word in said for word in words):
            return connect_failed(step, values, "" if step in ("login", "network") else said.rpartition("FATAL:")[2])
    return connect_failed("login", values, said.rpartition("FATAL:")[2])


def _driver_errors() -> tuple[type[Exception], ...]:
    import psycopg2

    # A value that Python cannot hold, or a text in another encoding, comes as a ValueError.
    return (psycopg2.Error, ValueError, OverflowError)


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
