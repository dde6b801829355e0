"""What database servers have in common: a pool of read-only sessions, each query with a deadline and a Cancel.

A kind gives its sessions; this module runs, catalogs, profiles and closes. `connect_failed` words what went wrong by step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from datamind.cancellation import Cancellation
from datamind.connectors.base import PROFILE_BUDGET_S, Progress
from datamind.connectors.interruption import CANCELLED, interruptible, too_slow
from datamind.connectors.network import NetworkPolicy
from datamind.connectors.pool import Pool, Session
from datamind.connectors.profiling import profile_catalog
from datamind.errors import ConnectFailed, ConnectorError, QueryCancelled, QueryTimedOut
from datamind.forms import Field
from datamind.types import Catalog, Dialect, Limits, ResultSet, ValidatedQuery

CONNECT_TIMEOUT_S = 5
CATALOG_LIMITS = Limits(rows=2_000_000, size_bytes=1024 * 1024 * 1024, timeout_s=60.0)
TLS_MODES = ("prefer", "require", "verify", "disable")
DEFAULT_POOL_SIZE = 4

Row = tuple[Any, ...]
Ask = Callable[[str], Sequence[Row]]


class ServerSession(Session, Protocol):
    """One connection. `run` raises our errors and says in `broken` whether the connection can go on."""

    def prepare(self, limits: Limits) -> None:
        """Pin everything that a query could have changed; raises ConnectFailed when the server is gone."""
        ...

    def run(self, sql: str, limits: Limits) -> ResultSet: ...

    def end(self) -> None:
        """End the running query in the server, from another thread; never raises."""
        ...

    def cut(self) -> None:
        """Cut the line, so that a blocked call returns; never raises."""
        ...


class ServerConnector:
    """A Connector over a pool of ServerSessions; connects when it is first used."""

    dialect: ClassVar[Dialect]

    def __init__(self, values: Mapping[str, Any], network: NetworkPolicy):
        self._values, self._network = dict(values), network
        self._pool: Pool[ServerSession] = Pool(self._open, int(values.get("pool_size") or DEFAULT_POOL_SIZE))

    def _open(self) -> ServerSession:
        raise NotImplementedError

    def _read_catalog(self, ask: Ask) -> Catalog:
        raise NotImplementedError

    def catalog(self) -> Catalog:
        return self._read_catalog(self._ask)

    def profile(
        self,
        catalog: Catalog,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
        budget_s: float = PROFILE_BUDGET_S,
    ) -> Catalog:
        return profile_catalog(catalog, self._run, progress, cancellation, budget_s)

    def run(self, query: ValidatedQuery, limits: Limits, cancellation: Cancellation | None = None) -> ResultSet:
        return self._run(query.sql, limits, cancellation)

    def close(self) -> None:
        self._pool.close()

    def _ask(self, sql: str) -> Sequence[Row]:
        return self._run(sql, CATALOG_LIMITS, None).rows

    def _run(self, sql: str, limits: Limits, cancellation: Cancellation | None) -> ResultSet:
        def prepare(session: ServerSession) -> None:
            with interruptible(None, CONNECT_TIMEOUT_S, session.cut, session.cut):
                session.prepare(limits)

        with self._pool.borrow(prepare, limits.timeout_s, cancellation) as session:
            return run_in(session, sql, limits, cancellation)


def run_in(session: ServerSession, sql: str, limits: Limits, cancellation: Cancellation | None) -> ResultSet:
    """Run in this session until it is done, cancelled or out of time.

    Raises: what the session raises, QueryTimedOut, QueryCancelled.
    """
    with interruptible(cancellation, limits.timeout_s, session.end, session.cut) as interruption:
        try:
            result = session.run(sql, limits)
        except ConnectorError as error:
            interruption.finish()
            if interruption.reason is None:
                raise
            session.broken = True
            if interruption.reason == "cancelled":
                raise QueryCancelled(CANCELLED) from error
            raise QueryTimedOut(too_slow(limits.timeout_s)) from error
    if interruption.reason is not None:
        session.broken = True  # the order to end it may still be on its way to this connection
        if interruption.reason == "cancelled":
            raise QueryCancelled(CANCELLED)
    return result


def server_fields(port: int) -> tuple[Field, ...]:
    """What a server asks for."""
    return (
        Field("host", "Host", help="A host name or IP address; or paste a whole URL."),
        Field("port", "Port", "integer", port, minimum=1, maximum=65535),
        Field("database", "Database"),
        Field("user", "User"),
        Field("password", "Password", "password", required=False, secret=True),
        Field(
            "tls",
            "Encryption",
            "choice",
            "prefer",
            choices=TLS_MODES,
            help="verify: encrypted, and the server's certificate is checked. require: encrypted. prefer: when it can be.",
        ),
        Field("pool_size", "Connections at once", "integer", DEFAULT_POOL_SIZE, minimum=1, maximum=20),
    )


def connect_failed(step: str, values: Mapping[str, Any], said: str = "") -> ConnectFailed:
    """A ConnectFailed in words, with the remedy for its step; `said` is what the server or driver said."""
    place = f"{values['host']}:{values['port']}"
    quote = f" (It says: {clean_words(said, values)})" if said else ""
    return ConnectFailed(_REMEDIES[step].format(place=place, **_named(values)) + quote, step=step)


def clean_words(said: str, values: Mapping[str, Any]) -> str:
    """A server's words on one line, without control characters, not endless, and without the password."""
    words = " ".join("".join(character if character.isprintable() else " " for character in said).split())
    password = str(values.get("password") or "")
    return (words.replace(password, "***") if password else words)[:300].rstrip(". ") or "nothing"


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) for name in ("host", "port", "database", "user")}


_REMEDIES = {
    "network": "No database answers at {place}. Check host and port, that the server runs, and that no firewall is between.",
    "tls": "An encrypted connection to {place} could not be agreed. Choose another kind of encryption, "
    "or have the server's certificate put right.",
    "login": "{place} does not accept user {user} with this password. Check both.",
    "database": "There is no database {database} at {place}, or {user} may not see it. Check the name.",
    "rights": "{place} does not let {user} in from here. Ask whoever runs the database to allow it.",
}
