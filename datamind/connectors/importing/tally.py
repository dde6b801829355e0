"""What one column holds, counted batch by batch while its rows pass.

Comes in: cells. Goes out: how many of them read as what (`marks.py`), with examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from datamind.connectors.importing import marks as m

EXAMPLES = 200
BATCH_LOOKED_AT = 2000
SETTLED_AT = 20_000


@dataclass
class Tally:
    """What has been seen in one column: cells by marks, examples of dates, words that are no value."""

    marks: Counter[int] = field(default_factory=Counter)
    dates: list[str] = field(default_factory=list)
    strays: Counter[str] = field(default_factory=Counter)
    spaced: bool = False
    settled: bool = False

    def add(self, cells: Sequence[str], known: m.Marks) -> None:
        """Count these cells; called batch by batch. A long column that is mostly words is no longer read cell by cell."""
        if self.settled:
            self.marks[0] += len(cells)
            return
        found = [known[cell] for cell in cells]
        counts = Counter(found)
        self.marks.update(counts)
        wanted = {mark for mark in counts if self._wants(mark)}
        if wanted:
            self._look(cells, found, wanted)
        self.spaced = self.spaced or any(cell != cell.strip(m.SPACES) for cell in cells[:BATCH_LOOKED_AT])
        values = self.values
        self.settled = values > SETTLED_AT and self.count(m.NUMBER | m.DATE | m.TIME | m.TRUE | m.FALSE) < 0.5 * values

    def _wants(self, mark: int) -> bool:
        """Whether an example of this kind of cell is still worth keeping."""
        if mark & m.DATE:
            return len(self.dates) < EXAMPLES
        return not mark & (m.NUMBER | m.TIME | m.EMPTY) and len(self.strays) < EXAMPLES

    def _look(self, cells: Sequence[str], found: Sequence[int], wanted: set[int]) -> None:
        for cell, mark in zip(cells, found, strict=True):
            if mark in wanted:
                if mark & m.DATE:
                    self.dates.append(cell)
                else:
                    self.strays[cell.strip(m.SPACES)] += 1
                if len(self.dates) >= 10 * EXAMPLES or len(self.strays) >= 10 * EXAMPLES:
                    return

    def count(self, flags: int) -> int:
        return sum(number for mark, number in self.marks.items() if mark & flags)

    @property
    def values(self) -> int:
        """Cells that hold something: neither empty nor a null word."""
        return sum(number for mark, number in self.marks.items() if not mark & m.NOTHING)

    @property
    def rows(self) -> int:
        return sum(self.marks.values())
