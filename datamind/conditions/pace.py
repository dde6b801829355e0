"""Whether a sum is on its way to a target: month to date against the part of the month that has gone by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from datamind.conditions.base import Kind, Observed, Verdict, number, unjudged
from datamind.formats import write_change
from datamind.forms import Field
from datamind.periods import Grain, period_end, write_period

FIELDS = (
    Field("target", "Target", "number"),
    Field("period", "Of each", "choice", default="month", choices=("week", "month", "quarter", "year")),
    Field("slack", "Fires when behind by more than (%)", "number", default=5.0, minimum=0, maximum=100),
)


def write(values: Mapping[str, Any], what: str) -> str:
    """ "daily revenue is more than 5 % behind the pace for 500,000 a month"."""
    target = f"{number(values['target'])} a {values['period']}"
    return f"{what} is more than {number(values['slack'])} % behind the pace for {target}"


def judge_each(values: Mapping[str, Any], observed: Observed) -> list[Verdict]:
    """After each whole day (or shorter) of a period: the sum so far against target × the share of time gone by."""
    if observed.grain not in ("day", "hour", "minute"):
        return [unjudged("a pace needs values of days or shorter periods.", observed.now)]
    if values["target"] <= 0:
        return [unjudged("the target must be above 0.", observed.now)]
    period = cast(Grain, values["period"])
    verdicts: list[Verdict] = []
    begun: datetime | None = None
    total, holes = 0.0, 0
    for point in observed.complete:
        start = find_start(point.moment, period)
        if start != begun:
            begun, total, holes = start, 0.0, 0
        if point.value is None:
            holes += 1
        total += point.value or 0.0
        verdicts.append(_tell(values, observed, start, period_end(point.moment, observed.grain), total, holes))
    return verdicts


def find_start(moment: datetime, period: Grain) -> datetime:
    """The start of the week (Monday), month, quarter or year that holds a moment."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "week":
        return datetime.fromordinal(day.toordinal() - day.weekday())
    if period == "month":
        return day.replace(day=1)
    if period == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1)


def _tell(
    values: Mapping[str, Any], observed: Observed, start: datetime, until: datetime, total: float, holes: int
) -> Verdict:
    period = cast(Grain, values["period"])
    share = min(1.0, (until - start) / (period_end(start, period) - start))
    expected = values["target"] * share
    low = expected * (1 - values["slack"] / 100)
    name = write_period(start, period)
    if holes:
        return unjudged(f"{holes} values of {name} are missing, so its sum is not known.", until, total)
    told = (
        f"{name} so far: {number(total)}; {number(expected)} would be on pace ({write_change(total / expected - 1)})."
    )
    return Verdict("fires" if total < low else "quiet", told, until, total, expected, low, None)


KIND = Kind("The pace towards a target", FIELDS, write, judge_each)
