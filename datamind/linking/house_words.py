"""Glossary terms and metrics become columns and values of an index (see `glossary` for their definitions)."""

from __future__ import annotations

import re

from datamind.linking import house_names, house_products, spelled
from datamind.linking.entries import CatalogIndex, ColumnEntry, StoredValue, post
from datamind.linking.glossary import Formula, Meant, read_definition, states_value
from datamind.linking.house_tests import read_measure, read_test
from datamind.linking.lexing import lex
from datamind.linking.roles import Kind
from datamind.linking.vocabulary import STOP_WORDS
from datamind.types import Column, ColumnType


def add_glossary(index: CatalogIndex) -> None:
    """House words become columns and values of their own; metrics go first."""
    columns_of = {table.name: tuple(column.name for column in table.table.columns) for table in index.tables}
    for metric in index.catalog.meaning.metrics:
        if any(spelled.phrase(metric.name) == table.words for table in index.tables):
            continue
        read = read_definition(
            metric.expression,
            {
                name: columns
                for name, columns in columns_of.items()
                if name.lower() == metric.table.split(".")[-1].lower()
            },
        )
        if isinstance(read, Formula):
            add_column(index, metric.name, metric.synonyms, read, metric.date_column)
        elif isinstance(read, str):
            add_column(
                index,
                metric.name,
                metric.synonyms,
                Formula(metric.table.split(".")[-1], metric.expression, "formula"),
                metric.date_column,
            )
    for term in index.catalog.meaning.terms:
        if house_names.name_column(index, term) or house_names.name_stored(index, term):
            continue
        definition = with_quotes(index, term.definition)
        measure = read_measure(definition, columns_of)
        if measure is not None:
            add_column(index, term.name, term.synonyms, measure)
            continue
        tested = read_test(definition, columns_of)
        if tested is not None and not states_value(term.definition):
            table, test = tested
            add_column(
                index,
                term.name,
                term.synonyms,
                Formula(table, f"CASE WHEN {test} THEN 1 ELSE 0 END", None),
                kind="flag",
            )
            continue
        read = read_definition(term.definition, columns_of) or house_products.across(index, term.definition)
        if isinstance(read, Formula):
            add_column(index, term.name, term.synonyms, read)
        elif isinstance(read, Meant):
            add_value(index, (term.name, *term.synonyms), read)
        elif isinstance(read, str):
            aggregate, _, words = read.partition("|")
            found = column_named(index, words)
            if found is not None and (found.is_number or aggregate not in ("sum", "avg", "median")):
                add_column(
                    index, term.name, term.synonyms, Formula(found.table.name, f'"{found.name}"', aggregate or None)
                )


def with_quotes(index: CatalogIndex, definition: str) -> str:
    """ "with status success" as "with status = 'success'", where success is stored in status."""

    def quote(match: re.Match[str]) -> str:
        for stored in index.values.get(spelled.value_words(match[2]), ()):
            if index.columns[stored.column].name.lower() == match[1].lower() or index.columns[stored.column].words[
                -1:
            ] == (match[1].lower(),):
                return f"{index.columns[stored.column].name} = '{stored.value}'"
        return match[0]

    return re.sub(r"\b(\w+)\s+(?:is\s+|=\s*)?['\"]?(\w+)['\"]?(?=$|\s+and\b|\s*/)", quote, definition)


def add_column(
    index: CatalogIndex,
    name: str,
    synonyms: tuple[str, ...],
    formula: Formula,
    date_column: str | None = None,
    kind: Kind = "measure",
) -> None:
    table = index.table_id(formula.table)
    words = spelled.phrase(name)
    if table is None or not words:
        return
    entry = index.tables[table]
    forms = tuple(spelled.phrase(other) for other in synonyms if spelled.phrase(other))
    column = ColumnEntry(
        len(index.columns),
        table,
        entry.table,
        Column(name, ColumnType.NUMBER),
        words,
        words,
        forms,
        kind,
        formula=formula.expression,
        aggregate=formula.aggregate,
        placed_by=column_called(index, table, date_column),
    )
    index.columns = (*index.columns, column)
    post(index, column.id, (words, *forms), strict=True)


def column_called(index: CatalogIndex, table: int, name: str | None) -> int | None:
    """The column of "ordered_at" or "orders.ordered_at"."""
    if not name:
        return None
    owner, _, column = name.rpartition(".")
    owner_id = index.table_id(owner.split(".")[-1]) if owner else table
    found = index.column_of(owner_id, column) if owner_id is not None else None
    return found.id if found else None


def add_value(index: CatalogIndex, names: tuple[str, ...], meant: Meant) -> None:
    column = column_named(index, meant.column)
    if column is None:
        return
    for name in names:
        index.values.setdefault(spelled.value_words(name), []).insert(
            0, StoredValue(column.id, meant.value, spelled.value_words(name))
        )


def column_named(index: CatalogIndex, words: str) -> ColumnEntry | None:
    """The column that a definition's words name best, the fuller name first."""
    from datamind.linking.mentions import find_mentions

    mentions = find_mentions(lex(words), index)
    tables = {mention.id for mention in mentions if mention.kind == "table"}
    said = {at for mention in mentions if mention.score > 0.5 for at in mention.covered}
    if (
        sum(
            1
            for at, token in enumerate(lex(words))
            if token.kind == "word" and at not in said and token.lower not in STOP_WORDS
        )
        > 0
    ):
        return None
    named = [mention for mention in mentions if mention.kind == "column" and mention.score > 0.6]
    if not named:
        return None
    best = max(
        named,
        key=lambda mention: (
            mention.score + 0.3 * (index.columns[mention.id].table_id in tables) + 0.1 * len(mention.covered),
            index.columns[mention.id].kind == "measure",
        ),
    )
    return index.columns[best.id]
