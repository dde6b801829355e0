"""Rows with cells too many or too few, or with broken quotes, put back under the right columns.

Comes in: a record that does not fit, and what each column usually holds. Goes out: a row of the right width, what it costs and
whether it is convincing. Cells may be joined (a delimiter inside a cell), parted (a delimiter lost), dropped when empty, left
empty, or left out at the end; the cheapest way that makes every cell look like its column's wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from datamind.connectors.importing.marks import DATE, EMPTY, NULL_WORD, NUMBER, TIME, mark

_LETTERS = re.compile(r"[^\W\d_]")
_EDGE = '" ,;|\t'
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
MISFIT = 3.0
CONVINCING = 1.4
MOST_CELLS = 300
MOST_JOINED = 60
NEVER = 1e9
_FLAGS = {"number": NUMBER, "date": DATE, "time": TIME}


@dataclass(frozen=True)
class Shape:
    """What one column usually holds: a kind, perhaps one exact pattern ("AA-9"), form ("AA-9999") or beginning ("https://"), how
    often it is empty, how long it gets, how often it has blanks."""

    kind: str
    pattern: str | None
    form: str | None
    prefix: str
    empty: float
    rows: int
    shortest: int
    longest: int
    spaced: float

    def misfit(self, text: str) -> float:
        """0 for a cell that looks like this column's, up to MISFIT."""
        text = text.strip()
        if not text:
            return (
                0.0 if self.kind == "empty" else 1.6 if self.empty == 0 and self.rows >= 10 else 0.8 - 0.6 * self.empty
            )
        if self.kind == "empty":
            return MISFIT
        if self.kind != "text":
            return self._off_form(text) if mark(text) & _FLAGS[self.kind] else MISFIT
        if self.pattern is not None:
            return self._off_form(text) if _pattern(text) == self.pattern else MISFIT - 0.5
        if self.prefix:
            return 0.0 if text.startswith(self.prefix) else MISFIT - 0.5
        cost = 1.5 if mark(text) & (NUMBER | DATE | TIME) else 0.1
        cost += 0.5 if len(text) > 2 * self.longest or 3 * len(text) < self.shortest else 0.0
        return cost + (0.3 if (self.spaced > 0.8 and " " not in text) or (self.spaced < 0.05 and " " in text) else 0.0)

    def _off_form(self, text: str) -> float:
        return 0.0 if self.form is None or _form(text) == self.form else 0.9


def _form(text: str) -> str:
    return _DIGIT.sub("9", _LETTERS.sub("a", text))


def _pattern(text: str) -> str:
    return _DIGITS.sub("9", _LETTERS.sub("a", text))


def learn_shapes(rows: Sequence[Sequence[str]], width: int) -> list[Shape]:
    """What the rows of the right width hold, column by column."""
    return [_learn([row[column].strip() for row in rows]) for column in range(width)]


def _learn(cells: list[str]) -> Shape:
    filled = [cell for cell in cells if cell and not mark(cell) & NULL_WORD]
    empty = 1 - sum(1 for cell in cells if cell) / len(cells) if cells else 1.0
    kind = "text" if filled else "empty"
    for name, flag in _FLAGS.items():
        if filled and sum(bool(mark(cell) & flag) for cell in filled) >= 0.9 * len(filled):
            kind = name
    common, times = Counter(_pattern(cell) for cell in filled).most_common(1)[0] if filled else ("", 0)
    form, alike = Counter(_form(cell) for cell in filled).most_common(1)[0] if len(filled) >= 5 else ("", 0)
    strict = form if kind != "number" and alike >= 0.95 * len(filled) and "9" in form else None
    exact = common if filled and times >= 0.9 * len(filled) and "9" in common else None
    prefix = _shared_prefix(filled) if len(filled) >= 5 else ""
    lengths = [len(cell) for cell in filled] or [0]
    spaced = sum(" " in cell for cell in filled) / len(filled) if filled else 0.0
    beginning = prefix if len(prefix) >= 4 else ""
    return Shape(kind, exact, strict, beginning, empty, len(cells), min(lengths), max(lengths), spaced)


def _shared_prefix(cells: list[str]) -> str:
    low, high = min(cells), max(cells)
    same = next(
        (place for place, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high))
    )
    return "" if low == high else low[:same]


class Fitted(NamedTuple):
    row: list[str]
    cost: float
    sure: bool


Cleaner = Callable[[int, int], tuple[str, float]]
"""(first piece, number of pieces) -> the cell that they make, and what that costs."""


def fit_row(
    fields: Sequence[str],
    shapes: Sequence[Shape],
    delimiter: str,
    quoted: Set[int] = frozenset(),
    raw: str = "",
    quote: str = "",
) -> Fitted:
    """The fields under their columns.

    `quoted` are the fields that stood in quotes: they are hardly parts of a larger cell. With `raw` and `quote` the text is also
    parted at every delimiter, as if no quote had been meant, and the cheaper reading wins.
    """

    def from_fields(first: int, count: int) -> tuple[str, float]:
        if count == 1:
            return fields[first], _slip(fields[first], quote) if raw else 0.0
        edge = 0.6 if not fields[first].strip() or not fields[first + count - 1].strip() else 0.0
        crossed = 0.0 if quoted.isdisjoint(range(first, first + count)) else 1.0
        text = delimiter.join(fields[first : first + count])
        return text, 0.3 * (count - 1) + edge + crossed + (_slip(text, quote) if raw else 0.0)

    best = _align(len(fields), shapes, from_fields, abs(len(fields) - len(shapes)) + 2)
    if not raw or not quote or quote not in raw:
        return best or _cut(fields, shapes)
    pieces = raw.split(delimiter)

    def from_pieces(first: int, count: int) -> tuple[str, float]:
        return _unquote(pieces[first : first + count], delimiter, quote)

    other = _align(len(pieces), shapes, from_pieces, MOST_JOINED)
    if other and (best is None or other.cost < best.cost + 0.2):
        return other
    return best or _cut(fields, shapes)


def _slip(text: str, quote: str) -> float:
    """What a quote left standing at the edge of a cell costs."""
    text = text.strip()
    return 0.6 if quote and (text.startswith(quote) or text.endswith(quote)) else 0.0


def _unquote(pieces: list[str], delimiter: str, quote: str) -> tuple[str, float]:
    """The cell that raw pieces make, less its quotes; it costs when the quotes are not as they should be."""
    text = delimiter.join(pieces).strip()
    joins = 0.3 * (len(pieces) - 1)
    if quote not in text:
        edge = 0.6 if len(pieces) > 1 and (not pieces[0].strip() or not pieces[-1].strip()) else 0.0
        return text, joins + edge
    opens, closes = text.startswith(quote), text.endswith(quote) and len(text) > 1
    inner = text[1 if opens else 0 : len(text) - 1 if closes else len(text)]
    cost = 2.0 if quote + delimiter + quote in inner else 0.0
    if opens and closes:
        if inner.replace(quote * 2, "").count(quote):
            cost += 0.4
            inner = _drop_edge_quote(inner, quote)
        return inner.replace(quote * 2, quote), cost
    if opens or closes:
        return inner.replace(quote * 2, quote), cost + 0.5 + 0.5 * joins
    return text.replace(quote * 2, quote), cost + 0.1 + joins


def _drop_edge_quote(inner: str, quote: str) -> str:
    """One stray quote at an end of the cell was a slip of the writer's."""
    if inner.startswith(quote) and not inner.startswith(quote * 2):
        return inner[1:]
    return inner[:-1] if inner.endswith(quote) and not inner.endswith(quote * 2) else inner


def _align(n: int, shapes: Sequence[Shape], cell: Cleaner, most_joined: int) -> Fitted | None:
    """The cheapest way from n pieces to the columns: dynamic programming over (pieces used, columns filled)."""
    width = len(shapes)
    if n > MOST_CELLS or width > MOST_CELLS:
        return None
    costs = [[NEVER] * (width + 1) for _ in range(n + 1)]
    moves: list[list[tuple[int, int, tuple[str, ...]]]] = [[(0, 0, ())] * (width + 1) for _ in range(n + 1)]
    costs[0][0] = 0.0
    for used in range(n + 1):
        for column in range(width + 1):
            if costs[used][column] < NEVER:
                for to_used, to_column, price, made in _moves(n, shapes, cell, most_joined, used, column):
                    total = costs[used][column] + price
                    if total < costs[to_used][to_column]:
                        costs[to_used][to_column] = total
                        moves[to_used][to_column] = (used, column, made)
    if costs[n][width] >= NEVER:
        return None
    row: list[str] = []
    used, column = n, width
    while used or column:
        used, column, made = moves[used][column]
        row = [*made, *row]
    return Fitted(
        row, costs[n][width], all(shape.misfit(text) < CONVINCING for shape, text in zip(shapes, row, strict=True))
    )


def _moves(
    n: int, shapes: Sequence[Shape], cell: Cleaner, most_joined: int, used: int, column: int
) -> list[tuple[int, int, float, tuple[str, ...]]]:
    """Every step from here: keep, join, drop an empty piece, leave a column empty, part a piece, leave out at the end."""
    width = len(shapes)
    found: list[tuple[int, int, float, tuple[str, ...]]] = []
    text = ""
    if used < n:
        text, _ = cell(used, 1)
        if not text.strip():
            found.append((used + 1, column, 0.25, ()))
        elif column == width:
            found.append((used + 1, column, 1.5, ()))
    if column == width:
        return found
    shape = shapes[column]
    found.append((used, column + 1, 0.7 + shape.misfit(""), ("",)))
    for count in range(1, min(most_joined, n - used) + 1):
        joined, price = cell(used, count)
        found.append((used + count, column + 1, price + shape.misfit(joined), (joined,)))
        if count > 1 and len(joined) > 4 * shape.longest + 200:
            break
    if used < n and column + 1 < width:
        for first, second, price in _partings(text, shape, shapes[column + 1]):
            found.append((used + 1, column + 2, price, (first, second)))
    return found


def _partings(text: str, left: Shape, right: Shape) -> list[tuple[str, str, float]]:
    """The ways to part a cell so that both halves look like their columns; cheapest where the kind of letter changes."""
    sure = [
        shape.kind not in ("text", "empty") or shape.pattern is not None or bool(shape.prefix)
        for shape in (left, right)
    ]
    if mark(text) & EMPTY or len(text) > 1000:
        return []
    head, quote, tail = text.partition('"')
    if not any(sure):  # only a quote that was left standing tells where one cell ends
        return [(head.strip(_EDGE), tail.strip(_EDGE), 0.4)] if quote and head.strip() and tail.strip(_EDGE) else []
    found = []
    for place in range(1, len(text)):
        first, second = text[:place].strip(_EDGE), text[place:].strip(_EDGE)
        if left.misfit(first) < 0.5 and right.misfit(second) < 0.5:
            price = 0.5 - 0.15 * (_class(text[place - 1]) != _class(text[place])) - 0.2 * (text[place] == '"')
            price -= 0.1 * (left.pattern is not None and _pattern(first) == left.pattern)
            found.append((first, second, price))
    return found


def _class(letter: str) -> str:
    return "digit" if letter.isdigit() else "upper" if letter.isupper() else "letter" if letter.isalpha() else letter


def _cut(fields: Sequence[str], shapes: Sequence[Shape]) -> Fitted:
    return Fitted([*fields[: len(shapes)], *([""] * (len(shapes) - len(fields)))], NEVER, False)
