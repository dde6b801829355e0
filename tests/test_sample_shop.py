"""The made-up shop: whole, consistent, the same for the same day, and alive until yesterday."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from datamind.sample_shop import DESCRIPTIONS, shop_meaning, write_shop

TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "data" / "shop.sqlite"
    write_shop(path, TODAY)
    return path


@pytest.fixture
def shop(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def one(shop: sqlite3.Connection, sql: str) -> object:
    return shop.execute(sql).fetchone()[0]


def test_it_is_sound(shop):
    assert one(shop, "PRAGMA integrity_check") == "ok"
    assert shop.execute("PRAGMA foreign_key_check").fetchall() == []
    assert 50_000 <= one(shop, "SELECT COUNT(*) FROM order_items") <= 100_000


def test_it_ends_yesterday_and_goes_back_three_years(shop):
    assert one(shop, "SELECT MAX(DATE(ordered_at)) FROM orders") == "2026-03-09"
    assert one(shop, "SELECT MIN(DATE(ordered_at)) FROM orders") == "2023-03-01"
    for column in ("payments.paid_at", "returns.returned_on", "web_visits.visited_on", "customers.joined_on"):
        table, name = column.split(".")
        assert one(shop, f"SELECT MAX(DATE({name})) FROM {table}") < TODAY.isoformat()


def test_orders_add_up_to_the_cent(shop):
    differing = """SELECT COUNT(*) FROM orders JOIN (SELECT order_id, SUM(quantity * unit_price * (1 - discount)) AS total
                   FROM order_items GROUP BY order_id) lines USING (order_id) WHERE ABS(orders.total - lines.total) > 0.001"""
    assert one(shop, differing) == 0
    assert one(shop, "SELECT COUNT(*) FROM orders o JOIN payments p USING (order_id) WHERE p.amount <> o.total") == 0
    assert one(shop, "SELECT SUM(returned) FROM order_items") == one(shop, "SELECT COUNT(*) FROM returns")


def test_nobody_orders_before_joining(shop):
    assert (
        one(shop, "SELECT COUNT(*) FROM orders JOIN customers USING (customer_id) WHERE DATE(ordered_at) < joined_on")
        == 0
    )


def test_there_is_something_to_find(shop):
    by_year = [
        row[0] for row in shop.execute("SELECT COUNT(*) FROM orders GROUP BY STRFTIME('%Y', ordered_at) ORDER BY 1")
    ]
    assert by_year[1] > by_year[0] * 0.9
    closed = """SELECT COUNT(*) FROM orders WHERE store_id = 3
                AND JULIANDAY(DATE(ordered_at)) BETWEEN JULIANDAY('2025-10-31') AND JULIANDAY('2025-11-08')"""
    assert one(shop, closed) == 0
    saturday = one(shop, "SELECT COUNT(*) FROM orders WHERE STRFTIME('%w', ordered_at) = '6'")
    assert saturday > 1.2 * one(shop, "SELECT COUNT(*) FROM orders WHERE STRFTIME('%w', ordered_at) = '2'")
    assert one(shop, "SELECT COUNT(*) FROM customers WHERE city IS NULL OR city <> TRIM(city)") > 50
    rates = dict(
        shop.execute(
            """SELECT c.name, AVG(i.returned) FROM order_items i JOIN products USING (product_id)
               JOIN categories c USING (category_id) GROUP BY 1"""
        )
    )
    assert rates["Machines"] > 3 * rates["Tea"]


def test_the_same_day_gives_the_same_shop(path, tmp_path):
    again = tmp_path / "again.sqlite"
    write_shop(again, TODAY)
    assert again.read_bytes() == path.read_bytes()


def test_an_old_file_is_replaced_whole_and_nothing_is_left_lying(tmp_path):
    target = tmp_path / "shop.sqlite"
    target.write_text("something else")
    write_shop(target, date(2028, 2, 29))
    with closing(sqlite3.connect(target)) as connection:
        assert one(connection, "SELECT MAX(DATE(ordered_at)) FROM orders") == "2028-02-28"
    assert [entry.name for entry in tmp_path.iterdir()] == ["shop.sqlite"]


def test_every_metric_runs_on_its_table(shop):
    for metric in shop_meaning().metrics:
        joined = "order_items JOIN orders USING (order_id)" if metric.table == "order_items" else metric.table
        value = one(shop, f"SELECT {metric.expression} FROM {joined} WHERE {metric.date_column} >= '2025-01-01'")
        assert value > 0, metric.name


def test_every_description_is_of_something_there(shop):
    tables = {name for (name,) in shop.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    known = tables | {f"{table}.{row[1]}" for table in tables for row in shop.execute(f"PRAGMA table_info({table})")}
    assert set(DESCRIPTIONS) <= known
    assert {name for name in tables if not name.startswith("sqlite_")} <= set(DESCRIPTIONS)
