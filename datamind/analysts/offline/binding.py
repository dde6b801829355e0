"""A draft comes in, bound to an index: a frame goes out, with what was assumed and how sure each choice was.

Columns are chosen by what stands beside them in the question, by the entity asked for, and by how near their tables are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from datamind.analysts.offline import choices
from datamind.analysts.offline.draft import Absent, Asked, Draft, Grouped, Test
from datamind.analysts.offline.frame import (
    AllOf,
    AnyOf,
    Between,
    ColumnCompare,
    Compare,
    Condition,
    DatePart,
    Dimension,
    Frame,
    IsNull,
    Like,
    Linked,
    Many,
    Measure,
    OneOf,
    Period,
    Ratio,
    Share,
    Value,
    VersusAggregate,
)  # fmt: skip
from datamind.analysts.offline.joins import distance, find_path
from datamind.analysts.offline.reading import MONEY
from datamind.analysts.offline.tagging import Slot
from datamind.linking.index import CatalogIndex, ColumnEntry
from datamind.linking.morphology import stem

_BETWEEN_OF = {
    "of",
    "the",
    "for",
    "all",
    "each",
    "every",
    "any",
    "in",
    "a",
    "an",
    "these",
    "those",
    "different",
    "distinct",
    "to",
    "by",
    "that",
    "on",
    "from",
    "available",
    "at",
}
_RELATIVE = re.compile(r" (?:who|whom|that|which|whose|with|have|has|had|having|where|from|owned|raised|belonging) ")


_PEOPLE = {
    "person",
    "author",
    "artist",
    "singer",
    "customer",
    "employee",
    "student",
    "teacher",
    "member",
    "user",
    "player",
    "director",
    "actor",
    "driver",
    "owner",
    "writer",
    "manager",
    "staff",
    "doctor",
    "patient",
    "composer",
}


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
        self.entity, self.entity_slot = self._find_entity()
        self.prepare()
        measures = [value for asked in draft.asked if (value := self._measure(asked)) is not None]
        for most in draft.most:
            column = (
                self.column(draft.slot(most.slot), "number")
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
        if draft.how_much and not measures:
            measures = self._how_much(measures)
        outputs, others = self._outputs()
        for column in outputs:
            if self.index.columns[column].aggregate and self.fact is None:
                self.fact, self.placed_by = self.index.columns[column].table_id, self.index.columns[column].placed_by
        person = self.who(outputs) if not measures else None
        if person is not None:
            self.entity, self.entity_slot = person, None
        aggregate = self._is_aggregate(measures, outputs)
        grain = self.compared_periods() if aggregate and not any(grouped.grain for grouped in draft.groups) else None
        if grain:
            draft.groups.append(Grouped(None, grain))  # type: ignore[arg-type]
        grouping = [self._dimension(grouped) for grouped in draft.groups] if aggregate else []
        return self._assemble(measures, outputs, others, [dimension for dimension in grouping if dimension])

    def prepare(self) -> None:
        """What must be settled before parts are bound: numbers among the groups, columns that belong to periods."""
        self._measures_among_groups()
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
            column = self.column(slot, "number")
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

    # ── entity ──

    def _find_entity(self) -> tuple[int | None, int | None]:
        draft = self.draft
        taken = {absent.slot for absent in draft.absent} | {
            counted.slot for counted in draft.counted if counted.slot is not None
        }
        taken |= {most.slot for most in draft.most if most.kind == "count" and most.slot is not None}
        counts = [
            asked for asked in draft.asked if asked.aggregate in ("count", "count_distinct") and asked.slot is not None
        ]
        if counts and not draft.groups:
            slot = draft.slot(counts[0].slot or 0)
            first_left = next(
                (number for number in self.left if draft.slot(number).tables or draft.slot(number).columns), None
            )
            if slot.tables and (first_left is None or first_left > slot.number):
                return slot.tables[0].id, slot.number
        order = [
            *self.left,
            *(grouped.slot for grouped in draft.groups if grouped.slot is not None),
            *(asked.slot for asked in counts if asked.slot is not None),
        ]
        listed = sorted({number for number in order if number not in taken})
        for number in listed:
            slot = draft.slot(number)
            if (
                slot.tables
                and (not slot.columns or slot.tables[0].score >= slot.columns[0].score - 0.05)
                and not slot.values[:1]
            ):
                if slot.columns and slot.columns[0].score > slot.tables[0].score:
                    continue
                return slot.tables[0].id, number
        for number in listed:
            slot = draft.slot(number)
            if slot.tables and slot.tables[0].score > 0.5:
                return slot.tables[0].id, number
        for slot in draft.tagged.slots:
            if slot.tables and slot.tables[0].score > 0.7 and slot.number not in taken:
                return slot.tables[0].id, slot.number
        return self._table_of_columns(), None

    def _table_of_columns(self) -> int | None:
        """The table that most of the named columns and values share."""
        scores: dict[int, float] = {}
        for slot in self.draft.tagged.slots:
            best: dict[int, float] = {}
            for mention in slot.mentions:
                table = mention.id if mention.kind == "table" else self.index.columns[mention.id].table_id
                best[table] = max(best.get(table, 0.0), mention.score * (1.0 if mention.kind == "column" else 0.9))
            for table, score in best.items():
                scores[table] = scores.get(table, 0.0) + score
        if not scores:
            return None
        return max(scores, key=lambda table: (round(scores[table], 2), self.index.tables[table].rows > 0, -table))

    # ── columns ──

    def attached(self, slot: Slot) -> int | None:
        """The table that a column stands beside: "name of the student", "student name", "students whose name"."""
        tokens, slots = self.draft.tagged.tokens, self.draft.tagged.slots
        at, number = slot.end, slot.number
        for _ in range(5):
            following = slots[number + 1] if number + 1 < len(slots) else None
            if following is None:
                break
            between = [token.lower for token in tokens[at : following.start]]
            if (
                all(word in _BETWEEN_OF for word in between)
                and following.tables
                and ("of" in between or "for" in between or "each" in between or "in" in between)
            ):
                return following.tables[0].id
            if (
                all(word in ("and", ",", "the", "their", "or") for word in between)
                and following.columns
                and not following.tables
            ):
                at, number = following.end, following.number
                continue
            break
        before = slots[slot.number - 1] if slot.number else None
        if before is not None and before.tables:
            between = [token.lower for token in tokens[before.end : slot.start]]
            if all(
                word
                in (
                    "'s",
                    "whose",
                    "with",
                    "who",
                    "that",
                    "have",
                    "has",
                    "had",
                    "a",
                    "an",
                    "the",
                    "by",
                    "is",
                    "are",
                    "their",
                    "its",
                    "which",
                    "was",
                    "were",
                    "and",
                    "his",
                    "of",
                )
                for word in between
            ) and ("and" not in between or "their" in between):
                return before.tables[0].id
        for earlier in reversed(slots[: slot.number]):
            if earlier.tables and re.search(
                r"\b(whose|with|who|that)\b", " ".join(token.lower for token in tokens[earlier.end : slot.start])
            ):
                return earlier.tables[0].id
        return None

    def column(self, slot: Slot, want: str = "", base: int | None = None) -> int | None:
        """The column that a slot means. `want`: "number", "dimension", "time" or nothing."""
        if not slot.columns:
            return None
        attached = self.attached(slot)
        base = base if base is not None else self.entity
        scored: list[tuple[float, int]] = []
        for mention in slot.columns:
            entry = self.index.columns[mention.id]
            score = mention.score
            score += 0.35 * (entry.table_id == attached)
            score += 0.12 * (entry.table_id in self.mentioned)
            score += 0.12 * (entry.table_id == base)
            score -= choices.near(self.index, base, entry.table_id)
            score += self._fit(entry, want) + (0.06 if entry.kind == "id" and entry.is_unique else 0.0)
            scored.append((score, mention.id))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.05:
            self._note_tie(scored, want)
        self.penalty += max(
            0.0, 0.3 * (0.75 - max(mention.score for mention in slot.columns if mention.id == scored[0][1]))
        )
        return scored[0][1]

    def _note_tie(self, scored: list[tuple[float, int]], want: str) -> None:
        first, second = self.index.columns[scored[0][1]], self.index.columns[scored[1][1]]
        if first.table_id != second.table_id and first.kind == "id" and second.kind == "id":
            return
        self.penalty += 0.12
        self.notes.append(f"{first.table.name}.{first.name} or {second.table.name}.{second.name}")

    @staticmethod
    def _fit(entry: ColumnEntry, want: str) -> float:
        if want == "number":
            return 0.25 if entry.is_number and entry.kind in ("measure", "flag") else 0.05 if entry.is_number else -0.4
        if want == "dimension":
            return {
                "category": 0.12,
                "label": 0.08,
                "flag": 0.08,
                "year": 0.08,
                "text": 0.02,
                "id": -0.1,
                "measure": -0.12,
                "time": 0.0,
                "clock": 0.0,
            }[entry.kind]
        if want == "time":
            return 0.3 if entry.kind in ("time", "year") else -0.3
        return -0.05 if entry.kind == "id" else 0.0

    # ── measures ──

    def _measure(self, asked: Asked) -> Value | None:
        if asked.slot is None:
            return self._money(asked)
        slot = self.draft.slot(asked.slot)
        if asked.aggregate in ("count", "count_distinct"):
            return self._count(asked, slot)
        if (
            asked.aggregate == "avg"
            and asked.word == "number"
            and slot.tables
            and (not slot.columns or slot.tables[0].score >= slot.columns[0].score)
        ):
            found = self._per_entity(slot.tables[0].id)
            if found is not None:
                return found
        if asked.word == "amount" and slot.tables:
            return self._money(replace(asked, slot=None), slot.tables[0].id)
        column = self.column(slot, "number")
        if (
            asked.word == "table"
            and asked.aggregate == "avg"
            and column is None
            and slot.tables
            and not self._is_money_table(slot.tables[0].id, slot_text(self.draft, slot))
        ):
            self.penalty += 0.5
        if (
            column is None
            and asked.word == "table"
            and slot.tables
            and not self._is_money_table(slot.tables[0].id, slot_text(self.draft, slot))
        ):
            return Measure("count", table=slot.tables[0].id)
        if column is None or (asked.aggregate in ("sum", "avg", "median") and not self.index.columns[column].is_number):
            if slot.tables:
                return self._money(replace(asked, slot=None), slot.tables[0].id)
            if column is None:
                return None
            self.penalty += 0.3
        entry = self.index.columns[column] if column is not None else None
        if entry is None:
            return None
        aggregate = asked.aggregate
        if (
            entry.aggregate == "formula"
            or (entry.aggregate and aggregate in (None, "sum", "count", "count_distinct"))
            or entry.aggregate == "count"
        ):
            aggregate = entry.aggregate  # type: ignore[assignment]
        if asked.aggregate == "sum" and asked.word == "total" and set(entry.words) & {"total"}:
            aggregate = "sum"
        if (
            asked.aggregate in ("avg", "max", "min")
            and {"average": "avg", "maximum": "max", "minimum": "min", "highest": "max", "lowest": "min"}.get(
                entry.words[0]
            )
            == asked.aggregate
            and not self.draft.groups
            and len(entry.words) > 1
        ):
            self.notes.append("the column is an average itself")
        return Measure(aggregate, column, divide=self._divide(entry))

    def _per_entity(self, table: int) -> Value | None:
        """ "average number of items per order": rows over the different orders that they belong to."""
        for grouped in self.draft.groups:
            target = (
                self.draft.slot(grouped.slot).tables[0].id
                if grouped.slot is not None and self.draft.slot(grouped.slot).tables
                else None
            )
            if target is None or target == table:
                continue
            path = find_path(self.index, table, target, tuple(self.via))
            key = choices.key_of(self.index, target)
            if path and not any(step.many for step in path) and key is not None:
                self.draft.groups.remove(grouped)
                return Ratio(Measure("count", table=table), Measure("count_distinct", key), name="average number")
        return None

    def _is_money_table(self, table: int, said: str = "") -> bool:
        return bool(re.fullmatch(MONEY, said)) or bool(
            set(self.index.tables[table].words)
            & {"sale", "revenue", "payment", "spending", "purchase", "income", "expense", "cost"}
        )

    def _divide(self, entry: ColumnEntry) -> float:
        unit = self.draft.unit
        words = set(entry.words)
        if unit == "minutes":
            return 60_000.0 if words & {"millisecond", "ms"} else 60.0 if words & {"second", "sec"} else 1.0
        if unit == "seconds":
            return 1_000.0 if words & {"millisecond", "ms"} else 1.0
        if unit == "hours":
            return (
                3_600_000.0
                if words & {"millisecond", "ms"}
                else 3_600.0
                if words & {"second"}
                else 60.0
                if words & {"minute"}
                else 1.0
            )
        if unit == "thousands":
            return 1_000.0
        if unit == "millions":
            return 1_000_000.0
        if unit == "dollars" and self._is_cents(entry):
            return 100.0
        return 1.0

    def _is_cents(self, entry: ColumnEntry) -> bool:
        if "cent" in entry.words or "cents" in entry.column.description.lower():
            return True
        return any(
            "cents" in term.definition.lower() and set(term.name.lower().split()) & set(entry.words)
            for term in self.index.catalog.meaning.terms
        )

    def _count(self, asked: Asked, slot: Slot) -> Value | None:
        if slot.values and not slot.tables and not slot.columns:
            column = self.index.columns[slot.values[0].id]
            self.left.append(slot.number)
            return Measure("count", table=column.table_id)
        table = slot.tables[0] if slot.tables else None
        column_id = self.column(slot, "dimension") if slot.columns else None
        if column_id is not None and (
            table is None or slot.columns[0].score > table.score + 0.1 or (asked.distinct and table is None)
        ):
            entry = self.index.columns[column_id]
            if entry.aggregate:
                return Measure(entry.aggregate, column_id)  # type: ignore[arg-type]
            if entry.kind == "measure" and "number" not in slot_text(self.draft, slot) and not asked.distinct:
                number = self.column(slot, "number")
                if number is not None and set(self.index.columns[number].words) & {
                    "number",
                    "count",
                    "total",
                    "quantity",
                }:
                    return Measure(None if self._one_row_asked() else "sum", number)
            if entry.kind == "id" and not asked.distinct:
                return Measure("count", table=entry.table_id)
            if entry.kind in ("measure",) and not asked.distinct:
                return Measure("sum", column_id)
            return Measure("count_distinct", column_id)
        if table is None:
            return None
        return Measure("count", table=table.id)

    def _one_row_asked(self) -> bool:
        return bool(self.draft.most) or any(self.draft.slot(number).values for number in self.left)

    def _money(self, asked: Asked, table: int | None = None) -> Value | None:
        """The main amount of the table asked about, or of the nearest table that has one."""
        tables = [table] if table is not None else []
        tables += [self.entity] if self.entity is not None else []
        tables += list(self.mentioned)
        rest = sorted(
            (candidate.id for candidate in self.index.tables if candidate.id not in tables),
            key=lambda other: min((distance(self.index, start, other) for start in tables), default=0.0),
        )
        order = sorted([*dict.fromkeys([*tables, *rest])], key=self._multiplied)
        for place, candidate in enumerate(order):
            found = choices.money_column(self.index, candidate)
            if not found:
                continue
            if place >= len(tables) and tables and min(distance(self.index, start, candidate) for start in tables) > 6:
                continue
            self.penalty += 0.08 if place < len(tables) else 0.15
            if len(found) == 1:
                entry = self.index.columns[found[0]]
                self.assumptions.append(f"{asked.word or 'amount'} is taken as {entry.table.name}.{entry.name}")
                return Measure(asked.aggregate, found[0], divide=self._divide(entry))
            price, quantity = (self.index.columns[column] for column in found)
            self.assumptions.append(f"{asked.word or 'amount'} is taken as {price.name} × {quantity.name}")
            return Measure(
                asked.aggregate,
                table=candidate,
                expression=f'"{price.name}" * "{quantity.name}"'
                if self.index.catalog.dialect != "mysql"
                else f"`{price.name}` * `{quantity.name}`",
                name=asked.word or "amount",
            )
        return None

    def _multiplied(self, candidate: int) -> bool:
        """Whether an amount of this table would be counted several times beside the groups asked for."""
        wanted = [
            self.draft.slot(grouped.slot).tables[0].id
            for grouped in self.draft.groups
            if grouped.slot is not None and self.draft.slot(grouped.slot).tables
        ]
        if self.entity is not None and (self.draft.limit is not None or self.draft.most or self.draft.which):
            wanted.append(self.entity)
        for table in wanted:
            path = find_path(self.index, candidate, table, tuple(self.via))
            if path is None or any(step.many for step in path):
                return True
        return False

    def _money_named(self) -> Value | None:
        """An amount named by a word that no column has ("revenue by country")."""
        word = next((token.lower for token in self.draft.tagged.tokens if re.fullmatch(MONEY, token.lower)), None)
        return self._money(Asked("sum", None, word=word)) if word else None

    def _how_much(self, measures: list[Value]) -> list[Value]:
        for number in list(self.left):
            slot = self.draft.slot(number)
            column = self.column(slot, "number") if slot.columns else None
            if column is not None and self.index.columns[column].is_number:
                self.left.remove(number)
                one = bool(self.draft.most)
                return (
                    [*measures, Measure(None if one else choices.default_aggregate(self.index.columns[column]), column)]
                    if not one
                    else self._keep_output(column, measures)
                )  # type: ignore[arg-type]
        money = self._money(Asked("sum", None, word="amount"))
        return [*measures, money] if money else measures

    def _keep_output(self, column: int, measures: list[Value]) -> list[Value]:
        self.forced_output = column
        return measures

    forced_output: int | None = None

    # ── dimensions ──

    def _dimension(self, grouped: Grouped) -> Dimension | None:
        base = self.fact if self.fact is not None else self._fact_table()
        if grouped.grain is not None:
            column = self._time_column(base, clock=grouped.grain == "hour")
            return Dimension(column, grouped.grain) if column is not None else None
        slot = self.draft.slot(grouped.slot or 0)
        if slot.values and not slot.tables and not slot.columns:
            return self.entity_dimension(self.index.columns[self._value_column(slot, base or 0)].table_id)
        return self.dimension_of(slot, base)

    def dimension_of(self, slot: Slot, base: int | None) -> Dimension | None:
        table = slot.tables[0] if slot.tables else None
        column = self.column(slot, "dimension", base) if slot.columns else None
        if column is not None and (
            table is None or slot.columns[0].score > table.score + 0.05 or self._prefers_column(column, table.id, base)
        ):
            entry = self.index.columns[column]
            if entry.kind == "time":
                return Dimension(column, "day" if set(entry.words) & {"date", "day"} else None)
            target = self._target_of(entry)
            if (
                target is not None
                and entry.kind == "id"
                and "id" not in slot_text(self.draft, slot).split()
                and "ids" not in slot_text(self.draft, slot).split()
            ):
                return self.entity_dimension(target, entry.id)
            return Dimension(column)
        if table is not None:
            return self.entity_dimension(table.id)
        return None

    def _prefers_column(self, column: int, table: int, base: int | None) -> bool:
        """A column of the rows themselves, rather than a table that no key leads to."""
        entry = self.index.columns[column]
        if entry.kind in ("id", "measure"):
            return False
        if base is None:
            return False
        if entry.table_id == base and table != base:
            return (
                find_path(self.index, base, table) is None
                or any(step.many for step in find_path(self.index, base, table) or ())
                or entry.kind in ("label", "category")
            )
        return False

    def _target_of(self, entry: ColumnEntry) -> int | None:
        for foreign in entry.table.foreign_keys:
            if foreign.columns[0].lower() == entry.name.lower():
                return self.index.table_id(foreign.ref_table, foreign.ref_schema)
        return None

    def entity_dimension(self, table: int, via: int | None = None) -> Dimension:
        labels = choices.labels_of(self.index, table)
        key = choices.key_of(self.index, table)
        return Dimension(key if key is not None else labels[0], None, table, labels, via)

    def _fact_table(self) -> int | None:
        for asked in self.draft.asked:
            if asked.slot is not None:
                slot = self.draft.slot(asked.slot)
                if asked.aggregate in ("count", "count_distinct") and slot.tables:
                    return slot.tables[0].id
                if slot.columns:
                    return self.index.columns[slot.columns[0].id].table_id
                if slot.tables:
                    return slot.tables[0].id
        for most in self.draft.most:
            if most.kind == "count" and most.slot is not None and self.draft.slot(most.slot).tables:
                return self.draft.slot(most.slot).tables[0].id
        return self.entity

    def _time_column(self, base: int | None, clock: bool = False) -> int | None:
        if self.placed_by is not None and not clock:
            return self.placed_by
        tables = [table for table in [base, self.entity, *self.mentioned] if table is not None]
        if clock:
            for table in tables or range(len(self.index.tables)):
                for column in self.index.columns_of(table):
                    if column.kind == "clock":
                        return column.id
        if tables and choices.date_column(self.index, tables[0], self.stems) is None:
            parents = [
                parent
                for parent in choices.neighbours(self.index, tables[:1])
                if choices.date_column(self.index, parent, self.stems) is not None
            ]
            if parents:  # the event with the most rows, not the thing that it is about
                return choices.date_column(
                    self.index, max(parents, key=lambda parent: self.index.tables[parent].rows), self.stems
                )
        for table in tables:
            found = choices.date_column(self.index, table, self.stems)
            if found is not None:
                return found
        start = tables[0] if tables else None
        near = sorted(
            (entry.id for entry in self.index.tables),
            key=lambda other: distance(self.index, start, other) if start is not None else 0.0,
        )
        for table in near:
            if start is not None and distance(self.index, start, table) > 3:
                break
            found = choices.date_column(self.index, table, self.stems)
            if found is not None:
                self.penalty += 0.05
                return found
        return None

    # ── what is shown ──

    def _outputs(self) -> tuple[list[int], list[int]]:
        """Columns to show from what the patterns left, and tables that are only linked."""
        outputs: list[int] = []
        linked: list[int] = []
        text = self.draft.text
        if self.forced_output is not None:
            outputs.append(self.forced_output)
        for found in re.finditer(r"\b([A-Z]+)(\d+)\b", text):
            number = int(found[2])
            slot = self.draft.slot(number)
            if (
                slot.period
                or (slot.values[:1] and slot.values[0].score >= slot.score - 0.04 and not self._is_name_of_thing(slot))
                or not slot.mentions
            ):
                continue
            before = text[: found.start()]
            if (slot.tables and number == self.entity_slot) or number in self.taken_columns:
                continue
            flags = [
                mention
                for mention in slot.columns
                if self.index.columns[mention.id].kind == "flag" and mention.score > 0.85
            ]
            if flags and self.entity_slot != number:
                self._show_column(replace(slot, mentions=tuple(flags)), before, outputs)
                continue
            if slot.columns and (
                not slot.tables
                or slot.columns[0].score > slot.tables[0].score + 0.02
                or slot.tables[0].id == self.entity
            ):
                self._show_column(slot, before, outputs)
            elif slot.tables:
                self._place_table(slot, before, outputs, linked)
        self._passive_roles(linked)
        return outputs, linked

    def _passive_roles(self, linked: list[int]) -> None:
        """ "are liked": the key called after the verb, not the one of who does it."""
        tokens = self.draft.tagged.tokens
        for number in linked:
            slot = self.draft.slot(number)
            if slot.start and tokens[slot.start - 1].lower in (
                "are",
                "is",
                "was",
                "were",
                "been",
                "be",
                "get",
                "got",
                "being",
            ):
                for column in self.index.columns_of(slot.tables[0].id):
                    if column.kind == "id" and any(stem(word) == tokens[slot.start].stem for word in column.words):
                        self.roles[number] = column.id

    def _is_name_of_thing(self, slot: Slot) -> bool:
        return bool(slot.columns) and slot.columns[0].score >= slot.values[0].score and not slot.quoted

    def _show_column(self, slot: Slot, before: str, outputs: list[int]) -> None:
        said = slot_text(self.draft, slot)
        owner = self.attached(slot) or self.entity if said in ("name", "names", "full name", "full names") else None
        before_slot = self.draft.tagged.slots[slot.number - 1] if slot.number else None
        if owner is not None and before_slot is not None and before_slot.tables and before_slot.end == slot.start:
            owner = before_slot.tables[0].id
        if owner is not None and len(choices.labels_of(self.index, owner)) == 2:
            outputs.extend(label for label in choices.labels_of(self.index, owner) if label not in outputs)
            return
        column = self.column(slot)
        if column is None:
            return
        entry = self.index.columns[column]
        if (
            slot.end - slot.start == 1
            and said.endswith("ed")
            and stem(said) not in {stem(word) for word in entry.words[-1:]}
            and len(entry.words) > 1
        ):
            return  # "published" is what was done, not the year of it
        if (entry.kind == "flag" and not before.rstrip().endswith(("show", "and", ","))) or (
            entry.kind == "flag" and self.entity_slot is not None and self.entity_slot > slot.number
        ):
            self.flags.append((slot.number, column))
            return
        if entry.words[-1:] == ("name",) and entry.own_words == ("name",):
            labels = choices.labels_of(self.index, entry.table_id)
            if len(labels) == 2:
                outputs.extend(label for label in labels if label not in outputs)
                return
        if slot_text(self.draft, slot) in ("name", "names") and self.entity is not None and self.attached(slot) is None:
            pass
        if column not in outputs:
            outputs.append(column)

    def _place_table(self, slot: Slot, before: str, outputs: list[int], linked: list[int]) -> None:
        table = slot.tables[0].id
        if table == self.entity or any(absent.at < slot.number <= absent.until for absent in self.draft.absent):
            return
        tail = before[-40:]
        in_select = not _RELATIVE.search(before.rsplit("show", maxsplit=1)[-1] if "show" in before else before)
        if in_select and re.search(r"(?:and|,)(?: the| their| its| which| what| all)* $", tail):
            outputs.extend(column for column in choices.labels_of(self.index, table) if column not in outputs)
        elif re.search(
            r" (?:have|has|had|having|with|who|that|which|own|owns|are|were|was|been|in|both|not) (?:both |a |an |any |at least |one |some |been |also |the |in |N\d+ )*$",
            tail,
        ) or (
            re.search(r"[a-z]{3,}(?: (?:a|an|any|the|some|at least one|one))* $", tail)
            and not re.search(
                r" (?:of|in|for|by|from|per|each|every|on|at|all|to|the|show|which|what|as)(?: (?:the|all|a|an|each|any))* $",
                tail,
            )
        ):
            linked.append(slot.number)

    # ── conditions ──

    def conditions(self, base: int) -> list[Condition]:
        found: list[tuple[int, Condition]] = []
        for test in self.draft.tests:
            condition = self._test(test, base)
            if condition is not None:
                found.append((test.at, condition))
            else:
                self.penalty += 0.4
                self.notes.append("a comparison was not understood")
        found.extend(self._value_conditions(base))
        found.extend(
            (number, OneOf(column, (self._truth(column),), number in self.draft.negated_slots))
            for number, column in self.flags
        )
        found.extend(self._period_conditions(base))
        found.sort(key=lambda pair: pair[0])
        return self._combine(found, base)

    def _truth(self, column: int) -> str | int:
        """The stored value that means yes."""
        entry = self.index.columns[column]
        profile = entry.column.profile
        texts = [value for value, _ in profile.common if isinstance(value, str)] if profile else []
        return next((text for text in texts if text.lower() in ("y", "yes", "t", "true", "1")), 1)

    def _test(self, test: Test, base: int) -> Condition | None:
        column = self._tested_column(test, base)
        if column is None:
            return None
        entry = self.index.columns[column]
        if test.how == "null":
            return IsNull(column)
        if test.how == "not happened":
            return self._not_happened(test, column, base)
        if test.how == "aggregate" and not entry.is_number:
            return None
        if test.how == "aggregate":
            of = self.column(self.draft.slot(test.other), "number") if test.other is not None else column
            return VersusAggregate(column, test.operator, test.aggregate or "avg", of if of is not None else column)
        if test.how == "column" and test.other is not None:
            other = self.column(self.draft.slot(test.other), "number")
            return ColumnCompare(column, test.operator, other) if other is not None else None
        if test.high is not None:
            return Between(column, test.number or 0, test.high)
        if test.other is not None:
            return self._text_test(test, column, entry)
        if test.number is None:
            return None
        operator = test.operator
        if self._is_total_of_linked(test, entry, base):
            return Many(entry.table_id, operator, test.number, via=tuple(self.via), of=column)
        if test.quality and entry.kind in ("year", "time"):
            return None
        if entry.kind == "time" and 1500 <= test.number <= 2200:
            year = int(test.number)
            first, last = date(year, 1, 1), date(year + 1, 1, 1)
            return {
                "=": Period(column, first, last),
                ">": Period(column, last, None),
                ">=": Period(column, first, None),
                "<": Period(column, None, first),
                "<=": Period(column, None, last),
            }.get(operator)
        number = int(test.number) if test.number == int(test.number) else test.number
        return Compare(column, operator, number)

    def _is_total_of_linked(self, test: Test, entry: ColumnEntry, base: int) -> bool:
        """ "customers who spent more than 37": the amounts of a customer's rows together, not one of them."""
        if entry.table_id == base or (test.slot is not None and test.how != "sum") or test.quality:
            return False
        path = find_path(self.index, base, entry.table_id, tuple(self.via))
        return bool(path) and any(step.many for step in path or ())

    def _not_happened(self, test: Test, column: int, base: int) -> Condition | None:
        slot = self.draft.slot(test.slot or 0)
        dated = [mention.id for mention in slot.columns if self.index.columns[mention.id].kind == "time"]
        flags = [mention.id for mention in slot.columns if self.index.columns[mention.id].kind == "flag"]
        if flags:
            return self._negate_far([(0, OneOf(flags[0], (self._truth(flags[0]),), negated=True))], base)[0][1]
        if not dated:
            return None
        table = self.index.columns[dated[0]].table_id
        path = find_path(self.index, base, table, tuple(self.via))
        if path and any(step.many for step in path):
            return Linked(table, (IsNull(dated[0], negated=True),), negated=True)
        return IsNull(dated[0])

    def _text_test(self, test: Test, column: int, entry: ColumnEntry) -> Condition | None:
        slot = self.draft.slot(test.other or 0)
        if slot.period:
            if slot.period.first is None and slot.period.last is None:
                return None
            return Period(column, slot.period.first, slot.period.last, slot.period.words)
        text = self._text_of(slot)
        if test.how in ("contains", "starts", "ends"):
            places: dict[str, Literal["anywhere", "start", "end"]] = {
                "contains": "anywhere",
                "starts": "start",
                "ends": "end",
            }
            return Like(column, text, places[test.how], test.negated)
        stored = next((mention for mention in slot.values if mention.id == column), None)
        if stored is None:
            stored = next(
                (mention for mention in slot.values if self.index.columns[mention.id].table_id == entry.table_id), None
            )
            if stored is not None and test.slot is not None:
                stored = None
        if stored is not None:
            return (
                OneOf(stored.id, stored.values)
                if test.operator == "="
                else OneOf(stored.id, stored.values, negated=True)
            )
        return Compare(column, test.operator, text, fold=not self._is_known_value(column, text))

    def _is_known_value(self, column: int, text: str) -> bool:
        profile = self.index.columns[column].column.profile
        return profile is not None and (text in profile.values or any(text == value for value, _ in profile.common))

    def _text_of(self, slot: Slot) -> str:
        if isinstance(slot.value, str):
            return slot.value
        tokens = self.draft.tagged.tokens[slot.start : slot.end]
        return " ".join(str(token.value) if token.kind == "quoted" else token.text for token in tokens)

    def _tested_column(self, test: Test, base: int) -> int | None:
        want = "number" if test.number is not None or test.how in ("aggregate", "column") else ""
        if test.slot is not None:
            slot = self.draft.slot(test.slot)
            if test.other is not None and self.draft.slot(test.other).period:
                want = "time"
            if test.other is not None and not test.how and self.draft.slot(test.other).values:
                stored = {mention.id for mention in self.draft.slot(test.other).values}
                same = [mention for mention in slot.columns if mention.id in stored]
                if same:
                    return min(
                        same,
                        key=lambda mention: (
                            choices.near(self.index, base, self.index.columns[mention.id].table_id) - mention.score
                        ),
                    ).id
            return self.column(slot, want, base)
        tables = self._tables_before(test.at, base)
        if test.quality:
            found = choices.quality_column(self.index, test.quality, [*tables, *choices.neighbours(self.index, tables)])
            return found[0] if found else None
        if test.how == "named":
            return self._named_column(test, tables)
        if test.how in ("contains", "starts", "ends"):
            shown = [slot for slot in self.draft.tagged.slots[: test.at] if slot.columns and slot.number in self.left]
            texts = [
                column
                for slot in shown
                if (column := self.column(slot)) is not None and not self.index.columns[column].is_number
            ]
            return texts[-1] if texts else choices.labels_of(self.index, tables[0])[0] if tables else None
        if test.aggregate or test.number is not None:
            return self._number_column(test, tables)
        return None

    def _number_column(self, test: Test, tables: list[int]) -> int | None:
        """A number without a column: the column shown just before, or the table's amount."""
        earlier = [
            slot for slot in self.draft.tagged.slots if slot.number < test.at and slot.columns and not slot.tables
        ]
        for slot in reversed(earlier[-2:]):
            column = self.column(slot, "number")
            if (
                column is not None
                and self.index.columns[column].is_number
                and self.index.columns[column].kind in ("measure", "year")
            ):
                return column
        for table in tables:
            found = choices.money_column(self.index, table)
            if len(found) == 1:
                entry = self.index.columns[found[0]]
                self.assumptions.append(f"the number is compared with {entry.table.name}.{entry.name}")
                self.penalty += 0.12
                return found[0]
        value = (
            self._money(Asked("sum", None, word="amount"))
            if any(token.lemma in ("spend", "pay", "earn", "buy") for token in self.draft.tagged.tokens)
            else None
        )
        return value.column if isinstance(value, Measure) else None

    def _named_column(self, test: Test, tables: list[int]) -> int | None:
        slot = self.draft.slot(test.other or 0)
        for table in tables:
            labels = choices.labels_of(self.index, table)
            for mention in slot.values:
                if mention.id in labels:
                    return mention.id
        for mention in slot.values:
            if self.index.columns[mention.id].table_id in tables:
                return mention.id
        if slot.values:
            return slot.values[0].id
        return choices.labels_of(self.index, tables[0])[0] if tables else None

    def _tables_before(self, at: int, base: int) -> list[int]:
        """The tables that stand before a place in the question, nearest first, then the base."""
        tables = []
        for slot in reversed(self.draft.tagged.slots[:at]):
            if slot.tables and slot.tables[0].score > 0.5:
                tables.append(slot.tables[0].id)
            elif slot.values and not slot.columns:
                tables.append(self.index.columns[self._value_column(slot, base)].table_id)
        return list(
            dict.fromkeys([*tables, base, *([self.entity] if self.entity is not None else []), *self.mentioned])
        )

    def _value_conditions(self, base: int) -> list[tuple[int, Condition]]:
        found: list[tuple[int, Condition]] = []
        for number in dict.fromkeys(self.left):
            slot = self.draft.slot(number)
            if (
                slot.values
                and not (slot.columns and self._is_name_of_thing(slot))
                and not (slot.tables and slot.tables[0].score >= slot.values[0].score and not slot.values[0].exact)
            ):
                if number == self.entity_slot and not slot.quoted:
                    continue
                column = self._value_column(slot, base)
                mention = next(mention for mention in slot.values if mention.id == column)
                if mention.score < 0.85:
                    self.penalty += 0.5 * (0.9 - mention.score)
                    self.assumptions.append(f"“{self._text_of(slot)}” is taken as {mention.values[0]}")
                negated = number in self.draft.negated_slots
                found.append((number, OneOf(column, mention.values, negated)))
            elif slot.value is not None and isinstance(slot.value, str) and not slot.mentions:
                condition = self._loose_text(slot, base)
                if condition is not None:
                    found.append((number, condition))
        return found

    def _loose_text(self, slot: Slot, base: int) -> Condition | None:
        """Quoted or capitalised words that are stored nowhere that we know: looked for in the label before them."""
        self.penalty += 0.25 if slot.quoted else 0.6
        tables = self._tables_before(slot.number, base)
        if not tables:
            return None
        column = choices.labels_of(self.index, tables[0])[0]
        profile = self.index.columns[column].column.profile
        if not slot.quoted and (
            profile is None
            or profile.values
            or self.index.columns[column].is_number
            or self.index.columns[column].kind == "id"
        ):
            return None
        return Compare(column, "=", str(slot.value), fold=True)

    def _value_column(self, slot: Slot, base: int) -> int:
        tokens, slots = self.draft.tagged.tokens, self.draft.tagged.slots
        beside: set[int] = set()
        beside_columns: set[int] = set()
        for other in (
            slots[slot.number - 1] if slot.number else None,
            slots[slot.number + 1] if slot.number + 1 < len(slots) else None,
        ):
            if other is None:
                continue
            gap = tokens[other.end : slot.start] if other.number < slot.number else tokens[slot.end : other.start]
            if (
                all(
                    token.lower in ("the", "of", "a", "an", "is", "by", "in", "named", "'s", "was", "are")
                    for token in gap
                )
                and len(gap) < 3
            ):
                beside |= {mention.id for mention in other.tables[:1]}
                beside_columns |= {mention.id for mention in other.columns}
        scored = []
        for mention in slot.values:
            entry = self.index.columns[mention.id]
            score = (
                mention.score
                + 0.3 * (mention.id in beside_columns)
                + 0.3 * (entry.table_id in beside)
                + 0.12 * (entry.table_id in self.mentioned)
            )
            score -= choices.near(self.index, base, entry.table_id)
            score += 0.08 if entry.kind in ("label", "category") else 0.0
            label = choices.labels_of(self.index, entry.table_id)
            score += 0.05 * (mention.id in label)
            if (
                slot.start
                and tokens[slot.start - 1].lower in ("by", "from", "of", "for")
                and entry.table_id == self.entity
                and mention.id in label
            ):
                score -= 0.35
            score += 0.15 * any(word in self.stems_text for word in entry.own_words if word != "name")
            scored.append((score, -mention.id))
        scored.sort(reverse=True)
        if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.04:
            self.penalty += 0.08
        return -scored[0][1]

    @property
    def stems_text(self) -> set[str]:
        return {token.lemma for token in self.draft.tagged.tokens}

    def _period_conditions(self, base: int) -> list[tuple[int, Condition]]:
        found: list[tuple[int, Condition]] = []
        for number in dict.fromkeys(self.left):
            slot = self.draft.slot(number)
            if not slot.period:
                continue
            column = self._period_column(slot, base)
            if column is None:
                self.notes.append(f"unknown:{slot.period.words}")
                self.penalty += 0.5
                continue
            if slot.period.part:
                found.append((number, DatePart(column, *slot.period.part)))
            else:
                found.append((number, Period(column, slot.period.first, slot.period.last, slot.period.words)))
        return found

    def _period_column(self, slot: Slot, base: int) -> int | None:
        slots, tokens = self.draft.tagged.slots, self.draft.tagged.tokens
        before = slots[slot.number - 1] if slot.number else None
        if before is not None and before.columns and len(tokens[before.end : slot.start]) <= 2:
            dated = [mention for mention in before.columns if self.index.columns[mention.id].kind in ("time", "year")]
            if dated:
                return self.column(replace(before, mentions=tuple(dated)), "time", base)
        if (
            before is not None
            and before.period
            and self._last_period is not None
            and slot.number not in self.period_columns
        ):
            return self._last_period
        absent = next((each for each in self.draft.absent if each.at <= slot.number <= each.until), None)
        if absent is not None:
            return self._time_column_of(self.draft.slot(absent.slot).tables[0].id)
        fact = self.fact if self.fact is not None else self._fact_table()
        self._last_period = self._time_column(fact if fact is not None else base)
        return self._last_period

    def _time_column_of(self, table: int) -> int | None:
        found = choices.date_column(self.index, table, self.stems)
        return found if found is not None else self._time_column(table)

    _last_period: int | None = None

    def compared_periods(self) -> str | None:
        """ "2024 and 2025", "this month vs last month": the grain by which two periods stand side by side; None for one."""
        periods = [
            self.draft.slot(number).period for number in dict.fromkeys(self.left) if self.draft.slot(number).period
        ]
        whole = [period for period in periods if period is not None and period.first and period.last]
        words = " ".join(token.lower for token in self.draft.tagged.tokens)
        compares = bool(re.search(r"\b(compare|compared|vs|versus|against|difference|change)\b", words))
        if len(whole) == 1 and compares and whole[0].years and whole[0].last.year - whole[0].first.year > 1:  # type: ignore[union-attr]
            return "year"
        if len(whole) != 2 or self.draft.both or self.draft.absent or not (compares or re.search(r" and ", words)):
            return None
        days = max((period.last - period.first).days for period in whole)  # type: ignore[operator]
        return (
            "year" if days > 92 else "quarter" if days > 31 else "month" if days > 7 else "week" if days > 1 else "day"
        )

    # ── putting conditions together ──

    def _combine(self, found: list[tuple[int, Condition]], base: int) -> list[Condition]:
        """Several values of one column are alternatives; those of an absence belong into it; "or" joins neighbours."""
        inside: dict[int, list[Condition]] = {absent.slot: [] for absent in self.draft.absent}
        rest: list[tuple[int, Condition]] = []
        for at, condition in found:
            owner = next((absent for absent in self.draft.absent if absent.at <= at <= absent.until), None)
            if owner is not None:
                inside[owner.slot].append(condition)
            else:
                rest.append((at, condition))
        rest = self._negate_far(rest, base)
        merged = self._merge_same_column(rest, base)
        merged = self._join_or(merged)
        conditions = [condition for _, condition in merged]
        for absent in self.draft.absent:
            conditions.append(self._absence(absent, inside[absent.slot], base))
        return self._group_by_table(conditions, base)

    def _absence(self, absent: Absent, inside: list[Condition], base: int) -> Condition:
        within = [
            slot
            for slot in self.draft.tagged.slots[absent.slot : absent.until + 1]
            if slot.tables and slot.tables[0].score > 0.6
        ]
        table = (within or [self.draft.slot(absent.slot)])[-1].tables[0].id
        if table == base:
            table = self.draft.slot(absent.slot).tables[0].id
        return Linked(table, tuple(inside), negated=True, via=tuple(self.via))

    def _negate_far(self, found: list[tuple[int, Condition]], base: int) -> list[tuple[int, Condition]]:
        """ "not French" on a column of the row itself is !=; on linked rows it is the absence of such a row."""
        result: list[tuple[int, Condition]] = []
        for at, condition in found:
            if isinstance(condition, OneOf) and condition.negated:
                table = self.index.columns[condition.column].table_id
                path = find_path(self.index, base, table, tuple(self.via))
                if path and any(step.many for step in path):
                    absent = Linked(table, (replace(condition, negated=False),), negated=True, via=tuple(self.via))
                    result.append((at, absent))
                    continue
            result.append((at, condition))
        return result

    def _merge_same_column(self, found: list[tuple[int, Condition]], base: int) -> list[tuple[int, Condition]]:
        merged: list[tuple[int, Condition]] = []
        for at, condition in found:
            last = merged[-1][1] if merged else None
            if (
                isinstance(condition, Period)
                and isinstance(last, Period)
                and last.column == condition.column
                and self.compared_periods()
            ):
                merged[-1] = (at, AnyOf((last, condition)))
                continue
            if self.draft.both and self._same_kind(last, condition):
                if isinstance(last, Linked):
                    merged.append((at, self._as_linked(condition, base)))
                else:
                    merged[-1] = (merged[-1][0], self._as_linked(last, base))  # type: ignore[arg-type]
                    merged.append((at, self._as_linked(condition, base)))
                continue
            if (
                isinstance(condition, OneOf)
                and isinstance(last, OneOf)
                and last.column == condition.column
                and last.negated == condition.negated
            ):
                merged[-1] = (at, replace(last, values=tuple(dict.fromkeys([*last.values, *condition.values]))))
            elif (
                isinstance(condition, Compare)
                and isinstance(last, Compare)
                and last.column == condition.column
                and last.operator == condition.operator == "="
            ):
                merged[-1] = (at, OneOf(last.column, (last.value, condition.value), fold=last.fold))
            elif (
                isinstance(condition, Compare)
                and isinstance(last, OneOf)
                and last.column == condition.column
                and condition.operator == "="
            ):
                merged[-1] = (at, replace(last, values=(*last.values, condition.value)))
            else:
                merged.append((at, condition))
        return merged

    def _same_kind(self, last: Condition | None, condition: Condition) -> bool:
        def column_of(each: Condition | None) -> int | None:
            if isinstance(each, Linked) and len(each.conditions) == 1:
                each = each.conditions[0]
            return each.column if isinstance(each, OneOf | Compare | Period) else None

        return column_of(last) is not None and column_of(last) == column_of(condition)

    def _as_linked(self, condition: Condition, base: int) -> Condition:
        if isinstance(condition, Linked):
            return condition
        table = self.index.columns[condition.column].table_id  # type: ignore[union-attr]
        return condition if table == base else Linked(table, (condition,), via=tuple(self.via))

    def _join_or(self, found: list[tuple[int, Condition]]) -> list[tuple[int, Condition]]:
        """Two neighbours with "or" between them in the question."""
        if len(found) < 2:
            return found
        joined: list[tuple[int, Condition]] = [found[0]]
        for at, condition in found[1:]:
            before = joined[-1][0]
            slots, tokens = self.draft.tagged.slots, self.draft.tagged.tokens
            if (
                before < len(slots)
                and at < len(slots)
                and "or" in [token.lower for token in tokens[slots[before].end : slots[at].start]]
            ):
                last = joined[-1][1]
                parts = last.conditions if isinstance(last, AnyOf) else (last,)
                joined[-1] = (at, AnyOf((*parts, condition)))
            else:
                joined.append((at, condition))
        return joined

    def who(self, outputs: list[int]) -> int | None:
        """ "Who wrote X": the person that the thing points at."""
        if (
            not re.match(r"^ *(?:show )?who\b", " ".join(token.lower for token in self.draft.tagged.tokens))
            or outputs
            or self.entity is None
        ):
            return None
        own = {mention.id for number in self.left for mention in self.draft.slot(number).values}
        if not any(self.index.columns[column].table_id == self.entity for column in own):
            return None
        people = [
            table
            for table in choices.neighbours(self.index, [self.entity])
            if len(choices.labels_of(self.index, table)) == 2 or set(self.index.tables[table].words) & _PEOPLE
        ]
        return people[0] if people else None

    def _group_by_table(self, conditions: list[Condition], base: int) -> list[Condition]:
        """Conditions on the same linked rows hold for one row, not for any two (unless "both" was said)."""
        if self.draft.both:
            return conditions
        grouped: dict[int, list[Condition]] = {}
        kept: list[Condition] = []
        for condition in conditions:
            table = _table_of(condition, self.index)
            path = find_path(self.index, base, table, tuple(self.via)) if table is not None and table != base else ()
            if table is None or not path or not any(step.many for step in path):
                kept.append(condition)
            else:
                grouped.setdefault(table, []).append(condition)
        for table, inner in grouped.items():
            kept.append(Linked(table, tuple(inner), via=tuple(self.via)))
        return kept

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
        if draft.share and not any(isinstance(value, Ratio | Share) for value in frame.values):
            self.penalty += 0.3
        return Bound(frame, self.penalty, list(dict.fromkeys(self.assumptions)), self.notes)


def _table_of(condition: Condition, index: CatalogIndex) -> int | None:
    if isinstance(condition, Compare | OneOf | Like | Between | Period | DatePart | IsNull | VersusAggregate):
        return index.columns[condition.column].table_id
    if isinstance(condition, AnyOf | AllOf):
        tables = {_table_of(each, index) for each in condition.conditions}
        return tables.pop() if len(tables) == 1 else None
    return None


def slot_text(draft: Draft, slot: Slot) -> str:
    return " ".join(token.lower for token in draft.tagged.tokens[slot.start : slot.end])
