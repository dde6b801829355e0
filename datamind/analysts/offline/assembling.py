"""The second half of binding: measures, columns, groups and superlatives become one frame."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import choices, columns, conditions, grouping, measuring, placing
from datamind.analysts.offline.draft import Asked, Most
from datamind.analysts.offline.frame import (
    Change,
    Condition,
    Dimension,
    Frame,
    Linked,
    Many,
    Measure,
    Operator,
    Ratio,
    Running,
    Share,
    Sort,
    Value,
)
from datamind.analysts.offline.joins import find_path
from datamind.linking.vocabulary import QUALITIES

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder

_MONEY_TABLES = {"sale", "revenue", "payment", "spending", "purchase", "transaction"}


def assemble(
    binder: Binder, measures: list[Value], outputs: list[int], linked: list[int], dimensions: list[Dimension]
) -> Frame:
    draft, index = binder.draft, binder.index
    measures, outputs = _glossary_measures(binder, measures, outputs)
    measures, outputs = _measures_left_over(binder, measures, outputs, dimensions)
    if (
        measures
        and dimensions
        and binder.entity_slot is not None
        and re.search(rf"\b[A-Z]+{binder.entity_slot} (?:and|,) (?:the )?\^", draft.text)
    ):
        measures = [Measure("count", table=binder.entity), *measures]  # "monthly orders and revenue"
    if draft.share and not measures and not dimensions and binder.entity is not None and not draft.most:
        measures, outputs = [Measure("count", table=binder.entity)], []
    if draft.most:
        return _superlative(binder, measures, outputs, linked, dimensions)
    ranked = _top_of_each(binder, measures, outputs, linked, dimensions)
    if ranked is not None:
        return ranked
    if measures and not dimensions and all(not isinstance(value, Measure) or value.aggregate for value in measures):
        dimensions = _implicit_dimensions(binder, measures, outputs)
        outputs = [] if dimensions else outputs
    if any(isinstance(value, Measure) and value.aggregate is None for value in measures):
        outputs = [
            *outputs,
            *[
                value.column
                for value in measures
                if isinstance(value, Measure) and value.column is not None and value.aggregate is None
            ],
        ]
        measures = []
    if draft.count_rows and not measures:
        frame = _listing(
            binder, binder.entity if binder.entity is not None else index.columns[outputs[0]].table_id, outputs, linked
        )
        return replace(frame, columns=(), values=(Measure("count", table=frame.base),), order=(), distinct=False)
    if measures or dimensions:
        return _aggregate(binder, measures, outputs, linked, dimensions)
    base = binder.entity if binder.entity is not None else index.columns[outputs[0]].table_id
    return _listing(binder, base, outputs, linked)


def _top_of_each(
    binder: Binder, measures: list[Value], outputs: list[int], linked: list[int], dimensions: list[Dimension]
) -> Frame | None:
    """ "top 3 products by revenue in each category"."""
    draft = binder.draft
    if (
        draft.limit is None
        or len(measures) != 1
        or len(dimensions) != 1
        or outputs
        or binder.entity is None
        or not _is_head(binder)
    ):
        return None
    group = dimensions[0]
    if group.table == binder.entity or not re.search(
        r"\b(each|every|per|within)\b", " ".join(token.lower for token in draft.tagged.tokens)
    ):
        return None
    frame = _aggregate(binder, measures, [], linked, [group, grouping.entity_dimension(binder, binder.entity)])
    return replace(
        frame, order=(Sort(frame.values[0], draft.direction is not False),), limit=None, per_group=draft.limit
    )


# ── what is measured ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _glossary_measures(binder: Binder, measures: list[Value], outputs: list[int]) -> tuple[list[Value], list[int]]:
    """A metric is never shown row by row: it is measured."""
    formulas = [column for column in outputs if binder.index.columns[column].aggregate]
    if not formulas or binder.draft.most:
        return measures, [column for column in outputs if column not in formulas]
    if measures and all(isinstance(value, Measure) and value.aggregate == "count" for value in measures):
        return measures, [column for column in outputs if column not in formulas]  # "how many customers signed up"
    found: list[Value] = [Measure(binder.index.columns[column].aggregate, column) for column in formulas]  # type: ignore[arg-type]
    first = binder.index.columns[formulas[0]]
    binder.fact = binder.fact if binder.fact is not None else first.table_id
    binder.placed_by = binder.placed_by if binder.placed_by is not None else first.placed_by
    return [*measures, *found], [column for column in outputs if column not in formulas]


def _measures_left_over(
    binder: Binder, measures: list[Value], outputs: list[int], dimensions: list[Dimension]
) -> tuple[list[Value], list[int]]:
    """With groups but no aggregate said, numbers among the columns are added up; else rows are counted."""
    index = binder.index
    if not dimensions or measures or binder.draft.most:
        return measures, outputs
    numbers = [
        column for column in outputs if index.columns[column].is_number and index.columns[column].kind == "measure"
    ]
    if numbers:
        rest = [column for column in outputs if column not in numbers]
        return [Measure(choices.default_aggregate(index.columns[column]), column) for column in numbers], rest  # type: ignore[arg-type]
    if binder.entity is not None and not outputs:
        words = set(index.tables[binder.entity].words)
        money = choices.money_column(index, binder.entity)
        from datamind.analysts.offline.draft import Asked

        if words & _MONEY_TABLES and money:
            value = measuring.money(
                binder, Asked("sum", None, word=index.tables[binder.entity].words[-1]), binder.entity
            )
            if value is not None:
                return [value], outputs
        return [Measure("count", table=binder.entity)], outputs
    if not outputs:
        value = measuring.money_named(binder)
        if value is not None:
            return [value], outputs
    return measures, outputs


def _implicit_dimensions(binder: Binder, measures: list[Value], outputs: list[int]) -> list[Dimension]:
    """ "names of teachers and the number of courses": what is shown beside an aggregate is what it is grouped by."""
    index, entity = binder.index, binder.entity
    first = measures[0]
    fact = first.table if isinstance(first, Measure) and first.table is not None else index.columns[first.column].table_id if isinstance(first, Measure) and first.column is not None else None  # fmt: skip
    if outputs:
        tables = {index.columns[column].table_id for column in outputs}
        if len(tables) == 1 and fact not in tables:
            table = tables.pop()
            key = choices.key_of(index, table)
            distinct_rows = any(
                column in choices.labels_of(index, table) or index.columns[column].is_unique for column in outputs
            )
            if key is not None and distinct_rows:
                return [Dimension(key, None, table, tuple(outputs))]
        return [Dimension(column, "month" if False else None) for column in outputs]
    slot = binder.draft.slot(binder.entity_slot) if binder.entity_slot is not None else None
    if slot is not None and entity is not None and entity != fact and fact is not None and _is_head(binder):
        return [grouping.entity_dimension(binder, entity)]
    return []


def _is_head(binder: Binder) -> bool:
    """Whether the entity stands in the place of what is listed, not inside a clause ("top 5 customers by …")."""
    text = binder.draft.text
    found = re.search(rf"\b[A-Z]+{binder.entity_slot}\b", text)
    if not found:
        return False
    before = text[: found.start()]
    if binder.draft.limit is not None and len(re.findall(r"[A-Z]+\d+", before)) == 0:
        return True
    return "^" not in before and not re.search(
        r" (?:of|in|for|by|from|with|have|has|that|who|does|do|did|made|among) ", before + " "
    )


# ── the most and the least ───────────────────────────────────────────────────────────────────────────────────────────────


def _limit(binder: Binder) -> int | None:
    if binder.draft.limit is not None:
        return binder.draft.limit
    if binder.draft.most and any(ordered.quality or ordered.slot is not None for ordered in binder.draft.ordered):
        return None
    return None if binder.draft.direction is not None and binder.draft.ordered == [] and _ordered_words(binder) else 1


def _ordered_words(binder: Binder) -> bool:
    return bool(
        re.search(
            r"\b(order|sort|rank|arrange)|first\b|to (?:the )?(?:low|small|short|young|old|new|least|worst|high|large|long)",
            " ".join(token.lower for token in binder.draft.tagged.tokens),
        )
    )


def _superlative(
    binder: Binder, measures: list[Value], outputs: list[int], linked: list[int], dimensions: list[Dimension]
) -> Frame:
    most = binder.draft.most[0]
    if most.kind == "money":
        return _most_money(binder, most, measures, outputs, linked, dimensions)
    first_of_each = _first_of_each_group(binder, most, measures, outputs, linked, dimensions)
    if first_of_each is not None:
        return first_of_each
    if most.kind == "common":
        return _most_common(binder, most, measures, outputs, dimensions)
    if most.kind == "count":
        return _most_counted(binder, most, measures, outputs, linked, dimensions)
    column, sign = _superlative_column(binder, most, outputs)
    if column is None:
        binder.penalty += 0.6
        binder.notes.append(f"unknown:{most.word}")
        base = binder.entity if binder.entity is not None else 0
        return _listing(binder, base, outputs, linked)
    entry = binder.index.columns[column]
    descending = most.descending if most.kind == "column" else sign > 0
    if most.select and not outputs and not measures and not binder.draft.which:
        return _extreme_value(binder, most, column, descending, dimensions, linked)
    if most.select and dimensions and not outputs and not binder.draft.which:
        return _extreme_value(binder, most, column, descending, dimensions, linked)
    subject = _grouped_subject(binder, most, column, outputs, dimensions)
    if subject:
        aggregate = most.aggregate or choices.default_aggregate(entry)
        if most.aggregate is None:
            binder.penalty += 0.05
        value = Measure(aggregate, column, divide=measuring.divide(binder, entry))  # type: ignore[arg-type]
        return _ranked(binder, value, subject, descending, linked, shown=bool(measures))
    base = _base_of_rows(binder, column, outputs)
    frame = _listing(binder, base, outputs, linked)
    limit = _limit(binder)
    if limit is None and column not in frame.columns:
        frame = replace(frame, columns=(*frame.columns, column))
    return replace(frame, order=(Sort(column, descending, is_column=True),), limit=limit, distinct=False)


def _first_of_each_group(
    binder: Binder,
    most: Most,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame | None:
    """ "the most expensive product in each category": rows, or totals of an entity, ranked within each group."""
    group = next(
        (dimension for dimension in dimensions if dimension.table != binder.entity or dimension.table is None), None
    )
    if (
        group is None
        or binder.entity is None
        or binder.entity_slot is None
        or len(dimensions) != 1
        or (most.select and most.kind == "column")
    ):
        return None
    index = binder.index
    if most.kind == "count" and most.slot is not None and binder.draft.slot(most.slot).tables:
        fact = binder.draft.slot(most.slot).tables[0].id
        if fact == binder.entity:
            return None
        value = Measure("count", table=fact)
        frame = _aggregate(binder, [value], [], linked, [group, grouping.entity_dimension(binder, binder.entity)])
        return replace(frame, order=(Sort(value, most.descending),), limit=None, per_group=binder.draft.limit or 1)
    if most.kind not in ("column", "quality"):
        return None
    column, sign = _superlative_column(binder, most, outputs)
    if column is None:
        return None
    descending = most.descending if most.kind == "column" else sign > 0
    path = find_path(index, binder.entity, index.columns[column].table_id, tuple(binder.via))
    if path and any(step.many for step in path):
        value = Measure(most.aggregate or choices.default_aggregate(index.columns[column]), column)  # type: ignore[arg-type]
        frame = _aggregate(binder, [value], [], linked, [group, grouping.entity_dimension(binder, binder.entity)])
        return replace(frame, order=(Sort(value, descending),), limit=None, per_group=binder.draft.limit or 1)
    frame = _listing(binder, binder.entity, outputs, linked)
    shown = (
        *choices.labels_of(index, binder.entity),
        *(each for each in frame.columns if each not in choices.labels_of(index, binder.entity)),
    )
    columns = shown if column in shown else (*shown, column)
    return replace(
        frame,
        columns=columns,
        order=(Sort(column, descending, is_column=True),),
        limit=None,
        per_group=binder.draft.limit or 1,
        partition=group,
        distinct=False,
    )


def _most_money(
    binder: Binder,
    most: Most,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame:
    """ "who spent the most money": the main amount, added up per what is asked for."""
    value = measuring.money(binder, Asked("sum", None, word=most.word))
    column = value.column if isinstance(value, Measure) else None
    outputs = [output for output in outputs if output != column]
    if value is None:
        binder.penalty += 0.6
        return _listing(binder, binder.entity or 0, outputs, linked)
    subject = dimensions
    if not subject and column is not None:
        subject = _grouped_subject(binder, replace(most, kind="column"), column, outputs, dimensions)
    if not subject:
        subject = [Dimension(output) for output in outputs] or (
            [grouping.entity_dimension(binder, binder.entity)] if binder.entity is not None else []
        )
    return _ranked(binder, value, subject, most.descending, linked, shown=bool(measures))


def _superlative_column(binder: Binder, most: Most, outputs: list[int]) -> tuple[int | None, int]:
    if most.kind == "column" and most.slot is not None:
        slot = binder.draft.slot(most.slot)
        return columns.column(binder, slot, "number"), 1 if most.descending else -1
    tables = [slot.tables[0].id for slot in binder.draft.tagged.slots if slot.tables]
    of = binder.draft.slot(most.of) if most.of is not None else None
    first = [of.tables[0].id] if of is not None and of.tables else []
    if of is not None and of.values:
        first.append(binder.index.columns[placing.value_column(binder, of, binder.entity or 0)].table_id)
    if of is not None and of.columns and not of.tables:
        column = columns.column(binder, of)
        if column is not None and (
            binder.index.columns[column].is_number or binder.index.columns[column].kind in ("time", "year")
        ):
            sign = QUALITIES.get(most.word, ((), 1))[1]
            if column in outputs:
                outputs.remove(column)
            return column, sign
        if column is not None:
            first.append(binder.index.columns[column].table_id)
    entity = [binder.entity] if binder.entity is not None else []
    near = dict.fromkeys([*first, *entity, *tables])
    found = choices.quality_column(binder.index, most.word, [*near, *choices.neighbours(binder.index, near)])
    if found is None:
        return None, 1
    written = QUALITIES[most.word][1]
    least = most.descending != (written > 0)
    return found[0], -found[1] if least else found[1]


def _extreme_value(
    binder: Binder, most: Most, column: int, descending: bool, dimensions: list[Dimension], linked: list[int]
) -> Frame:
    entry = binder.index.columns[column]
    value = Measure("max" if descending else "min", column, divide=measuring.divide(binder, entry))
    return _aggregate(binder, [value], [], linked, dimensions)


def _grouped_subject(
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
            if not _names_rows(binder, table, outputs):
                return [Dimension(output) for output in outputs]
            return _owner(binder, table, entry.table_id, tuple(outputs), most)
        return []
    if binder.entity is not None and binder.entity != entry.table_id:
        return _owner(binder, binder.entity, entry.table_id, choices.labels_of(index, binder.entity), most)
    return []


def _names_rows(binder: Binder, table: int, outputs: list[int]) -> bool:
    """Whether the columns stand for single rows of the table: it is what is asked for, or one of them tells rows apart."""
    index = binder.index
    if binder.entity == table and binder.entity_slot is not None:
        return True
    labels = choices.labels_of(index, table)
    return any(
        index.columns[column].is_unique or column in labels or index.columns[column].kind == "id" for column in outputs
    )


def _owner(binder: Binder, owner: int, fact: int, shown: tuple[int, ...], most: Most) -> list[Dimension]:
    """An entity whose rows own several rows of the measured table: totals are compared."""
    path = find_path(binder.index, owner, fact, tuple(binder.via))
    if not path or not any(step.many for step in path):
        return []
    key = choices.key_of(binder.index, owner)
    if key is None:
        return [Dimension(column) for column in shown]
    return [Dimension(key, None, owner, shown)]


def _base_of_rows(binder: Binder, column: int, outputs: list[int]) -> int:
    table = binder.index.columns[column].table_id
    if binder.entity is None:
        return table
    path = find_path(binder.index, binder.entity, table, tuple(binder.via))
    if path and any(step.many for step in path):
        return table
    return binder.entity


def _ranked(
    binder: Binder, value: Value, dimensions: list[Dimension], descending: bool, linked: list[int], shown: bool = False
) -> Frame:
    frame = _aggregate(binder, [value], [], linked, dimensions)
    limit = _limit(binder)
    show = shown or limit is None or limit > 1
    return replace(frame, order=(Sort(value, descending),), limit=limit, hide_values=not show)


def _most_common(
    binder: Binder, most: Most, measures: list[Value], outputs: list[int], dimensions: list[Dimension]
) -> Frame:
    slot = binder.draft.slot(most.slot or 0)
    if slot.columns and (not slot.tables or slot.columns[0].score >= slot.tables[0].score):
        column = columns.column(binder, slot, "dimension")
        if column is not None:
            table = binder.index.columns[column].table_id
            target = [Dimension(column)]
            fact = binder.entity if binder.entity is not None else table
            path = find_path(binder.index, fact, table)
            return _ranked(
                binder, Measure("count", table=fact if path is not None else table), target, most.descending, []
            )
    owner = slot.tables[0].id if slot.tables else (binder.entity or 0)
    others = [table for table in binder.mentioned if table != owner]
    fact_table = others[0] if others else _busiest_child(binder, owner)
    binder.penalty += 0.1 if others else 0.25
    shown = tuple(outputs) or choices.labels_of(binder.index, owner)
    key = choices.key_of(binder.index, owner)
    return _ranked(
        binder,
        Measure("count", table=fact_table),
        [Dimension(key if key is not None else shown[0], None, owner, shown)],
        most.descending,
        [],
    )


def _busiest_child(binder: Binder, owner: int) -> int:
    children = [
        table.id
        for table in binder.index.tables
        for key in table.table.foreign_keys
        if binder.index.table_id(key.ref_table, key.ref_schema) == owner
    ]
    return max(children, key=lambda table: binder.index.tables[table].rows, default=owner)


def _most_counted(
    binder: Binder,
    most: Most,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame:
    index = binder.index
    slot = binder.draft.slot(most.slot or 0)
    number = columns.column(binder, slot, "number") if slot.columns else None
    if (
        number is not None
        and index.columns[number].is_number
        and index.columns[number].kind == "measure"
        and (not slot.tables or slot.columns[0].score > slot.tables[0].score)
    ):
        return _superlative_of_number(binder, most, number, measures, outputs, linked, dimensions)
    if not slot.tables:
        column = columns.column(binder, slot, "dimension")
        value: Value = Measure("count_distinct", column)
        fact = index.columns[column].table_id if column is not None else 0
    else:
        fact = slot.tables[0].id
        value = Measure("count", table=fact)
    subject = dimensions or _counting_subject(binder, fact, outputs)
    value = _count_of_events(binder, value, subject)
    return _ranked(binder, value, subject, most.descending, linked, shown=bool(measures))


def _count_of_events(binder: Binder, value: Value, subject: list[Dimension]) -> Value:
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


def _superlative_of_number(
    binder: Binder,
    most: Most,
    column: int,
    measures: list[Value],
    outputs: list[int],
    linked: list[int],
    dimensions: list[Dimension],
) -> Frame:
    renamed = replace(most, kind="column")
    subject = _grouped_subject(binder, renamed, column, outputs, dimensions)
    if subject:
        return _ranked(binder, Measure("sum", column), subject, most.descending, linked, shown=bool(measures))
    frame = _listing(binder, _base_of_rows(binder, column, outputs), outputs, linked)
    return replace(frame, order=(Sort(column, most.descending, is_column=True),), limit=_limit(binder))


def _counting_subject(binder: Binder, fact: int, outputs: list[int]) -> list[Dimension]:
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


# ── aggregates ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _base_of(binder: Binder, measures: list[Value], dimensions: list[Dimension]) -> int:
    for value in measures:
        measure = (
            value if isinstance(value, Measure) else value.numerator if isinstance(value, Ratio) else value.measure
        )
        if measure.column is not None:
            return binder.index.columns[measure.column].table_id
        if measure.table is not None:
            return measure.table
    if dimensions:
        return binder.index.columns[dimensions[0].column].table_id
    return binder.entity or 0


def _aggregate(
    binder: Binder, measures: list[Value], outputs: list[int], linked: list[int], dimensions: list[Dimension]
) -> Frame:
    draft = binder.draft
    base = _base_of(binder, measures, dimensions)
    dimensions = [
        *dimensions,
        *[
            Dimension(column)
            for column in outputs
            if all(column != dimension.column and column not in dimension.shown for dimension in dimensions)
        ],
    ]
    conditions = conditions.conditions(binder, base)
    conditions += _linked_conditions(binder, linked, base)
    having: list[tuple[Value, Operator, float]] = []
    for counted in draft.counted:
        table = binder.draft.slot(counted.slot).tables[0].id if counted.slot is not None else base
        if dimensions and (table == base or dimensions[0].table not in (None, base)):
            having.append((Measure("count", table=table), counted.operator, int(counted.number)))
        else:
            conditions.append(Many(table, counted.operator, int(counted.number), via=tuple(binder.via)))
    measures = [
        _count_of_events(binder, value, dimensions) if isinstance(value, Measure) else value for value in measures
    ]
    base = _base_of(binder, measures, dimensions)
    measures = _special_values(binder, measures, dimensions, conditions)
    if draft.share and not dimensions and isinstance(measures[0], Ratio):
        conditions = []
    if not measures and not having and dimensions:
        measures = [Measure("count", table=base)]
    frame = Frame(
        base,
        (),
        tuple(measures),
        tuple(dimensions),
        tuple(conditions),
        tuple(having),
        via=tuple(binder.via),
        limit=draft.limit,
    )  # type: ignore[arg-type]
    return replace(frame, order=_order(binder, frame))


def _special_values(
    binder: Binder, measures: list[Value], dimensions: list[Dimension], conditions: list[Condition]
) -> list[Value]:
    draft = binder.draft
    found: list[Value] = []
    for value in measures:
        if not isinstance(value, Measure):
            found.append(value)
        elif draft.share and dimensions:
            found.append(Share(value))
        elif draft.share:
            found.append(Ratio(replace(value, conditions=tuple(conditions)), value, percent=True))
        elif draft.change and any(dimension.grain for dimension in dimensions):
            found += [value, Change(value, draft.change == "percent")]
        elif draft.running and any(dimension.grain for dimension in dimensions):
            found += [value, Running(value, draft.window)]
        else:
            found.append(value)
    return found


def _order(binder: Binder, frame: Frame) -> tuple[Sort, ...]:
    draft, index = binder.draft, binder.index
    sorts: list[Sort] = []
    for ordered in draft.ordered:
        if ordered.count and frame.values:
            sorts.append(Sort(frame.values[0], ordered.descending))
            continue
        if ordered.slot is None:
            continue
        slot = draft.slot(ordered.slot)
        column = columns.column(binder, slot)
        same = next((value for value in frame.values if isinstance(value, Measure) and value.column == column), None)
        place = next(
            (
                place
                for place, dimension in enumerate(frame.dimensions)
                if column == dimension.column or column in dimension.shown
            ),
            None,
        )
        if same is not None:
            sorts.append(Sort(same, ordered.descending))
        elif place is not None:
            sorts.append(Sort(place, ordered.descending, is_dimension=True))
        elif column is not None and index.columns[column].is_number:
            sorts.append(
                Sort(
                    Measure(ordered.aggregate or choices.default_aggregate(index.columns[column]), column),
                    ordered.descending,
                )
            )  # type: ignore[arg-type]
        elif frame.dimensions:
            sorts.append(Sort(0, ordered.descending, is_dimension=True))
    if not sorts and frame.values and frame.dimensions:
        if draft.direction is not None:
            sorts.append(Sort(frame.values[0], draft.direction))
        elif (
            any(dimension.grain for dimension in frame.dimensions)
            or index.columns[frame.dimensions[0].column].kind == "year"
        ):
            place = next((place for place, dimension in enumerate(frame.dimensions) if dimension.grain), 0)
            sorts.append(Sort(place, False, is_dimension=True))
    return tuple(sorts)


# ── lists of rows ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _linked_conditions(binder: Binder, linked: list[int], base: int) -> list[Condition]:
    found: list[Condition] = []
    for number in linked:
        table = binder.draft.slot(number).tables[0].id
        role = binder.draft.slot(number).tables[0].role_column
        if table != base or role is not None:
            if any(isinstance(each, Linked) and each.table == table for each in found):
                continue
            found.append(Linked(table, via=(binder.roles[number],) if number in binder.roles else tuple(binder.via)))
    return found


def _listing(binder: Binder, base: int, outputs: list[int], linked: list[int]) -> Frame:
    draft, index = binder.draft, binder.index
    if draft.counted and outputs and _groups_of_rows(binder, outputs):
        return _aggregate(binder, [], [], linked, [Dimension(column) for column in outputs])
    shown = list(outputs)
    if draft.where and not shown:
        shown = _places(binder, base)
    if not shown:
        shown = list(choices.labels_of(index, base))
    elif _is_listed_itself(binder):
        shown = [*(column for column in choices.labels_of(index, base) if column not in shown), *shown]
    conditions = conditions.conditions(binder, base)
    tables = {_table(each, index) for each in conditions}
    conditions += [each for each in _linked_conditions(binder, linked, base) if _table(each, index) not in tables]
    for counted in draft.counted:
        table = draft.slot(counted.slot).tables[0].id if counted.slot is not None else _event_table(binder, base)
        conditions.append(Many(table, counted.operator, int(counted.number), via=tuple(binder.via)))
    output_tables = {index.columns[column].table_id for column in shown}
    conditions = [_unwrap(each, output_tables, base) for each in conditions]
    order: list[Sort] = []
    for ordered in draft.ordered:
        order += _row_order(binder, ordered.slot, ordered.descending, ordered.count, ordered.quality, base)
    if not order and draft.direction is not None and shown and draft.ordered == [] and not draft.most:
        number = next((column for column in shown if index.columns[column].is_number), shown[0])
        order.append(Sort(number, draft.direction, is_column=True))
    distinct = draft.distinct or _repeats(binder, shown, base)
    return Frame(
        base,
        tuple(dict.fromkeys(shown)),
        (),
        (),
        tuple(each for each in conditions if each is not None),
        (),
        tuple(order),
        draft.limit,
        distinct,
        via=tuple(binder.via),
    )


_PLACES = ("hometown", "birthplace", "city", "location", "place", "town", "address", "state", "country", "region")


def _places(binder: Binder, base: int) -> list[int]:
    """What answers "where": the first column of the entity that names a place."""
    for word in _PLACES:
        for column in binder.index.columns_of(base):
            if word in column.words or column.name.lower() == word:
                return [column.id]
    return []


def _is_listed_itself(binder: Binder) -> bool:
    """ "the cities in France and their population": the entity stands first, so it is shown too."""
    if binder.entity_slot is None:
        return False
    found = re.match(
        rf"^(?: show| which| what| \||\.| of| in| for| all| each)* [A-Z]+{binder.entity_slot}\b", binder.draft.text
    )
    return found is not None and " of " not in found.group() and not binder.draft.most and not binder.draft.distinct


def _unwrap(condition: Condition, output_tables: set[int], base: int) -> Condition:
    """Conditions on a table that is shown hold for the shown rows themselves."""
    if (
        isinstance(condition, Linked)
        and not condition.negated
        and condition.table in output_tables
        and condition.table != base
        and len(condition.conditions) == 1
    ):
        return condition.conditions[0]
    return condition


def _groups_of_rows(binder: Binder, outputs: list[int]) -> bool:
    index = binder.index
    counted = binder.draft.counted[0]
    table = binder.draft.slot(counted.slot).tables[0].id if counted.slot is not None else None
    return table is not None and all(
        index.columns[column].table_id == table and not index.columns[column].is_unique for column in outputs
    )


def _event_table(binder: Binder, base: int) -> int:
    children = [
        table.id
        for table in binder.index.tables
        for key in table.table.foreign_keys
        if binder.index.table_id(key.ref_table, key.ref_schema) == base
    ]
    mentioned = [table for table in binder.mentioned if table in children]
    return mentioned[0] if mentioned else max(children, key=lambda table: binder.index.tables[table].rows, default=base)


def _row_order(
    binder: Binder, slot: int | None, descending: bool, count: bool, quality: str | None, base: int
) -> list[Sort]:
    if quality:
        found = choices.quality_column(binder.index, quality, [base, *binder.mentioned])
        return (
            [Sort(found[0], descending if found[1] == QUALITIES[quality][1] else not descending, is_column=True)]
            if found
            else []
        )
    if slot is None:
        return []
    named = binder.draft.slot(slot)
    if count and named.tables and not named.columns:
        return [Sort(Measure("count", table=named.tables[0].id), descending)]
    column = columns.column(binder, named, "number" if count else "", base)
    if column is None and named.tables:
        labels = choices.labels_of(binder.index, named.tables[0].id)
        return [Sort(labels[0], descending, is_column=True)]
    return [Sort(column, descending, is_column=True)] if column is not None else []


def _repeats(binder: Binder, shown: list[int], base: int) -> bool:
    """Whether a list of categories ("which countries …") is of the categories, not of the rows."""
    index, draft = binder.index, binder.draft
    if binder.entity_slot is not None or not draft.which or draft.most:
        return False
    return all(
        index.columns[column].kind in ("category", "label", "year", "text") and not index.columns[column].is_unique
        for column in shown
    )


def _table(condition: Condition, index: object) -> int | None:
    return condition.table if isinstance(condition, Linked) else None
