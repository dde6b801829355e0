"""Rows as the XML of a worksheet, a column at a time: as exact as a spreadsheet can be, and no cell acts as a formula.

In: rows and the style number of each column. Out: pieces of `<row>…</row>` in UTF-8, and what had to be altered, counted in
`Altered`. Numbers of more than 15 digits, which a spreadsheet would round, are written as text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from datamind.exports.cells import UNPRINTABLE, write_exact

STEP = 2_000
LONGEST_TEXT = 32_767
MOST_EXACT = 10**15
EPOCH = date(1899, 12, 30).toordinal()
FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets count a 29 February 1900 that never was
_DAY_S = 86_400
_EMPTY = "<c/>"
_NEEDS_CARE = re.compile("[&<>\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]|^\\s|\\s$|_x[0-9A-Fa-f]{4}_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass
class Altered:
    """How many values are not in the sheet as they are in the database, by reason."""

    long_numbers: int = 0
    cut_texts: int = 0
    cleaned_texts: int = 0
    moved_moments: int = 0

    def tell(self) -> tuple[str, ...]:
        told = (
            (self.long_numbers, "numbers that a spreadsheet would round are written as text"),
            (self.cut_texts, f"texts are cut at the {LONGEST_TEXT:,} characters that a cell can hold"),
            (self.cleaned_texts, "texts held control characters, which are left out"),
            (self.moved_moments, "moments with a time zone are written in UTC"),
        )
        return tuple(f"{count:,} {words}." for count, words in told if count)


def write_rows(
    rows: Sequence[Sequence[Any]], styles: Sequence[int], first_row: int, altered: Altered
) -> Iterator[tuple[bytes, int]]:
    """Pieces of XML for the rows, each with how many rows are written so far; the first is row `first_row` of the sheet."""
    for start in range(0, len(rows), STEP):
        batch = rows[start : start + STEP]
        columns = [
            _write_column(values, style, altered)
            for values, style in zip(zip(*batch, strict=True), styles, strict=True)
        ]
        lines = [
            f'<row r="{number}">{"".join(cells)}</row>'
            for number, cells in enumerate(zip(*columns, strict=True), first_row + start)
        ]
        yield "".join(lines).encode("utf-8"), start + len(batch)


def _write_column(values: tuple[Any, ...], style: int, altered: Altered) -> list[str]:
    kinds = set(map(type, values))
    kinds.discard(type(None))
    if kinds == {int}:
        head = f'<c s="{style}"><v>'
        known = [value for value in values if value is not None]
        if min(known) > -MOST_EXACT and max(known) < MOST_EXACT:
            return [_EMPTY if value is None else f"{head}{value}</v></c>" for value in values]
    elif kinds == {float}:
        head = f'<c s="{style}"><v>'
        if all(map(math.isfinite, (value for value in values if value is not None))):
            return [_EMPTY if value is None else f"{head}{value!r}</v></c>" for value in values]
    elif kinds == {str}:
        return [_EMPTY if value is None else _write_text(value, altered) for value in values]
    elif kinds == {date}:
        head, first = f'<c s="{style}"><v>', FIRST_DAY
        if min(value for value in values if value is not None) >= first:
            return [_EMPTY if value is None else f"{head}{value.toordinal() - EPOCH}</v></c>" for value in values]
    return [_write_cell(value, style, altered) for value in values]


def _write_cell(value: Any, style: int, altered: Altered) -> str:
    if value is None:
        return _EMPTY
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return _write_number(value, style, altered)
    if isinstance(value, datetime | date | time):
        serial = _count_days(value, altered)
        if serial is not None:
            return f'<c s="{style}"><v>{serial!r}</v></c>'
    return _write_text(write_exact(value), altered)


def _write_number(value: int | float | Decimal, style: int, altered: Altered) -> str:
    if isinstance(value, Decimal):
        exact = value.is_finite() and len(value.normalize().as_tuple().digits) <= 15
    else:
        exact = math.isfinite(value) and (isinstance(value, float) or abs(value) < MOST_EXACT)
    if exact:
        return f'<c s="{style}"><v>{value}</v></c>'
    altered.long_numbers += 1
    return _write_text(write_exact(value), altered)


def _count_days(value: datetime | date | time, altered: Altered) -> float | int | None:
    """Days since the spreadsheet's epoch; None for what it cannot count."""
    if isinstance(value, time):
        return (
            None
            if value.tzinfo
            else (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / _DAY_S
        )
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            if value.year in (1, 9999):
                return None
            altered.moved_moments += bool(value.utcoffset())
            value = value.astimezone(UTC)
        if value.date() < FIRST_DAY:
            return None
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return value.toordinal() - EPOCH + seconds / _DAY_S
    return value.toordinal() - EPOCH if value >= FIRST_DAY else None


def _write_text(text: str, altered: Altered) -> str:
    if len(text) > LONGEST_TEXT:
        altered.cut_texts += 1
        text = text[: LONGEST_TEXT - 1] + "…"
    if not _NEEDS_CARE.search(text):
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    clean = UNPRINTABLE.sub("", text)
    altered.cleaned_texts += clean != text
    clean = _LOOKS_ESCAPED.sub("_x005F_", clean)
    clean = clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'
