"""How a text file parts its cells: delimiter, quote mark, escape.

Comes in: the first lines of the file. Goes out: `Dialect`. Every candidate parses the sample; the one whose rows are most
alike and whose cells look most like values wins (after "Wrangling Messy CSV Files by Detecting Row and Type Patterns",
van den Burg, Nazabal, Sutton 2019).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from datamind.connectors.importing.marks import CLOCK, DATE, EMPTY, NULL_WORD, NUMBER, TIME, mark
from datamind.connectors.importing.records import RUN, Dialect, read_records, split_lines

DELIMITERS = (",", ";", "\t", "|", ":", " ", "~", "^", "\x1f", "\x01", "&", "#", "*", "!")
RARE_QUOTES = "|«~^$"
DOUBLED = ("|", ";", "~", "^", ":")
_USUAL = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, " ": 0.6, ":": 0.5, RUN: 0.59}
_WORDS = re.compile(r"^[^\W_][\w .'’\-/()&#+%°µ@$€£?!:*_\[\]]*$")
SAMPLE_ROWS = 300


@dataclass(frozen=True)
class Guess:
    dialect: Dialect
    score: float


def find_dialect(text: str, delimiter: str | None = None, quote: str | None = None) -> Dialect:
    """The best dialect for a sample of a file, within what a person has chosen already."""
    lines = [line.rstrip("\r\n") for line in split_lines(text)[: SAMPLE_ROWS * 2]]
    delimiters = [delimiter] if delimiter else [mark for mark in DELIMITERS if any(mark in line for line in lines)]
    delimiters = [
        mark * 2 if mark in DOUBLED and text.count(mark * 2) * 2 == text.count(mark) else mark for mark in delimiters
    ]
    quotes = [quote] if quote is not None else _find_quotes(text)
    if delimiter is None:
        delimiters = [mark for mark in delimiters if mark[0] not in quotes]
    guesses = [
        Guess(dialect, _score(lines, dialect))
        for each_delimiter in delimiters
        for each_quote in quotes
        for dialect in _with_escapes(each_delimiter, each_quote, text)
    ]
    if not guesses:
        return Dialect("," if delimiter is None else delimiter, quotes[0])
    best = max(guesses, key=lambda guess: guess.score)
    single = _score_single(lines)
    if best.score <= single and delimiter is None:
        return Dialect("," if "," not in text else "\x1f", quotes[0])
    return best.dialect


def _find_quotes(text: str) -> list[str]:
    found = ['"'] if '"' in text else []
    for other in "'`":
        if re.search(rf"(^|[,;\t|:])\s*{other}[^{other}\n]*{other}\s*([,;\t|:]|$)", text, re.MULTILINE):
            found.append(other)
    lines = text.splitlines()[:SAMPLE_ROWS]
    for other in RARE_QUOTES if '"' not in text else "":
        enclosed = re.compile(rf"(^|[,;\t]){re.escape(other)}[^{re.escape(other)}]*{re.escape(other)}([,;\t]|$)")
        if other in text and sum(bool(enclosed.search(line)) for line in lines) > 0.5 * len(lines):
            return [other]
    return found or ['"']


def _with_escapes(delimiter: str, quote: str, text: str) -> list[Dialect]:
    dialects = [Dialect(delimiter, quote)]
    if quote and f"\\{quote}" in text:
        dialects.append(Dialect(delimiter, quote, "\\"))
    if delimiter == " " and "  " in text:
        dialects += [Dialect(RUN, quote, "", 1), Dialect(RUN, quote, "", 2)]
    return dialects


def _score(lines: list[str], dialect: Dialect) -> float:
    """Row likeness times cell likeness, as in the paper, and a small weight for how usual the delimiter is."""
    rows = []
    broken = 0
    for record in read_records(iter(line + "\n" for line in lines), dialect):
        if any(record.fields):
            rows.append(record.fields)
            broken += record.broken
        if len(rows) >= SAMPLE_ROWS:
            break
    if not rows:
        return 0.0
    widths = Counter(_width(row) for row in rows)
    likeness = sum(count * max(width - 1, 0.001) / width for width, count in widths.items()) / len(widths) / len(rows)
    modal, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    likeness = max(likeness, (count / len(rows)) ** 2 * max(modal - 1, 0.001) / modal if modal > 1 else 0.0)
    cells = Counter(cell for row in rows for cell in row)
    total = sum(cells.values())
    known = sum(count * _looks_like_value(cell, dialect) for cell, count in cells.items()) / total
    quotes = (1 - 0.5 * broken / len(rows)) * (0.4 + 0.6 * _quote_fit(lines, dialect))
    return likeness * known * quotes * _USUAL.get(dialect.delimiter[:1], 0.35)


def _quote_fit(lines: list[str], dialect: Dialect) -> float:
    """The share of quote marks that stand where a cell begins or ends, were this the delimiter."""
    quote = re.escape(dialect.quote)
    if not dialect.quote or dialect.run:
        return 1.0
    text = "\n".join(lines).replace(dialect.quote * 2, "")
    total = text.count(dialect.quote)
    if not total:
        return 1.0
    edge, blank = re.escape(dialect.delimiter), "" if dialect.delimiter in " \t" else " *"
    opens = len(re.findall(rf"(?:^|{edge}){blank}{quote}", text, re.MULTILINE))
    closes = len(re.findall(rf"{quote}{blank}(?={edge}|$)", text, re.MULTILINE))
    return min(1.0, (opens + closes) / total)


def _score_single(lines: list[str]) -> float:
    """One column: what every other reading must beat."""
    cells = [line.strip() for line in lines[:SAMPLE_ROWS] if line.strip()]
    if not cells:
        return 0.0
    whole = [cell for cell in cells if not any(other in cell for other in ",;\t|")]
    typed = sum(bool(mark(cell) & (NUMBER | DATE | TIME)) for cell in whole) / len(cells)
    return 0.9 if typed > 0.8 else 0.02


def _width(row: list[str]) -> int:
    """A delimiter at the end of some lines only is no cell."""
    return len(row) - 1 if len(row) > 2 and not row[-1] else len(row)


def _looks_like_value(cell: str, dialect: Dialect) -> float:
    text = cell.strip()
    found = mark(text)
    if found & (NUMBER | DATE | TIME | EMPTY | NULL_WORD | CLOCK):
        return 1.0
    if dialect.quote in text and dialect.quote == '"':
        return 0.1
    if dialect.delimiter in (" ", RUN) and re.search(r"\S,\S", text):
        return 0.2
    if _WORDS.match(text) and not any(other in text for other in ";\t|"):
        return 1.0 if len(text) <= 60 else 0.7
    if any(other in text for other in ";\t|" if other != dialect.delimiter):
        return 0.3 if len(text) < 60 else 0.6
    return 0.7
