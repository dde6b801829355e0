"""The detector against series of which we know what is out of line."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datamind.conditions.detection import SENSITIVITIES, find_anomalies
from datamind.conditions.detection.window import Window

MONDAY = datetime(2024, 1, 1)
DAY, HOUR, MINUTES = timedelta(days=1), timedelta(hours=1), timedelta(minutes=5)
WEEK = (1.0, 1.05, 1.1, 1.0, 1.2, 0.6, 0.5)


def rows(values, step=DAY):
    return [(MONDAY + place * step, value) for place, value in enumerate(values)]


def found(values, step=DAY, sensitivity="normal"):
    return [place for place, one in enumerate(find_anomalies(rows(values, step), sensitivity)) if one.is_anomaly]


def shop_days(count=200, noise=0.05, seed=1):
    dice = random.Random(seed)
    return [1000 * WEEK[day % 7] * (1 + dice.gauss(0, noise)) for day in range(count)]


def test_a_dip_a_spike_and_an_outage_stand_out_of_a_week():
    values = shop_days()
    values[100] *= 0.5
    values[130] *= 1.6
    values[160] = 0
    assert found(values) == [100, 130, 160]


def test_a_sunday_is_no_dip_but_a_monday_like_a_sunday_is():
    values = shop_days()
    values[140] = values[139]  # day 140 is a Monday
    assert found(values) == [140]


def test_the_band_is_what_was_to_be_expected():
    values = shop_days()
    values[140] = 400
    judgement = list(find_anomalies(rows(values)))[140]
    assert judgement.low < 1000 < judgement.high
    assert 900 < judgement.expected < 1100
    assert judgement.why == "value"


def test_a_new_level_alarms_at_once_and_then_is_the_level():
    values = shop_days(noise=0.03)
    values[120:] = [value * 1.5 for value in values[120:]]
    alarms = found(values)
    assert alarms[0] == 120
    assert max(alarms) <= 124


def test_each_value_is_judged_by_those_before_it_alone():
    values = shop_days(120)
    values[80] = 0
    whole = list(find_anomalies(rows(values)))
    for cut in (40, 81, 100):
        assert list(find_anomalies(rows(values[:cut]))) == whole[:cut]


@pytest.mark.parametrize("factor", [1e-6, 0.01, 3, 1e9])
def test_another_unit_changes_no_decision(factor):
    values = shop_days()
    values[90] *= 0.5
    assert found([value * factor for value in values]) == found(values) == [90]


@pytest.mark.parametrize("added", [-5000, 300, 100_000])
def test_another_zero_changes_no_decision_where_there_is_no_natural_one(added):
    """Machines' values; amounts have a zero of their own, and are compared by ratio."""
    dice = random.Random(2)
    values = [20 + math.sin(place / 40) * 5 + dice.gauss(0, 0.3) for place in range(1500)]
    values[1200:1210] = [60] * 10
    alarms = found([value + added for value in values], MINUTES)
    assert 1200 in alarms
    if added < 1000:
        assert alarms == found(values, MINUTES)


def test_values_that_may_be_negative_are_compared_by_difference():
    dice = random.Random(3)
    values = [WEEK[day % 7] * 20 - 15 + dice.gauss(0, 1) for day in range(200)]
    values[150] += 12
    assert found(values) == [150]


def test_constant_short_and_empty_series_are_quiet():
    assert found([5.0] * 300) == []
    assert found([0.0] * 300) == []
    assert found([5.0]) == found([]) == found([1.0, 100.0]) == []
    assert found([45.0] * 3000, MINUTES) == []


def test_what_is_missing_is_not_judged_and_does_no_harm():
    values = shop_days()
    values[120] = 0
    holes = [None if place % 17 == 3 or place == 60 else value for place, value in enumerate(values)]
    holes[61] = math.nan
    assert found(holes) == [120]
    without_days = [row for row in rows(values) if row[0].day not in (5, 6)]
    alarms = [row[0] for row, one in zip(without_days, find_anomalies(without_days), strict=True) if one.is_anomaly]
    assert alarms == [MONDAY + 120 * DAY]


def test_moments_out_of_order_or_twice_do_no_harm():
    series = rows(shop_days(100))
    series[50], series[51] = series[51], series[50]
    series[70] = series[69]
    assert len(list(find_anomalies(series))) == 100


def test_many_hears_more_than_few():
    values = shop_days(400, noise=0.15)
    for place in range(60, 400, 20):
        values[place] *= 0.45
    counts = [len(found(values, sensitivity=name)) for name in ("few", "normal", "many")]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


@pytest.mark.parametrize("noise", ["normal", "lognormal", "counts"])
def test_noise_alone_alarms_as_seldom_as_is_said(noise):
    alarms = judged = 0
    for seed in range(30):
        dice = random.Random(seed)
        draw = {
            "normal": lambda: 500 + dice.gauss(0, 50),  # noqa: B023
            "lognormal": lambda: 500 * math.exp(dice.gauss(0, 0.15)),  # noqa: B023
            "counts": lambda: float(sum(dice.random() < 0.2 for _ in range(200))),  # noqa: B023
        }[noise]
        values = [draw() for _ in range(300)]
        alarms += sum(place >= 60 for place in found(values))
        judged += 240
    assert 1000 * alarms / judged <= SENSITIVITIES["normal"].per_thousand


def test_a_machine_alarms_once_an_event():
    dice = random.Random(4)
    values = [50 + dice.gauss(0, 1) for _ in range(3000)]
    values[2000:2040] = [90 + dice.gauss(0, 1) for _ in range(40)]
    alarms = found(values, MINUTES)
    assert [place for place in alarms if 2000 <= place < 2072] == [2000]


def test_a_day_without_its_peak_is_missed_though_no_value_is_rare():
    dice = random.Random(5)
    values = [(80 if 108 <= place % 288 < 216 else 20) + dice.gauss(0, 0.2) for place in range(14 * 288)]
    values[11 * 288 : 12 * 288] = [20 + dice.gauss(0, 0.2) for _ in range(288)]
    reasons = {place: one.why for place, one in enumerate(find_anomalies(rows(values, MINUTES))) if one.is_anomaly}
    assert reasons.get(11 * 288 + 108) == "season"


def test_months_have_no_fixed_length():
    dice = random.Random(6)
    values = [100 * (1.5 if month % 12 == 11 else 1.0) * (1 + dice.gauss(0, 0.03)) for month in range(84)]
    values[75] *= 0.5
    series = [(datetime(2015 + place // 12, place % 12 + 1, 1), value) for place, value in enumerate(values)]
    alarms = [place for place, one in enumerate(find_anomalies(series)) if one.is_anomaly]
    assert 75 in alarms
    assert not {71, 83} & set(alarms)  # Decembers


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.floats(), st.integers(-(10**15), 10**15)), max_size=300),
    st.sampled_from([DAY, HOUR, MINUTES, timedelta(days=30), timedelta(0)]),
)
def test_whatever_comes_there_is_a_judgement_of_each(values, step):
    values = [value if value is None else float(value) for value in values]
    assert len(list(find_anomalies(rows(values, step)))) == len(values)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=60), st.integers(1, 20))
def test_a_window_holds_the_newest_in_order(values, size):
    window = Window(size)
    for value in values:
        window.add(value)
    kept = sorted(values[-size:])
    assert len(window) == len(kept)
    assert (window.nth_lowest(0), window.nth_highest(0)) == (kept[0], kept[-1])
    assert kept[0] <= window.median() <= kept[-1] or math.isinf(window.median())
