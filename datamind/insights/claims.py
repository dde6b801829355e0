"""What a number in a sentence claims to be, judged from the words around it.

In: a sentence, one of its numbers, and what the sentence speaks of. Out: the numbers of the result that would be right there
(see `bearing`). A number said to be a total is held against totals only, so that it cannot pass because some row happens to
hold it. To add a claim: how its words are recognised, its numbers in `bearing`, and its line in `_CLAIMS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from datamind.insights.bearing import (
    bear_answers,
    bear_averages,
    bear_correlations,
    bear_counts,
    bear_course,
    bear_extremes,
    bear_gaps,
    bear_medians,
    bear_plain_values,
    bear_ratios,
    bear_rest,
    bear_structural,
    bear_totals,
)
from datamind.insights.comparing import (
    bear_counts_beyond,
    bear_differences,
    bear_edge_sums,
    bear_marks,
    bear_named_ratios,
    is_count_beyond,
    is_difference,
    is_edge_sum,
    is_mark,
    is_ratio,
    more_or_fewer,
)
from datamind.insights.numerals import Numeral
from datamind.insights.percentages import bear_changes, bear_shares
from datamind.insights.subject import CHANGE, HIGH, LOW, SHARE, Subject, last_word


def supporting_numbers(sentence: str, numeral: Numeral, subject: Subject) -> list[float]:
    """The numbers of the result that this numeral may stand for, judged from the words around it."""
    before, after = sentence[: numeral.start], sentence[numeral.end :]
    for applies, give in _CLAIMS:
        if applies(numeral, before, after):
            return give(numeral, before, after, subject)
    return bear_plain_values(numeral, before, after, subject)


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
        last_word(CHANGE, before) > last_word(SHARE, before)
        or numeral.signed
        or more_or_fewer(before, after) != 0
        or bool(re.match(rf"\s*(?:{CHANGE})\b", after, re.IGNORECASE))
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
    return max(last_word(HIGH, tail), last_word(LOW, tail)) >= 0


def _is_course(numeral: Numeral, before: str, after: str) -> bool:
    return bool(re.search(r"\bfrom\s+(?:[$€£]\s?)?$", before)) or bool(
        re.search(r"\bfrom\s+[^;]*?\d[^;]*?\s+to\s+(?:[$€£]\s?)?$", before)
    )


_CLAIMS: tuple[
    tuple[Callable[[Numeral, str, str], bool], Callable[[Numeral, str, str, Subject], list[float]]], ...
] = (
    (_is_structural, bear_structural),
    (is_count_beyond, bear_counts_beyond),
    (is_difference, bear_differences),
    (_is_percent_change, bear_changes),
    (_is_percent, bear_shares),
    (_is_times, bear_ratios),
    (_is_count, bear_counts),
    (is_mark, bear_marks),
    (is_ratio, bear_named_ratios),
    (_is_answer, bear_answers),
    (_is_rest, bear_rest),
    (_is_correlation, bear_correlations),
    (_is_course, bear_course),
    (_is_gap, bear_gaps),
    (is_edge_sum, bear_edge_sums),
    (_is_average, bear_averages),
    (_is_median, bear_medians),
    (_is_total, bear_totals),
    (_is_extreme, bear_extremes),
)  # fmt: skip
