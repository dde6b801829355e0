"""The frame of the turn before and a short new turn come in, the edited frame goes out: "top 5 only", "by month instead", "in 2023".

The same patterns read the new words; each part that they find replaces or joins the part of the old frame that it fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from datamind.analysts.offline import choices, columns, filtering, grouping, measuring, showing
from datamind.analysts.offline.binding import Binder
from datamind.analysts.offline.draft import Draft
from datamind.analysts.offline.frame import (
    AnyOf,
    Between,
    Change,
    Compare,
    Condition,
    DatePart,
    Dimension,
    Frame,
    IsNull,
    Like,
    Linked,
    Many,
    Measure,
    OneOf,
    Period,
    Ratio,
    Running,
    Share,
    Sort,
    Value,
)  # fmt: skip
from datamind.analysts.offline.phrases import aggregate_of
from datamind.linking.index import CatalogIndex

_OPENERS = re.compile(
    r"^\W*(?:only|just|and(?! how many)|or|what about|how about|now|instead|but|same|also|then|ok|sort|order|rank|top|bottom|by|in|for|as|per|exclude|excluding|include|including|without|drop|remove|limit|"
    r"break|split|group|filter|show only|show just|show (?:it|them|this|that|me)?\s*(?:by|as|per|only)|compare|add|make it|change|switch|ignore|keep|restrict|of (?:those|these|them)|which of|use|since|after|before|during|last|this|previous|not|no|with|highest|lowest|the)\b",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\b(their|them|those|these|they|ones?|that|it|its|instead|too|as well|same|again|previous|above|only|each of)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"^\W*(?:how many|what (?:is|are|was|were) the (?:total|average|number)|which|who|list (?:all|the)|show (?:me )?(?:all|the) |total|average|number of|monthly|daily)\b",
    re.IGNORECASE,
)


def leans_on_history(text: str) -> bool:
    """Whether a turn sounds like a change of the one before: an opener ("only …"), a pointer ("their"), or very few words."""
    if _OPENERS.search(text):
        return True
    if _POINTERS.search(text):
        return True
    return len(text.split()) <= 4 and not _WHOLE.search(text)


@dataclass(frozen=True)
class Edited:
    frame: Frame
    binder: Binder
    changes: int


def edit(previous: Frame, draft: Draft, index: CatalogIndex, today: date, stems: set[str]) -> Edited:
    """The previous frame with what `draft` says; `changes` counts the parts that were edited."""
    text = " ".join(token.lower for token in draft.tagged.tokens)
    binder = Binder(draft, index, today, stems)
    binder.entity, binder.entity_slot = previous.base, None
    binder.prepare()
    editor = _Editor(previous, draft, binder, index, text)
    frame = editor.run()
    return Edited(frame, binder, editor.changes)


class _Editor:
    def __init__(self, previous: Frame, draft: Draft, binder: Binder, index: CatalogIndex, text: str):
        self.frame, self.draft, self.binder, self.index, self.text = previous, draft, binder, index, text
        self.changes = 0

    def run(self) -> Frame:
        self._drop_filters()
        self._change_values()
        self._change_dimensions()
        self._change_conditions()
        self._change_columns()
        self._change_order()
        self._change_special()
        return self.frame

    def _set(self, **parts: object) -> None:
        self.frame = replace(self.frame, **parts)  # type: ignore[arg-type]
        self.changes += 1

    def _says(self, pattern: str) -> bool:
        return bool(re.search(rf"\b(?:{pattern})\b", self.text))

    # ── filters away ──

    def _drop_filters(self) -> None:
        if self._says(
            r"(?:drop|remove|clear|without|ignore|no) (?:the |all |any )?(?:filters?|conditions?|restrictions?)|for all|overall|everything|all of them"
        ):
            self._set(conditions=(), having=())

    # ── values ──

    def _change_values(self) -> None:
        asked = [value for item in self.draft.asked if (value := measuring.measure(self.binder, item)) is not None]
        if self.draft.how_much and not asked:
            asked = measuring.how_much(self.binder, [])
        if not asked:
            self._change_aggregate()
            return
        if self._only_restates(asked):
            return
        adds = self._says(r"also|too|as well|and the|add|along with|plus|include|including") and not self._says(
            r"instead"
        )
        dimensions = self.frame.dimensions or self._listed_dimension(asked)
        values = (*self.frame.values, *asked) if adds and self.frame.values else tuple(asked)
        base = self._base_of(values[0])
        keep_limit = self.frame.limit if self.frame.values else None
        order = tuple(sort for sort in self.frame.order if isinstance(sort.by, int)) if not adds else self.frame.order
        if keep_limit is not None and not order and values:
            order = (Sort(values[0], True),)
        self._set(
            values=values,
            dimensions=dimensions,
            columns=(),
            base=base,
            hide_values=False,
            order=order,
            limit=keep_limit,
        )

    def _only_restates(self, asked: Sequence[Value]) -> bool:
        """ "genres with more than 100": the count is the old one."""
        return bool(self.draft.counted) and all(
            isinstance(value, Measure) and value in self.frame.values for value in asked
        )

    def _listed_dimension(self, asked: Sequence[Value]) -> tuple[Dimension, ...]:
        if self.frame.columns and self._says(r"their|each|per|of each|for each|respective|every"):
            first = asked[0]
            if isinstance(first, Measure) and first.table is not None and first.table != self.frame.base:
                return (grouping.entity_dimension(self.binder, self.frame.base),)
        return ()

    def _base_of(self, value: Value) -> int:
        measure = (
            value if isinstance(value, Measure) else value.numerator if isinstance(value, Ratio) else value.measure
        )
        if measure.column is not None:
            return self.index.columns[measure.column].table_id
        return measure.table if measure.table is not None else self.frame.base

    def _change_aggregate(self) -> None:
        """ "what about the average?": another aggregate of the same column."""
        found = re.search(r"\b(average|avg|mean|total|sum|maximum|max|minimum|min|median|highest|lowest)\b", self.text)
        if not found or self.draft.most or self.draft.ordered or self.draft.limit or self._says("first"):
            return
        aggregate = aggregate_of(found[1])
        values = [
            replace(value, aggregate=aggregate)
            if isinstance(value, Measure)
            and value.column is not None
            and value.aggregate not in (None, "count_distinct")
            else value
            for value in self.frame.values
        ]
        if aggregate and values != list(self.frame.values):
            self._set(values=tuple(values), order=tuple(sort for sort in self.frame.order if isinstance(sort.by, int)))

    # ── dimensions ──

    def _change_dimensions(self) -> None:
        found = [
            dimension
            for grouped in self.draft.groups
            if (dimension := grouping.dimension(self.binder, grouped)) is not None
        ]
        if not found:
            found = self._named_dimension()
        if not found:
            return
        if not self.frame.values and self.frame.columns:
            self._set(
                values=(Measure("count", table=self.frame.base),), columns=(), order=(), limit=None, distinct=False
            )
        old = self.frame.dimensions
        adds = self._says(
            r"also|too|as well|and by|and per|add|split|break|broken|further|additionally|within each"
        ) and not self._says("instead")
        if adds:
            dimensions = (*old, *(dimension for dimension in found if dimension not in old))
        elif found[0].grain and any(dimension.grain for dimension in old):
            dimensions = tuple(found[0] if dimension.grain else dimension for dimension in old)
        else:
            dropped = self._dropped(old)
            dimensions = (*(dimension for dimension in old if dimension not in dropped and dropped), *found)
        order = tuple(sort for sort in self.frame.order if not sort.is_dimension)
        if any(dimension.grain for dimension in dimensions) and not order:
            place = next(place for place, dimension in enumerate(dimensions) if dimension.grain)
            order = (Sort(place, False, is_dimension=True),)
        self._set(dimensions=tuple(dict.fromkeys(dimensions)), order=order)

    def _named_dimension(self) -> list[Dimension]:
        """ "and countries?" or "branch instead": a column without "by"."""
        if not self.frame.dimensions or self.draft.asked or self.draft.counted or self.draft.ordered or self.draft.most:
            return []
        if not self._says(r"instead|what about|how about"):
            return []
        for number in self.binder.left:
            slot = self.draft.slot(number)
            if slot.values and not slot.columns:
                return []
            if slot.columns or slot.tables:
                dimension = grouping.dimension_of(self.binder, slot, self.frame.base)
                self.binder.left.remove(number)
                return [dimension] if dimension else []
        return []

    def _dropped(self, old: tuple[Dimension, ...]) -> list[Dimension]:
        """ "instead of product line": the named one goes, all when none is named."""
        tail = re.search(r"\binstead of (.+)$", self.text)
        if not tail or len(old) < 2:
            return []
        named = [slot for slot in self.draft.tagged.slots if slot.start > self.text[: tail.start()].count(" ")]
        columns = {mention.id for slot in named for mention in slot.columns}
        return [dimension for dimension in old if dimension.column in columns]

    # ── conditions ──

    def _change_conditions(self) -> None:
        frame, draft = self.frame, self.draft
        if frame.values or frame.having:
            self._having()
        elif draft.counted:
            for counted in draft.counted:
                if counted.slot is not None and draft.slot(counted.slot).tables:
                    table = draft.slot(counted.slot).tables[0].id
                    self._set(conditions=(*self.frame.conditions, Many(table, counted.operator, int(counted.number))))
        found = filtering.conditions(self.binder, frame.base)
        if not found:
            return
        self._set(conditions=self._merge(self.frame.conditions, found))

    def _having(self) -> None:
        """Numbers without a column, and counts of what is counted already, are compared with the value shown."""
        value = self.frame.values[0] if self.frame.values else Measure("count", table=self.frame.base)
        having = list(self.frame.having)
        for counted in self.draft.counted:
            having.append((value, counted.operator, counted.number))
        rest = []
        for test in self.draft.tests:
            column = (
                columns.column(self.binder, self.draft.slot(test.slot), "number")
                if test.slot is not None and self.draft.slot(test.slot).columns
                else None
            )
            same = isinstance(value, Measure) and column is not None and value.column == column
            if (
                test.slot is None
                and not test.quality
                and not test.how
                and test.number is not None
                and test.high is None
                and self.frame.dimensions
            ) or (same and test.number is not None and self.frame.dimensions):
                having.append((value, test.operator, test.number or 0))
            else:
                rest.append(test)
        if len(having) > len(self.frame.having):
            self.draft.tests = rest
            self._set(having=tuple(having))

    def _merge(self, old: tuple[Condition, ...], new: list[Condition]) -> tuple[Condition, ...]:
        adds = self._says(r"also|too|as well|or|add|plus|include|including")
        kept = list(old)
        for condition in new:
            column = _column_of(condition)
            same = [
                other
                for other in kept
                if _column_of(other) == column and column is not None and isinstance(other, type(condition))
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

    # ── columns, order, the rest ──

    def _change_columns(self) -> None:
        if self.frame.values or not self.frame.columns:
            return
        outputs, linked = showing.outputs(self.binder)
        if outputs and self._says(r"only (?:the |their )|just (?:the |their )") and not self.draft.tests:
            self._set(columns=tuple(outputs))
        elif outputs:
            self._set(columns=tuple(dict.fromkeys([*self.frame.columns, *outputs])))
        for number in linked:
            self._set(conditions=(*self.frame.conditions, Linked(self.draft.slot(number).tables[0].id)))
        if self.draft.count_rows:
            self._set(
                columns=(), values=(Measure("count", table=self.frame.base),), order=(), limit=None, distinct=False
            )

    def _change_order(self) -> None:
        draft, frame = self.draft, self.frame
        sorts: list[Sort] = []
        for ordered in draft.ordered:
            if ordered.slot is not None:
                column = columns.column(self.binder, draft.slot(ordered.slot))
                sorts += self._sort_by(column, ordered.descending)
            elif ordered.quality:
                found = choices.quality_column(self.index, ordered.quality, [frame.base])
                sorts += [Sort(found[0], ordered.descending, is_column=True)] if found else []
        if not sorts and draft.most and frame.values:
            most = draft.most[0]
            self._set(order=(Sort(frame.values[0], most.descending),), limit=draft.limit or 1)
            return
        if not sorts and draft.direction is not None:
            if frame.values:
                sorts = [Sort(frame.values[0], draft.direction)]
            elif frame.order:
                sorts = [replace(frame.order[0], descending=draft.direction)]
            elif frame.columns:
                sorts = [
                    Sort(
                        next(
                            (column for column in frame.columns if self.index.columns[column].is_number),
                            frame.columns[0],
                        ),
                        draft.direction,
                        is_column=True,
                    )
                ]
        if sorts:
            self._set(order=tuple(sorts))
        if draft.limit is not None:
            order = self.frame.order
            if frame.values and (not order or order[0].is_dimension):
                order = (Sort(frame.values[0], draft.direction is not False),)
            self._set(limit=draft.limit, order=order)

    def _sort_by(self, column: int | None, descending: bool) -> list[Sort]:
        frame = self.frame
        for place, dimension in enumerate(frame.dimensions):
            if column is not None and (
                column == dimension.column
                or column in dimension.shown
                or self.index.columns[column].own_words == ("name",)
            ):
                return [Sort(place, descending, is_dimension=True)]
        for value in frame.values:
            if isinstance(value, Measure) and value.column == column:
                return [Sort(value, descending)]
        if column is None:
            return []
        return [Sort(column, descending, is_column=True)] if not frame.values else []

    def _change_special(self) -> None:
        frame = self.frame
        if (
            self.draft.share or self._says(r"as (?:a )?(?:share|percentage|percent|proportion)|in percent")
        ) and frame.dimensions:
            values: list[Value] = [Share(value) if isinstance(value, Measure) else value for value in frame.values]
            self._set(values=tuple(values), order=tuple(sort for sort in frame.order if isinstance(sort.by, int)))
        elif self.draft.change and any(dimension.grain for dimension in frame.dimensions):
            changed: list[Value] = [
                *frame.values,
                *(
                    Change(value, self.draft.change == "percent")
                    for value in frame.values
                    if isinstance(value, Measure)
                ),
            ]
            self._set(values=tuple(changed))
        elif self.draft.running and any(dimension.grain for dimension in frame.dimensions):
            self._set(
                values=(
                    *frame.values,
                    *(Running(value, self.draft.window) for value in frame.values if isinstance(value, Measure)),
                )
            )
        if self.draft.unit and self.changes == 0:
            scaled = tuple(
                replace(value, divide=measuring.divide(self.binder, self.index.columns[value.column]))
                if isinstance(value, Measure) and value.column is not None
                else value
                for value in frame.values
            )
            if scaled != frame.values:
                self._set(values=scaled)


def _column_of(condition: Condition) -> int | None:
    if isinstance(condition, Linked) and len(condition.conditions) == 1:
        condition = condition.conditions[0]
    if isinstance(condition, AnyOf) and condition.conditions:
        condition = condition.conditions[0]
    return (
        condition.column
        if isinstance(condition, Compare | OneOf | Like | Between | Period | DatePart | IsNull)
        else None
    )
