"""Every kind of condition by cases reckoned by hand, and one contract that all of them keep."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datamind.conditions import KINDS, PAIR, Observed, Point, back_test, judge, read_condition, write_condition
from datamind.conditions.change import BEFORE, WEEK, YEAR, find_base
from datamind.conditions.words import read_wish
from datamind.errors import InvalidInput

MONDAY = datetime(2024, 1, 1)
GIVEN = {
    "threshold": {"limit": 50},
    "change": {},
    "anomaly": {},
    "lateness": {},
    "row_count": {},
    "new_value": {},
    "pace": {"target": 3100},
    PAIR: {"first": {"kind": "threshold", "values": {"limit": 50}}, "second": {"kind": "change", "values": {}}},
}


def days(*values, now=None, grain="day", **rest):
    points = tuple(Point(MONDAY + timedelta(place), value) for place, value in enumerate(values))
    return Observed(points, now or MONDAY + timedelta(len(values)), grain, **rest)


def states(kind, values, observed):
    return [verdict.state for verdict in back_test(kind, read_condition(kind, values), observed)]


# ── one contract for all ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", GIVEN)
@pytest.mark.parametrize(
    "observed",
    [
        days(),
        days(7.0),
        days(None),
        days(*[5.0] * 40),
        days(*[None] * 10),
        days(1.0, None, 3.0, None),
        days(10.0, 20.0, grain=None),
        days(1e300, -1e300, 0.0),
        days(*range(40), truncated=True),
        days(1.0, 2.0, labels=((None, "a"), (None, "b"))),
    ],
    ids=["nothing", "one", "null", "constant", "nulls", "gaps", "moments", "huge", "cut", "labels"],
)
def test_there_is_always_a_sentence(kind, observed):
    verdicts = back_test(kind, read_condition(kind, GIVEN[kind]), observed)
    assert verdicts
    for verdict in verdicts:
        assert verdict.state in ("fires", "quiet", "unjudged")
        assert verdict.sentence.endswith(".")
        assert (verdict.state == "unjudged") == verdict.sentence.startswith("could not be judged") or kind == PAIR


@pytest.mark.parametrize("kind", GIVEN)
def test_a_cut_result_is_never_judged(kind):
    assert states(kind, GIVEN[kind], days(*range(40), truncated=True)) == ["unjudged"]


@pytest.mark.parametrize("kind", GIVEN)
def test_it_reads_itself_back(kind):
    told = write_condition(kind, read_condition(kind, GIVEN[kind]), "daily orders")
    assert "daily orders" in told


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_are_what_is_read(kind):
    assert set(read_condition(kind, GIVEN[kind])) == {field.name for field in KINDS[kind].fields}
    with pytest.raises(InvalidInput):
        read_condition(kind, {**GIVEN[kind], "other": 1})


def test_what_is_no_condition_is_refused():
    for kind, values in (
        ("weather", {}),
        ("threshold", {}),
        ("threshold", {"limit": "many"}),
        ("threshold", {"limit": math.nan}),
        ("change", {"percent": -5}),
        (PAIR, {"first": {"kind": "threshold", "values": {"limit": 1}}}),
        (PAIR, {"first": {"kind": "row_count"}, "second": {"kind": "change"}}),
    ):
        with pytest.raises(InvalidInput):
            read_condition(kind, values)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["change", "anomaly"]),
    st.lists(st.integers(1, 10_000), min_size=1, max_size=60),
    st.sampled_from([0.001, 2.0, 1e6]),
)
def test_another_unit_changes_no_decision(kind, values, factor):
    floats = [value + 0.5 for value in values]
    assert states(kind, {}, days(*floats)) == states(kind, {}, days(*[value * factor for value in floats]))


# ── kinds ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "series", "expected"),
    [
        ({"limit": 10}, [9, 10, 11], "qqf"),
        ({"limit": 10, "side": "below"}, [9, 10, 11], "fqq"),
        ({"limit": 10, "times": 3}, [11, 12, 9, 11, 12, 13, 14, 9], "qqqqqffq"),
        ({"limit": 10, "times": 2}, [11, None, 12, 9], "qufq"),
        ({"limit": 10, "recovery": 5}, [11, 8, 6, 5, 8], "fffqq"),
        ({"limit": 10, "recovery": 20, "side": "below"}, [9, 15, 20, 15], "ffqq"),
    ],
)
def test_thresholds(values, series, expected):
    assert "".join(state[0] for state in states("threshold", values, days(*series))) == expected


@pytest.mark.parametrize(
    ("values", "series", "expected"),
    [
        ({"percent": 20}, [100, 80, 65, 64], "ufqq"),
        ({"percent": 20, "direction": "rises"}, [100, 120, 100], "ufq"),
        ({"percent": 20, "direction": "changes"}, [100, 120, 96, 95], "uffq"),
        ({"percent": 20}, [0, 0, 5, None, 5], "uquuu"),
        ({"percent": 20, "against": WEEK}, [10, 10, 10, 10, 10, 10, 10, 8, 9], "uuuuuuufq"),
    ],
)
def test_changes(values, series, expected):
    assert "".join(state[0] for state in states("change", values, days(*series))) == expected


def test_from_a_negative_value_a_fall_is_still_a_fall():
    assert states("change", {"percent": 20}, days(-100, -130, -90)) == ["unjudged", "fires", "quiet"]


@pytest.mark.parametrize(
    ("moment", "grain", "against", "base"),
    [
        (datetime(2024, 3, 1), "month", BEFORE, datetime(2024, 2, 1)),
        (datetime(2024, 1, 1), "quarter", BEFORE, datetime(2023, 10, 1)),
        (datetime(2024, 2, 29), "day", YEAR, datetime(2023, 2, 28)),
        (datetime(2024, 1, 8), "week", YEAR, datetime(2023, 1, 9)),
        (datetime(2024, 1, 8), "month", WEEK, None),
        (datetime(2024, 1, 8, 5), "hour", WEEK, datetime(2024, 1, 1, 5)),
    ],
)
def test_what_a_change_is_compared_with(moment, grain, against, base):
    assert find_base(moment, grain, against) == base


def test_a_gap_is_said_and_not_jumped_over():
    points = (Point(MONDAY, 100.0), Point(MONDAY + timedelta(2), 10.0))
    verdict = judge("change", read_condition("change", {}), Observed(points, MONDAY + timedelta(3), "day"))
    assert verdict.state == "unjudged"
    assert "2 Jan 2024" in verdict.sentence


def test_the_running_period_waits_until_it_is_over():
    observed = days(100, 100, 3, now=MONDAY + timedelta(days=2, hours=9))
    assert states("change", {}, observed) == ["unjudged", "quiet"]
    assert states("threshold", {"limit": 50, "side": "below"}, observed) == ["quiet", "quiet"]


def test_an_anomaly_says_what_is_usual():
    series = [460.0 + (place * 37) % 50 for place in range(60)]
    series[-1] = 138
    verdict = judge("anomaly", read_condition("anomaly", {}), days(*series))
    assert verdict.state == "fires"
    assert verdict.sentence.startswith("Thursdays in February are usually 395–583")
    assert verdict.sentence.endswith(": 138.")
    assert states("anomaly", {"direction": "high"}, days(*series))[-1] == "quiet"
    few = judge("anomaly", read_condition("anomaly", {}), days(5.0, 6.0))
    assert (few.state, "too few" in few.sentence) == ("unjudged", True)


def test_late_data():
    on_time = days(1, 1, 1, now=MONDAY + timedelta(days=4))
    assert states("lateness", {"amount": 2}, on_time)[-1] == "quiet"
    late = days(1, 1, 1, now=MONDAY + timedelta(days=5, hours=1))
    assert states("lateness", {"amount": 2}, late) == ["quiet", "quiet", "fires"]
    assert states("lateness", {"amount": 2}, days(1, 1, None, None, None)) == ["quiet", "fires"]
    assert states("lateness", {}, days()) == ["unjudged"]


def test_rows_that_should_not_be_there():
    assert states("row_count", {}, days(0, 2, 0, grain=None)) == ["quiet", "fires", "quiet"]
    assert states("row_count", {"side": "fewer than", "limit": 5}, days(4, 5, grain=None)) == ["fires", "quiet"]


def test_new_values():
    seen = frozenset({"de", "fr"})
    labels = ((None, "de"), (None, "nl"), (None, "be"))
    verdict = judge("new_value", read_condition("new_value", {}), days(labels=labels, known=seen))
    assert (verdict.state, "new: be, nl" in verdict.sentence, verdict.value) == ("fires", True, 2)
    assert states("new_value", {"but": "nl, be"}, days(labels=labels, known=seen)) == ["quiet"]
    assert states("new_value", {}, days(labels=labels)) == ["unjudged"]
    dated = tuple((MONDAY + timedelta(place), text) for place, text in enumerate(["a", "b", "a", "c"]))
    assert states("new_value", {}, days(labels=dated)) == ["unjudged", "fires", "quiet", "fires"]


def test_the_pace_of_a_month():
    """January has 31 days; 3,100 a month is 100 a day."""
    values = {"target": 3100, "slack": 10}
    assert states("pace", values, days(100, 80, 60, 200)) == ["quiet", "quiet", "fires", "quiet"]
    verdict = judge("pace", read_condition("pace", values), days(100, 50))
    assert (verdict.value, verdict.expected, verdict.low) == (150, 200, 180)
    assert states("pace", values, days(100, None, 100)) == ["quiet", "unjudged", "unjudged"]
    assert states("pace", values, days(1, 2, grain="month")) == ["unjudged"]


def test_two_together():
    low = {"kind": "threshold", "values": {"side": "below", "limit": 50}}
    fall = {"kind": "change", "values": {"percent": 20}}
    series = days(60, 40, 39, 100, 70)
    both = {"join": "both", "first": low, "second": fall}
    assert states(PAIR, both, series) == ["quiet", "fires", "quiet", "quiet", "quiet"]
    either = {"join": "either", "first": low, "second": fall}
    assert states(PAIR, either, series) == ["unjudged", "fires", "fires", "quiet", "fires"]


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "question", "kind", "values"),
    [
        (
            "tell me when daily orders fall by 20 % against last week",
            "daily orders", "change", {"direction": "falls", "percent": 20.0, "against": WEEK},
        ),
        (
            "Alert me if monthly revenue rises by more than 5 percent compared to last year.",
            "monthly revenue", "change", {"direction": "rises", "percent": 5.0, "against": YEAR},
        ),
        ("daily orders drop 10%", "daily orders", "change", {"direction": "falls", "percent": 10.0, "against": BEFORE}),
        (
            "let me know when the daily orders are below 20 three times in a row",
            "daily orders", "threshold", {"side": "below", "limit": 20.0, "times": 3},
        ),
        ("if revenue by week exceeds 1.5 million", "revenue by week", "threshold", {"side": "above", "limit": 1.5e6, "times": 1}),
        ("warn me when daily orders are unusually low", "daily orders", "anomaly", {"direction": "low"}),
        ("tell us when there are no new orders for 2 days", "orders by day", "lateness", {"amount": 2.0, "unit": "days"}),
        ("tell me when a new country appears", "which country are there", "new_value", {}),
        ("when revenue is behind the pace for 50,000 a month", "revenue by day", "pace", {"target": 50_000.0, "period": "month"}),
        ("tell me if there are orders without a customer", "orders without a customer", "row_count", {"side": "more than", "limit": 0}),
    ],
)  # fmt: skip
def test_wishes(text, question, kind, values):
    wish = read_wish(text)
    assert (wish.question, wish.kind, wish.values) == (question, kind, values)
    read_condition(wish.kind, wish.values)


@pytest.mark.parametrize("text", ["", "tell me a joke", "when orders fall by 5 % against the moon", "if " * 200])
def test_what_is_not_understood_is_said(text):
    with pytest.raises(InvalidInput) as caught:
        read_wish(text)
    assert "say" in str(caught.value).lower()
