"""Words: good English for every shape of result, and no number or direction that was not computed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from small_results import make_result

from datamind.insights import compute_facts, write_insight
from datamind.types import ColumnType, ResultColumn

SALES = [["Oslo", 50], ["Rome", 30], ["Bern", 15], ["Kyiv", 5]]


def headline(question, names, rows, **more):
    result = make_result(names, rows, **more)
    return write_insight(question, result, compute_facts(result)).headline


def words(question, names, rows, sentences=(), **more):
    result = make_result(names, rows, **more)
    insight = write_insight(question, result, compute_facts(result), "", sentences)
    return " ".join([insight.headline + ".", *insight.sentences])


@pytest.mark.parametrize(
    ("question", "names", "rows", "text"),
    [
        ("How many orders are there?", ["COUNT(*)"], [[59]], "There are 59 orders"),
        ("How many orders?", ["n"], [[59]], "There are 59 orders"),
        ("How many customers have never ordered?", ["n"], [[38]], "38 customers have never ordered"),
        ("How many orders were placed in May?", ["n"], [[1240113]], "1.24 M orders were placed in May"),
        ("How many stores do we have in Oslo?", ["n"], [[6]], "There are 6 stores in Oslo"),
        ("How many orders are there?", ["n"], [[0]], "There are 0 orders"),
        ("How many ships did not return?", ["n"], [[3]], "3 ships did not return"),
        ("How many likes does Kyle have?", ["n"], [[3]], "Number of likes: 3"),
        ("How many districts receive money?", ["COUNT(*)"], [[313]], "313 districts receive money"),
        ("Total sales per country", ["country", "s"], SALES, "Oslo has the highest sales: 50, 50 % of the total"),
        (
            "Heaviest by kind",
            ["kind", "MAX(weight)"],
            [["cat", 5], ["dog", 9]],
            "Dog has the highest maximum weight: 9",
        ),
        ("Lakes by state", ["state", "lakes"], [[None, 5], ["Ohio", 1]], "(no state) has the most lakes: 5"),
        ("What is the average invoice total?", ["AVG(total)"], [[5.6519]], "The average invoice total is 5.65"),
        ("What was our revenue in 2024?", ["revenue_eur"], [[1240113.4]], "Our revenue in 2024 was € 1.24 M"),
        ("revenue", ["revenue"], [[12.5]], "Revenue: 12.50"),
        ("Which artist has the most albums?", ["name"], [["Iron Maiden"]], "Iron Maiden has the most albums"),
        ("Best seller?", ["name"], [["Espresso"]], "The answer is Espresso"),
        ("Orders by city", ["city", "orders"], SALES, "Oslo has the most orders: 50, 50 % of the total"),
        ("How many tracks per genre?", ["genre", "COUNT(*)"], SALES, "Oslo has the most tracks: 50, 50 % of the total"),
        ("Which city sells least?", ["city", "sales"], SALES, "Kyiv has the lowest sales: 5"),
        (
            "Rating by city",
            ["city", "rating"],
            [["a", 4.5], ["b", 4.5], ["c", 1.0]],
            "a and b share the highest rating: 4.5",
        ),
        ("Rating by city", ["city", "rating"], [["a", 4.5], ["b", 4.5]], "All 2 have the same rating: 4.5"),
        ("Albums", ["title"], [["A"], ["B"]], "2 rows match: A and B"),
        ("Albums", ["title"], [["A"], ["B"], ["C"], ["D"]], "4 rows match: A, B, C and 1 more"),
        ("Anything", ["a"], [], "No rows match: the query ran, and nothing in the data fits it"),
        ("Average", ["AVG(x)"], [[None]], "The one row found holds null"),
    ],
)
def test_headlines(question, names, rows, text):
    assert headline(question, names, rows) == text


def test_a_peak_is_named_with_its_month():
    rows = [[f"2025-{month:02d}", 1e6 + (240_113 if month == 11 else month * 10)] for month in range(1, 13)]
    assert headline("revenue by month", ["month", "revenue"], rows) == "Revenue peaked in November 2025 at 1.24 M"


def test_a_steady_course_is_told_from_end_to_end():
    rows = [[year, 100.0 + 10 * (year - 2015)] for year in range(2015, 2025)]
    assert (
        headline("revenue by year", ["year", "revenue"], rows) == "Revenue rose from 100 in 2015 to 190 in 2024 (+90 %)"
    )
    falling = [[year, value] for (year, _), (_, value) in zip(rows, reversed(rows), strict=True)]
    assert headline("revenue by year", ["year", "revenue"], falling).startswith("Revenue fell from 190 in 2015")


def test_the_period_that_still_runs_is_told():
    told = words("orders by month", ["month", "orders"], [["2026-01", 90], ["2026-02", 99], ["2026-03", 20]])
    assert "March 2026 is still running and is left out" in told
    assert "20" not in re.sub(r"\b20\d\d\b", "", told)


def test_cut_results_say_so():
    told = words("orders by city", ["city", "orders"], SALES, truncated=True)
    assert "Only the first 4 rows were read" in told


def test_missing_numbers_are_told():
    assert "1 row has no revenue" in words(
        "revenue by city", ["city", "revenue"], [["a", 1.5], ["b", None], ["c", 2.5]]
    )
    nothing = make_result(["city", "AVG(revenue)"], [["a", None], ["b", None]])
    columns = (nothing.columns[0], ResultColumn("AVG(revenue)", ColumnType.NUMBER))
    empty = replace(nothing, columns=columns)
    assert "all 2 rows hold null" in write_insight("revenue", empty, compute_facts(empty)).headline


def test_one_number_is_shown_large_and_a_row_of_several_is_not():
    for names, rows, large in (
        (["n"], [[59]], "59"),
        (["city", "n"], [["Oslo", 59]], None),
        (["a", "b"], [[1, 2]], None),
    ):
        result = make_result(names, rows)
        number = write_insight("?", result, compute_facts(result)).number
        assert (number.text if number else None) == large


def test_no_correlation_is_made_of_noise():
    rows = [[place, (place * 7919) % 13] for place in range(26)]
    told = words("relationship between weight and height", ["weight", "height"], rows)
    assert "no clear relationship" in told


# ── sentences of a model ─────────────────────────────────────────────────────────────────────────────────────────────────

MONTHS = [["2025-01", 100.0], ["2025-02", 80.0], ["2025-03", 60.0], ["2025-04", 50.0]]


def told(sentence, rows=MONTHS, names=("month", "revenue")):
    """What is left of a model's sentence; None when the templates spoke instead."""
    result = make_result(names, rows)
    facts = compute_facts(result)
    ids = {fact.label: fact.id for fact in facts}
    for label, name in ids.items():
        sentence = sentence.replace(f"<{label}>", f"{{{name}}}")
    insight = write_insight("revenue by month", result, facts, "", (sentence,))
    plain = write_insight("revenue by month", result, facts)
    return None if insight.headline == plain.headline and insight.sentences == plain.sentences else insight.headline


def test_references_are_filled_with_the_facts_own_text():
    assert (
        told("Revenue fell by <relative change from January 2025 to April 2025> over the span")
        == "Revenue fell by -50 % over the span"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Revenue fell by 50 % over the span",
        "Revenue halved, twice in fact",
        "Revenue was two million in all",
        "Revenue fell by {f99}",
        "Revenue fell by {f1",
        "Revenue rose by <relative change from January 2025 to April 2025>",
        "Revenue grew steadily",
        "Revenue fell because of the weather, <relative change from January 2025 to April 2025>",
        "The fall of <relative change from January 2025 to April 2025> was driven by prices",
        "Revenue fell, see https://evil.example/?q={f1}",
        "Revenue fell ![x](http://evil.example) {f1}",
        "<script>alert()</script> {f1}",
        "",
        "   ",
    ],
)
def test_sentences_that_may_not_stand(sentence):
    assert told(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "In January 2025 revenue was highest, at <highest revenue, January 2025>",
        "Revenue declined throughout",
        "The total of the last quarter was <total revenue>",
    ],
)
def test_sentences_that_may_stand(sentence):
    assert told(sentence) is not None


def test_one_bad_sentence_does_not_take_the_good_one_with_it():
    result = make_result(["month", "revenue"], MONTHS)
    facts = compute_facts(result)
    insight = write_insight("revenue", result, facts, "", ("Revenue was 7 %.", "All in all {f2} came in."))
    assert insight.headline == f"All in all {facts[1].text} came in"
