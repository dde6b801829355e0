"""The end of a table: notes, sources and totals that stand beneath it.

Comes in: the rows of the body (its head) and the last rows of the page. Goes out: `Footer`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from datamind.connectors.importing.marks import DATE, EMPTY, NULL_WORD, NUMBER, TIME, mark
from datamind.connectors.importing.report import RejectedRow

Row = tuple[int, list[str]]
_NOTE = re.compile(
    r"^\s*(source|sources|note|notes|nb|n\.b\.|quelle|hinweis|fuente|nota|remarque|\*|†|‡|\(\*\)|\(?\d\)|footnote|©|\(c\)"
    r"|copyright"
    r"|last updated|updated|generated|exported|created|printed|report |data as of|as of|as at"
    r"|stand:|legend|key:|disclaimer|end of|eof|total rows|row count"
    r"|record count|records?:|rows?:|page \d|-{3,}|={3,}|_{3,}|#|\(?\d+ (rows?|records?|entries)\b)",
    re.IGNORECASE,
)
_AVERAGE = re.compile(
    r"^(?:average|mean|median|avg|durchschnitt|mittelwert|moyenne|promedio|media)\s*:?$", re.IGNORECASE
)
_TOTAL = re.compile(
    r"^(?:(?:grand|overall|sub)[ -]?)?totals?(?: (?:general|général|generale|sum|all|overall))?\s*:?$"
    r"|^(?:sum|summe|gesamt|gesamtsumme|insgesamt|zusammen|somme|totaal|totale|totales|totalt"
    r"|suma|soma|итого|всего|合計|总计|合计|ukupno|yhteensä)\s*:?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Footer:
    last: int | None = None
    left_out: frozenset[int] = frozenset()
    rejected: tuple[RejectedRow, ...] = ()
    assumed: tuple[str, ...] = ()


def find_footer(body: Sequence[Row], tail: Sequence[Row], width: int, core: float) -> Footer:
    """What at the end is no data: from the bottom up, rows with hardly a cell that stand apart or read as notes, then totals."""
    rows = list(tail or body)
    if body:
        rows = [row for row in rows if row[0] >= body[0][0]]
    if len(rows) < 2 or width < 2:
        return Footer()
    full = [cells for _, cells in body[:200] or rows if _filled(cells) >= 0.7 * core]
    words = _typed_columns(full or [cells for _, cells in rows], width)
    cut = len(rows)
    out: list[RejectedRow] = []
    index = len(rows) - 1
    while index > 0:
        filled = _filled(rows[index][1])
        if not filled:
            index -= 1
            continue
        apart = _is_apart(rows, index, core)
        if not (_is_note(rows[index][1], filled, apart, words, core) or (out and filled == 1 < core)):
            break
        out.append(RejectedRow(rows[index][0], "stands beneath the table", _text(rows[index][1])))
        cut = index
        index -= 1
    assumed = [_tell(len(out))] if out else []
    totals = _find_totals(rows[:cut], words)
    for number, cells in totals:
        out.append(RejectedRow(number, "is a row of totals", _text(cells)))
        assumed.append(f"Row {number} holds totals; it was left out so that nothing counts twice.")
    last = rows[cut][0] - 1 if cut < len(rows) else None
    return Footer(last, frozenset(number for number, _ in totals), tuple(reversed(out)), tuple(assumed))


def _is_apart(rows: list[Row], index: int, core: float) -> bool:
    """A blank row parts this one, or the lines right above it that are as thin, from the table."""
    while index > 0:
        above = rows[index - 1]
        if not _filled(above[1]) or above[0] < rows[index][0] - 1:
            return True
        if _filled(above[1]) >= max(2.0, 0.7 * core):
            return False
        index -= 1
    return False


def _tell(lines: int) -> str:
    return (
        f"{lines} lines beneath the table are not part of it."
        if lines > 1
        else "1 line beneath the table is not part of it."
    )


def _is_note(cells: list[str], filled: int, apart: bool, typed: dict[int, str], core: float) -> bool:
    if core < 2 or filled >= core:
        return False
    if filled > max(1, 0.25 * core):
        return _is_scattered(cells, typed) or (apart and bool(_NOTE.match(next(filter(str.strip, cells)))))
    column, text = next((place, cell.strip()) for place, cell in enumerate(cells) if cell.strip())
    found = mark(text)
    value = bool(found & (NUMBER | DATE | TIME | NULL_WORD))
    if value:
        return apart and core >= 3 and typed.get(column) == "number" and bool(found & NUMBER) and column > 0
    if _NOTE.match(text) or len(text) > 60:
        return True
    return column in typed or (apart and core > 2)


def _is_scattered(cells: list[str], typed: dict[int, str]) -> bool:
    """Words and nothing but words, one at least in a column of values."""
    found = {column: mark(cell) for column, cell in enumerate(cells) if cell.strip()}
    return not any(each & (NUMBER | DATE | TIME | NULL_WORD) for each in found.values()) and any(
        column in typed for column in found
    )


def _find_totals(rows: list[Row], typed: dict[int, str]) -> list[Row]:
    """A row named "Total" at the very end; not where several rows are called so."""
    filled = [row for row in rows if _filled(row[1])]
    labelled = [row for row in filled if _TOTAL.match(_label(row))]
    if len(filled) > 2 and _AVERAGE.match(_label(filled[-1])) and filled[-1][0] > filled[-2][0] + 1:
        labelled.append(filled[-1])
    if not labelled or len(labelled) > 2 or len(filled) < 3 or not any(kind == "number" for kind in typed.values()):
        return []
    ending = filled[-len(labelled) :]
    return ending if [row[0] for row in ending] == [row[0] for row in labelled] else []


def _label(row: Row) -> str:
    return next((cell.strip() for cell in row[1] if cell.strip()), "")


def _typed_columns(body: list[list[str]], width: int) -> dict[int, str]:
    found = {}
    for column in range(width):
        marks = [mark(cells[column]) for cells in body if column < len(cells)]
        marks = [each for each in marks if not each & (EMPTY | NULL_WORD)]
        for name, flag in (("number", NUMBER), ("date", DATE), ("time", TIME)):
            if marks and sum(bool(each & flag) for each in marks) >= 0.7 * len(marks):
                found[column] = name
                break
    return found


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell and not cell.isspace())


def _text(cells: Sequence[str]) -> str:
    return " | ".join(cell.strip() for cell in cells if cell.strip())[:300]
