"""A statement whose table or column is no longer there: what is missing, and the statement with the nearest name that is.

In: a statement, the catalog as it is now and, where there is one, as it was before. Out: a `Repair` to offer, never to run
unasked; None where nothing is near. A column is replaced by the only new one of its type, else by one of a like name and type.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from datamind.errors import QueryRefused
from datamind.sql.guard import parse
from datamind.sql.lookups import find_source, find_table, known_names
from datamind.types import Catalog

NEAR_ENOUGH = 0.5


@dataclass(frozen=True)
class Repair:
    """`missing` is what the statement names ("orders.amount"), `instead` what it could mean; `sql` says that."""

    missing: str
    instead: str
    sql: str


def suggest_repair(sql: str, catalog: Catalog, before: Catalog | None = None) -> Repair | None:
    """The first name that is not there, replaced wherever it stands."""
    try:
        tree = parse(sql, catalog.dialect)
        scopes = list(traverse_scope(tree))
    except QueryRefused:
        return None
    for scope in scopes:
        for found in (*_missing_tables(scope, catalog), *_missing_columns(scope, catalog)):
            where, name, known = found
            instead = _renamed(where, name, catalog, before) or _nearest(
                name, _alike(where, name, known, catalog, before)
            )
            if instead is None:
                continue
            for node in list(tree.find_all(exp.Identifier)):
                if node.name.lower() == name.lower():
                    node.set("this", instead)
                    node.set("quoted", True)
            return Repair(f"{where}{name}", instead, tree.sql(dialect=catalog.dialect, comments=False))
    return None


def _missing_tables(scope: Scope, catalog: Catalog) -> Iterator[tuple[str, str, list[str]]]:
    for source in scope.sources.values():
        if isinstance(source, exp.Table) and source.name and find_table(source, catalog) is None:
            yield "", source.name, [table.name for table in catalog.tables]


def _missing_columns(scope: Scope, catalog: Catalog) -> Iterator[tuple[str, str, list[str]]]:
    outputs = {item.alias.lower() for item in getattr(scope.expression, "selects", ()) if item.alias}
    for column in scope.columns:
        if isinstance(column.this, exp.Star) or column.name.lower() in outputs:
            continue
        sources = [find_source(scope, column.table)] if column.table else list(scope.sources.values())
        offered = [known_names(source, catalog) for source in sources if source is not None]
        if not offered or any(names is None for names in offered):
            continue
        known = [name for names in offered for name in names or ()]
        if column.name.lower() not in {name.lower() for name in known}:
            first = sources[0]
            where = f"{first.name}." if len(sources) == 1 and isinstance(first, exp.Table) else ""
            yield where, column.name, known


def _renamed(where: str, name: str, catalog: Catalog, before: Catalog | None) -> str | None:
    """The only column that is new since and of the type that the missing one had."""
    old = before.find(where.rstrip(".")) if before and where else None
    gone, now = old.column(name) if old else None, catalog.find(where.rstrip(".")) if where else None
    if old is None or gone is None or now is None:
        return None
    new = [
        column.name
        for column in now.columns
        if old.column(column.name) is None and column.native_type == gone.native_type
    ]
    return new[0] if len(new) == 1 else None


def _alike(where: str, name: str, known: list[str], catalog: Catalog, before: Catalog | None) -> list[str]:
    """Of the names that are there, those whose type is the missing one's, as far as that is known."""
    old = before.find(where.rstrip(".")) if before and where else None
    gone, now = old.column(name) if old else None, catalog.find(where.rstrip(".")) if where else None
    if gone is None or now is None:
        return known
    return [each for each in known if (column := now.column(each)) is None or column.type == gone.type]


def _nearest(name: str, known: list[str]) -> str | None:
    by_lower = {each.lower(): each for each in known}
    near = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=NEAR_ENOUGH)
    inside = [each for each in by_lower if len(name) > 2 and (name.lower() in each or each in name.lower())]
    found = next(iter([*near, *inside]), None)
    return by_lower[found] if found else None
