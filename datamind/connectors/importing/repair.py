"""Rows with a cell too many or too few, put back under the right columns.

Comes in: a record whose width is wrong, and what each column usually holds. Goes out: a row of the right width and whether it
could be explained. Cells may be joined (a delimiter inside an unquoted cell), parted (a delimiter lost), dropped when empty, or
left empty, or left out at the end; the cheapest way that makes every cell look like its column wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from datamind.connectors.importing.marks import DATE, EMPTY, NULL_WORD, NUMBER, TIME, mark

_LETTERS = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")
MISFIT = 3.0
MOST_CELLS = 400
NEVER = 1e9


@dataclass(frozen=True)
class Shape:
    """What one column usually holds: a kind, perhaps one exact pattern ("AA-9"), how often it is empty, how long it gets."""

    kind: str
    pattern: str | None
    empty: float
    longest: int
    spaced: float

    def misfit(self, text: str) -> float:
        """0 for a cell that looks like this column's, up to MISFIT."""
        text = text.strip()
        if not text:
            return 0.0 if self.kind == "empty" else 0.8 - 0.6 * self.empty
        if self.kind == "empty":
            return MISFIT
        if self.kind != "text":
            return 0.0 if mark(text) & _FLAGS[self.kind] else MISFIT
        if self.pattern is not None:
            return 0.0 if _pattern(text) == self.pattern else MISFIT - 0.5
        cost = 1.5 if mark(text) & (NUMBER | DATE | TIME) else 0.1
        cost += 0.4 if len(text) > 2 * self.longest else 0.0
        return cost + (0.3 if self.spaced > 0.8 and " " not in text else 0.3 if self.spaced < 0.05 and " " in text else 0.0)


_FLAGS = {"number": NUMBER, "date": DATE, "time": TIME}


def _pattern(text: str) -> str:
    return _DIGITS.sub("9", _LETTERS.sub("a", text))


def learn_shapes(rows: Sequence[Sequence[str]], width: int) -> list[Shape]:
    """What the rows of the right width hold, column by column."""
    shapes = []
    for column in range(width):
        cells = [row[column].strip() for row in rows]
        filled = [cell for cell in cells if cell and not mark(cell) & NULL_WORD]
        empty = 1 - len(filled) / len(cells) if cells else 1.0
        kind = "text" if filled else "empty"
        for name, flag in _FLAGS.items():
            if filled and sum(bool(mark(cell) & flag) for cell in filled) >= 0.9 * len(filled):
                kind = name
        patterns = Counter(_pattern(cell) for cell in filled).most_common(1)
        common = patterns[0] if patterns else ("", 0)
        exact = common[0] if filled and common[1] >= 0.9 * len(filled) and "9" in common[0] else None
        spaced = sum(" " in cell for cell in filled) / len(filled) if filled else 0.0
        shapes.append(Shape(kind, exact, empty, max(map(len, filled), default=0), spaced))
    return shapes


def fit_row(
    fields: Sequence[str], shapes: Sequence[Shape], delimiter: str, quoted: Set[int] = frozenset()
) -> tuple[list[str], bool]:
    """The fields under their columns, and whether each cell then looks like its column's.

    `quoted` are the fields that stood in quotes: they are hardly parts of a larger cell. Dynamic programming over (fields used,
    columns filled).
    """
    width, n = len(shapes), len(fields)
    surplus = n - width
    if n > MOST_CELLS or width > MOST_CELLS or abs(surplus) > 40:
        return _cut(fields, width), False
    best: list[list[tuple[float, tuple[int, int, str | None, str | None]]]]
    best = [[(NEVER, (0, 0, None, None))] * (width + 1) for _ in range(n + 1)]
    best[0][0] = (0.0, (0, 0, None, None))
    longest = max(surplus, 0) + 2
    for used in range(n + 1):
        for column in range(width + 1):
            cost = best[used][column][0]
            if cost >= NEVER:
                continue
            _step(best, fields, shapes, delimiter, quoted, used, column, cost, longest)
    cost = best[n][width][0]
    if cost >= NEVER:
        return _cut(fields, width), False
    row: list[str] = []
    used, column = n, width
    while used or column:
        before_used, before_column, first, second = best[used][column][1]
        if second is not None:
            row.append(second)
        if first is not None:
            row.append(first)
        used, column = before_used, before_column
    row.reverse()
    return row, all(shape.misfit(cell) < 1.4 for shape, cell in zip(shapes, row, strict=True))


def _step(  # type: ignore[no-untyped-def]
    best,
    fields: Sequence[str],
    shapes: Sequence[Shape],
    delimiter: str,
    quoted: Set[int],
    used: int,
    column: int,
    cost: float,
    longest: int,
) -> None:
    """Every move from (used, column): keep, join, drop an empty field, leave a column empty, part a field."""

    def offer(to_used: int, to_column: int, price: float, first: str | None = None, second: str | None = None) -> None:
        if price < best[to_used][to_column][0]:
            best[to_used][to_column] = (price, (used, column, first, second))

    n, width = len(fields), len(shapes)
    if used < n and not fields[used].strip():
        offer(used + 1, column, cost + 0.25)
    elif used < n and column == width:
        offer(used + 1, column, cost + 1.5)
    if column < width:
        offer(used, column + 1, cost + 0.7 + shapes[column].misfit(""), "")
        joined = ""
        for count in range(1, min(longest, n - used) + 1):
            joined = fields[used] if count == 1 else joined + delimiter + fields[used + count - 1]
            edge = 0.6 if count > 1 and (not fields[used].strip() or not fields[used + count - 1].strip()) else 0.0
            if count > 1 and not quoted.isdisjoint(range(used, used + count)):
                edge += 1.0
            offer(used + count, column + 1, cost + 0.3 * (count - 1) + edge + shapes[column].misfit(joined), joined)
    if used < n and column + 1 < width and n < width:
        for first, second in _partings(fields[used], shapes[column], shapes[column + 1]):
            offer(used + 1, column + 2, cost + 0.5, first, second)


def _partings(text: str, left: Shape, right: Shape) -> list[tuple[str, str]]:
    """The ways to part a cell so that both halves look exactly like their columns."""
    sure = [shape.kind != "text" or shape.pattern is not None for shape in (left, right)]
    if not any(sure) or mark(text) & EMPTY or len(text) > 500:
        return []
    return [
        (text[:place], text[place:])
        for place in range(1, len(text))
        if left.misfit(text[:place]) < 0.5 and right.misfit(text[place:]) < 0.5
    ]


def _cut(fields: Sequence[str], width: int) -> list[str]:
    return [*fields[:width], *([""] * (width - len(fields)))]
