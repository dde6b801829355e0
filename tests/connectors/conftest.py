"""One sample database in each engine, with the same tables; and the connector that reads it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from databases import connect_mysql, connect_postgres, execute, new_database

from datamind.connectors import KINDS, Connector, NetworkPolicy, open_connector
from datamind.types import Limits, ResultSet, ValidatedQuery

SERVERS = ("postgres", "mysql")


@dataclass
class Place:
    """A database of one kind: `change` writes to it behind the connector's back, `run` asks through the connector."""

    kind: str
    values: dict[str, Any]
    change: Callable[..., list[tuple[Any, ...]]]
    policy: NetworkPolicy = field(default_factory=NetworkPolicy)
    _opened: list[Connector] = field(default_factory=list)

    @property
    def connector(self) -> Connector:
        if not self._opened:
            self._opened.append(open_connector(self.kind, self.values, self.policy))
        return self._opened[0]

    def run(self, sql: str, cancellation: Any = None, **limits: Any) -> ResultSet:
        return self.connector.run(make_query(self.kind, sql), Limits(**limits), cancellation)

    def close(self) -> None:
        for connector in self._opened:
            connector.close()


def make_query(kind: str, sql: str) -> ValidatedQuery:
    """What only the guard may make outside tests."""
    return ValidatedQuery(sql, KINDS[kind].dialect, (), (), 10_000)


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.servers if kind in SERVERS else ()) for kind in KINDS])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """Makes a database of a kind, empty or with the given statements run."""
    places: list[Place] = []

    def make(kind: str, *statements: str) -> Place:
        places.append(build_place(request, kind, tmp_path / f"{len(places)}", statements))
        return places[-1]

    yield make
    for place in places:
        place.close()


@pytest.fixture(scope="session")
def _samples(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Place]]:
    built: dict[str, Place] = {}

    def give(kind: str) -> Place:
        if kind not in built:
            built[kind] = build_place(request, kind, tmp_path_factory.mktemp(kind), sample_statements(kind))
        return built[kind]

    yield give
    for place in built.values():
        place.close()


@pytest.fixture
def place(kind: str, _samples: Callable[[str], Place]) -> Place:
    """The sample database of each kind; nobody changes it."""
    return _samples(kind)


def build_place(request: pytest.FixtureRequest, kind: str, folder: Path, statements: tuple[str, ...]) -> Place:
    folder.mkdir(exist_ok=True)
    if kind in SERVERS:
        connect = connect_postgres if kind == "postgres" else connect_mysql
        server = request.getfixturevalue("postgres" if kind == "postgres" else "mariadb")
        values = {**new_database(connect, server), "tls": "prefer", "pool_size": 3}
        place = Place(kind, values, lambda *texts: execute(connect, values, *texts))
    elif kind == "sqlite":
        path = folder / "sample.sqlite"
        place = Place(
            kind, {"path": str(path)}, _writer(sqlite3.connect, path), NetworkPolicy(sqlite_folders=(folder,))
        )
    else:
        path = folder / "sample.duckdb"
        place = Place(kind, {"path": str(path)}, _writer(duckdb.connect, path))
    place.change("SELECT 1", *statements)
    return place


def _writer(connect: Callable[[str], Any], path: Path) -> Callable[..., list[tuple[Any, ...]]]:
    def change(*texts: str) -> list[tuple[Any, ...]]:
        connection = connect(str(path))
        try:
            for text in texts:
                cursor = connection.execute(text)
            rows = cursor.fetchall()
            connection.commit()
            return rows
        finally:
            connection.close()

    return change


# ── the sample ───────────────────────────────────────────────────────────────────────────────────────────────────────────

SERIES = {
    "postgres": "(SELECT n FROM generate_series(1, {n}) n) s",
    "mysql": "(SELECT seq AS n FROM seq_1_to_{n}) s",
    "sqlite": "(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT {n}) SELECT n FROM r) s",
    "files": "(SELECT range AS n FROM range(1, {n} + 1)) s",
}
SLOW = {
    "postgres": "SELECT count(*) FROM generate_series(1, 1000000000)",
    "mysql": "SELECT count(*) FROM seq_1_to_100000000 a, seq_1_to_100000000 b",
    "sqlite": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "files": "SELECT count(*) FROM range(100000000) a, range(100000000) b",
}
WEIRD_TABLE = 'we ird "Ünï`'
WEIRD_COLUMNS = ("select", "sp ace", 'quo"te', "tick`", "日本")


def quoted(kind: str, name: str) -> str:
    mark = "`" if kind == "mysql" else '"'
    return mark + name.replace(mark, 2 * mark) + mark


def sample_statements(kind: str) -> tuple[str, ...]:
    def series(n: int) -> str:
        return SERIES[kind].format(n=n)

    text = {"mysql": "concat('C', n)"}.get(kind, "'C' || n")
    email = {"mysql": "concat('c', n, '@example.org')"}.get(kind, "'c' || n || '@example.org'")
    moment = {
        "postgres": "timestamp '2024-01-01 08:00:00' + n * interval '1 hour'",
        "mysql": "timestamp'2024-01-01 08:00:00' + interval n hour",
        "sqlite": "datetime('2024-01-01 08:00:00', n || ' hours')",
        "files": "timestamp '2024-01-01 08:00:00' + to_hours(n::int)",
    }[kind]
    country = "CASE n % 3 WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' ELSE 'US' END"
    moment_type = "DATETIME" if kind in ("mysql", "sqlite") else "TIMESTAMP"
    weird = ", ".join(f"{quoted(kind, name)} VARCHAR(20)" for name in WEIRD_COLUMNS)
    padding = "repeat('x', 100)" if kind != "sqlite" else "printf('%.*c', 100, 'x')"
    return (
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, country VARCHAR(2), email VARCHAR(80), "
        "code VARCHAR(10) UNIQUE, is_active INTEGER)",
        f"INSERT INTO customers SELECT n, {text}, {country}, {email}, {text}, n % 2 FROM {series(60)}",
        f"CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_id INTEGER, amount DECIMAL(10, 2), "
        f"placed_at {moment_type}, FOREIGN KEY (customer_id) REFERENCES customers (id))",
        f"INSERT INTO orders SELECT n, n % 60 + 1, n * 1.25, {moment} FROM {series(500)}",
        "CREATE TABLE order_lines (line_id INTEGER PRIMARY KEY, order_id INTEGER, quantity INTEGER)",
        f"INSERT INTO order_lines SELECT n, n % 500 + 1, n % 7 FROM {series(2000)}",
        "CREATE TABLE numbers (n INTEGER, padding VARCHAR(200))",
        f"INSERT INTO numbers SELECT n, {padding} FROM {series(20000)}",
        "CREATE TABLE empty_table (id INTEGER, name VARCHAR(10))",
        f"CREATE TABLE wide ({', '.join(f'c{number} INTEGER' for number in range(200))})",
        f"INSERT INTO wide (c0, c199) SELECT n, n FROM {series(3)}",
        f"CREATE TABLE {quoted(kind, WEIRD_TABLE)} ({weird})",
        f"INSERT INTO {quoted(kind, WEIRD_TABLE)} VALUES ('a', 'b', 'c', 'd', 'Ω')",
        "CREATE VIEW big_orders AS SELECT * FROM orders WHERE amount > 300",
        *_COMMENTS[kind],
    )


_COMMENTS: dict[str, tuple[str, ...]] = {
    "postgres": (
        "COMMENT ON TABLE customers IS 'Who buys'",
        "COMMENT ON COLUMN customers.country IS 'Two letters'",
        "ANALYZE",
    ),
    "mysql": (
        "ALTER TABLE customers COMMENT 'Who buys'",
        "ALTER TABLE customers MODIFY country VARCHAR(2) COMMENT 'Two letters'",
        "ANALYZE TABLE customers",
    ),
    "files": ("COMMENT ON TABLE customers IS 'Who buys'", "COMMENT ON COLUMN customers.country IS 'Two letters'"),
    "sqlite": (),
}
