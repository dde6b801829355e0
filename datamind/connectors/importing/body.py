"""The rows of a table's body, every one as wide as the table, with what had to be mended.

Comes in: a page and its layout. Goes out: (row number, cells); `Mending` collects what was altered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from datamind.connectors.importing.layout import Layout
from datamind.connectors.importing.pages import Page, PageRow
from datamind.connectors.importing.records import Dialect, read_records
from datamind.connectors.importing.repair import CONVINCING, Fitted, Shape, fit_row, learn_shapes
from datamind.connectors.importing.report import REJECTED_KEPT, RejectedRow

LEARNED_ROWS = 400
OTHER_MARKS = (";", "\t", "|", ",", " ")
MOST_LOOKS, MOST_CLOSE_LOOKS = 4000, 1500


@dataclass
class Mending:
    """Rows that came out altered; `short` counts those whose last cells were simply missing, `looks`
    how often a row had to be fitted (which takes long, so that a file of nothing else is not fitted to its end)."""

    rejected: list[RejectedRow] = field(default_factory=list)
    count: int = 0
    short: int = 0
    looks: int = 0

    def note(self, row: PageRow, reason: str) -> None:
        self.count += 1
        if len(self.rejected) < REJECTED_KEPT:
            self.rejected.append(RejectedRow(row.number, reason, " | ".join(row.cells)[:300]))


def read_body(page: Page, layout: Layout, shapes: Sequence[Shape], mending: Mending) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, from the first of the body to the last."""
    width = layout.width
    for row in page.rows(width):
        number, cells = row.number, row.cells
        if number < layout.first or number in layout.left_out:
            continue
        if layout.last is not None and number > layout.last:
            return
        if not any(cells) or (
            (not cells[0] or cells[0].isspace()) and not any(cell and not cell.isspace() for cell in cells)
        ):
            continue
        if layout.header_cells and cells[0].strip() == layout.header_cells[0] and _repeats(cells, layout.header_cells):
            mending.note(row, "repeats the header; left out")
            continue
        if len(cells) != width:
            cells = _fit(row, width, shapes, page, mending)
        elif row.broken:
            cells = _mend_quotes(row, shapes, page, mending)
        yield number, cells


def _repeats(cells: Sequence[str], header: Sequence[str]) -> bool:
    return any(header) and [cell.strip() for cell in cells] == list(header)


def learn_page(page: Page, layout: Layout, head: Sequence[PageRow]) -> list[Shape]:
    """The columns' shapes from the rows at the top that are as wide as the table."""
    width = layout.width
    rows = [
        row
        for row in head
        if row.number >= layout.first
        and row.number not in layout.left_out
        and (layout.last is None or row.number <= layout.last)
        and not row.broken
        and any(cell.strip() for cell in row.cells)
    ]
    good = [row.cells for row in rows if len(row.cells) == width]
    if len(good) < 0.3 * len(rows):
        longer = [
            row.cells for row in rows if len(row.cells) > width and not any(cell.strip() for cell in row.cells[width:])
        ]
        good += [cells[:width] for cells in longer]
    return learn_shapes(good[:LEARNED_ROWS], width) if len(good) >= 3 else []


def _fit(row: PageRow, width: int, shapes: Sequence[Shape], page: Page, mending: Mending) -> list[str]:
    cells = row.cells
    blank_behind = len(cells) > width and not any(cell and not cell.isspace() for cell in cells[width:])
    if blank_behind and not _gains(row, cells[:width], shapes, page, mending):
        return cells[:width]
    if not page.ragged:
        return [*cells, *([""] * (width - len(cells)))][:width]
    if len(cells) < width and not (len(cells) < 0.5 * width and _find_other_mark(row, shapes, page)):
        padded = [*cells, *([""] * (width - len(cells)))]
        if not _gains(row, padded, shapes, page, mending):
            mending.short += 1
            return padded
    if other := _find_other_mark(row, shapes, page):
        mending.note(row, "parts its cells by another mark; read by that")
        return other
    found = f"{len(cells)} cells for {width} columns"
    if shapes and mending.looks < MOST_LOOKS:
        fitted = _fit_into(row, shapes, page, mending)
        how = "put back under the columns it fits" if fitted.sure else "this is the likeliest reading"
        mending.note(row, f"has {found}; {how}")
        return fitted.row
    mending.note(row, f"has {found}; what was too many is left out" if len(cells) > width else f"has {found}")
    return [*cells[:width], *([""] * (width - len(cells)))]


def part_otherwise(raw: str, width: int, page: Page) -> list[str]:
    """The cells of a row that was written with another delimiter than the rest; empty when none gives the width."""
    for mark in OTHER_MARKS:
        if mark in (page.delimiter, " " if not page.quote or page.quote not in raw else ""):
            continue
        if raw.count(mark) >= width - 1 > 0:
            cells = next(read_records((raw + "\n",), Dialect(mark, page.quote or '"'))).fields
            if len(cells) == width:
                return cells
    return []


def _find_other_mark(row: PageRow, shapes: Sequence[Shape], page: Page) -> list[str]:
    """Such cells, where each of them looks like its column's."""
    cells = part_otherwise(row.raw or page.delimiter.join(row.cells), len(shapes), page)
    fits = all(shape.misfit(cell) < CONVINCING for shape, cell in zip(shapes, cells, strict=False))
    return cells if fits else []


def _gains(row: PageRow, plain: list[str], shapes: Sequence[Shape], page: Page, mending: Mending) -> bool:
    """Whether moving cells makes clearly more of them look like their columns than leaving each where it stands.

    One cell that does not look like its column is an odd value; two are a shift.
    """
    left = [shape.misfit(cell) for shape, cell in zip(shapes, plain, strict=False)]
    odd = sum(misfit >= 1.6 for misfit in left)
    if odd == 0 or (odd == 1 and len(row.cells) >= len(shapes)):
        return False
    if mending.looks >= MOST_LOOKS:
        return False
    mending.looks += 1
    moved = fit_row(row.cells, shapes, page.delimiter, row.quoted).row
    return sum(shape.misfit(cell) for shape, cell in zip(shapes, moved, strict=True)) < sum(left) - 1.0


def _mend_quotes(row: PageRow, shapes: Sequence[Shape], page: Page, mending: Mending) -> list[str]:
    """A row of the right width whose quotes do not add up."""
    if not shapes or mending.looks >= MOST_LOOKS:
        if page.quote and row.raw.count(page.quote) % 2:
            mending.note(row, "its quotes do not add up; read as it stands")
        return row.cells
    fitted = _fit_into(row, shapes, page, mending)
    if fitted.row != row.cells:
        mending.note(row, "its quotes do not add up; this is the likeliest reading")
    return fitted.row


def _fit_into(row: PageRow, shapes: Sequence[Shape], page: Page, mending: Mending) -> Fitted:
    mending.looks += 1
    close = page.quote if mending.looks < MOST_CLOSE_LOOKS else ""
    return fit_row(row.cells, shapes, page.delimiter, row.quoted, row.raw, close)
