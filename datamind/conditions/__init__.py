"""What an alert tests: what was observed goes in, a `Verdict` of each moment comes out, in a sentence.

`judge` says how things stand now, `back_test` what would have been said at each moment before, `write_condition` reads a
condition back. To add a kind: its file in this room and its line in `KINDS`. `detection/` finds what is out of line in a
series, `words.py` reads "tell me when daily orders fall by 20 % against last week".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datamind.conditions import anomaly, change, compound, lateness, new_value, pace, row_count, threshold
from datamind.conditions.base import Kind, Observed, Point, Verdict
from datamind.errors import InvalidInput
from datamind.forms import read_fields

KINDS: Mapping[str, Kind] = {
    "threshold": threshold.KIND,
    "change": change.KIND,
    "anomaly": anomaly.KIND,
    "lateness": lateness.KIND,
    "row_count": row_count.KIND,
    "new_value": new_value.KIND,
    "pace": pace.KIND,
}
PAIR = "compound"
NAMES = (*KINDS, PAIR)


def read_condition(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Clean values of a condition, defaults filled in. Raises InvalidInput."""
    if kind == PAIR:
        return compound.read_pair(values, KINDS)
    return read_fields(find_kind(kind).fields, values)


def find_kind(name: str) -> Kind:
    """Raises InvalidInput."""
    if name not in KINDS:
        raise InvalidInput(f"There is no condition called {name[:40]!r}: choose {', '.join(NAMES)}.", "kind")
    return KINDS[name]


def write_condition(kind: str, values: Mapping[str, Any], what: str = "the value") -> str:
    """ "daily orders fall by 20 % or more against the same weekday of last week"."""
    if kind == PAIR:
        return compound.write_pair(values, KINDS, what)
    return find_kind(kind).write(values, what)


def back_test(kind: str, values: Mapping[str, Any], observed: Observed) -> list[Verdict]:
    """A verdict of each moment that can be judged as it would have been then, the latest last; never empty."""
    if observed.truncated:
        return [
            Verdict("unjudged", "could not be judged: the query returns more rows than may be read. Narrow it down.")
        ]
    verdicts = (
        compound.judge_pair(values, observed, KINDS) if kind == PAIR else find_kind(kind).judge_each(values, observed)
    )
    return verdicts or [Verdict("unjudged", "could not be judged: there is nothing to judge yet.")]


def judge(kind: str, values: Mapping[str, Any], observed: Observed) -> Verdict:
    """How things stand now."""
    return back_test(kind, values, observed)[-1]


__all__ = [
    "KINDS", "NAMES", "PAIR", "Kind", "Observed", "Point", "Verdict", "back_test", "find_kind", "judge", "read_condition",
    "write_condition",
]  # fmt: skip
