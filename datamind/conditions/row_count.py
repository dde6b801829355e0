"""How many rows a query returns: rows that should not be there, or too few of those that should."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datamind.conditions.base import Kind, Observed, Verdict, number
from datamind.forms import Field

FIELDS = (
    Field("side", "Fires when there are", "choice", default="more than", choices=("more than", "fewer than")),
    Field("limit", "Rows", "integer", default=0, minimum=0, maximum=1_000_000_000),
)


def write(values: Mapping[str, Any], what: str) -> str:
    """ "there are more than 0 rows of orders without a customer"."""
    return f"there are {values['side']} {values['limit']:,} rows of {what}"


def judge_each(values: Mapping[str, Any], observed: Observed) -> list[Verdict]:
    """The points are counts of rows; no rows are 0, which is a count."""
    is_more, limit = values["side"] == "more than", values["limit"]
    verdicts = []
    for point in observed.points:
        count = point.value or 0.0
        fires = count > limit if is_more else count < limit
        told = f"{observed.write_moment(point.moment)}: {number(count)} rows; {values['side']} {limit:,} is too "
        told += "many." if is_more else "few."
        bounds = (None, float(limit)) if is_more else (float(limit), None)
        verdicts.append(Verdict("fires" if fires else "quiet", told, point.moment, count, None, *bounds))
    return verdicts


KIND = Kind("How many rows there are", FIELDS, write, judge_each, needs="rows")
