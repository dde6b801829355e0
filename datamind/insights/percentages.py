"""Which percentages of a result bear a claim out: changes from one to another, shares of a whole, one column of another.

In and out as in `bearing`, whose neighbour this is.
"""

from __future__ import annotations

import math
import re
from itertools import combinations
from statistics import median

from datamind.insights.comparing import EDGE, bear_rates, edge_rows, more_or_fewer
from datamind.insights.numerals import Numeral
from datamind.insights.subject import MOST_PAIRS, SHARE, Subject, last_word, neighbours, pairs_of


def bear_changes(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    pairs: list[tuple[float, float]] = []
    larger = more_or_fewer(before, after)
    if len(subject.named) >= 2 and larger and not numeral.signed:
        for one, two in combinations(subject.named[:5], 2):
            pairs += [
                (min(pair), max(pair)) if larger > 0 else (max(pair), min(pair)) for pair in pairs_of(subject, one, two)
            ]
    elif place := _named_after(numeral, after, subject):
        for column in subject.columns:
            known = [value for value in column[: place + 1] if value is not None]
            pairs += [(known[-2], known[-1]), (known[0], known[-1])] if len(known) > 1 else []
    elif len(subject.named) >= 2:
        for one, two in combinations(subject.named[:5], 2):
            pairs += pairs_of(subject, one, two) + pairs_of(subject, two, one)
    elif len(subject.named) == 1:
        for column in subject.columns:
            for row in subject.named[0]:
                pairs += [(a, b) for a in column for b in [column[row]] if a is not None and b is not None][:MOST_PAIRS]
    else:
        for values in subject.present():
            pairs += neighbours(values)
            if values:
                pairs += [(values[0], values[-1]), (min(values), max(values)), (max(values), min(values))]
    return [(b - a) / abs(a) * 100 for a, b in pairs if a] + [
        (a - b) / abs(b) * 100 for a, b in pairs if b and len(subject.named) == 1
    ]


def _named_after(numeral: Numeral, after: str, subject: Subject) -> int | None:
    """The one row that "25 % in ··" is about: its change is that from the row before."""
    link = re.match(r"\s*(?:in|on|during|for)\s+(?=·)", after)
    spot = numeral.end + link.end() if link else -1
    rows = next((rows for rows, at in zip(subject.named, subject.spots, strict=True) if at == spot), ())
    return rows[0] if len(rows) == 1 and rows[0] > 0 else None


def bear_shares(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    found: list[float] = []
    edge = EDGE.search(before)
    if edge:
        for chosen, values in edge_rows(edge, subject):
            found += [math.fsum(chosen) / total * 100] if (total := math.fsum(values)) else []
        return found
    for values in subject.present():
        total = math.fsum(values)
        if total and not subject.named:
            found += [value / total * 100 for value in values]
    if rates := bear_rates(before, subject):
        return rates + _percent_cells(subject, before, only_percents=True)
    for column in subject.columns if subject.named else ():
        total = math.fsum(value for value in column if value is not None)
        sums = [math.fsum(value for row in rows if (value := column[row]) is not None) for rows in subject.named]
        single = [value for rows in subject.named for row in rows if (value := column[row]) is not None]
        found += [value / total * 100 for value in (*sums, *single, math.fsum(single)) if total]
    if len(subject.named) >= 2 and re.match(r"\s*of\s+·", after):
        pairs = [pair for one, two in combinations(subject.named[:5], 2) for pair in pairs_of(subject, one, two)]
        found += [100 * a / b for pair in pairs for a, b in (pair, pair[::-1]) if b]
    return found + _percent_cells(
        subject, before, only_percents=last_word(SHARE, before) >= 0 or bool(re.match(r"\s*of\b", after))
    )


def _percent_cells(subject: Subject, before: str, *, only_percents: bool) -> list[float]:
    """Cells that hold percentages themselves, or fractions; and the aggregates of such columns."""
    rows = subject.rows_of(before) or range(subject.n_rows)
    together = re.search(r"\b(?:together|combined|in all|in total)\b", before, re.IGNORECASE)
    found: list[float] = []
    for column, percent in zip(subject.columns, subject.percents or (True,) * len(subject.columns), strict=True):
        values = [value for value in column if value is not None]
        if values and (percent or not only_percents):
            found += [value for row in rows if (value := column[row]) is not None]
            if not subject.named:
                found += [math.fsum(values) / len(values), max(values), min(values), median(values)]
            found += [math.fsum(value for row in rows if (value := column[row]) is not None)] if together else []
    return found + [cell * 100 for cell in found if abs(cell) <= 1]
