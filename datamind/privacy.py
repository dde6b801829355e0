"""What a model outside may be told of a connection: a context goes in, the part of it that the level allows comes out.

Personal columns are told at no level: their stored values are not in profiles, and what a result showed of them is taken out
here. To add a level: its place in `types.PRIVACY_LEVELS`, and what it takes away in `narrow_context`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from datamind.types import (
    PRIVACY_LEVELS,
    Catalog,
    Column,
    ColumnRole,
    Privacy,
    Rejection,
    SchemaContext,
    Turn,
    ValidatedQuery,
)


def allows(level: Privacy, needed: Privacy) -> bool:
    """Whether `level` lets out what `needed` says."""
    return PRIVACY_LEVELS.index(level) >= PRIVACY_LEVELS.index(needed)


def narrow_context(context: SchemaContext, level: Privacy) -> SchemaContext:
    """The context without what `level` keeps in the house: stored values below "values", shown labels below "results"."""
    whole = context.whole or context.catalog
    history = tuple(_narrow_turn(turn, whole, level) for turn in context.question.history)
    context = replace(context, question=replace(context.question, history=history))
    if allows(level, "values"):
        return context
    return replace(
        context,
        catalog=_without_profiles(context.catalog),
        whole=_without_profiles(context.whole) if context.whole else None,
        values=(),
    )


def narrow_catalog(catalog: Catalog, level: Privacy) -> Catalog:
    """The catalog without stored values below "values"."""
    return catalog if allows(level, "values") else _without_profiles(catalog)


def narrow_rejections(rejections: tuple[Rejection, ...], level: Privacy) -> tuple[Rejection, ...]:
    """Below "values" a database's complaint loses what it quotes: it may be a cell."""
    if allows(level, "values"):
        return rejections
    return tuple(replace(each, reason=re.sub(r"""(['"“])[^'"“”]*['"”]""", "…", each.reason)) for each in rejections)


def reads_personal(query: ValidatedQuery, catalog: Catalog) -> bool:
    """Whether a query reads a column that holds personal data."""
    read = {name.lower() for name in query.columns}
    return any(
        _is_personal(column) and f"{table.full_name}.{column.name}".lower() in read
        for table in catalog.tables
        for column in table.columns
    )


def _is_personal(column: Column) -> bool:
    """Personal data, and names of people: the house finds them in questions by itself, no model is told them."""
    return column.personal or column.role is ColumnRole.PERSONAL


def _narrow_turn(turn: Turn, catalog: Catalog, level: Privacy) -> Turn:
    if not turn.shown or (allows(level, "results") and not _names_personal(turn.sql, catalog)):
        return turn
    return replace(turn, shown=())


def _names_personal(sql: str, catalog: Catalog) -> bool:
    """Whether a column of a personal name stands in the text, of whichever table: in doubt, yes."""
    words = {word.lower() for word in re.findall(r"\w+", sql)}
    personal = {column.name.lower() for table in catalog.tables for column in table.columns if _is_personal(column)}
    return "*" in sql.replace("(*)", "") or any(set(re.findall(r"\w+", name)) <= words for name in personal)


def _without_profiles(catalog: Catalog) -> Catalog:
    tables = tuple(replace(table, columns=tuple(map(_without_profile, table.columns))) for table in catalog.tables)
    return replace(catalog, tables=tables)


def _without_profile(column: Column) -> Column:
    return replace(column, profile=None) if column.profile else column
