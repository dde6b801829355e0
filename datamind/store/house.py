"""The store itself: one engine on SQLite or Postgres, transactions, and the way to each org's part of it.

In: the store's URL. Out: `House.of(org_id)`, the only way to an org's rows; and `House.everything()`, which knows no org and
is for what happens before there is an actor (sessions), for the scheduler's search for work and for commands (tested).
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from datamind.errors import StoreError, StoreUnavailable
from datamind.store.session import Store
from datamind.store.versions import check_version, migrate, read_version

BUSY_TIMEOUT_MS = 15_000


class House:
    """Thread-safe. Reads see the latest commit; writes of one thread inside `transaction()` come together or not at all."""

    def __init__(self, url: str):
        self._url = url
        self.engine = _make_engine(url)
        self._local = threading.local()
        self._seal: Callable[[str], str] = str
        self._open: Callable[[str], str] = str
        self._chain_keys: dict[int, bytes] = {}

    def of(self, org_id: int) -> Store:
        """The part of one org."""
        return Store(self, org_id)

    def everything(self) -> Store:
        """All orgs' rows and the house's own tables. Not for services."""
        return Store(self, None)

    def check(self) -> None:
        """Raises StoreUnavailable when the store does not answer, StoreVersion when it is not of this program's version."""
        with self.reading() as connection:
            check_version(connection)

    def is_empty(self) -> bool:
        """Whether nothing has been made in it yet."""
        with self.reading() as connection:
            return read_version(connection) is None

    def migrate(self) -> str:
        """Bring the store to this program's version, in one transaction; a sentence on what was done.

        Raises: StoreVersion when the store is newer than this program, StoreUnavailable.
        """
        with _translated():
            return migrate(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All writes inside are one; a transaction inside another joins it."""
        current: Connection | None = getattr(self._local, "connection", None)
        if current is not None:
            yield current
            return
        with _translated(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            self._local.connection = connection
            try:
                yield connection
            finally:
                self._local.connection = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read from; inside a transaction, that transaction's."""
        current: Connection | None = getattr(self._local, "connection", None)
        if current is not None:
            yield current
            return
        with _translated(), self.engine.connect() as connection:
            yield connection

    def seal_with(self, seal: Callable[[str], str], open_: Callable[[str], str]) -> None:
        """How what the house keeps for itself is sealed, and opened again."""
        self._seal, self._open = seal, open_

    def chain_key(self, org_id: int) -> bytes:
        """The key of an org's audit chain, made at its first entry and kept sealed. Raises VaultError."""
        if org_id in self._chain_keys:
            return self._chain_keys[org_id]
        everything = self.everything()
        if everything.get("orgs", org_id)["chain_key"] is None:
            fresh = self._seal(secrets.token_hex(32))
            everything.change_where("orgs", {"id": org_id, "chain_key": None}, chain_key=fresh)
        key = self._open(everything.get("orgs", org_id)["chain_key"]).encode()
        if getattr(self._local, "connection", None) is None:  # what a transaction has made may yet be undone
            self._chain_keys[org_id] = key
        return key

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection to read from that sees one moment, whatever is written meanwhile."""
        level = "REPEATABLE READ" if self.engine.dialect.name == "postgresql" else None
        with _translated(), self.engine.connect() as connection:
            seen = connection.execution_options(isolation_level=level) if level else connection
            with seen.begin():
                yield seen

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise StoreUnavailable(
            "DataMind's own store does not answer, so nothing was saved. Try again in a moment; if it stays, tell your admin."
        ) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailable("The connection to DataMind's own store was lost. Try again in a moment.") from error
        raise StoreError("DataMind's own store refused this, and nothing was saved. Tell your admin.") from error
    except SQLAlchemyError as error:
        raise StoreUnavailable("DataMind's own store is busy or away. Try again in a moment.") from error


def _make_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg2")
        return create_engine(
            parsed, pool_size=5, max_overflow=20, pool_pre_ping=True, pool_timeout=10, hide_parameters=True
        )
    if parsed.database in (None, "", ":memory:"):
        raise StoreError("The store must be a file: a SQLite store in memory would be lost with the process.")
    engine = create_engine(
        parsed, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, pool_timeout=10, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(raw, _record) -> None:  # type: ignore[no-untyped-def]
    raw.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite says how
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: it then waits its turn instead of failing half-way ("database is locked")."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
