"""Data that is missing or late: the newest period ended longer ago than it should have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from datamind.conditions.base import Kind, Observed, Verdict, number, unjudged
from datamind.forms import Field
from datamind.periods import period_end

UNITS = {"minutes": 60.0, "hours": 3600.0, "days": 86_400.0}
FIELDS = (
    Field("amount", "Fires when nothing new has come for", "number", default=2.0, minimum=0, maximum=10_000),
    Field("unit", "Unit", "choice", default="days", choices=tuple(UNITS)),
)


def write(values: Mapping[str, Any], what: str) -> str:
    """ "nothing new has come for daily orders for more than 2 days"."""
    return f"nothing new has come for {what} for more than {number(values['amount'])} {values['unit']}"


def judge_each(values: Mapping[str, Any], observed: Observed) -> list[Verdict]:
    """A period counts once it has ended; a null is no data. The last verdict is of now."""
    allowed = timedelta(seconds=values["amount"] * UNITS[values["unit"]])
    ends = [
        period_end(point.moment, observed.grain) if observed.grain else point.moment
        for point in observed.points
        if point.value is not None and point.moment <= observed.now
    ]
    if not ends:
        return [unjudged("there is no data at all; as late as can be, if there should be.", observed.now)]
    arrivals = sorted(min(end, observed.now) for end in ends)
    waits = [(after, after - before) for before, after in zip(arrivals, [*arrivals[1:], observed.now], strict=True)]
    return [_tell(values, moment, wait, allowed) for moment, wait in waits]


def _tell(values: Mapping[str, Any], moment: datetime, wait: timedelta, allowed: timedelta) -> Verdict:
    size = UNITS[values["unit"]]
    waited = wait.total_seconds() / size
    told = f"nothing new for {number(round(waited, 1))} {values['unit']} by {moment:%d %b %Y %H:%M}"
    told += f"; {number(values['amount'])} are allowed."
    return Verdict("fires" if wait > allowed else "quiet", told, moment, waited, None, None, values["amount"])


KIND = Kind("Missing or late data", FIELDS, write, judge_each)
