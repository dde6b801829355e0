"""The total behind groups: taken where the amounts lie, without what only names the groups; none where parts need not add up."""

from __future__ import annotations

import pytest

from datamind.sql.totals import find_total

JOINED = (
    "SELECT t3.name AS name, SUM(t1.total) AS total, COUNT(*) AS n FROM orders AS t1 JOIN customers AS t2 ON t1.customer_id = t2.id "
    "JOIN countries AS t3 ON t2.country_id = t3.id GROUP BY t3.name ORDER BY total DESC"
)


def test_joins_that_only_name_the_groups_are_left_out() -> None:
    total = find_total(JOINED, "sqlite")
    assert total is not None
    assert (total.sql, total.places, total.table) == (
        "SELECT SUM(t1.total) AS total, COUNT(*) AS n FROM orders AS t1",
        (1, 2),
        "orders",
    )


def test_joins_that_a_condition_needs_stay() -> None:
    sql = JOINED.replace("GROUP BY", "WHERE t2.city = 'Oslo' GROUP BY")
    total = find_total(sql, "postgres")
    assert total is not None
    assert "JOIN customers" in total.sql
    assert "countries" not in total.sql
    assert "Oslo" in total.sql


def test_the_total_is_taken_in_the_table_of_the_amounts_whatever_the_query_begins_with() -> None:
    sql = "SELECT c.city, SUM(o.total) FROM customers AS c JOIN orders AS o ON o.customer_id = c.id GROUP BY c.city"
    total = find_total(sql, "duckdb")
    assert total is not None
    assert total.sql == "SELECT SUM(o.total) FROM orders AS o"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT COUNT(*) FROM orders",
        "SELECT city, AVG(total) FROM orders GROUP BY city",
        "SELECT city, COUNT(DISTINCT customer_id) FROM orders GROUP BY city",
        "SELECT city, SUM(total) FROM orders GROUP BY city HAVING SUM(total) > 5",
        "SELECT city, SUM(total) FROM orders GROUP BY city ORDER BY 2 LIMIT 5",
        "SELECT city, SUM(SUM(total)) OVER () FROM orders GROUP BY city",
        "WITH x AS (SELECT 1 AS total, 2 AS city) SELECT city, SUM(total) FROM x GROUP BY city",
        "SELECT city, SUM(total) FROM (SELECT * FROM orders) AS o GROUP BY city",
        "SELECT city, SUM(total) FROM orders AS o JOIN customers AS c ON o.c = c.id GROUP BY city",
        "not sql at all (",
    ],
)
def test_where_parts_need_not_add_up_there_is_no_total(sql: str) -> None:
    assert find_total(sql, "sqlite") is None
