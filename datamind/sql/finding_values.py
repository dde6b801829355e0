"""Findings about what is compared: texts that no row holds, dates outside the data. A sampled profile proves nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date, datetime

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from datamind.sql.lookups import Draft, find_column
from datamind.types import Column, Table


def find_unknown_values(draft: Draft) -> Iterator[str]:
    for scope in draft.scopes:
        for compared, literals in _comparisons(scope):
            lowered = isinstance(compared, exp.Lower | exp.Upper)
            place = find_column(compared.this if lowered else compared, scope, draft.catalog)
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
    if column.personal:  # a finding goes back to the model, which is told no names of people
        yield f"No row has exactly '{literal}' in {where}; compare without case, or with LIKE."
        return
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
            place = find_column(node.this, scope, draft.catalog)
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
