"""Values judged by the records of their own history: for series whose neighbours hang together, as machines' do.

In: slots and values, mostly some minutes apart. Out: a judgement of each. What is watched are the value, the mean and the
spread of the last few, and, where the same time of day or week foretells most of it, what is left without that. Each alarms
when it passes all but the r most extreme of its last n, r = n × the rate of false alarms wanted: a conformal p-value (Vovk et
al. 2005; Laxhammar & Falkman 2014), true for any distribution, which calibrates itself. Then follows a rest (a refractory
period): one event, one alarm.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from statistics import fmean, median, pstdev

from datamind.conditions.detection.judgement import LEARNING, Judgement
from datamind.conditions.detection.window import Window

HISTORY = 8000
JUDGED_AFTER = 200
MEAN_OF = 6
SPREAD_OF = 24
SEASON_MEAN_OF = 3
SEASONS_KEPT = 6
SEASON_LEAVES = 0.25
SEASON_SHARE, SEASON_SLACK = 0.25, 0.05
SLACK = 0.01


class Records:
    """`lengths` are the cycles that may be there, in slots; `rest` how many slots one event lasts at least."""

    def __init__(self, lengths: Sequence[int], rest: int, per_thousand: float):
        self.rest, self.rate = rest, per_thousand / 1000
        self._recent: deque[float] = deque(maxlen=SPREAD_OF)
        self._history = {name: Window(HISTORY) for name in ("value", "mean", "spread")}
        self._echoes = [Echo(length) for length in lengths]
        self._quiet_until = -1

    def observe(self, slot: int, value: float) -> Judgement:
        self._recent.append(value)
        recent = list(self._recent)
        watched = {"value": value, "mean": fmean(recent[-MEAN_OF:]), "spread": pstdev(recent)}
        values = self._history["value"]
        judgement = LEARNING
        if len(values) >= JUDGED_AFTER:
            broken = [name for name, now in watched.items() if self._breaks(self._history[name], now, name)]
            low, high = self._bounds(values)
            judgement = Judgement(False, values.median(), low, high)
            if broken and slot >= self._quiet_until:
                self._quiet_until = slot + self.rest
                judgement = Judgement(True, values.median(), low, high, broken[0])
        for name, now in watched.items():
            self._history[name].add(now)
        return self._listen(slot, value, judgement)

    def _listen(self, slot: int, value: float, judgement: Judgement) -> Judgement:
        for echo in self._echoes:
            left = echo.observe(slot, value)
            if left is None:
                continue
            stands_out = (
                len(echo.left) >= max(JUDGED_AFTER, echo.length)
                and echo.explains(self._history["value"])
                and self._breaks(echo.left, left, "season")
            )
            if stands_out and slot >= self._quiet_until and judgement.expected is not None:
                self._quiet_until = slot + self.rest
                low, high = self._bounds(echo.left)
                judgement = Judgement(True, echo.expected, echo.expected + low, echo.expected + high, "season")
            echo.left.add(left)
        return judgement

    def _bounds(self, history: Window, share: float = 1.0) -> tuple[float, float]:
        beyond = int(self.rate * share * len(history))
        return history.nth_lowest(beyond), history.nth_highest(beyond)

    def _breaks(self, history: Window, now: float, name: str) -> bool:
        low, high = self._bounds(history, SEASON_SHARE if name == "season" else 1.0)
        slack = 1e-9 + (SEASON_SLACK * (high - low) if name == "season" else SLACK * abs(history.median()))
        return now > high + slack or (name != "spread" and now < low - slack)


class Echo:
    """The values of the same time in earlier cycles, and what a value differs from their median."""

    def __init__(self, length: int):
        self.length = length
        self.left = Window(HISTORY)
        self.expected = 0.0
        self._past: deque[tuple[int, float]] = deque(maxlen=SEASONS_KEPT * length)
        self._by_slot: dict[int, float] = {}
        self._off: deque[float] = deque(maxlen=SEASON_MEAN_OF)
        self._size = Window(2 * length)

    def observe(self, slot: int, value: float) -> float | None:
        """The mean of the last few differences; None while there are fewer than two cycles."""
        before = [self._by_slot.get(slot - cycle * self.length) for cycle in range(1, SEASONS_KEPT + 1)]
        known = [each for each in before if each is not None]
        if len(self._past) == self._past.maxlen:
            self._by_slot.pop(self._past[0][0], None)
        self._past.append((slot, value))
        self._by_slot[slot] = value
        if len(known) < 2:
            return None
        self.expected = median(known)
        self._off.append(value - self.expected)
        self._size.add(abs(value - self.expected))
        return fmean(self._off)

    def explains(self, values: Window) -> bool:
        """Whether the cycle foretells most of what the values do."""
        spread = values.quantile(0.9) - values.quantile(0.1)
        return len(self._size) >= self.length and self._size.quantile(0.8) < SEASON_LEAVES * spread / 2
