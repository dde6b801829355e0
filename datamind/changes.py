"""What is different between two readings of a schema: two catalogs in, the names that came, went and changed out."""

from __future__ import annotations

from dataclasses import dataclass

from datamind.types import Catalog, Table


@dataclass(frozen=True)
class CatalogChanges:
    """What is different since the last reading: tables by full name, columns as table.column."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.changed)


def compare_catalogs(before: Catalog, after: Catalog) -> CatalogChanges:
    """Tables and columns that came, went, or have another type or key."""
    old = {table.full_name: table for table in before.tables}
    new = {table.full_name: table for table in after.tables}
    added: list[str] = []
    dropped: list[str] = []
    changed: list[str] = []
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            dropped.append(name)
        elif name not in old:
            added.append(name)
        else:
            parts = _compare_tables(name, old[name], new[name])
            added, dropped, changed = added + parts[0], dropped + parts[1], changed + parts[2]
    return CatalogChanges(tuple(added), tuple(dropped), tuple(changed))


def _compare_tables(name: str, old: Table, new: Table) -> tuple[list[str], list[str], list[str]]:
    before = {column.name: column for column in old.columns}
    after = {column.name: column for column in new.columns}
    added = [f"{name}.{column}" for column in after if column not in before]
    dropped = [f"{name}.{column}" for column in before if column not in after]
    changed = [
        f"{name}.{column}"
        for column in before
        if column in after
        and (before[column].native_type, before[column].nullable) != (after[column].native_type, after[column].nullable)
    ]
    if _keys(old) != _keys(new):
        changed.append(name)
    return added, dropped, changed


def _keys(table: Table) -> tuple[object, ...]:
    """The keys that the database declares; those proven by values come and go with the values."""
    foreign = sorted(
        (key.columns, key.ref_schema or "", key.ref_table, key.ref_columns)
        for key in table.foreign_keys
        if key.origin == "declared"
    )
    return table.kind, table.primary_key, sorted(table.unique) if table.primary_key else None, foreign
