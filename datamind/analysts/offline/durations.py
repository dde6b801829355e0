"""A question that measures time in one unit comes in, the same in the unit that the column holds goes out.

"longer than 2 hours" where a table named in the question has minutes only: "with minutes more than 120". To add a unit: a
line in SECONDS.
"""

from __future__ import annotations

import re

from datamind.linking.index import CatalogIndex, ColumnEntry
from datamind.linking.morphology import lemma

SECONDS = {"millisecond": 0.001, "second": 1.0, "minute": 60.0, "hour": 3_600.0, "day": 86_400.0}
_LONGER = re.compile(
    r"\b(?:(?:that|which|who|whose|and) )*(?:(?:lasted|lasting|lasts?|took|takes?|taking|ran|run|running|are|is|were|was|of) )?"
    r"(?P<how>longer than|shorter than|more than|less than|over|under|at least|at most) (?P<number>\d+(?:\.\d+)?|an?|one|two|three|four|five) "
    r"(?P<unit>hours?|minutes?|seconds?|days?)(?: long)?\b",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
_SAME = {"longer than": "more than", "shorter than": "less than", "over": "more than", "under": "less than"}


def in_stored_units(text: str, index: CatalogIndex) -> str:
    """The text with a length of time put in the unit of the one column of a named table that measures time."""
    match = _LONGER.search(text)
    if match is None:
        return text
    unit = lemma(match["unit"].lower())
    lengths = _lengths(text, index)
    if len(lengths) != 1 or SECONDS.get(_unit_of(lengths[0])) is None:
        return text
    stored = _unit_of(lengths[0])
    number = _NUMBERS.get(match["number"].lower()) or float(match["number"])
    how = match["how"].lower()
    if stored == unit and how not in _SAME:
        return text
    amount = number * SECONDS[unit] / SECONDS[stored]
    name = " ".join(lengths[0].words)
    return f"{text[: match.start()]}with {name} {_SAME.get(how, how)} {amount:g}{text[match.end() :]}"


def _lengths(text: str, index: CatalogIndex) -> list[ColumnEntry]:
    """The columns that hold a length of time in the tables that the text names."""
    said = {lemma(word) for word in re.findall(r"[a-z]+", text.lower())}
    tables = [table.id for table in index.tables if set(table.words) <= said]
    return [column for table in tables for column in index.columns_of(table) if _unit_of(column)]


def _unit_of(column: ColumnEntry) -> str:
    if column.kind != "measure":
        return ""
    return next((word for word in column.words if word in SECONDS), "")
