"""A draft comes in, bound to an index: a frame goes out, with what was assumed and how sure each choice was.

Columns are chosen by what stands beside them in the question, by the entity asked for, and by how near their tables are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from datamind.analysts.offline import (
    choices,
    columns,
    entity,
    grouping,
    key_roles,
    measuring,
    self_references,
    showing,
    spans,
    twins,
)
from datamind.analysts.offline.draft import Asked, Draft, Grouped
from datamind.analysts.offline.frame import (
    Dimension,
    Frame,
    Measure,
    Ratio,
    Share,
    Value,
)  # fmt: skip
from datamind.analysts.offline.tagging import Slot
from datamind.linking.index import CatalogIndex
from datamind.linking.morphology import base_adjective
from datamind.linking.vocabulary import QUALITIES


@dataclass
class Bound:
    """A frame with its doubts: `penalty` grows with every weak choice, `assumptions` are sentences for the reader."""

    frame: Frame
    penalty: float = 0.0
    assumptions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    conflicts: list[tuple[int, list[int]]] = field(default_factory=list)


class Unbound(Exception):
    """The draft cannot be made a frame; the reason names what is missing."""


class Binder:
    def __init__(self, draft: Draft, index: CatalogIndex, today: date, stems: set[str]):
        self.draft, self.index, self.today, self.stems = draft, index, today, stems
        self.penalty = 0.0
        self.doubtful: list[int] = []  # columns that only a verb spoke of
        self.data_is_old = False  # then "today" is the last day in the data
        self.assumptions: list[str] = []
        self.notes: list[str] = []
        self.entity: int | None = None
        self.entity_slot: int | None = None
        self.near: tuple[int, ...] = tuple(
            {mention.id for slot in draft.tagged.slots for mention in slot.tables if mention.score > 0.6}
        )
        self.left = [int(found) for found in re.findall(r"\b[A-Z]+(\d+)\b", draft.text)]
        self.mentioned: dict[int, int] = {}  # table -> slot
        for slot in draft.tagged.slots:
            if slot.tables and slot.tables[0].score >= slot.score - 0.12:
                self.mentioned.setdefault(slot.tables[0].id, slot.number)
        self.roles: dict[int, int] = {}
        self.period_columns: dict[int, Slot] = {}
        self.taken_columns: set[int] = set()
        self.fact: int | None = None
        self.placed_by: int | None = None
        self.flags: list[tuple[int, int]] = []
        self.via: list[int] = [
            mention.role_column
            for slot in draft.tagged.slots
            for mention in slot.tables[:1]
            if mention.role_column is not None
        ]

    # ── the whole ──

    def bind(self) -> Bound:
        draft = self.draft
        self.entity, self.entity_slot = entity.find(self)
        self.prepare()
        measures = [value for asked in draft.asked if (value := measuring.measure(self, asked)) is not None]
        if draft.span is not None:
            span = spans.measured(self, draft.span)
            if span is None:
                raise Unbound("no two dates here begin and end what is asked for")
            measures.append(span)
        for most in draft.most:
            column = (
                columns.column(self, draft.slot(most.slot), "number")
                if most.kind == "column" and most.slot is not None
                else None
            )
            if column is not None:
                self.fact, self.placed_by = self.index.columns[column].table_id, self.index.columns[column].placed_by
        for value in measures:
            if isinstance(value, Measure) and self.fact is None:
                if value.column is not None:
                    self.placed_by = (
                        self.placed_by if self.placed_by is not None else self.index.columns[value.column].placed_by
                    )
                self.fact = (
                    value.table
                    if value.table is not None
                    else self.index.columns[value.column].table_id
                    if value.column is not None
                    else None
                )
        measures = twins.with_twins(self, measures)
        if draft.how_much and not measures:
            measures = measuring.how_much(self, measures)
        outputs, others = showing.outputs(self)
        for column in outputs:
            if self.index.columns[column].aggregate and self.fact is None:
                self.fact, self.placed_by = self.index.columns[column].table_id, self.index.columns[column].placed_by
        person = showing.who(self, outputs) if not measures else None
        if person is not None:
            self.entity, self.entity_slot = person, None
        aggregate = self._is_aggregate(measures, outputs)
        grain = (
            grouping.compared_periods(self)
            if aggregate and not any(grouped.grain for grouped in draft.groups)
            else None
        )
        if grain:
            draft.groups.append(Grouped(None, grain))  # type: ignore[arg-type]
        dimensions = [grouping.dimension(self, grouped) for grouped in draft.groups] if aggregate else []
        self.penalty += 0.5 * (None in dimensions)
        dimensions = [each for each in dimensions if not twins.is_row_itself(self, each, measures)]
        return self._assemble(measures, outputs, others, [dimension for dimension in dimensions if dimension])

    def prepare(self) -> None:
        """What must be settled before parts are bound: numbers among the groups, columns that belong to periods."""
        self.via += key_roles.of_whole_question(self)
        self._measures_among_groups()
        self._doers_among_groups()
        self._take_period_columns()

    def _take_period_columns(self) -> None:
        """ "opened after 2010": the column before a period belongs to it and is not shown."""
        slots, tokens = self.draft.tagged.slots, self.draft.tagged.tokens
        for number in list(self.left):
            slot = self.draft.slot(number)
            if not slot.period or not number:
                continue
            before = slots[number - 1]
            if (
                before.columns
                and not before.tables
                and len(tokens[before.end : slot.start]) <= 2
                and any(self.index.columns[mention.id].kind in ("time", "year") for mention in before.columns)
            ):
                self.period_columns[number] = before
                if before.number in self.left:
                    self.left.remove(before.number)
                    self.taken_columns.add(before.number)

    def _doers_among_groups(self) -> None:
        """ "jokes by comedians over 40", "the title of the book by the youngest author": of whom, not a group."""
        draft = self.draft
        if draft.asked or draft.share or draft.change or len(draft.groups) != 1 or draft.groups[0].slot is None:
            return
        slot, tokens = draft.slot(draft.groups[0].slot), draft.tagged.tokens
        before = next(
            (
                token.lower
                for token in reversed(tokens[: slot.start])
                if token.lower not in ("the", "all", "any") and base_adjective(token.lower) not in QUALITIES
            ),
            "",
        )
        if before != "by" or not slot.tables or slot.columns:
            return
        listed = [columns.column(self, draft.slot(number)) for number in self.left if draft.slot(number).columns]
        described = any(most.of == slot.number for most in draft.most) or any(
            test.quality or test.at > slot.number for test in draft.tests
        )
        if (
            listed
            and described
            and not any(column is None or self.index.columns[column].kind == "measure" for column in listed)
        ):
            draft.groups.clear()
            draft.used.discard(slot.number)

    def _measures_among_groups(self) -> None:
        """ "top 5 by quantity": what follows "by" is a number to rank by, not a group."""
        for grouped in list(self.draft.groups):
            slot = self.draft.slot(grouped.slot) if grouped.slot is not None else None
            if (
                slot is None
                or not slot.columns
                or slot.tables
                or (self.draft.limit is None and self.draft.direction is None)
            ):
                continue
            column = columns.column(self, slot, "number")
            if column is not None and self.index.columns[column].kind == "measure":
                self.draft.groups.remove(grouped)
                self.draft.asked.append(
                    Asked(choices.default_aggregate(self.index.columns[column]), slot.number, at=slot.number)
                )  # type: ignore[arg-type]

    def _is_aggregate(self, measures: list[Value], outputs: list[int]) -> bool:
        if measures or any(grouped.grain for grouped in self.draft.groups) or self.draft.share:
            return True
        if any(self.index.columns[column].aggregate for column in outputs):
            return True
        if any(most.kind in ("count",) or most.aggregate for most in self.draft.most):
            return True
        if self.draft.most and self.draft.groups:
            return True
        if not self.draft.groups:
            return False
        # "Sales by product line": an amount is left, or a table to count
        return (
            bool(
                re.search(
                    r" (?:by|per|across) ", " " + " ".join(token.lower for token in self.draft.tagged.tokens) + " "
                )
            )
            and not self.draft.ordered
        )

    forced_output: int | None = None

    _last_period: int | None = None

    # ── assembling ──

    def _assemble(
        self, measures: list[Value], outputs: list[int], linked: list[int], dimensions: list[Dimension]
    ) -> Bound:
        draft = self.draft
        if self.entity is None and not measures and not outputs:
            raise Unbound("nothing in the question names a table or a column here")
        from datamind.analysts.offline.assembling import assemble

        frame = assemble(self, measures, outputs, linked, dimensions)
        frame = replace(frame, near=self.near, values=tuple(dict.fromkeys(frame.values)))
        used = {dimension.column for dimension in frame.dimensions} | {
            getattr(condition, "column", None) for condition in frame.conditions
        }
        self.penalty += self_references.lost(self, frame)
        self.penalty += 0.35 * any(column not in used for column in self.doubtful)
        if draft.share and not any(isinstance(value, Ratio | Share) for value in frame.values):
            self.penalty += 0.3
        return Bound(frame, self.penalty, list(dict.fromkeys(self.assumptions)), self.notes)
