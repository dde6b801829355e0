"""A value that the series' own past does not explain: by season, level and spread, see `detection/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datamind.conditions.base import Kind, Observed, Point, State, Verdict, number, unjudged
from datamind.conditions.detection import SENSITIVITIES, Judgement, find_anomalies
from datamind.forms import Field
from datamind.periods import MONTHS

FIELDS = (
    Field("sensitivity", "How many alarms", "choice", default="normal", choices=tuple(SENSITIVITIES)),
    Field("direction", "Fires when it is", "choice", default="either", choices=("either", "low", "high")),
)
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def write(values: Mapping[str, Any], what: str) -> str:
    """ "daily orders is unusual for what it has been"."""
    word = {"either": "unusual", "low": "unusually low", "high": "unusually high"}[values["direction"]]
    few = {"few": " (only what is very far out)", "normal": "", "many": " (small things too)"}[values["sensitivity"]]
    return f"{what} is {word} by its own past{few}"


def judge_each(values: Mapping[str, Any], observed: Observed) -> list[Verdict]:
    points = observed.complete
    series = ((point.moment, point.value) for point in points)
    judged = find_anomalies(series, values["sensitivity"])
    return [
        _tell(values, observed, point, judgement, place)
        for place, (point, judgement) in enumerate(zip(points, judged, strict=True))
    ]


def _tell(values: Mapping[str, Any], observed: Observed, point: Point, judgement: Judgement, before: int) -> Verdict:
    when = observed.write_moment(point.moment)
    if point.value is None:
        return unjudged(f"there is no value for {when}.", point.moment)
    if judgement.low is None or judgement.high is None or judgement.expected is None:
        return unjudged(f"{before} earlier values are too few to know what is usual.", point.moment, point.value)
    whole = all(each.value is None or each.value == int(each.value) for each in observed.points[-10:])
    low, high = (number(float(round(bound)) if whole else bound) for bound in (judgement.low, judgement.high))
    told = f"{_whose(observed, point)} {low}–{high}; {when}: {number(point.value)}."
    if judgement.why in ("mean", "spread"):
        told = f"{when}: the {judgement.why} of the last values is outside of all that was before."
    is_low = point.value < judgement.expected
    wanted = values["direction"] == "either" or is_low == (values["direction"] == "low")
    state: State = "fires" if judgement.is_anomaly and wanted else "quiet"
    return Verdict(state, told, point.moment, point.value, judgement.expected, judgement.low, judgement.high)


def _whose(observed: Observed, point: Point) -> str:
    moment = point.moment
    match observed.grain:
        case "day":
            return f"{DAYS[moment.weekday()]} in {MONTHS[moment.month - 1]} are usually"
        case "hour":
            return f"{DAYS[moment.weekday()]} at {moment.hour:02d}:00 are usually"
        case "month" | "quarter":
            return f"{MONTHS[moment.month - 1]} is usually"
        case _:
            return "It is usually"


KIND = Kind("An anomaly in a series", FIELDS, write, judge_each)
