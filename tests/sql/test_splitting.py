"""A statement split by one more column adds up to the whole, or is not split."""

from __future__ import annotations

import sqlite3

import pytest

from datamind.sql.splitting import split_by

SETUP = """
CREATE TABLE orders (id INTEGER, day TEXT, channel TEXT, amount REAL);
INSERT INTO orders VALUES (1, '2026-01-01', 'web', 5), (2, '2026-01-01', 'store', 7), (3, '2026-01-02', 'web', 1);
"""


def test_the_parts_are_the_whole():
    database = sqlite3.connect(":memory:")
    database.executescript(SETUP)
    sql = "SELECT o.day, SUM(o.amount) AS total FROM orders AS o GROUP BY o.day"
    split = split_by(sql, "sqlite", "orders", "channel")
    rows = database.execute(split).fetchall()
    assert sorted(rows) == [("2026-01-01", 5, "web"), ("2026-01-01", 7, "store"), ("2026-01-02", 1, "web")]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT day, avg(amount) FROM orders GROUP BY day",
        "SELECT day, sum(amount) / count(*) FROM orders GROUP BY day",
        "SELECT day, count(DISTINCT channel) FROM orders GROUP BY day",
        "SELECT day, sum(amount) FROM orders GROUP BY day LIMIT 3",
        "SELECT day, sum(amount) FROM orders GROUP BY 1",
        "SELECT a.day, count(*) FROM orders a JOIN orders b ON a.id = b.id GROUP BY a.day",
        "SELECT day, count(*) FROM (SELECT * FROM orders) AS o GROUP BY day",
        "SELECT day, count(*) FROM customers GROUP BY day",
        "SELECT day FROM orders",
        "no sql at all (",
    ],
)
def test_what_does_not_add_up_is_not_split(sql):
    assert split_by(sql, "sqlite", "orders", "channel") is None
