"""The second half of binding: measures, columns, groups and superlatives become one frame."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import (
    aggregating,
    choices,
    columns,
    grouping,
    leaders,
    measuring,
    rows,
)
from datamind.analysts.offline.frame import (
    Dimension,
    Frame,
    Measure,
    Sort,
    Value,
)

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
        return leaders.superlative(binder, measures, outputs, linked, dimensions)
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
        frame = rows.listing(
            binder, binder.entity if binder.entity is not None else index.columns[outputs[0]].table_id, outputs, linked
        )
        return replace(frame, columns=(), values=(Measure("count", table=frame.base),), order=(), distinct=False)
    if draft.by_frequency is not None and outputs and not measures and not dimensions:
        count = Measure("count", table=index.columns[outputs[0]].table_id)
        frame = aggregating.aggregate(binder, [count], outputs, linked, [])
        return replace(frame, order=(Sort(count, draft.by_frequency),), hide_values=True)
    if not measures and not dimensions and any(test.how == "having" for test in draft.tests):
        return _groups_by_total(binder, outputs, linked)
    if measures or dimensions:
        return aggregating.aggregate(binder, measures, outputs, linked, dimensions)
    base = binder.entity if binder.entity is not None else index.columns[outputs[0]].table_id
    return rows.listing(binder, base, outputs, linked)


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
    frame = aggregating.aggregate(
        binder, measures, [], linked, [group, grouping.entity_dimension(binder, binder.entity)]
    )
    return replace(
        frame, order=(Sort(frame.values[0], draft.direction is not False),), limit=None, per_group=draft.limit
    )


def _groups_by_total(binder: Binder, outputs: list[int], linked: list[int]) -> Frame:
    """ "categories with an average price above 10": the groups, by what is shown of them."""
    entity = binder.entity
    if entity is not None and all(binder.index.columns[column].table_id == entity for column in outputs):
        whole = grouping.entity_dimension(binder, entity)
        tested = {
            binder.index.columns[columns.column(binder, binder.draft.slot(test.slot)) or 0].table_id
            for test in binder.draft.tests
            if test.how == "having" and test.slot is not None
        }
        if entity not in tested:
            shown = tuple(outputs) or whole.shown
            return aggregating.aggregate(binder, [], [], linked, [replace(whole, shown=shown)])
    return aggregating.aggregate(binder, [], [], linked, [Dimension(column) for column in outputs])


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
            value = measuring.main_amount(
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
        if len(measures) == 1 and isinstance(first, Measure) and first.aggregate == "count":
            binder.penalty += 0.3 * any(index.columns[column].kind == "measure" for column in outputs)
        return [Dimension(column) for column in outputs]
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


# ── aggregates ───────────────────────────────────────────────────────────────────────────────────────────────────────────


# ── lists of rows ────────────────────────────────────────────────────────────────────────────────────────────────────────
