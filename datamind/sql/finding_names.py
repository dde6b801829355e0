"""Findings about names: tables and columns that are not there, with the nearest one that is; names that could be two."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from datamind.sql.lookups import Draft, find_source, find_table, known_names
from datamind.types import Catalog, Table

FREE_COLUMNS = {"rowid", "_rowid_", "oid", "ctid", "tableoid", "xmin", "xmax"}


def find_unknown_tables(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        for source in scope.sources.values():
            if isinstance(source, exp.Table) and source.name and find_table(source, draft.catalog) is None:
                known = [table.full_name if source.db else table.name for table in draft.catalog.tables]
                full = f"{source.db}.{source.name}" if source.db else source.name
                yield f"There is no table {full}.{_did_you_mean(full, known)}"


def find_unknown_columns(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        for column in scope.columns:
            if column.parent_select is not scope.expression:
                continue  # it is looked at in the scope that it stands in
            if isinstance(column.this, exp.Star) or column.name.lower() in FREE_COLUMNS:
                continue
            if column.table:
                yield from _check_qualified(column, scope, draft.catalog)
            else:
                yield from _check_bare(column, scope, draft.catalog)


def _check_qualified(column: exp.Column, scope: Scope, catalog: Catalog) -> Iterator[str]:
    source = find_source(scope, column.table)
    names = known_names(source, catalog) if source is not None else None
    if names is None or column.name.lower() in {name.lower() for name in names}:
        return
    elsewhere = [
        table.name for table in catalog.tables if table.column(column.name) and _is_used(table, scope, catalog)
    ]
    place = f" {elsewhere[0]} has one." if elsewhere else _did_you_mean(column.name, names)
    yield f"{_label(source, column.table)} has no column {column.name}.{place}"


def _check_bare(column: exp.Column, scope: Scope, catalog: Catalog) -> Iterator[str]:
    seen: list[str] = []
    here: list[str] = []
    at: Scope | None = scope
    while at is not None:
        for alias, source in at.sources.items():
            names = known_names(source, catalog)
            if names is None:
                return
            seen += names
            if at is scope and alias in scope.selected_sources and column.name.lower() in {n.lower() for n in names}:
                here.append(alias)
        at = at.parent
    known = {name.lower() for name in seen} | {item.alias.lower() for item in _items(scope) if item.alias}
    if column.name.lower() not in known:
        if catalog.dialect == "sqlite" and column.this.quoted:
            yield f'"{column.name}" is no column; a text is written in single quotes.'
        else:
            yield f"There is no column {column.name} in the tables used.{_did_you_mean(column.name, seen)}"
    elif len(here) > 1 and not _is_merged(column, scope) and not _is_output_name(column, scope):
        yield f"{column.name} is in {' and '.join(sorted(here))}: write which one, as {sorted(here)[0]}.{column.name}."


def _is_merged(column: exp.Column, scope: Scope) -> bool:
    joins = scope.expression.args.get("joins") or ()
    return any(
        str(join.args.get("method") or "").upper() == "NATURAL"
        or column.name.lower() in {key.name.lower() for key in join.args.get("using") or ()}
        for join in joins
    )


def _is_output_name(column: exp.Column, scope: Scope) -> bool:
    outputs = {item.alias.lower() for item in _items(scope) if item.alias}
    return column.name.lower() in outputs and column.find_ancestor(exp.Order, exp.Group, exp.Having) is not None


def _items(scope: Scope) -> list[exp.Expr]:
    return list(getattr(scope.expression, "selects", ()) or ())


def _is_used(table: Table, scope: Scope, catalog: Catalog) -> bool:
    return any(
        isinstance(source, exp.Table) and find_table(source, catalog) is table for source in scope.sources.values()
    )


def _label(source: exp.Expr | Scope | None, alias: str) -> str:
    return source.name if isinstance(source, exp.Table) else alias


def _did_you_mean(name: str, known: list[str]) -> str:
    by_lower = {other.lower(): other for other in known}
    near = difflib.get_close_matches(name.lower(), list(by_lower), n=2, cutoff=0.6)
    inside = [other for other in by_lower if len(name) > 3 and (name.lower() in other or other in name.lower())]
    found = [by_lower[other] for other in dict.fromkeys([*near, *inside[:2]])][:3]
    return f" Did you mean {' or '.join(found)}?" if found else ""
