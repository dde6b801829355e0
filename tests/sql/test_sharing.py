"""Shared scans give each statement what it would have got by itself, or are not shared."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime

import pytest

from datamind.sql.sharing import share, split_rows
from datamind.types import ColumnType, ResultColumn, ResultSet

SETUP = """CREATE TABLE sales (day TEXT, store TEXT, product INTEGER, amount REAL);"""
STORES = ("Bern", "Basel", "bern", "O'Hara", "")


@pytest.fixture(scope="module")
def database():
    database = sqlite3.connect(":memory:")
    database.executescript(SETUP)
    dice = random.Random(1)
    rows = [
        (
            f"2026-01-{dice.randint(1, 9):02d}",
            dice.choice([*STORES, None]),
            dice.randint(1, 5),
            float(dice.randint(1, 99)),
        )
        for _ in range(500)
    ]
    database.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", rows)
    return database


def run(database, sql):
    cursor = database.execute(sql)
    columns = tuple(ResultColumn(each[0], ColumnType.TEXT) for each in cursor.description)
    return ResultSet(columns, tuple(cursor.fetchall()), False, 0.0, datetime.now(UTC))


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def answers(database, statements):
    found = [None] * len(statements)
    scans = share(statements, "sqlite")
    for scan in scans:
        for member, part in zip(scan.members, split_rows(scan, run(database, scan.sql)), strict=True):
            found[member] = part or run(database, statements[member])
    return (
        len(scans),
        [sorted(map(str, each.rows)) for each in found],
        [[c.name for c in each.columns] for each in found],
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT sum(amount) AS total FROM sales WHERE store = {store}",
        "SELECT day, count(*) AS n, sum(amount) / count(*) AS mean FROM sales WHERE store = {store} AND product > 2 GROUP BY day ORDER BY day",
        "SELECT s.day AS d, max(amount) AS most FROM sales AS s WHERE (s.amount > 5 AND s.store = {store}) GROUP BY s.day",
    ],
)
def test_alike_but_for_a_literal_is_one_scan(database, statement):
    statements = [statement.format(store=quote(store)) for store in (*STORES, "nobody")]
    scans, rows, names = answers(database, statements)
    assert scans == 1
    for sql, found, columns in zip(statements, rows, names, strict=True):
        own = run(database, sql)
        assert found == sorted(map(str, own.rows))
        assert columns == [column.name for column in own.columns]


def test_numbers_as_keys(database):
    statements = [f"SELECT count(*) AS n FROM sales WHERE product = {number}" for number in range(1, 8)]
    scans, rows, _ = answers(database, statements)
    assert scans == 1
    assert rows == [sorted(map(str, run(database, sql).rows)) for sql in statements]


def test_equal_statements_are_one_whatever_their_spelling():
    scans = share(["SELECT count(*) FROM sales", "select COUNT(*)  from sales -- the same", "SELECT 1"], "sqlite")
    assert [scan.members for scan in scans] == [(0, 1), (2,)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT amount FROM sales WHERE store = {store}",
        "SELECT count(DISTINCT product) FROM sales WHERE store = {store}",
        "SELECT count(*) FROM sales WHERE store = {store} OR product = 1",
        "SELECT day, count(*) FROM sales WHERE store = {store} GROUP BY day HAVING count(*) > 1",
        "SELECT day, count(*) FROM sales WHERE store = {store} GROUP BY day LIMIT 1",
        "SELECT day, count(*) FROM sales WHERE store = {store} GROUP BY 1",
        "SELECT count(*) FROM (SELECT * FROM sales WHERE store = {store}) AS s",
        "SELECT count(*) FROM sales WHERE store = {store} AND day = '2026-01-01'",
        "SELECT count(*) FROM sales WHERE lower(store) = {store}",
        "SELECT sum(amount) OVER () FROM sales WHERE store = {store} GROUP BY amount",
        "SELECT store || max(day) FROM sales WHERE store = {store} AND NOT product = 3 UNION ALL SELECT 'x'",
    ],
)
def test_what_could_come_out_differently_is_not_shared(statement):
    statements = [statement.format(store=quote(store)) for store in ("Bern", "Basel")]
    assert [scan.members for scan in share(statements, "sqlite")] == [(0,), (1,)]


def test_a_cut_result_tells_nothing(database):
    statements = [f"SELECT count(*) FROM sales WHERE store = {quote(store)}" for store in STORES]
    scan = share(statements, "sqlite")[0]
    whole = run(database, scan.sql)
    cut = ResultSet(whole.columns, whole.rows, True, 0.0, whole.as_of)
    assert split_rows(scan, cut) == [None] * len(STORES)
