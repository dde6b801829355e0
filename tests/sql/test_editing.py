"""What a query can be changed to: one case a change, and the same totals at every period on four engines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engines import Shop
from shop import Line, read_cases, shop_catalog
from sqlglot import exp, parse_one

from datamind.errors import QueryRefused
from datamind.sql.editing import read_parts
from datamind.sql.grains import PERIODS, Grain, read_grain, truncated
from datamind.sql.guard import validate
from datamind.types import DIALECTS, Catalog, Dialect, Profile

SALES = (
    "SELECT state, SUM(fee) AS total FROM sale WHERE sold_at >= '2024-01-01' AND sold_at < '2024-04-01' AND state = 'paid' "
    "GROUP BY 1 HAVING COUNT(*) > 2 ORDER BY total DESC LIMIT 10"
)
GOOD = [line for dialect in DIALECTS for line in read_cases("good", dialect)]


def catalog(dialect: Dialect = "sqlite") -> Catalog:
    """The shop's, with the values of one column looked at."""
    whole = shop_catalog(dialect)
    seen = Profile(9, 3, 0, common=(("paid", 5), ("open", 3), ("void", 1)))
    tables = tuple(
        replace(
            t,
            columns=tuple(replace(c, profile=seen) if (t.name, c.name) == ("sale", "state") else c for c in t.columns),
        )
        for t in whole.tables
    )
    return replace(whole, tables=tables)


def changed(sql: str, label: str, dialect: Dialect = "sqlite") -> str:
    """The query after the change of that label."""
    return next(c.sql for part in read_parts(sql, catalog(dialect)) for c in part.changes if c.label == label)


def test_the_parts_are_told_in_words() -> None:
    assert [(part.kind, part.text) for part in read_parts(SALES, catalog())] == [
        ("measure", "the sum of fee"),
        ("by", "state"),
        ("when", "sold_at is from '2024-01-01' and sold_at is before '2024-04-01'"),
        ("where", "state is 'paid'"),
        ("where", "the number of rows is more than 2"),
        ("order", "the sum of fee, largest first"),
        ("top", "10 rows"),
    ]


@pytest.mark.parametrize(
    ("label", "has", "lacks"),
    [
        ("average instead of sum", ['AVG(fee) AS "average_fee"', "ORDER BY AVG(fee) DESC"], ["SUM(fee)", "total"]),
        ("without state", ["SELECT SUM(fee) AS total"], ["GROUP BY", "ORDER BY", "LIMIT"]),
        ("state open", ["state = 'open'", "sold_at >= '2024-01-01'"], ["'paid'"]),
        ("state not paid", ["state <> 'paid'"], ["state = 'paid'"]),
        ("without state is 'paid'", ["sold_at < '2024-04-01'"], ["'paid'"]),
        ("without the number of rows is more than 2", [], ["HAVING"]),
        ("the period before (2023-10-01 to 2023-12-31)", [">= '2023-10-01'", "< '2024-01-01'"], ["2024-04-01"]),
        ("the period after (2024-04-01 to 2024-06-30)", [">= '2024-04-01'", "< '2024-07-01'"], ["2024-01-01"]),
        ("a year earlier (2023-01-01 to 2023-03-31)", [">= '2023-01-01'", "< '2023-04-01'"], ["2024"]),
        ("smallest first", ["ORDER BY SUM(fee)", "LIMIT 10"], ["DESC"]),
        ("top 5", ["LIMIT 5"], ["LIMIT 10"]),
        ("all rows", [], ["LIMIT"]),
    ],
)
def test_a_change_changes_just_that(label: str, has: list[str], lacks: list[str]) -> None:
    sql = changed(SALES, label)
    assert all(text in sql for text in has), sql
    assert not any(text in sql for text in lacks), sql


@pytest.mark.parametrize(
    "sql",
    ["SELECT 1 UNION SELECT 2", "not SQL at all", "DELETE FROM sale", "(SELECT id FROM sale) ORDER BY id", ""],
)
def test_what_cannot_be_changed_offers_nothing(sql: str) -> None:
    assert read_parts(sql, catalog()) == ()


def test_numbers_without_a_sum_are_not_added_up() -> None:
    labels = {c.label for part in read_parts("SELECT MAX(note) FROM sale", catalog()) for c in part.changes}
    assert labels == {"smallest instead of largest", "number instead of largest"}


def test_a_key_that_only_tells_namesakes_apart_goes_with_the_name() -> None:
    sql = "SELECT c.full_name, COUNT(*) FROM client c JOIN sale s ON s.client_id = c.id GROUP BY c.id, c.full_name"
    assert "GROUP BY" not in changed(sql, "without client.full_name")


@pytest.mark.slow
@pytest.mark.parametrize("line", GOOD, ids=lambda line: line.name)
def test_every_change_of_what_passes_the_door_is_a_query_that_the_door_can_judge(line: Line) -> None:
    refused = []
    for part in read_parts(validate(line.sql, shop_catalog(line.dialect)).sql, shop_catalog(line.dialect)):
        for change in part.changes:
            try:
                validate(change.sql, shop_catalog(line.dialect))
            except QueryRefused:  # a join that has lost its condition, a recursion its end
                refused.append(change.label)
    assert all(label.startswith(("without", "all rows")) for label in refused), refused


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("grain", PERIODS)
def test_a_period_is_read_back(dialect: Dialect, grain: Grain) -> None:
    column = exp.column("sold_at", table="s")
    written = truncated(column, grain, dialect, False).sql(dialect=dialect)
    assert read_grain(parse_one(written, dialect=dialect), dialect) == (column, grain)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_total_is_the_same_at_every_period(dialect: Dialect, request: pytest.FixtureRequest) -> None:
    store: Shop = request.getfixturevalue(f"{dialect}_store")
    month = truncated(exp.column("sold_at"), "month", dialect, False).sql(dialect=dialect)
    sql = f"SELECT {month} AS month, SUM(fee) AS total FROM sale GROUP BY {month} ORDER BY {month}"
    totals = {}
    for change in read_parts(sql, catalog(dialect))[1].changes:
        rows = store.run(change.sql)[1]
        totals[change.label] = (len(rows), float(sum(row[-1] for row in rows)))
    assert totals == {
        "by year": (1, 25.75),
        "by quarter": (1, 25.75),
        "by week": (4, 25.75),
        "by day": (4, 25.75),
        "without month of sold_at": (1, 25.75),
    }
