"""How a query reads, part by part: the SQL goes in, chips come out, taken from the query and not from what was said about it."""

from __future__ import annotations

from datamind.sql.frames import read_frame
from datamind.types import Catalog, Chip


def read_chips(sql: str, catalog: Catalog) -> tuple[Chip, ...]:
    """Measures, groups, filters, order and limit of `sql`; () when it cannot be read."""
    found = read_frame(sql, catalog.dialect)
    if found is None:
        return ()
    temporal = {c.name.lower() for table in catalog.tables for c in table.columns if c.type.is_temporal}
    chips = [Chip("measure", text) for text in found.measures]
    chips += [Chip("by", text) for text in found.dimensions if found.measures]
    for text in found.filters:
        chips.append(Chip("when" if any(name in text.lower() for name in temporal) else "where", text))
    chips += [Chip("where", text) for text in found.having]
    chips += [Chip("order", text) for text in found.order]
    if found.limit:
        chips.append(Chip("top", found.limit))
    return tuple(chips)
