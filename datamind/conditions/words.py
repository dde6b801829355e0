"""A wish in words, read: "tell me when daily orders fall by 20 % against last week" → what to ask for, and the condition.

A small grammar of its own, a pattern a kind, tried in order; what it does not know it says. The part that names the data
("daily orders") stays a question for whoever answers questions. To add a way of saying it: a line in `PATTERNS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from datamind.conditions.change import BEFORE, WEEK, YEAR
from datamind.errors import InvalidInput


@dataclass(frozen=True)
class Wish:
    """`question` is for an analyst; `kind` and `values` make the condition."""

    question: str
    kind: str
    values: dict[str, Any] = field(default_factory=dict)


NUMBER = r"(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>k|m|thousand|million)?"
WHAT = r"(?P<what>.+?)"
TIMES = r"(?:,?\s*(?P<times>\d+|two|three|four|five)\s+(?:times|days|weeks|hours|months|periods)\s+in a row)?"
AGAINST = r"(?:\s+(?:against|compared (?:to|with)|from|over|versus|vs\.?|on|than)\s+(?P<against>.+?))?"
DOWN = r"falls?|drops?|decreases?|declines?|goes down|go down|sinks?"
UP = r"rises?|grows?|increases?|jumps?|goes up|go up|climbs?"
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}
_OPENING = re.compile(
    r"^(?:please\s+)?(?:(?:tell|alert|warn|notify|inform|e-?mail)\s+(?:me|us)|let\s+(?:me|us)\s+know|alert)?\s*"
    r"(?:when(?:ever)?|if|as soon as|once)\s+",
    re.IGNORECASE,
)


def _number(match: re.Match[str]) -> float:
    return float(match["number"].replace(",", "")) * _SCALES.get((match["unit"] or "").lower(), 1.0)


def _times(match: re.Match[str]) -> int:
    said = match["times"]
    return 1 if not said else _NUMBERS.get(said) or int(said)


def _threshold(side: str) -> Callable[[re.Match[str]], tuple[str, dict[str, Any]]]:
    return lambda match: ("threshold", {"side": side, "limit": _number(match), "times": _times(match)})


def _change(direction: str) -> Callable[[re.Match[str]], tuple[str, dict[str, Any]]]:
    def read(match: re.Match[str]) -> tuple[str, dict[str, Any]]:
        percent = abs(_number(match))
        return "change", {"direction": direction, "percent": percent, "against": _read_against(match["against"] or "")}

    return read


def _read_against(said: str) -> str:
    words = said.lower()
    if "year" in words:
        return YEAR
    if "week" in words:
        return WEEK
    if not words or re.search(r"before|previous|prior|yesterday|last (?:day|hour|month|quarter|period)", words):
        return BEFORE
    raise InvalidInput(
        f"“{said}” cannot be compared with: say the day before, last week (the same weekday) or last year.", "text"
    )


def _anomaly(match: re.Match[str]) -> tuple[str, dict[str, Any]]:
    word = (match["how"] or "").lower()
    direction = "low" if "low" in word else "high" if "high" in word else "either"
    return "anomaly", {"direction": direction}


def _late(match: re.Match[str]) -> tuple[str, dict[str, Any]]:
    unit = match["span"].lower().rstrip("s") + "s"
    return "lateness", {"amount": _number(match), "unit": unit}


def _pace(match: re.Match[str]) -> tuple[str, dict[str, Any]]:
    return "pace", {"target": _number(match), "period": (match["period"] or "month").lower()}


PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, dict[str, Any]]]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (rf"{WHAT}\s+(?:{DOWN})\s+(?:by\s+)?(?:more than\s+|at least\s+)?{NUMBER}\s*(?:%|per ?cent){AGAINST}", _change("falls")),
        (rf"{WHAT}\s+(?:{UP})\s+(?:by\s+)?(?:more than\s+|at least\s+)?{NUMBER}\s*(?:%|per ?cent){AGAINST}", _change("rises")),
        (
            rf"{WHAT}\s+changes?\s+(?:by\s+)?(?:more than\s+|at least\s+)?{NUMBER}\s*(?:%|per ?cent){AGAINST}",
            _change("changes"),
        ),
        (
            rf"{WHAT}\s+(?:is|are|gets?|falls?)\s+behind\s+(?:the\s+|its\s+|their\s+)?(?:pace|target|goal|plan)\s+"
            rf"(?:for|of|to)\s+{NUMBER}(?:\s+(?:a|per|this)\s+(?P<period>week|month|quarter|year))?",
            _pace,
        ),
        (
            rf"{WHAT}\s+(?:is|are|goes|go|falls?|drops?)\s+(?:below|under|less than|fewer than)\s+{NUMBER}{TIMES}",
            _threshold("below"),
        ),
        (
            rf"{WHAT}\s+(?:is|are|goes|go|rises?|climbs?)\s+(?:above|over|more than|greater than)\s+{NUMBER}{TIMES}",
            _threshold("above"),
        ),
        (rf"{WHAT}\s+(?:exceeds?|passes|reach(?:es)?)\s+{NUMBER}{TIMES}", _threshold("above")),
        (
            rf"(?:there is|there are|we have|i see)?\s*(?:no|nothing)(?:\s+new)?\s+{WHAT}\s+(?:for|in)\s+"
            rf"(?:more than\s+)?(?:the last\s+)?{NUMBER}\s*(?P<span>minutes?|hours?|days?)",
            _late,
        ),
        (
            rf"{WHAT}\s+(?:is|are|looks?|becomes?)\s+(?P<how>unusual(?:ly)?(?:\s+(?:low|high))?|abnormal(?:ly)?(?:\s+(?:low|high))?"
            r"|anomalous|odd|strange|out of line)",
            _anomaly,
        ),
        (r"(?:a\s+)?new\s+(?P<what>.+?)\s+(?:turns? up|appears?|shows? up|comes? up|is seen)", lambda match: ("new_value", {})),
        (
            r"(?:there (?:is|are)\s+)(?:any\s+)?(?P<what>.+)",
            lambda match: ("row_count", {"side": "more than", "limit": 0}),
        ),
    )
)  # fmt: skip


def read_wish(text: str) -> Wish:
    """Raises InvalidInput for what the grammar does not know, with what it does."""
    said = " ".join(text.split()).rstrip(".!? ")
    opening = _OPENING.match(said)
    rest = said[opening.end() :] if opening else said
    for pattern, read in PATTERNS:
        match = pattern.fullmatch(rest)
        if match:
            kind, values = read(match)
            return Wish(_as_question(match["what"], kind), kind, values)
    raise InvalidInput(
        "This was not understood as a condition. Say it as “tell me when daily orders fall by 20 % against last week”, "
        "“… is below 20 three times in a row”, “… is unusually low”, “no new orders for 2 days”, “a new country appears” or "
        "“revenue is behind the pace for 50,000 a month”.",
        "text",
    )


def _as_question(what: str, kind: str) -> str:
    name = re.sub(r"^(?:the|our|my)\s+", "", what.strip(), flags=re.IGNORECASE)
    if kind == "new_value":
        return f"which {name} are there"
    if kind in ("lateness", "pace") and not re.search(
        r"\b(?:daily|weekly|hourly|monthly|by|per)\b", name, re.IGNORECASE
    ):
        return f"{name} by day"
    return name
