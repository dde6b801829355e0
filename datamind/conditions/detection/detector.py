"""The detector: moments and values in, one at a time, and the judgement of whichever way suits the series out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from math import isfinite
from statistics import median

from datamind.conditions.detection.judgement import LEARNING, SENSITIVITIES, Judgement
from datamind.conditions.detection.points import Points
from datamind.conditions.detection.records import Records
from datamind.conditions.detection.seasons import Cycle

DAY_S, WEEK_S, MONTH_S = 86_400.0, 604_800.0, 2_629_746.0
STEP_FROM = 8
PERSISTENT = 0.4
DECIDED_AFTER = 200


class Detector:
    """Feed it in the order of time. Gaps, values that are not there and moments out of order are allowed."""

    def __init__(self, sensitivity: str = "normal"):
        self.sensitivity = SENSITIVITIES[sensitivity]
        self._early: list[tuple[datetime, float]] = []
        self._step_s = 0.0
        self._points: Points | None = None
        self._records: Records | None = None
        self._slot = -1
        self._judged = 0

    def observe(self, moment: datetime, value: float | None) -> Judgement:
        """What to think of the newest value, by those before it; a missing one is not judged."""
        if value is None or not isfinite(value):
            return LEARNING
        if self._records is None:
            self._early.append((moment, value))
            if len(self._early) == STEP_FROM:
                self._begin()
            return LEARNING
        return self._judge(moment, value)

    def _begin(self) -> None:
        moments = [moment for moment, _ in self._early]
        gaps = [(after - before).total_seconds() for before, after in pairwise(moments)]
        self._step_s = max(median(gaps), 1e-6)
        per_thousand = self.sensitivity.per_thousand
        day, week = round(DAY_S / self._step_s), round(WEEK_S / self._step_s)
        lengths = [length for length in (day, week) if length >= 12]
        self._records = Records(lengths, max(72, day // 2), per_thousand)
        if self._step_s >= 0.9 * 3600:
            self._points = Points(find_cycles(self._step_s), self.sensitivity.deviations)
        for moment, value in self._early:
            self._judge(moment, value)
        self._early = [self._early[0]]

    def _judge(self, moment: datetime, value: float) -> Judgement:
        slot = max(self._slot + 1, self._find_slot(moment))
        self._slot = slot
        assert self._records is not None  # noqa: S101 (made in _begin)
        by_records = self._records.observe(slot, value)
        if self._points is None:
            return by_records
        self._judged += 1
        by_points = self._points.observe(slot, value)
        hangs_together = self._judged >= DECIDED_AFTER and self._points.persistence > PERSISTENT
        return by_records if hangs_together else by_points

    def _find_slot(self, moment: datetime) -> int:
        first = self._early[0][0]
        months = round(self._step_s / MONTH_S)
        if months and abs(self._step_s - months * MONTH_S) < 3 * DAY_S:  # months have no fixed length
            return ((moment.year - first.year) * 12 + moment.month - first.month) // months
        return round((moment - first).total_seconds() / self._step_s)


def find_cycles(step_s: float) -> tuple[Cycle, ...]:
    """The cycles that a calendar suggests for values that far apart; whether they are there, the values say."""
    hour_count, day_count = DAY_S / step_s, WEEK_S / step_s
    if abs(step_s - DAY_S) < 1:
        return (Cycle(7),)
    if hour_count >= 3 and abs(hour_count - round(hour_count)) < 1e-6:
        hours = round(hour_count)
        return (Cycle(hours), Cycle(hours * 7, hours))
    if abs(day_count - 1) < 1e-6:
        return (Cycle(52),)
    months = round(step_s / MONTH_S)
    if months and 12 % months == 0 and months < 12 and abs(step_s - months * MONTH_S) < 3 * DAY_S:
        return (Cycle(12 // months),)
    return ()


def find_anomalies(series: Iterable[tuple[datetime, float | None]], sensitivity: str = "normal") -> Iterator[Judgement]:
    """A judgement of each value, in order, each from those before it."""
    detector = Detector(sensitivity)
    for moment, value in series:
        yield detector.observe(moment, value)
