"""The shop on real engines: plain connections that build it and run good lines, and fingerprints of what it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from databases import Values, connect_mysql, connect_postgres, execute, new_database
from shop import whole_script

from datamind.types import Dialect


@dataclass(frozen=True)
class Shop:
    """`run` gives (column names, rows) of one statement in a plain session of the owner."""

    dialect: Dialect
    run: Callable[[str], tuple[list[str], list[Any]]]
    values: Values

    def fingerprint(self) -> list[Any]:
        """Every row of every table, and every object there is."""
        found: list[Any] = [self.run(_OBJECTS[self.dialect])[1]]
        quote = "`" if self.dialect == "mysql" else '"'
        names = ["city", "client", "item", "staff", "sale", "sale_line", "visit", "words", "Year Plan", "vault_keys"]
        found += [self.run(f"SELECT * FROM {quote}{name}{quote} ORDER BY 1, 2")[1] for name in names]
        return found


_OBJECTS: dict[Dialect, str] = {
    "postgres": "SELECT relname::text, relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "UNION ALL SELECT proname::text, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
    "UNION ALL SELECT rolname::text, rolsuper::text FROM pg_roles UNION ALL SELECT last_value::text, is_called::text FROM ticket_seq "
    "UNION ALL SELECT lo.oid::text, '' FROM pg_largeobject_metadata lo ORDER BY 1, 2",
    "mysql": "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = DATABASE() "
    "UNION ALL SELECT routine_name, routine_type FROM information_schema.routines WHERE routine_schema = DATABASE() "
    "UNION ALL SELECT schema_name, '' FROM information_schema.schemata ORDER BY 1, 2",
    "sqlite": "SELECT name, sql FROM sqlite_master ORDER BY 1, 2",
    "duckdb": "SELECT table_name, sql FROM duckdb_tables() UNION ALL SELECT sequence_name, last_value::VARCHAR FROM duckdb_sequences() "
    "UNION ALL SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY 1, 2",
}


@contextmanager
def _session(connection: Any, dialect: Dialect, values: Values) -> Iterator[Shop]:
    def run(sql: str) -> tuple[list[str], list[Any]]:
        cursor = connection.cursor()
        cursor.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        if dialect == "duckdb":  # its own rows with time zones ask for a package that we do not have
            table = cursor.to_arrow_reader().read_all()
            return names, list(zip(*(column.to_pylist() for column in table.columns), strict=True))
        rows = list(cursor.fetchall()) if cursor.description else []
        cursor.close()
        return names, rows

    try:
        yield Shop(dialect, run, values)
    finally:
        connection.close()


@contextmanager
def postgres_shop(server: Values) -> Iterator[Shop]:
    """A database owned by a login that may write all of it but is no superuser."""
    values = new_database(connect_postgres, server)
    writer = f"writer_{values['database']}"
    execute(
        connect_postgres, values, f"CREATE ROLE {writer} LOGIN PASSWORD 'w'", f"GRANT ALL ON SCHEMA public TO {writer}"
    )
    values = {**values, "user": writer, "password": "w"}
    execute(connect_postgres, values, *whole_script("postgres"))
    with _session(connect_postgres(values), "postgres", values) as shop:
        yield shop


@contextmanager
def mariadb_shop(server: Values) -> Iterator[Shop]:
    """A database whose login may write all of it but nothing beside it."""
    values = new_database(connect_mysql, server)
    writer = f"w_{values['database']}"[:30]
    grant = f"GRANT ALL ON {values['database']}.* TO {writer}@'%'"
    execute(connect_mysql, values, f"CREATE USER {writer}@'%' IDENTIFIED BY 'w'", grant)
    values = {**values, "user": writer, "password": "w"}
    execute(connect_mysql, values, *whole_script("mysql"))
    with _session(connect_mysql(values), "mysql", values) as shop:
        yield shop


@contextmanager
def sqlite_shop(folder: Path) -> Iterator[Shop]:
    path = folder / "shop.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in whole_script("sqlite"):
        connection.execute(statement)
    with _session(connection, "sqlite", {"path": str(path)}) as shop:
        yield shop


@contextmanager
def duckdb_shop(folder: Path) -> Iterator[Shop]:
    path = folder / "shop.duckdb"
    connection = duckdb.connect(str(path))
    for statement in whole_script("duckdb"):
        connection.execute(statement)
    connection.close()
    with _session(duckdb.connect(str(path), read_only=True), "duckdb", {"path": str(path)}) as shop:
        yield shop
