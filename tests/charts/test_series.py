"""Thinning keeps extremes; bins and quartiles are counted right."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from datamind.charts.box import summarise
from datamind.charts.histogram import count_bins
from datamind.charts.series import thin

FLOATS = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(FLOATS, min_size=1, max_size=400), st.integers(4, 60))
def test_thinning_keeps_ends_and_extremes(values, most):
    kept = thin(values, most)
    assert kept == sorted(set(kept))
    assert kept[0] == 0
    assert kept[-1] == len(values) - 1
    assert max(values[place] for place in kept) == max(values)
    assert min(values[place] for place in kept) == min(values)
    assert len(kept) <= max(most, 4)


def test_thinning_survives_gaps():
    values = [math.nan if place % 3 else float(place) for place in range(1_000)]
    assert 0 in thin(values, 50)
    assert 999 in thin(values, 50)


@given(st.lists(FLOATS, min_size=1, max_size=300))
def test_every_value_is_in_exactly_one_bin(values):
    start, step, counts = count_bins(values)
    assert sum(counts) == len(values)
    assert step > 0
    assert start <= min(values) + step * 1e-9  # a float so small that it vanishes beside the step
    assert start + step * len(counts) >= max(values) - abs(max(values)) * 1e-9
    assert len(counts) <= 60


@given(st.lists(FLOATS, min_size=1, max_size=200))
def test_quartiles_stand_in_order(values):
    low, first, middle, third, high, _ = summarise(values)
    assert first <= middle <= third
    assert min(values) <= low <= high <= max(values)


def test_quartiles_of_a_known_set():
    assert summarise([1, 2, 3, 4, 5])[1:4] == (2, 3, 4)
    assert summarise([1, 2, 3, 4, 100])[5] == [100]
