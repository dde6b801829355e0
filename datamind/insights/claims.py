"""What a number in a sentence claims to be, and which numbers of the result would bear it out.

In: a sentence, one of its numbers, and the columns and rows it speaks of. Out: the numbers that would be right there. A number
said to be a total is held against totals only, so that it cannot pass because some row happens to hold it. To add a claim:
its words in `_CLAIMS` and a function that gives the numbers.
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


_HIGH = r"highest|largest|maximum|max|most|peak(?:ed)?|top|best|biggest|greatest|leads?|leading"
_LOW = r"lowest|smallest|minimum|min|least|fewest|bottom|worst|weakest"
_CHANGE = (
    r"change[ds]?|rose|risen|rise|fell|fallen|fall|grew|grown|growth|increas\w+|decreas\w+|declin\w+|dropp?\w*|"
    r"(?<!make )(?<!makes )(?<!made )up|down|gain\w*|jump\w*"
)
_SHARE = r"share|make up|makes up|made up|account\w*|of (?:the|all) (?:total|\w+)|of total|represent\w*|contribut\w+|comprise\w*"


def supporting_numbers(sentence: str, numeral: Numeral, subject: Subject) -> list[float]:
    """The numbers of the result that this numeral may stand for, judged from the words around it."""
    before, after = sentence[: numeral.start], sentence[numeral.end :]
    for applies, give in _CLAIMS:
        if applies(numeral, before, after):
            return give(numeral, before, after, subject)
    return _plain_values(numeral, before, after, subject)


# ── which claim ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _last_word(pattern: str, before: str) -> int:
    """Where the last of these words stands before the number, −1 when there is none."""
    found = [match.start() for match in re.finditer(rf"\b(?:{pattern})\b", before, re.IGNORECASE)]
    return found[-1] if found else -1


def _near(pattern: str, before: str) -> bool:
    """True when the words lead straight to the number: "total is", "average of about", "median was"."""
    link = (
        r"(?:\s+[a-z_]+){0,4}?\s*(?:is|was|are|were|of|:|=|at|comes to|reached|amounts to)?\s*"
        r"(?:only|just|about|around|roughly|nearly|over)?\s*"
    )
    return bool(re.search(rf"\b(?:{pattern})\b{link}$", before, re.IGNORECASE))


def _is_structural(numeral: Numeral, before: str, after: str) -> bool:
    return numeral.ordinal or bool(
        re.search(r"\b(?:top|first|last|bottom|row|rank(?:ed)?|number|no\.|#)\s*$", before, re.IGNORECASE)
    )


def _is_percent_change(numeral: Numeral, before: str, after: str) -> bool:
    if not numeral.percent:
        return False
    return (
        _last_word(_CHANGE, before) > _last_word(_SHARE, before)
        or numeral.signed
        or bool(re.match(rf"\s*(?:{_CHANGE}|higher|lower|more|less)\b", after, re.IGNORECASE))
    )


def _is_percent(numeral: Numeral, before: str, after: str) -> bool:
    return numeral.percent


def _is_times(numeral: Numeral, before: str, after: str) -> bool:
    return numeral.times


def _is_count(numeral: Numeral, before: str, after: str) -> bool:
    return bool(
        re.match(
            r"\s*(?:of\s+(?:the\s+)?[\d,]+\s+)?"
            r"(?:rows?|entries|records|results|values|lines|groups|categories)\b",
            after,
            re.IGNORECASE,
        )
    )


def _is_answer(numeral: Numeral, before: str, after: str) -> bool:
    return bool(re.search(r"^\W*(?:the )?(?:answer|result|value) (?:is|was|:)\s*(?:[$€£]\s?)?$", before, re.IGNORECASE))


def _is_rest(numeral: Numeral, before: str, after: str) -> bool:
    return bool(re.match(r"\s*(?:more|others?)\b(?! than)", after)) and bool(re.search(r"\band\s*$", before))


def _is_correlation(numeral: Numeral, before: str, after: str) -> bool:
    return bool(re.search(r"\b(?:r|correlation)\s*(?:=|is|was|of|:)\s*$", before, re.IGNORECASE))


def _is_gap(numeral: Numeral, before: str, after: str) -> bool:
    return _near(r"gap|difference|distance|spread|range|margin", before) or bool(
        re.search(r"\b(?:gap|difference|distance|margin) between\b", before, re.IGNORECASE)
    )


def _is_average(numeral: Numeral, before: str, after: str) -> bool:
    return _near(r"average|mean|avg", before) or bool(
        re.match(r"\s*(?:on average|per \w+ on average)\b", after, re.IGNORECASE)
    )


def _is_median(numeral: Numeral, before: str, after: str) -> bool:
    return _near(r"median|middle value|typical", before)


def _is_total(numeral: Numeral, before: str, after: str) -> bool:
    return _near(
        r"total(?:s|led|ling)?|sum(?:s|med)?|altogether|in all|combined|overall|adds? up to|add up to|together", before
    ) or bool(re.match(r"\s*(?:in total|altogether|in all|overall|combined)\b", after, re.IGNORECASE))


def _is_extreme(numeral: Numeral, before: str, after: str) -> bool:
    # "leads with 500, followed by ··· with 300": a name after the word makes the number that name's own.
    tail = re.split(r"[;:]\s", before)[-1].rpartition("·")[2] if re.search(r"·[^·\d]*$", before) else before
    tail = re.split(r"[;:]\s", tail)[-1]
    return max(_last_word(_HIGH, tail), _last_word(_LOW, tail)) >= 0


def _is_course(numeral: Numeral, before: str, after: str) -> bool:
    return bool(re.search(r"\bfrom\s+(?:[$€£]\s?)?$", before)) or bool(
        re.search(r"\bfrom\s+[^;]*?\d[^;]*?\s+to\s+(?:[$€£]\s?)?$", before)
    )


# ── which numbers bear it out ────────────────────────────────────────────────────────────────────────────────────────────


def _structural(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    ok = 1 <= numeral.value <= max(subject.n_rows, 10) and float(numeral.value).is_integer()
    return [numeral.value] if ok else []


def _answers(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    return subject.values_of(range(subject.n_rows))


def _rest(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    listed = [item for item in before.rpartition(":")[2].removesuffix("and ").split(",") if item.strip()]
    ties = [
        float(values.count(edge) - len(subject.named))
        for values in subject.present()
        if values
        for edge in (max(values), min(values))
    ]
    return [*ties, float(subject.n_rows - len(subject.named)), float(subject.n_rows - len(listed))]


def _correlations(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    found = []
    for one, two in combinations(subject.columns[:6], 2):
        pairs = [(x, y) for x, y in zip(one, two, strict=True) if x is not None and y is not None]
        r = correlate([x for x, _ in pairs], [y for _, y in pairs])
        found += [r] if r is not None else []
    return found + _own_cells(subject)


def _counts(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
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


def _gaps(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    if len(subject.named) >= 2:
        return [abs(a - b) for a, b in _pairs(subject, subject.named[0], subject.named[1])]
    ends = [max(values) - min(values) for values in subject.present() if values]
    return ends + [abs(b - a) for values in subject.present() for a, b in _neighbours(values)]


def _changes(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
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


def _shares(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
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
        subject, only_percents=_last_word(_SHARE, before) >= 0 or bool(re.match(r"\s*of\b", after))
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


def _ratios(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    pairs: list[tuple[float, float]] = []
    if len(subject.named) >= 2:
        pairs = [pair for one, two in combinations(subject.named[:5], 2) for pair in _pairs(subject, one, two)]
    if not pairs or re.search(rf"\b(?:{_HIGH}|{_LOW})\b", before + after, re.IGNORECASE):
        pairs += [(max(values), min(values)) for values in subject.present() if values]
        pairs += [
            (max(values), math.fsum(values) / len(values))
            for values in subject.present()
            if values and "average" in after
        ]
        pairs += [(max(values), median(values)) for values in subject.present() if values and "median" in after]
    if re.search(rf"\b(?:{_CHANGE})\b", before, re.IGNORECASE):
        pairs += [(values[-1], values[0]) for values in subject.present() if values]
    return [
        ratio
        for a, b in pairs
        for ratio in ([a / b] if b else []) + ([b / a] if a else [])
        if abs(ratio) >= 1 or numeral.value < 1
    ]


def _averages(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    means = [math.fsum(values) / len(values) for values in subject.present() if values]
    return means + _own_cells(subject)


def _medians(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    return [median(values) for values in subject.present() if values] + _own_cells(subject)


def _totals(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    return [math.fsum(values) for values in subject.present() if values] + _own_cells(subject)


def _own_cells(subject: Subject) -> list[float]:
    """The cells that a column itself may call a total or an average: those of the named rows, or the only row."""
    rows = sorted({row for rows in subject.named for row in rows})
    return subject.values_of(rows or ([0] if subject.n_rows == 1 else []))


def _extremes(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    high, low = _last_word(_HIGH, before), _last_word(_LOW, before)
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


def _course(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    last = bool(re.search(r"\bto\s+(?:[$€£]\s?)?$", before))
    if len(subject.named) >= 2:
        return subject.values_of(subject.named[1 if last else 0])
    ends = [values[-1 if last else 0] for values in subject.present() if values]
    return (
        ends
        + [(max if last else min)(values) for values in subject.present() if values]
        + [(min if last else max)(values) for values in subject.present() if values]
    )


def _plain_values(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
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


_CLAIMS: tuple[
    tuple[Callable[[Numeral, str, str], bool], Callable[[Numeral, str, str, Subject], list[float]]], ...
] = (
    (_is_structural, _structural),
    (_is_percent_change, _changes),
    (_is_percent, _shares),
    (_is_times, _ratios),
    (_is_count, _counts),
    (_is_answer, _answers),
    (_is_rest, _rest),
    (_is_correlation, _correlations),
    (_is_course, _course),
    (_is_gap, _gaps),
    (_is_average, _averages),
    (_is_median, _medians),
    (_is_total, _totals),
    (_is_extreme, _extremes),
)  # fmt: skip
