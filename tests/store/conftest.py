"""Every test here runs against a SQLite store and against a Postgres store."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from databases import connect_postgres, new_database

from datamind.store import House, Store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite"
    values = new_database(connect_postgres, request.getfixturevalue("postgres"))
    login = f"{quote(values['user'])}:{quote(values['password'], safe='')}"
    return f"postgresql+psycopg2://{login}@{values['host']}:{values['port']}/{values['database']}"


@pytest.fixture
def empty_house(store_url: str) -> Iterator[House]:
    house = House(store_url)
    yield house
    house.close()


@pytest.fixture
def house(empty_house: House) -> House:
    empty_house.migrate()
    return empty_house


@pytest.fixture
def orgs(house: House) -> tuple[Store, Store]:
    """Two orgs of one house."""
    now = datetime.now(UTC)
    return tuple(house.of(house.everything().add("orgs", name=name, created_at=now)) for name in "ab")  # type: ignore[return-value]
