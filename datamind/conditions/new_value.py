"""A value that was never seen before in a column: a new country, an unknown status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from datamind.conditions.base import Kind, Observed, Verdict, unjudged
from datamind.forms import Field

FIELDS = (Field("but", "Except", required=False, help="Values that may be new, with commas between them."),)
MOST_NAMED = 5


def write(values: Mapping[str, Any], what: str) -> str:
    """ "a value turns up in country that was never there before"."""
    but = f" (except {values['but']})" if values["but"] else ""
    return f"a value turns up in {what} that was never there before{but}"


def judge_each(values: Mapping[str, Any], observed: Observed) -> list[Verdict]:
    """With moments, the values of each against those before it; without, all against `known`."""
    allowed = {each.strip() for each in (values["but"] or "").split(",")}
    known = set(observed.known) if observed.known is not None else None
    dated = sorted((moment, label) for moment, label in observed.labels if moment is not None)
    if not dated:
        return [_tell(observed.now, known, {label for _, label in observed.labels}, allowed, observed)]
    verdicts, seen = [], None
    for moment, group in groupby(dated, key=lambda entry: entry[0]):
        labels = {label for _, label in group}
        verdicts.append(_tell(moment, seen, labels, allowed, observed))
        seen = (seen or set()) | labels
    return verdicts


def _tell(moment: datetime, known: set[str] | None, labels: set[str], allowed: set[str], observed: Observed) -> Verdict:
    if known is None:
        return unjudged(f"the {len(labels):,} values that there are now are remembered from here on.", moment)
    fresh = sorted(labels - known - allowed)
    if not fresh:
        return Verdict("quiet", f"{observed.write_moment(moment)}: all {len(labels):,} values are known.", moment, 0.0)
    named = ", ".join(fresh[:MOST_NAMED]) + (
        f" and {len(fresh) - MOST_NAMED:,} more" if len(fresh) > MOST_NAMED else ""
    )
    return Verdict(
        "fires", f"{observed.write_moment(moment)}: new: {named}.", moment, float(len(fresh)), 0.0, None, 0.0
    )


KIND = Kind("A new value in a column", FIELDS, write, judge_each, needs="labels")
