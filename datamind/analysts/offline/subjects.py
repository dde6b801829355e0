"""Whose totals or counts are ranked: single rows, groups of a column, or an entity that owns rows of another table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import (
    choices,
    grouping,
)
from datamind.analysts.offline.draft import Most
from datamind.analysts.offline.frame import (
    Dimension,
    Measure,
    Value,
)
from datamind.analysts.offline.joins import find_path
from datamind.linking.index import ColumnEntry

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def grouped_subject(
    binder: Binder, most: Most, column: int, outputs: list[int], dimensions: list[Dimension]
) -> list[Dimension]:
    """The groups whose totals are compared; [] when single rows are."""
    index = binder.index
    entry = index.columns[column]
    if dimensions:
        return dimensions
    at_once = bool(re.search(r"at once|single|in one|individual", binder.draft.text))
    if at_once or most.kind == "quality":
        return []
    if outputs:
        tables = {index.columns[output].table_id for output in outputs}
        if tables == {entry.table_id}:
            kinds = {index.columns[output].kind for output in outputs}
            repeated = all(not index.columns[output].is_unique for output in outputs) and kinds <= {
                "category",
                "label",
                "year",
                "flag",
            }
            has_label = any(output in choices.labels_of(index, entry.table_id) for output in outputs)
            if most.aggregate and repeated:
                return [Dimension(output) for output in outputs]
            return (
                [Dimension(output) for output in outputs]
                if repeated and not has_label and (binder.entity_slot is None)
                else []
            )
        if len(tables) == 1:
            table = tables.pop()
            if most.aggregate is None and is_same_row(binder, entry.table_id, table):
                return []
            if not names_rows(binder, table, outputs):
                return [Dimension(output) for output in outputs]
            return owner(binder, table, entry.table_id, tuple(outputs), most) if adds_up(entry, most) else []
        return []
    kind = repeated_label(binder, entry.table_id) if binder.entity == entry.table_id and most.aggregate else None
    if kind is not None:
        return [Dimension(kind)]
    if binder.entity is not None and binder.entity != entry.table_id and adds_up(entry, most):
        return owner(binder, binder.entity, entry.table_id, choices.labels_of(index, binder.entity), most)
    return []


_ADDED_UP = frozenset(
    [
        "amount",
        "total",
        "sale",
        "revenue",
        "payment",
        "spend",
        "quantity",
        "unit",
        "volume",
        "income",
        "profit",
        "goal",
        "vote",
    ]
)


def adds_up(entry: ColumnEntry, most: Most) -> bool:
    """Whether "the highest X" of an owner means all its rows together: amounts do, points and prices do not."""
    return most.aggregate is not None or bool(_ADDED_UP & set(entry.words)) or bool(entry.aggregate)


def is_same_row(binder: Binder, table: int, other: int) -> bool:
    """Whether each row of one table goes with one of the other, both ways: two halves of one thing."""
    there, back = find_path(binder.index, table, other), find_path(binder.index, other, table)
    return bool(there) and bool(back) and not any(step.many for step in (*there, *back))  # type: ignore[misc]


def repeated_label(binder: Binder, table: int) -> int | None:
    """The label of a table whose rows are events of few kinds ("treatments": X-ray, MRI): the kind is meant, not the row."""
    labels = choices.labels_of(binder.index, table)
    column = binder.index.columns[labels[0]]
    profile = column.column.profile
    few = profile is not None and profile.rows > 10 and profile.distinct * 2 <= profile.rows
    return (
        labels[0]
        if len(labels) == 1 and few and not column.is_unique and column.kind in ("label", "category")
        else None
    )


def names_rows(binder: Binder, table: int, outputs: list[int]) -> bool:
    """Whether the columns stand for single rows of the table: it is what is asked for, or one of them tells rows apart."""
    index = binder.index
    if binder.entity == table and binder.entity_slot is not None:
        return True
    labels = choices.labels_of(index, table)
    return any(
        index.columns[column].is_unique or column in labels or index.columns[column].kind == "id" for column in outputs
    )


def owner(binder: Binder, owner: int, fact: int, shown: tuple[int, ...], most: Most) -> list[Dimension]:
    """An entity whose rows own several rows of the measured table: totals are compared."""
    path = find_path(binder.index, owner, fact, tuple(binder.via))
    if not path or not any(step.many for step in path):
        return []
    key = choices.key_of(binder.index, owner)
    if key is None:
        return [Dimension(column) for column in shown]
    return [Dimension(key, None, owner, shown)]


def count_of_events(binder: Binder, value: Value, subject: list[Dimension]) -> Value:
    """ "borrowed the most books" counts the loans that lead to books, as does "books per member"."""
    if (
        not isinstance(value, Measure)
        or value.aggregate != "count"
        or value.table is None
        or len(subject) != 1
        or subject[0].table is None
    ):
        return value
    path = find_path(binder.index, subject[0].table, value.table, tuple(binder.via), frozenset(binder.near))
    if path and len(path) == 2 and path[0].many and not path[1].many:
        return replace(value, table=path[0].right, name=f"number of {binder.index.tables[value.table].name}")
    return value


def counting_subject(binder: Binder, fact: int, outputs: list[int]) -> list[Dimension]:
    index = binder.index
    if outputs:
        tables = {index.columns[column].table_id for column in outputs}
        if len(tables) == 1:
            table = next(iter(tables))
            key = choices.key_of(index, table)
            if (
                table != fact
                and key is not None
                and (binder.entity == table or any(index.columns[column].is_unique for column in outputs))
            ):
                return [Dimension(key, None, table, tuple(outputs))]
        return [Dimension(column) for column in outputs]
    if binder.entity is not None and binder.entity != fact:
        return [grouping.entity_dimension(binder, binder.entity)]
    binder.penalty += 0.3
    return [grouping.entity_dimension(binder, fact)]
