"""Rows of totals that stand within a table: they are kept, since only a person knows, but never without a word.

Comes in: a table that has been stored and its columns. Goes out: a sentence, or none. Totals at the end are left out
before (`footers.py`). To know one more word: `_WORDS` (a total) or `_PARTIAL` (a subtotal, whatever follows).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from datamind.connectors.importing.columns import Decision
from datamind.connectors.importing.description import quote_name
from datamind.types import ColumnType

LABEL_COLUMNS, MOST_LABELS, SHOWN = 3, 200, 3
LONG_ROWS = 100_000  # from here on only the first column of words is looked through
MOST_SHARE = 0.4
_WORDS = r"(grand |overall )?totals?|summe|gesamt|gesamtsumme|insgesamt|total général|totale|suma|razem|итого|всего|合計|总计"
_PARTIAL = r"sub[ -]?totals?|sous[ -]total|zwischensumme|subtotale|subtotaal|suma częściowa|подытог|小計|小计"
_LABEL = rf"(?i)^\s*({_PARTIAL}|{_WORDS})([ :]|$)|[ :]({_WORDS}|{_PARTIAL})\s*$"
_WHOLE = re.compile(f"^({_PARTIAL})([ :].*)?$|^({_WORDS}) ?:?$")
_WORD = re.compile(f"^({_WORDS})[ :]+|[ :]+({_WORDS}|{_PARTIAL})$")


def tell_subtotals(con: Any, table: str, columns: Sequence[Decision]) -> tuple[str, ...]:
    """What a person must know before adding up a column."""
    n_rows = con.execute(f"SELECT count(*) FROM {quote_name(table)}").fetchone()[0]
    labels = [column.name for column in columns if column.type is ColumnType.TEXT]
    labels = labels[: LABEL_COLUMNS if n_rows < LONG_ROWS else 1]
    if not any(column.type is not None and column.type.is_numeric for column in columns):
        return ()
    for name in labels:
        found = _find(con, table, name, labels)
        rows = sum(count for _, count in found)
        if 0 < rows <= MOST_SHARE * n_rows:
            shown = ", ".join(f"“{text.strip()[:60]}”" for text, _ in found[:SHOWN])
            more = " and others" if len(found) > SHOWN else ""
            what = "1 row looks" if rows == 1 else f"{rows} rows look"
            return (
                f"{what} like totals within the table ({name}: {shown}{more}) and "
                f"{'was' if rows == 1 else 'were'} kept: a sum over all rows counts those amounts twice.",
            )
    return ()


def _find(con: Any, table: str, name: str, labels: Sequence[str]) -> list[tuple[str, int]]:
    """Labels of totals in this column and how often; "North total" is one where North is a label by itself."""
    column = quote_name(name)
    candidates = con.execute(
        f"SELECT {column}, count(*) FROM {quote_name(table)} WHERE regexp_matches({column}, ?) "
        f"GROUP BY 1 ORDER BY min(rowid) LIMIT {MOST_LABELS}",
        [_LABEL],
    ).fetchall()
    rests = {text: _WORD.sub("", text.strip().lower()) for text, _ in candidates}
    known: set[str] = set()
    for other in labels if any(not _WHOLE.match(text.strip().lower()) for text in rests) else ():
        whole = f"lower(trim({quote_name(other)}))"
        asked = f"SELECT DISTINCT {whole} FROM {quote_name(table)} WHERE {whole} IN (SELECT unnest(?))"
        known |= {row[0] for row in con.execute(asked, [list(rests.values())]).fetchall()}
    return [
        (text, count)
        for text, count in candidates
        if _WHOLE.match(text.strip().lower()) or (rests[text] != text.strip().lower() and rests[text] in known)
    ]
