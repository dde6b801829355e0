"""What only servers have: logins, lines that break, hosts that are silent, rights to only some tables."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from databases import PASSWORD, connect_mysql, connect_postgres

from connectors.conftest import SERVERS, Place, make_query
from datamind.connectors import NetworkPolicy, clean_values, mysql, open_connector, postgres
from datamind.errors import ConnectFailed, QueryFailed
from datamind.types import Limits

pytestmark = pytest.mark.servers

NewPlace = Callable[..., Place]


@pytest.fixture(params=SERVERS)
def server_place(request: pytest.FixtureRequest, new_place: NewPlace) -> Place:
    return new_place(
        request.param,
        "CREATE TABLE seen (id INTEGER PRIMARY KEY, secret VARCHAR(10))",
        "CREATE TABLE hidden (id INTEGER)",
        "INSERT INTO seen VALUES (1, 'x')",
    )


def try_values(place: Place, **changed: Any) -> ConnectFailed:
    """The error of a test with other values; each way in gives the same."""
    connector = open_connector(place.kind, clean_values(place.kind, {**place.values, **changed}), NetworkPolicy())
    try:
        with pytest.raises(ConnectFailed) as tested:
            connector.test()
        with pytest.raises(ConnectFailed) as run:
            connector.run(make_query(place.kind, "SELECT 1"), Limits())
    finally:
        connector.close()
    assert str(tested.value) == str(run.value)
    assert PASSWORD not in str(tested.value)
    return tested.value


# ── what can go wrong, by step ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_good_connection_names_its_server(server_place: Place) -> None:
    assert server_place.connector.test().server.startswith(
        {"postgres": "PostgreSQL 1", "mysql": "MariaDB 1"}[server_place.kind]
    )


def test_no_such_host(server_place: Place) -> None:
    error = try_values(server_place, host="no-such-host.invalid")
    assert error.step == "address"
    assert "no-such-host.invalid" in str(error)


def test_nobody_listens(server_place: Place) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        error = try_values(server_place, port=free.getsockname()[1])
    assert error.step == "network"
    assert "host and port" in str(error)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A host that takes the call and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield listener.getsockname()[1]


def test_a_silent_host_does_not_hang(server_place: Place, silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (postgres, mysql):
        monkeypatch.setattr(module, "CONNECT_TIMEOUT_S", 2)  # the least that libpq takes
    assert try_values(server_place, port=silent_port).step == "network"


def test_wrong_password(server_place: Place) -> None:
    error = try_values(server_place, password=PASSWORD + "!")
    assert error.step == "login"
    assert "owner" in str(error)


def test_wrong_user(server_place: Place) -> None:
    assert try_values(server_place, user="stranger").step == "login"


def test_wrong_database(server_place: Place) -> None:
    error = try_values(server_place, database="elsewhere")
    assert error.step == "database"
    assert "elsewhere" in str(error)


@pytest.mark.parametrize("mode", ["require", "verify"])
def test_encryption_that_the_server_has_not(server_place: Place, mode: str) -> None:
    assert try_values(server_place, tls=mode).step == "tls"


def test_a_server_of_the_other_kind(
    server_place: Place, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mysql, "CONNECT_TIMEOUT_S", 1)  # each waits for the other to begin
    other = request.getfixturevalue("mariadb" if server_place.kind == "postgres" else "postgres")
    assert try_values(server_place, port=other["port"]).step == "network"


# ── lines that break ─────────────────────────────────────────────────────────────────────────────────────────────────────


def end_all_sessions(place: Place) -> None:
    if place.kind == "postgres":
        place.change("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'DataMind'")
        return
    listed = "SELECT id FROM information_schema.processlist WHERE id <> connection_id() AND command = 'Sleep'"
    for (number,) in place.change(listed):
        place.change(f"KILL {number}")


def test_a_dropped_connection_is_replaced(server_place: Place) -> None:
    assert server_place.run("SELECT count(*) FROM seen").rows == ((1,),)
    end_all_sessions(server_place)
    assert server_place.run("SELECT count(*) FROM seen").rows == ((1,),)


def test_the_same_session_is_used_again(server_place: Place) -> None:
    who = "SELECT pg_backend_pid()" if server_place.kind == "postgres" else "SELECT connection_id()"
    assert server_place.run(who).rows == server_place.run(who).rows


def test_a_failed_query_does_not_cost_the_session(server_place: Place) -> None:
    who = "SELECT pg_backend_pid()" if server_place.kind == "postgres" else "SELECT connection_id()"
    before = server_place.run(who).rows
    with pytest.raises(QueryFailed):
        server_place.run("SELECT nope FROM seen")
    assert server_place.run(who).rows == before


# ── rights ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def log_in_as(place: Place, user: str, password: str) -> Any:
    return open_connector(place.kind, {**place.values, "user": user, "password": password}, NetworkPolicy())


def test_a_login_that_can_write_is_told_and_the_remedy_works(
    server_place: Place, request: pytest.FixtureRequest
) -> None:
    report = server_place.connector.test()
    assert report.can_write
    assert any("can change data" in warning for warning in report.warnings)
    assert PASSWORD not in report.read_only_sql

    user = "datamind_reader"
    if server_place.kind == "postgres":
        request.addfinalizer(lambda: server_place.change(f"DROP OWNED BY {user}", f"DROP ROLE {user}"))
        server_place.change("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    else:
        request.addfinalizer(lambda: server_place.change(f"DROP USER {user}"))
    server_place.change(*report.read_only_sql.strip().split("\n"))
    reader = log_in_as(server_place, user, "choose-a-long-password")
    try:
        again = reader.test()
        assert (again.can_write, again.warnings, again.read_only_sql) == (False, (), "")
        assert reader.run(make_query(server_place.kind, "SELECT count(*) FROM seen"), Limits()).rows == ((1,),)
    finally:
        reader.close()


def test_only_what_the_login_may_read_is_in_the_catalog(server_place: Place, request: pytest.FixtureRequest) -> None:
    user, host = "narrow", "@'%'" if server_place.kind == "mysql" else ""
    if server_place.kind == "postgres":
        server_place.change(f"CREATE ROLE {user} LOGIN PASSWORD 'narrow'", f"GRANT SELECT (id) ON seen TO {user}")
        request.addfinalizer(lambda: server_place.change(f"DROP OWNED BY {user}", f"DROP ROLE {user}"))
    else:
        grant = f"GRANT SELECT (id) ON `{server_place.values['database']}`.seen TO {user}{host}"
        server_place.change(f"CREATE USER {user}{host} IDENTIFIED BY 'narrow'", grant)
        request.addfinalizer(lambda: server_place.change(f"DROP USER {user}{host}"))
    narrow = log_in_as(server_place, user, "narrow")
    try:
        tables = narrow.catalog().tables
    finally:
        narrow.close()
    assert [(table.name, [column.name for column in table.columns]) for table in tables] == [("seen", ["id"])]


# ── many tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_thousand_tables_take_as_many_queries_as_one(
    new_place: NewPlace, server_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ", ".join(f"c{number} VARCHAR(20)" for number in range(18))
    comment = " COMMENT 'what for'" if server_place.kind == "mysql" else ""
    statements = [
        f"CREATE TABLE t{number} (id INTEGER PRIMARY KEY, parent INTEGER, {names}, "
        f"FOREIGN KEY (parent) REFERENCES t{max(0, number - 1)} (id)){comment}"
        for number in range(1000)
    ]
    if server_place.kind == "postgres":
        statements += [f"COMMENT ON TABLE t{number} IS 'what for'" for number in range(1000)]
    large = new_place(server_place.kind, *statements)
    asked: list[str] = []
    for place in (server_place, large):
        ask = place.connector._ask
        monkeypatch.setattr(place.connector, "_ask", lambda sql, ask=ask: (asked.append(sql), ask(sql))[1])
    assert len(server_place.connector.catalog().tables) == 2
    few, asked[:] = list(asked), []
    catalog = large.connector.catalog()
    assert asked == few
    assert len(catalog.tables) == 1000
    assert sum(len(table.columns) for table in catalog.tables) == 20_000
    assert all(table.primary_key == ("id",) and len(table.foreign_keys) == 1 for table in catalog.tables)
    assert {table.description for table in catalog.tables} == {"what for"}
    before = large.connector.fingerprint()
    large.change("ALTER TABLE t777 ADD COLUMN late VARCHAR(5)")
    assert large.connector.fingerprint() != before
    assert large.connector.catalog().find("t777").columns[-1].name == "late"


# ── what only one of them has ────────────────────────────────────────────────────────────────────────────────────────────


def test_postgres_schemas_partitions_and_functions(new_place: NewPlace) -> None:
    place = new_place(
        "postgres",
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.parents (id INT PRIMARY KEY)",
        "CREATE TABLE events (id INT, at DATE, parent_id INT REFERENCES sales.parents) PARTITION BY RANGE (at)",
        "CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
        "INSERT INTO events SELECT n, date '2024-01-01' + n % 300 FROM generate_series(1, 1000) n",
        "CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM events",
        "CREATE FUNCTION twice(x INT) RETURNS INT IMMUTABLE LANGUAGE sql AS 'SELECT 2 * x'",
        "CREATE FUNCTION act() RETURNS INT VOLATILE LANGUAGE sql AS 'SELECT 1'",
        "CREATE PROCEDURE go() LANGUAGE sql AS 'SELECT 1'",
        "ANALYZE",
    )
    catalog = place.connector.catalog()
    assert [table.full_name for table in catalog.tables] == ["public.events", "public.totals", "sales.parents"]
    assert catalog.default_schema == "public"
    events = catalog.find("events")
    assert events.row_estimate == 1000
    assert [(key.ref_schema, key.ref_table) for key in events.foreign_keys] == [("sales", "parents")]
    assert {(function.name, function.volatility) for function in catalog.functions} == {
        ("twice", "immutable"),
        ("act", "volatile"),
    }


def test_mysql_functions_tell_their_volatility(new_place: NewPlace) -> None:
    place = new_place(
        "mysql",
        "CREATE TABLE t (a INT)",
        "CREATE FUNCTION twice(x INT) RETURNS INT DETERMINISTIC NO SQL RETURN 2 * x",
        "CREATE FUNCTION act() RETURNS INT DETERMINISTIC MODIFIES SQL DATA RETURN 1",
    )
    volatility = {function.name: function.volatility for function in place.connector.catalog().functions}
    assert volatility == {"twice": "stable", "act": "volatile"}


def test_a_writing_function_cannot_write(new_place: NewPlace) -> None:
    place = new_place(
        "postgres",
        "CREATE TABLE t (a INT)",
        "CREATE FUNCTION act() RETURNS INT VOLATILE LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING a'",
    )
    with pytest.raises(QueryFailed, match="change data"):
        place.run("SELECT act()")
    assert place.change("SELECT count(*) FROM t") == [(0,)]


@pytest.mark.parametrize("kind", SERVERS)
def test_the_rows_beyond_the_cap_are_not_read(new_place: NewPlace, kind: str) -> None:
    """A row cap leaves the server's other rows unread, and the next query comes at once."""
    endless = {
        "postgres": "SELECT generate_series(1, 2000000000)",
        "mysql": "SELECT a.seq FROM seq_1_to_2000000000 a",
    }[kind]
    place = new_place(kind)
    result = place.run(endless, rows=5)
    assert (len(result.rows), result.truncated) == (5, True)
    assert place.run("SELECT 1 AS one").rows == ((1,),)


# ── locks of others ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lock_of_somebody_else_is_not_waited_for(server_place: Place) -> None:
    """The query ends by the lock's clock, long before its own, and says so."""
    holder = (connect_postgres if server_place.kind == "postgres" else connect_mysql)(server_place.values)
    take = (
        ["BEGIN", "LOCK TABLE seen IN ACCESS EXCLUSIVE MODE"]
        if server_place.kind == "postgres"
        else ["LOCK TABLES seen WRITE"]
    )
    try:
        with holder.cursor() as cursor:
            for statement in take:
                cursor.execute(statement)
        with pytest.raises(QueryFailed, match="Somebody else is changing these tables"):
            server_place.connector.run(
                make_query(server_place.kind, "SELECT * FROM seen"), Limits(timeout_s=60, lock_timeout_s=0.5)
            )
    finally:
        holder.close()
    assert server_place.run("SELECT id FROM seen").rows == ((1,),)
