"""The conditions of the turn before are dropped, replaced or joined by new ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import columns, filtering, showing
from datamind.analysts.offline.frame import (
    AnyOf,
    Between,
    Compare,
    Condition,
    DatePart,
    IsNull,
    Like,
    Linked,
    Many,
    Measure,
    OneOf,
    Period,
)  # fmt: skip

if TYPE_CHECKING:
    from datamind.analysts.offline.follow_up import Editor


def drop_filters(editor: Editor) -> None:
    if editor._says(
        r"(?:drop|remove|clear|without|ignore|no) (?:the |all |any )?(?:filters?|conditions?|restrictions?)|for all|overall|everything|all of them"
    ):
        editor._set(conditions=(), having=())


def change_conditions(editor: Editor) -> None:
    frame, draft = editor.frame, editor.draft
    if frame.values or frame.having:
        having(editor)
    elif draft.counted:
        for counted in draft.counted:
            if counted.slot is not None and draft.slot(counted.slot).tables:
                table = draft.slot(counted.slot).tables[0].id
                editor._set(conditions=(*editor.frame.conditions, Many(table, counted.operator, int(counted.number))))
    showing.outputs(editor.binder)  # finds the flags among the words
    found = filtering.conditions(editor.binder, frame.base)
    if not found:
        return
    editor._set(conditions=merge(editor, editor.frame.conditions, found))


def having(editor: Editor) -> None:
    """Numbers without a column, and counts of what is counted already, are compared with the value shown."""
    value = editor.frame.values[0] if editor.frame.values else Measure("count", table=editor.frame.base)
    having = list(editor.frame.having)
    for counted in editor.draft.counted:
        having.append((value, counted.operator, counted.number))
    rest = []
    for test in editor.draft.tests:
        column = (
            columns.column(editor.binder, editor.draft.slot(test.slot), "number")
            if test.slot is not None and editor.draft.slot(test.slot).columns
            else None
        )
        same = isinstance(value, Measure) and column is not None and value.column == column
        if (
            test.slot is None
            and not test.quality
            and not test.how
            and test.number is not None
            and test.high is None
            and editor.frame.dimensions
        ) or (same and test.number is not None and editor.frame.dimensions):
            having.append((value, test.operator, test.number or 0))
        else:
            rest.append(test)
    if len(having) > len(editor.frame.having):
        editor.draft.tests = rest
        editor._set(having=tuple(having))


def merge(editor: Editor, old: tuple[Condition, ...], new: list[Condition]) -> tuple[Condition, ...]:
    adds = editor._says(r"also|too|as well|or|add|plus|include|including")
    kept = list(old)
    for condition in new:
        column = column_of(condition)
        same = [
            other
            for other in kept
            if column_of(other) == column and column is not None and isinstance(other, type(condition))
        ]
        if same and adds and isinstance(condition, OneOf) and isinstance(same[0], OneOf) and not condition.negated:
            kept[kept.index(same[0])] = replace(
                same[0], values=tuple(dict.fromkeys([*same[0].values, *condition.values]))
            )
            continue
        if same and isinstance(condition, OneOf | Period | Compare | DatePart):
            kept = [other for other in kept if other not in same]
        kept.append(condition)
    return tuple(kept)


def column_of(condition: Condition) -> int | None:
    if isinstance(condition, Linked) and len(condition.conditions) == 1:
        condition = condition.conditions[0]
    if isinstance(condition, AnyOf) and condition.conditions:
        condition = condition.conditions[0]
    return (
        condition.column
        if isinstance(condition, Compare | OneOf | Like | Between | Period | DatePart | IsNull)
        else None
    )
