"""The last so many numbers, at hand in the order of their size, so that a median or a rank costs next to nothing."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque


class Window:
    """Holds at most `size` numbers; the oldest leaves first."""

    def __init__(self, size: int):
        self.size = size
        self._order: deque[float] = deque()
        self._sorted: list[float] = []

    def __len__(self) -> int:
        return len(self._sorted)

    def add(self, value: float) -> None:
        insort(self._sorted, value)
        self._order.append(value)
        if len(self._order) > self.size:
            del self._sorted[bisect_left(self._sorted, self._order.popleft())]

    def clear(self) -> None:
        self._order.clear()
        self._sorted.clear()

    def quantile(self, part: float) -> float:
        """The value below which that part of the numbers lies. At least one number is there."""
        return self._sorted[min(len(self._sorted) - 1, int(part * len(self._sorted)))]

    def median(self) -> float:
        middle = len(self._sorted) // 2
        if len(self._sorted) % 2:
            return self._sorted[middle]
        return (self._sorted[middle - 1] + self._sorted[middle]) / 2

    def nth_lowest(self, number: int) -> float:
        return self._sorted[number]

    def nth_highest(self, number: int) -> float:
        return self._sorted[-1 - number]
