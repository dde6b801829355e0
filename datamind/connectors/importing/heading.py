"""Which rows of a surveyed page are its header, judged by how filled they are and by contrast.

Comes in: a `Survey`. Goes out: indexes into its rows, none when the table starts with data. Words over a column of values are a
header; a row that is like those below it is data, and so is what follows it.
"""

from __future__ import annotations

from typing import NamedTuple

from datamind.connectors.importing.headers import is_year, spread_over
from datamind.connectors.importing.survey import Survey, reach_of

MOST_HEADER_ROWS = 4
SEARCHED_ROWS = 60


class Heading(NamedTuple):
    """The indexes of the header's rows and of the first row of the body."""

    rows: list[int]
    start: int


def find_header(page: Survey) -> Heading:
    """The header and where the table's body starts; no header rows when there is nothing but data."""
    rows = _find_rows(page)
    if rows:
        return _leave_preamble(page, rows)
    enough = max(1.0, 0.5 * page.core)
    return Heading([], next((index for index, filled in enumerate(page.filled) if filled >= enough), 0))


def _find_rows(page: Survey) -> list[int]:
    enough = max(1.0, 0.5 * page.core)
    eligible = [
        index
        for index in range(min(SEARCHED_ROWS, len(page.rows)))
        if page.filled[index] >= enough and len(page.rows[index][1]) >= 0.6 * page.width
    ]
    if not eligible:
        return []
    if len(page.rows) == 1:
        return [] if _is_data_alone(page) else [0]
    scored = _score(page, eligible)
    best = max((contrast for _, contrast, _ in scored), default=0.0)
    if best >= 0.5:
        most = max(words for _, contrast, words in scored if contrast >= 0.85 * best)
        top = next(index for index, contrast, words in scored if contrast >= 0.85 * best and words >= 0.6 * most)
        if not _stands_over(page, eligible[0], top):
            return _grow(page, top)
    first = next((index for index in eligible if page.filled[index] >= 0.6 * page.core), eligible[0])
    if page.filled[eligible[0]] >= 2 and page.typed_below(eligible[0]) and set(page.kinds[eligible[0]]) <= {"", "word"}:
        first = eligible[0]  # names over some columns only, none of them over values
    if page.typed_below(first) and _contrast(page, first) is None:
        return []
    if page.typed_below(first) and best < 0.5 and _has_typed(page, first):
        return []
    return [] if _repeats_below(page, first) else _grow_words(page, first)


def _is_data_alone(page: Survey) -> bool:
    """The only row of a page: names, unless it holds nothing but values."""
    return set(page.kinds[0]) <= {"", "number", "date", "time"}


def _score(page: Survey, eligible: list[int]) -> list[tuple[int, float, int]]:
    """(row, contrast, words over values) up to the first row that is plainly data: a header stands above those."""
    scored = []
    for index in eligible:
        contrast = _contrast(page, index)
        if contrast is not None:
            scored.append((index, contrast, round(contrast * len(page.typed_below(index)))))
        elif page.core > 2 and page.filled[index] >= 0.9 * page.core and _is_like_below(page, index):
            break
    return scored


def _is_like_below(page: Survey, index: int) -> bool:
    """A value of the same kind in most typed columns, a word in none."""
    typed, kinds = page.typed_below(index), page.kinds[index]
    if len(page.rows[index][1]) > page.width or spread_over(page.rows[index][1], typed):
        return False
    same = sum(column < len(kinds) and kinds[column] == kind for column, kind in typed.items())
    words = sum(column < len(kinds) and kinds[column] == "word" for column in typed)
    return same >= max(1, 0.6 * len(typed)) and not words


def _stands_over(page: Survey, first: int, top: int) -> bool:
    """The first row of words is as filled as `top`, and what lies between is no preamble: then `top` is a row of data."""
    between = range(first + 1, top)
    if not between or set(page.kinds[first]) - {"", "word"} or page.filled[first] < max(page.filled[top], page.core):
        return False
    gapless = page.rows[top][0] - page.rows[first][0] == top - first
    titled = any(page.filled[index] == 1 and page.rows[index][1][0].strip() for index in between)
    mixed = any(set(page.kinds[index]) != {"word"} for index in between)
    return gapless and mixed and not titled and (_contrast(page, first) or 0.0) < 0.5


def _leave_preamble(page: Survey, header: list[int]) -> Heading:
    """Names with values in rows straight after the "header" (FIRSTX, 400) show that it was part of a preamble."""
    following = header[-1] + 1
    while following < min(SEARCHED_ROWS, len(page.rows) - 5) and page.kinds[following][:1] == ["word"]:
        following += 1
    if following <= header[-1] + 2 or 0 not in page.pure_below(following - 1):
        return Heading(header, header[-1] + 1)
    return Heading([following - 1] if set(page.kinds[following - 1]) == {"word"} else [], following)


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
    if sequence and _are_years(page, index, sequence):
        sequence = set()
    words = same = 0
    for column in typed:
        kind = kinds[column] if column < len(kinds) else ""
        named = kind == "word" or (
            not kind and column < len(cells) and len(cells[column].strip()) == 1 and cells[column].strip().isalpha()
        )
        if named or column in sequence or (sequences and kind and kind != typed[column]):
            words += 1
        elif kind:
            same += 1
    if same and (words < 3 * same or ((sequence or not sequences) and same > 0.1 * len(typed))):
        return None
    return words / len(typed)


def _are_years(page: Survey, index: int, columns: set[int]) -> bool:
    """Years stand below as well: they are values there."""
    below = [
        cells[column] for _, cells in page.rows[index + 1 : index + 30] for column in columns if column < len(cells)
    ]
    return sum(map(is_year, below)) > 0.5 * len(below)


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
