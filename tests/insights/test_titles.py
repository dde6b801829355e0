"""Titles: the question without its politeness."""

from __future__ import annotations

import pytest

from datamind.insights import write_title
from datamind.insights.titles import LONGEST_TITLE, asked_noun, counted_noun


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Show me the monthly revenue in 2025, please", "Monthly revenue in 2025"),
        ("What is the average order value by channel?", "Average order value by channel"),
        ("Can you please tell me which stores lost money?", "Which stores lost money"),
        ("How many orders are there?", "Number of orders"),
        ("how many orders were placed per month", "Orders were placed per month"),
        ("revenue by month", "Revenue by month"),
        ("Show", "Show"),
        ("¿Cuántos pedidos?", "¿Cuántos pedidos"),
        ("", ""),
    ],
)
def test_titles(question, title):
    assert write_title(question) == title


def test_long_questions_are_cut_between_words():
    title = write_title("revenue " * 30)
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("revenue…")


def test_what_is_counted_and_what_is_asked_for():
    assert counted_noun("How many new customers joined in May?") == "new customers"
    assert counted_noun("Number of orders per city") == "orders"
    assert counted_noun("Total revenue?") is None
    assert asked_noun("What is the average price of a room?") == "the average price of a room"
    assert asked_noun("Which room is best?") is None
