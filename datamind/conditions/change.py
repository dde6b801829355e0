"""A change in per cent against the period before, the same weekday a week ago, or the same period a year ago."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from datamind.conditions.base import Kind, Observed, Verdict, number, unjudged
from datamind.formats import write_change
from datamind.forms import Field
from datamind.periods import Grain, period_end

BEFORE, WEEK, YEAR = "the period before", "the same weekday of last week", "the same period of last year"
FIELDS = (
    Field("direction", "Fires when it", "choice", default="falls", choices=("falls", "rises", "changes")),
    Field("percent", "By at least (%)", "number", default=20.0, minimum=0, maximum=100_000),
    Field("against", "Against", "choice", default=BEFORE, choices=(BEFORE, WEEK, YEAR)),
)


def write(values: Mapping[str, Any], what: str) -> str:
    """ "daily orders falls by 20 % or more against the same weekday of last week"."""
    return f"{what} {values['direction']} by {number(values['percent'])} % or more against {values['against']}"


def judge_each(values: Mapping[str, Any], observed: Observed) -> list[Verdict]:
    points = observed.complete
    known = {point.moment: point.value for point in points}
    verdicts = []
    for place, point in enumerate(points):
        if observed.grain is None:
            base = points[place - 1].moment if place and values["against"] == BEFORE else None
        else:
            base = find_base(point.moment, observed.grain, values["against"])
        before = known.get(base) if base else None
        when = observed.write_moment(point.moment)
        if point.value is None:
            verdicts.append(unjudged(f"there is no value for {when}.", point.moment))
        elif before is None:
            told = f"for {observed.write_moment(base)}" if base else "to compare it with"
            verdicts.append(unjudged(f"there is no value {told}.", point.moment, point.value))
        elif before == 0 and point.value != 0:
            told = "it was 0 before, and from 0 there is no change in per cent."
            verdicts.append(unjudged(told, point.moment, point.value))
        else:
            verdicts.append(_compare(values, observed, point.moment, point.value, before))
    return verdicts


def find_base(moment: datetime, grain: Grain, against: str) -> datetime | None:
    """The start of the period to compare with; None where there is no such thing, as a weekday of a month."""
    if against == WEEK:
        return moment - timedelta(7) if grain in ("day", "hour", "minute") else None
    if against == YEAR:
        if grain == "week":
            return moment - timedelta(364)
        leap = moment.month == 2 and moment.day == 29
        return moment.replace(year=moment.year - 1, day=28 if leap else moment.day)
    if grain in ("year", "quarter", "month"):
        months = {"year": 12, "quarter": 3, "month": 1}[grain]
        month = moment.year * 12 + moment.month - 1 - months
        return moment.replace(year=month // 12, month=month % 12 + 1, day=1)
    return moment - (period_end(moment, grain) - moment)


def _compare(values: Mapping[str, Any], observed: Observed, moment: datetime, value: float, before: float) -> Verdict:
    share, least = (value - before) / abs(before) if before else 0.0, values["percent"] / 100
    falls, rises = share <= -least + 1e-12, share >= least - 1e-12
    fires = {"falls": falls, "rises": rises, "changes": falls or rises}[values["direction"]]
    low = before - least * abs(before) if values["direction"] != "rises" else None
    high = before + least * abs(before) if values["direction"] != "falls" else None
    told = f"{observed.write_moment(moment)}: {number(value)}, {write_change(share)} against {number(before)}."
    return Verdict("fires" if fires else "quiet", told, moment, value, before, low, high)


KIND = Kind("A change against an earlier period", FIELDS, write, judge_each)
