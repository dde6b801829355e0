"""The spine from the question to the answer, over a real file, with analysts that say just what a test needs."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from datamind.ask import ask, check_text
from datamind.connectors import open_file
from datamind.errors import AnalystFailed, InvalidInput, QueryRefused
from datamind.types import (
    Answer,
    Limits,
    Question,
    Refusal,
    Rejection,
    RowPolicy,
    SchemaContext,
    SqlDraft,
    Usage,
    ValidatedQuery,
)

QUESTION = Question("revenue by shop", date(2026, 11, 23))
ALL = "SELECT name, sum(amount) AS revenue FROM sales GROUP BY name ORDER BY 2 DESC"


class Saying:
    """An analyst that says what it was given, one after the other."""

    name = "saying"

    def __init__(self, *said, words=None):
        self.said, self.rejections, self._words = list(said), [], words

    def draft(self, context, rejections=(), cancellation=None):
        self.rejections.append(rejections)
        said = self.said.pop(0)
        return SqlDraft(said, "as asked", self.name, usage=Usage(calls=1)) if isinstance(said, str) else said

    def words(self, question, facts, cancellation=None):
        if isinstance(self._words, Exception):
            raise self._words
        return self._words and (self._words, Usage(calls=1))


@pytest.fixture
def shop(tmp_path):
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sales (name TEXT, amount INTEGER)")
        database.executemany("INSERT INTO sales VALUES (?, ?)", [("A", 50), ("B", 30), ("C", 15), ("D", 5)])
    connector = open_file(path)
    yield connector, connector.profile(connector.catalog())
    connector.close()


def answer(shop, analyst, limits=Limits()):  # noqa: B008 (frozen)
    connector, catalog = shop
    return list(ask(QUESTION, catalog, connector, analyst, limits))


def test_the_stages_are_the_values_in_their_order(shop):
    stages = answer(shop, Saying(ALL))
    assert [type(stage).__name__ for stage in stages] == [
        *("SchemaContext", "SqlDraft", "ValidatedQuery", "ResultSet", "Insight", "ChartSpec", "Answer"),
    ]
    assert stages[-1].result.rows == (("A", 50), ("B", 30), ("C", 15), ("D", 5))
    assert stages[-1].receipt.sql == next(stage for stage in stages if isinstance(stage, ValidatedQuery)).sql
    assert stages[-1].receipt.tables == ("sales",)


def test_a_refused_draft_is_repaired_with_the_reason(shop):
    analyst = Saying("DELETE FROM sales", ALL)
    stages = answer(shop, analyst)
    rejection = next(stage for stage in stages if isinstance(stage, Rejection))
    assert analyst.rejections == [(), (rejection,)]
    assert "DELETE" in rejection.reason
    assert stages[-1].receipt.repairs == 1
    assert stages[-1].receipt.usage.calls == 2


def test_a_query_that_the_database_refuses_is_repaired_too(shop):
    stages = answer(shop, Saying("SELECT json_extract(name, '$.x') FROM sales", ALL))
    assert any(isinstance(stage, Rejection) for stage in stages)
    assert isinstance(stages[-1], Answer)


def test_repairs_end(shop):
    with pytest.raises(QueryRefused):
        answer(shop, Saying("DELETE FROM sales", "DROP TABLE sales"), Limits(repairs=1))


def test_a_repair_that_changes_nothing_is_not_tried(shop):
    analyst = Saying("DELETE FROM sales", "DELETE FROM sales", ALL)
    with pytest.raises(QueryRefused):
        answer(shop, analyst, Limits(repairs=5))
    assert analyst.said == [ALL]


def test_a_refusal_is_the_end(shop):
    stages = answer(shop, Saying(Refusal("There are no shops here.", "saying")))
    assert [type(stage) for stage in stages] == [SchemaContext, Refusal]


def test_words_fall_back_to_the_templates(shop):
    plain = answer(shop, Saying(ALL))[-1].insight
    assert answer(shop, Saying(ALL, words=AnalystFailed("nothing came")))[-1].insight == plain
    assert answer(shop, Saying(ALL, words=("It doubled to 999.",)))[-1].insight == plain


def test_the_whole_may_be_called_a_total(shop):
    insight = answer(shop, Saying(ALL))[-1].insight
    assert "50 % of the total" in insight.headline


@pytest.mark.parametrize("part", ["LIMIT 3", None])
def test_what_is_shown_in_part_is_never_called_a_total(shop, part):
    sql = f"{ALL} {part}" if part else ALL.replace("ORDER", "HAVING sum(amount) > 10 ORDER")
    insight = answer(shop, Saying(sql))[-1].insight
    words = " ".join((insight.headline, *insight.sentences))
    assert "total" not in words.lower()
    assert "The 3 shown add up to 95" in words
    assert not any("share" in fact.label for fact in insight.facts)


def test_a_cut_result_is_not_a_total_either(shop):
    insight = answer(shop, Saying(ALL), replace(Limits(), rows=3))[-1].insight
    assert "total" not in " ".join((insight.headline, *insight.sentences)).lower()


@pytest.mark.parametrize("text", ["", "  \n", "x" * 10_000])
def test_a_question_nobody_could_answer(text):
    with pytest.raises(InvalidInput):
        check_text(text)


@pytest.fixture
def orders(tmp_path):
    """Two orders: one of three lines, one of one."""
    path = tmp_path / "orders.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, fee INTEGER)")
        database.execute("CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id))")
        database.executemany("INSERT INTO orders VALUES (?, ?)", [(1, 10), (2, 5)])
        database.executemany("INSERT INTO lines VALUES (?, ?)", [(1, 1), (2, 1), (3, 1), (4, 2)])
    connector = open_file(path)
    yield connector, connector.profile(connector.catalog())
    connector.close()


def test_what_an_analyst_counted_twice_is_counted_once(orders):
    last = answer(orders, Saying("SELECT sum(o.fee) AS fees FROM orders o JOIN lines l ON l.order_id = o.id"))[-1]
    assert last.result.rows == ((15,),)
    assert last.warnings == ()
    assert (
        "Counted once: Each row of orders appears once per row of lines, 2.0 times on average" in last.assumptions[-1]
    )
    assert last.receipt.repairs == 0


def test_a_double_count_that_cannot_be_undone_is_told(orders):
    sql = "SELECT sum(o.fee) AS fees, max(l.id) AS last FROM orders o JOIN lines l ON l.order_id = o.id"
    last = answer(orders, Saying(sql))[-1]
    assert last.result.rows == ((35, 4),)
    assert "2.0 times on average" in last.warnings[0]


def test_rules_narrow_what_is_linked_and_what_is_read(shop):
    """What a rule hides reaches neither the analyst nor the answer."""
    connector, catalog = shop
    rules = (RowPolicy("own", "sales", "name IN ('A', 'B')"),)
    stages = list(ask(QUESTION, catalog, connector, Saying(ALL), Limits(), rules))
    assert stages[-1].result.rows == (("A", 50), ("B", 30))
    assert stages[-1].receipt.policies == ("own",)
    assert stages[0].catalog.tables[0].columns[0].profile is None
