"""A measure and its groups come in, a frame in order goes out, with how many of it are kept."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import aggregating
from datamind.analysts.offline.frame import Dimension, Frame, Sort, Value
from datamind.analysts.offline.joins import find_path

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def first_n(binder: Binder) -> int | None:
    if binder.draft.ranks_all:
        return None
    if binder.draft.limit is not None:
        return binder.draft.limit
    if binder.draft.most and any(ordered.quality or ordered.slot is not None for ordered in binder.draft.ordered):
        return None
    return None if binder.draft.direction is not None and binder.draft.ordered == [] and ordered_words(binder) else 1


def ordered_words(binder: Binder) -> bool:
    return bool(
        re.search(
            r"\b(order|sort|rank|arrange)|first\b|to (?:the )?(?:low|small|short|young|old|new|least|worst|high|large|long)",
            " ".join(token.lower for token in binder.draft.tagged.tokens),
        )
    )


def base_of_rows(binder: Binder, column: int, outputs: list[int]) -> int:
    table = binder.index.columns[column].table_id
    if binder.entity is None:
        return table
    path = find_path(binder.index, binder.entity, table, tuple(binder.via))
    if path and any(step.many for step in path):
        return table
    return binder.entity


def ranked(
    binder: Binder, value: Value, dimensions: list[Dimension], descending: bool, linked: list[int], shown: bool = False
) -> Frame:
    frame = aggregating.aggregate(binder, [value], [], linked, dimensions)
    limit = first_n(binder)
    show = shown or limit is None or limit > 1
    return replace(frame, order=(Sort(value, descending),), limit=limit, hide_values=not show)
