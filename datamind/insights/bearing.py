"""Which numbers of a result bear a claim out: totals for a total, shares for a share, a row's own values for its name.

In: a numeral, the words before and after it, and the subject of its sentence. Out: every number that would be right there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import combinations
from statistics import median

from datamind.insights.numerals import Numeral
from datamind.insights.statistics import correlate
from datamind.insights.subject import CHANGE, HIGH, LOW, Subject, last_word, neighbours, pairs_of


def bear_structural(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    """A place in an order: of the one row that is named, where it is said to rank; else any that there is."""
    rows = subject.rows_told(before)
    if numeral.ordinal and re.search(r"\bevery\s*$", before, re.IGNORECASE):
        return [math.fsum(column) / value for column in subject.present() for value in subject.values_of(rows) if value]
    ranks = re.search(
        r"\b(?:ranks?|ranked|places?|placed)\b[^.;]*$|·\s+(?:is|was|comes?|came)\s+(?:in\s+)?(?:the\s+)?$", before
    )
    if numeral.ordinal and ranks and len(rows) == 1:
        low = re.match(rf"[\s-]*(?:{LOW})\b", after, re.IGNORECASE)
        return [
            float(1 + sum((other < own) if low else (other > own) for other in column if other is not None))
            for column in subject.columns
            if (own := column[rows[0]]) is not None
        ]
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
    if re.search(r"\b(?:other|remaining)\s+$", before, re.IGNORECASE):
        return [float(subject.n_rows - len(subject.named)), float(subject.n_rows - 1)]
    counts = [
        float(subject.n_rows),
        *map(float, subject.distinct),
        *(float(len(values)) for values in subject.present()),
    ]
    counts += [float(subject.n_rows - len(values)) for values in subject.present() if len(values) < subject.n_rows]
    return counts + (subject.values_of([0]) if subject.n_rows == 1 else [])


def bear_gaps(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    if len(subject.named) >= 2:
        return [abs(a - b) for a, b in pairs_of(subject, subject.named[0], subject.named[1])]
    ends = [max(values) - min(values) for values in subject.present() if values]
    return ends + [abs(b - a) for values in subject.present() for a, b in neighbours(values)]


def bear_ratios(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    pairs: list[tuple[float, float]] = []
    if len(subject.named) >= 2:
        pairs = [pair for one, two in combinations(subject.named[:5], 2) for pair in pairs_of(subject, one, two)]
    if not pairs or re.search(rf"\b(?:{HIGH}|{LOW})\b", before + after, re.IGNORECASE):
        pairs += [(max(values), min(values)) for values in subject.present() if values]
        pairs += [
            (max(values), math.fsum(values) / len(values))
            for values in subject.present()
            if values and "average" in after
        ]
        pairs += [(max(values), median(values)) for values in subject.present() if values and "median" in after]
    if len(subject.named) == 1 and "average" in after:
        means = [math.fsum(values) / len(values) for values in subject.present() if values]
        pairs += [(value, mean) for value in subject.values_of(subject.named[0]) for mean in means]
    if re.search(rf"\b(?:{CHANGE})\b", before, re.IGNORECASE) or numeral.text.lower().endswith("ed"):
        if not subject.named:
            pairs += [(b, a) for values in subject.present() for a, b in neighbours(values)]
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
    if high >= 0 and low >= 0 and versus and ")" not in before[min(high, low) :] and not before.rstrip().endswith(")"):
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
    compared = "·" not in before and re.search(r"\b(?:since|than|versus)\s+·", after)  # a name beside it, not its own
    named = [] if compared else subject.rows_told(before)
    found = subject.values_of(named or range(subject.n_rows))
    if subject.n_rows > 1:
        found += [float(subject.n_rows), *(float(count) for count in subject.distinct)]
    if not named:
        for values in subject.present():
            if len(values) > 1:
                found += [math.fsum(values), math.fsum(values) / len(values)]
    return found
