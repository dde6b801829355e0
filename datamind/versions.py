"""What new files change about an uploaded connection: which table stands for which, and how their columns differ.

In: the catalog as it is and an `ImportReport`. Out: a `TableChange` a new table. A new table stands for the old one of its
name, else for the only one with mostly the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass

from datamind.connectors.importing import ImportedTable, ImportReport
from datamind.types import Catalog, Table

MOST = 0.7


@dataclass(frozen=True)
class TableChange:
    """`onto` is the table that `table` stands for, None for a new one. `retyped` are (column, type before, type now)."""

    table: str
    onto: str | None
    rows: int
    rows_before: int | None = None
    added: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    retyped: tuple[tuple[str, str, str], ...] = ()

    def in_words(self) -> str:
        """One line for whoever decides."""
        if self.onto is None:
            return f"{self.table} is a new table of {self.rows:,} rows."
        parts = [f"{name} is new" for name in self.added] + [f"{name} is missing" for name in self.missing]
        parts += [f"{name} was {before} and is now {now}" for name, before, now in self.retyped]
        before = f" (now {self.rows_before:,} rows)" if self.rows_before is not None else ""
        return f"{self.onto}{before}: {self.rows:,} rows; {', '.join(parts) if parts else 'the same columns'}."


def compare_tables(catalog: Catalog, report: ImportReport) -> tuple[TableChange, ...]:
    free = {table.name: table for table in catalog.tables}
    found: dict[str, Table | None] = {table.name: free.pop(table.name, None) for table in report.tables}
    for table in report.tables:
        alike = [old for old in free.values() if _is_alike(old, table)]
        if found[table.name] is None and len(alike) == 1:
            found[table.name] = free.pop(alike[0].name)
    return tuple(_compare(found[table.name], table) for table in report.tables)


def _is_alike(old: Table, new: ImportedTable) -> bool:
    """Most of the old columns are there, and they are half of the new ones at least."""
    before, now = {column.name.lower() for column in old.columns}, {column.name.lower() for column in new.columns}
    return len(before & now) >= max(MOST * len(before), len(now) / 2)


def _compare(old: Table | None, new: ImportedTable) -> TableChange:
    if old is None:
        return TableChange(new.name, None, new.n_rows)
    before = {column.name.lower(): column for column in old.columns}
    now = {column.name.lower(): column for column in new.columns}
    retyped = [
        (column.name, str(before[name].type), str(column.type))
        for name, column in now.items()
        if name in before and column.type is not None and _clash(before[name].type, column.type)
    ]
    return TableChange(
        new.name,
        old.name,
        new.n_rows,
        old.row_estimate,
        tuple(column.name for name, column in now.items() if name not in before),
        tuple(column.name for name, column in before.items() if name not in now),
        tuple(retyped),
    )


def _clash(before: object, now: object) -> bool:
    """Another type, unless both are numbers or both are moments."""
    kinds = [
        "number" if kind.is_numeric else "moment" if kind.is_temporal else str(kind)  # type: ignore[attr-defined]
        for kind in (before, now)
    ]
    return kinds[0] != kinds[1]
