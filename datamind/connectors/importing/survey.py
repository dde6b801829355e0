"""A page's rows, surveyed: how wide the table is, how filled each row is, what kind each cell is, which rows are comments.

Comes in: rows of text cells with their numbers. Goes out: a `Survey`, on which `layout.py` finds the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from datamind.connectors.importing.choices import Choices
from datamind.connectors.importing.marks import DATE, EMPTY, LASTING, NULL_WORD, NUMBER, TIME, Marks, mark

Row = tuple[int, list[str]]
_RULE = re.compile(r"^\s*(:?-{3,}:?|={3,}|_{3,}|\+?(-{3,}\+)+)\s*$")
_COMMENT = re.compile(r"^\s*(#|//|--|%|!|;|\*{2,})")


@dataclass
class Survey:
    """The rows that are not blank, each with the kinds of its cells."""

    rows: list[Row]
    width: int
    kinds: list[list[str]]
    filled: list[int]
    core: float
    comments: list[Row]
    _typed: dict[int, dict[int, str]] = field(default_factory=dict)

    def typed_below(self, index: int) -> dict[int, str]:
        """The columns whose cells under row `index` are nearly all numbers, dates or times, and which."""
        if index not in self._typed:
            body = [
                kinds
                for kinds, filled in zip(self.kinds[index + 1 : index + 301], self.filled[index + 1 :], strict=False)
            ]
            again = [cells == self.rows[index][1] for _, cells in self.rows[index + 1 : index + 301]]
            body = [kinds for kinds, repeated in zip(body, again, strict=True) if not repeated]
            found = {}
            for column in range(self.width):
                counts = Counter(kinds[column] for kinds in body if column < len(kinds))
                counts.pop("", None)
                total = sum(counts.values())
                if total and (best := counts.most_common(1)[0])[0] != "word" and best[1] >= 0.7 * total:
                    found[column] = best[0]
            self._typed[index] = found
        return self._typed[index]

    def pure_below(self, index: int) -> set[int]:
        """The columns of values under row `index` that hold no word at all."""
        below = self.kinds[index + 1 : index + 301]
        return {
            column
            for column in self.typed_below(index)
            if not any(column < len(kinds) and kinds[column] == "word" for kinds in below)
        }


def survey_page(head: Sequence[Row], tail: Sequence[Row], choices: Choices, ragged: bool) -> Survey:
    skipped = set(choices.skipped_rows)
    rows = [row for row in head if row[0] not in skipped and any(cell and not cell.isspace() for cell in row[1])]
    filled = [sum(1 for cell in cells if cell and not cell.isspace()) for _, cells in rows]
    core = _core(filled)
    comments = _comments(rows, filled, core)
    told = [rows[index] for index in sorted(comments)]
    if comments:
        kept = [index for index in range(len(rows)) if index not in comments]
        rows, filled = [rows[index] for index in kept], [filled[index] for index in kept]
    width = _find_width(rows, core) if ragged else max((reach_of(cells) for _, cells in rows), default=0)
    if not ragged:
        width = max([width, *(reach_of(cells) for _, cells in tail)], default=0)
    known = Marks()
    kinds = [[_kind(known[cell]) for cell in cells] for _, cells in rows]
    return Survey(rows, width, kinds, filled, core, told)


def _kind(marks: int) -> str:
    if marks & (EMPTY | NULL_WORD):
        return ""
    return "number" if marks & NUMBER else "date" if marks & DATE else "time" if marks & (TIME | LASTING) else "word"


def _core(filled: list[int]) -> float:
    """How many cells a row of the table proper has: the count that holds most cells."""
    weights = Counter(filled)
    return max(weights, key=lambda count: (weights[count] * count, count), default=0)


def _comments(rows: list[Row], filled: list[int], core: float) -> set[int]:
    """Rows marked as comments, unless the table's own rows begin that way."""
    marked = {index for index, (_, cells) in enumerate(rows) if _COMMENT.match(cells[0])}
    thin = {index for index in marked if filled[index] < max(core, 2) and not _is_value(rows[index][1][0])}
    ruled = {index for index, (_, cells) in enumerate(rows) if all(_RULE.match(cell) for cell in cells if cell.strip())}
    return (thin if len(thin) <= len(rows) - 2 else set()) | ruled


def _is_value(cell: str) -> bool:
    return cell.startswith("-") and cell[1:2].isdigit()


def reach_of(cells: Sequence[str]) -> int:
    """The number of cells up to the last that is not empty."""
    for position in range(len(cells), 0, -1):
        if cells[position - 1] and not cells[position - 1].isspace():
            return position
    return 0


def _find_width(rows: list[Row], core: float) -> int:
    """The columns of a text file: what the rows agree on, or the header where it has names for more."""
    width = _common_width(rows, core)
    for place, (_, cells) in enumerate(rows[:2]):
        known = [mark(cell) for cell in cells]
        words = all(
            cell.strip() and not found & (NUMBER | DATE | TIME) for cell, found in zip(cells, known, strict=True)
        )
        following = rows[place + 1][1] if place + 1 < len(rows) else []
        values = any(mark(cell) & (NUMBER | DATE | TIME) for cell in following)
        if words and values and width < len(cells) <= 2 * width and len(rows) > place + 1:
            return len(cells)
    return width


def _common_width(rows: list[Row], core: float) -> int:
    """What the fullest rows agree on; a single longer row is no wider table."""
    reaches = Counter(reach_of(cells) for _, cells in rows)
    lengths = Counter(len(cells) for _, cells in rows)
    usual, count = max(lengths.items(), key=lambda item: (item[1] * item[0], item[0]))
    header = next((len(cells) for _, cells in rows if reach_of(cells) == len(cells) and len(cells) >= 0.6 * core), 0)
    needed = max(2, 0.05 * len(rows))
    wide = max((reach for reach in reaches if sum(reaches[r] for r in reaches if r >= reach) >= needed), default=0)
    if lengths[header] >= max(2, 0.2 * len(rows)) and header < wide and count < 0.6 * len(rows):
        return header  # rows of every length beneath a clear header: cells were broken up, not added
    reach = max((r for r in reaches if r <= usual), default=usual)
    if count >= 0.5 * len(rows):
        return max(min(wide, usual) if wide else 0, reach)
    return max(wide, reach)
