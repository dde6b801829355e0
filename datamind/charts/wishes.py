"""What a question says about its picture: the kind that it names, and the words that ask for one without naming it."""

from __future__ import annotations

import re

_DRAWING = r"(?:ch\w+|gr\w+|pl\w+|diagram\w*|visuali[sz]\w+)"
_NAMED: tuple[tuple[str, str], ...] = (
    ("heatmap", r"\bheat ?-?maps?\b"),
    (
        "map",
        r"\bchoropleth\b|\b(?:on|as|draw|show|plot|me) (?:a |the )?(?:world )?map\b|\bmap (?:of|chart|showing)\b|\bas a map\b",
    ),
    ("funnel", r"\bfunnels?\b"),
    ("waterfall", rf"\bwaterfall {_DRAWING}\b|\bwaterfall (?:of|for)\b|\bas (?:a )?waterfall\b|\bbridge chart\b"),
    ("pareto", r"\bpareto\b"),
    ("bullet", rf"\b(?:bullet|gauge)s? {_DRAWING}\b|\bas (?:a )?(?:bullet|gauge)\b"),
    ("pivot", r"\bpivot(?:ed)?(?: table)?\b|\bcross ?-?tab(?:ulation)?\b"),
    (
        "stacked_full_bar",
        r"(?:\b100 ?%|\b100 percent|\bpercent(?:age)?)[- ]?stack\w*|\bstacked (?:to )?100 ?%|\bnormali[sz]ed (?:stacked )?bars?\b",
    ),
    ("box", r"\bbox ?-?(?:and ?-?whiskers?)? ?-?plots?\b|\bboxplots?\b|\bbox (?:chart|diagram)\b|\bwhisker\b"),
    ("histogram", r"\bhistograms?\b"),
    ("bubble", r"\bbubbles?\b"),
    ("scatter", rf"\bscatter(?:ed|ing)?(?: ?-?{_DRAWING}| points?)?\b|\bscatterplots?\b|\bpoint chart\b"),
    ("stacked_area", rf"\bstack(?:ed|ing)? area\b|\barea (?:{_DRAWING} )?stacked\b"),
    ("area", rf"\barea {_DRAWING}\b|\bas an area\b"),
    (
        "pie",
        rf"\bpies?\b(?! (?:crust|shop|sales|recipes?))|\bdonuts? {_DRAWING}\b|\bdoughnut {_DRAWING}\b|\bring chart\b",
    ),
    (
        "stacked_bar",
        rf"\bstack(?:ed|ing)? (?:bars?|columns?|hist\w+|{_DRAWING})\b|\ba stacked\b|\bstacked$|\bas stacked\b",
    ),
    ("grouped_bar", r"\b(?:group(?:ed|ing)?|clustered|side[- ]by[- ]side) (?:bars?|columns?)\b"),
    (
        "line",
        rf"\blines? ?-?{_DRAWING}\b|\btrend ?-?lines?\b|\b(?:as|in|with) (?:a )?lines?\b|\blinechart\b"
        r"|\bgroup(?:ed|ing)? lines?\b",
    ),
    (
        "bar",
        rf"\bbars? ?-?{_DRAWING}\b|\bcolumn {_DRAWING}\b|\bbargraph\b|\bbarchart\b"
        r"|\b(?:as|in|with|using|by) (?:a )?(?:bar|bars|columns)\b(?= *[.,?]|$)",
    ),
    ("table", r"\b(?:as|in) (?:a )?(?:table|list)\b|\btabular\b"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _NAMED)
_SHARE = re.compile(
    r"\b(?:proportions?|percent(?:age)?s?|shares?|break ?down|composition|make ?up|split of|portions?|fractions?)\b|%",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\b(?:relation(?:ship)?s?|correlat\w+|versus|vs\.?|against|depend(?:s|ence)? on|association|related to)\b",
    re.IGNORECASE,
)
_CORRELATION = re.compile(
    r"\b(?:relation(?:ship)?s?|correlat\w+|depend(?:s|ence)? on|association|scatter)\b", re.IGNORECASE
)
_GROUPS = re.compile(r"\b(?:group\w*|colou?r\w*|each|every|categor\w+|split|by|per)\b", re.IGNORECASE)
_COURSE = re.compile(r"\b(?:trends?|over time|over the (?:year|months|day|hours|week)|evol\w+|course)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:order(?:ed)? by|sort\w*|rank\w*|alphabet\w*|asc\w*|desc\w*|from (?:low|high|the|z|a) to|in order)\b",
    re.IGNORECASE,
)
_TREND = re.compile(
    r"\b(?:trends?|over time|over the (?:years?|months?|weeks?|days?)|evol\w+|develop(?:ed|ment)|history|course|change over|"
    r"changed over|(?:daily|weekly|monthly|quarterly|yearly|annual)|(?:by|per) (?:day|week|month|quarter|year))\b",
    re.IGNORECASE,
)
_SPREAD = re.compile(r"\b(?:distribution|spread|how .{0,30} distributed|frequency of|variation)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"\b(?:split|stack\w*|broken down|break ?down|composition|group by|grouped by|and group)\b", re.IGNORECASE
)


def named_kind(question: str) -> str | None:
    """The kind that the question names ("… as a pie chart"); None when it names none."""
    return next((kind for kind, pattern in _COMPILED if pattern.search(question)), None)


def asks_for_share(question: str) -> bool:
    return bool(_SHARE.search(question))


def asks_for_relation(question: str) -> bool:
    return bool(_RELATION.search(question))


def asks_for_correlation(question: str) -> bool:
    """As a relation, but "2024 versus 2025" is none."""
    return bool(_CORRELATION.search(question))


def asks_for_groups(question: str) -> bool:
    return bool(_GROUPS.search(question))


def asks_for_order(question: str) -> bool:
    return bool(_ORDER.search(question))


def asks_for_course(question: str) -> bool:
    """Words of change alone; "monthly" may mean the months side by side."""
    return bool(_COURSE.search(question))


def asks_for_trend(question: str) -> bool:
    return bool(_TREND.search(question))


def asks_for_spread(question: str) -> bool:
    return bool(_SPREAD.search(question))


def asks_for_parts(question: str) -> bool:
    return bool(_PARTS.search(question))
