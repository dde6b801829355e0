"""Facts are right, say where they come from, and are not made of what is no measure."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_results import make_result

from datamind.insights import compute_facts
from datamind.insights import statistics as st_
from datamind.insights.facts import MOST_FACTS, study_result


def facts_of(names, rows, **more):
    return study_result(make_result(names, rows, **more)).facts


def test_a_ranking():
    facts = facts_of(["city", "orders"], [["Oslo", 50], ["Rome", 30], ["Bern", 15], ["Kyiv", 5]])
    values = {key: fact.value for key, fact in facts.items()}
    assert values["total"] == 100
    assert values["mean"] == 25
    assert values["median"] == 22.5
    assert values["share1"] == 0.5
    assert values["share3"] == 0.95
    assert (facts["max"].text, facts["max"].label) == ("50", "highest orders, Oslo")
    assert all(fact.origin for fact in facts.values())
    assert [fact.id for fact in facts.values()] == [f"f{place}" for place in range(1, len(facts) + 1)]


def test_a_course_over_time():
    facts = facts_of(["month", "revenue"], [[f"2025-{month:02d}", 100.0 * 1.1**month] for month in range(1, 13)])
    assert facts["change"].value == pytest.approx(1.1**11 - 1)
    assert facts["growth"].value == pytest.approx(0.1)
    assert facts["growth"].text == "+10 %"
    assert facts["trend"].value == 1
    assert facts["step"].text == "+10 %"


def test_rows_out_of_order_are_put_in_order_first():
    facts = facts_of(["month", "revenue"], [["2025-03", 30.0], ["2025-01", 10.0], ["2025-02", 20.0]])
    assert (facts["first"].value, facts["last"].value) == (10.0, 30.0)


def test_the_period_that_still_runs_is_no_low_and_no_last():
    facts = facts_of(["month", "revenue"], [["2026-01", 90.0], ["2026-02", 100.0], ["2026-03", 20.0]])
    assert (facts["last"].value, facts["min"].value) == (100.0, 90.0)
    assert facts["total"].value == 210.0


def test_what_is_no_measure_has_no_facts():
    for names, rows in (
        (["customer_id", "name"], [[1, "a"], [2, "b"]]),
        (["year", "name"], [[2021, "a"], [2022, "b"]]),
        (["zip"], [[10115], [80331]]),
    ):
        assert list(facts_of(names, rows)) == ["count"]


@pytest.mark.parametrize("name", ["avg_price", "return_rate", "share", "rating", "MAX(total)"])
def test_averages_rates_and_maxima_have_no_total(name):
    facts = facts_of(["city", name], [["a", 0.5], ["b", 0.7], ["c", 0.9], ["d", 0.1]])
    assert not {"total", "share1", "share3", "concentration"} & set(facts)


def test_shares_are_not_taken_of_negative_numbers():
    assert "share1" not in facts_of(["city", "profit"], [["a", 5], ["b", -4], ["c", 3]])


def test_nulls_are_counted_and_not_taken_for_zero():
    facts = facts_of(["city", "revenue"], [["a", 10.0], ["b", None], ["c", 20.0]])
    assert facts["nulls"].value == 1
    assert facts["mean"].value == 15


def test_single_cases_of_one_name_are_not_added_up():
    rows = [[name, value] for name in ("fast", "slow") for value in range(10)]
    assert "share1" not in facts_of(["carrier", "days"], rows)


def test_a_correlation_carries_its_n():
    random.seed(1)
    rows = [[x, 2 * x + random.random()] for x in range(30)]
    facts = facts_of(["weight", "height"], rows)
    assert facts["correlation"].value > 0.99
    assert facts["pairs"].value == 30
    assert not facts["correlation"].label.startswith("no clear")


def test_an_outlier_is_named():
    rows = [[f"s{place}", 10.0 + place % 3] for place in range(12)] + [["odd one", 90.0]]
    facts = facts_of(["sensor", "reading"], rows)
    assert "odd one" in facts["outlier"].label


def test_a_weekly_season_is_found_and_noise_is_not():
    start = date(2025, 1, 6)
    random.seed(5)
    weekly = [[start + timedelta(i), 100 + (50 if i % 7 == 5 else 0) + random.random() * 5] for i in range(70)]
    noise = [[start + timedelta(i), 100 + random.random() * 50] for i in range(70)]
    assert facts_of(["day", "visits"], weekly)["season"].text == "Saturdays"
    assert "season" not in facts_of(["day", "visits"], noise)


def test_at_most_25_facts_whatever_the_width():
    names = ["month", *(f"m{place}" for place in range(30))]
    rows = [[f"2025-{month:02d}", *(random.random() for _ in range(30))] for month in range(1, 13)]
    assert len(compute_facts(make_result(names, rows))) <= MOST_FACTS


@given(
    st.lists(
        st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.integers(-(10**400), 10**400)),
        max_size=40,
    )
)
def test_no_number_breaks_it_and_none_that_is_not_finite_is_told(values):
    facts = compute_facts(make_result(["name", "value"], [[str(place), value] for place, value in enumerate(values)]))
    for fact in facts:
        if isinstance(fact.value, float):
            assert math.isfinite(fact.value)
        assert "nan" not in fact.text
        assert "inf" not in fact.text


@pytest.mark.parametrize("rows", [[], [[None]], [[0]], [[5.0]], [[True]], [["x"]]])
def test_small_results(rows):
    assert compute_facts(make_result(["a"], rows))[0].value == len(rows)


def test_mann_kendall_agrees_with_a_published_example():
    # Gilbert, "Statistical Methods for Environmental Pollution Monitoring" (1987), section 16.4: S for 10, 15, 14, 20 is 4.
    assert st_.test_trend([10, 15, 14, 20]) == (0, 1.0)
    assert st_.test_trend([1, 2, 3, 4, 5, 6, 7, 8])[0] == 1
    assert st_.test_trend([8, 7, 6, 5, 4, 3, 2, 1])[0] == -1
    assert st_.test_trend([1, 1, 1, 1, 1, 1, 1, 1])[0] == 0


def test_the_modified_z_score_agrees_with_its_definition():
    values = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]
    assert st_.find_outliers(values) == [8, 9]


def test_pearson_of_known_sets():
    assert st_.correlate([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]) == pytest.approx(1)
    assert st_.correlate([1, 2, 3, 4, 5], [10, 8, 6, 4, 2]) == pytest.approx(-1)
    assert st_.correlate([1, 2, 3, 4, 5], [3, 3, 3, 3, 3]) is None


def test_how_few_make_up_the_share():
    assert st_.count_for_share([80, 10, 5, 5]) == 1
    assert st_.count_for_share([25, 25, 25, 25]) == 4


def test_timestamps_with_a_zone_are_compared_in_one():
    rows = [[datetime(2025, 1, day, tzinfo=UTC), day] for day in (1, 2, 3)]
    assert facts_of(["day", "n"], rows)["last"].value == 3
