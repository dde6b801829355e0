"""Which numbers of a result bear a claim out: totals for a total, shares for a share, a row's own values for its name.

In: a numeral, the words before and after it, and the subject of its sentence. Out: every number that would be right there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

from datamind.insights.numerals import Numeral
from datamind.insights.statistics import correlate

MOST_PAIRS = 400
HIGH = r"highest|largest|maximum|max|most|peak(?:ed)?|top|best|biggest|greatest|leads?|leading"
LOW = r"lowest|smallest|minimum|min|least|fewest|bottom|worst|weakest"
CHANGE = (
    r"change[ds]?|rose|risen|rise|fell|fallen|fall|grew|grown|growth|increas\w+|decreas\w+|declin\w+|dropp?\w*|"
    r"(?<!make )(?<!makes )(?<!made )up|down|gain\w*|jump\w*"
)
SHARE = r"share|make up|makes up|made up|account\w*|of (?:the|all) (?:total|\w+)|of total|represent\w*|contribut\w+|comprise\w*"


@dataclass(frozen=True)
class Subject:
    """What a sentence speaks of: the result's number columns, and per mentioned name, in order, the rows it names."""

    columns: tuple[tuple[float | None, ...], ...]
    n_rows: int
    distinct: tuple[int, ...]
    named: tuple[tuple[int, ...], ...]
    spots: tuple[int, ...] = ()
    percents: tuple[bool, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()

    def rows_told(self, before: str) -> list[int]:
        """The rows that a number is about: the one name since the number before it, else all names of the sentence."""
        since = max((match.end() for match in re.finditer(r"\d[\d.,]*", before)), default=0)
        close = [rows for rows, spot in zip(self.named, self.spots, strict=True) if since <= spot < len(before)]
        chosen = close if len(close) == 1 else self.named
        return sorted({row for rows in chosen for row in rows})

    def present(self) -> list[list[float]]:
        """The values of each column without nulls; where rows share a name, also each column's sums a name."""
        columns = [[value for value in column if value is not None] for column in self.columns]
        for column in self.columns if self.groups else ():
            columns.append(
                [math.fsum(value for row in rows if (value := column[row]) is not None) for rows in self.groups]
            )
        return columns

    def values_of(self, rows: Iterable[int]) -> list[float]:
        chosen = list(rows)
        found = [value for column in self.columns for row in chosen if (value := column[row]) is not None]
        if 1 < len(chosen) < self.n_rows:
            for column in self.columns:
                values = [value for row in chosen if (value := column[row]) is not None]
                found += [math.fsum(values), math.fsum(values) / len(values)] if values else []
        return found


def last_word(pattern: str, before: str) -> int:
    """Where the last of these words stands before the number, −1 when there is none."""
    found = [match.start() for match in re.finditer(rf"\b(?:{pattern})\b", before, re.IGNORECASE)]
    return found[-1] if found else -1


def bear_structural(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    ok = 1 <= numeral.value <= max(subject.n_rows, 10) and float(numeral.value).is_integer()
    return [numeral.value] if ok else []


def bear_answers(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    return subject.values_of(range(subject.n_rows))


def bear_rest(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    listed = [item for item in before.rpartition(":")[2].removesuffix("and ").split(",") if item.strip()]
    ties = [
        float(values.count(edge) - len(subject.named))
        for values in subject.present()
        if values
        for edge in (max(values), min(values))
    ]
    return [*ties, float(subject.n_rows - len(subject.named)), float(subject.n_rows - len(listed))]


def bear_correlations(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    found = []
    for one, two in combinations(subject.columns[:6], 2):
        pairs = [(x, y) for x, y in zip(one, two, strict=True) if x is not None and y is not None]
        r = correlate([x for x, _ in pairs], [y for _, y in pairs])
        found += [r] if r is not None else []
    return found + _own_cells(subject)


def bear_counts(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    whole = re.search(r"\bof\s+(?:the\s+|all\s+)?$", before)
    part = not whole and re.match(r"\s*of\b|\s*\w+ (?:are|is|lie|lies|were) (?:above|below|over|under)\b", after)
    compared = re.search(r"\b(above|over|below|under)\s+(?:the\s+)?(average|mean|median)\b", after, re.IGNORECASE)
    if part and compared:
        above, middle = compared[1].lower() in ("above", "over"), compared[2].lower()
        counts = []
        for values in filter(None, subject.present()):
            centre = median(values) if middle == "median" else math.fsum(values) / len(values)
            counts.append(float(sum((value > centre) if above else (value < centre) for value in values)))
        return counts
    counts = [
        float(subject.n_rows),
        *map(float, subject.distinct),
        *(float(len(values)) for values in subject.present()),
    ]
    counts += [float(subject.n_rows - len(values)) for values in subject.present() if len(values) < subject.n_rows]
    return counts + (subject.values_of([0]) if subject.n_rows == 1 else [])


def bear_gaps(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    if len(subject.named) >= 2:
        return [abs(a - b) for a, b in _pairs(subject, subject.named[0], subject.named[1])]
    ends = [max(values) - min(values) for values in subject.present() if values]
    return ends + [abs(b - a) for values in subject.present() for a, b in _neighbours(values)]


def bear_changes(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    pairs: list[tuple[float, float]] = []
    if len(subject.named) >= 2:
        for one, two in combinations(subject.named[:5], 2):
            pairs += _pairs(subject, one, two) + _pairs(subject, two, one)
    elif len(subject.named) == 1:
        for column in subject.columns:
            for row in subject.named[0]:
                pairs += [(a, b) for a in column for b in [column[row]] if a is not None and b is not None][:MOST_PAIRS]
    else:
        for values in subject.present():
            pairs += _neighbours(values)
            if values:
                pairs += [(values[0], values[-1]), (min(values), max(values)), (max(values), min(values))]
    return [(b - a) / abs(a) * 100 for a, b in pairs if a] + [
        (a - b) / abs(b) * 100 for a, b in pairs if b and len(subject.named) == 1
    ]


def bear_shares(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    found: list[float] = []
    top = re.search(r"\btop\s+(\d+|two|three|four|five|ten)\b", before, re.IGNORECASE)
    words = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
    for values in subject.present():
        total = math.fsum(values)
        if top and total:
            count = words.get(top[1].lower()) or int(top[1])
            found += [
                math.fsum(sorted(values, reverse=True)[:count]) / total * 100,
                math.fsum(values[:count]) / total * 100,
            ]
        elif total and not subject.named:
            found += [value / total * 100 for value in values]
    if top:
        return found
    for column in subject.columns if subject.named else ():
        total = math.fsum(value for value in column if value is not None)
        sums = [math.fsum(value for row in rows if (value := column[row]) is not None) for rows in subject.named]
        single = [value for rows in subject.named for row in rows if (value := column[row]) is not None]
        found += [value / total * 100 for value in (*sums, *single, math.fsum(single)) if total]
    return found + _percent_cells(
        subject, only_percents=last_word(SHARE, before) >= 0 or bool(re.match(r"\s*of\b", after))
    )


def _percent_cells(subject: Subject, *, only_percents: bool) -> list[float]:
    """Cells that hold percentages themselves, or fractions; and the aggregates of such columns."""
    rows = sorted({row for rows in subject.named for row in rows}) or range(subject.n_rows)
    found: list[float] = []
    for column, percent in zip(subject.columns, subject.percents or (True,) * len(subject.columns), strict=True):
        values = [value for value in column if value is not None]
        if values and (percent or not only_percents):
            found += [value for row in rows if (value := column[row]) is not None]
            found += [math.fsum(values) / len(values), max(values), min(values), median(values)]
    return found + [cell * 100 for cell in found if abs(cell) <= 1]


def bear_ratios(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    pairs: list[tuple[float, float]] = []
    if len(subject.named) >= 2:
        pairs = [pair for one, two in combinations(subject.named[:5], 2) for pair in _pairs(subject, one, two)]
    if not pairs or re.search(rf"\b(?:{HIGH}|{LOW})\b", before + after, re.IGNORECASE):
        pairs += [(max(values), min(values)) for values in subject.present() if values]
        pairs += [
            (max(values), math.fsum(values) / len(values))
            for values in subject.present()
            if values and "average" in after
        ]
        pairs += [(max(values), median(values)) for values in subject.present() if values and "median" in after]
    if re.search(rf"\b(?:{CHANGE})\b", before, re.IGNORECASE):
        pairs += [(values[-1], values[0]) for values in subject.present() if values]
    return [
        ratio
        for a, b in pairs
        for ratio in ([a / b] if b else []) + ([b / a] if a else [])
        if abs(ratio) >= 1 or numeral.value < 1
    ]


def bear_averages(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    means = [math.fsum(values) / len(values) for values in subject.present() if values]
    return means + _own_cells(subject)


def bear_medians(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    return [median(values) for values in subject.present() if values] + _own_cells(subject)


def bear_totals(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    return [math.fsum(values) for values in subject.present() if values] + _own_cells(subject)


def _own_cells(subject: Subject) -> list[float]:
    """The cells that a column itself may call a total or an average: those of the named rows, or the only row."""
    rows = sorted({row for rows in subject.named for row in rows})
    return subject.values_of(rows or ([0] if subject.n_rows == 1 else []))


def bear_extremes(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    high, low = last_word(HIGH, before), last_word(LOW, before)
    choose: tuple[Callable[[Sequence[float]], float], ...]
    versus = re.search(
        r"\(\s*(?:[$€£]\s?)?([\d.,]+[^()]{0,14}(?:versus|vs\.?|against|and|to)\s+)?(?:[$€£]\s?)?$", before
    )
    if high >= 0 and low >= 0 and versus and not before.rstrip().endswith(")"):
        first, second = (max, min) if high < low else (min, max)
        choose = (second,) if versus[1] else (first,)
    else:
        choose = (max,) if high > low else (min,)
    found = [pick(values) for values in subject.present() if values for pick in choose]
    return found or []


def bear_course(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    last = bool(re.search(r"\bto\s+(?:[$€£]\s?)?$", before))
    if len(subject.named) >= 2:
        return subject.values_of(subject.named[1 if last else 0])
    ends = [values[-1 if last else 0] for values in subject.present() if values]
    return (
        ends
        + [(max if last else min)(values) for values in subject.present() if values]
        + [(min if last else max)(values) for values in subject.present() if values]
    )


def bear_plain_values(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    """No claim in the words: a value of the rows that the sentence names, else any value, or a number of rows."""
    named = subject.rows_told(before)
    found = subject.values_of(named or range(subject.n_rows))
    if subject.n_rows > 1:
        found += [float(subject.n_rows), *(float(count) for count in subject.distinct)]
    if not named:
        for values in subject.present():
            if len(values) > 1:
                found += [math.fsum(values), math.fsum(values) / len(values)]
    return found


def _pairs(subject: Subject, one: Sequence[int], two: Sequence[int]) -> list[tuple[float, float]]:
    pairs = []
    for column in subject.columns:
        for a in one[:20]:
            for b in two[:20]:
                first, second = column[a], column[b]
                if first is not None and second is not None and a != b:
                    pairs.append((first, second))
    return pairs


def _neighbours(values: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise(values))[:MOST_PAIRS]
