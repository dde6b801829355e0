"""The double-count check: a total over a join that repeats its rows is noticed from keys and foreign keys.

Comes in: a judged query and the columns it reads. Goes out: a warning sentence for each total that a one-to-many join repeats,
and, where the total can be taken before the join, the query that does so. Silent where keys are not known, so that a warning
is always worth reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.sql.crossing import sort_conditions
from datamind.sql.reading import Reads
from datamind.types import Table

if TYPE_CHECKING:
    from datamind.sql.rules import Case

_TOTALS = (exp.Sum, exp.Avg, exp.Count)


@dataclass(frozen=True)
class Repeated:
    """A total over `relation` (an alias) whose rows `by` (another alias) repeats; `warning` says so.

    `rewrite` is the same query with the repeated total taken before the join, or None where that is not simple.
    """

    relation: str
    by: str
    warning: str
    rewrite: str | None = None


def find_repeated(case: Case, reads: list[Reads]) -> tuple[Repeated, ...]:
    """Every total of the query that a join repeats, in order."""
    if not case.catalog.tables or not case.of(*_TOTALS):
        return ()
    known = {id(node): table for node, table in case.tables if table is not None}
    owners = {id(read.column): read for read in reads}
    found: dict[tuple[str, str, str], Repeated] = {}
    for select in case.of(exp.Select):
        if select.args.get("joins"):
            for repeated in _judge_select(case, select, known, owners):
                found[repeated.relation, repeated.by, repeated.warning] = repeated
    return tuple(found.values())


def _judge_select(case: Case, select: exp.Expr, known: dict[int, Table], owners: dict[int, Reads]) -> list[Repeated]:
    parts = {part.alias_or_name.lower(): known.get(id(part)) for part in case.sources(select)}
    if any(table is None or table.kind == "view" for table in parts.values()) or len(parts) != len(
        case.sources(select)
    ):
        return []
    totals = [total for total in case.of(*_TOTALS) if total.find_ancestor(exp.Select) is select]
    if not totals:
        return []
    tables = {alias: table for alias, table in parts.items() if table is not None}
    edges = _find_edges(case, select, owners, tables)
    found = []
    for total in totals:
        if total.find_ancestor(exp.Window):
            continue
        if isinstance(total.this, exp.Distinct) or (total.find(exp.Case) and isinstance(total, exp.Count)):
            continue
        measured = {owners[id(c)].relation.alias_or_name.lower() for c in total.find_all(exp.Column) if id(c) in owners}
        if len(measured) != 1:
            continue
        relation = measured.pop()
        if isinstance(total, exp.Count) and _is_key_of_finest(total, relation, tables, edges):
            continue
        by = _find_repeater(relation, tables, edges)
        if by is not None:
            found.append(_tell(case, select, total, relation, by, tables, edges))
    return found


Edge = tuple[str, tuple[str, ...], str, tuple[str, ...]]
"""Rows of one alias meet rows of another where these columns are equal."""


def _find_edges(case: Case, select: exp.Expr, owners: dict[int, Reads], tables: dict[str, Table]) -> list[Edge]:
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for eq in sort_conditions(case, exp.EQ).get(id(select), ()):
        left, right = owners.get(id(eq.this)), owners.get(id(eq.args["expression"]))
        if left is None or right is None or left.relation is right.relation:
            continue
        if eq.find_ancestor(exp.Select) is not select or eq.find_ancestor(exp.Or, exp.Not):
            continue
        names = left.relation.alias_or_name.lower(), right.relation.alias_or_name.lower()
        if not set(names) <= set(tables):
            continue  # a row of the query around this one is a single row here
        pairs.setdefault(names, []).append((left.column.name.lower(), right.column.name.lower()))
    _add_using(case, select, tables, pairs)
    return [(a, tuple(x for x, _ in cs), b, tuple(y for _, y in cs)) for (a, b), cs in pairs.items()]


def _add_using(
    case: Case, select: exp.Expr, tables: dict[str, Table], pairs: dict[tuple[str, str], list[tuple[str, str]]]
) -> None:
    if not any(join.args.get("using") for join in select.args.get("joins") or ()):
        return
    before = [part.alias_or_name.lower() for part in case.sources(select)]
    for join in select.args.get("joins") or ():
        alias = join.this.alias_or_name.lower()
        for part in join.args.get("using") or ():
            name = part.name.lower()
            earlier = [a for a in before[: before.index(alias)] if tables[a].column(name) is not None]
            if earlier:
                pairs.setdefault((earlier[0], alias), []).append((name, name))


def _is_unique(table: Table, columns: tuple[str, ...]) -> bool:
    keys = [table.primary_key, *table.unique]
    given = set(columns)
    return any(key and {name.lower() for name in key} <= given for key in keys)


def _has_key(table: Table) -> bool:
    return bool(table.primary_key or table.unique)


def _find_repeater(relation: str, tables: dict[str, Table], edges: list[Edge]) -> str | None:
    """An alias reached from `relation` of which several rows may meet one of its rows; None when there is none."""
    seen, waiting = {relation}, [relation]
    while waiting:
        here = waiting.pop(0)
        for a, _, b, b_columns in [*edges, *((b, bc, a, ac) for a, ac, b, bc in edges)]:
            if a != here or b in seen:
                continue
            seen.add(b)
            waiting.append(b)
            if _has_key(tables[b]) and not _is_unique(tables[b], b_columns) and _points_at(tables, b, b_columns, a):
                return b
    return None


def _points_at(tables: dict[str, Table], many: str, columns: tuple[str, ...], one: str) -> bool:
    """Whether the join follows a foreign key of `many`, or meets a key of `one`: then one row of `one` has many of `many`."""
    target = tables[one]
    for key in tables[many].foreign_keys:
        if {name.lower() for name in key.columns} <= set(columns) and key.ref_table.lower() == target.name.lower():
            return True
    return len(columns) > 0 and _has_key(target)


def _is_key_of_finest(total: exp.Expr, relation: str, tables: dict[str, Table], edges: list[Edge]) -> bool:
    return _find_repeater(relation, tables, edges) is None or isinstance(total.this, exp.Star)


def _tell(
    case: Case, select: exp.Expr, total: exp.Expr, relation: str, by: str, tables: dict[str, Table], edges: list[Edge]
) -> Repeated:
    one, many = tables[relation], tables[by]
    factor = _measure_factor(one, many, relation, by, edges)
    times = f", {factor:.1f} times on average" if factor else ""
    what = total.sql(dialect=case.dialect, comments=False)
    effect = "is weighted by it" if isinstance(total, exp.Avg) else "counts it again each time"
    warning = f"Each row of {one.name} appears once per row of {many.name}{times}: {what} {effect}."
    rewrite = _rewrite(case, select, relation, by, tables, edges)
    return Repeated(relation, by, warning, rewrite)


def _measure_factor(one: Table, many: Table, relation: str, by: str, edges: list[Edge]) -> float | None:
    """How often a row of `one` that has any appears, as the profile of the joining column counted it; else by table sizes."""
    pairs = (
        columns for a, c, b, d in edges for here, columns in ((a, c), (b, d)) if here == by and {a, b} == {relation, by}
    )
    columns = next(pairs, ())
    column = many.column(columns[0]) if len(columns) == 1 else None
    profile = column.profile if column is not None else None
    if profile is not None and not profile.sampled and profile.distinct:
        factor = (profile.rows - profile.nulls) / profile.distinct
    elif one.row_estimate and many.row_estimate:
        factor = many.row_estimate / one.row_estimate
    else:
        return None
    return factor if factor > 1 else None


def _rewrite(
    case: Case, select: exp.Expr, relation: str, by: str, tables: dict[str, Table], edges: list[Edge]
) -> str | None:
    """The query without the repeating table, when nothing but the join reads it; else with it reduced to its distinct keys."""
    if select is not case.tree or case.has_stand_ins or select.args.get("with_"):
        return None
    join = next((j for j in select.args.get("joins") or () if j.this.alias_or_name.lower() == by), None)
    edge = next(((ac, bc) if b == by else (bc, ac) for a, ac, b, bc in edges if {a, b} == {relation, by}), None)
    if join is None or edge is None or not isinstance(join.this, exp.Table):
        return None
    used = {c.name.lower() for c in select.find_all(exp.Column) if c.text("table").lower() == by}
    bare = any(not c.text("table") and tables[by].column(c.name) is not None for c in select.find_all(exp.Column))
    if bare or not used <= set(edge[1]) or any(by in (a, b) for a, _, b, _ in edges if {a, b} != {relation, by}):
        return None
    again = select.copy()
    copy = next(j for j in again.args["joins"] if j.this.alias_or_name.lower() == by)
    inner = copy.this
    alias = inner.args.get("alias") or exp.TableAlias(this=inner.this.copy())
    inner.set("alias", None)
    keys = [exp.column(exp.to_identifier(tables[by].column(name).name)) for name in edge[1]]  # type: ignore[union-attr]
    reduced = exp.Select(expressions=keys, distinct=exp.Distinct()).from_(inner.copy())
    copy.set("this", exp.Subquery(this=reduced, alias=alias))
    return str(again.sql(dialect=case.dialect, comments=False))
