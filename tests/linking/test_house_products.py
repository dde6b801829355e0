"""Definitions over columns of two tables, and short words of names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from datamind.analysts.offline import OfflineAnalyst
from datamind.linking import index_of, lex, link
from datamind.linking.house_products import across
from datamind.linking.spelling import correct
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Meaning, Question, SqlDraft, Table, Term

NUMBER, WHOLE = ColumnType.NUMBER, ColumnType.INTEGER
GOODS = Table(
    "goods",
    (Column("goods_id", WHOLE), Column("list_price", NUMBER), Column("cost", NUMBER)),
    primary_key=("goods_id",),
)
LINES = Table(
    "sale_line",
    (Column("line_id", WHOLE), Column("goods_id", WHOLE), Column("qty", WHOLE), Column("cnty", ColumnType.TEXT)),
    primary_key=("line_id",),
    foreign_keys=(ForeignKey(("goods_id",), "goods", ("goods_id",)),),
)
CATALOG = Catalog("sqlite", (GOODS, LINES))
PRICE = '(SELECT looked_up."list_price" FROM "goods" AS looked_up WHERE looked_up."goods_id" = "goods_id")'


@pytest.mark.parametrize(
    ("definition", "expression"),
    [
        ("quantity times list price", f'"qty" * {PRICE}'),
        ("sum of list price * qty", f'{PRICE} * "qty"'),
        ("quantity times weight", None),
        ("list price", None),
        ("whatever the boss says", None),
    ],
)
def test_a_product_over_two_tables_looks_its_price_up(definition: str, expression: str | None) -> None:
    found = across(index_of(CATALOG), definition)
    assert (found.expression if found else None) == expression
    assert found is None or (found.table, found.aggregate) == ("sale_line", "sum")


def test_a_term_over_two_tables_is_answered() -> None:
    meaning = Meaning(terms=(Term("revenue", "quantity times list price"),))
    question = Question("Total revenue", date(2026, 3, 1))
    outcome = OfflineAnalyst().draft(link(question, replace(CATALOG, meaning=meaning)))
    assert isinstance(outcome, SqlDraft)
    assert 'looked_up."goods_id" = t1.goods_id' in outcome.sql


def test_a_short_word_stands_for_one_long_word_and_for_no_other() -> None:
    read = correct(lex("sales by county and by contest"), index_of(CATALOG), frozenset())
    assert [token.text for token in read] == ["sales", "by", "cnty", "and", "by", "contest"]
