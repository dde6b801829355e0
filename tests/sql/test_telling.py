"""SQL told in words: one case a query, step by step; whatever passes the door is told, and no table is left out."""

from __future__ import annotations

import pytest
from shop import Line, read_cases, shop_catalog

from datamind.sql.guard import validate
from datamind.sql.telling import tell
from datamind.types import DIALECTS, Dialect

CASES: list[tuple[Dialect, str, str]] = [
    ("sqlite", "SELECT * FROM t", "Start with the rows of t. Show every column."),
    (
        "sqlite",
        "SELECT c.country, SUM(o.total) AS revenue FROM orders o JOIN customers c ON c.id = o.customer_id "
        "WHERE o.status = 'paid' AND o.placed_at >= '2024-01-01' GROUP BY c.country HAVING COUNT(*) > 2 "
        "ORDER BY revenue DESC LIMIT 5",
        "Start with the rows of orders. To each, add the rows of customers where customers.id is orders.customer_id. "
        "Keep only rows where orders.status is 'paid' and orders.placed_at is from '2024-01-01'. "
        "Put rows with the same customers.country together, and for each work out the sum of orders.total (as revenue). "
        "Keep only groups where the number of rows is more than 2. Sort by the sum of orders.total, largest or latest first. "
        "Take the first 5 rows.",
    ),
    (
        "mysql",
        "SELECT DATE_FORMAT(d, '%Y-%m') AS month, COUNT(DISTINCT who) FROM t GROUP BY 1",
        "Start with the rows of t. Put rows with the same month of d together, and for each work out the number of distinct who.",
    ),
    (
        "postgres",
        "SELECT count(*) FILTER (WHERE x > 1) * 100.0 / count(*) AS pct, sum(case when z = 'a' then 1 else 0 end) FROM o",
        "Start with the rows of o. Over all of them, work out (the number of rows where x is more than 1) times 100.0 "
        "divided by the number of rows (as pct) and the number of rows where z is 'a'.",
    ),
    (
        "sqlite",
        "SELECT name FROM t WHERE id NOT IN (SELECT t_id FROM u WHERE k LIKE '%x%') AND (a IS NULL OR NOT b BETWEEN 1 AND 2)",
        "Start with the rows of t. Keep only rows where id is not among t_id of u where k contains 'x' and "
        "(a is empty or b is not between 1 and 2 (both included)). Show name.",
    ),
    (
        "duckdb",
        "SELECT a, b FROM o QUALIFY row_number() OVER (PARTITION BY a ORDER BY b DESC) = 1",
        "Start with the rows of o. Show a and b. "
        "Then keep only rows where the position by b (largest first) within each a is 1.",
    ),
    (
        "postgres",
        "WITH m AS (SELECT date_trunc('month', d) AS month, sum(x) AS total FROM o GROUP BY 1) "
        "SELECT month, total - lag(total) OVER (ORDER BY month) AS diff FROM m",
        "First make a list called m: | Start with the rows of o. | Put rows with the same month of d together, and for each "
        "work out the sum of x (as total). Start with the rows of m. "
        "Show month and total minus the previous row's total in the order of month (as diff).",
    ),
    (
        "sqlite",
        "SELECT a FROM t EXCEPT SELECT b FROM u ORDER BY 1",
        "The first part: | Start with the rows of t. | Show a. The second part: | Start with the rows of u. | Show b. "
        "Take away the rows that the second has too. Sort by a, smallest or earliest first.",
    ),
    (
        "sqlite",
        "SELECT p.name FROM p LEFT JOIN o ON o.p_id = p.id WHERE o.id IS NULL AND NOT EXISTS (SELECT 1 FROM q WHERE q.p = p.id)",
        "Start with the rows of p. To each, add the rows of o where o.p_id is p.id; rows without one stay, with nothing there. "
        "Keep only rows where o.id is empty and there is no row in q where p is p.id. Show p.name.",
    ),
    ("sqlite", "SELECT x FROM t WHERE NOT (a = 1 OR b <> 2)", "Start with the rows of t. Keep only rows where a is not 1 and b is 2. Show x."),
    ("sqlite", "DELETE FROM t", ""),
    ("sqlite", "SELECT FROM WHERE", ""),
]  # fmt: skip

GOOD = [line for dialect in DIALECTS for line in read_cases("good", dialect)]


@pytest.mark.parametrize(("dialect", "sql", "words"), CASES)
def test_a_query_is_told_in_the_steps_it_takes(dialect: Dialect, sql: str, words: str) -> None:
    assert " ".join("| " * step.depth + step.text for step in tell(sql, dialect)) == words


@pytest.mark.slow
@pytest.mark.parametrize("line", GOOD, ids=lambda line: line.name)
def test_whatever_passes_the_door_is_told_with_all_its_tables(line: Line) -> None:
    query = validate(line.sql, shop_catalog(line.dialect))
    steps = tell(query.sql, line.dialect)
    told = " ".join(step.text for step in steps)
    if steps:
        for table in query.tables:
            assert table.rpartition(".")[2].lower() in told.lower(), told
