"""Profiling keeps to its budgets, goes on where it stopped, and knows whose values are whose business."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.conftest import Place
from datamind.connectors import profiling
from datamind.connectors.profiling import profile_catalog
from datamind.connectors.roles import names_people
from datamind.types import Catalog, Column, ColumnRole, ColumnType, Profile, Table


def test_without_time_what_was_known_stays(place: Place) -> None:
    bare = place.connector.catalog()
    known = place.connector.profile(bare)
    again = place.connector.profile(known, budget_s=0.0)
    for table in known.tables:
        before, after = (
            {c.name: c.profile for c in table.columns},
            {c.name: c.profile for c in again.find(table.name).columns},
        )
        assert after == before
    untouched = place.connector.profile(bare, budget_s=0.0)
    assert all(column.profile is None for table in untouched.tables for column in table.columns)
    assert untouched.find("orders").column("placed_at").role is ColumnRole.TIME


def test_tables_that_nobody_has_looked_at_go_first(place: Place) -> None:
    bare = place.connector.catalog()
    known = place.connector.profile(bare)
    missing = replace(known, tables=tuple(bare.find(t.name) if t.name == "orders" else t for t in known.tables))
    told: list[str] = []
    place.connector.profile(missing, lambda share, words: told.append(words))
    assert told[0].removeprefix("Looking at ").rsplit(".", 1)[-1] == "orders"


def test_one_slow_table_does_not_take_the_time_of_the_others(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiling, "TABLE_S", 0.0)
    bare = place.connector.catalog()
    assert all(c.profile is None for t in place.connector.profile(bare).tables for c in t.columns)
    monkeypatch.undo()
    assert place.connector.profile(bare).find("orders").column("amount").profile is not None


def test_the_index_is_bounded_and_small_columns_keep_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(name: str, number: int) -> Column:
        values = tuple(f"{name}{at}" for at in range(number))
        return Column(name, ColumnType.TEXT, profile=Profile(100, number, 0, values=values))

    monkeypatch.setattr(profiling, "MOST_KEPT", 15)
    tables = [Table("t", (listed("large", 12), listed("small", 5))), Table("u", (listed("other", 10),))]
    kept = {c.name: len(c.profile.values) for t in profiling._bound_values(tables) for c in t.columns if c.profile}
    assert kept == {"large": 0, "small": 5, "other": 10}


@pytest.mark.parametrize(
    ("table", "column", "people"),
    [
        ("customers", "name", True),
        ("Customers", "ContactName", True),
        ("employees", "last_name", True),
        ("orders", "customer_name", True),
        ("orders", "surname", True),
        ("users", "username", True),
        ("products", "name", False),
        ("customers", "company_name", False),
        ("customers", "city", False),
        ("countries", "name", False),
        ("files", "file_name", False),
    ],
)
def test_names_of_people_are_told_from_other_names(table: str, column: str, people: bool) -> None:
    texts = Column(column, ColumnType.TEXT)
    assert names_people(texts, Table(table, (texts,))) is people


def test_a_catalog_of_nothing_is_profiled_at_once() -> None:
    empty = Catalog("sqlite", ())
    assert profile_catalog(empty, lambda *_: pytest.fail("asked")).tables == ()
