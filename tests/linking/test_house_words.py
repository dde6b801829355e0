"""What a glossary may say: tests, measures over a test, spans, names of columns, meanings of values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from datamind.linking import find_mentions, index_of, lex
from datamind.linking.house_tests import read_measure, read_test
from datamind.types import Catalog, Column, ColumnType, Meaning, Profile, Table, Term

COLUMNS = {"orders": ("OrderDate", "ShippedDate", "RequiredDate", "amount", "status"), "people": ("born",)}


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("shipped date is null", '"ShippedDate" IS NULL'),
        ("ShippedDate is not null", '"ShippedDate" IS NOT NULL'),
        ("ShippedDate after RequiredDate", '"ShippedDate" > "RequiredDate"'),
        ("orders.amount >= 100", '"amount" >= 100'),
        ("status is 'paid' or 'sent'", "\"status\" IN ('paid', 'sent')"),
        ("status = 'it''s'", None),
        ("amount > 5 and ShippedDate is null", '"amount" > 5 AND "ShippedDate" IS NULL'),
        ("amount > 5 and born > 5", None),
        ("whatever the boss says", None),
    ],
)
def test_tests_are_conditions_on_one_table(text: str, sql: str | None) -> None:
    found = read_test(text, COLUMNS)
    assert (found[1] if found else None) == sql


@pytest.mark.parametrize(
    ("text", "sql", "aggregate"),
    [
        ("sum of amount where status is 'paid'", "CASE WHEN \"status\" = 'paid' THEN \"amount\" END", "sum"),
        ("percentage of orders with status 'paid'", "100.0 * SUM(CASE WHEN \"status\" = 'paid' THEN 1 ELSE 0 END) / COUNT(*)", "formula"),
        ("number of orders where status = 'paid' / total number of orders", "1.0 * SUM(CASE WHEN \"status\" = 'paid' THEN 1 ELSE 0 END) / COUNT(*)", "formula"),
        ("days between OrderDate and shipped date", 'DAYS_BETWEEN("OrderDate", "ShippedDate")', None),
    ],
)  # fmt: skip
def test_measures_over_a_test(text: str, sql: str, aggregate: str | None) -> None:
    found = read_measure(text, COLUMNS)
    assert found is not None
    assert (found.expression, found.aggregate) == (sql, aggregate)


def test_terms_name_columns_and_values() -> None:
    codes = Profile(9, 3, 0, "A", "H", (("H", 4), ("A", 3), ("D", 2)), ("H", "A", "D"))
    table = Table("games", (Column("FTR", ColumnType.TEXT, profile=codes), Column("FTHG", ColumnType.INTEGER)))
    terms = (
        Term("FTHG", "full time home goals"),
        Term("FTR", "full time result, where H = home win, D = draw, A = away win"),
    )
    index = index_of(replace(Catalog("sqlite", (table,)), meaning=Meaning(terms=terms)))
    goals = find_mentions(lex("how many full time home goals were there"), index)[0]
    assert (goals.kind, index.columns[goals.id].name) == ("column", "FTHG")
    draws = [mention for mention in find_mentions(lex("games that ended in a draw"), index) if mention.kind == "value"]
    assert [mention.values for mention in draws][:1] == [("D",)]


def test_stored_words_are_known_by_their_family_and_countries_by_their_codes() -> None:
    def stored(name: str, *values: str) -> Column:
        return Column(name, ColumnType.TEXT, profile=Profile(9, len(values), 0, min(values), max(values), (), values))

    table = Table(
        "payments",
        (stored("status", "success", "failed"), stored("country_code", "DE", "FR"), stored("unit", "IN", "CM")),
    )
    index = index_of(Catalog("sqlite", (table,)))

    def found(question: str) -> list[tuple[str, ...]]:
        return [mention.values for mention in find_mentions(lex(question), index) if mention.kind == "value"]

    assert found("how many successful payments") == [("success",)]
    assert found("payments in Germany") == [("DE",)]
    assert found("payments in India") == []
