"""Plans read from what real servers say, and the counting queries of joins."""

from __future__ import annotations

from datetime import UTC, datetime

from datamind.sql.joining import list_join_steps
from datamind.sql.plans import PlanStep, ask_plan, read_plan, tell_weight
from datamind.types import ColumnType, Dialect, ResultColumn, ResultSet


def result(names: tuple[str, ...], *rows: tuple[object, ...]) -> ResultSet:
    columns = tuple(ResultColumn(name, ColumnType.TEXT) for name in names)
    return ResultSet(columns, rows, False, 0.0, datetime.now(UTC))


def test_postgres_nests() -> None:
    plan = [{"Plan": {"Node Type": "Hash Join", "Plan Rows": 4, "Hash Cond": "(o.c = c.id)", "Plans": [
        {"Node Type": "Seq Scan", "Relation Name": "orders", "Plan Rows": 30_000_000},
        {"Node Type": "Index Scan", "Relation Name": "customers", "Index Name": "pk", "Plan Rows": 3},
    ]}}]  # fmt: skip
    steps = read_plan(result(("QUERY PLAN",), (plan,)), "postgres")
    assert steps == (
        PlanStep("Hash Join, where (o.c = c.id)", 0, 4),
        PlanStep("Seq Scan on orders", 1, 30_000_000),
        PlanStep("Index Scan on customers by index pk", 1, 3),
    )
    assert "about 30,000,000 rows" in tell_weight(steps)
    assert tell_weight(steps[:1]) == ""


def test_sqlite_and_mysql_are_read_by_their_columns() -> None:
    steps = read_plan(
        result(("id", "parent", "notused", "detail"), (3, 0, 0, "SCAN orders"), (5, 3, 0, "SEARCH c")), "sqlite"
    )
    assert steps == (PlanStep("SCAN orders", 0), PlanStep("SEARCH c", 1))
    names = ("id", "table", "type", "key", "rows", "Extra")
    assert read_plan(result(names, (1, "orders", "ALL", None, 12, "Using where")), "mysql") == (
        PlanStep("Read orders row by row, Using where", 0, 12),
    )


def test_a_form_that_is_not_known_is_shown_as_it_is() -> None:
    for dialect in ("postgres", "duckdb", "mysql", "sqlite"):
        known: Dialect = dialect
        assert read_plan(result(("x",), ("something new",)), known) == (PlanStep("something new", 0),)
        assert ask_plan("SELECT 1", known).startswith("EXPLAIN")


def test_each_join_is_counted_after_the_one_before() -> None:
    sql = "WITH a AS (SELECT 1 AS id) SELECT sum(x) FROM a LEFT JOIN b ON b.a = a.id JOIN c USING (id) WHERE x > 1 GROUP BY y;"
    steps = list_join_steps(sql, "postgres")
    assert [step.text for step in steps] == ["a", "LEFT JOIN b ON b.a = a.id", "JOIN c USING (id)"]
    assert steps[1].sql == "WITH a AS (SELECT 1 AS id) SELECT COUNT(*) AS n FROM a LEFT JOIN b ON b.a = a.id"
    assert list_join_steps("SELECT 1 FROM a", "sqlite") == ()
    assert list_join_steps("not sql at all (", "sqlite") == ()
