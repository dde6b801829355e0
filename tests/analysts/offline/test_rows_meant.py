"""Which rows a counted word means: pieces that were sold, things of a kind, claims rather than their numbers, orders rather than dates."""

from __future__ import annotations

from datetime import date

import pytest

from datamind.analysts.offline import OfflineAnalyst
from datamind.linking import link
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Profile, Question, SqlDraft, Table

WHOLE, DAY = ColumnType.INTEGER, ColumnType.DATE


def text(name: str, *values: str) -> Column:
    return Column(name, ColumnType.TEXT, profile=Profile(9, len(values), 0, min(values), max(values), (), values))


ITEM = Table("item", (Column("item_id", WHOLE), text("item_name", "Mug", "Pan", "Tray")), primary_key=("item_id",))
ORDER = Table("sales_order", (Column("order_no", WHOLE), Column("ordered_on", DAY)), primary_key=("order_no",))
LINE = Table(
    "order_line",
    (Column("order_no", WHOLE), Column("item_id", WHOLE), Column("qty", WHOLE)),
    primary_key=("order_no", "item_id"),
    foreign_keys=(
        ForeignKey(("order_no",), "sales_order", ("order_no",)),
        ForeignKey(("item_id",), "item", ("item_id",)),
    ),
)
CLAIM = Table("claim", (Column("claim_id", WHOLE), text("claim_number", "C-1", "C-2")), primary_key=("claim_id",))
NOTE = Table("note", (Column("note_id", WHOLE), text("subject_type", "claim", "item")), primary_key=("note_id",))
CATALOG = Catalog("sqlite", (ITEM, ORDER, LINE, CLAIM, NOTE))


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many mugs were sold?", "SUM(t1.qty)"),
        (
            "How many mugs were sold in 2024?",
            "SELECT SUM(t1.qty) AS sum_qty FROM order_line AS t1 JOIN item",
        ),
        ("How many items are there?", " FROM item AS t1"),
        ("How many notes are there on claims?", "t1.subject_type = 'claim'"),
        ("What is the number of claims?", " FROM claim AS t1"),
        ("How many orders were placed in 2024?", " FROM sales_order AS t1 WHERE"),
    ],
)
def test_rows_are_those_that_people_mean(question: str, sql: str) -> None:
    outcome = OfflineAnalyst().draft(link(Question(question, date(2026, 3, 1)), CATALOG))
    assert isinstance(outcome, SqlDraft), outcome
    assert sql in outcome.sql


def test_how_pieces_are_counted_is_told() -> None:
    outcome = OfflineAnalyst().draft(link(Question("How many mugs were sold?", date(2026, 3, 1)), CATALOG))
    assert isinstance(outcome, SqlDraft)
    assert any("order_line.qty" in text for text in outcome.assumptions)
