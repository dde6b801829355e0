"""Terms that speak of a column or of a stored value come in; the column is found under their words, the value under its meaning.

"FTHG refers to full time home goals", "AP means apples", "hand 'L' means left-handed", "result, where H = home win, D = draw".
"""

from __future__ import annotations

import re
from dataclasses import replace

from datamind.linking import spelled
from datamind.linking.entries import CatalogIndex, ColumnEntry, StoredValue, post
from datamind.types import Term

_CODE = re.compile(
    r"""['"]?\b([A-Za-z0-9+-]{1,12})['"]?\s*(?:=|:|\bmeans\b|\bstands for\b|\bis\b)\s*([A-Za-z][\w '-]*)"""
)
_COLUMN_VALUE = re.compile(r"""^(?:the\s+)?(\w+)\s*(?:=|of|is)?\s*['"]([^'"]+)['"]?$""")


def name_column(index: CatalogIndex, term: Term) -> bool:
    """Post what the term says of the column that it is called by; whether there is such a column."""
    wanted = _plain(term.name)
    found = [column for column in index.columns if _plain(column.name) == wanted and not column.formula]
    if not found or "".join(found[0].words) == "":
        return False
    head, *rest = re.split(r",|;|\(|\bwhere\b|\bin which\b", term.definition, maxsplit=1)
    forms = [spelled.phrase(part) for part in (head, re.split(r"\b(?:of|by|for|in|from|that|which)\b", head)[0])]
    for column in found:
        _add_forms(index, column, [form for form in dict.fromkeys(forms) if 0 < len(form) <= 6])
        for code, meaning in _CODE.findall(" ".join(rest)):
            name_value(index, meaning, code, column)
    return True


def _add_forms(index: CatalogIndex, column: ColumnEntry, forms: list[tuple[str, ...]]) -> None:
    fresh = [form for form in forms if form not in (column.words, *column.synonyms)]
    if not fresh:
        return
    renamed = replace(index.columns[column.id], synonyms=(*index.columns[column.id].synonyms, *fresh))
    index.columns = (*index.columns[: column.id], renamed, *index.columns[column.id + 1 :])
    post(index, column.id, (renamed.words, *renamed.synonyms))


def name_stored(index: CatalogIndex, term: Term) -> bool:
    """Post a stored value under what the term says that it means; whether the term names one."""
    placed = _COLUMN_VALUE.match(term.name)
    if placed:
        columns = [column for column in index.columns if _plain(column.name) == _plain(placed[1])]
        for column in columns[:1]:
            name_value(index, term.definition, placed[2], column)
        return bool(columns)
    stored = [value for value in index.values.get(spelled.value_words(term.name), ()) if value.value == term.name]
    for value in stored[:3]:
        name_value(index, term.definition, value.value, index.columns[value.column])
    return bool(stored)


def name_value(index: CatalogIndex, meaning: str, value: str, column: ColumnEntry) -> None:
    words = spelled.value_words(re.split(r"[,;(]", meaning)[0].strip())
    if words and len(words) <= 6:
        entry = StoredValue(column.id, value, words)
        for form in dict.fromkeys((words, tuple(word.rstrip("s") if len(word) > 3 else word for word in words))):
            index.values.setdefault(form, []).insert(0, entry)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
