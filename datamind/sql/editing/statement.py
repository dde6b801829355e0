"""A query that can be changed: its outermost SELECT with every reference spelled out, and how a changed copy is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from datamind.sql.telling.phrases import phrase, unwrap
from datamind.sql.telling.scope import Names, names_of
from datamind.types import Catalog, Column, Dialect

Edit = Callable[[exp.Select], None]


@dataclass(frozen=True)
class Change:
    """What a part can become: a few words ("by quarter"), and the whole query with just that changed."""

    label: str
    sql: str


@dataclass(frozen=True)
class Part:
    """One part of how a question was read, in words, and what it can become."""

    kind: Literal["measure", "by", "where", "when", "order", "top"]
    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Statement:
    """`tree` is the whole query; `select` its outermost SELECT."""

    tree: exp.Expr
    catalog: Catalog

    @property
    def dialect(self) -> Dialect:
        return self.catalog.dialect

    @cached_property
    def select(self) -> exp.Select:
        return _outermost(self.tree)

    @cached_property
    def names(self) -> Names:
        return names_of(self.select, self.dialect)

    def words(self, node: exp.Expr) -> str:
        return phrase(unwrap(node), self.names)

    def column(self, node: exp.Expr) -> Column | None:
        """The stored column that a column of the query is, where its table is one of the catalog."""
        source = next(
            (
                table
                for table in self.tree.find_all(exp.Table)
                if not node.text("table") or table.alias_or_name.lower() == node.text("table").lower()
                if (found := self.catalog.find(table.name, table.text("db") or None)) and found.column(node.name)
            ),
            None,
        )
        table = self.catalog.find(source.name, source.text("db") or None) if source is not None else None
        return table.column(node.name) if table is not None else None

    def change(self, label: str, edit: Edit) -> Change:
        """The query with `edit` done to a copy of its SELECT."""
        tree = self.tree.copy()
        edit(_outermost(tree))
        return Change(label, tree.sql(dialect=self.dialect, comments=False))


def open_statement(sql: str, catalog: Catalog) -> Statement | None:
    """None for text that is not one SELECT, or that would not be the same once written back."""
    try:
        tree = parse_one(sql, dialect=catalog.dialect)
        again = parse_one(tree.sql(dialect=catalog.dialect, comments=False), dialect=catalog.dialect)
    except (SqlglotError, RecursionError):
        return None
    if tree != again or not isinstance(tree, exp.Select):
        return None
    _spell_out(tree)
    return Statement(tree, catalog)


def _outermost(tree: exp.Expr) -> exp.Select:
    assert isinstance(tree, exp.Select)  # noqa: S101 (open_statement's own promise)
    return tree


def _spell_out(select: exp.Select) -> None:
    """GROUP BY 1 or by an alias becomes the expression, ORDER BY 1 what it shows, so that parts can come and go."""
    items = select.expressions
    group, order = select.args.get("group"), select.args.get("order")
    for key in list(group.expressions) if group is not None else []:
        meant = _meant(key, items)
        if meant is not None:
            key.replace(meant.unalias().copy())
    for key in list(order.expressions) if order is not None else []:
        inner = key.this if isinstance(key, exp.Ordered) else key
        meant = _meant(inner, items)
        if meant is not None:
            inner.replace(meant.unalias().copy())


def _meant(key: exp.Expr, items: list[exp.Expr]) -> exp.Expr | None:
    if isinstance(key, exp.Literal) and key.is_int and 0 < int(key.name) <= len(items):
        return items[int(key.name) - 1]
    if isinstance(key, exp.Column) and not key.table:
        return next((item for item in items if isinstance(item, exp.Alias) and item.alias == key.name), None)
    return None
