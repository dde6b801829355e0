"""Choosing among what words can mean: which table's column, which column shows an entity, which is its main amount or date.

An index and the tables in play come in, ids with a certainty go out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from datamind.analysts.offline.frame import Aggregate
from datamind.analysts.offline.joins import distance
from datamind.linking.index import CatalogIndex, ColumnEntry
from datamind.linking.morphology import split_name, stem
from datamind.linking.vocabulary import QUALITIES

_MONEY_WORDS = {
    "revenue": 5,
    "sale": 4,
    "total": 4,
    "amount": 4,
    "spend": 4,
    "pay": 3,
    "payment": 3,
    "income": 2,
    "price": 1,
    "cost": 1,
    "value": 2,
    "sales": 4,
    "net": 1,
    "gross": 1,
    "earning": 3,
    "fee": 1,
}
_NOT_MONEY = {
    "tax",
    "discount",
    "unit",
    "percent",
    "percentage",
    "rate",
    "margin",
    "quantity",
    "number",
    "count",
    "age",
    "year",
    "id",
    "balance",
    "monthly",
    "annual",
    "list",
    "min",
    "max",
    "limit",
    "cogs",
    "tip",
    "freight",
}
_AVERAGED = {
    "price",
    "rate",
    "rating",
    "score",
    "age",
    "height",
    "weight",
    "percent",
    "percentage",
    "temperature",
    "average",
    "avg",
    "ratio",
    "margin",
    "density",
    "speed",
    "gpa",
    "grade",
    "length",
    "latitude",
    "longitude",
    "salary",
    "rank",
    "mpg",
    "year",
    "level",
}
_IN_STOCK = {"stock", "inventory", "reorder", "hand", "available", "level", "capacity", "minimum", "maximum"}
_LESS_LIKELY_DATES = {"update", "modify", "birth", "end", "delete", "expire", "close", "due", "require", "last"}


@dataclass(frozen=True)
class Choice:
    """A chosen id and how clearly it won: 1.0 alone, near 0 when another was as good."""

    id: int
    margin: float
    score: float


def labels_of(index: CatalogIndex, table_id: int) -> tuple[int, ...]:
    """The columns by which people know a row of the table: name, first and last name, title, else a unique text, else the key."""
    columns = index.columns_of(table_id)
    first = next(
        (
            column
            for column in columns
            if column.words[:2]
            in (("first", "name"), ("name", "first"), ("given", "name"), ("name", "given"), ("forename",))
            and not column.column.type.is_numeric
        ),
        None,
    )
    last = next(
        (
            column
            for column in columns
            if column.words[:2] in (("last", "name"), ("name", "last"), ("family", "name"))
            or column.words == ("surname",)
        ),
        None,
    )
    if first and last:
        return (first.id, last.id)
    table_words = set(index.tables[table_id].words)
    ranked: list[tuple[float, int]] = []
    for column in columns:
        score = _label_score(column, table_words)
        if score > 0:
            ranked.append((score, -column.id))
    if ranked:
        return (-max(ranked)[1],)
    key = key_of(index, table_id)
    return (key,) if key is not None else (columns[0].id,)


def _label_score(column: ColumnEntry, table_words: set[str]) -> float:
    if column.kind not in ("label", "category", "text") or column.numeric_text:
        return 0.0
    words = set(column.words)
    score = 0.0
    if words & {"name", "title"}:
        score = (
            3.0
            if column.own_words[-1:] in (("name",), ("title",)) and (words <= {"name", "title", "full"} | table_words)
            else 1.2
        )
        if "full" in words:
            score += 0.3
        if column.words[-1:] == ("title",) and "name" not in words:
            score -= 0.5
    elif words == table_words or (len(words) == 1 and words <= table_words):
        score = 2.6
    elif words & {"description", "label"} and words & table_words:
        score = 1.0
    if column.is_unique:
        score += 0.6
    return score


def key_of(index: CatalogIndex, table_id: int) -> int | None:
    """The column that identifies a row, if one does."""
    table = index.tables[table_id].table
    if len(table.primary_key) == 1:
        column = index.column_of(table_id, table.primary_key[0])
        return column.id if column else None
    if table.primary_key:
        return None
    for column in index.columns_of(table_id):
        if column.kind == "id" and column.is_unique and column.words[-1:] == ("id",):
            return column.id
    return _referenced_column(index, table_id)


def _referenced_column(index: CatalogIndex, table_id: int) -> int | None:
    for table in index.tables:
        for foreign in table.table.foreign_keys:
            if index.table_id(foreign.ref_table, foreign.ref_schema) == table_id and len(foreign.ref_columns) == 1:
                column = index.column_of(table_id, foreign.ref_columns[0])
                if column and column.is_unique:
                    return column.id
    return None


def quality_column(index: CatalogIndex, quality: str, tables: Iterable[int]) -> tuple[int, int] | None:
    """The column that measures a quality ("old": age) in the first of `tables` that has one, and its sign."""
    words, sign = QUALITIES.get(quality, ((), 1))
    for table_id in tables:
        best: tuple[float, int, int] | None = None
        for column in index.columns_of(table_id):
            if column.kind not in ("measure", "year", "time", "category") or not (
                column.is_number or column.kind == "time"
            ):
                continue
            for place, word in enumerate(words):
                parts = set(word.split())
                if parts <= set(column.words):
                    dated = column.kind in ("time", "year") or bool({"birth", "birthdate"} & set(column.words))
                    flips = -1 if dated and quality in ("old", "young", "senior", "junior") else 1
                    score = 10 - place + len(parts) - 0.1 * len(column.own_words)
                    if best is None or score > best[0]:
                        best = (score, column.id, sign * flips)
        if best:
            return best[1], best[2]
        latest = date_column(index, table_id, set()) if quality in ("new", "recent", "late", "early") else None
        if latest is not None:
            return latest, sign
    return None


def neighbours(index: CatalogIndex, tables: Iterable[int]) -> list[int]:
    """The tables that the given ones point at."""
    from datamind.analysts.offline.joins import graph_of

    graph = graph_of(index)
    return [step.right for table in tables for step in graph.steps[table] if not step.many]


def money_column(index: CatalogIndex, table_id: int) -> tuple[int, ...]:
    """The main amount of a table's rows: one column, or (unit price, quantity) to be multiplied; () when there is none."""
    best: tuple[float, int] | None = None
    price = quantity = None
    for column in index.columns_of(table_id):
        if not column.is_number or column.kind != "measure":
            continue
        words = set(column.words)
        if words & {"price", "cost"} and (words & {"unit", "item", "each"} or column.words == ("price",)):
            price = price or column.id
        stocked = words & _IN_STOCK or "on" in split_name(column.name)
        if words & {"quantity", "unit"} and not words & {"price", "cost"} and not stocked:
            quantity = quantity or column.id
        score = sum(_MONEY_WORDS.get(word, 0) for word in words) - 3 * len(words & _NOT_MONEY)
        if score > 0 and (best is None or score > best[0]):
            best = (score, column.id)
    if best and best[0] >= 2:
        return (best[1],)
    if price is not None and quantity is not None:
        return (price, quantity)
    return (best[1],) if best else ()


def default_aggregate(column: ColumnEntry) -> Aggregate:
    """SUM for what adds up, AVG for what does not; a glossary term says its own."""
    if column.aggregate:
        return cast(Aggregate, column.aggregate)
    return "avg" if set(column.words) & _AVERAGED and not set(column.words) & {"total"} else "sum"


def date_column(index: CatalogIndex, table_id: int, stems: set[str]) -> int | None:
    """The column that places a table's rows in time: one that the question's words name, else the likeliest."""
    best: tuple[float, int] | None = None
    for place, column in enumerate(index.columns_of(table_id)):
        if column.kind not in ("time", "year"):
            continue
        score = 1.0 - 0.01 * place
        own = [word for word in column.words if word not in ("date", "time", "at", "on", "day")]
        score += 2.0 * any(stem(word) in stems for word in own)
        score -= 0.5 * bool(set(own) & _LESS_LIKELY_DATES)
        score += 0.3 * bool(
            set(column.words) & {"date", "create", "order", "time"} | set(own) & set(index.tables[table_id].words)
        )
        if best is None or score > best[0]:
            best = (score, column.id)
    return best[1] if best else None


def near(index: CatalogIndex, start: int | None, goal: int) -> float:
    """A penalty for how far `goal` is from `start`: 0 the same, growing with each key."""
    if start is None:
        return 0.1
    steps = distance(index, start, goal)
    return 0.0 if steps == 0 else min(0.9, 0.07 + 0.07 * steps)
