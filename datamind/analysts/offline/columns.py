"""A slot comes in, the column that it means goes out: by what stands beside it, the entity asked for, and nearness."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from datamind.analysts.offline import choices
from datamind.analysts.offline.draft import Draft
from datamind.analysts.offline.tagging import Slot
from datamind.linking.index import ColumnEntry

if TYPE_CHECKING:
    from datamind.analysts.offline.binding import Binder

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
    "their",
    "its",
    "his",
    "her",
}


def attached_table(binder: Binder, slot: Slot) -> int | None:
    """The table that a column stands beside: "name of the student", "student name", "students whose name"."""
    tokens, slots = binder.draft.tagged.tokens, binder.draft.tagged.slots
    at, number = slot.end, slot.number
    for _ in range(5):
        following = slots[number + 1] if number + 1 < len(slots) else None
        if following is None:
            break
        between = [token.lower for token in tokens[at : following.start]]
        if (
            all(word in _BETWEEN_OF for word in between)
            and following.tables
            and ("of" in between or "for" in between or ("each" in between) != ("in" in between))
        ):
            return following.tables[0].id
        if (
            "of" in between
            and all(word in _BETWEEN_OF for word in between)
            and following.values
            and not following.columns
        ):
            return binder.index.columns[following.values[0].id].table_id
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


def column(binder: Binder, slot: Slot, want: str = "", base: int | None = None) -> int | None:
    """The column that a slot means. `want`: "number", "dimension", "time" or nothing."""
    if not slot.columns:
        return None
    attached = attached_table(binder, slot)
    base = base if base is not None else binder.entity
    scored: list[tuple[float, int]] = []
    for mention in slot.columns:
        entry = binder.index.columns[mention.id]
        score = mention.score
        score += 0.35 * (entry.table_id == attached)
        score += 0.12 * (entry.table_id in binder.mentioned)
        score += 0.12 * (entry.table_id == base)
        score -= choices.near(binder.index, base, entry.table_id)
        score += fit(binder, entry, want) + (0.06 if entry.kind == "id" and entry.is_unique else 0.0)
        scored.append((score, mention.id))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    if len(scored) > 1 and scored[0][0] - scored[1][0] < 0.05:
        note_tie(binder, scored, want)
    binder.penalty += max(
        0.0, 0.3 * (0.75 - max(mention.score for mention in slot.columns if mention.id == scored[0][1]))
    )
    return scored[0][1]


def note_tie(binder: Binder, scored: list[tuple[float, int]], want: str) -> None:
    first, second = binder.index.columns[scored[0][1]], binder.index.columns[scored[1][1]]
    if first.table_id != second.table_id and first.kind == "id" and second.kind == "id":
        return
    binder.penalty += 0.12
    binder.notes.append(f"{first.table.name}.{first.name} or {second.table.name}.{second.name}")


def fit(binder: Binder, entry: ColumnEntry, want: str) -> float:
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


def slot_text(draft: Draft, slot: Slot) -> str:
    return " ".join(token.lower for token in draft.tagged.tokens[slot.start : slot.end])
