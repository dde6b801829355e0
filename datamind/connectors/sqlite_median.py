"""The median, which most builds of SQLite lack: numbers come in one by one, the middle one goes out, or the mean of the middle two."""

from __future__ import annotations

from statistics import median
from typing import Any

LARGEST = 20_000_000  # numbers held at once, within the memory that a worker may take


class Median:
    """An aggregate for `sqlite3.Connection.create_aggregate`; empty values are left out, texts that are no numbers refused."""

    def __init__(self) -> None:
        self._numbers: list[int | float] = []

    def step(self, value: float | str | bytes | None) -> None:
        if value is None:
            return
        if len(self._numbers) >= LARGEST:
            raise MemoryError
        self._numbers.append(value if isinstance(value, int | float) else float(value))

    def finalize(self) -> Any:
        return median(self._numbers) if self._numbers else None
