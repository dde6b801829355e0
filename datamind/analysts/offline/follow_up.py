"""The frame of the turn before and a short new turn come in, the edited frame goes out: "top 5 only", "by month instead", "in 2023".

The same patterns read the new words; each part that they find replaces or joins the part of the old frame that it fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from datamind.analysts.offline import (
    choices,
    columns,
    edited_conditions,
    edited_values,
    grouping,
    showing,
)
from datamind.analysts.offline.binding import Binder
from datamind.analysts.offline.draft import Draft
from datamind.analysts.offline.frame import (
    Dimension,
    Frame,
    Linked,
    Measure,
    Sort,
)  # fmt: skip
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
    if _POINTERS.search(text) or re.match(r"^\W*how many(?: (?:are|is) (?:there|that|it))?\W*$", text, re.IGNORECASE):
        return True
    return len(text.split()) <= 4 and not _WHOLE.search(text)


_CHANGES = re.compile(
    r"^\W*(?:and|or|but|also|then|not|no|without|exclude|excluding|include|including|drop|remove|add|break|split|sort|order|group|compare|as|keep|make|change|switch|what about|how about|of (?:those|these|them))\b"
    r"|\b(?:only|just|instead|too|also|same|again|as well|now)\b",
    re.IGNORECASE,
)


def points_back(text: str) -> bool:
    """Whether a turn speaks of the one before in so many words ("only", "instead", "their")."""
    return bool(_CHANGES.search(text) or _POINTERS.search(text))


@dataclass(frozen=True)
class Edited:
    frame: Frame
    binder: Binder
    changes: int


def edit(
    previous: Frame, draft: Draft, index: CatalogIndex, today: date, stems: set[str], *, data_is_old: bool = False
) -> Edited:
    """The previous frame with what `draft` says; `changes` counts the parts that were edited."""
    text = " ".join(token.lower for token in draft.tagged.tokens)
    binder = Binder(draft, index, today, stems)
    binder.data_is_old = data_is_old
    binder.entity, binder.entity_slot = previous.base, None
    binder.prepare()
    editor = Editor(previous, draft, binder, index, text)
    frame = editor.run()
    return Edited(frame, binder, editor.changes)


class Editor:
    def __init__(self, previous: Frame, draft: Draft, binder: Binder, index: CatalogIndex, text: str):
        self.frame, self.draft, self.binder, self.index, self.text = previous, draft, binder, index, text
        self.changes = 0

    def run(self) -> Frame:
        edited_conditions.drop_filters(self)
        edited_values.change_values(self)
        self._list_rows()
        self._first_only()
        self._change_dimensions()
        edited_conditions.change_conditions(self)
        self._change_columns()
        self._change_order()
        edited_values.change_special(self)
        return self.frame

    def _set(self, **parts: object) -> None:
        self.frame = replace(self.frame, **parts)  # type: ignore[arg-type]
        self.changes += 1

    def _says(self, pattern: str) -> bool:
        return bool(re.search(rf"\b(?:{pattern})\b", self.text))

    def _list_rows(self) -> None:
        """ "list them": the rows that were counted."""
        if (
            self._says(r"^(?:please )?(?:list|show|name|which) (?:them|these|those|ones are they)")
            and self.frame.values
        ):
            labels = choices.labels_of(self.index, self.frame.base)
            self._set(columns=labels, values=(), dimensions=(), having=(), order=(), limit=None)

    def _first_only(self) -> None:
        """ "which one is the highest?": the first of what was shown."""
        found = re.search(
            r"\b(?:which|what|who)(?: one| of (?:them|these|those))? (?:is|are|was|has|had|have)(?: the)? (most|highest|largest|biggest|best|top|least|lowest|smallest|worst|fewest)\b",
            self.text,
        )
        if found and self.frame.values and self.frame.dimensions and not self.binder.left:
            descending = found[1] not in ("least", "lowest", "smallest", "worst", "fewest")
            self._set(order=(Sort(self.frame.values[0], descending),), limit=1)

    # ── filters away ──

    # ── values ──

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
