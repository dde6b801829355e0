"""A question with a vague word ("best", "big", "recent") comes in, a question back with real options goes out, or nothing.

An option is a question that this analyst can answer about the same things, with the vague word made plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from datamind.analysts.offline import choices
from datamind.analysts.offline.draft import Draft
from datamind.analysts.offline.joins import graph_of
from datamind.analysts.offline.wording import say_of
from datamind.linking.index import CatalogIndex, ColumnEntry
from datamind.linking.morphology import base_adjective, plural, split_name
from datamind.linking.vocabulary import QUALITIES
from datamind.types import Reading

_SUPERLATIVE = {"best", "worst", "top", "greatest", "favourite", "favorite", "leading"}
_PLAIN = {
    "big", "small", "large", "long", "short", "high", "low", "good", "bad", "great", "cheap", "expensive", "recent", "new", "old", "popular", "heavy", "fast", "slow", "young", "rich", "poor", "loyal",
    "valuable", "important", "vip", "significant", "frequent", "successful", "interesting", "strong", "weak", "key", "major", "profitable", "late", "early", "unusual", "premium", "promising", "top",
    "underperforming", "problematic", "risky", "healthy", "busy", "active", "inactive", "regular", "occasional", "serious", "huge", "tiny", "main", "critical", "suspicious", "strange", "weird", "special", "many", "few", "much",
}  # fmt: skip
MOST_OPTIONS = 4


def vague_word(draft: Draft, columns_ok: bool = False) -> str | None:
    """The vague word that nothing in the question makes plain; None when there is none."""
    text = draft.text
    for most in draft.most:
        if (
            most.kind == "quality"
            and most.word in ("good", "bad", "popular", "busy", "great")
            and not re.search(r" by ", text)
        ):
            return {"good": "best", "bad": "worst"}.get(most.word, most.word)
    for word in re.findall(r"(?<![A-Z\w])[a-z]+", text):
        if (
            word in _SUPERLATIVE
            and not (draft.limit is not None and draft.asked)
            and not draft.ordered
            and not draft.asked
        ):
            return word
        dated = any(grouped.grain for grouped in draft.groups) or any(slot.period for slot in draft.tagged.slots)
        if word == "new" and dated:
            continue  # new ones of a month are those that began in it
        if word in _PLAIN and word not in ("many", "much", "few", "top"):
            if re.search(rf"\bhow {word}\b", text):
                continue
            return word
        if word in ("better", "worse") and " than " not in text:
            return word
        if word in ("well", "poorly", "badly") and f" {word} as " not in text:
            return word
    if (
        re.search(r" (?:which|what|who|show) (?:[A-Z]+\d+ )?.*\b(?:too many|too much|a lot of|lots of|many)\b", text)
        and "how many" not in text
    ):
        return "many"
    return None


def options_for(draft: Draft, word: str, entity: int | None, index: CatalogIndex) -> tuple[Reading, ...]:
    """2 to 4 plain readings of the vague word for the entity asked about; () when the data offers fewer."""
    table = entity if entity is not None else _first_table(draft, index)
    if table is None:
        return ()
    found = dict.fromkeys(_readings(table, word, draft, index))
    return tuple(found)[:MOST_OPTIONS] if len(found) >= 2 else ()


def _first_table(draft: Draft, index: CatalogIndex) -> int | None:
    for slot in draft.tagged.slots:
        if slot.tables:
            return slot.tables[0].id
        if slot.columns:
            return index.columns[slot.columns[0].id].table_id
    return None


def _readings(table: int, word: str, draft: Draft, index: CatalogIndex) -> Iterator[Reading]:
    plain = base_adjective(word) or word
    descending = QUALITIES.get(plain, ((), 1))[1] > 0 and word not in (
        "worst",
        "bad",
        "few",
        "inactive",
        "weak",
        "poor",
        "underperforming",
    )
    top = "highest" if descending else "lowest"
    subject = _subject(table, draft, index)
    dates = {"recent", "new", "late"}
    if plain in dates or word in dates:
        yield from _recent(table, subject, index)
    for column in _measures(table, plain, index):
        yield Reading(f"{subject} with the {top} {_said(column)}", f"top 10 {subject} with the {top} {_said(column)}")
    for child in _children(table, index):
        many = plural(" ".join(split_name(index.tables[child].name)))
        yield Reading(
            f"{subject} with the {'most' if descending else 'fewest'} {many}",
            f"top 10 {subject} with the {'most' if descending else 'fewest'} {many}",
        )
        money = choices.money_column(index, child)
        if len(money) == 1:
            column = index.columns[money[0]]
            total = say_of("total", _said(column))
            yield Reading(f"{subject} with the {top} {total}", f"top 10 {subject} with the {top} {total}")
    for column in index.columns_of(table):
        if column.kind == "time" and plain not in dates:
            yield Reading(f"{subject} with the latest {_said(column)}", f"{subject} with the latest {_said(column)}")


def _subject(table: int, draft: Draft, index: CatalogIndex) -> str:
    for slot in draft.tagged.slots:
        if any(mention.id == table for mention in slot.tables) or any(
            index.columns[mention.id].table_id == table and index.columns[mention.id].kind in ("category", "label")
            for mention in slot.columns
        ):
            return " ".join(token.lower for token in draft.tagged.tokens[slot.start : slot.end])
    return plural(" ".join(split_name(index.tables[table].name)))


def _recent(table: int, subject: str, index: CatalogIndex) -> Iterator[Reading]:
    column = choices.date_column(index, table, set())
    if column is not None:
        name = _said(index.columns[column])
        yield Reading(f"{subject} of the last 30 days", f"{subject} in the last 30 days")
        yield Reading(f"the 10 {subject} with the latest {name}", f"top 10 {subject} with the latest {name}")
        yield Reading(f"{subject} of the last 12 months", f"{subject} in the last 12 months")


def _measures(table: int, plain: str, index: CatalogIndex) -> list[ColumnEntry]:
    columns = [column for column in index.columns_of(table) if column.kind == "measure" and not column.formula]
    fitting = [
        column
        for column in columns
        if {word for words in QUALITIES.get(plain, ((), 1))[0] for word in words.split()} & set(column.words)
    ]
    return list(dict.fromkeys([*fitting, *columns]))[:3]


def _children(table: int, index: CatalogIndex) -> list[int]:
    """The tables whose rows belong to one of `table`, the nearest and largest first."""
    steps = graph_of(index).steps
    own = [step.right for step in steps[table] if step.many]
    further = [step.right for child in own for step in steps[child] if step.many]
    near = sorted(dict.fromkeys(own), key=lambda child: -index.tables[child].rows)
    far = sorted(dict.fromkeys(further), key=lambda child: -index.tables[child].rows)
    return [child for child in dict.fromkeys([*near, *far]) if child != table][:3]


def _said(column: ColumnEntry) -> str:
    return " ".join(split_name(column.name))
