"""Where a name in a query leads: to a table of the catalog, a column of it, or something that cannot be known.

In: a parsed draft with its scopes. Out: catalog values, or None where certainty ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from datamind.types import Catalog, Column, Table, ValueMatch


@dataclass(frozen=True)
class Draft:
    """One parsed statement, its scopes from the inside out, and what is known about the data."""

    tree: exp.Expr
    scopes: tuple[Scope, ...]
    catalog: Catalog
    values: tuple[ValueMatch, ...]


def find_source(scope: Scope, alias: str) -> exp.Expr | Scope | None:
    """What an alias stands for, here or in a query around it."""
    at: Scope | None = scope
    while at is not None:
        for name, source in at.sources.items():
            if name.lower() == alias.lower():
                return source
        at = at.parent
    return None


def known_names(source: exp.Expr | Scope, catalog: Catalog) -> list[str] | None:
    """The column names that a source offers; None when they cannot be known."""
    if isinstance(source, exp.Table):
        table = find_table(source, catalog)
        alias = source.args.get("alias")
        if table is None or (alias and alias.args.get("columns")):
            return None
        return [column.name for column in table.columns]
    if not isinstance(source, Scope) or not isinstance(source.expression, exp.Query):
        return None
    outer = source.expression.parent
    if (
        isinstance(outer, exp.CTE | exp.Subquery)
        and outer.args.get("alias")
        and outer.args["alias"].args.get("columns")
    ):
        return None
    names: list[str] = []
    for item in source.expression.selects:
        if item.is_star or not item.alias_or_name:
            return None
        names.append(item.alias_or_name)
    return names or None


def find_table(source: exp.Table, catalog: Catalog) -> Table | None:
    """The catalog's table that a query names; None for an unknown one."""
    return catalog.find(source.name, source.db or None)


def find_column(tree: exp.Expr, scope: Scope, catalog: Catalog) -> tuple[Table, Column] | None:
    """The stored column that `tree` plainly is; None for anything else."""
    if not isinstance(tree, exp.Column):
        return None
    if tree.table:
        sources = [find_source(scope, tree.table)]
    else:
        sources = [source for source in scope.sources.values() if isinstance(source, exp.Table)]
        if len(sources) != len(scope.sources):
            return None
    found = []
    for source in sources:
        table = find_table(source, catalog) if isinstance(source, exp.Table) else None
        column = table.column(tree.name) if table else None
        if table and column:
            found.append((table, column))
    return found[0] if len(found) == 1 else None
