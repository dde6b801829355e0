"""What a query asks for, read from its AST: tables, measures, dimensions, filters, order, limit.

In: a statement that answered a question. Out: a `QueryFrame` of short SQL texts, for saying how a question was read and
for carrying a conversation on; None for text that does not parse.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from datamind.types import Dialect


@dataclass(frozen=True)
class QueryFrame:
    """Each part as SQL text; `filters` and `tables` come from the whole statement, the rest from its outermost SELECT."""

    tables: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: str = ""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """(label, text) for each part that is there."""
        parts = (
            ("tables", self.tables),
            ("measures", self.measures),
            ("by", self.dimensions),
            ("filters", self.filters),
            ("having", self.having),
            ("order", self.order),
            ("limit", (self.limit,) if self.limit else ()),
        )
        return tuple((label, ("; " if label == "filters" else ", ").join(texts)) for label, texts in parts if texts)


@lru_cache(maxsize=512)
def read_frame(sql: str, dialect: Dialect) -> QueryFrame | None:
    """The frame of `sql`; None when it is no query that can be read."""
    try:
        tree = parse_one(sql, dialect=dialect)
    except (SqlglotError, RecursionError):
        return None
    select = _outermost(tree)
    if select is None:
        return None
    select = _through_wrapper(select)
    group = select.args.get("group")
    groups = [_resolve(key, select) for key in group.expressions] if group else []
    ctes = {cte.alias_or_name for cte in tree.find_all(exp.CTE)}
    return QueryFrame(
        tables=_unique(_table_name(table) for table in tree.find_all(exp.Table) if table.name not in ctes),
        measures=_unique(_text(item, dialect) for item in select.expressions if _measures(item)),
        dimensions=_unique(_text(key, dialect) for key in groups) or _plain_columns(select, dialect),
        filters=_unique(_text(part, dialect) for where in tree.find_all(exp.Where) for part in _conjuncts(where.this)),
        having=_unique(
            _text(part, dialect) for having in tree.find_all(exp.Having) for part in _conjuncts(having.this)
        ),
        order=_unique(
            _text(key, dialect) for key in (select.args["order"].expressions if select.args.get("order") else ())
        ),
        limit=_limit(tree, dialect),
    )


def same_query(sql: str, other: str, dialect: Dialect) -> bool:
    """Whether two texts are one query: the same AST, or the same words where one does not parse."""
    try:
        return bool(parse_one(sql, dialect=dialect) == parse_one(other, dialect=dialect))
    except (SqlglotError, RecursionError):
        return " ".join(sql.lower().split()) == " ".join(other.lower().split())


def _outermost(tree: exp.Expr) -> exp.Select | None:
    while isinstance(tree, exp.Subquery | exp.SetOperation):
        tree = tree.this
    return tree if isinstance(tree, exp.Select) else None


def _through_wrapper(select: exp.Select) -> exp.Select:
    """A bare `SELECT * FROM cte` says what the CTE says."""
    source = select.args.get("from_") or select.args.get("from")
    while select.is_star and source is not None and not select.args.get("joins"):
        inner: exp.Expr | None = source.this
        if isinstance(inner, exp.Table):
            name = inner.name
            inner = next((cte.this for cte in select.root().find_all(exp.CTE) if cte.alias_or_name == name), None)
        elif isinstance(inner, exp.Subquery):
            inner = inner.this
        if not isinstance(inner, exp.Select) or inner is select:
            break
        select = inner
        source = select.args.get("from_") or select.args.get("from")
    return select


def _resolve(key: exp.Expr, select: exp.Select) -> exp.Expr:
    """GROUP BY 1 and GROUP BY alias mean the expression behind them."""
    if isinstance(key, exp.Literal) and key.is_int and 0 < int(key.this) <= len(select.expressions):
        return select.expressions[int(key.this) - 1]
    if isinstance(key, exp.Column) and not key.table:
        return next((item for item in select.expressions if item.alias == key.name), key)
    return key


def _measures(item: exp.Expr) -> bool:
    return item.find(exp.AggFunc, exp.Window) is not None


def _plain_columns(select: exp.Select, dialect: Dialect) -> tuple[str, ...]:
    if any(_measures(item) for item in select.expressions):
        return ()
    return _unique(_text(item, dialect) for item in select.expressions)


def _conjuncts(condition: exp.Expr) -> list[exp.Expr]:
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def _limit(tree: exp.Expr, dialect: Dialect) -> str:
    limit = tree.args.get("limit") or tree.args.get("fetch")
    count = limit and (limit.args.get("expression") or limit.args.get("count"))
    return _text(count, dialect) if count else ""


def _table_name(table: exp.Table) -> str:
    return ".".join(part.name for part in table.parts if part.name)


def _text(tree: exp.Expr, dialect: Dialect) -> str:
    return tree.sql(dialect=dialect, comments=False)


def _unique(texts: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))  # type: ignore[attr-defined]
