"""The values of the turn before are replaced, joined, or aggregated, shared and scaled in another way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import grouping, measuring
from datamind.analysts.offline.frame import (
    Change,
    Dimension,
    Measure,
    Ratio,
    Running,
    Share,
    Sort,
    Value,
)  # fmt: skip
from datamind.analysts.offline.phrases import aggregate_of

if TYPE_CHECKING:
    from datamind.analysts.offline.follow_up import Editor


def change_values(editor: Editor) -> None:
    asked = [value for item in editor.draft.asked if (value := measuring.measure(editor.binder, item)) is not None]
    if editor.draft.how_much and not asked:
        asked = measuring.how_much(editor.binder, [])
    if not asked:
        change_aggregate(editor)
        return
    if only_restates(editor, asked):
        return
    adds = editor._says(r"also|too|as well|and the|add|along with|plus|include|including") and not editor._says(
        r"instead"
    )
    dimensions = editor.frame.dimensions or listed_dimension(editor, asked)
    values = (*editor.frame.values, *asked) if adds and editor.frame.values else tuple(asked)
    base = base_of(editor, values[0])
    keep_limit = editor.frame.limit if editor.frame.values else None
    order = tuple(sort for sort in editor.frame.order if isinstance(sort.by, int)) if not adds else editor.frame.order
    if keep_limit is not None and not order and values:
        order = (Sort(values[0], True),)
    editor._set(
        values=values,
        dimensions=dimensions,
        columns=(),
        base=base,
        hide_values=False,
        order=order,
        limit=keep_limit,
    )


def only_restates(editor: Editor, asked: Sequence[Value]) -> bool:
    """ "genres with more than 100": the count is the old one."""
    return bool(editor.draft.counted) and all(
        isinstance(value, Measure) and value in editor.frame.values for value in asked
    )


def listed_dimension(editor: Editor, asked: Sequence[Value]) -> tuple[Dimension, ...]:
    if editor.frame.columns and editor._says(r"their|each|per|of each|for each|respective|every"):
        first = asked[0]
        if isinstance(first, Measure) and first.table is not None and first.table != editor.frame.base:
            return (grouping.entity_dimension(editor.binder, editor.frame.base),)
    return ()


def base_of(editor: Editor, value: Value) -> int:
    measure = value if isinstance(value, Measure) else value.numerator if isinstance(value, Ratio) else value.measure
    if measure.column is not None:
        return editor.index.columns[measure.column].table_id
    return measure.table if measure.table is not None else editor.frame.base


def change_aggregate(editor: Editor) -> None:
    """ "what about the average?": another aggregate of the same column."""
    found = re.search(r"\b(average|avg|mean|total|sum|maximum|max|minimum|min|median|highest|lowest)\b", editor.text)
    if not found or editor.draft.most or editor.draft.ordered or editor.draft.limit or editor._says("first"):
        return
    aggregate = aggregate_of(found[1])
    values = [
        replace(value, aggregate=aggregate)
        if isinstance(value, Measure) and value.column is not None and value.aggregate not in (None, "count_distinct")
        else value
        for value in editor.frame.values
    ]
    if aggregate and values != list(editor.frame.values):
        editor._set(values=tuple(values), order=tuple(sort for sort in editor.frame.order if isinstance(sort.by, int)))


def change_special(editor: Editor) -> None:
    frame = editor.frame
    if (
        editor.draft.share or editor._says(r"as (?:a )?(?:share|percentage|percent|proportion)|in percent")
    ) and frame.dimensions:
        values: list[Value] = [Share(value) if isinstance(value, Measure) else value for value in frame.values]
        editor._set(values=tuple(values), order=tuple(sort for sort in frame.order if isinstance(sort.by, int)))
    elif editor.draft.change and any(dimension.grain for dimension in frame.dimensions):
        changed: list[Value] = [
            *frame.values,
            *(Change(value, editor.draft.change == "percent") for value in frame.values if isinstance(value, Measure)),
        ]
        editor._set(values=tuple(changed))
    elif editor.draft.running and any(dimension.grain for dimension in frame.dimensions):
        editor._set(
            values=(
                *frame.values,
                *(Running(value, editor.draft.window) for value in frame.values if isinstance(value, Measure)),
            )
        )
    if editor.draft.unit and editor.changes == 0:
        scaled = tuple(
            replace(value, divide=measuring.divide(editor.binder, editor.index.columns[value.column]))
            if isinstance(value, Measure) and value.column is not None
            else value
            for value in frame.values
        )
        if scaled != frame.values:
            editor._set(values=scaled)
