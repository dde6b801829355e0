"""Doubts are settled by results: over a real file, with analysts that say just what a test needs."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from small_results import make_result

from datamind.ask import ask
from datamind.connectors import open_file
from datamind.errors import AnalystFailed
from datamind.types import Answer, Clarification, Limits, Question, SqlDraft, Usage
from datamind.voting import find_suspicions

QUESTION = Question("how much did we sell", date(2026, 11, 23))
SUM = "SELECT SUM(amount) AS n FROM sales"
SUM_TOO = "SELECT TOTAL(s.amount) AS total FROM sales AS s"
COUNT = "SELECT COUNT(*) AS n FROM sales"
LARGEST = "SELECT MAX(amount) AS n FROM sales"
TWO = Limits(votes=2)


class Model:
    """A model that drafts each time what stands next; the first draft is as sure as it is told."""

    name = "claude"

    def __init__(self, *sql: str | Exception, assumptions: tuple[str, ...] = (), confidence: float = 0.95):
        self.left, self.assumptions, self.confidence, self.drafts = list(sql), assumptions, confidence, 0

    def draft(self, context, rejections=(), cancellation=None):
        self.drafts += 1
        said = self.left.pop(0)
        if isinstance(said, Exception):
            raise said
        return SqlDraft(
            said, f"Reading {said.split()[1]}", self.name, self.assumptions, confidence=self.confidence, model="m",
            usage=Usage(1, cost_usd=0.01),
        )  # fmt: skip

    def words(self, question, facts, cancellation=None):
        return None


class RuleEngine:
    name = "offline"

    def __init__(self, sql: str, confidence: float = 0.95):
        self.sql, self.confidence = sql, confidence

    def draft(self, context, rejections=(), cancellation=None):
        return SqlDraft(self.sql, "frame", self.name, confidence=self.confidence)

    def words(self, question, facts, cancellation=None):
        return None


@pytest.fixture
def shop(tmp_path):
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sales (name TEXT, amount INTEGER)")
        database.executemany("INSERT INTO sales VALUES (?, ?)", [("A", 50), ("B", 30), ("C", 15), ("D", 5)])
    connector = open_file(path)
    yield connector, connector.profile(connector.catalog())
    connector.close()


def last(shop, model, limits=TWO, rule_engine=None):
    connector, catalog = shop
    return list(ask(QUESTION, catalog, connector, model, limits, rule_engine=rule_engine))[-1]


def test_it_is_off_by_default(shop):
    model = Model(COUNT, assumptions=("sold means rows",))
    assert isinstance(last(shop, model, Limits()), Answer)
    assert model.drafts == 1


def test_what_nobody_doubts_is_asked_once(shop):
    model = Model(SUM)
    assert isinstance(last(shop, model, rule_engine=RuleEngine(SUM_TOO)), Answer)
    assert model.drafts == 1


@pytest.mark.parametrize("doubt", [{"assumptions": ("sold means rows",)}, {"confidence": 0.6}])
def test_the_majority_by_result_wins(shop, doubt):
    answer = last(shop, Model(COUNT, SUM, SUM_TOO, **doubt))
    assert isinstance(answer, Answer)
    assert answer.result.rows == ((100,),)
    assert "2 of 3 independent drafts gave this result." in answer.assumptions
    assert answer.receipt.usage.cost_usd == pytest.approx(0.03)


def test_a_rule_engine_that_is_sure_of_something_else_is_a_doubt(shop):
    assert last(shop, Model(COUNT, SUM, SUM), rule_engine=RuleEngine(SUM)).result.rows == ((100,),)
    unsure = Model(COUNT)
    assert last(shop, unsure, rule_engine=RuleEngine(SUM, confidence=0.5)).result.rows == ((4,),)
    assert unsure.drafts == 1


def test_disagreement_is_a_question_with_every_reading_and_its_number(shop):
    asked = last(shop, Model(COUNT, SUM, LARGEST, confidence=0.5))
    assert isinstance(asked, Clarification)
    assert [option.label for option in asked.options] == [
        "Reading COUNT(*): 4", "Reading SUM(amount): 100", "Reading MAX(amount): 50",
    ]  # fmt: skip
    assert asked.usage.cost_usd == pytest.approx(0.03)


def test_samples_that_fail_or_are_refused_have_no_vote(shop):
    failing = Model(COUNT, AnalystFailed("no"), "DELETE FROM sales", confidence=0.5)
    assert last(shop, failing).result.rows == ((4,),)
    split = last(shop, Model(COUNT, SUM, AnalystFailed("no"), confidence=0.5))
    assert isinstance(split, Clarification)


@pytest.mark.parametrize(
    ("names", "rows", "words"),
    [
        (["a", "b"], [["x", None], ["y", None]], "b is empty"),
        (["a", "share_pct"], [["x", 50.0], ["y", 30.0], ["z", 15.0]], "add up to 95.0 %"),
        (["a", "share_pct"], [["x", 50.0], ["y", 30.0], ["z", 20.0]], None),
        (["a", "b"], [["x", None]], None),
        (["a"], [], None),
    ],
)
def test_what_looks_wrong_about_a_result_is_said(names, rows, words):
    found = find_suspicions(make_result(names, rows))
    assert (words is None and found == ()) or any(words in line for line in found)
