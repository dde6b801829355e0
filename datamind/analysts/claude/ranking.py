"""What of a large schema goes into one question's brief: tables, metrics and verified questions, the most fitting first.

In: words of the question and of the names. Out: orderings; equal inputs give equal orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from datamind.types import Metric, SchemaContext, Table, VerifiedQuestion

_COMMON_WORDS = (
    "a all an and are as at by did do does each for from get give had has have how i in is it last list many me much of on "
    "or per show than that the their there these this to total was were what when where which who with"
)
ASKED_FOR = 100.0
COMMON = frozenset(_COMMON_WORDS.split())


def words_of(*texts: str) -> frozenset[str]:
    """The telling words of names and sentences: camelCase and snake_case split, plurals cut, common words left out."""
    found = set()
    for text in texts:
        spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
        for word in re.findall(r"[^\W_]+", spaced.lower()):
            if word not in COMMON and len(word) > 1:
                found.add(_stem(word))
    return frozenset(found)


def rank_tables(context: SchemaContext, requested: Iterable[str] = ()) -> list[tuple[Table, float]]:
    """The tables of the context with how well they fit, the best first; those asked for by name lead."""
    asked = [table for name in requested if (table := _find(context, name)) is not None]
    question = words_of(context.question.text, *(turn.question for turn in context.question.history[-1:]))
    last_sql = context.question.history[-1].sql.lower() if context.question.history else ""
    places = {(match.table.lower(), match.column.lower()) for match in context.values}
    scores = {id(table): _score(table, question, places, last_sql) for table in context.catalog.tables}
    for table in context.catalog.tables:
        for key in table.foreign_keys:
            other = context.catalog.find(key.ref_table, key.ref_schema)
            if other is not None and id(other) in scores:
                near = max(scores[id(table)], scores[id(other)]) * 0.25
                scores[id(table)] = max(scores[id(table)], near)
                scores[id(other)] = max(scores[id(other)], near)
    ranked = sorted(context.catalog.tables, key=lambda table: -scores[id(table)])
    leading = [(table, ASKED_FOR) for table in asked]
    return [*leading, *((table, scores[id(table)]) for table in ranked if table not in asked)]


def nearest_examples(context: SchemaContext, most: int = 4) -> list[VerifiedQuestion]:
    """Verified questions that share the most telling words with the question."""
    question = words_of(context.question.text)
    scored = [
        (len(question & words) / len(question | words), -at, verified)
        for at, verified in enumerate(context.catalog.meaning.verified)
        if (words := words_of(verified.question)) & question
    ]
    return [
        verified for score, _, verified in sorted(scored, key=lambda item: item[:2], reverse=True)[:most] if score > 0.1
    ]


def fitting_metrics(context: SchemaContext) -> list[Metric]:
    """Metrics whose name or a synonym stands in the question."""
    question = words_of(context.question.text)
    return [
        metric
        for metric in context.catalog.meaning.metrics
        if any((words := words_of(name)) and words <= question for name in (metric.name, *metric.synonyms))
    ]


def _score(table: Table, question: frozenset[str], places: set[tuple[str, str]], last_sql: str) -> float:
    name = words_of(table.name, *table.synonyms)
    columns = words_of(*(column.name for column in table.columns), *(s for c in table.columns for s in c.synonyms))
    score = 3.0 * len(question & name) / (0.5 + 0.5 * max(len(name), 1)) + 1.0 * len(question & columns)
    score += 0.3 * len(question & words_of(table.description))
    score += 1.5 * sum(1 for place, _ in places if place in (table.full_name.lower(), table.name.lower()))
    if re.search(rf"\b{re.escape(table.name.lower())}\b", last_sql):
        score += 2.0
    return score


def _find(context: SchemaContext, name: str) -> Table | None:
    catalog = context.whole or context.catalog
    schema, _, bare = name.replace('"', "").replace("`", "").rpartition(".")
    return catalog.find(bare, schema or None)


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "ches", "shes")) and len(word) > 5:
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
