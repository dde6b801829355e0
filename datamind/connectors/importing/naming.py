"""Names for tables and columns.

Comes in: file and sheet names, header cells. Goes out: table names from a safe alphabet (a-z, 0-9, _), column names as the file
has them, trimmed; a second `name` is `name_2`, an empty one `column_3`. Compared without case, as the database does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_ENDINGS = re.compile(
    r"(\.(csv|tsv|tab|txt|xlsx|xlsm|xlsb|xls|ods|parquet|pq|json|jsonl|ndjson|gz|zip|dat))+$", re.IGNORECASE
)
MOST_LETTERS = 60
COLUMN_LETTERS = 200


def name_table(text: str, taken: Iterable[str]) -> str:
    """ "../Größe 2020.csv" -> "grosse_2020"; never empty, never starting with a digit, never one of `taken`."""
    base = _ENDINGS.sub("", re.split(r"[\\/]", text)[-1])
    plain = unicodedata.normalize("NFKD", base.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MOST_LETTERS].strip("_") or "table"
    if plain[0].isdigit():
        plain = f"t_{plain}"
    return _first_free(plain, set(taken))


def name_columns(headers: Sequence[str]) -> tuple[str, ...]:
    """Unique, non-empty names in the order of `headers`."""
    given = [_clean(header) for header in headers]
    reserved = {name.lower() for name in given if name}
    taken: set[str] = set()
    names = []
    for position, name in enumerate(given, start=1):
        if not name:
            unique = _first_free(f"column_{position}", taken | reserved)
        elif name.lower() in taken:
            unique = _first_free(name, taken | reserved)
        else:
            unique = name
        taken.add(unique.lower())
        names.append(unique)
    return tuple(names)


def _clean(header: str) -> str:
    text = "".join(" " if ch.isspace() else ch for ch in header if ch.isspace() or ch.isprintable())
    return re.sub(r" {2,}", " ", text).strip()[:COLUMN_LETTERS].strip()


def _first_free(name: str, taken: set[str]) -> str:
    if name.lower() not in taken:
        return name
    number = 2
    while f"{name}_{number}".lower() in taken:
        number += 1
    return f"{name}_{number}"
