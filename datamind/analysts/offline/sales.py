"""A counted thing comes in, the pieces of it that were sold go out: "how many mugs were sold" adds up quantities.

Only where rows with a quantity point at the thing; what is rented or watched is counted by its rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamind.analysts.offline.draft import Asked
from datamind.analysts.offline.frame import Measure
from datamind.analysts.offline.joins import graph_of
from datamind.analysts.offline.tagging import Slot

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder

_SOLD = frozenset(("sold", "ordered", "bought", "purchased", "shipped", "sell"))
_DIFFERENT = frozenset(("different", "distinct", "unique", "never", "not"))


def pieces_sold(binder: Binder, asked: Asked, slot: Slot) -> Measure | None:
    """The sum of the quantity in the rows that point at what is counted, when the question says that it was sold."""
    tokens = binder.draft.tagged.tokens
    said = [token.lower for token in tokens[slot.end :]]
    near = said[:3]
    if asked.distinct or asked.aggregate != "count" or not _SOLD & set(near) or _DIFFERENT & {t.lower for t in tokens}:
        return None
    if any(word in ("that", "which", "who", "have") for word in near):
        return None
    thing = slot.tables[0].id if slot.tables else binder.index.columns[slot.values[0].id].table_id
    for step in graph_of(binder.index).steps[thing]:
        for column in binder.index.columns_of(step.right) if step.many else ():
            if column.kind == "measure" and "quantity" in column.words:
                _explain_verb(binder, slot)
                binder.assumptions.append(f"what was sold is counted by {column.table.name}.{column.name}")
                return Measure("sum", column.id)
    return None


def _explain_verb(binder: Binder, counted: Slot) -> None:
    """The verb has said what it had to: it is no column to show."""
    tokens, slots = binder.draft.tagged.tokens, binder.draft.tagged.slots
    for other in slots[counted.number + 1 :]:
        if other.end - other.start == 1 and tokens[other.start].lower in _SOLD:
            binder.taken_columns.add(other.number)
