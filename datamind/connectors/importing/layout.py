"""Where on a page of cells the table is: preamble, header rows, units, body, footer, totals.

Comes in: rows of text cells with their numbers (the first few hundred and the last few dozen are enough), what a person chose.
Goes out: `Layout`. Rows are judged by how filled they are and by contrast: words over a column of numbers are a header.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datamind.connectors.importing.choices import NOTHING_CHOSEN, Choices
from datamind.connectors.importing.footers import find_footer
from datamind.connectors.importing.headers import is_units_row, join_headers, spread_over
from datamind.connectors.importing.naming import name_columns
from datamind.connectors.importing.report import RejectedRow
from datamind.connectors.importing.survey import Row, Survey, reach_of, survey_page

HEAD_ROWS = 500
MOST_HEADER_ROWS = 4
SEARCHED_ROWS = 60


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
    header = _chosen_header(page, choices) if choices.header_rows is not None else _find_header(page)
    start = header[-1] + 1 if header else _first_body_row(page, choices)
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


def _chosen_header(page: Survey, choices: Choices) -> list[int]:
    wanted = set(choices.header_rows or ())
    return [index for index, (number, _) in enumerate(page.rows) if number in wanted]


def _find_header(page: Survey) -> list[int]:
    """Indexes of the header rows; none when the table starts with data."""
    enough = max(1.0, 0.5 * page.core)
    eligible = [
        index
        for index in range(min(SEARCHED_ROWS, len(page.rows)))
        if page.filled[index] >= enough and len(page.rows[index][1]) >= 0.6 * page.width
    ]
    if not eligible:
        return []
    scored = [(index, _contrast(page, index)) for index in eligible]
    best = max((contrast for _, contrast in scored if contrast is not None), default=0.0)
    if best >= 0.5:
        top = next(index for index, contrast in scored if contrast is not None and contrast >= 0.85 * best)
        return _grow(page, top)
    first = next((index for index in eligible if page.filled[index] >= 0.6 * page.core), eligible[0])
    if page.filled[eligible[0]] >= 2 and page.typed_below(eligible[0]) and set(page.kinds[eligible[0]]) <= {"", "word"}:
        first = eligible[0]  # names over some columns only, none of them over values
    if page.typed_below(first) and _contrast(page, first) is None:
        return []
    if page.typed_below(first) and best < 0.5 and _has_typed(page, first):
        return []
    return [] if _repeats_below(page, first) else _grow_words(page, first)


def _has_typed(page: Survey, index: int) -> bool:
    typed = page.typed_below(index)
    return any(page.kinds[index][column] == kind for column, kind in typed.items() if column < len(page.kinds[index]))


def _contrast(page: Survey, index: int, sequences: bool = True) -> float | None:
    """The share of typed columns over which this row has a word (or, with `sequences`, one of a row of years); None when it
    has values of the same kind there."""
    typed = page.typed_below(index)
    if not typed:
        return 0.0
    cells, kinds = page.rows[index][1], page.kinds[index]
    if len(cells) > page.width and reach_of(cells) > page.width:
        return None
    sequence = spread_over(cells, typed) if sequences else set()
    words = same = 0
    for column in typed:
        kind = kinds[column] if column < len(kinds) else ""
        if kind == "word" or column in sequence or (kind and kind != typed[column]):
            words += 1
        elif kind:
            same += 1
    if same > 0.1 * len(typed) or (same and (words <= same or sequence)):
        return None
    return words / len(typed)


def _grow(page: Survey, top: int) -> list[int]:
    """The header rows around `top`: those that follow without values, and those above that span it."""
    rows = [top]
    while len(rows) < MOST_HEADER_ROWS and rows[-1] + 1 < len(page.rows) - 1:
        following = rows[-1] + 1
        contrast = _contrast(page, following, sequences=False)
        if contrast is None or contrast < 0.5 or page.rows[following][0] != page.rows[rows[-1]][0] + 1:
            break
        if len(page.rows[following][1]) < 0.8 * page.width:
            break
        rows.append(following)
    while len(rows) < MOST_HEADER_ROWS and rows[0] > 0:
        above = rows[0] - 1
        kinds = page.kinds[above]
        alone = page.filled[above] < 2
        if alone or page.rows[above][0] != page.rows[rows[0]][0] - 1 or len(page.rows[above][1]) < 0.8 * page.width:
            break
        if any(kind not in ("", "word") for kind in kinds) and not spread_over(
            page.rows[above][1], dict.fromkeys(range(page.width), "")
        ):
            break
        if (
            page.core > 2
            and page.filled[above] < 3
            and page.filled[above] < 0.3 * page.core
            and page.rows[above][1][0].strip().endswith(":")
        ):
            break
        rows.insert(0, above)
    return rows


def _grow_words(page: Survey, first: int) -> list[int]:
    """A table of words only: one header row; two where the first only spans groups of the second."""
    following = first + 1
    if (
        following < len(page.rows) - 1
        and page.filled[first] < 0.8 * page.filled[following]
        and page.filled[following] >= page.width
        and set(page.kinds[following]) == {"word"}
        and page.filled[first] < page.width
        and any(not cell.strip() for cell in page.rows[first][1][1:])
        and len({cell.strip().lower() for cell in page.rows[following][1]}) == page.width
        and page.filled[following] > page.core - 1
        and page.filled[first] <= 0.6 * page.width
    ):
        return [first, following]
    return [first]


def _repeats_below(page: Survey, index: int) -> bool:
    """The first row's cells come again in their own columns: it is data."""
    cells = [cell.strip() for cell in page.rows[index][1]]
    below = page.rows[index + 1 : index + 200]
    if len(below) < 2 or page.width < 2:
        return False
    again = sum(
        1
        for column, cell in enumerate(cells)
        if cell and any(column < len(other) and other[column].strip() == cell for _, other in below)
    )
    return again >= 2 and again >= 0.5 * sum(1 for cell in cells if cell)


def _first_body_row(page: Survey, choices: Choices) -> int:
    """Without a header the table starts at the first row that is as filled as the rest."""
    if choices.header_rows is not None:
        return 0
    enough = max(1.0, 0.5 * page.core)
    return next((index for index, filled in enumerate(page.filled) if filled >= enough), 0)


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
