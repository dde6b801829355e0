"""Doubts lower what an answer claims; without a warning it claims more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from datamind.analysts.offline.calibration import SURE, WEIGHTS, doubts_of, probability
from datamind.analysts.offline.judging import judge
from datamind.analysts.offline.understanding import understand
from datamind.linking import index_of
from datamind.types import Question, SqlDraft

TODAY = date(2026, 3, 1)


def test_a_rival_reading_lowers_the_claim(library: Any) -> None:
    found, _ = understand("How many books are there per genre?", index_of(library.catalog), TODAY)
    alone = probability(found[0], [])
    assert alone > probability(found[0], [replace(found[0], score=found[0].score - 0.1)])
    assert set(doubts_of(found[0], [])) <= set(WEIGHTS)


def test_starting_anew_is_no_rival_to_going_on(library: Any) -> None:
    found, _ = understand("How many books are there per genre?", index_of(library.catalog), TODAY)
    going_on = replace(found[0], goes_on=True)
    assert probability(going_on, [found[0]]) == probability(going_on, [])
    assert probability(going_on, [found[0], going_on]) < probability(going_on, [])


def test_what_is_less_than_sure_says_how_it_was_read(library: Any) -> None:
    index = index_of(library.catalog)
    for text in (
        "How many books are there per genre?",
        "List the names and cities of members from Leeds who borrowed a book",
    ):
        draft = judge(Question(text, TODAY), index)
        assert isinstance(draft, SqlDraft)
        assert bool(draft.assumptions) == (draft.confidence < SURE)
