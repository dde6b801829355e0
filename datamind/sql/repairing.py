"""A statement whose table or column is no longer there: what is missing, and the statement with the nearest name that is.

In: a statement and the catalog as it is now. Out: a `Repair` to offer, never to run unasked; None where nothing is near.
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


def suggest_repair(sql: str, catalog: Catalog) -> Repair | None:
    """The first name that is not there, replaced wherever it stands."""
    try:
        tree = parse(sql, catalog.dialect)
        scopes = list(traverse_scope(tree))
    except QueryRefused:
        return None
    for scope in scopes:
        for found in (*_missing_tables(scope, catalog), *_missing_columns(scope, catalog)):
            where, name, known = found
            instead = _nearest(name, known)
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


def _nearest(name: str, known: list[str]) -> str | None:
    by_lower = {each.lower(): each for each in known}
    near = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=NEAR_ENOUGH)
    inside = [each for each in by_lower if len(name) > 2 and (name.lower() in each or each in name.lower())]
    found = next(iter([*near, *inside]), None)
    return by_lower[found] if found else None
