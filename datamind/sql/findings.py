"""What is doubtful about a query before it runs, each as one line of feedback for whoever wrote it.

In: the text, the catalog, the stored values that the question named. Out: lines, empty when nothing is found. A finding
must be evidence: what cannot be known (a sampled profile, a column of a table function) is passed over in silence.
To add one: a function in `FINDERS` that takes a `Draft` and yields lines.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlglot import exp, parse
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from datamind.types import Catalog, Column, ColumnType, Table, ValueMatch

DIALECT_NAMES = {"postgres": "PostgreSQL", "mysql": "MySQL", "sqlite": "SQLite", "duckdb": "DuckDB"}
MOST_FINDINGS = 6
FREE_COLUMNS = {"rowid", "_rowid_", "oid", "ctid", "tableoid", "xmin", "xmax"}


@dataclass(frozen=True)
class Draft:
    """One parsed statement, its scopes from the inside out, and what is known about the data."""

    tree: exp.Expr
    scopes: tuple[Scope, ...]
    catalog: Catalog
    values: tuple[ValueMatch, ...]


def find_problems(sql: str, catalog: Catalog, values: tuple[ValueMatch, ...] = ()) -> tuple[str, ...]:
    """Up to 6 lines: unknown names with the nearest known one, values that are not stored, lost fractions, missing
    GROUP BY, dates outside the data.
    """
    name = DIALECT_NAMES[catalog.dialect]
    try:
        trees = [tree for tree in parse(sql, dialect=catalog.dialect) if tree and not isinstance(tree, exp.Semicolon)]
    except (SqlglotError, RecursionError) as error:
        where = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
        near = f" near {where['highlight']!r}, line {where['line']}" if where.get("highlight") else ""
        return (f"This does not parse as {name}{near}.",)
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        return (f"Give exactly one SELECT statement of {name}.",)
    try:
        draft = Draft(trees[0], tuple(traverse_scope(trees[0])), catalog, values)
        lines = dict.fromkeys(line for finder in FINDERS for line in finder(draft))
    except (SqlglotError, RecursionError):
        return ()
    return tuple(lines)[:MOST_FINDINGS]


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def find_unknown_tables(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        for source in scope.sources.values():
            if isinstance(source, exp.Table) and source.name and _table(source, draft.catalog) is None:
                known = [table.full_name if source.db else table.name for table in draft.catalog.tables]
                full = f"{source.db}.{source.name}" if source.db else source.name
                yield f"There is no table {full}.{_did_you_mean(full, known)}"


def find_unknown_columns(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        for column in scope.columns:
            if isinstance(column.this, exp.Star) or column.name.lower() in FREE_COLUMNS:
                continue
            if column.table:
                yield from _check_qualified(column, scope, draft.catalog)
            else:
                yield from _check_bare(column, scope, draft.catalog)


def _check_qualified(column: exp.Column, scope: Scope, catalog: Catalog) -> Iterator[str]:
    source = _source(scope, column.table)
    names = _names(source, catalog) if source is not None else None
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
            names = _names(source, catalog)
            if names is None:
                return
            seen += names
            if at is scope and alias in scope.selected_sources and column.name.lower() in {n.lower() for n in names}:
                here.append(alias)
        at = at.parent
    known = {name.lower() for name in seen} | {item.alias_or_name.lower() for item in _items(scope)}
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


def _source(scope: Scope, alias: str) -> exp.Expr | Scope | None:
    at: Scope | None = scope
    while at is not None:
        for name, source in at.sources.items():
            if name.lower() == alias.lower():
                return source
        at = at.parent
    return None


def _names(source: exp.Expr | Scope, catalog: Catalog) -> list[str] | None:
    """The column names that a source offers; None when they cannot be known."""
    if isinstance(source, exp.Table):
        table = _table(source, catalog)
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


def _is_used(table: Table, scope: Scope, catalog: Catalog) -> bool:
    return any(isinstance(source, exp.Table) and _table(source, catalog) is table for source in scope.sources.values())


def _label(source: exp.Expr | Scope | None, alias: str) -> str:
    return source.name if isinstance(source, exp.Table) else alias


def _table(source: exp.Table, catalog: Catalog) -> Table | None:
    return catalog.find(source.name, source.db or None)


def _did_you_mean(name: str, known: list[str]) -> str:
    by_lower = {other.lower(): other for other in known}
    near = difflib.get_close_matches(name.lower(), list(by_lower), n=2, cutoff=0.6)
    inside = [other for other in by_lower if len(name) > 3 and (name.lower() in other or other in name.lower())]
    found = [by_lower[other] for other in dict.fromkeys([*near, *inside[:2]])][:3]
    return f" Did you mean {' or '.join(found)}?" if found else ""


# ── values and dates ─────────────────────────────────────────────────────────────────────────────────────────────────────


def find_unknown_values(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        for compared, literals in _comparisons(scope):
            lowered = isinstance(compared, exp.Lower | exp.Upper)
            place = _column(compared.this if lowered else compared, scope, draft.catalog)
            if place is None:
                continue
            table, column = place
            profile = column.profile
            if profile is None or not profile.values or profile.sampled:
                continue
            for literal in literals:
                yield from _check_value(literal, lowered, table, column, draft)


def _check_value(literal: str, lowered: bool, table: Table, column: Column, draft: Draft) -> Iterator[str]:
    stored = column.profile.values if column.profile else ()
    folded = {value.casefold(): value for value in stored}
    blind = lowered or draft.catalog.dialect == "mysql"
    if literal in stored or (blind and literal.casefold() in folded):
        return
    where = f"{table.name}.{column.name}"
    if literal.casefold() in folded:
        yield f"'{literal}' is stored as '{folded[literal.casefold()]}' in {where}."
        return
    meant = [m.value for m in draft.values if m.column.lower() == column.name.lower() and m.value in stored]
    near = difflib.get_close_matches(literal.casefold(), list(folded), n=3, cutoff=0.7)
    options = list(dict.fromkeys([*meant, *(folded[value] for value in near)])) or sorted(stored)[:8]
    more = f" ({len(stored)} values in all)" if len(stored) > len(options) else ""
    yield f"No row has '{literal}' in {where}; stored are {', '.join(repr(value) for value in options[:8])}{more}."


def _comparisons(scope: Scope) -> Iterator[tuple[exp.Expr, list[str]]]:
    """(column or LOWER(column), texts it is compared with) for =, and IN with a list."""
    for node in scope.find_all(exp.EQ, exp.In):
        if isinstance(node, exp.In):
            texts = [item.name for item in node.expressions if isinstance(item, exp.Literal) and item.is_string]
            yield node.this, texts
            continue
        for side, other in ((node.this, node.expression), (node.expression, node.this)):
            if isinstance(other, exp.Literal) and other.is_string:
                yield side, [other.name]


def find_dates_outside(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        for node in scope.find_all(exp.EQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between):
            place = _column(node.this, scope, draft.catalog)
            span = _span(place[1]) if place else None
            if place is None or span is None:
                continue
            first, last = span
            low, high = _asked_span(node)
            if (low and low > last) or (high and high < first):
                yield (
                    f"{place[0].name}.{place[1].name} holds {first} to {last} only; "
                    f"nothing is {'after' if low and low > last else 'before'} that."
                )


def _span(column: Column) -> tuple[str, str] | None:
    profile = column.profile
    if not column.type.is_temporal or profile is None or profile.sampled:
        return None
    first, last = _day(profile.minimum), _day(profile.maximum)
    return (first, last) if first and last else None


def _asked_span(node: exp.Expr) -> tuple[str | None, str | None]:
    if isinstance(node, exp.Between):
        return _day(_literal(node.args["low"])), _day(_literal(node.args["high"]))
    day = _day(_literal(node.expression))
    at_least = day if isinstance(node, exp.EQ | exp.GT | exp.GTE) else None
    at_most = day if isinstance(node, exp.EQ | exp.LT | exp.LTE) else None
    return at_least, at_most


def _literal(tree: exp.Expr) -> str | None:
    while isinstance(tree, exp.Cast):
        tree = tree.this
    return tree.name if isinstance(tree, exp.Literal) and tree.is_string else None


def _day(value: object) -> str | None:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    text = str(value or "")[:10]
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


# ── arithmetic and grouping ──────────────────────────────────────────────────────────────────────────────────────────────


def find_integer_division(draft: Draft) -> Iterator[str]:
    if draft.catalog.dialect not in ("postgres", "sqlite"):
        return
    for scope in draft.scopes:
        for node in scope.find_all(exp.Div):
            above, below = node.this, node.expression
            if isinstance(below.unnest(), exp.Literal) and below.unnest().name not in ("100", "1000"):
                continue
            multiplied = isinstance(node.parent, exp.Mul) and node.parent.expression == below
            if not multiplied and _is_integer(above, scope, draft) and _is_integer(below, scope, draft):
                text = node.sql(dialect=draft.catalog.dialect, comments=False)
                yield f"{text[:90]} divides whole numbers and drops the fraction: multiply by 1.0 first."


def _is_integer(tree: exp.Expr, scope: Scope, draft: Draft) -> bool:
    """Surely a whole number; False when in doubt."""
    tree = tree.unnest()
    if isinstance(tree, exp.Literal):
        return bool(tree.is_int)
    if isinstance(tree, exp.Count | exp.Length):
        return True
    if isinstance(tree, exp.Sum | exp.Max | exp.Min | exp.Nullif | exp.Neg | exp.Distinct | exp.Filter | exp.Abs):
        if isinstance(tree, exp.Sum) and draft.catalog.dialect == "postgres" and _is_bigint(tree.this, scope, draft):
            return False
        return _is_integer(tree.this, scope, draft)
    if isinstance(tree, exp.Add | exp.Sub | exp.Mul):
        return _is_integer(tree.this, scope, draft) and _is_integer(tree.expression, scope, draft)
    if isinstance(tree, exp.Case):
        results = [branch.args["true"] for branch in tree.args["ifs"]] + [tree.args.get("default")]
        return all(_is_integer(result, scope, draft) for result in results if result is not None)
    place = _column(tree, scope, draft.catalog)
    return place is not None and place[1].type is ColumnType.INTEGER


def _is_bigint(tree: exp.Expr, scope: Scope, draft: Draft) -> bool:
    """PostgreSQL sums a bigint into a numeric, which keeps its fraction."""
    place = _column(tree.unnest(), scope, draft.catalog)
    return place is not None and place[1].native_type.lower() in ("bigint", "int8")


def find_missing_group_by(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        select = scope.expression
        if not isinstance(select, exp.Select) or select.args.get("group") or select.args.get("distinct"):
            continue
        aggregates = [node for item in select.selects for node in _aggregates(item)]
        if not aggregates:
            continue
        if draft.catalog.dialect == "sqlite" and len(aggregates) == 1 and isinstance(aggregates[0], exp.Max | exp.Min):
            continue  # SQLite takes the other columns from the very row of the maximum
        bare = [item for item in select.selects if _bare_columns(item, select)]
        if bare:
            name = bare[0].sql(dialect=draft.catalog.dialect, comments=False)[:60]
            yield f"{name} stands beside an aggregate without GROUP BY: group by it, or leave it out."


def _aggregates(item: exp.Expr) -> list[exp.AggFunc]:
    return [
        node
        for node in item.find_all(exp.AggFunc)
        if node.find_ancestor(exp.Window, exp.Select) is node.find_ancestor(exp.Select)
    ]


def _bare_columns(item: exp.Expr, select: exp.Select) -> bool:
    return any(
        column.find_ancestor(exp.Select) is select
        and column.find_ancestor(exp.AggFunc, exp.Window, exp.Select) is select
        for column in item.find_all(exp.Column)
    )


def _column(tree: exp.Expr, scope: Scope, catalog: Catalog) -> tuple[Table, Column] | None:
    """The stored column that `tree` plainly is; None for anything else."""
    if not isinstance(tree, exp.Column):
        return None
    if tree.table:
        sources = [_source(scope, tree.table)]
    else:
        sources = [source for source in scope.sources.values() if isinstance(source, exp.Table)]
        if len(sources) != len(scope.sources):
            return None
    found = []
    for source in sources:
        table = _table(source, catalog) if isinstance(source, exp.Table) else None
        column = table.column(tree.name) if table else None
        if table and column:
            found.append((table, column))
    return found[0] if len(found) == 1 else None


FINDERS: tuple[Callable[[Draft], Iterator[str]], ...] = (
    find_unknown_tables,
    find_unknown_columns,
    find_unknown_values,
    find_dates_outside,
    find_integer_division,
    find_missing_group_by,
)
