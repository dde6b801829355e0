"""Catalogs: what a connection holds is read once, read anew on demand or when it has changed, and looked into safely."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from houses import add_org, connect_shop, join, open_engine

from datamind import saved
from datamind.engine import Engine, Scope
from datamind.errors import ConnectorError, NotFound
from datamind.saved import CatalogChanges
from datamind.services import catalogs, chats, connections, questions
from datamind.types import Answer


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    return connect_shop(ada)


def change(scope: Scope, *statements: str) -> None:
    """In the shop's own file."""
    with sqlite3.connect(scope.settings.home / "databases" / "shop.sqlite") as raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()


def test_tables_columns_and_keys_are_there(ada: Scope, shop: connections.Connection) -> None:
    catalog = catalogs.get_catalog(ada, shop.id)
    tables = {table.full_name: table for table in catalog.tables}
    orders = next(table for name, table in tables.items() if name.endswith("orders"))
    assert len(tables) == 2
    assert [column.name for column in orders.columns] == ["id", "customer_id", "ordered_on", "amount"]
    assert orders.primary_key == ("id",)
    assert catalogs.get_catalog(ada, shop.id) is catalog


def test_reading_anew_tells_what_is_different(ada: Scope, shop: connections.Connection) -> None:
    before = catalogs.get_catalog(ada, shop.id)
    assert catalogs.refresh_catalog(ada, shop.id) == CatalogChanges()
    change(
        ada,
        "CREATE TABLE returns (id INTEGER PRIMARY KEY)",
        "ALTER TABLE orders ADD COLUMN note TEXT",
        "ALTER TABLE customers DROP COLUMN city",
    )
    changes = catalogs.refresh_catalog(ada, shop.id)
    assert [name.rsplit("returns", 1)[-1] for name in changes.added if "returns" in name] == [""]
    assert any(name.endswith("orders.note") for name in changes.added)
    assert [name for name in changes.dropped if name.endswith("customers.city")]
    after = catalogs.get_catalog(ada, shop.id)
    assert after.revision != before.revision
    assert len(after.tables) == 3


def test_following_reads_only_when_the_structure_has_changed(ada: Scope, shop: connections.Connection) -> None:
    readings = ada.store.count("catalogs")
    assert catalogs.follow_catalog(ada, shop.id) == CatalogChanges()
    assert ada.store.count("catalogs") == readings
    change(ada, "CREATE TABLE returns (id INTEGER PRIMARY KEY)")
    assert len(catalogs.follow_catalog(ada, shop.id).added) == 1
    assert ada.store.count("catalogs") == readings + 1


def test_a_job_that_lost_its_lease_keeps_nothing(ada: Scope, shop: connections.Connection) -> None:
    before = catalogs.get_catalog(ada, shop.id)
    change(ada, "CREATE TABLE returns (id INTEGER PRIMARY KEY)")
    assert catalogs.follow_catalog(ada, shop.id, lambda: False) == CatalogChanges()
    assert catalogs.get_catalog(ada, shop.id) is before


def test_only_the_latest_readings_are_kept(
    ada: Scope, shop: connections.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "KEPT_CATALOGS", 2)
    for _ in range(4):
        catalogs.refresh_catalog(ada, shop.id)
    assert ada.store.count("catalogs") == 2
    assert len(catalogs.get_catalog(ada, shop.id).tables) == 2


def test_a_database_that_is_gone_keeps_its_catalog_and_says_why(ada: Scope, shop: connections.Connection) -> None:
    catalog, path = catalogs.get_catalog(ada, shop.id), ada.settings.home / "databases" / "shop.sqlite"
    aside = path.rename(path.with_suffix(".aside"))
    ada.engine.drop_connector(shop.id)
    with pytest.raises(ConnectorError) as refused:
        catalogs.refresh_catalog(ada, shop.id)
    assert connections.get_connection(ada, shop.id).error == str(refused.value)
    assert catalogs.get_catalog(ada, shop.id) == catalog
    aside.rename(path)
    catalogs.refresh_catalog(ada, shop.id)
    assert connections.get_connection(ada, shop.id).error is None


def test_the_first_rows_are_as_many_as_wanted_and_say_that_there_are_more(
    ada: Scope, shop: connections.Connection
) -> None:
    name = _full_name(ada, shop.id, "orders")
    two = catalogs.first_rows(ada, shop.id, name, 2)
    assert (len(two.rows), two.truncated) == (2, True)
    all_of_them = catalogs.first_rows(ada, shop.id, name, 1_000_000)
    assert (len(all_of_them.rows), all_of_them.truncated) == (4, False)
    assert len(catalogs.first_rows(ada, shop.id, name, -5).rows) == 1


@pytest.mark.parametrize(
    "table", ["", "nothere", "sqlite_master", "orders; DROP TABLE orders", 'orders" --', "orders o"]
)
def test_only_tables_of_the_catalog_are_looked_into(ada: Scope, shop: connections.Connection, table: str) -> None:
    with pytest.raises(NotFound):
        catalogs.first_rows(ada, shop.id, table)


def test_odd_names_are_looked_into_as_well(ada: Scope, shop: connections.Connection) -> None:
    change(
        ada,
        'CREATE TABLE "größte ""Städte"" 2" ("naïve spalte" TEXT)',
        """INSERT INTO "größte ""Städte"" 2" VALUES ('x')""",
    )
    catalogs.refresh_catalog(ada, shop.id)
    assert catalogs.first_rows(ada, shop.id, _full_name(ada, shop.id, 'größte "Städte" 2')).rows == (("x",),)


def test_example_questions_can_be_answered(ada: Scope, shop: connections.Connection) -> None:
    examples = catalogs.example_questions(ada, shop.id)
    assert 3 <= len(examples) <= 6
    assert len(set(examples)) == len(examples)
    for question in examples:
        outcome = questions.answer_once(ada, shop.id, question, analyst="offline")
        assert isinstance(outcome, Answer), question
        assert outcome.result.rows, question


def test_a_question_without_a_chat_tells_its_stages_and_leaves_no_chat(
    ada: Scope, shop: connections.Connection
) -> None:
    stages: list[object] = []
    outcome = questions.answer_once(ada, shop.id, "how many orders are there", "offline", stages.append)
    assert isinstance(outcome, Answer)
    assert outcome.result.rows == ((4,),)
    assert stages[-1] is outcome
    assert len(stages) > 3
    assert chats.list_chats(ada) == ()


def test_catalogs_survive_a_restart(ada: Scope, shop: connections.Connection, tmp_path: Path) -> None:

    catalog = catalogs.get_catalog(ada, shop.id)
    again = Scope(open_engine(tmp_path), ada.actor)
    assert catalogs.get_catalog(again, shop.id) == catalog
    again.engine.close()


def _full_name(scope: Scope, connection_id: int, name: str) -> str:
    return next(table.full_name for table in catalogs.get_catalog(scope, connection_id).tables if table.name == name)
