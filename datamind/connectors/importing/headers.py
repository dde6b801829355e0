"""Header cells as names: rows of units, years as headings, several rows joined.

Comes in: the cells of header rows. Goes out: one name a column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

_UNIT = re.compile(
    r"^(?:[\(\[\{<].{0,30}[\)\]\}>]|[%‰#°$€£]|°\s?[CFK]|[µunmckMG]?(?:m|g|s|l|L|V|A|W|J|Pa|Hz|N|K|C|F|mol|eq|bar|Ω|ohm)"
    r"(?:[²³23]|\^?-?\d)?"
    r"|kg|km|cm|mm|nm|um|µm|mg|ml|mL|kPa|hPa|MPa|kWh|MWh|GWh|kW|MW|mV|mA|dB|ppm|ppb|ppt|psi|lbs?|oz|ft|in"
    r"|inch(?:es)?|mi|miles|yd|gal|acres?|ha"
    r"|sec|secs|seconds?|min|mins|minutes?|h|hr|hrs|hours?|days?|d|weeks?|months?|years?|yrs?|rpm|deg|degrees?|rad"
    r"|pct|percent|counts?|units?|pcs|each"
    r"|[dmyhs]{1,4}[-/.: ][dmyhs]{2}(?:[-/.: ][dmyhs]{2,4})?|code|link|url"
    r"|text|string|int|integer|float|double|date|datetime|number|numeric|boolean"
    r"|USD|EUR|GBP|CHF|mio\.?|mn|bn|thousands?|millions?|'000s?|n/a|-|—"
    r"|[^\s,;]{1,8}/[^\s,;]{1,8}(?:/[^\s,;]{1,6})?)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:1[5-9]|20|21)\d{2}(?:\.0)?$")
_SMALL = re.compile(r"^\d{1,4}(?:\.0)?$")


def is_units_row(cells: Sequence[str], typed: Collection[int]) -> bool:
    """Every filled cell reads as a unit."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return (
        bool(filled)
        and all(_UNIT.match(cell) for cell in filled)
        and any(column in typed for column in range(len(cells)))
    )


def is_year(cell: str) -> bool:
    return bool(_YEAR.match(cell.strip()))


def spread_over(cells: Sequence[str], typed: Collection[int]) -> set[int]:
    """Columns headed by years, or by numbers rising by one step: 2019, 2020, 2021 are names there, not values.

    Years may come in groups (2019, 2020, 2019, 2020), and stand over columns of anything.
    """
    dated = [column for column in range(len(cells)) if is_year(cells[column])]
    small = [column for column in sorted(typed) if column < len(cells) and _SMALL.match(cells[column].strip())]
    columns = dated if len(dated) >= len(small) else small
    others = [cells[column].strip() for column in range(len(cells)) if column not in columns]
    named = any(other and not other[0].isdigit() for other in others)
    if len(columns) < 2 or not (named or (columns == dated and not any(others))):
        return set()
    numbers = [int(float(cells[column])) for column in columns]
    steps = {second - first for first, second in pairwise(numbers)}
    years = columns == dated
    if len(steps) == 1 and 0 not in steps and (len(columns) >= 3 or years):
        return set(columns)
    rising = all(step > 0 for step in steps) or all(step < 0 for step in steps)
    grouped = len(numbers) % len(set(numbers)) == 0 and numbers == numbers[: len(set(numbers))] * (
        len(numbers) // len(set(numbers))
    )
    return set(columns) if years and (rising or (grouped and len(set(numbers)) > 1)) else set()


def join_headers(rows: Sequence[tuple[list[str], list[tuple[int, int]] | None]], always: bool = False) -> list[str]:
    """One name a column from several header rows.

    Each row comes with its merged spans (first, last column), or None when spans are to be guessed from the gaps. The last row
    names the columns where its names are complete and different and the rows above only span them (as banners on a sheet do);
    else, or `always`, the rows above it are put in front.
    """
    last = rows[-1][0]
    if len(rows) == 1:
        return list(last)
    spread = [_spread(cells, spans, rows[place + 1][0]) for place, (cells, spans) in enumerate(rows[:-1])]
    named = [cell.lower() for cell in last if cell]
    repeated = len(named) - len(set(named))
    full = all(sum(1 for cell in cells if cell) >= 0.9 * len(named) for cells, _ in rows[:-1])
    if (
        not always
        and not full
        and named
        and repeated <= 0.15 * len(named)
        and len(named) >= 0.5 * sum(1 for cell in rows[0][0] if cell)
    ):
        return [cell or _nearest(column, rows) for column, cell in enumerate(last)]
    names = []
    for column, cell in enumerate(last):
        parts: list[str] = []
        for part in [*(cells[column] for cells in spread), cell]:
            if part and part not in parts:
                parts.append(part)
        names.append(" ".join(parts))
    return names


def _nearest(column: int, rows: Sequence[tuple[list[str], object]]) -> str:
    """The lowest cell above an empty one."""
    return next((cells[column] for cells, _ in reversed(rows[:-1]) if cells[column]), "")


def _spread(cells: list[str], spans: list[tuple[int, int]] | None, below: list[str]) -> list[str]:
    """Each heading written over all the columns it spans."""
    spread = list(cells)
    if spans is not None:
        for first, last in spans:
            for column in range(first, min(last + 1, len(spread))):
                spread[column] = cells[first]
        if spans:
            return spread
    current = ""
    for column, cell in enumerate(cells):
        if cell:
            current = cell
        elif below[column]:
            spread[column] = current
    return spread
