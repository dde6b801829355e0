"""What has changed since the last report: facts of then and now in, sentences out; every number in them is the engine's.

Facts are kept with each file as it was sent, so that they are compared with what the recipient was told, under the same rules.
What is out of line in a series is said beside it, by the same detector as alerts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from datamind.conditions import back_test, read_condition
from datamind.errors import InvalidInput
from datamind.exports import Part
from datamind.formats import is_number, write_change
from datamind.insights.facts import study_result
from datamind.watch.observing import find_columns, observe

COMPARED = ("only", "total", "last", "count")
UNCHANGED = "Totals, latest values and numbers of rows are as they were in the last one."
LONGEST_SERIES = 5_000
LATEST = 3
Told = tuple[str, str, str]
Facts = Mapping[str, Mapping[str, Told]]


def read_facts(parts: Iterable[Part]) -> dict[str, dict[str, Told]]:
    """The facts of each part that has rows, as (label, exact value, text), by the part's title and the fact's key."""
    found: dict[str, dict[str, Told]] = {}
    for part in parts:
        if part.error or not part.result.columns:
            continue
        facts = study_result(part.result).facts
        name, number = part.title, 2
        while name in found:
            name, number = f"{part.title} ({number})", number + 1
        found[name] = {
            key: (fact.label, str(fact.value), fact.text)
            for key in COMPARED
            if (fact := facts.get(key)) is not None and is_number(fact.value)
        }
    return found


def write_facts(facts: Facts) -> str:
    return json.dumps(facts)


def compare(before: Facts | None, now: Facts) -> tuple[str, ...]:
    """Sentences on what is new, gone, other and the same. Nothing is compared where there is nothing before."""
    if before is None:
        return ("This is the first one: the next says what has changed.",)
    said, same = [], []
    for name, facts in now.items():
        if name not in before:
            said.append(f"{name}: new in this report.")
            continue
        changes = [_tell(before[name][key], fact) for key, fact in facts.items() if key in before[name]]
        told = [change for change in changes if change]
        if told:
            said.append(f"{name}: {'; '.join(told)}.")
        elif facts:
            same.append(name)
    said += [f"{name}: no longer in this report." for name in before if name not in now]
    if same and not said:
        return (UNCHANGED,)
    return (*said, *([f"As before: {', '.join(same)}."] if same else []))


def _tell(before: Told, now: Told) -> str:
    old_label, old, old_text = before
    label, new, text = now
    if old == new and old_label == label:
        return ""
    then_value, now_value = float(old), float(new)
    change = f", {write_change((now_value - then_value) / abs(then_value))}" if then_value and old != new else ""
    then = "" if old_label == label else f" for {old_label}"
    return f"{label} {text}, was {old_text}{then}{change}"


def find_unusual(part: Part, since: datetime | None, now: datetime) -> str:
    """A sentence when one of the latest periods of a series is out of line with its own past; "" else, or without a series.

    `since` (local, without a zone) leaves out what an earlier report could have told; `now` is the report's own time.
    """
    if part.error or part.result.truncated or not 0 < len(part.result.rows) <= LONGEST_SERIES:
        return ""
    try:
        columns = find_columns(part.result, "value")
        if columns[0] is None:
            return ""
        observed = observe(part.result, "value", columns, now)
    except InvalidInput:
        return ""  # no series: several rows a period, or no number
    verdicts = back_test("anomaly", read_condition("anomaly", {}), observed)[-LATEST:]
    fired = [
        verdict
        for place, verdict in enumerate(reversed(verdicts))
        if verdict.state == "fires" and (place == 0 or since is None or (verdict.moment and verdict.moment >= since))
    ]
    return f"{part.title}: unusual. {fired[0].sentence}" if fired else ""
