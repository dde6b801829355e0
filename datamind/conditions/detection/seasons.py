"""What repeats: by how much each hour of the day, day of the week or month of the year is usually off the level.

In: the values of a series without gaps, one by one. Out: `effect(index)`, a factor (or a term, where values may be negative).
Classical decomposition by moving average (Macaulay 1931, as in R's `decompose`) with medians for means, so that what was once
out of line leaves no mark, and shrunk by the share of its variance that chance explains (James & Stein 1961): a season that
is not there comes out as none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, pvariance

CYCLES_NEEDED, CYCLES_OF_BLOCKS_NEEDED = 3, 2
CYCLES_KEPT = 8


@dataclass(frozen=True)
class Cycle:
    """`length` slots after which it repeats; the slots of one `block` share an effect (24 hours of a weekday)."""

    length: int
    block: int = 1

    @property
    def phases(self) -> int:
        return self.length // self.block

    def phase(self, slot: int) -> int:
        return slot // self.block % self.phases


class Season:
    """The effects of one cycle. `is_ratio` says whether they multiply or add."""

    def __init__(self, cycle: Cycle, is_ratio: bool):
        self.cycle, self.is_ratio = cycle, is_ratio
        self._seen: list[deque[float]] = [deque(maxlen=CYCLES_KEPT * cycle.block) for _ in range(cycle.phases)]
        self._none = 1.0 if is_ratio else 0.0
        self._effects = [self._none] * cycle.phases
        self.updates, self.seen = 0, 0.0

    @property
    def is_known(self) -> bool:
        return self.updates > 0

    def effect(self, slot: int) -> float:
        return self._effects[self.cycle.phase(slot)]

    def follow(self, slot: int, values: Sequence[float], raw: Sequence[float], other_effect: float) -> bool:
        """Take in the newest values, the last being that of `slot`; `other_effect` is that of other cycles half a length ago.

        `raw` are the values as they came, so that what comes each time is learnt, however far out it is; `values` have what
        was expected in place of what was out of line. Whether the effects were worked out anew: once a cycle, or a block.
        """
        length, block = self.cycle.length, self.cycle.block
        if len(values) >= length:
            back = length // 2 + 1
            level, value = fmean(values[-length:]), raw[-back]
            seen = self._seen[self.cycle.phase(slot + 1 - back)]
            if not self.is_ratio:
                seen.append(value - level - other_effect)
            elif level > 0:
                seen.append(value / level / other_effect)
        needed = CYCLES_NEEDED if block == 1 else CYCLES_OF_BLOCKS_NEEDED
        if slot % (length if block == 1 else block) == 0 and len(values) >= needed * length:
            self._work_out()
            return True
        return False

    def _work_out(self) -> None:
        if not all(self._seen):
            return
        typical = [median(seen) for seen in self._seen]
        within = 1.4826 * median(
            abs(value - centre) for seen, centre in zip(self._seen, typical, strict=True) for value in seen
        )
        count = sum(map(len, self._seen)) / len(self._seen)
        by_chance, found = within**2 * 1.57 / count, pvariance(typical)
        kept = max(0.0, 1 - by_chance / found) if found else 0.0
        self._effects = [self._none + kept * (centre - self._none) for centre in typical]
        if self.is_ratio:
            self._effects = [max(effect, 0.05) for effect in self._effects]
        self.updates, self.seen = self.updates + 1, count
