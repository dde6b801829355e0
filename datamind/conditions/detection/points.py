"""Values judged one by one against level and season: for series whose values are independent of each other otherwise.

In: slots (whole numbers that count the steps of time) and values. Out: a judgement of each. The level is the median of the
latest values with the season taken off; the spread is the median absolute deviation of what was left (Hampel 1974; Leys et
al. 2013), so that neither is moved by what they are to find. What is amounts, counts and rates is compared by ratio: a value
must stand out by difference and by logarithm, as noise may be even on either scale. Whole numbers are allowed the spread of
counts (Poisson). Three in a row on one side are a new level, from which it goes on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from datamind.conditions.detection.judgement import LEARNING, Judgement
from datamind.conditions.detection.seasons import Cycle, Season
from datamind.conditions.detection.window import Window

LEVEL_VALUES = 15
SPREAD_VALUES = 120
LEARNING_VALUES = 8
JUDGED_AFTER = 12
SHIFT_DEVIATIONS = 2.2
LEAST_SPREAD = 0.015
FEW = 4.0  # a spread known from few values is known badly
LONGEST_GAP = 60
MOST_MEASURED = 8
TAIL, TAIL_DEVIATIONS, TAIL_FROM = 0.9, 1.9, 40


class Points:
    """`cycles` may be there or not; `deviations` is how far a value must be off."""

    def __init__(self, cycles: Sequence[Cycle], deviations: float):
        self.cycles, self.deviations = tuple(cycles), deviations
        self._restart(is_ratio=True)

    def _restart(self, is_ratio: bool) -> None:
        self.is_ratio, self._is_counts = is_ratio, is_ratio
        self._values: list[float] = []  # without gaps, and with what was expected in place of what was out of line
        self._raw: list[float] = []
        self._seasons = [Season(cycle, is_ratio) for cycle in self.cycles]
        self._slot, self._level_start = 0, 0
        self._off, self._off_log = Window(SPREAD_VALUES), Window(SPREAD_VALUES)
        self._signs: list[float] = []
        self._deviations: list[float] = []

    def observe(self, slot: int, value: float) -> Judgement:
        if self._values and slot > self._slot + 1:
            self._bridge(slot)
        if self.is_ratio and not self._may_be_ratio(value):
            self._begin_anew(slot, value)
            return LEARNING
        self._slot = slot
        self._is_counts = self._is_counts and value == int(value)
        if len(self._values) < LEARNING_VALUES:
            self._take(value, value)
            return LEARNING
        return self._judge(value)

    @property
    def persistence(self) -> float:
        """How much neighbours hang together once level and season are off: -1 to 1, 0 for independent ones."""
        signs = self._signs[-400:]
        same = sum(a * b for a, b in pairwise(signs))
        return same / max(1, len(signs) - 1)

    def _judge(self, value: float) -> Judgement:
        expected = self._expect()
        off, off_log = self._distance(value, expected)
        judged = len(self._off) >= JUDGED_AFTER
        spread, spread_log = self._spreads(expected) if judged else (1.0, 1.0)
        deviation = min(abs(off) / spread, abs(off_log) / spread_log) if judged else 0.0
        is_anomaly = deviation > self.deviations
        self._off.add(abs(off))
        self._off_log.add(abs(off_log))
        self._signs.append(math.copysign(1.0, off) if off else 0.0)
        self._deviations[:] = [*self._deviations[-2:], math.copysign(deviation, off)]
        self._take(value, expected if is_anomaly else value)
        is_shift = self._notice_shift()
        if not judged:
            return LEARNING
        low, high = self._band(expected, spread, spread_log)
        why = "value" if is_anomaly else "shift" if is_shift else None
        return Judgement(why is not None, expected, low, high, why)

    def _expect(self) -> float:
        newest = len(self._values)
        first = max(self._level_start, newest - LEVEL_VALUES)
        first = min(first, newest - 1)
        offset = self._slot - newest
        level = median(self._without_season(index, index + offset) for index in range(first, newest))
        effect = self._effect(self._slot)
        return max(level * effect, 1e-12) if self.is_ratio else level + effect

    def _effect(self, slot: int, but: Season | None = None) -> float:
        effects = [season.effect(slot) for season in self._seasons if season is not but]
        return math.prod(effects) if self.is_ratio else math.fsum(effects)

    def _without_season(self, index: int, slot: int) -> float:
        effect = self._effect(slot)
        return self._values[index] / effect if self.is_ratio else self._values[index] - effect

    def _distance(self, value: float, expected: float) -> tuple[float, float]:
        if not self.is_ratio:
            return value - expected, value - expected
        ratio = value / expected
        return ratio - 1, math.log(max(ratio, 1e-9))

    def _spreads(self, expected: float) -> tuple[float, float]:
        spread, spread_log = _spread(self._off), _spread(self._off_log)
        if self.is_ratio:
            least = max(LEAST_SPREAD, 0.9 / math.sqrt(expected) if self._is_counts else 0.0)
        else:
            least = max(LEAST_SPREAD * abs(expected), 1.0 if self._is_counts else 1e-9)
        return max(spread, least), max(spread_log, least)

    def _band(self, expected: float, spread: float, spread_log: float) -> tuple[float, float]:
        if not self.is_ratio:
            return expected - self.deviations * spread, expected + self.deviations * spread
        by_log = self.deviations * min(spread_log, 5.0)
        low = min(1 - self.deviations * spread, math.exp(-by_log))
        high = max(1 + self.deviations * spread, math.exp(by_log))
        return max(0.0, low) * expected, high * expected

    def _take(self, raw: float, value: float) -> None:
        self._values.append(value)
        self._raw.append(raw)
        changed = False
        for season in self._seasons:
            half = season.cycle.length // 2
            changed |= season.follow(self._slot, self._values, self._raw, self._effect(self._slot - half, but=season))
        if changed and any(0 < season.updates <= MOST_MEASURED for season in self._seasons):
            self._measure_anew()

    def _measure_anew(self) -> None:
        """The spread of what is left, by the season as it is known now."""
        newest = len(self._values)
        offset = self._slot - newest + 1
        flat = [self._without_season(index, index + offset) for index in range(max(0, newest - 150), newest)]
        seen = max(season.seen for season in self._seasons)
        unseen = math.sqrt((seen + 1.57) / (seen - 1))  # a value that the season was not learnt from is further off
        self._off.clear()
        self._off_log.clear()
        for place in range(LEARNING_VALUES, len(flat)):
            level = median(flat[max(0, place - LEVEL_VALUES) : place])
            off, off_log = self._distance(flat[place], max(level, 1e-12) if self.is_ratio else level)
            self._off.add(abs(off) * unseen)
            self._off_log.add(abs(off_log) * unseen)

    def _notice_shift(self) -> bool:
        """Three in a row on one side, each of which may be chance, and all of which hardly can: a new level."""
        last = self._deviations[-3:]
        newest = len(self._values)
        one_side = len(last) == 3 and (min(last) > SHIFT_DEVIATIONS or max(last) < -SHIFT_DEVIATIONS)
        if one_side and self._level_start < newest - 5:
            self._level_start = newest - 3
            self._values[-3:] = self._raw[-3:]
            return True
        return False

    def _bridge(self, slot: int) -> None:
        if slot - self._slot > LONGEST_GAP or len(self._values) < LEARNING_VALUES:
            self._level_start = len(self._values)
            self._slot = slot - 1
            return
        while self._slot < slot - 1:
            self._slot += 1
            expected = self._expect()
            self._take(expected, expected)

    def _may_be_ratio(self, value: float) -> bool:
        if value < 0:
            return False
        recent = self._values[-LEVEL_VALUES:]
        return len(recent) < LEARNING_VALUES or median(recent) > 0

    def _begin_anew(self, slot: int, value: float) -> None:
        """From ratios to differences: some value is negative, or most are nothing."""
        raw, first = [*self._raw, value], slot - len(self._raw)
        was_counts = self._is_counts and value == int(value) and value >= 0
        self._restart(is_ratio=False)
        self._is_counts = was_counts
        for number, each in enumerate(raw):
            self.observe(first + number, each)


def _spread(off: Window) -> float:
    """The standard deviation that the middle of the distances speaks for, or their tail where that is longer than normal."""
    middle = 1.4826 * off.median()
    if len(off) < TAIL_FROM:
        return middle * (1 + FEW / len(off))
    return max(middle, off.quantile(TAIL) / TAIL_DEVIATIONS)
