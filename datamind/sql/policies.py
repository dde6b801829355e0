"""Row and column policies: what a person may see of a table, bound to that person and taken out of the catalog they see.

`rewriting` writes them into queries. A rule on column "*" hides a whole table. Views know nothing of the rules of the tables
under them: a person bound by any rule reads a view only if a rule names it (a RowPolicy with condition "1 = 1" will do).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from sqlglot import exp

from datamind.recent import Recent
from datamind.types import Catalog, Column, ColumnPolicy, Dialect, ForeignKey, Meaning, Policy, RowPolicy, Table

ATTRIBUTE = re.compile(r"'?\{user\.([A-Za-z_]\w*)\}'?")


def bind_policies(policies: tuple[Policy, ...], attributes: Mapping[str, str], dialect: Dialect) -> tuple[Policy, ...]:
    """The same policies with a person's attributes in the place of {user.name}, as quoted texts.

    An attribute that the person lacks stays unwritten; every query that reads the table is then refused.
    """
    return tuple(
        dataclasses.replace(policy, condition=_bind(policy.condition, attributes, dialect))
        if isinstance(policy, RowPolicy)
        else policy
        for policy in policies
    )


def _bind(condition: str, attributes: Mapping[str, str], dialect: Dialect) -> str:
    def write(match: re.Match[str]) -> str:
        value = attributes.get(match[1])
        if value is None or "\x00" in value:
            return match[0]
        return exp.Literal.string(value).sql(dialect=dialect)

    return ATTRIBUTE.sub(write, condition)


def narrow(catalog: Catalog, policies: tuple[Policy, ...]) -> Catalog:
    """The catalog as a person bound by these policies sees it: hidden columns gone, masked ones without their values.

    Profiles of tables with a row policy go too, since they tell of rows outside it; so do keys that lead to what is hidden,
    and the metrics and verified questions that name it.
    """
    if not policies:
        return catalog
    key = (id(catalog), policies)
    kept = _narrowed.get(key)  # the catalog is kept with it, so that no other one gets its id
    return (kept or _narrowed.put(key, (catalog, _narrow(catalog, policies))))[1]


_narrowed: Recent[tuple[int, tuple[Policy, ...]], tuple[Catalog, Catalog]] = Recent(64)


def _narrow(catalog: Catalog, policies: tuple[Policy, ...]) -> Catalog:
    tables: list[Table] = []
    gone: set[str] = set()
    for table in catalog.tables:
        rules = [policy for policy in policies if names_table(policy, table, catalog)]
        narrowed = _narrow_table(table, rules) if rules else None if table.kind == "view" else table
        left = {column.name.lower() for column in narrowed.columns} if narrowed else set()
        gone |= {column.name.lower() for column in table.columns} - left if rules else set()
        if narrowed is None:
            gone.add(table.name.lower())
        else:
            tables.append(narrowed)
    narrowed_catalog = dataclasses.replace(catalog, tables=tuple(tables))
    keyed = tuple(_without_lost_keys(table, narrowed_catalog) for table in tables)
    return dataclasses.replace(narrowed_catalog, tables=keyed, meaning=_narrow_meaning(catalog.meaning, gone))


def _without_lost_keys(table: Table, catalog: Catalog) -> Table:
    """The table without the foreign keys that lead to a table or column that is not there."""

    def leads_somewhere(key: ForeignKey) -> bool:
        target = catalog.find(key.ref_table, key.ref_schema)
        return target is not None and all(target.column(name) is not None for name in key.ref_columns)

    keys = tuple(key for key in table.foreign_keys if leads_somewhere(key))
    return table if len(keys) == len(table.foreign_keys) else dataclasses.replace(table, foreign_keys=keys)


def _narrow_meaning(meaning: Meaning, gone: set[str]) -> Meaning:
    """Without what is written in terms of a table or column that is gone."""

    def names_lost(sql: str) -> bool:
        return not gone.isdisjoint(re.findall(r"\w+", sql.lower()))

    return dataclasses.replace(
        meaning,
        metrics=tuple(m for m in meaning.metrics if not names_lost(f"{m.table} {m.expression} {m.date_column}")),
        verified=tuple(v for v in meaning.verified if not names_lost(v.sql)),
    )


def _narrow_table(table: Table, rules: list[Policy]) -> Table | None:
    hidden, masked = split_columns(rules)
    if "*" in hidden:
        return None
    has_rows = any(isinstance(rule, RowPolicy) for rule in rules)

    def see(column: Column) -> Column:
        if column.name.lower() in masked:
            return dataclasses.replace(column, profile=None, nullable=True, description="masked for you")
        return dataclasses.replace(column, profile=None) if has_rows else column

    columns = tuple(see(column) for column in table.columns if column.name.lower() not in hidden)
    gone = hidden | masked
    return dataclasses.replace(
        table,
        columns=columns,
        primary_key=() if gone & {name.lower() for name in table.primary_key} else table.primary_key,
        unique=tuple(key for key in table.unique if not gone & {name.lower() for name in key}),
        foreign_keys=tuple(key for key in table.foreign_keys if not gone & {name.lower() for name in key.columns}),
        row_estimate=None if has_rows else table.row_estimate,
    )


def write_name(table: Table, dialect: Dialect) -> str:
    """A table's full name, each part in quotes."""
    quote = "`" if dialect == "mysql" else '"'
    return ".".join(quote + part.replace(quote, quote * 2) + quote for part in (table.schema, table.name) if part)


def names_table(policy: Policy, table: Table, catalog: Catalog) -> bool:
    """Whether a policy is about this table; it may name it with or without its schema."""
    schema, _, name = policy.table.rpartition(".")
    if name.lower() != table.name.lower():
        return policy.table.lower() == table.name.lower()
    return not schema or schema.lower() == (table.schema or catalog.default_schema or schema).lower()


def split_columns(rules: list[Policy]) -> tuple[set[str], set[str]]:
    hidden = {r.column.lower() for r in rules if isinstance(r, ColumnPolicy) and r.action == "hidden"}
    masked = {r.column.lower() for r in rules if isinstance(r, ColumnPolicy) and r.action == "masked"}
    return hidden, masked - hidden
