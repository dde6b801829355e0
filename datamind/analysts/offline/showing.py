"""What the patterns left in the text comes in, the columns to show and the tables that are only linked go out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from datamind.analysts.offline import choices, columns
from datamind.analysts.offline.draft import Test
from datamind.analysts.offline.tagging import Slot
from datamind.linking.index import ColumnEntry
from datamind.linking.morphology import is_verb_form, stem

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder

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


def outputs(binder: Binder) -> tuple[list[int], list[int]]:
    """Columns to show from what the patterns left, and tables that are only linked."""
    outputs: list[int] = []
    linked: list[int] = []
    text = binder.draft.text
    if binder.forced_output is not None:
        outputs.append(binder.forced_output)
    for found in re.finditer(r"\b([A-Z]+)(\d+)\b", text):
        number = int(found[2])
        slot = binder.draft.slot(number)
        if (
            slot.period
            or (slot.values[:1] and slot.values[0].score >= slot.score - 0.04 and not is_name_of_thing(binder, slot))
            or not slot.mentions
        ):
            continue
        before = text[: found.start()]
        if (slot.tables and number == binder.entity_slot) or number in binder.taken_columns:
            continue
        flags = [
            mention
            for mention in slot.columns
            if binder.index.columns[mention.id].kind == "flag" and mention.score > 0.85
        ]
        if flags and binder.entity_slot != number:
            show_column(binder, replace(slot, mentions=tuple(flags)), before, outputs)
            continue
        if slot.columns and (
            not slot.tables
            or slot.columns[0].score > slot.tables[0].score + 0.02
            or (slot.tables[0].id == binder.entity and slot.columns[0].score > slot.tables[0].score - 0.2)
        ):
            show_column(binder, slot, before, outputs, text[found.end() :])
        elif slot.tables:
            place_table(binder, slot, before, outputs, linked)
    passive_roles(binder, linked)
    return outputs, linked


def passive_roles(binder: Binder, linked: list[int]) -> None:
    """ "are liked": the key called after the verb, not the one of who does it."""
    tokens = binder.draft.tagged.tokens
    for number in linked:
        slot = binder.draft.slot(number)
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
            for column in binder.index.columns_of(slot.tables[0].id):
                if column.kind == "id" and any(stem(word) == tokens[slot.start].stem for word in column.words):
                    binder.roles[number] = column.id


def is_name_of_thing(binder: Binder, slot: Slot) -> bool:
    if not slot.columns or slot.quoted or slot.columns[0].score < slot.values[0].score:
        return False
    slots = binder.draft.tagged.slots
    following = slots[slot.number + 1] if slot.number + 1 < len(slots) else None
    describes = (
        following is not None and following.start == slot.end and bool(following.tables) and not following.columns
    )
    return not (describes and slot.values[0].exact and binder.index.columns[slot.columns[0].id].kind != "flag")


def show_column(binder: Binder, slot: Slot, before: str, outputs: list[int], rest: str = "") -> None:
    said = columns.slot_text(binder.draft, slot)
    owner = None
    if said in ("name", "names", "full name", "full names"):
        attached = columns.attached_table(binder, slot)
        owner = attached if attached is not None else binder.entity
    before_slot = binder.draft.tagged.slots[slot.number - 1] if slot.number else None
    if owner is not None and before_slot is not None and before_slot.tables and before_slot.end == slot.start:
        owner = before_slot.tables[0].id
    labels = choices.labels_of(binder.index, owner) if owner is not None else ()
    if labels and (len(labels) == 2 or set(binder.index.columns[labels[0]].words) & {"name", "title"}):
        outputs.extend(label for label in labels if label not in outputs)
        return
    column = columns.column(binder, slot)
    if column is None:
        return
    entry = binder.index.columns[column]
    if labels and entry.table_id != owner and binder.index.columns[labels[0]].kind in ("label", "category", "text"):
        outputs.extend(
            label for label in labels if label not in outputs
        )  # the name of an operator may be called "operator"
        return
    if (
        slot.end - slot.start == 1
        and is_verb_form(said)
        and stem(said) not in {stem(word) for word in entry.words[-1:]}
        and len(entry.words) > 1
    ):
        # "published" is what was done, not the year of it; alone it is a condition that nobody understood
        if has_happened(binder, slot, entry, before) and not rest.startswith(" by "):
            binder.draft.tests.append(Test(slot.number, "=", how="happened", at=slot.number))
        elif not re.match(r"\W*(?:by )?(?:[|~¦^]|[A-Z]+\d)", rest):
            binder.doubtful.append(column)
        return
    if (entry.kind == "flag" and not before.rstrip().endswith(("show", "and", ","))) or (
        entry.kind == "flag" and binder.entity_slot is not None and binder.entity_slot > slot.number
    ):
        binder.flags.append((slot.number, column))
        if re.search(r" (?:exclude|excluding|except|not|without|non|no) (?:the |all |any )*$", before):
            binder.draft.negated_slots.add(slot.number)
        return
    if entry.words[-1:] == ("name",) and entry.own_words == ("name",):
        labels = choices.labels_of(binder.index, entry.table_id)
        if len(labels) == 2:
            outputs.extend(label for label in labels if label not in outputs)
            return
    if column not in outputs:
        outputs.append(column)


def has_happened(binder: Binder, slot: Slot, entry: ColumnEntry, before: str) -> bool:
    """ "have been terminated": the date of it is filled, where some rows have none."""
    profile = entry.column.profile
    passive = re.search(r" (?:have|has|had|are|is|were|was)(?: been| already)* $", before)
    return bool(passive) and entry.kind == "time" and profile is not None and profile.nulls > 0


def place_table(binder: Binder, slot: Slot, before: str, outputs: list[int], linked: list[int]) -> None:
    table = slot.tables[0].id
    if table == binder.entity or any(absent.at < slot.number <= absent.until for absent in binder.draft.absent):
        return
    tail = before[-40:]
    in_select = not _RELATIVE.search(before.rsplit("show", maxsplit=1)[-1] if "show" in before else before)
    if in_select and re.search(r"(?:and|,)(?: the| their| its| which| what| all)* $", tail):
        outputs.extend(column for column in choices.labels_of(binder.index, table) if column not in outputs)
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
    elif (
        slotted := re.search(r" [A-Z]*C[A-Z]*(\d+)(?: (?:a|an|any|some|the|at least one))* $", tail)
    ) and is_verb_form(binder.draft.tagged.tokens[binder.draft.slot(int(slotted[1])).start].lower):
        linked.append(slot.number)  # "accounts that opened tickets"
        binder.doubtful = [column for column in binder.doubtful if binder.index.columns[column].table_id != table]
    elif (done := re.search(r" ([a-z]+) by (?:the |a |an |any |some |all )*$", tail)) and is_verb_form(done[1]):
        linked.append(slot.number)  # "forms used by contracts"


def who(binder: Binder, outputs: list[int]) -> int | None:
    """ "Who wrote X": the person that the thing points at."""
    if (
        not re.match(r"^ *(?:show )?who\b", " ".join(token.lower for token in binder.draft.tagged.tokens))
        or outputs
        or binder.entity is None
    ):
        return None
    own = {mention.id for number in binder.left for mention in binder.draft.slot(number).values}
    if not any(binder.index.columns[column].table_id == binder.entity for column in own):
        return None
    people = [
        table
        for table in choices.neighbours(binder.index, [binder.entity])
        if len(choices.labels_of(binder.index, table)) == 2 or set(binder.index.tables[table].words) & _PEOPLE
    ]
    return people[0] if people else None
