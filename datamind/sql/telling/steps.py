"""The steps of a query: each SELECT from its tables through joins, filters and groups to what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from datamind.sql.telling.conditions import condition
from datamind.sql.telling.phrases import join_words, phrase, quote, unwrap
from datamind.sql.telling.scope import Names, names_of
from datamind.types import Dialect

_SETS: dict[type[exp.Expr], str] = {
    exp.Union: "Put the rows of both together",
    exp.Intersect: "Keep only rows that both have",
    exp.Except: "Take away the rows that the second has too",
}


@dataclass(frozen=True)
class Step:
    """One sentence; `depth` counts the named or nested queries around it."""

    text: str
    depth: int = 0


@lru_cache(maxsize=512)
def tell(sql: str, dialect: Dialect) -> tuple[Step, ...]:
    """The steps of a query in the order in which they are taken; none for text that cannot be read as one."""
    try:
        tree = parse_one(sql, dialect=dialect)
        return tuple(_tell_query(tree, dialect, 0)) if isinstance(tree, exp.Query) else ()
    except (SqlglotError, RecursionError):
        return ()


def tell_inside(query: exp.Expr, dialect: Dialect, exists: bool = False) -> str:
    """A subquery as part of a sentence."""
    select = query
    while isinstance(select, exp.Subquery) and select.this is not None:
        select = select.this
    if not _is_plain(select):
        steps = [step.text.rstrip(".") for step in _tell_query(select, dialect, 0)]
        return f"the rows of a query of its own ({'; '.join(steps)})"
    names = names_of(select, dialect)
    where, group = select.args.get("where"), select.args.get("group")
    rows = _source(_from(select), names) if _from(select) is not None else "nothing"
    kept = f" where {condition(where.this, names)}" if where is not None else ""
    if exists:
        return f"{rows}{kept}"
    shown = join_words([phrase(unwrap(item), names) for item in select.expressions])
    by = f" for each {join_words([phrase(key, names) for key in group.expressions])}" if group is not None else ""
    return f"{shown} of {rows}{kept}{by}"


def _is_plain(select: exp.Expr) -> bool:
    """Whether a query is short enough for half a sentence: one stored table, no lists of its own."""
    return (
        isinstance(select, exp.Select)
        and not (select.args.get("with_") or select.args.get("joins"))
        and (_from(select) is None or isinstance(_from(select), exp.Table))
    )


def _tell_query(query: exp.Expr, dialect: Dialect, depth: int) -> Iterator[Step]:
    while isinstance(query, exp.Subquery) and not query.args.get("order"):
        query = query.this
    with_ = query.args.get("with_")
    for cte in with_.expressions if with_ is not None else ():
        nested = exp.Subquery(this=cte.this.copy(), alias=exp.TableAlias(this=exp.to_identifier(cte.alias_or_name)))
        yield from _tell_nested(nested, dialect, depth)
    if isinstance(query, exp.SetOperation):
        yield from _tell_set(query, dialect, depth)
    elif isinstance(query, exp.Select):
        yield from _tell_select(query, dialect, depth)


def _tell_set(query: exp.SetOperation, dialect: Dialect, depth: int) -> Iterator[Step]:
    yield Step("The first part:", depth)
    yield from _tell_query(query.this, dialect, depth + 1)
    yield Step("The second part:", depth)
    yield from _tell_query(query.expression, dialect, depth + 1)
    words = next(text for kind, text in _SETS.items() if isinstance(query, kind))
    each_once = isinstance(query, exp.Union) and query.args.get("distinct")
    yield Step(f"{words}{', each row once' if each_once else ''}.", depth)
    yield from _tell_end(query, Names(dialect), depth)


def _tell_select(select: exp.Select, dialect: Dialect, depth: int) -> Iterator[Step]:
    names = names_of(select, dialect)
    start = _from(select)
    if start is not None:
        yield from _tell_nested(start, dialect, depth)
        yield Step(f"Start with the rows of {_source(start, names)}.", depth)
    for join in select.args.get("joins") or ():
        yield from _tell_nested(join.this, dialect, depth)
        yield Step(_join(join, names), depth)
    where, having, qualify = (select.args.get(part) for part in ("where", "having", "qualify"))
    if where is not None:
        yield Step(f"Keep only rows where {condition(where.this, names)}.", depth)
    yield from _tell_shown(select, names, depth)
    if having is not None:
        yield Step(f"Keep only groups where {condition(having.this, names)}.", depth)
    if qualify is not None:
        yield Step(f"Then keep only rows where {condition(qualify.this, names)}.", depth)
    if select.args.get("distinct") is not None:
        yield Step("Show each row once.", depth)
    yield from _tell_end(select, names, depth)


def _tell_nested(source: exp.Expr, dialect: Dialect, depth: int) -> Iterator[Step]:
    inner = source.this if isinstance(source, exp.Lateral) else source
    if not isinstance(inner, exp.Subquery):
        return
    called = f" called {source.alias}" if source.alias else ""
    steps = list(_tell_query(inner.this, dialect, depth + 1))
    if steps:
        when = "For each row, make" if isinstance(source, exp.Lateral) else "First make"
        yield Step(f"{when} a list{called}:", depth)
        yield from steps
    else:
        yield Step(f"First make a list{called} by {quote(inner.this, Names(dialect))}.", depth)


def _tell_shown(select: exp.Select, names: Names, depth: int) -> Iterator[Step]:
    group = select.args.get("group")
    keys = [_resolve(key, select) for key in group.expressions] if group is not None else []
    told_keys = [phrase(unwrap(key), names) for key in keys]
    shown = [_named(item, names) for item in select.expressions if item.unalias() not in keys]
    if group is not None and not keys:
        yield Step("Group the rows in several ways at once (grouping sets).", depth)
    if keys:
        measures = f", and for each work out {join_words(shown)}" if shown else ""
        yield Step(f"Put rows with the same {join_words([_bare(key) for key in told_keys])} together{measures}.", depth)
    elif any(_is_aggregate(item) for item in select.expressions):
        yield Step(f"Over all of them, work out {join_words(shown)}.", depth)
    elif select.is_star and len(select.expressions) == 1:
        yield Step("Show every column.", depth)
    else:
        yield Step(f"Show {join_words(shown)}.", depth)


def _bare(words: str) -> str:
    """ "the month of day" after "the same"."""
    return words.removeprefix("the ")


def _is_aggregate(item: exp.Expr) -> bool:
    return any(found.find_ancestor(exp.Window, exp.Subquery) is None for found in item.find_all(exp.AggFunc))


def _tell_end(query: exp.Expr, names: Names, depth: int) -> Iterator[Step]:
    order, limit, offset = (query.args.get(part) for part in ("order", "limit", "offset"))
    if order is not None:
        keys = [_order_key(key, query, names) for key in order.expressions]
        yield Step(f"Sort by {join_words(keys, 'then by')}.", depth)
    count = limit and (limit.args.get("expression") or limit.args.get("count"))
    if offset is not None:
        yield Step(f"Leave out the first {phrase(offset.expression, names)} rows.", depth)
    if count is not None:
        one = count.name == "1"
        yield Step("Take the first row only." if one else f"Take the first {phrase(count, names)} rows.", depth)


def _order_key(key: exp.Expr, query: exp.Expr, names: Names) -> str:
    inner = key.this if isinstance(key, exp.Ordered) else key
    meant = _resolve(inner, query if isinstance(query, exp.Select) else query.find(exp.Select) or query)
    falls = bool(key.args.get("desc"))
    return f"{phrase(unwrap(meant), names)}, {'largest or latest' if falls else 'smallest or earliest'} first"


def _resolve(key: exp.Expr, select: exp.Expr) -> exp.Expr:
    """GROUP BY 1 and ORDER BY alias mean the expression behind them."""
    items = select.args.get("expressions") or []
    if isinstance(key, exp.Literal) and key.is_int and 0 < int(key.name) <= len(items):
        return items[int(key.name) - 1].unalias()  # type: ignore[no-any-return]
    if isinstance(key, exp.Column) and not key.table:
        return next((item.unalias() for item in items if item.alias == key.name), key)
    return key


def _named(item: exp.Expr, names: Names) -> str:
    told = phrase(unwrap(item.unalias()), names)
    is_said = not item.alias or item.alias.lower() in re.findall(r"\w+", told.lower())[-1:]
    return told if is_said else f"{told} (as {item.alias})"


def _from(select: exp.Expr) -> exp.Expr | None:
    source = select.args.get("from_")
    return source.this if source is not None else None


def _source(source: exp.Expr | None, names: Names) -> str:
    if source is None:
        return "nothing"
    if isinstance(source, exp.Table):
        if not source.name:
            return quote(source, names)
        called = names.tables.get(source.alias_or_name.lower(), source.name)
        return called if called == source.name else f"{source.name} (called {called})"
    return source.alias or "that list"


def _join(join: exp.Expr, names: Names) -> str:
    other = _source(join.this, names)
    on, using = join.args.get("on"), join.args.get("using") or ()
    if on is not None and not isinstance(on, exp.Boolean):
        how = f" where {condition(on, names)}"
    elif using:
        how = f" with the same {join_words([column.name for column in using])}"
    elif isinstance(join.this, exp.Lateral) or on is not None:
        how = ""
    else:
        return f"Pair every row with every row of {other}."
    side = join.text("side").upper()
    kept = {
        "LEFT": "; rows without one stay, with nothing there",
        "RIGHT": f"; rows of {other} without one come too",
        "FULL": "; rows without a partner on either side stay",
    }.get(side, "")
    if join.text("kind").upper() in ("SEMI", "ANTI"):
        return f"Keep only rows {'with a' if join.text('kind').upper() == 'SEMI' else 'without a'} row of {other}{how}."
    return f"To each, add the rows of {other}{how}{kept}."
