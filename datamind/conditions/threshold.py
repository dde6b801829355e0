"""A value above or below a limit, a number of times in a row; it has recovered when it is back beyond a level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datamind.conditions.base import Kind, Observed, Verdict, number, unjudged
from datamind.forms import Field

FIELDS = (
    Field("side", "Fires when it is", "choice", default="above", choices=("above", "below")),
    Field("limit", "Limit", "number"),
    Field("times", "Times in a row", "integer", default=1, minimum=1, maximum=100),
    Field("recovery", "Recovered at", "number", required=False, help="Empty: as soon as it is back within the limit."),
)


def write(values: Mapping[str, Any], what: str) -> str:
    """ "daily orders is below 20, 3 times in a row"."""
    times = values["times"]
    often = f", {times} times in a row" if times > 1 else ""
    back = f" (until it is back at {number(values['recovery'])})" if values["recovery"] is not None else ""
    return f"{what} is {values['side']} {number(values['limit'])}{often}{back}"


def judge_each(values: Mapping[str, Any], observed: Observed) -> list[Verdict]:
    """A gap or a null neither counts nor ends a row of breaches."""
    is_above, limit, times = values["side"] == "above", values["limit"], values["times"]
    recovery = limit if values["recovery"] is None else values["recovery"]
    low, high = (None, limit) if is_above else (limit, None)
    breaches, fires, verdicts = 0, False, []
    for point in observed.complete:
        when = observed.write_moment(point.moment)
        value = point.value
        if value is None:
            verdicts.append(unjudged(f"there is no value for {when}.", point.moment))
            continue
        breach = value > limit if is_above else value < limit
        breaches = breaches + 1 if breach else 0
        recovered = value <= recovery if is_above else value >= recovery
        fires = breaches >= times or (fires and not recovered)
        told = f"{when}: {number(value)}; the limit is {number(limit)}"
        if breach and times > 1:
            told += f", {breaches} of {times} times in a row"
        elif fires and not breach:
            told += f", not yet back at {number(recovery)}"
        verdicts.append(Verdict("fires" if fires else "quiet", told + ".", point.moment, value, limit, low, high))
    return verdicts


KIND = Kind("Above or below a limit", FIELDS, write, judge_each)
