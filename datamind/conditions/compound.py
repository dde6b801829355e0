"""Two conditions on the same query, both or either."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from datamind.conditions.base import Kind, Observed, State, Verdict
from datamind.errors import InvalidInput
from datamind.forms import Field, read_fields

FIELDS = (Field("join", "Fires when", "choice", default="both", choices=("both", "either")),)
SIDES = ("first", "second")


def read_pair(values: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """`{"join", "first": {"kind", "values"}, "second": …}`, cleaned. Raises InvalidInput."""
    clean = read_fields(FIELDS, {"join": values.get("join")})
    for side in SIDES:
        part = values.get(side) or {}
        if part.get("kind") not in kinds:
            raise InvalidInput(f"Choose the {side} condition.", side)
        kind = kinds[part["kind"]]
        if kind.needs != "value":
            raise InvalidInput("Two conditions can be joined where both look at a value.", side)
        clean[side] = {"kind": part["kind"], "values": read_fields(kind.fields, part.get("values") or {})}
    return clean


def write_pair(values: Mapping[str, Any], kinds: Mapping[str, Kind], what: str) -> str:
    """ "daily orders is below 20 and falls by …"."""
    first, second = (kinds[values[side]["kind"]].write(values[side]["values"], what) for side in SIDES)
    return f"{first} {'and' if values['join'] == 'both' else 'or'} {second}"


def judge_pair(values: Mapping[str, Any], observed: Observed, kinds: Mapping[str, Kind]) -> list[Verdict]:
    """Of each moment that both speak of. What one side cannot judge, the other may still decide."""
    each = [kinds[values[side]["kind"]].judge_each(values[side]["values"], observed) for side in SIDES]
    by_moment: list[dict[datetime | None, Verdict]] = [
        {verdict.moment: verdict for verdict in verdicts} for verdicts in each
    ]
    moments = [moment for moment in by_moment[0] if moment in by_moment[1]]
    if not moments:
        return [_join(values, each[0][-1], each[1][-1])] if all(each) else []
    return [_join(values, by_moment[0][moment], by_moment[1][moment]) for moment in moments]


def _join(values: Mapping[str, Any], first: Verdict, second: Verdict) -> Verdict:
    states, both = {first.state, second.state}, values["join"] == "both"
    state: State = "unjudged"
    if (states == {"fires"}) if both else ("fires" in states):
        state = "fires"
    elif ("quiet" in states) if both else (states == {"quiet"}):
        state = "quiet"
    shown = first if first.state == "fires" or second.state != "fires" else second
    told = f"{first.sentence} {second.sentence[:1].upper()}{second.sentence[1:]}"
    return Verdict(state, told, shown.moment, shown.value, shown.expected, shown.low, shown.high)
