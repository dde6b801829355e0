"""Lines of text as records of cells; lenient where quotes are broken, exact where they are not.

Comes in: lines with their ends, a dialect. Goes out: `Record`s with the number of their first line. A quoted cell may hold
line breaks; a quote that is never closed does not swallow the rest of the file.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

RUN = "\x1e"
MOST_LINES = 500
MOST_LETTERS = 4_000_000
csv.field_size_limit(64 * 1024 * 1024)


@dataclass(frozen=True)
class Dialect:
    """`escape` is empty when a quote inside quotes is doubled. `run`: that many blanks or more part the cells, and stand for
    one `RUN` (columns aligned with spaces); 0 when they do not."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    run: int = 0


class Record(NamedTuple):
    """`number` is the line where it starts, from 1. `broken` when its quotes did not add up; `quoted` names the fields that
    stood in quotes, where that is known; `raw` is its text, where it had to be looked at closely."""

    number: int
    fields: list[str]
    broken: bool = False
    quoted: frozenset[int] = frozenset()
    raw: str = ""


class _Taken(NamedTuple):
    fields: list[str]
    open: bool
    strays: int
    quoted: frozenset[int] = frozenset()


def split_lines(text: str) -> list[str]:
    """Lines with their ends, as a text file opened without translation gives them."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)


def read_records(lines: Iterable[str], dialect: Dialect, width: int | None = None) -> Iterator[Record]:
    """Every record, blank ones too (as one empty field). With `width`, a broken record prefers the reading of that width."""
    source = _Pushback(_mark_runs(lines, dialect.run) if dialect.run else lines)
    delimiter, quote = dialect.delimiter, dialect.quote
    while (line := source.take()) is not None:
        number = source.number
        if (not quote or quote not in line) and not dialect.escape:
            yield Record(number, line.rstrip("\r\n").split(delimiter))
        elif not dialect.escape and line.count(quote) % 2 == 0 and (fields := _strict(line, dialect, width)):
            yield Record(number, fields)
        else:
            yield _read_quoted(line, number, source, dialect, width)


def _mark_runs(lines: Iterable[str], run: int) -> Iterator[str]:
    pattern = re.compile(rf"[ \t]{{{run},}}")
    for line in lines:
        yield pattern.sub(RUN, line.strip()) + "\n"


class _Pushback:
    """Lines, of which some may be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: deque[str] = deque()
        self.number = 0
        self.wasted = 0

    @property
    def patience(self) -> int:
        """How many lines an open quote may take: few, once many such looks have led to nothing."""
        return MOST_LINES if self.wasted < 20 * MOST_LINES else 2

    def take(self) -> str | None:
        line = self._returned.popleft() if self._returned else next(self._lines, None)
        if line is not None:
            self.number += 1
        return line

    def give_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


def _strict(line: str, dialect: Dialect, width: int | None) -> list[str] | None:
    """The C reader's fields, when they leave no doubt: no quote within a bare cell, and the expected width."""
    if len(dialect.delimiter) > 1 or _loose_quote(dialect).search(line):
        return None
    try:
        fields = next(
            csv.reader(
                (line,),
                delimiter=dialect.delimiter,
                quotechar=dialect.quote,
                strict=True,
                skipinitialspace=dialect.delimiter not in " \t",
            )
        )
    except (csv.Error, StopIteration):
        return None
    if width is not None and len(fields) != width:
        return None
    return [field.strip("\r\n") if field.endswith(("\r", "\n")) else field for field in fields]


@lru_cache(maxsize=16)
def _loose_quote(dialect: Dialect) -> re.Pattern[str]:
    """A quote with letters on both sides: a delimiter may be lost there."""
    edges = re.escape(dialect.delimiter + dialect.quote)
    return re.compile(rf"[^{edges}\s]{re.escape(dialect.quote)}[^{edges}\s]")


def _read_quoted(line: str, number: int, source: _Pushback, dialect: Dialect, width: int | None) -> Record:
    bare = line.rstrip("\r\n")
    alone = _take_apart(bare, dialect)
    if not alone.open:
        odd = not dialect.escape and (bare.count(dialect.quote) % 2 == 1 or bool(_loose_quote(dialect).search(bare)))
        return Record(number, alone.fields, odd or alone.strays > 0, alone.quoted, bare)
    text = line
    extra: list[str] = []
    taken = alone
    while taken.open and len(extra) < source.patience and len(text) < MOST_LETTERS:
        following = source.take()
        if following is None:
            break
        extra.append(following)
        text += following
        if dialect.quote in following:
            taken = _take_apart(text.rstrip("\r\n"), dialect)
    whole = not taken.open and taken.strays == alone.strays
    if whole and width in (None, len(taken.fields)):
        return Record(number, taken.fields, taken.strays > 0, taken.quoted, text.rstrip("\r\n"))
    literal = _take_apart(bare, dialect, open_is_literal=True)
    if whole and width is not None and not _follows_on(extra, dialect, width):
        return Record(number, taken.fields, True, taken.quoted, text.rstrip("\r\n"))
    source.give_back(extra)
    source.wasted += len(extra)
    return Record(number, literal.fields, True, literal.quoted, bare)


def _follows_on(lines: list[str], dialect: Dialect, width: int) -> bool:
    """Whether one of these lines is a whole record by itself: then the quote before it was never meant to stay open."""
    return any(
        len(taken.fields) == width and not taken.open
        for taken in (_take_apart(line.rstrip("\r\n"), dialect) for line in lines)
    )


def _take_apart(text: str, dialect: Dialect, open_is_literal: bool = False) -> _Taken:
    """Cells of one record. A quote opens only at a cell's start and closes only before a delimiter or the end."""
    delimiter, quote, escape = dialect.delimiter, dialect.quote, dialect.escape
    fields: list[str] = []
    quoted: set[int] = set()
    strays, position, end = 0, 0, len(text)
    while True:
        start = position
        while delimiter not in " \t" and start < end and text[start] == " ":
            start += 1
        if quote and text.startswith(quote, start):
            cell, after, found = _quoted_cell(text, start + 1, dialect)
            if after is None:
                if not open_is_literal:
                    fields.append(cell)
                    return _Taken(fields, True, strays + found)
                after = text.find(delimiter, start)
                after = end if after < 0 else after
                cell, found = text[start + 1 : after], 1
            strays += found
            quoted.add(len(fields))
        else:
            after = text.find(delimiter, position)
            after = end if after < 0 else after
            cell = text[position:after]
            if escape and escape in cell:
                cell, after = _escaped_cell(text, position, dialect)
        fields.append(cell)
        if after >= end:
            return _Taken(fields, False, strays, frozenset(quoted))
        position = after + len(delimiter)


def _quoted_cell(text: str, position: int, dialect: Dialect) -> tuple[str, int | None, int]:
    """The cell, where it ends (None: never), and how many stray quotes it holds."""
    delimiter, quote, escape = dialect.delimiter, dialect.quote, dialect.escape
    parts: list[str] = []
    strays, start, end = 0, position, len(text)
    while True:
        found = text.find(quote, position)
        if found < 0:
            parts.append(text[start:])
            return "".join(parts), None, strays
        if escape and found > start and text[found - 1] == escape:
            parts.append(text[start : found - 1] + quote)
            start = position = found + 1
            continue
        after = found + 1
        if not escape and text.startswith(quote, after):
            parts.append(text[start:after])
            start = position = after + 1
            continue
        stop = after
        while delimiter not in " \t" and stop < end and text[stop] == " ":
            stop += 1
        if stop >= end or text.startswith(delimiter, stop) or text[stop] in "\r\n":
            parts.append(text[start:found])
            return "".join(parts), (end if stop >= end or text[stop] in "\r\n" else stop), strays
        strays += 1
        position = after


def _escaped_cell(text: str, position: int, dialect: Dialect) -> tuple[str, int]:
    """An unquoted cell in which the escape takes the next letter literally."""
    letters = []
    while position < len(text) and not text.startswith(dialect.delimiter, position):
        if (
            text[position] == dialect.escape
            and position + 1 < len(text)
            and text[position + 1] in (dialect.delimiter + dialect.quote + dialect.escape)
        ):
            position += 1
        letters.append(text[position])
        position += 1
    return "".join(letters), position
