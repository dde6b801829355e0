"""The library in each engine, as a catalog with profiles and a connector; made once a run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from analysts.offline.library import statements
from databases import connect_mysql, connect_postgres, execute, new_database

from datamind.connectors import Connector, NetworkPolicy, open_connector
from datamind.types import Catalog


@dataclass(frozen=True)
class House:
    """A database of the library: what is known of it, and the hands at it."""

    catalog: Catalog
    connector: Connector


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """On SQLite."""
    folder = tmp_path_factory.mktemp("library")
    path = folder / "library.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(";\n".join(statements()))
    yield from _open("sqlite", {"path": str(path)}, NetworkPolicy(sqlite_folders=(folder,)))


@pytest.fixture(scope="session")
def library_in_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    path = tmp_path_factory.mktemp("library") / "library.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        for statement in statements():
            connection.execute(statement)
    yield from _open("files", {"path": str(path)}, NetworkPolicy())


@pytest.fixture(scope="session")
def library_in_postgres(postgres: dict[str, object]) -> Iterator[House]:
    values = new_database(connect_postgres, postgres)
    execute(connect_postgres, values, *statements(), "SELECT 1")
    yield from _open("postgres", {**values, "tls": "prefer"}, NetworkPolicy())


@pytest.fixture(scope="session")
def library_in_mysql(mariadb: dict[str, object]) -> Iterator[House]:
    values = new_database(connect_mysql, mariadb)
    execute(connect_mysql, values, *statements(), "SELECT 1")
    yield from _open("mysql", {**values, "tls": "prefer"}, NetworkPolicy())


def _open(kind: str, values: dict[str, object], policy: NetworkPolicy) -> Iterator[House]:
    with closing(open_connector(kind, values, policy)) as connector:
        yield House(connector.profile(connector.catalog()), connector)


def cases_folder() -> Path:
    return Path(__file__).parent / "cases"
