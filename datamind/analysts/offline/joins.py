"""A catalog index comes in, ways between its tables go out: cheapest paths over declared and proven keys, never over names.

A step to the "one" side keeps rows single, a step to the "many" side multiplies them; callers ask `Step.many`.
"""

from __future__ import annotations

import heapq
from collections import OrderedDict
from dataclasses import dataclass

from datamind.linking.index import CatalogIndex, ColumnEntry
from datamind.linking.synonyms import SYNONYMS_OF


@dataclass(frozen=True)
class Step:
    """From `left` to `right` over equal columns; `many` when a left row can meet several right rows."""

    left: int
    left_columns: tuple[str, ...]
    right: int
    right_columns: tuple[str, ...]
    many: bool
    key: int  # the foreign-key column's id
    declared: bool


@dataclass(frozen=True)
class Graph:
    steps: tuple[tuple[Step, ...], ...]  # by left table


_GRAPHS: OrderedDict[int, tuple[CatalogIndex, Graph]] = OrderedDict()


def graph_of(index: CatalogIndex) -> Graph:
    """The steps out of every table, kept for the last few indexes."""
    cached = _GRAPHS.get(id(index))
    if cached and cached[0] is index:
        return cached[1]
    graph = _build(index)
    _GRAPHS[id(index)] = (index, graph)
    while len(_GRAPHS) > 16:
        _GRAPHS.popitem(last=False)
    return graph


def _build(index: CatalogIndex) -> Graph:
    steps: list[list[Step]] = [[] for _ in index.tables]
    for table in index.tables:
        for foreign in table.table.foreign_keys:
            target = index.table_id(foreign.ref_table, foreign.ref_schema)
            key = index.column_of(table.id, foreign.columns[0])
            if (
                target is None
                or key is None
                or any(index.column_of(target, name) is None for name in foreign.ref_columns)
            ):
                continue
            declared = foreign.origin == "declared"
            one_to_one = len(foreign.columns) == 1 and key.is_unique
            steps[table.id].append(
                Step(
                    table.id,
                    foreign.columns,
                    target,
                    foreign.ref_columns,
                    _is_many(index, target, foreign.ref_columns),
                    key.id,
                    declared,
                )
            )
            steps[target].append(
                Step(target, foreign.ref_columns, table.id, foreign.columns, not one_to_one, key.id, declared)
            )
    for step in _likely_steps(index):
        steps[step.left].append(step)
        steps[step.right].append(
            Step(step.right, step.right_columns, step.left, step.left_columns, True, step.key, False)
        )
    return Graph(tuple(tuple(found) for found in steps))


def _likely_steps(index: CatalogIndex) -> list[Step]:
    """Keys that nobody declared or proved: `user_id` beside a table of customers, with values in the range of its ids."""
    found: list[Step] = []
    for table in index.tables:
        pointing = {name.lower() for foreign in table.table.foreign_keys for name in foreign.columns}
        for column in index.columns_of(table.id):
            words = [word for word in column.words if word not in ("id", "key", "no")]
            if (
                column.kind != "id"
                or column.name.lower() in pointing
                or not words
                or column.words[-1] not in ("id", "key")
                or len(column.words) == 1
            ):
                continue
            for target in index.tables:
                key = _own_key(index, target.id)
                if target.id == table.id or key is None or not _may_be(words, target.words) or not _within(column, key):
                    continue
                found.append(Step(table.id, (column.name,), target.id, (key.name,), False, column.id, False))
                break
    return found


def _own_key(index: CatalogIndex, table: int) -> ColumnEntry | None:
    return next((column for column in index.columns_of(table) if column.kind == "id" and column.is_unique), None)


def _may_be(words: list[str], table_words: tuple[str, ...]) -> bool:
    """Whether a key's words mean the table: its last words, or a synonym of the last."""
    head = table_words[-1]
    return (
        words[-1] == head
        or words[-1] in SYNONYMS_OF.get(head, frozenset())
        or head in SYNONYMS_OF.get(words[-1], frozenset())
    )


def _within(column: ColumnEntry, key: ColumnEntry) -> bool:
    mine, theirs = column.column.profile, key.column.profile
    if mine is None or theirs is None or not mine.distinct or mine.distinct > theirs.distinct:
        return False
    if column.column.type is not key.column.type:
        return False
    try:
        return bool(theirs.minimum <= mine.minimum and mine.maximum <= theirs.maximum)
    except TypeError:
        return False


def _is_many(index: CatalogIndex, target: int, columns: tuple[str, ...]) -> bool:
    """A key may point at a column that repeats; only the profile knows."""
    table = index.tables[target].table
    if {name.lower() for name in columns} == {name.lower() for name in table.primary_key}:
        return False
    column = index.column_of(target, columns[0])
    return not (column is not None and (column.is_unique or column.column.profile is None))


def find_path(
    index: CatalogIndex, start: int, goal: int, via: tuple[int, ...] = (), near: frozenset[int] = frozenset()
) -> tuple[Step, ...] | None:
    """The cheapest steps from `start` to `goal`; () when they are the same, None when no key leads there.

    `via` are key columns to prefer, `near` tables that are wanted anyway.
    """
    if start == goal:
        return ()
    graph = graph_of(index)
    queue: list[tuple[float, int, int, tuple[Step, ...]]] = [(0.0, 0, start, ())]
    seen: set[int] = set()
    count = 0
    while queue:
        cost, _, table, path = heapq.heappop(queue)
        if table == goal:
            return path
        if table in seen:
            continue
        seen.add(table)
        for order, step in enumerate(graph.steps[table]):
            if step.right not in seen:
                count += 1
                heapq.heappush(queue, (cost + _cost(step, order, via, near), count, step.right, (*path, step)))
    return None


def _cost(step: Step, order: int, via: tuple[int, ...], near: frozenset[int]) -> float:
    cost = (
        1.0 + (0.05 if step.many else 0.0) + 0.000_01 * step.key + 0.000_001 * order + (0.0 if step.declared else 0.1)
    )
    if step.key in via:
        cost -= 0.6
    if step.right in near:
        cost -= 0.2
    return cost


def self_step(index: CatalogIndex, table: int) -> Step | None:
    """The step from a table to itself (an employee's manager), from the pointing to the pointed-at row."""
    for step in graph_of(index).steps[table]:
        if step.right == table and not step.many:
            return step
    return None


def distance(index: CatalogIndex, start: int, goal: int) -> float:
    """How many steps apart; a large number when no key leads there."""
    path = find_path(index, start, goal)
    return 99.0 if path is None else float(len(path))
