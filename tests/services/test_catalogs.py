"""Catalogs: what a connection holds is read once, read anew on demand or when it has changed, and looked into safely."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from houses import add_org, connect_shop, join, open_engine

from datamind import readings, saved
from datamind.access import Role
from datamind.commands.context import describe_context
from datamind.engine import Engine, Scope
from datamind.errors import ConnectorError, NotFound
from datamind.meanings import Description
from datamind.recent import Recent
from datamind.refreshing import Refresh
from datamind.saved import CatalogChanges
from datamind.services import catalogs, chats, connections, questions, rules
from datamind.types import Answer, Meaning, VerifiedQuestion


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
    monkeypatch.setattr(readings, "KEPT_CATALOGS", 2)
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


# ── history, and what a change breaks ────────────────────────────────────────────────────────────────────────────────────


def test_what_changed_is_kept_with_its_revision_and_names_what_it_breaks(
    ada: Scope, shop: connections.Connection
) -> None:
    row = ada.store.get("connections", shop.id)
    vouched = VerifiedQuestion("cities of customers", "SELECT city FROM customers", "Bo")
    saved.keep_meaning(ada, row, Meaning(verified=(vouched,)), {"orders": "What was bought"})
    catalogs.refresh_catalog(ada, shop.id)
    assert catalogs.list_changes(ada, shop.id) == ()
    change(ada, "ALTER TABLE customers DROP COLUMN city", "CREATE TABLE returns (id INTEGER PRIMARY KEY)")
    catalogs.refresh_catalog(ada, shop.id)
    (entry,) = catalogs.list_changes(ada, shop.id)
    after = catalogs.get_catalog(ada, shop.id)
    assert entry.revision == after.revision
    assert entry.changes == CatalogChanges(("returns",), ("customers.city",))
    (broken,) = entry.broken
    assert (broken.dependant.name, broken.dependant.owner) == ("cities of customers", "Bo")
    assert "city" in broken.reason
    assert after.find("orders").description == "What was bought"
    assert after.meaning.verified == (vouched,)


def test_history_is_not_for_those_who_may_not_see_all(ada: Scope, shop: connections.Connection) -> None:
    change(ada, "ALTER TABLE customers ADD COLUMN salary REAL")
    catalogs.refresh_catalog(ada, shop.id)
    bob = join(ada.engine, ada.actor.org_id, "Bob", Role.ANALYST)
    assert catalogs.list_changes(bob, shop.id)
    rules.add_rule(ada, shop.id, "customers", "hidden", "salary", ["analyst"])
    assert catalogs.list_changes(bob, shop.id) == ()
    assert catalogs.list_changes(ada, shop.id)


# ── what is kept of values ───────────────────────────────────────────────────────────────────────────────────────────────


def test_no_stored_value_lies_open_in_the_store(ada: Scope, shop: connections.Connection) -> None:
    catalog = catalogs.get_catalog(ada, shop.id)
    assert "Basel" in catalog.find("customers").column("city").profile.values
    kept = ada.store.first("catalogs", connection_id=shop.id, order="-id")["catalog"]
    assert "Basel" not in kept
    assert "customers" not in kept
    assert b"Basel" not in (ada.settings.home / "store.sqlite").read_bytes()


def test_a_reading_that_no_key_opens_is_read_again(ada: Scope, shop: connections.Connection) -> None:
    ada.store.change("catalogs", ada.store.first("catalogs", connection_id=shop.id, order="-id")["id"], catalog="gAAA")
    ada.engine.catalogs = Recent(4)
    assert len(catalogs.get_catalog(ada, shop.id).tables) == 2


@pytest.mark.parametrize("how", ["rule", "mark"])
def test_values_that_are_nobodys_business_are_in_no_index(ada: Scope, shop: connections.Connection, how: str) -> None:
    """Not even for whoever may read the column: what is not in the index cannot leak from it."""
    if how == "rule":
        rules.add_rule(ada, shop.id, "customers", "masked", "city", ["viewer"])
    else:
        row = ada.store.get("connections", shop.id)
        saved.keep_meaning(ada, row, Meaning(), {"customers.city": Description(personal=True)})
        ada.engine.catalogs = Recent(4)
    for _ in ("as read before", "read anew"):
        city = catalogs.get_catalog(ada, shop.id).find("customers").column("city")
        assert (city.profile.values, city.profile.common, city.profile.minimum) == ((), (), None)
        assert city.personal
        catalogs.refresh_catalog(ada, shop.id)
    sealed = ada.store.first("catalogs", connection_id=shop.id, order="-id")["catalog"]
    assert "Basel" not in ada.engine.vault.open(sealed)


def test_names_of_people_are_found_in_questions_and_told_to_no_model(ada: Scope, shop: connections.Connection) -> None:
    name = catalogs.get_catalog(ada, shop.id).find("customers").column("name")
    assert name.personal
    assert set(name.profile.values) == {"Ada", "Bo", "Cy"}
    told = describe_context("how many orders has each customer placed", catalogs.get_catalog(ada, shop.id))
    assert "Basel" in told["prompt"]
    assert not {word for word in ("'Ada'", "'Bo'", "'Cy'") if word in told["prompt"]}


# ── in the background ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refresh_in_the_background_is_one_and_is_found(ada: Scope, shop: connections.Connection) -> None:
    change(ada, "CREATE TABLE returns (id INTEGER PRIMARY KEY)")
    refresh = catalogs.start_refresh(ada, shop.id)
    assert refresh.wait(30)
    assert (refresh.error, refresh.share) == (None, 1.0)
    assert refresh.changes == CatalogChanges(("returns",))
    assert catalogs.find_refresh(ada, shop.id) is None


def test_a_cancelled_refresh_keeps_the_tables_and_what_was_known_of_values(
    ada: Scope, shop: connections.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(ada, "CREATE TABLE returns (id INTEGER PRIMARY KEY)")
    monkeypatch.setattr(Refresh, "tell", lambda self, share, words: self.cancellation.cancel())
    refresh = catalogs.start_refresh(ada, shop.id)
    assert refresh.wait(30)
    catalog = catalogs.get_catalog(ada, shop.id)
    assert len(catalog.tables) == 3
    assert "Basel" in catalog.find("customers").column("city").profile.values


def test_a_refresh_that_fails_says_why(ada: Scope, shop: connections.Connection) -> None:
    path = ada.settings.home / "databases" / "shop.sqlite"
    aside = path.rename(path.with_suffix(".aside"))
    ada.engine.drop_connector(shop.id)
    refresh = catalogs.start_refresh(ada, shop.id)
    assert refresh.wait(30)
    assert refresh.error == connections.get_connection(ada, shop.id).error
    assert refresh.error
    aside.rename(path)


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
