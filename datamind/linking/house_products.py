"""Definitions that multiply or add columns of several tables come in, a formula of one of the tables goes out.

"revenue = quantity times list price", where the price stands in the table that the rows point at: its value is looked up for
each row by the key between the two. Names may be written as people say them.
"""

from __future__ import annotations

import re

from datamind.linking.abbreviations import ABBREVIATIONS
from datamind.linking.entries import CatalogIndex, ColumnEntry
from datamind.linking.glossary import Formula

LOOKED_UP = "looked_up"  # the alias under which a looked-up row is named in a formula
_SIGNS = (("multiplied by", "*"), ("times", "*"), ("×", "*"), (" x ", " * "), ("minus", "-"), ("plus", "+"), ("divided by", "/"))  # fmt: skip
_PART = re.compile(r"[*/+()]|(?<=[\s)])-(?=[\s(])")
_LEADING = re.compile(r"^(?:the )?(?:sum|total) (?:of )?(?:the )?", re.IGNORECASE)


def across(index: CatalogIndex, definition: str) -> Formula | None:
    """The formula of a definition in words whose columns may stand in several tables that a key joins; None when it is none."""
    from datamind.linking.house_words import column_named

    text = _LEADING.sub("", definition.strip().rstrip("."))
    for words, sign in _SIGNS:
        text = re.sub(
            rf"(?<!\w){re.escape(words)}(?!\w)" if words.strip() == words else re.escape(words), f" {sign} ", text
        )
    pieces: list[str | ColumnEntry] = []
    at = 0
    for sign_found in [*_PART.finditer(text), None]:
        words = text[at : sign_found.start() if sign_found else len(text)].strip()
        if re.fullmatch(r"\d+(?:\.\d+)?", words):
            pieces.append(words)
        elif words:
            spelled = " ".join(ABBREVIATIONS.get(word, word) for word in words.replace("_", " ").split())
            column = column_named(index, words) or column_named(index, spelled)
            if column is None or not column.is_number or column.formula:
                return None
            pieces.append(column)
        if sign_found is not None:
            pieces.append(sign_found[0])
            at = sign_found.end()
    columns = [piece for piece in pieces if not isinstance(piece, str)]
    if len(columns) < 2:
        return None
    for base in dict.fromkeys(column.table_id for column in columns):
        written = {column.id: _written(index, base, column) for column in columns}
        if all(written.values()):
            return Formula(
                index.tables[base].name,
                " ".join(piece if isinstance(piece, str) else str(written[piece.id]) for piece in pieces),
                "sum",
            )
    return None


def _written(index: CatalogIndex, base: int, column: ColumnEntry) -> str | None:
    """A column as a formula of `base` reads it: its own, or looked up by the one key that points at its table."""
    if column.table_id == base:
        return f'"{column.name}"'
    keys = [
        foreign
        for foreign in index.tables[base].table.foreign_keys
        if index.table_id(foreign.ref_table, foreign.ref_schema) == column.table_id
    ]
    if len(keys) != 1:
        return None
    same = " AND ".join(
        f'{LOOKED_UP}."{theirs}" = "{mine}"' for mine, theirs in zip(keys[0].columns, keys[0].ref_columns, strict=True)
    )
    table = column.table
    name = f'"{table.schema}"."{table.name}"' if table.schema else f'"{table.name}"'
    return f'(SELECT {LOOKED_UP}."{column.name}" FROM {name} AS {LOOKED_UP} WHERE {same})'
