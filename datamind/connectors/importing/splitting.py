"""Several tables on one page, told apart.

Comes in: the rows of a page held in memory. Goes out: pages of one table each. A new table begins after an empty row where a
header of words stands over columns of numbers or dates; beside another where a whole column is empty and the two do not
cover the same rows. Where there is doubt the page stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from datamind.connectors.importing.layout import find_layout
from datamind.connectors.importing.marks import DATE, NUMBER, TIME, mark
from datamind.connectors.importing.pages import HeldPage, PageRow

Rows = list[PageRow]


def split_page(page: HeldPage) -> list[HeldPage]:
    """The page's tables, in reading order."""
    pages = []
    for beside in _split_columns(page) if not page.ragged else [page]:
        pages += [replace(beside, held=tuple(rows)) for rows in _split_rows(list(beside.held), beside)]
    return pages


def _filled(row: PageRow) -> int:
    return sum(1 for cell in row.cells if cell and not cell.isspace())


def _segments(rows: Sequence[PageRow]) -> list[Rows]:
    """Runs of rows between blank ones."""
    segments: list[Rows] = []
    previous_blank = True
    for row in rows:
        blank = not _filled(row)
        if not blank:
            if previous_blank:
                segments.append([])
            segments[-1].append(row)
        previous_blank = blank
    return segments


def _split_rows(rows: Rows, page: HeldPage) -> list[Rows]:
    segments = [part for segment in _segments(rows) for part in _part_by_width(segment, page)]
    if len(segments) < 2:
        return [rows]
    tables: list[Rows] = [segments[0]]
    titles: Rows = []
    for segment in segments[1:]:
        if len(segment) <= 2 and all(_filled(row) == 1 for row in segment) and segment is not segments[-1]:
            titles += segment
            continue
        if _is_table(segment, page) and _is_table(tables[-1], page) and _clashes(tables[-1], segment, page):
            tables.append([*titles, *segment])
        else:
            tables[-1] = [*tables[-1], *titles, *segment]
        titles = []
    tables[-1] += titles
    return tables if len(tables) > 1 else [rows]


def _part_by_width(rows: Rows, page: HeldPage) -> list[Rows]:
    """Rows of a text file that from some row on all have another number of cells, and there begin with a header."""
    if not page.ragged or len(rows) < 6:
        return [rows]
    last = len(rows[-1].cells)
    start = next((place for place in range(len(rows) - 1, -1, -1) if len(rows[place].cells) != last), -1) + 1
    above, below = rows[:start], rows[start:]
    if len(below) < 4 or len(above) < 3 or sum(len(row.cells) == last for row in above) > 0.1 * len(above):
        return [rows]
    if not _is_table(below, page) or not _is_table(above, page) or not _words_only(below[0]):
        return [rows]
    return [above, below]


def _words_only(row: PageRow) -> bool:
    return all(cell.strip() and not mark(cell) & (NUMBER | DATE | TIME) for cell in row.cells)


def _is_table(rows: Rows, page: HeldPage) -> bool:
    """Words over values, at the top of these rows."""
    if len(rows) < 2:
        return False
    layout = find_layout([row[:2] for row in rows], (), merges=page.merges, ragged=page.ragged)
    if not layout.header_rows or layout.width < 2:
        return False
    place = next(index for index, row in enumerate(rows) if row.number == layout.header_rows[0])
    if place > 2 or any(_filled(row) > 1 for row in rows[:place]):
        return False
    header = next(row for row in rows if row.number == layout.header_rows[-1])
    body = [row for row in rows if row.number >= layout.first]
    labels = sum(row.cells[0].strip().endswith(":") for row in rows if row.cells)
    return len(body) >= (2 if page.ragged else 1) and not labels and bool(_contrasting(header, body))


def _contrasting(header: PageRow, body: Rows) -> list[int]:
    """The columns whose header is a word and whose cells are values."""
    found = []
    for column, cell in enumerate(header.cells):
        below = [row.cells[column] for row in body if column < len(row.cells) and row.cells[column].strip()]
        typed = sum(bool(mark(text) & (NUMBER | DATE | TIME)) for text in below)
        if cell.strip() and not mark(cell) & (NUMBER | DATE | TIME) and below and typed >= 0.7 * len(below):
            found.append(column)
    return found


def _clashes(above: Rows, below: Rows, page: HeldPage) -> bool:
    """The lower header cannot be a row of the upper table: words where that has values, or columns that it does not have."""
    upper = find_layout([row[:2] for row in above], (), merges=page.merges, ragged=page.ragged)
    lower = find_layout([row[:2] for row in below], (), merges=page.merges, ragged=page.ragged)
    header = next(row for row in below if row.number == lower.header_rows[-1])
    top = next(row for row in above if row.number == upper.header_rows[-1])
    body = [row for row in above if row.number >= upper.first]
    typed = _contrasting(top, body)
    if [cell.strip() for cell in header.cells] == [cell.strip() for cell in top.cells]:
        return False
    words = [
        c for c in typed if c < len(header.cells) and header.cells[c].strip() and not mark(header.cells[c]) & NUMBER
    ]
    return len(words) >= 0.5 * max(1, len([c for c in typed if c < len(header.cells)])) or not words


def _split_columns(page: HeldPage) -> list[HeldPage]:
    """Blocks of columns that stand beside each other with an empty column between."""
    width = max((len(row.cells) for row in page.held), default=0)
    used = [False] * width
    for row in page.held:
        for column, cell in enumerate(row.cells):
            if cell and not used[column]:
                used[column] = True
    blocks: list[tuple[int, int]] = []
    for column in range(width):
        if used[column] and (column == 0 or not used[column - 1]):
            blocks.append((column, column))
        if used[column]:
            blocks[-1] = (blocks[-1][0], column)
    if not 2 <= len(blocks) <= 8 or any(last == first for first, last in blocks):
        return [page]
    cut = [_cut(page, first, last) for first, last in blocks]
    extents = [[row.number for row in each.held if _filled(row)] for each in cut]
    spans = {(numbers[0], numbers[-1]) for numbers in extents}
    if len(spans) < len(blocks) or not all(_is_table([row for row in each.held if _filled(row)], each) for each in cut):
        return [page]
    return cut


def _cut(page: HeldPage, first: int, last: int) -> HeldPage:
    held = tuple(row._replace(cells=row.cells[first : last + 1]) for row in page.held)
    merges = tuple(
        (row, left - first, right - first) for row, left, right in page.merges if first <= left and right <= last
    )
    return replace(page, held=held, merges=merges)
