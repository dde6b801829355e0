"""A chat of any length is 500 tokens, and what a follow-up refers to is among them."""

from __future__ import annotations

from functools import partial

import pytest

from datamind.conversation import clip, estimate_tokens, frame
from datamind.sql.frames import read_frame
from datamind.types import Turn

LAST = (
    "SELECT strftime('%Y-%m', o.ordered_at) AS month, c.country, SUM(o.total) AS revenue FROM orders AS o "
    "JOIN customers AS c ON c.id = o.customer_id WHERE o.status = 'paid' AND o.ordered_at >= '2026-01-01' "
    "GROUP BY month, c.country ORDER BY revenue DESC LIMIT 7"
)


def lines(sql: str) -> tuple[tuple[str, str], ...]:
    found = read_frame(sql, "sqlite")
    return found.lines() if found else ()


def chat(n_turns: int) -> tuple[Turn, ...]:
    earlier = tuple(
        Turn(f"Question number {at} about orders and customers, in many words", LAST * 3) for at in range(n_turns)
    )
    return (*earlier[:-1], Turn("Which countries bring the most revenue by month?", LAST, ("Japan", "Peru", "Chad")))


def test_forty_turns_are_at_most_500_tokens_and_hold_what_matters() -> None:
    text = frame(chat(40), read=lines)
    assert estimate_tokens(text) <= 500
    assert LAST in text
    assert "tables: orders, customers" in text
    assert "measures: SUM(o.total) AS revenue" in text
    assert "by: STRFTIME('%Y-%m', o.ordered_at) AS month, c.country" in text
    assert "filters: o.status = 'paid'; o.ordered_at >= '2026-01-01'" in text
    assert "limit: 7" in text
    assert "2. Peru" in text
    assert "Which countries bring the most revenue by month?" in text
    assert "Question number 38" in text
    assert "Question number 37" in text


@pytest.mark.parametrize("n_turns", [1, 2, 3, 10, 40, 500])
@pytest.mark.parametrize("blow_up", [1, 30])
def test_any_chat_stays_within_any_budget(n_turns: int, blow_up: int) -> None:
    turns = tuple(Turn(t.question * blow_up, t.sql * blow_up, t.shown * blow_up) for t in chat(n_turns))
    for budget_tokens in (40, 200, 500):
        assert estimate_tokens(frame(turns, budget_tokens, lines)) <= budget_tokens


def test_an_enormous_last_query_still_leaves_its_filters_and_both_questions() -> None:
    wide = LAST.replace("SELECT ", "SELECT " + ", ".join(f"MAX(o.c{at}) AS m{at}" for at in range(200)) + ", ")
    text = frame((*chat(40), Turn("And all the maxima?", wide, ("Japan",))), read=lines)
    assert estimate_tokens(text) <= 500
    assert "o.status = 'paid'" in text
    assert "And all the maxima?" in text
    assert "Which countries bring the most revenue by month?" in text


def test_without_a_reader_the_query_itself_is_there() -> None:
    assert LAST in frame(chat(2))
    assert frame(()) == ""


def test_a_query_that_cannot_be_read_is_carried_as_text() -> None:
    assert "SELECT ((" in frame((Turn("q", "SELECT (("),), read=partial(lines))


def test_clip_marks_the_cut() -> None:
    assert clip("a  b\nc", 10) == "a b c"
    assert clip("x" * 100, 10) == "x" * 32 + "…"
