"""A question for a ratio of two things comes in, each side is read as a question of its own, one frame goes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from datamind.analysts.offline import choices
from datamind.analysts.offline.frame import Condition, Frame, Measure, OneOf, Ratio
from datamind.linking.index import CatalogIndex

_RATIO = re.compile(
    r"^(?P<head>.*?)\b(?:ratio|proportion|fraction|share|percentage|percent)\b(?: of)?(?: the)? (?P<top>.+?) (?P<word>to|out of|over|relative to|divided by|per|versus|vs\.?|compared to|among|from) (?P<bottom>.+?)\s*[.?!]?\s*$",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\s+(?:for|in|by|of)\s+(?:each|every)\s+.+$", re.IGNORECASE)
Reader = Callable[[str], "tuple[Frame, float] | None"]


def read_ratio(text: str, index: CatalogIndex, reader: Reader) -> tuple[Frame, float] | None:
    """The frame of a ratio question and its penalty; None when it is none or a side cannot be read.

    `reader` reads a plain question to a frame and its penalty.
    """
    text = re.split(r"(?<=[.?!])\s+(?=[A-Z])", text.strip())[0]
    match = _RATIO.match(text)
    if not match:
        return None
    percent = bool(re.search(r"percent|share", text, re.IGNORECASE))
    if not percent and not re.search(r"ratio|proportion|fraction", text, re.IGNORECASE):
        return None
    group = _GROUP.search(match["bottom"])
    bottom_text = match["bottom"][: group.start()] if group else match["bottom"]
    if percent and match["word"].lower() in ("from", "to", "among", "per"):
        return None
    top, bottom = _side(match["top"], reader), _side(bottom_text, reader)
    if top is None or bottom is None:
        return None
    if group:
        return _per_group(top, bottom, group.group(), index, reader)
    return _whole(top, bottom, percent, index)


def _side(text: str, reader: Reader) -> tuple[Frame, float] | None:
    text = re.sub(r"^(?:the |all |all the )+", "", text.strip())
    if re.match(r"(?:number|count|total|average|sum|amount)\b", text):
        return reader(f"What is the {text}?")
    found = reader(f"Show {text}")
    if found is None:
        return None
    return found


def _measure(frame: Frame, index: CatalogIndex) -> Measure | None:
    """What a side measures: its value, its only number column, or the number of its rows."""
    if frame.values:
        value = frame.values[0]
        return value if isinstance(value, Measure) and not frame.dimensions else None
    numbers = [
        column
        for column in frame.columns
        if index.columns[column].is_number and index.columns[column].kind == "measure"
    ]
    if len(numbers) == 1:
        return Measure("sum", numbers[0])
    return Measure("count", table=frame.base)


def _whole(
    top: tuple[Frame, float], bottom: tuple[Frame, float], percent: bool, index: CatalogIndex
) -> tuple[Frame, float] | None:
    first, second = _measure(top[0], index), _measure(bottom[0], index)
    if first is None or second is None:
        return None
    if (
        first.column is not None
        and second.column is not None
        and index.columns[first.column].table_id != index.columns[second.column].table_id
    ):
        # "population of the US to that of California": one table that has both, if there is one
        return None
    base = top[0].base
    if bottom[0].base != base:
        return None
    first_conditions, second_conditions = top[0].conditions, bottom[0].conditions
    columns = {_column(each) for each in first_conditions}
    shared = tuple(each for each in second_conditions if _column(each) not in columns)
    if second_conditions and not first_conditions:
        shared = ()
    own = tuple(each for each in second_conditions if each not in shared)
    ratio = Ratio(replace(first, conditions=first_conditions), replace(second, conditions=own), percent=percent)
    frame = Frame(base, values=(ratio,), conditions=shared, via=top[0].via)
    return frame, max(top[1], bottom[1]) + 0.03


def _column(condition: Condition) -> int | None:
    return getattr(condition, "column", None)


def _per_group(
    top: tuple[Frame, float], bottom: tuple[Frame, float], group: str, index: CatalogIndex, reader: Reader
) -> tuple[Frame, float] | None:
    """ "population per area for each state": a number of each row over another, or totals of groups."""
    first, second = _measure(top[0], index), _measure(bottom[0], index)
    entity = reader("Show " + re.sub(r"^\s*(?:for|in|by|of)\s+(?:each|every)\s+", "all ", group))
    if first is None or second is None or entity is None or first.column is None or second.column is None:
        return None
    base = entity[0].base
    if not all(index.columns[column].table_id == base for column in (first.column, second.column)):
        return None
    labels = choices.labels_of(index, base)
    ratio = Ratio(replace(first, aggregate=None), replace(second, aggregate=None))
    return Frame(
        base,
        columns=labels,
        values=(ratio,),
        conditions=tuple(each for each in top[0].conditions if isinstance(each, OneOf)),
    ), max(top[1], bottom[1]) + 0.05
