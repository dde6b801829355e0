"""Rows on a page: numbers to the right as they are, null as –, and how many there are.

In: a ResultSet with values as the driver gave them. Out: a table made without any loss: whole numbers and decimals that a
browser could not hold exactly are sent as text.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import streamlit as st

from datamind.formats import NULL, Format, is_number, read_format
from datamind.types import ResultColumn, ResultSet

EXACT = 2**53
ROW_PX, MOST_ROWS_SEEN = 35, 10
LONGEST_CELL = 1_000


def show_rows(result: ResultSet, key: str) -> None:
    """The rows in a table that sorts and searches, and a line that says how many there are."""
    import pyarrow

    if not result.rows:
        st.caption("No rows.")
        return
    arrays, names, settings = [], [], {}
    for position, column in enumerate(result.columns):
        values = [row[position] for row in result.rows]
        array, exact = _to_array(values)
        arrays.append(array)
        names.append(column.name)
        settings[column.name] = _column_setting(column, values, pyarrow.types.is_string(array.type), exact)
    st.dataframe(
        pyarrow.table(arrays, names=names),
        key=key,
        hide_index=True,
        column_config=settings,
        height=ROW_PX * (min(len(result.rows), MOST_ROWS_SEEN) + 1) + 3,
        row_height=ROW_PX,
        placeholder=NULL,
        alt=f"Table with {len(result.rows)} rows",
    )
    st.caption(count_rows(result))


def count_rows(result: ResultSet) -> str:
    """ "36 rows", or "The first 10,000 rows of more"."""
    number = len(result.rows)
    if result.truncated:
        return f"The first {number:,} rows of more: ask for fewer, or for a sum."
    return f"{number:,} row{'' if number == 1 else 's'}"


def _column_setting(column: ResultColumn, values: list[Any], as_text: bool, exact: bool) -> Any:
    label = column.name[:80]
    numeric = column.type.is_numeric or any(is_number(value) for value in values[:50])
    if as_text:
        return st.column_config.TextColumn(label, alignment="right" if numeric else "left")
    if numeric:
        form = read_format(column.name, column.type, values)
        return st.column_config.NumberColumn(label, format=_number_format(form) if exact else None)
    return st.column_config.Column(label)


def _number_format(form: Format) -> str:
    if form.kind in ("id", "year"):
        return "%d"
    return "percent" if form.kind == "fraction" else "localized"


def _to_array(values: list[Any]) -> tuple[Any, bool]:
    """The values of one column for the browser, and whether they went as they are."""
    import pyarrow

    present = [value for value in values if value is not None]
    if present and all(_fits(value) for value in present):
        if any(isinstance(value, Decimal | float) for value in present):
            return pyarrow.array([None if value is None else float(value) for value in values]), True
        return pyarrow.array(values), True
    kinds = {type(value) for value in present}
    if len(kinds) == 1 and kinds <= {date, bool, str} and all(len(str(value)) <= LONGEST_CELL for value in present):
        return pyarrow.array(values), True
    return pyarrow.array([None if value is None else _write(value) for value in values], pyarrow.string()), False


def _fits(value: Any) -> bool:
    if isinstance(value, bool) or not is_number(value):
        return False
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits) <= 15 and value.is_finite()
    return abs(value) < EXACT


def _write(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        data = bytes(value)
        text = f"0x{data[:40].hex()}{'…' if len(data) > 40 else ''} ({len(data):,} bytes)"
    elif isinstance(value, datetime):
        text = value.isoformat(" ", "seconds") if not value.microsecond else value.isoformat(" ")
    elif isinstance(value, time):
        text = value.isoformat()
    elif isinstance(value, dict | list | tuple):
        text = json.dumps(value, default=str, ensure_ascii=False)
    else:
        text = str(value)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
