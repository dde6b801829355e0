"""Which stored column each column of a query means: names in, (column, relation, table) out, scope by scope.

Lenient where only the server can know: a name that no source is known to have stays unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.types import Table

if TYPE_CHECKING:
    from datamind.sql.rules import Case


@dataclass(frozen=True)
class Reads:
    """`column` is read from `relation` (its node in a FROM), which is the catalog's `table`."""

    column: exp.Expr
    relation: exp.Expr
    table: Table


def parts_of(node: exp.Expr) -> list[exp.Expr]:
    """The written parts of a table's name, outermost first."""
    return [node.args[key] for key in ("catalog", "db", "this") if node.args.get(key) is not None]


def find_reads(case: Case) -> list[Reads]:
    """Every column of the query that a stored table of its scope, or of a scope around it, has."""
    known = {id(node): table for node, table in case.tables if table is not None}
    scopes: dict[int, list[exp.Expr]] = {id(select): case.sources(select) for select in case.of(exp.Select)}  # type: ignore[arg-type]
    found = []
    for column in case.of(exp.Column):
        read = _find_read(column, known, scopes)
        if read is not None:
            found.append(read)
    return found


def _find_read(column: exp.Expr, known: dict[int, Table], scopes: dict[int, list[exp.Expr]]) -> Reads | None:
    name, qualifier = column.name, column.text("table").lower()
    node: exp.Expr | None = column
    while node is not None:
        node = node.find_ancestor(exp.Select, exp.Pivot)
        if isinstance(node, exp.Pivot):
            node_sources: list[exp.Expr] = [s for s in (node.this, node.parent) if isinstance(s, exp.Table)]
        else:
            node_sources = scopes.get(id(node), [])
        for source in node_sources:
            if qualifier and source.alias_or_name.lower() != qualifier:
                continue
            table = known.get(id(source))
            if table is not None and table.column(name) is not None:
                return Reads(column, source, table)
            if qualifier:
                return None
    return None


def list_columns(case: Case, reads: list[Reads]) -> tuple[str, ...]:
    """The full names of the columns that the query reads; a star reads all of its tables' columns."""
    names: dict[str, None] = {}
    for read in reads:
        column = read.table.column(read.column.name)
        names[f"{read.table.full_name}.{column.name if column else read.column.name}"] = None
    for star in case.of(exp.Star):
        if isinstance(star.parent, exp.Count | exp.Anonymous):
            continue
        qualifier = star.parent.table.lower() if isinstance(star.parent, exp.Column) else ""
        select = star.find_ancestor(exp.Select)
        for node, table in case.tables:
            is_here = select is None or any(node is source for source in case.sources(select))
            if table is not None and is_here and qualifier in ("", node.alias_or_name.lower()):
                names.update((f"{table.full_name}.{column.name}", None) for column in table.columns)
    return tuple(names)


_SYSTEM_COLUMNS = frozenset(("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"))


def check_columns(case: Case) -> None:
    """In PostgreSQL `o.name` calls the function name(o) when o has no such column: so it must have it.

    Raises: QueryRefused naming the nearest column.
    """
    if case.dialect != "postgres":
        return
    known = {id(node): table for node, table in case.tables if table is not None and table.columns}
    for column in case.of(exp.Column):
        if not column.args.get("table") or isinstance(column.this, exp.Star):
            continue
        owner = _find_owner(case, column)
        table = known.get(id(owner)) if owner is not None else None
        if owner is None or table is None or (owner.args.get("alias") and owner.args["alias"].args.get("columns")):
            continue
        if table.column(column.name) is None and column.name.lower() not in _SYSTEM_COLUMNS:
            close = get_close_matches(column.name, [c.name for c in table.columns], 1)
            hint = f"Did you mean {close[0]}?" if close else f"It has: {', '.join(c.name for c in table.columns[:12])}."
            raise QueryRefused(f"There is no column {column.name} in {table.name}.", hint)


def _find_owner(case: Case, column: exp.Expr) -> exp.Expr | None:
    """The relation that the qualifier of a column means, in the nearest scope that has one of that name."""
    qualifier = column.args["table"].name.lower()
    select = column.find_ancestor(exp.Select)
    while select is not None:
        for source in case.sources(select):
            if source.alias_or_name.lower() == qualifier:
                return source
        select = select.find_ancestor(exp.Select)
    return None
