"""Fixtures of the guard's tests: the shop on each engine, built once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from engines import Shop, duckdb_shop, mariadb_shop, postgres_shop, sqlite_shop


@pytest.fixture(scope="session")
def postgres_store(postgres: Any) -> Iterator[Shop]:
    with postgres_shop(postgres) as shop:
        yield shop


@pytest.fixture(scope="session")
def mysql_store(mariadb: Any) -> Iterator[Shop]:
    with mariadb_shop(mariadb) as shop:
        yield shop


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with sqlite_shop(tmp_path_factory.mktemp("sqlite")) as shop:
        yield shop


@pytest.fixture(scope="session")
def duckdb_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with duckdb_shop(tmp_path_factory.mktemp("duckdb")) as shop:
        yield shop
