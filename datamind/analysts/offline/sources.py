"""The FROM of one query: tables are asked for by id, joined in when first needed, and give their alias back.

A condition on rows that would be multiplied becomes EXISTS instead (`rendering.py` asks `reaches_one`).
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from datamind.analysts.offline.joins import Step, find_path, self_step
from datamind.linking.house_products import LOOKED_UP
from datamind.linking.index import CatalogIndex
from datamind.sql.grains import days_between


class NoPath(Exception):
    """No key leads from one table to another: names both."""

    def __init__(self, left: str, right: str):
        super().__init__(f"no key joins {left} and {right}")
        self.left, self.right = left, right


class Sources:
    """Tables of one SELECT and the joins between them. `aliases` are unique over the whole statement."""

    def __init__(
        self, index: CatalogIndex, base: int, via: tuple[int, ...], taken: list[str], near: frozenset[int] = frozenset()
    ):
        self.index, self.base, self.via, self.taken, self.near = index, base, via, taken, near
        self.aliases: dict[int, str] = {base: self._new_alias()}
        self.joins: list[exp.Join] = []
        self.multiplied = False
        self.one_side: set[int] = {base}

    def _new_alias(self) -> str:
        alias = f"t{len(self.taken) + 1}"
        self.taken.append(alias)
        return alias

    def path_to(self, table: int) -> tuple[Step, ...]:
        """The cheapest way from any table already here. Raises NoPath."""
        best: tuple[Step, ...] | None = None
        for start in self.aliases:
            path = find_path(self.index, start, table, self.via, self.near | frozenset(self.aliases))
            if path is not None and (best is None or len(path) < len(best)):
                best = path
        if best is None:
            raise NoPath(self.index.tables[self.base].name, self.index.tables[table].name)
        return best

    def reaches_one(self, table: int) -> bool:
        """Whether joining `table` keeps the base's rows single, or it is here already."""
        return table in self.aliases or not any(step.many for step in self.path_to(table))

    def alias(self, table: int, outer: bool = False) -> str:
        """The alias of `table`, joined in if it is not here yet."""
        if table not in self.aliases:
            for step in self.path_to(table):
                if step.right not in self.aliases:
                    self._join(step, outer)
        return self.aliases[table]

    def _join(self, step: Step, outer: bool) -> None:
        left, right = self.aliases[step.left], self._new_alias()
        self.aliases[step.right] = right
        self.multiplied |= step.many
        on = equal_columns(left, step.left_columns, right, step.right_columns)
        self.joins.append(
            exp.Join(this=table_node(self.index, step.right, right), on=on, side="LEFT" if outer else None)
        )

    def join_self(self, table: int) -> str:
        """A second copy of `table` over its own key (an employee's manager); gives its alias."""
        step = self_step(self.index, table)
        if step is None:
            raise NoPath(self.index.tables[table].name, self.index.tables[table].name)
        right = self._new_alias()
        on = equal_columns(self.aliases[table], step.left_columns, right, step.right_columns)
        self.joins.append(exp.Join(this=table_node(self.index, table, right), on=on))
        return right

    def column(self, column: int, outer: bool = False) -> exp.Expr:
        entry = self.index.columns[column]
        alias = self.alias(entry.table_id, outer)
        if entry.formula:
            return formula_node(self.index, entry.table_id, entry.formula, alias)
        return column_node(alias, entry.name)

    def attach(self, select: exp.Select) -> exp.Select:
        select.set("from_", exp.From(this=table_node(self.index, self.base, self.aliases[self.base])))
        if self.joins:
            select.set("joins", self.joins)
        return select


def table_node(index: CatalogIndex, table: int, alias: str) -> exp.Table:
    entry = index.tables[table].table
    schema = exp.to_identifier(entry.schema, quoted=needs_quotes(entry.schema)) if entry.schema else None
    name = exp.to_identifier(entry.name, quoted=needs_quotes(entry.name))
    return exp.Table(this=name, db=schema, alias=exp.TableAlias(this=exp.to_identifier(alias)))


def column_node(alias: str, name: str) -> exp.Column:
    return exp.Column(this=exp.to_identifier(name, quoted=needs_quotes(name)), table=exp.to_identifier(alias))


def formula_node(index: CatalogIndex, table: int, formula: str, alias: str) -> exp.Expr:
    """A glossary expression over the columns of one table."""

    def qualify(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Anonymous) and node.name.upper() == "DAYS_BETWEEN":
            return days_between(*(each.transform(qualify) for each in node.expressions), index.catalog.dialect)  # type: ignore[call-arg]
        if isinstance(node, exp.Column) and node.table != LOOKED_UP:
            entry = index.column_of(table, node.name)
            return column_node(alias, entry.name if entry else node.name)
        return node

    node = sqlglot.parse_one(formula).transform(qualify)
    return exp.Paren(this=node) if isinstance(node, exp.Binary) else node


def needs_quotes(name: str) -> bool:
    """Names that are not plain lower case are quoted, which is right in every dialect."""
    return (
        not (name.isascii() and name.islower() and name.replace("_", "a").isalnum() and not name[0].isdigit())
        or name in _WORDS
    )


_WORDS = frozenset(
    [
        "order", "group", "select", "from", "where", "table", "column", "index", "key", "user", "date", "time", "year", "month", "day", "end",
        "desc", "asc", "limit", "offset", "rank", "row", "rows", "values", "value", "case", "when", "then", "else", "and", "or", "not", "null",
        "is", "in", "like", "between", "join", "left", "right", "on", "using", "as", "by", "having", "union", "all", "any", "some", "exists",
        "distinct", "primary", "foreign", "references", "default", "check", "unique", "constraint", "create", "update", "delete", "insert",
        "set", "into", "with", "window", "over", "partition", "range", "grant", "trigger", "view", "function", "procedure", "to", "for", "match",
        "condition", "position", "interval", "timestamp", "first", "last", "current", "natural", "cross", "full", "inner", "outer", "offset",
        "fetch", "collate", "cast", "plan", "system", "usage", "language", "read", "write", "change", "character", "option", "schema", "database",
    ]
)  # fmt: skip


def equal_columns(left: str, left_columns: tuple[str, ...], right: str, right_columns: tuple[str, ...]) -> exp.Expr:
    pairs = [
        exp.EQ(this=column_node(left, mine), expression=column_node(right, other))
        for mine, other in zip(left_columns, right_columns, strict=True)
    ]
    return exp.and_(*pairs)
