"""What each column is, decided over all of its cells, and the reader that turns its text into values.

Comes in: rows of text cells. Goes out: `Decision`s, one a column, with the sentences to tell; `Decision.reader()` gives
text -> canonical text (None: this cell cannot be read so). To add a type: a step in `_decide` and a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from datamind.connectors.importing import marks as m
from datamind.connectors.importing import readings
from datamind.connectors.importing.tally import Tally
from datamind.connectors.importing.words import BOOLEAN_WORDS, ERRORS, NULL_WORDS
from datamind.types import ColumnType

Reader = Callable[[str], str | None]
NATIVE = {
    ColumnType.INTEGER: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.TIME: "TIME",
    ColumnType.BOOLEAN: "BOOLEAN",
}
_TEXT_NULLS = frozenset(("null", "(null)", "<null>", "[null]", "n/a", "#n/a", "#na", "<na>", "nan", "\\n"))
MOST_STRAYS = 0.05
_DATE_WORDS = ("date", "datum", "day", "fecha", "data", "jour", "tag", "dt", "dag", "time", "zeit")


@dataclass(frozen=True)
class Decision:
    """`type` None: every cell is empty. `serials`: day numbers stand among the dates. `keep_nulls`: null words stay."""

    name: str
    type: ColumnType | None
    decimal_comma: bool = False
    date_order: int = m.DMY
    serials: bool = False
    keep_nulls: bool = False
    assumed: tuple[str, ...] = ()

    @property
    def native(self) -> str:
        return NATIVE.get(self.type, "VARCHAR") if self.type else "VARCHAR"

    def is_null(self, text: str) -> bool:
        """Whether this text stands for "nothing here" in this column."""
        low = text.strip(m.SPACES).lower()
        if not low:
            return True
        if self.type in (None, ColumnType.TEXT):
            return low in _TEXT_NULLS and not self.keep_nulls
        return low in NULL_WORDS or low in ERRORS

    def reader(self) -> Reader:
        """text -> canonical text; asked only for text that `is_null` denies."""
        if self.type is ColumnType.INTEGER:
            return lambda text: _whole(readings.read_number(text, self.decimal_comma))
        if self.type is ColumnType.NUMBER:
            return lambda text: readings.read_number(text, self.decimal_comma)
        if self.type in (ColumnType.DATE, ColumnType.DATETIME):
            return self._read_date
        if self.type is ColumnType.TIME:
            return readings.read_time
        if self.type is ColumnType.BOOLEAN:
            return readings.read_boolean
        return lambda text: text.strip(m.SPACES)

    def _read_date(self, text: str) -> str | None:
        found = readings.read_date(text, self.date_order)
        if found is None and self.serials and m.mark(text) & m.SERIAL:
            found = readings.read_serial(text.strip(m.SPACES)), None
        if found is None or found[0] is None:
            return None
        day, clock = found
        return str(day) if self.type is ColumnType.DATE else f"{day} {clock or '00:00:00'}"


def _whole(number: str | None) -> str | None:
    if number is None:
        return None
    head, _, tail = number.partition(".")
    return head if not tail.strip("0") and "e" not in number.lower() else None


def decide_columns(
    names: Sequence[str],
    tallies: Sequence[Tally],
    chosen: Mapping[str, ColumnType] | None = None,
    date_order: str | None = None,
    decimal: str | None = None,
) -> list[Decision]:
    """One decision a column; columns that leave a doubt follow the others of the same file."""
    comma = decimal == "," if decimal else _prefers_comma(tallies)
    order, order_note = _find_order(tallies, comma, date_order)
    decisions = []
    for name, tally in zip(names, tallies, strict=True):
        decision = _decide(name, tally, comma, order, order_note)
        if chosen and name in chosen and chosen[name] is not decision.type:
            decision = replace(decision, type=chosen[name], assumed=(), decimal_comma=_column_comma(tally, comma))
        decisions.append(decision)
    return decisions


def _prefers_comma(tallies: Sequence[Tally]) -> bool:
    """Whether this file writes 1,5 rather than 1.5: a vote of the cells that leave no doubt."""
    comma = dot = 0
    for tally in tallies:
        numbers = tally.count(m.NUMBER)
        if numbers and numbers >= 0.5 * tally.values:
            comma += sum(n for mark, n in tally.marks.items() if mark & m.COMMA and not mark & m.DOT)
            dot += sum(n for mark, n in tally.marks.items() if mark & m.DOT and not mark & m.COMMA)
    return comma > dot


def _column_comma(tally: Tally, comma_in_file: bool) -> bool:
    comma = sum(n for mark, n in tally.marks.items() if mark & m.COMMA and not mark & m.DOT)
    dot = sum(n for mark, n in tally.marks.items() if mark & m.DOT and not mark & m.COMMA)
    return comma_in_file if comma == dot else comma > dot


def _find_order(tallies: Sequence[Tally], comma: bool, chosen: str | None) -> tuple[int, str]:
    """Day or month first, and why; per file, for files are written in one country."""
    if chosen:
        return (m.DMY if chosen == "dmy" else m.MDY), ""
    dmy = sum(n for tally in tallies for mark, n in tally.marks.items() if mark & m.DATE == m.DMY)
    mdy = sum(n for tally in tallies for mark, n in tally.marks.items() if mark & m.DATE == m.MDY)
    if dmy != mdy:
        return (m.DMY if dmy > mdy else m.MDY), "as other dates in the file show" if dmy and mdy else ""
    doubtful = [tally for tally in tallies if tally.count(m.DMY) and not tally.count(m.YMD)]
    for tally in doubtful:
        ordered = {order for order in (m.DMY, m.MDY) if _is_sorted(tally.dates, order)}
        if len(ordered) == 1 and len(set(tally.dates)) >= 3:
            return ordered.pop(), "because the rows are then in order of time"
    if any(tally.count(m.DASHED) for tally in doubtful) or comma:
        return m.DMY, "as is usual where dates have dots or numbers a decimal comma"
    return m.MDY if doubtful and _looks_american(
        tallies
    ) else m.DMY, "a guess: no date in the file tells day from month"


def _looks_american(tallies: Sequence[Tally]) -> bool:
    return any(cell.startswith("$") for tally in tallies for cell in tally.strays)


def _is_sorted(texts: Sequence[str], order: int) -> bool:
    days = [found[0] for text in texts if (found := readings.read_date(text, order)) and found[0]]
    if len(days) < len(texts):
        return False
    pairs = list(pairwise(days))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)


def _decide(name: str, tally: Tally, comma: bool, order: int, order_note: str) -> Decision:
    if tally.values == 0:
        return _decide_nothing(name, tally)
    for step in (_try_boolean, _try_date, _try_time):
        if decision := step(name, tally, order, order_note):
            return decision
    return _try_number(name, tally, comma) or _as_text(name, tally)


def _decide_nothing(name: str, tally: Tally) -> Decision:
    """No values; but a column that says "none" or "-" everywhere says it in words."""
    return Decision(name, None if not tally.count(m.NULL_WORD) else ColumnType.TEXT, keep_nulls=True)


def _as_text(name: str, tally: Tally, *told: str) -> Decision:
    nulls = [word for word in tally.strays if word.lower() in _TEXT_NULLS]
    if nulls:
        told = (*told, f"{name}: {_quote(nulls)} counts as empty.")
    return Decision(name, ColumnType.TEXT, assumed=told)


def _try_boolean(name: str, tally: Tally, *_: object) -> Decision | None:
    true, false = tally.count(m.TRUE), tally.count(m.FALSE)
    if true + false < tally.values or not true + false:
        return None
    if tally.count(m.SINGLE_LETTER) and not (true and false):
        return None
    words = [word for word in tally.strays if word.lower() in BOOLEAN_WORDS][:4]
    told = (
        ()
        if {word.lower() for word in words} <= {"true", "false"}
        else (f"{name}: {_quote(words)} are read as true and false.",)
    )
    return Decision(name, ColumnType.BOOLEAN, assumed=told)


def _try_date(name: str, tally: Tally, order: int, order_note: str) -> Decision | None:
    dates, values = tally.count(m.DATE), tally.values
    compact = tally.count(m.COMPACT)
    if compact and compact == values and any(word in name.lower() for word in _DATE_WORDS):
        return Decision(name, ColumnType.DATE, assumed=(f"{name}: numbers such as 20200131 are read as dates.",))
    if not dates or dates < 0.5 * values:
        return None
    fitting = tally.count(m.YMD | order)
    other = m.MDY if order == m.DMY else m.DMY
    if tally.count(m.YMD | other) > fitting:
        order, fitting = other, tally.count(m.YMD | other)
    serials = 0 if fitting == values else _count_serials(tally, order)
    strays = values - fitting - serials
    if strays > max(MOST_STRAYS * values, 0) or (strays and values < 20):
        return None
    clock = any(mark & m.CLOCK and mark & m.DATE for mark in tally.marks)
    told = []
    if tally.count(m.DMY) and not tally.count(m.YMD):
        how = "day first" if order == m.DMY else "month first"
        sure = sum(n for mark, n in tally.marks.items() if mark & m.DATE == order)
        told.append(f"{name}: dates are read {how}" + (f" ({order_note})." if order_note and not sure else "."))
    if serials:
        told.append(
            f"{name}: {serials} cells hold a spreadsheet's day number (42172 for 2015-06-17) and were read as dates."
        )
    kind = ColumnType.DATETIME if clock else ColumnType.DATE
    return Decision(name, kind, date_order=order, serials=bool(serials), assumed=(*told, *_tell_nulls(name, tally)))


def _count_serials(tally: Tally, order: int) -> int:
    """Day numbers count as dates only when they fall among the dates around them."""
    serials = tally.count(m.SERIAL)
    days = [found[0] for text in tally.dates if (found := readings.read_date(text, order)) and found[0]]
    if not serials or not days:
        return 0
    year = timedelta(days=366)
    low, high = _day_number(min(days) - year), _day_number(max(days) + year)
    return serials if low <= high and high >= 20_000 and low <= 60_000 else 0


def _day_number(day: date) -> int:
    return (day - readings.EPOCH).days


def _try_time(name: str, tally: Tally, *_: object) -> Decision | None:
    if tally.count(m.TIME) and tally.count(m.TIME) == tally.values:
        return Decision(name, ColumnType.TIME, assumed=tuple(_tell_nulls(name, tally)))
    return None


def _try_number(name: str, tally: Tally, comma_in_file: bool) -> Decision | None:
    values, numbers = tally.values, tally.count(m.NUMBER)
    if not numbers or numbers < 0.9 * values:
        return None
    comma = _column_comma(tally, comma_in_file)
    fitting = tally.count(m.COMMA if comma else m.DOT)
    fraction = m.FRACTION_COMMA if comma else m.FRACTION_DOT
    fractions = sum(n for mark, n in tally.marks.items() if mark & fraction and mark & (m.COMMA if comma else m.DOT))
    led = tally.count(m.ZERO_LED)
    if led and (not fractions or led > 0.1 * values):
        return _as_text(name, tally, f"{name}: kept as text, for leading zeros would be lost.")
    if tally.count(m.LONG):
        return _as_text(name, tally, f"{name}: kept as text, for some numbers have too many digits to be exact.")
    strays = values - fitting
    if strays and not _may_drop(tally, strays, values, bool(fractions)):
        return None
    kind = ColumnType.NUMBER if fractions else ColumnType.INTEGER
    return Decision(name, kind, decimal_comma=comma, assumed=tuple(_tell_number(name, tally, comma, bool(fractions))))


def _may_drop(tally: Tally, strays: int, values: int, measured: bool) -> bool:
    """A few words among many numbers are no numbers; codes such as 10A make the column text."""
    if strays > MOST_STRAYS * values or values < 20:
        return False
    wordless = sum(n for mark, n in tally.marks.items() if not mark & (m.NUMBER | m.NOTHING | m.DIGITLESS))
    return wordless == 0 or (measured and wordless <= 0.01 * values)


def _tell_number(name: str, tally: Tally, comma: bool, fractions: bool) -> list[str]:
    told = []
    if comma and fractions:
        told.append(f"{name}: the comma is the decimal mark.")
    elif tally.count(m.GROUPED) and not all(not mark & m.GROUPED or mark & m.FRACTION_DOT for mark in tally.marks):
        told.append(f"{name}: thousands are parted by a mark.")
    if tally.count(m.PERCENT):
        told.append(f"{name}: percent signs were dropped; 12 % is 12.")
    if tally.count(m.MONEY):
        told.append(f"{name}: currency signs were dropped.")
    if tally.count(m.ACCOUNTING):
        told.append(f"{name}: numbers in brackets or with a minus behind are negative.")
    return told + _tell_nulls(name, tally)


def _tell_nulls(name: str, tally: Tally) -> list[str]:
    words = [word for word in tally.strays if word.lower() in NULL_WORDS or word.lower() in ERRORS]
    return [f"{name}: {_quote(words)} counts as empty."] if words else []


def _quote(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:4])
