"""The words of comparison, extent and grain, as pieces of patterns; and what a matched word means.

A placeholder of a slot is matched by T (table), C (column), V (stored value), N (number), Q (text), D (period) and their unions.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from datamind.analysts.offline.draft import Draft
from datamind.analysts.offline.frame import Aggregate, Grain, Operator

GREATER = r"(?:more|greater|higher|larger|bigger|better) than|over|above|exceed(?:s|ing|ed)?|in excess of|beyond|after|upwards of|>"
LESS = r"(?:less|fewer|lower|smaller|worse) than|under|below|before|<"
AT_LEAST = r"at least|no (?:less|fewer|lower|smaller) than|not (?:less|fewer|lower|below|under|younger|smaller|shorter)(?: than)?|a minimum of|minimum of|>=|greater than or equal to|more than or equal to"
AT_MOST = r"at most|no (?:more|greater|higher|larger|older) than|not (?:more|greater|higher|larger|above|over|older|bigger|longer|taller)(?: than)?|up to|a maximum of|maximum of|<=|less than or equal to"
EXACTLY = r"exactly|equal to|equals|="
OPERATORS: tuple[tuple[str, Operator], ...] = (
    (AT_LEAST, ">="),
    (AT_MOST, "<="),
    (GREATER, ">"),
    (LESS, "<"),
    (r"!=|<>|not equal to", "!="),
    (EXACTLY, "="),
)
OP = "(?:" + "|".join(pattern for pattern, _ in OPERATORS) + ")"
T, C, V, N, Q, D = (rf"(?:[A-Z]*{letter}[A-Z]*\d+)" for letter in "TCVNQD")
TC, TCV, ANY = r"(?:[TCV]*[TC][TCV]*\d+)", r"(?:[TCV]+\d+)", r"(?:[A-Z]+\d+)"
AGG = r"(?:average|avg|mean|total|sum|summed|combined|overall|maximum|max|minimum|min|median|highest|lowest|largest|smallest|greatest)"
BE = r"(?:is|are|was|were|be|been|being)"
HAVE = r"(?:have|has|had|having|with|own|owns|owned|got|get|gets|received|receive|receives|placed|made|make|makes|contain|contains|include|includes)"
THE = r"(?:the|a|an|all|any|some|their|its|his|her|our|these|those|of)"
MOST = r"(?:most|highest number of|largest number of|greatest number of|maximum number of|most number of|highest amount of|largest amount of|biggest number of)"
FEWEST = r"(?:fewest|least|lowest number of|smallest number of|minimum number of|least number of|fewest number of)"
HIGH = r"(?:highest|largest|greatest|biggest|maximum|max|most|best|top|longest|latest|greatest)"
LOW = r"(?:lowest|smallest|minimum|min|least|worst|fewest|bottom|shortest|earliest)"
SUPER = r"(?:highest|largest|greatest|biggest|most|best|lowest|smallest|least|worst|fewest)"
GRAINS: dict[str, Grain] = {
    "year": "year", "yearly": "year", "annual": "year", "annually": "year", "quarter": "quarter", "quarterly": "quarter", "month": "month", "monthly": "month", "week": "week", "weekly": "week",
    "day": "day", "daily": "day", "date": "day", "hour": "hour", "hourly": "hour", "weekday": "weekday", "day of week": "weekday", "day of the week": "weekday", "hour of the day": "hour", "hour of day": "hour",
    "calendar month": "month_of_year", "month of the year": "month_of_year", "month of year": "month_of_year", "time": "month",
}  # fmt: skip
GRAIN = "(?:" + "|".join(sorted(GRAINS, key=len, reverse=True)) + ")"
MONEY = r"(?:sales|sale|revenue|revenues|turnover|spending|spend|spent|income|amount|amounts|money|earned|earnings|takings|proceeds|payments?|paid|value|cost|costs|total|expense|expenses|expenditure|purchases)"
Handler = Callable[[Draft, "re.Match[str]"], str]


def number_of(placeholder: str | None) -> int:
    """The slot of a placeholder: "TC12" → 12."""
    return int(re.sub(r"\D", "", placeholder or "0"))


def operator_of(words: str) -> Operator:
    for pattern, operator in OPERATORS:
        if re.fullmatch(pattern, words.strip()):
            return operator
    return "="


NEGATED: dict[Operator, Operator] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def aggregate_of(word: str) -> Aggregate | None:
    if word in ("average", "avg", "mean"):
        return "avg"
    if word in ("total", "sum", "combined", "overall", "summed"):
        return "sum"
    if word in ("maximum", "max", "highest", "largest", "greatest"):
        return "max"
    return "min" if word in ("minimum", "min", "lowest", "smallest") else "median" if word == "median" else None


LIST_X = rf"{TC}(?:(?: ,| and| , and|,)(?: (?:the|each|by|per))? {TC})*"
NS = r"N\d+(?:(?: ,| or| and| , or) N\d+)*"
QS = rf"(?:{Q}|{V})(?:(?: ,| or| and| , or)(?: the)? (?:{Q}|{V}))*"
UNITS = r"(?: (?:years? old|years|year|dollars?|usd|euros?|people|km|kilometers?|square kilometers|meters?|kg|pounds?|points?|times|minutes?|seconds?|hours?|days?|percent|cents?|units?|miles?|feet))?"
