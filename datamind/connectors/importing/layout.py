"""Where on a page of cells the table is: preamble, header rows, units, body, footer, totals.

Comes in: rows of text cells with their numbers (the first few hundred and the last few dozen are enough), what a person chose.
Goes out: `Layout`. Rows are judged by how filled they are and by contrast: words over a column of numbers are a header.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datamind.connectors.importing.choices import NOTHING_CHOSEN, Choices
from datamind.connectors.importing.footers import find_footer
from datamind.connectors.importing.headers import is_units_row, join_headers
from datamind.connectors.importing.heading import Heading, find_header
from datamind.connectors.importing.naming import name_columns
from datamind.connectors.importing.report import RejectedRow
from datamind.connectors.importing.survey import Row, Survey, survey_page

HEAD_ROWS = 500


@dataclass(frozen=True)
class Layout:
    """`first` is the number of the first row of the body; rows after `last` (None: to the end) and those in `left_out` are not
    part of it. `width` counts the columns, `headed` says which have a name in the file. A row that
    repeats `header_cells` is a page's heading, not data."""

    names: tuple[str, ...]
    width: int
    first: int
    headed: tuple[bool, ...] = ()
    header_cells: tuple[str, ...] = ()
    header_rows: tuple[int, ...] = ()
    last: int | None = None
    left_out: frozenset[int] = frozenset()
    assumed: tuple[str, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()


def find_layout(
    head: Sequence[Row],
    tail: Sequence[Row] = (),
    choices: Choices = NOTHING_CHOSEN,
    merges: Sequence[tuple[int, int, int]] = (),
    ragged: bool = True,
) -> Layout:
    """The table among these rows. `tail` are the last rows (may overlap `head`); `merges` are (row, first, last column) of
    merged cells; `ragged` says that rows may have different numbers of cells (text files)."""
    page = survey_page(head, tail, choices, ragged)
    if not page.rows:
        return Layout((), 0, 1)
    assumed: list[str] = []
    rejected = [
        RejectedRow(number, "is a comment or a ruled line", _text((number, cells))) for number, cells in page.comments
    ]
    if rejected:
        assumed.append(f"{_count(len(rejected), 'comment or ruled line')} {_is(len(rejected))} not part of the table.")
    header, start = _chosen_header(page, choices) if choices.header_rows is not None else find_header(page)
    units = _find_units(page, header, start)
    labels = [index for index in header if index not in units]
    titles = _make_names(page, labels, merges, ragged)
    names = name_columns(titles)
    first_table_row = header[0] if header else start
    for index in range(first_table_row):
        rejected.append(RejectedRow(page.rows[index][0], "stands above the table", _text(page.rows[index])))
    if first_table_row:
        assumed.append(f"{_count(first_table_row, 'line')} above the table {_is(first_table_row)} not part of it.")
    assumed += _tell_header(page, header, units, choices)
    footer = find_footer(page.rows[start:], tail, page.width, page.core)
    rejected += footer.rejected
    assumed += footer.assumed
    first = page.rows[start][0] if start < len(page.rows) else page.rows[-1][0] + 1
    return Layout(
        names,
        page.width,
        first,
        tuple(bool(title.strip()) for title in titles),
        tuple(cell.strip() for cell in page.rows[labels[-1]][1]) if labels else (),
        tuple(page.rows[index][0] for index in header),
        footer.last,
        frozenset(choices.skipped_rows) | footer.left_out | {number for number, _ in page.comments},
        tuple(assumed),
        tuple(rejected),
    )


def _chosen_header(page: Survey, choices: Choices) -> Heading:
    wanted = set(choices.header_rows or ())
    rows = [index for index, (number, _) in enumerate(page.rows) if number in wanted]
    return Heading(rows, rows[-1] + 1 if rows else 0)


def _find_units(page: Survey, header: list[int], start: int) -> set[int]:
    """Header rows that hold units ("kg", "[m/s]") rather than names."""
    found: set[int] = set()
    for index in header[1:]:
        if is_units_row(page.rows[index][1], page.typed_below(start - 1)):
            found.add(index)
    return found


def _make_names(page: Survey, labels: list[int], merges: Sequence[tuple[int, int, int]], ragged: bool) -> list[str]:
    rows = []
    for index in labels:
        number, cells = page.rows[index]
        named = [cell.strip() for cell in cells]
        if ragged and len(named) == page.width - 1 and _is_counted(page, labels[-1]):
            named.insert(0, "")  # the first column counts the rows and has no name
        padded = (named + [""] * page.width)[: page.width]
        spans = [(first, last) for row, first, last in merges if row == number] if merges else None
        rows.append((padded, spans))
    if not rows:
        return [""] * page.width
    names = join_headers(rows, always=ragged)
    if names and names[0].startswith("#") and len(names[0]) > 1:
        names[0] = names[0].lstrip("# ")
    return names


def _is_counted(page: Survey, header: int) -> bool:
    """The first column of every row below holds 0, 1, 2 … or 1, 2, 3 …"""
    below = [cells for _, cells in page.rows[header + 1 :] if len(cells) == page.width]
    numbers = [cells[0].strip() for cells in below]
    return len(numbers) >= 2 and any(numbers == [str(start + n) for n in range(len(numbers))] for start in (0, 1))


def _tell_header(page: Survey, header: list[int], units: set[int], choices: Choices) -> list[str]:
    if choices.header_rows is not None:
        return []
    if not header:
        return ["There is no header row; the columns are named column_1, column_2 and so on."]
    told = []
    labels = [page.rows[index][0] for index in header if index not in units]
    if len(labels) > 1:
        told.append(f"The header takes rows {labels[0]} to {labels[-1]}.")
    elif labels[0] > 1:
        told.append(f"The header is row {labels[0]}.")
    for index in sorted(units):
        shown = ", ".join(cell.strip() for cell in page.rows[index][1] if cell.strip())
        told.append(f"Row {page.rows[index][0]} holds units ({shown[:120]}), not data.")
    return told


def _text(row: Row) -> str:
    return " | ".join(cell.strip() for cell in row[1] if cell.strip())[:300]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
