"""Which numbers bear a comparison out: how much more than another, above which mark, what the top or the rest come to.

In and out as in `bearing`, whose neighbour this is; here are the claims that hold two numbers of a result against each other.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from itertools import combinations

from datamind.insights.numerals import NUMBER_WORDS, Numeral, read_numerals
from datamind.insights.subject import Subject, neighbours, pairs_of

MORE = r"more|higher|larger|bigger|greater|better|above|ahead|up|longer|older"
FEWER = r"fewer|less|lower|smaller|worse|below|behind|down|short|shorter|younger"
MOVED = r"rose|rise[sn]?|grew|grow[sn]?|fell|fall[sn]?|dropp?\w*|increas\w+|decreas\w+|declin\w+|gain\w*|climb\w*|shr[aiu]nk"
LEADS = r"leads?|led|beats?|exceed\w*|outsell\w*|outperform\w*|surpass\w*|tops"
TRAILS = r"trails?|trailed|lags?|lagged|misses|missed"
EDGE = re.compile(rf"\b(top|bottom|first|last|largest|smallest)\s+(\d+|{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
_MONEY = r"(?:[$€£¥₹]\s?)?"
_MARK = re.compile(
    rf"\b(more|fewer|less|greater|higher|lower|larger|smaller)\s+than\s+{_MONEY}$|"
    rf"\b(at least|at most|above|over|under|below|exceed\w*|(?<!add )(?<!adds )up to)\s+{_MONEY}$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:have|has|had|are|is|was|were|with|lie|lies|reach\w*|made|make|earn\w*|sold|got)\b", re.IGNORECASE
)
Test = Callable[[float, float], bool]
_TESTS: dict[str, Test] = {
    **dict.fromkeys(("more", "greater", "higher", "larger", "above", "over", "exceed"), operator.gt),
    **dict.fromkeys(("fewer", "less", "lower", "smaller", "under", "below"), operator.lt),
    "at least": operator.ge,
    "at most": operator.le,
    "up to": operator.le,
}


def is_difference(numeral: Numeral, before: str, after: str) -> bool:
    """ "200 more than", "leads by 200", "down 35"."""
    if numeral.percent or numeral.times or numeral.ordinal:
        return bool(re.match(r"\s*(?:percentage\s+)?points?\b", after)) and not numeral.times
    if re.match(
        rf"\s*(?:percentage\s+)?points?\b|\s*(?:[a-z_]+\s+){{0,2}}?(?:{MORE}|{FEWER})\b(?:\s+(?:than|of)\b|\s*[.,;)]|$)",
        after,
    ):
        return not re.match(r"\s*more\s*[.,;]", after)
    if re.match(rf"\s*(?:{MORE}|{FEWER})\s+", after) and not re.match(
        r"\s*(?:above|below)\s+(?:the\s+)?average", after
    ):
        return True
    led = rf"\b(?:{MOVED}|{LEADS}|{TRAILS}|ahead|behind)\b[^.;]*?\bby\s+(?:about|around|roughly|nearly|almost|only|just)?\s*{_MONEY}$"
    return bool(re.search(led, before, re.IGNORECASE) or re.search(rf"\b(?:up|down)\s+{_MONEY}$", before))


def bear_differences(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    """Between the named rows; between a named row and any other, or the average; else between neighbours and the ends."""
    if len(subject.named) >= 2:
        chosen = subject.named[:5]
        pairs = [pair for one, two in combinations(chosen, 2) for pair in pairs_of(subject, one, two)]
    elif subject.named:
        others = [row for row in range(subject.n_rows) if row not in subject.named[0]]
        pairs = pairs_of(subject, subject.named[0], others)
    else:
        pairs = [pair for values in subject.present() for pair in neighbours(values)]
        pairs += [end for v in subject.present() if v for end in ((v[0], v[-1]), (max(v), min(v)))]
    found = [abs(a - b) for a, b in pairs]
    if re.search(r"\baverage|\bmean\b", before + after):
        found += [abs(v - math.fsum(vs) / len(vs)) for vs in subject.present() if vs for v in vs]
    if any(abs(a) <= 1 and abs(b) <= 1 for a, b in pairs) and re.match(r"\s*(?:percentage\s+)?points?\b", after):
        found += [100 * difference for difference in found]
    return found


def more_or_fewer(before: str, after: str) -> int:
    """1 when the words call the named thing the larger one of two, −1 the smaller one, 0 when they do not say."""
    if re.match(rf"\s*(?:[a-z_]+\s+){{0,2}}?(?:{MORE})\b", after) or re.search(
        rf"\b(?:{LEADS}|ahead)\b[^.;]*\bby\s*$", before
    ):
        return 1
    if re.match(rf"\s*(?:[a-z_]+\s+){{0,2}}?(?:{FEWER})\b", after) or re.search(
        rf"\b(?:{TRAILS}|behind)\b[^.;]*\bby\s*$", before
    ):
        return -1
    return 0


def is_mark(numeral: Numeral, before: str, after: str) -> bool:
    """ "more than 400", "at least 100": a mark that something lies above or below, not a value."""
    return bool(_MARK.search(before)) and not numeral.percent and not numeral.times


def bear_marks(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    """The mark itself, when what the sentence names (else: some row, but not nothing) lies on its side; and "over 3 days"."""
    test = _read_test(before)
    rows = subject.rows_told(before) or range(subject.n_rows)
    values = [value for column in subject.columns for row in rows if (value := column[row]) is not None]
    values += [math.fsum(each) for each in subject.present()] if not subject.named else []
    spans = [float(subject.n_rows), *map(float, subject.distinct)]
    return [*spans, *([numeral.value] if any(test(value, numeral.value) for value in values) else [])]


def _read_test(before: str) -> Test:
    match = _MARK.search(before)
    word = (match[1] or match[2]).lower() if match else "over"
    return _TESTS.get(word, operator.gt)


def is_count_beyond(numeral: Numeral, before: str, after: str) -> bool:
    """ "2 cities have more than 200 orders": how many rows lie beyond a mark."""
    return not numeral.percent and _find_mark(after) is not None and not re.match(r"\s*%", after)


def _find_mark(after: str) -> tuple[Test, float] | None:
    head = re.split(r"[.;]\s", after)[0]
    for numeral in read_numerals(head):
        link = head[: numeral.start]
        if (
            _MARK.search(link)
            and _VERB.search(link)
            and not re.search(r"\d", re.sub(r"^\s*of\s+(?:the\s+)?\d+", "", link))
        ):
            return _read_test(link), numeral.value
    if in_turn := re.match(r"\s*of\s+(?:the\s+)?\d+\b(.*)$", head):
        return _find_mark(in_turn[1])
    return None


def bear_counts_beyond(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    mark = _find_mark(after)
    if mark is None:
        return []
    test, value = mark
    whole = [float(subject.n_rows)] if re.search(r"\bof\s+(?:the\s+)?$", before) else []
    return whole + [float(sum(test(each, value) for each in values)) for values in subject.present()]


def is_edge_sum(numeral: Numeral, before: str, after: str) -> bool:
    """ "the bottom 2 have 200": what so many rows from one end come to."""
    edge = list(EDGE.finditer(before))
    return (
        bool(edge)
        and not numeral.percent
        and not numeral.times
        and "·" not in before[edge[-1].end() :]
        and not re.search(r"\d", before[edge[-1].end() :])
    )


def bear_edge_sums(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    found = []
    for chosen, _ in edge_rows(list(EDGE.finditer(before))[-1], subject):
        found += [math.fsum(chosen), math.fsum(chosen) / len(chosen), *chosen] if chosen else []
    return found


def edge_rows(edge: re.Match[str], subject: Subject) -> list[tuple[list[float], list[float]]]:
    """What "the top 3" may be in each column, with the column: the largest, and those that stand first."""
    word, count = edge[1].lower(), NUMBER_WORDS.get(edge[2].lower()) or int(edge[2])
    low, last = word in ("bottom", "smallest"), word in ("bottom", "last")
    found = []
    for values in subject.present():
        if word not in ("first", "last"):
            found.append((sorted(values, reverse=not low)[:count], values))
        found.append((values[-count:] if last else values[:count], values))
    return found


def is_ratio(numeral: Numeral, before: str, after: str) -> bool:
    return bool(re.search(r"\bratio\b[^.;]*?(?:is|was|of|:|=)\s*$", before)) and not numeral.percent


def bear_named_ratios(numeral: Numeral, before: str, after: str, subject: Subject) -> list[float]:
    pairs = pairs_of(subject, subject.named[0], subject.named[1]) if len(subject.named) >= 2 else []
    rows = sorted({row for named in subject.named for row in named}) or range(subject.n_rows)
    return [a / b for a, b in pairs if b] + subject.values_of(rows)


def bear_rates(before: str, subject: Subject) -> list[float]:
    """ "a rate of 25 %", "overall 11 % of orders": one column in percent of another, for the named rows or all together."""
    if not re.search(r"\b(?:rate|overall)\b[^.;]*$", before, re.IGNORECASE) or len(subject.columns) < 2:
        return []
    rows: Sequence[int] = [] if re.search(r"\boverall\b", before, re.IGNORECASE) else subject.rows_of(before)
    found = []
    for one, two in combinations(subject.columns[:5], 2):
        parts = [(a, b) for row in rows if (a := one[row]) is not None and (b := two[row]) is not None]
        if not rows:
            parts = [(math.fsum(v for v in one if v is not None), math.fsum(v for v in two if v is not None))]
        found += [100 * min(a, b) / max(a, b) for a, b in parts if max(a, b) > 0]
    return found
