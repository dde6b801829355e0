"""Which questions a verified one answers, with which SQL; and which it must leave to the analyst behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from datamind.analysts.verified import VerifiedFirst, find_verified
from datamind.linking import link
from datamind.types import (
    Catalog,
    Column,
    ColumnType,
    Meaning,
    Profile,
    Question,
    Refusal,
    Rejection,
    Table,
    VerifiedQuestion,
)

TODAY, THEN = date(2026, 11, 23), date(2026, 9, 10)


def texts(name: str, *values: str) -> Column:
    return Column(name, ColumnType.TEXT, profile=Profile(100, len(values), 0, values=values))


ORDERS = Table(
    "orders",
    (
        Column("id", ColumnType.INTEGER),
        texts("country", "Germany", "France", "Japan"),
        texts("ship_country", "Germany", "Peru"),
        texts("status", "open", "paid"),
        Column("total", ColumnType.NUMBER),
        Column("day", ColumnType.DATE),
    ),
)
CUSTOMERS = Table("customers", (Column("id", ColumnType.INTEGER), texts("name", "Ada", "Bo")))


def catalog(question: str, sql: str, as_of: date = THEN) -> Catalog:
    verified = VerifiedQuestion(question, sql, "Ada", as_of=as_of)
    return Catalog("sqlite", (ORDERS, CUSTOMERS), meaning=Meaning(verified=(verified,)))


def answer(question: str, sql: str, asked: str, as_of: date = THEN) -> str | None:
    match = find_verified(link(Question(asked, TODAY), catalog(question, sql, as_of)))
    return match.sql if match else None


SUM = "SELECT SUM(total) FROM orders"
YEAR = f"{SUM} WHERE day >= '2024-01-01' AND day < '2025-01-01'"
TOP = "SELECT country, SUM(total) FROM orders GROUP BY country ORDER BY 2 DESC LIMIT 5"
SEPTEMBER = f"{SUM} WHERE day >= '2026-08-01' AND day < '2026-09-01'"

SAME = [
    ("revenue by country", "Revenue by country?"),
    ("revenue by country", "show me the revenue per country"),
    ("revenue by country", "What is the revenue for each country".replace("for each", "per")),
    ("number of orders", "  NUMBER   of orders ."),
]


@pytest.mark.parametrize(("question", "asked"), SAME)
def test_the_same_question_is_answered_by_the_same_sql(question: str, asked: str) -> None:
    assert answer(question, SUM, asked) == SUM


REPLACED = [
    ("revenue in 2024", YEAR, "revenue in 2025", f"{SUM} WHERE day >= '2025-01-01' AND day < '2026-01-01'"),
    (
        "revenue in 2024",
        f"{SUM} WHERE day BETWEEN '2024-01-01' AND '2024-12-31'",
        "revenue in March 2023",
        f"{SUM} WHERE day BETWEEN '2023-03-01' AND '2023-03-31'",
    ),
    (
        "revenue in 2024",
        f"{SUM} WHERE strftime('%Y', day) = '2024'",
        "What was the revenue in 2021?",
        f"{SUM} WHERE strftime('%Y', day) = '2021'",
    ),
    (
        "revenue in 2024",
        f"{SUM} WHERE CAST(strftime('%Y', day) AS INT) = 2024",
        "revenue in 2021",
        f"{SUM} WHERE CAST(strftime('%Y', day) AS INT) = 2021",
    ),
    (
        "revenue in 2024",
        f"{SUM} WHERE day >= '2024-01-01 00:00:00' AND day <= '2024-12-31 23:59:59'",
        "revenue in 2022",
        f"{SUM} WHERE day >= '2022-01-01 00:00:00' AND day <= '2022-12-31 23:59:59'",
    ),
    ("top 5 countries by revenue", TOP, "top 10 countries by revenue", TOP.replace("5", "10")),
    (
        "revenue from Germany",
        f"{SUM} WHERE country = 'Germany'",
        "revenue from France",
        f"{SUM} WHERE country = 'France'",
    ),
    ("revenue last month", SEPTEMBER, "revenue last month", f"{SUM} WHERE day >= '2026-10-01' AND day < '2026-11-01'"),
    ("revenue last month", SEPTEMBER, "revenue in May 2025", f"{SUM} WHERE day >= '2025-05-01' AND day < '2025-06-01'"),
    ("orders since 2024", f"{SUM} WHERE day >= '2024-01-01'", "orders since 2023", f"{SUM} WHERE day >= '2023-01-01'"),
    (
        "orders on 2024-03-01",
        f"{SUM} WHERE day = '2024-03-01'",
        "orders on 2024-03-05",
        f"{SUM} WHERE day = '2024-03-05'",
    ),
    ("open orders", f"{SUM} WHERE status = 'open'", "paid orders", f"{SUM} WHERE status = 'paid'"),
]


@pytest.mark.parametrize(("question", "sql", "asked", "expected"), REPLACED)
def test_what_is_proven_is_replaced(question: str, sql: str, asked: str, expected: str) -> None:
    assert answer(question, sql, asked) == expected


LEFT = [
    ("another measure", "revenue in 2024", YEAR, "orders in 2024"),
    ("the other way round", "customers by order", SUM, "orders by customer"),
    ("one end only", "revenue in 2024", f"{SUM} WHERE day >= '2024-01-01'", "revenue in 2023"),
    ("a date of its own", "revenue in 2024", f"{YEAR} AND day <> '2024-02-29'", "revenue in 2023"),
    ("the year before beside it", "revenue in 2024", f"{YEAR} OR strftime('%Y', day) = '2023'", "revenue in 2022"),
    (
        "a name that holds the year",
        "revenue in 2024",
        YEAR.replace("SUM(total)", "SUM(total) AS r_2024"),
        "revenue in 2023",
    ),
    ("no date at all", "revenue in 2024", SUM, "revenue in 2023"),
    ("a number twice", "top 5 countries by revenue", f"{TOP} OFFSET 5", "top 10 countries by revenue"),
    ("a number in the reckoning", "price times 2", "SELECT total * 2 FROM orders", "price times 3"),
    ("a value of another column", "revenue from Germany", f"{SUM} WHERE country = 'Germany'", "revenue from Peru"),
    ("a value that nothing is compared with", "revenue from Germany", SUM, "revenue from France"),
    ("a day for a month", "orders on 2024-03-01", f"{SUM} WHERE day = '2024-03-01'", "orders in March 2024"),
    ("not without", "orders with customers", SUM, "orders without customers"),
    ("an open end", "revenue since 2024", f"{SUM} WHERE day >= '2024-01-01'", "revenue in 2024"),
    ("last month counted from other data", "revenue last month", YEAR, "revenue last month"),
    ("a now that has passed", "current customers", f"{SUM} WHERE day > '2026-06-10'", "current customers"),
    ("unreadable SQL", "revenue in 2024", "SELECT FROM WHERE (", "revenue in 2023"),
]


@pytest.mark.parametrize(("question", "sql", "asked"), [case[1:] for case in LEFT], ids=[case[0] for case in LEFT])
def test_what_is_not_proven_is_left_to_the_analyst(question: str, sql: str, asked: str) -> None:
    assert answer(question, sql, asked) is None


def test_two_years_side_by_side_keep_their_places() -> None:
    sql = f"{SUM} WHERE strftime('%Y', day) IN ('2023', '2024')"
    assert answer("compare 2023 with 2024", sql, "compare 2021 with 2022") == sql.replace("2023", "2021").replace(
        "2024", "2022"
    )
    assert answer("compare 2023 with 2024", sql, "compare 2023 with 2025") == sql.replace("2024", "2025")
    ranges = YEAR.replace("2024", "2023").replace("2025", "2024")
    assert answer("compare 2023 with 2024", f"{ranges} OR {YEAR[len(SUM) + 7 :]}", "compare 2020 with 2022") is None


class Behind:
    """An analyst who says no, and remembers what it was told."""

    name = "behind"

    def __init__(self) -> None:
        self.told: list[tuple[Rejection, ...]] = []

    def draft(self, context, rejections=(), cancellation=None):
        self.told.append(rejections)
        return Refusal("no", self.name)

    def words(self, question, facts, cancellation=None):
        return None


def test_a_verified_query_that_does_not_run_goes_to_the_analyst_behind() -> None:
    behind = Behind()
    context = link(Question("revenue", TODAY), catalog("revenue", "SELECT gone FROM orders"))
    draft = VerifiedFirst(behind).draft(context)
    assert draft.verified is not None
    assert draft.analyst == "verified"
    assert isinstance(VerifiedFirst(behind).draft(context, (Rejection(draft, "no such column"),)), Refusal)
    assert behind.told == [()]


def test_the_reading_says_what_was_replaced() -> None:
    context = link(Question("revenue in 2025", TODAY), catalog("revenue in 2024", YEAR))
    assert VerifiedFirst(Behind()).draft(context).reading == (
        "The verified question “revenue in 2024”, with “in 2025” in place of “in 2024”."
    )


def test_narrowed_catalogs_keep_their_verified_questions() -> None:
    whole = catalog("revenue", SUM)
    many = tuple(Table(f"t{n}", (Column("x", ColumnType.INTEGER),)) for n in range(100))
    assert find_verified(link(Question("revenue", TODAY), replace(whole, tables=(*whole.tables, *many)))) is not None
