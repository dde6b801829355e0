"""PostgreSQL behind a real PgBouncer in transaction mode: what a session pins must hold although sessions are shared."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from databases import Values, connect_postgres, execute, new_database, pgbouncer

from connectors.conftest import make_query
from datamind.cancellation import Cancellation
from datamind.connectors import Connector, NetworkPolicy, open_connector
from datamind.errors import ConnectFailed, QueryCancelled, QueryFailed, QueryTimedOut
from datamind.types import Limits

pytestmark = pytest.mark.servers


@pytest.fixture
def direct(postgres: Values) -> Values:
    """The database itself, past the pooler."""
    values = new_database(connect_postgres, postgres)
    execute(connect_postgres, values, "CREATE TABLE t (a integer PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)")
    return values


@pytest.fixture
def pooled(direct: Values) -> Iterator[Connector]:
    with pgbouncer(direct) as values:
        connector = open_connector("postgres", {**values, "tls": "disable", "pool_size": 6}, NetworkPolicy())
        yield connector
        connector.close()


def run(connector: Connector, sql: str, cancellation: Cancellation | None = None, **limits: Any) -> Any:
    return connector.run(make_query("postgres", sql), Limits(**limits), cancellation).rows


def test_it_is_tested_read_and_profiled(pooled: Connector) -> None:
    assert pooled.test().server.startswith("PostgreSQL")
    catalog = pooled.profile(pooled.catalog())
    assert [(table.name, table.row_estimate) for table in catalog.tables] == [("t", 2)]
    assert pooled.fingerprint() == pooled.fingerprint()


def test_every_transaction_is_read_only_whichever_connection_it_gets(pooled: Connector, direct: Values) -> None:
    execute(
        connect_postgres,
        direct,
        "CREATE FUNCTION act() RETURNS integer VOLATILE LANGUAGE sql AS 'INSERT INTO t VALUES (9) RETURNING a'",
    )
    refused: list[str] = []

    def write() -> None:
        for _ in range(5):
            with pytest.raises(QueryFailed, match="change data") as error:
                run(pooled, "SELECT act()")
            refused.append(str(error.value))

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refused) == 30
    assert execute(connect_postgres, direct, "SELECT count(*) FROM t") == [(2,)]


def test_settings_of_others_on_the_same_connection_are_not_ours(pooled: Connector, direct: Values) -> None:
    """Somebody else's session settings stay on the server's connection; each of our transactions pins its own."""
    assert run(pooled, "SELECT 1") == ((1,),)
    asked = "SELECT current_setting('standard_conforming_strings'), current_setting('DateStyle'), current_setting('transaction_read_only')"
    assert {run(pooled, asked) for _ in range(6)} == {(("on", "ISO, YMD", "on"),)}
    (timeout,) = run(pooled, "SELECT current_setting('statement_timeout')", timeout_s=7.0)[0]
    assert timeout == "7s"


def test_slow_queries_end_by_the_limit_and_by_cancel(pooled: Connector) -> None:
    with pytest.raises(QueryTimedOut):
        run(pooled, "SELECT pg_sleep(20)", timeout_s=0.5)
    cancellation = Cancellation()
    threading.Timer(0.5, cancellation.cancel).start()
    with pytest.raises(QueryCancelled):
        run(pooled, "SELECT pg_sleep(20)", cancellation)
    assert run(pooled, "SELECT count(*) FROM t") == ((2,),)


def test_a_wrong_password_is_told_as_one(direct: Values) -> None:
    with pgbouncer(direct) as values:
        connector = open_connector("postgres", {**values, "password": "canary", "tls": "disable"}, NetworkPolicy())
        with pytest.raises(ConnectFailed) as refused:
            connector.test()
        connector.close()
    assert refused.value.step == "login"
    assert "canary" not in str(refused.value)
