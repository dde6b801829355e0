"""How names are told: a column by its own name, and by its table's too where more than one table is in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from datamind.sql.crossing import sources
from datamind.types import Dialect


@dataclass(frozen=True)
class Names:
    """`tables` maps what a SELECT calls its tables (lower case) to what they are called in words."""

    dialect: Dialect
    tables: Mapping[str, str] = field(default_factory=dict)

    def column(self, node: exp.Expr) -> str:
        if isinstance(node.this, exp.Star):
            return f"every column of {self.tables.get(node.text('table').lower(), node.text('table'))}"
        table = node.text("table").lower()
        known = self.tables.get(table)
        if not table or (known and len(self.tables) < 2):
            return node.name
        return f"{known or node.text('table')}.{node.name}"


def names_of(select: exp.Expr, dialect: Dialect) -> Names:
    """The names that the parts of a SELECT use; a table that stands twice keeps its alias ("employee m")."""
    found = sources(select) if isinstance(select, exp.Select) else []
    bare = [source.name for source in found]
    tables = {}
    for source in found:
        alias = source.alias_or_name
        twice = source.name and bare.count(source.name) > 1
        tables[alias.lower()] = alias if twice or not source.name else source.name
    return Names(dialect, tables)
