"""Filters put into queries: the rows are those that the filter means, on a real engine; whatever is typed stays a value."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from sql.shop import shop_catalog, whole_script

from datamind.errors import QueryRefused
from datamind.sql.ddl import read_ddl
from datamind.sql.filters import Condition, add_filters, find_origin
from datamind.sql.guard import validate
from datamind.sql.repairing import suggest_repair
from datamind.types import DIALECTS, Dialect

SQLITE = shop_catalog("sqlite")
CITY = Condition("country", "city", "country", values=("DE",))
DATES = Condition("when", "sale", "sold_at", low=date(2024, 2, 1), before=date(2024, 3, 1))


def rows(sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(":memory:")
    for statement in whole_script("sqlite"):
        connection.execute(statement)
    return connection.execute(validate(sql, SQLITE).sql).fetchall()


@pytest.mark.parametrize(
    ("sql", "condition", "expected"),
    [
        ("SELECT count(*) FROM sale", DATES, [(2,)]),
        ("SELECT count(*) FROM sale s WHERE s.state = 'paid' OR s.state = 'open'", DATES, [(2,)]),
        ("WITH x AS (SELECT * FROM sale) SELECT count(*) FROM x", DATES, [(2,)]),
        ("SELECT count(*) FROM (SELECT id FROM sale UNION ALL SELECT id FROM sale) AS u", DATES, [(4,)]),
        ("SELECT name FROM city ORDER BY name", CITY, [("Berlin",)]),
        ("SELECT c.full_name FROM client c JOIN city ON city.id = c.city_id", CITY, [("Ana Berg",)]),
        ("SELECT full_name FROM client", CITY, [("Ana Berg",)]),
        ("SELECT count(*) FROM sale", CITY, [(2,)]),
        ("SELECT count(*) FROM sale_line", CITY, [(3,)]),
        ("SELECT sum(qty) FROM sale_line", Condition("q", "sale_line", "qty", low=2, high=3), [(5,)]),
        ("SELECT count(*) FROM sale s LEFT JOIN client c ON c.id = s.client_id", Condition("t", "client", "tier", values=("gold",)), [(2,)]),
        ("SELECT count(*) FROM staff", Condition("n", "city", "name", values=("Ida",)), None),
    ],
)  # fmt: skip
def test_the_rows_are_those_that_the_filter_means(sql: str, condition: Condition, expected: object) -> None:
    made = add_filters(sql, SQLITE, (condition,))
    if expected is None:
        assert (made.sql, made.applied, made.left_out) == (sql, (), (condition.name,))
    else:
        assert made.applied == (condition.name,)
        assert rows(made.sql) == expected


def test_a_filter_is_bound_by_name_where_another_table_has_the_column() -> None:
    made = add_filters("SELECT count(*) FROM item", SQLITE, (Condition("p", "sale_line", "price", low=50),))
    assert rows(made.sql) == [(1,)]


def test_of_two_ways_that_are_equally_short_none_is_taken() -> None:
    ddl = (
        "CREATE TABLE airport (code text PRIMARY KEY, country text); CREATE TABLE flight (id int PRIMARY KEY, origin text REFERENCES "
        "airport (code), goal text REFERENCES airport (code));"
    )
    catalog = read_ddl(ddl, "sqlite")
    made = add_filters("SELECT count(*) FROM flight", catalog, (Condition("c", "airport", "country", values=("DE",)),))
    assert made.left_out == ("c",)


def test_a_choice_binds_to_another_column_or_to_none() -> None:
    joined = Condition("when", "sale", "sold_at", low=date(2021, 1, 1))
    made = add_filters("SELECT count(*) FROM client", SQLITE, (joined,), {"when": "client.joined_on"})
    assert rows(made.sql) == [(2,)]
    none = add_filters("SELECT count(*) FROM sale", SQLITE, (joined,), {"when": ""})
    assert (none.sql, none.left_out) == ("SELECT count(*) FROM sale", ("when",))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("condition", [CITY, DATES, Condition("q", "sale_line", "qty", low=-2, high=3.5)])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM city",
        "SELECT sum(l.qty) FROM sale AS s JOIN sale_line l ON l.sale_id = s.id JOIN client ON client.id = s.client_id",
        "SELECT state, count(*) FROM sale GROUP BY state HAVING count(*) > 0 ORDER BY 2 DESC LIMIT 3",
    ],
)
def test_what_comes_out_passes_the_door_in_each_dialect(dialect: Dialect, condition: Condition, sql: str) -> None:
    catalog = shop_catalog(dialect)
    validate(add_filters(sql, catalog, (condition,)).sql, catalog)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "x'; DROP TABLE city; --", "\\' OR 1=1 -- ", "a\x00b", "`\"'", "⟦日本⟧", "*/ /*!50000 x */"]
)
def test_what_is_typed_stays_a_value(dialect: Dialect, text: str) -> None:
    catalog = shop_catalog(dialect)
    made = add_filters("SELECT name FROM city", catalog, (Condition("n", "city", "name", values=(text,)),))
    try:
        query = validate(made.sql, catalog)
    except QueryRefused:
        return  # refused at the door is as good
    assert query.tables == ("city",)
    if dialect == "sqlite":
        assert rows(made.sql) == []


def test_where_a_column_of_the_result_comes_from() -> None:
    sql = "SELECT c.country AS land, count(*) AS n FROM client JOIN city c ON c.id = client.city_id GROUP BY 1"
    assert find_origin(sql, SQLITE, "land") == ("city", "country")
    assert find_origin(sql, SQLITE, "n") is None
    assert find_origin(f"WITH x AS ({sql}) SELECT land, n FROM x", SQLITE, "land") == ("city", "country")


@pytest.mark.parametrize(
    ("sql", "missing", "instead"),
    [
        ("SELECT sold_on FROM sale", "sale.sold_on", "sold_at"),
        ("SELECT s.status, count(*) FROM sale s GROUP BY s.status", "sale.status", "state"),
        ("SELECT id FROM clients", "clients", "client"),
    ],
)
def test_a_name_that_is_gone_is_named_with_the_nearest_one(sql: str, missing: str, instead: str) -> None:
    repair = suggest_repair(sql, SQLITE)
    assert repair is not None
    assert (repair.missing, repair.instead) == (missing, instead)
    validate(repair.sql, SQLITE)


def test_where_nothing_is_missing_or_near_there_is_no_repair() -> None:
    assert suggest_repair("SELECT state FROM sale", SQLITE) is None
    assert suggest_repair("SELECT zzzzqqq FROM sale", SQLITE) is None
    assert suggest_repair("SELECT (", SQLITE) is None


def test_a_renamed_column_is_told_by_its_type_and_by_being_new() -> None:
    before = read_ddl("CREATE TABLE orders (order_id integer, ordered_at date, shipped date)", "sqlite")
    after = read_ddl("CREATE TABLE orders (order_id integer, placed_at date, shipped date)", "sqlite")
    repair = suggest_repair("SELECT ordered_at FROM orders", after, before)
    assert repair is not None
    assert (repair.missing, repair.instead) == ("orders.ordered_at", "placed_at")
    two = read_ddl("CREATE TABLE orders (order_id integer, placed_at date, paid_at date, shipped date)", "sqlite")
    found = suggest_repair("SELECT ordered_at FROM orders", two, before)
    assert found is None or found.instead != "order_id", "another type is no candidate"
