"""Findings: each query with the words its line must hold, and many good ones with none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from datamind.sql.findings import MOST_FINDINGS, find_problems
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Profile, Table, ValueMatch


def column(name: str, kind: ColumnType, **profile: Any) -> Column:
    return Column(name, kind, profile=Profile(100, 9, 0, **profile) if profile else None)


def shop(dialect: Any = "sqlite", sampled: bool = False) -> Catalog:
    countries = ("France", "Germany", "Japan")
    people = Table(
        "people",
        (
            column("id", ColumnType.INTEGER),
            column("name", ColumnType.TEXT),
            column("country", ColumnType.TEXT, values=countries, sampled=sampled),
            column("state", ColumnType.TEXT, values=("CA", "NY")),
        ),
    )
    span = {"minimum": date(2023, 1, 1), "maximum": date(2025, 12, 31), "sampled": sampled}
    orders = Table(
        "orders",
        (
            column("id", ColumnType.INTEGER),
            column("person_id", ColumnType.INTEGER),
            Column("pieces", ColumnType.INTEGER, "bigint"),
            column("boxes", ColumnType.INTEGER),
            column("total", ColumnType.NUMBER),
            column("day", ColumnType.DATE, **span),
        ),
        foreign_keys=(ForeignKey(("person_id",), "people", ("id",)),),
    )
    return Catalog(dialect, (people, orders), default_schema="public" if dialect == "postgres" else None)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM peoples", "no table peoples. Did you mean people?"),
        ("SELECT * FROM zebras", "no table zebras."),
        ("SELECT p.nam FROM people p", "people has no column nam. Did you mean name?"),
        ("SELECT nam FROM people", "no column nam in the tables used. Did you mean name?"),
        (
            "SELECT p.total FROM people p JOIN orders o ON o.person_id = p.id",
            "people has no column total. orders has one.",
        ),
        ("SELECT x.total FROM (SELECT id FROM orders) x", "x has no column total"),
        ("WITH t AS (SELECT id AS k FROM orders) SELECT t.id FROM t", "t has no column id"),
        ("SELECT id FROM people p JOIN orders o ON o.person_id = p.id", "id is in o and p: write which one, as o.id"),
        ("SELECT name FROM people WHERE id IN (SELECT persn_id FROM orders)", "Did you mean person_id"),
        ('SELECT name FROM people WHERE name = "Ada"', "a text is written in single quotes"),
        ("SELECT name FROM people WHERE country = 'germany'", "'germany' is stored as 'Germany' in people.country"),
        ("SELECT name FROM people p WHERE p.country IN ('Japan', 'Germny')", "No row has 'Germny'"),
        ("SELECT name FROM people WHERE 'Spain' = country", "stored are 'France', 'Germany', 'Japan'"),
        ("SELECT name FROM people WHERE LOWER(country) = 'spain'", "No row has 'spain'"),
        ("SELECT id FROM orders WHERE day >= '2026-01-01'", "holds 2023-01-01 to 2025-12-31 only; nothing is after"),
        ("SELECT id FROM orders WHERE day < DATE '2020-01-01'", "nothing is before"),
        ("SELECT id FROM orders WHERE day BETWEEN '2019-01-01' AND '2019-12-31'", "nothing is before"),
        ("SELECT COUNT(name) / COUNT(*) FROM people", "drops the fraction"),
        ("SELECT SUM(boxes) / COUNT(*) FROM orders", "drops the fraction"),
        ("SELECT boxes / 100 FROM orders", "drops the fraction"),
        ("SELECT SUM(CASE WHEN boxes > 1 THEN 1 ELSE 0 END) / COUNT(*) FROM orders", "drops the fraction"),
        ("SELECT name, COUNT(*) FROM people", "name stands beside an aggregate without GROUP BY"),
        ("SELECT 1; SELECT 2", "exactly one SELECT"),
        ("DELETE FROM people", "exactly one SELECT"),
        ("", "exactly one SELECT"),
        ("SELECT ((", "does not parse as SQLite"),
        ("(" * 5_000, "does not parse as SQLite"),
    ],
)
def test_found(sql: str, words: str) -> None:
    found = find_problems(sql, shop())
    assert any(words in line for line in found), found
    assert all("\n" not in line for line in found)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM people",
        "SELECT P.NAME FROM People P",
        "SELECT rowid, name FROM people",
        "SELECT name FROM people p WHERE EXISTS (SELECT 1 FROM orders o WHERE o.person_id = p.id AND name IS NOT NULL)",
        "SELECT name FROM people WHERE id NOT IN (SELECT person_id FROM orders WHERE total > 3)",
        "SELECT country, COUNT(*) AS n FROM people GROUP BY country HAVING n > 1 ORDER BY n",
        "SELECT p.id AS id FROM people p JOIN orders o ON o.person_id = p.id ORDER BY id",
        "SELECT id FROM people JOIN orders USING (id)",
        "WITH t AS (SELECT * FROM orders) SELECT t.anything FROM t",
        "WITH t(a, b) AS (SELECT id, total FROM orders) SELECT t.a FROM t",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
        "SELECT value FROM json_each('[1]')",
        "SELECT name FROM people UNION SELECT country FROM people ORDER BY name",
        "SELECT (SELECT MAX(total) FROM orders) / (SELECT AVG(total) FROM orders) AS share",
        "SELECT name FROM people WHERE country = 'Japan' AND name = 'whoever'",
        "SELECT name FROM people WHERE country LIKE 'jap%'",
        "SELECT name FROM people WHERE LOWER(country) = 'japan'",
        "SELECT name FROM people WHERE country <> 'Spain'",
        "SELECT id FROM orders WHERE day >= '2025-06-01' AND day < '2027-01-01'",
        "SELECT id FROM orders WHERE day >= 'yesterday'",
        "SELECT 1.0 * SUM(boxes) / COUNT(*), total / 3, boxes / 2, boxes / 100 * 100 FROM orders GROUP BY total, boxes",
        "SELECT CAST(SUM(boxes) AS REAL) / COUNT(*) FROM orders",
        "SELECT name, MAX(id) FROM people",
        "SELECT COUNT(*), SUM(total) FILTER (WHERE boxes > 1) FROM orders",
        "SELECT id, SUM(total) OVER (PARTITION BY person_id) FROM orders",
        "SELECT COUNT(*), (SELECT MIN(name) FROM people) FROM orders",
        "VALUES (1), (2)",
    ],
)
def test_nothing_found(sql: str) -> None:
    assert find_problems(sql, shop()) == ()


def test_a_sample_proves_nothing() -> None:
    sql = "SELECT p.name FROM people p JOIN orders o ON o.person_id = p.id WHERE p.country = 'Peru' AND o.day > '2030-01-01'"
    assert find_problems(sql, shop(sampled=True)) == ()
    assert len(find_problems(sql, shop())) == 2


def test_the_value_that_the_question_named_is_offered_first() -> None:
    match = ValueMatch("california", "people", "state", "CA")
    (line,) = find_problems("SELECT name FROM people WHERE state = 'California'", shop(), (match,))
    assert "stored are 'CA'" in line


@pytest.mark.parametrize(
    ("dialect", "sql", "found"),
    [
        ("mysql", "SELECT name FROM people WHERE country = 'germany'", False),
        ("postgres", "SELECT name FROM people WHERE country = 'germany'", True),
        ("mysql", "SELECT COUNT(name) / COUNT(*) FROM people", False),
        ("duckdb", "SELECT COUNT(name) / COUNT(*) FROM people", False),
        ("postgres", "SELECT COUNT(name) / COUNT(*) FROM people", True),
        ("postgres", "SELECT SUM(pieces) / COUNT(*) FROM orders", False),
        ("postgres", "SELECT SUM(boxes) / COUNT(*) FROM orders", True),
        ("postgres", "SELECT name, MAX(id) FROM people", True),
        ("postgres", "SELECT g FROM generate_series(1, 3) AS g", False),
        ("postgres", "SELECT x.y FROM LATERAL (SELECT 1 AS y) AS x", False),
        ("postgres", "SELECT a.b FROM (VALUES (1)) AS a(b)", False),
        ("duckdb", "SELECT UNNEST([1, 2]) AS u, name FROM people", False),
        ("duckdb", "SELECT LIST_TRANSFORM([1], x -> x + 1) FROM people", False),
        ("duckdb", "SELECT s.field FROM (SELECT {'field': 1} AS s FROM people) AS t", False),
    ],
)
def test_dialects(dialect: str, sql: str, found: bool) -> None:
    assert bool(find_problems(sql, shop(dialect))) is found


def test_there_is_an_end_to_findings() -> None:
    sql = "SELECT " + ", ".join(f"p.c{at}" for at in range(50)) + " FROM people p"
    assert len(find_problems(sql, shop())) == MOST_FINDINGS
