"""A catalog comes in, questions that the offline analyst can answer itself go out, drawn from its own tables and values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from datamind.analysts.offline import choices
from datamind.analysts.offline.understanding import understand
from datamind.analysts.offline.wording import say_of
from datamind.linking.index import CatalogIndex, ColumnEntry, TableEntry, index_of
from datamind.linking.morphology import plural, split_name
from datamind.types import Catalog


def example_questions(catalog: Catalog, limit: int = 6) -> tuple[str, ...]:
    """Up to `limit` questions, each read without a doubt: an amount by group, a trend, the top, a count, an average."""
    index = index_of(catalog)
    cached = index.__dict__.setdefault("_examples", {})
    if limit not in cached:
        cached[limit] = tuple(_first_clear(_candidates(index), index, limit))
    return cached[limit]


def _first_clear(candidates: Iterable[str], index: CatalogIndex, limit: int) -> Iterable[str]:
    count = 0
    for text in dict.fromkeys(candidates):
        found, _ = understand(text, index, date.today())
        if found and not found[0].coverage.unknown and found[0].bound.penalty < 0.1:
            count += 1
            yield text
        if count >= limit:
            return


def _candidates(index: CatalogIndex) -> list[str]:
    rows: list[list[str]] = [_of_metrics(index)]
    for table in sorted(index.tables, key=lambda table: (-_interest(table, index), -table.rows))[:5]:
        rows.append(_about(table, index))
    return [
        question
        for place in range(max((len(row) for row in rows), default=0))
        for row in rows
        for question in row[place : place + 1]
    ]


def _of_metrics(index: CatalogIndex) -> list[str]:
    """What the house itself has defined is what its people ask of first."""
    names = [metric.name[:1].upper() + metric.name[1:] for metric in index.catalog.meaning.metrics[:2]]
    return [f"{name} by month" for name in names]


def _interest(table: TableEntry, index: CatalogIndex) -> float:
    columns = index.columns_of(table.id)
    kinds = {column.kind for column in columns}
    return (
        2.0 * bool(choices.money_column(index, table.id))
        + ("time" in kinds)
        + ("category" in kinds)
        + 0.5 * ("measure" in kinds)
    )


def _about(table: TableEntry, index: CatalogIndex) -> list[str]:
    columns = index.columns_of(table.id)
    many = plural(" ".join(split_name(table.name)))
    category = next((column for column in columns if column.kind == "category" and _few(column)), None)
    money = choices.money_column(index, table.id)
    measure = (
        index.columns[money[0]]
        if len(money) == 1
        else next((column for column in columns if column.kind == "measure"), None)
    )
    time = choices.date_column(index, table.id, set())
    questions: list[str] = []
    if measure is not None and category is not None:
        verb = "total" if choices.default_aggregate(measure) == "sum" else "average"
        questions.append(f"{say_of(verb, _name(measure)).capitalize()} by {_name(category)}")
    if time is not None and index.columns[time].kind == "time":
        questions.append(f"Number of {many} per month")
    questions.append(f"How many {many} are there?")
    if category is not None:
        questions.append(f"Number of {many} per {_name(category)}")
    if measure is not None and category is not None:
        questions.append(f"Which {_name(category)} has the highest average {_name(measure)}?")
    if measure is not None:
        questions.append(f"What is the average {_name(measure)} of {many}?")
    return questions


def _few(column: ColumnEntry) -> bool:
    profile = column.column.profile
    return profile is not None and 2 <= profile.distinct <= 40


def _name(column: ColumnEntry) -> str:
    return " ".join(split_name(column.name))
