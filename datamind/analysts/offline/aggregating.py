"""Frames of groups: measures by dimensions, with having and order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import choices, columns, filtering, intersections, measuring, rows, subjects
from datamind.analysts.offline.frame import (
    Change,
    Condition,
    DatePart,
    Dimension,
    Frame,
    Many,
    Measure,
    OneOf,
    Operator,
    Period,
    Ratio,
    Running,
    Share,
    Sort,
    Value,
)

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder


def base_of(binder: Binder, measures: list[Value], dimensions: list[Dimension]) -> int:
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


def aggregate(
    binder: Binder, measures: list[Value], outputs: list[int], linked: list[int], dimensions: list[Dimension]
) -> Frame:
    draft = binder.draft
    base = base_of(binder, measures, dimensions)
    dimensions = [
        *dimensions,
        *[
            Dimension(column)
            for column in outputs
            if all(column != dimension.column and column not in dimension.shown for dimension in dimensions)
        ],
    ]
    dimensions = [
        replace(dimension, shown=(dimension.column, *dimension.shown))
        if dimension.shown and dimension.column in outputs and dimension.column not in dimension.shown
        else dimension
        for dimension in dimensions
    ]
    conditions = filtering.conditions(binder, base)
    conditions += rows.linked_conditions(binder, linked, base)
    counted_column = (
        measures[0].column
        if len(measures) == 1 and isinstance(measures[0], Measure) and measures[0].aggregate == "count_distinct"
        else None
    )
    if counted_column is not None:
        conditions = intersections.by_group(conditions, (counted_column,), base, binder.index)
    if re.search(r"\b(compare|compared|versus|vs)\b", " ".join(token.lower for token in draft.tagged.tokens)):
        dimensions += [
            Dimension(each.column)
            for each in conditions
            if isinstance(each, OneOf) and not each.negated and len(each.values) == 2
        ]
    having = totals_compared(binder)
    for counted in draft.counted:
        table = binder.draft.slot(counted.slot).tables[0].id if counted.slot is not None else base
        if dimensions and (table == base or dimensions[0].table not in (None, base)):
            having.append((Measure("count", table=table), counted.operator, int(counted.number)))
        else:
            conditions.append(Many(table, counted.operator, int(counted.number), via=tuple(binder.via)))
    measures = [
        subjects.count_of_events(binder, value, dimensions) if isinstance(value, Measure) else value
        for value in measures
    ]
    base = base_of(binder, measures, dimensions)
    measures = special_values(binder, measures, dimensions, conditions)
    if draft.share and measures and isinstance(measures[0], Ratio) and measures[0].percent:
        conditions = [each for each in conditions if each not in measures[0].numerator.conditions]
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
    return replace(frame, order=order(binder, frame))


def totals_compared(binder: Binder) -> list[tuple[Value, Operator, float]]:
    """ "whose average age is above 30": what is tested is the number of the whole group."""
    found: list[tuple[Value, Operator, float]] = []
    for test in binder.draft.tests:
        if test.how == "having" and test.slot is not None and test.number is not None:
            column = columns.column(binder, binder.draft.slot(test.slot), "number")
            if column is not None:
                entry = binder.index.columns[column]
                found.append(
                    (
                        Measure(test.aggregate, column, divide=measuring.divide(binder, entry)),
                        test.operator,
                        test.number,
                    )
                )
    return found


def clause_of(binder: Binder, conditions: list[Condition]) -> list[Condition]:
    """What "percentage of subscriptions that were cancelled" counts within each group; periods bound both."""
    words = " ".join(token.lower for token in binder.draft.tagged.tokens)
    if not re.search(r"\b(?:that|which|who) (?:are|were|was|is|have|has|had)\b", words):
        return []
    return [each for each in conditions if not isinstance(each, Period | DatePart)]


def special_values(
    binder: Binder, measures: list[Value], dimensions: list[Dimension], conditions: list[Condition]
) -> list[Value]:
    draft = binder.draft
    found: list[Value] = []
    for value in measures:
        if not isinstance(value, Measure):
            found.append(value)
        elif draft.share and dimensions and (part := clause_of(binder, conditions)):
            found.append(Ratio(replace(value, conditions=tuple(part)), value, percent=True))
        elif draft.share and dimensions:
            found.append(Share(value))
        elif draft.share:
            found.append(Ratio(replace(value, conditions=tuple(conditions)), value, percent=True))
        elif draft.change and any(dimension.grain for dimension in dimensions):
            grows = draft.change != "percent" and "growth" in {token.lower for token in draft.tagged.tokens}
            found += [
                value,
                Change(value, draft.change == "percent"),
                *([Change(value, True, "growth in percent")] if grows else []),
            ]
        elif draft.running and any(dimension.grain for dimension in dimensions):
            found += [value, Running(value, draft.window)]
        else:
            found.append(value)
    return found


def order(binder: Binder, frame: Frame) -> tuple[Sort, ...]:
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
