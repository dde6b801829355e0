"""Joins without a condition: how many big relations of one FROM are multiplied with each other.

Relations are linked by an equality between them, USING, NATURAL or correlation. What is left unlinked is weighed: a table 1,
something grouped, distinct or limited a third, a single row nothing. Three or more are refused.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.errors import QueryRefused

if TYPE_CHECKING:
    from datamind.sql.rules import Case

MOST_WEIGHT = 2.99
SMALL = 0.34
MOST_CROSSED = 10_000_000
LONG_SERIES = 10_000
ROWS_OF_A_TABLE = 1_000
_EQUALITIES = (exp.EQ, exp.NullSafeEQ, exp.In, exp.Like, exp.ArrayContainsAll, exp.Func)
_COMPARISONS = (*_EQUALITIES, exp.Predicate, exp.Between, exp.Connector, exp.Binary)


def check_crossing(case: Case, sizes: dict[int, float]) -> None:
    """`sizes` tells how many rows each series call makes. Raises QueryRefused for three unlinked relations."""
    known: dict[int, float] = {}
    for select in case.of(exp.Select):
        parts = case.sources(select)
        if len(parts) < 2:
            continue
        if len(parts) > 2 and weigh(case, select, known, 0) > MOST_WEIGHT:
            raise QueryRefused(
                "Three or more relations are joined without a condition, so every row meets every other.",
                "Say how they belong together: JOIN … ON a.x = b.y.",
            )
        _check_itself(case, select)
        _check_series(case, select, parts, sizes)


def _check_itself(case: Case, select: exp.Expr) -> None:
    """One stored table joined with itself without any comparison between the two."""
    parts = case.sources(select)
    stored = {id(node): table.full_name if table is not None else node.name.lower() for node, table in case.tables}
    names: dict[str, list[str]] = {}
    for position, part in enumerate(parts):
        if id(part) in stored:
            names.setdefault(stored[id(part)], []).append(_alias(part, position))
    doubles = [aliases for aliases in names.values() if len(aliases) > 1]
    if not doubles:
        return
    groups = _link(case, select, parts, {_alias(part, i): 1.0 for i, part in enumerate(parts)}, any_comparison=True)
    for aliases in doubles:
        if not any(len(group & set(aliases)) > 1 for group in groups):
            raise QueryRefused(
                f"A table is joined with itself without a condition ({', '.join(aliases)}).", "Add ON a.x = b.y."
            )


def sources(select: exp.Expr) -> list[exp.Expr]:
    """The relations of a FROM, in order."""
    from_ = select.args.get("from_")
    if from_ is None:
        return []
    found: list[exp.Expr] = [from_.this]
    joins = [*(select.args.get("joins") or ()), *(from_.this.args.get("joins") or ())]
    found += [join.this for join in joins]
    found += list(select.args.get("laterals") or ())
    return found


def weigh(case: Case, select: exp.Expr, known: dict[int, float], depth: int) -> float:
    """The weight of what a select multiplies; a select of one row weighs nothing."""
    if id(select) in known:
        return known[id(select)]
    known[id(select)] = 1.0
    parts = case.sources(select)
    weights = {_alias(part, i): _weigh_source(case, part, known, depth) for i, part in enumerate(parts)}
    groups = _link(case, select, parts, weights)
    known[id(select)] = sum(max(weights[name] for name in group) for group in groups)
    return known[id(select)]


def _alias(part: exp.Expr, position: int) -> str:
    return (part.alias_or_name or f"#{position}").lower()


def _weigh_source(case: Case, part: exp.Expr, known: dict[int, float], depth: int) -> float:
    if isinstance(part, exp.Table):
        entry = case.ctes.get(id(part))
        if entry is not None:
            return _weigh_query(case, entry.this, known, depth + 1)
        return 1.0 if isinstance(part.this, exp.Identifier) else 0.0
    if isinstance(part, exp.Subquery) and not _is_lateral(part):
        return _weigh_query(case, part.this, known, depth + 1)
    return 0.0


def _is_lateral(part: exp.Expr) -> bool:
    return isinstance(part, exp.Lateral) or isinstance(part.parent, exp.Lateral)


def _weigh_query(case: Case, query: object, known: dict[int, float], depth: int) -> float:
    while isinstance(query, exp.Subquery):
        query = query.this
    if isinstance(query, exp.SetOperation):
        return (
            SMALL
            if depth > 30
            else max(
                _weigh_query(case, query.left, known, depth + 1), _weigh_query(case, query.right, known, depth + 1)
            )
        )
    if not isinstance(query, exp.Select) or query.args.get("from_") is None:
        return 0.0
    if query.args.get("group") is None and any(
        isinstance(p.unalias(), exp.AggFunc) or (p.find(exp.AggFunc) and not p.find(exp.Window)) for p in query.selects
    ):
        return 0.0
    if any(query.args.get(key) for key in ("group", "distinct", "limit")):
        return SMALL
    return 1.0 if depth > 30 else weigh(case, query, known, depth + 1)


def _link(
    case: Case, select: exp.Expr, parts: list[exp.Expr], weights: dict[str, float], any_comparison: bool = False
) -> list[set[str]]:
    groups: list[set[str]] = [{name} for name in weights]

    def join(names: set[str]) -> None:
        hit = [group for group in groups if group & names]
        if len(hit) > 1:
            for group in hit[1:]:
                groups.remove(group)
                hit[0].update(group)

    joins = [*(select.args.get("joins") or ()), *(parts[0].args.get("joins") or ())] if parts else []
    for position, join_ in enumerate(joins):
        if join_.args.get("using") or str(join_.args.get("method") or "").upper() in ("NATURAL", "ASOF", "POSITIONAL"):
            names = list(weights)
            join({names[min(position + 1, len(names) - 1)], names[0]})
    for part in sort_conditions(case, *(_COMPARISONS if any_comparison else _EQUALITIES)).get(id(select), ()):
        join(_relations(case, part, parts, weights))
    return groups


def sort_conditions(case: Case, *kinds: type[exp.Expr]) -> dict[int, list[exp.Expr]]:
    """The nodes of these kinds that stand in a JOIN … ON or a WHERE, at whatever depth, by the id of the select it is of."""
    found = case.conditions.get(kinds)
    if found is None:
        found = case.conditions[kinds] = {}
        for node in case.of(*kinds):
            below, above = node, node.parent
            while above is not None:
                if isinstance(above, exp.Where) or (isinstance(above, exp.Join) and below.arg_key == "on"):
                    owner = above.parent
                    if isinstance(owner, exp.Table) and isinstance(owner.parent, exp.From):  # FROM (a JOIN b ON …)
                        owner = owner.parent.parent
                    found.setdefault(id(owner), []).append(node)
                below, above = above, above.parent
    return found


def _relations(case: Case, part: exp.Expr, parts: list[exp.Expr], weights: dict[str, float]) -> set[str]:
    """The relations that an equality speaks of; a bare column belongs to the table that has it, or to all when unknown."""
    if isinstance(part, exp.Connector):
        return set()
    if isinstance(part, exp.Func) and not isinstance(part, exp.ArrayContainsAll | exp.RegexpLike | exp.Anonymous):
        return set()
    names: set[str] = set()
    columns = list(part.find_all(exp.Column))
    for column in columns:
        if column.table:
            names.add(column.table.lower())
            continue
        owners = {_alias(source, i) for i, source in enumerate(parts) if _has(case, source, column.name)}
        names |= owners or (set(weights) if len(columns) > 1 else set())
    return names & set(weights)


def _has(case: Case, source: exp.Expr, column: str) -> bool:
    table = next((t for node, t in case.tables if node is source), None)
    return table is not None and table.column(column) is not None


def _check_series(case: Case, select: exp.Expr, parts: list[exp.Expr], sizes: dict[int, float]) -> None:
    """Series that meet each other, or every row of a stored table, multiply."""
    if not sizes:
        return
    found = {
        i: [sizes[id(node)] for node in part.find_all(exp.Func, exp.Table) if id(node) in sizes]
        for i, part in enumerate(parts)
    }
    product = math.prod(size for several in found.values() for size in several)
    if any(size > LONG_SERIES for several in found.values() for size in several):
        groups = _link(case, select, parts, {_alias(part, i): 1.0 for i, part in enumerate(parts)}, any_comparison=True)
        stored = {id(node) for node, _ in case.tables}
        series = {_alias(parts[i], i) for i, several in found.items() if several}
        for i, part in enumerate(parts):
            if id(part) in stored and not any(_alias(part, i) in group and group & series for group in groups):
                product *= ROWS_OF_A_TABLE
    if product > MOST_CROSSED:
        raise QueryRefused(
            "The series joined here multiply to too many rows.", "Use closer bounds or a join condition."
        )
