"""A draft comes in, the table that the question asks about goes out, with the slot that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def find(binder: Binder) -> tuple[int | None, int | None]:
    draft = binder.draft
    taken = {absent.slot for absent in draft.absent} | {
        counted.slot for counted in draft.counted if counted.slot is not None
    }
    taken |= {most.slot for most in draft.most if most.kind == "count" and most.slot is not None}
    counts = [
        asked for asked in draft.asked if asked.aggregate in ("count", "count_distinct") and asked.slot is not None
    ]
    if counts and not draft.groups:
        slot = draft.slot(counts[0].slot or 0)
        first_left = next(
            (number for number in binder.left if draft.slot(number).tables or draft.slot(number).columns), None
        )
        if slot.tables and (first_left is None or first_left > slot.number):
            return slot.tables[0].id, slot.number
    order = [
        *binder.left,
        *(grouped.slot for grouped in draft.groups if grouped.slot is not None),
        *(asked.slot for asked in counts if asked.slot is not None),
    ]
    listed = sorted({number for number in order if number not in taken})
    for number in listed:
        slot = draft.slot(number)
        if (
            slot.tables
            and (not slot.columns or slot.tables[0].score >= slot.columns[0].score - 0.05)
            and not slot.values[:1]
        ):
            if slot.columns and slot.columns[0].score > slot.tables[0].score:
                continue
            return slot.tables[0].id, number
    for number in listed:
        slot = draft.slot(number)
        if slot.tables and slot.tables[0].score > 0.5:
            return slot.tables[0].id, number
    for slot in draft.tagged.slots:
        if slot.tables and slot.tables[0].score > 0.7 and slot.number not in taken:
            return slot.tables[0].id, slot.number
    return table_of_columns(binder), None


def table_of_columns(binder: Binder) -> int | None:
    """The table that most of the named columns and values share."""
    scores: dict[int, float] = {}
    for slot in binder.draft.tagged.slots:
        best: dict[int, float] = {}
        for mention in slot.mentions:
            table = mention.id if mention.kind == "table" else binder.index.columns[mention.id].table_id
            best[table] = max(best.get(table, 0.0), mention.score * (1.0 if mention.kind == "column" else 0.9))
        for table, score in best.items():
            scores[table] = scores.get(table, 0.0) + score
    if not scores:
        return None
    return max(scores, key=lambda table: (round(scores[table], 2), binder.index.tables[table].rows > 0, -table))
