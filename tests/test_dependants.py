"""What leans on a connection is known by name and owner, and what a change breaks is told apart from what never ran."""

from __future__ import annotations

from dataclasses import replace

import pytest
from houses import add_org, connect_shop, join, open_engine

from datamind import saved
from datamind.dependants import find_broken, find_dependants
from datamind.engine import Scope
from datamind.services import connections, saved_queries
from datamind.types import Catalog, Column, ColumnType, Meaning, Metric, Parameter, Table, VerifiedQuestion


@pytest.fixture
def ada(tmp_path):
    engine = open_engine(tmp_path)
    yield join(engine, add_org(engine, "Org"), "Ada")
    engine.close()


@pytest.fixture
def shop(ada: Scope) -> connections.Connection:
    shop = connect_shop(ada)
    meaning = Meaning(
        metrics=(Metric("revenue", "sum(amount)", "orders"),),
        verified=(
            VerifiedQuestion("orders of each city", "SELECT city FROM customers", "Bo"),
            VerifiedQuestion("never ran", "SELECT nothing FROM nowhere", "Cy"),
        ),
    )
    saved.keep_meaning(ada, ada.store.get("connections", shop.id), meaning, {})
    return shop


def change_table(catalog: Catalog, name: str, *columns: Column) -> Catalog:
    def changed(table: Table) -> Table:
        return replace(table, columns=columns) if table.name == name else table

    return replace(catalog, tables=tuple(map(changed, catalog.tables)))


def test_dependants_are_named_with_their_owner(ada: Scope, shop: connections.Connection) -> None:
    found = {(each.kind, each.name, each.owner) for each in find_dependants(ada, shop.id)}
    assert found == {
        ("verified question", "orders of each city", "Bo"),
        ("verified question", "never ran", "Cy"),
        ("metric", "revenue", ""),
    }
    assert find_dependants(ada, connect_shop(ada, "Other").id) == ()


def test_a_dropped_column_breaks_what_reads_it_and_nothing_else(ada: Scope, shop: connections.Connection) -> None:
    before = saved.load_catalog(ada, ada.store.get("connections", shop.id))
    name = before.find("customers").column("name")
    (broken,) = find_broken(ada, shop.id, before, change_table(before, "customers", name))
    assert broken.dependant.name == "orders of each city"
    assert "city" in broken.reason
    assert find_broken(ada, shop.id, before, before) == ()


def test_another_type_is_told_too(ada: Scope, shop: connections.Connection) -> None:
    before = saved.load_catalog(ada, ada.store.get("connections", shop.id))
    amount = Column("amount", ColumnType.TEXT, "TEXT")
    (broken,) = find_broken(ada, shop.id, before, change_table(before, "orders", amount))
    assert (broken.dependant.name, broken.dependant.kind) == ("revenue", "metric")
    assert "REAL" in broken.reason
    assert "TEXT" in broken.reason


def test_a_saved_query_with_parameters_breaks_by_name(ada: Scope, shop: connections.Connection) -> None:
    sql = "SELECT name FROM customers WHERE city = {{ city }};"
    saved_queries.save_query(ada, shop.id, "People of a city", sql, (Parameter("city"),))
    before = saved.load_catalog(ada, ada.store.get("connections", shop.id))
    name = before.find("customers").column("name")
    broken = find_broken(ada, shop.id, before, change_table(before, "customers", name))
    assert ("saved query", "People of a city", "Ada") in {
        (each.dependant.kind, each.dependant.name, each.dependant.owner) for each in broken
    }
