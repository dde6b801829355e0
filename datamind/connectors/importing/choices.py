"""What a person decided over our guesses, by file or sheet.

Comes in: a mapping such as {"sales.csv": {"delimiter": ";", "header_rows": [3]}}; the key is the file's name, "book.xlsx/Sheet1"
for a sheet, or "*" for all. Goes out: `Choices`. To add one: a field here, and the module that guesses it asks first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from datamind.errors import InvalidInput
from datamind.types import ColumnType


@dataclass(frozen=True)
class Choices:
    """Everything None or empty is guessed. Row numbers count from 1, as in the file; `header_rows=()` says: no header."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_rows: tuple[int, ...] | None = None
    skipped_rows: tuple[int, ...] = ()
    date_order: str | None = None  # "dmy" or "mdy"
    decimal: str | None = None  # "." or ","
    types: Mapping[str, ColumnType] = field(default_factory=dict)


NOTHING_CHOSEN = Choices()


def find_choices(choices: Mapping[str, Any] | None, source: str, sheet: str | None = None) -> Choices:
    """The choices for this file or sheet: "*" first, then the file's, then the sheet's. Raises InvalidInput."""
    merged: dict[str, Any] = {}
    for key in ("*", source, f"{source}/{sheet}"):
        merged.update((choices or {}).get(key) or {})
    known = {entry.name for entry in fields(Choices)}
    if unknown := sorted(set(merged) - known):
        raise InvalidInput(f"{unknown[0]!r} cannot be chosen for a file: {', '.join(sorted(known))} can.", unknown[0])
    try:
        if merged.get("header_rows") is not None:
            merged["header_rows"] = tuple(int(number) for number in merged["header_rows"])
        merged["skipped_rows"] = tuple(int(number) for number in merged.get("skipped_rows") or ())
        merged["types"] = {name: ColumnType(kind) for name, kind in (merged.get("types") or {}).items()}
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"A choice for {source} cannot be used: {error}.", "choices") from error
    if merged.get("date_order") not in (None, "dmy", "mdy"):
        raise InvalidInput("date_order is dmy (day first) or mdy (month first).", "date_order")
    if merged.get("decimal") not in (None, ".", ","):
        raise InvalidInput("decimal is a dot or a comma.", "decimal")
    return Choices(**merged)
