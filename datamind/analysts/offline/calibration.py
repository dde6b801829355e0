"""A reading and the next one come in, how likely it is right goes out: the doubts that it gives, weighed.

WEIGHTS are log-odds of a logistic regression over questions that were answered before anybody had looked at them, fitted by
`python -m bench.calibrate`, which also prints how a fit on all other databases does on each one. To add a doubt: a line in
`doubts_of` and, after fitting again, its weight.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datamind.analysts.offline.understanding import Understood

START = 2.43
WEIGHTS = {
    "another reading is near": -1.14, "another reading is close": -0.75, "two tables": -0.37, "three tables or more": -0.36, "linked rows": -0.18, "words left over": -1.01, "small words left over": -0.31,
    "weak choices": -0.16, "several conditions": -0.66, "several columns": -0.41, "a weak name": -0.44, "nothing but names": -0.57, "several groups": -0.40,
}  # fmt: skip
SURE = 0.76  # at or above it, answers need no warning
NEAR, CLOSE = 0.3, 0.5


def probability(reading: Understood, others: list[Understood]) -> float:
    """How likely the reading is the one that was meant, from 0 to 1."""
    odds = START + sum(WEIGHTS[doubt] for doubt in doubts_of(reading, others))
    return 1 / (1 + math.exp(-odds))


def doubts_of(reading: Understood, others: list[Understood]) -> tuple[str, ...]:
    """The doubts that a reading gives, by their names in WEIGHTS."""
    rival = next((other for other in others if other.goes_on == reading.goes_on), None)
    margin = reading.score - rival.score if rival else 1.0
    tables = len(re.findall(r"\bAS t\d+", reading.sql))
    names = [slot.score for slot in reading.draft.tagged.slots if slot.mentions]
    share = reading.coverage.share
    said = {
        "another reading is near": margin <= NEAR,
        "another reading is close": NEAR < margin <= CLOSE,
        "two tables": tables == 2,
        "three tables or more": tables > 2,
        "linked rows": "EXISTS" in reading.sql,
        "words left over": share < 0.965,
        "small words left over": 0.965 <= share < 0.999,
        "weak choices": reading.bound.penalty > 0.01,
        "several conditions": " AND " in reading.sql,
        "several columns": len(reading.bound.frame.columns) > 1,
        "a weak name": bool(names) and min(names) < 0.8,
        "nothing but names": not re.search(r"(?<![A-Z\w])[a-z][a-z'\-]*\b(?!\d)", reading.draft.text),
        "several groups": len(reading.bound.frame.dimensions) > 1,
    }
    return tuple(doubt for doubt, given in said.items() if given)
