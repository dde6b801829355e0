"""Schema linking: a question and a catalog come in, the part of the catalog that the question is about goes out.

Small catalogs are shown whole; of a large one the best-ranked tables and their neighbours by key. Everything is looked up in
an index that is built once per catalog (`index.py`).
"""

from __future__ import annotations

from dataclasses import replace

from datamind.linking.index import CatalogIndex, index_of
from datamind.linking.lexing import lex
from datamind.linking.mentions import Mention, find_mentions
from datamind.linking.ranking import rank_tables
from datamind.linking.spelled import phrase
from datamind.types import Catalog, Question, SchemaContext, Term, ValueMatch

WHOLE_UP_TO_TABLES = 40
MOST_VALUES = 20

__all__ = ["CatalogIndex", "Mention", "find_mentions", "index_of", "lex", "link"]


def link(question: Question, catalog: Catalog) -> SchemaContext:
    """The tables, stored values and terms that `question` and its earlier turns are about."""
    index = index_of(catalog)
    text = " ".join([question.text, *(turn.question for turn in question.history[-3:])])
    mentions = find_mentions(lex(text), index)
    shown: Catalog = catalog
    left_out: tuple[str, ...] = ()
    whole: Catalog | None = None
    if len(catalog.tables) > WHOLE_UP_TO_TABLES:
        shown, left_out = _narrow(catalog, rank_tables(mentions, index, WHOLE_UP_TO_TABLES))
        whole = catalog
    return SchemaContext(question, shown, _values(question.text, index), _terms(text, catalog), left_out, whole)


def _narrow(catalog: Catalog, table_ids: list[int]) -> tuple[Catalog, tuple[str, ...]]:
    keep = sorted(table_ids) or list(range(min(WHOLE_UP_TO_TABLES, len(catalog.tables))))
    kept = set(keep)
    left_out = tuple(table.full_name for at, table in enumerate(catalog.tables) if at not in kept)
    return replace(catalog, tables=tuple(catalog.tables[at] for at in keep)), left_out


def _values(text: str, index: CatalogIndex) -> tuple[ValueMatch, ...]:
    tokens = lex(text)
    found: dict[tuple[int, str], ValueMatch] = {}
    for mention in find_mentions(tokens, index):
        if mention.kind != "value":
            continue
        column = index.columns[mention.id]
        words = text[tokens[mention.start].start : tokens[mention.end - 1].end]
        for value in mention.values[:3]:
            match = ValueMatch(words, column.table.full_name, column.name, value, round(mention.score, 3))
            if (mention.id, value) not in found:
                found[mention.id, value] = match
    return tuple(found.values())[:MOST_VALUES]


def _terms(text: str, catalog: Catalog) -> tuple[Term, ...]:
    words = set(phrase(text))
    found = []
    for term in catalog.meaning.terms:
        names = (term.name, *term.synonyms)
        if any(set(phrase(name)) <= words for name in names if phrase(name)):
            found.append(term)
    return tuple(found)
