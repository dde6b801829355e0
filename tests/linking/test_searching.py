"""Anything in a catalog is found by typing a few letters, the nearest first."""

from __future__ import annotations

from datamind.linking.searching import Hit, search_catalog
from datamind.types import Catalog, Column, ColumnType, Meaning, Metric, Profile, Table, Term

CITIES = Profile(10, 2, 0, values=("Bern", "New York"))
CATALOG = Catalog(
    "sqlite",
    (
        Table("customer_orders", (Column("id", ColumnType.INTEGER),), description="What was bought"),
        Table(
            "orders",
            (
                Column("id", ColumnType.INTEGER),
                Column("ship_city", ColumnType.TEXT, synonyms=("town",), profile=CITIES),
            ),
        ),
    ),
    meaning=Meaning(
        (Term("active", "ordered lately"),), (Metric("revenue", "sum(total)", "orders", synonyms=("sales",)),)
    ),
)


def find(words: str) -> list[tuple[str, str, str]]:
    return [(hit.kind, hit.table, hit.name) for hit in search_catalog(CATALOG, words)]


def test_nothing_typed_shows_every_table() -> None:
    assert find("") == [("table", "customer_orders", "customer_orders"), ("table", "orders", "orders")]


def test_the_same_name_goes_first() -> None:
    assert find("Orders")[:2] == [("table", "orders", "orders"), ("table", "customer_orders", "customer_orders")]


def test_names_synonyms_descriptions_terms_and_metrics_are_found() -> None:
    assert find("town") == [("column", "orders", "ship_city")]
    assert find("orders ship") == [("column", "orders", "ship_city")]
    assert find("bought") == [("table", "customer_orders", "customer_orders")]
    assert ("term", "", "active") in find("lately")
    assert find("sales") == [("metric", "orders", "revenue")]
    assert find("no such thing") == []


def test_stored_values_are_found_by_how_they_begin_as_they_are_stored() -> None:
    assert search_catalog(CATALOG, "new y") == (Hit("orders", "value", "ship_city", "New York"),)
    assert find("york") == []
