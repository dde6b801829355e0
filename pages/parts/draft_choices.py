"""What a person may decide over the guesses of one table of a draft.

In: the draft and the table. Out: all choices of the draft with this table's, when "Read again" was pressed; else None. To add
one: a field here; `connectors.importing.choices` must know it.
"""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from datamind.errors import InvalidInput
from datamind.services.uploads import Draft
from datamind.types import ColumnType

GUESS = "guess"
DELIMITERS = {
    GUESS: "as recognised",
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "bar",
    " ": "space",
    ":": "colon",
}
ENCODINGS = {
    GUESS: "as recognised", "utf-8": "UTF-8", "cp1252": "Windows-1252, Western European", "cp1250": "Windows-1250, Central European",
    "cp1251": "Windows-1251, Cyrillic", "utf-16": "UTF-16", "shift_jis": "Shift-JIS", "gb18030": "GB 18030", "mac_roman": "Mac Roman",
}  # fmt: skip
ORDERS = {GUESS: "as recognised", "dmy": "day first (31.12.)", "mdy": "month first (12/31)"}
DECIMALS = {GUESS: "as recognised", ".": "dot (1,234.5)", ",": "comma (1.234,5)"}
TYPES = [
    str(kind)
    for kind in (
        *(ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.DATE, ColumnType.DATETIME),
        *(ColumnType.TIME, ColumnType.BOOLEAN),
    )
]


def show_choices(draft: Draft, table: Any, place: int) -> dict[str, Any] | None:
    key = f"{table.source}/{table.sheet}" if table.sheet else table.source
    before = dict(draft.choices.get(key) or {})
    with st.form(f"choices_{place}", border=False):
        chosen = _show_fields(table, before, place)
        types = _show_types(table, place)
        if not st.form_submit_button("Read again", icon=":material/refresh:", key=f"read_again_{place}"):
            return None
    chosen["types"] = {**(before.get("types") or {}), **types}
    return {**draft.choices, key: {name: value for name, value in chosen.items() if value not in (None, {}, GUESS)}}


def _show_fields(table: Any, before: dict[str, Any], place: int) -> dict[str, Any]:
    seen = table.recognised
    header = before.get("header_rows", list(seen.header_rows))
    chosen: dict[str, Any] = {}
    with st.grid(3, min_column_width=200, gap="small"):
        header_text = st.text_input(
            "Header rows",
            write_rows(header) or "none",
            help="Their numbers in the file, such as 3 or 3-4; none when the table has no header.",
            key=f"header_{place}",
        )
        skipped_text = st.text_input(
            "Lines to skip",
            write_rows(before.get("skipped_rows", [])),
            help="Row numbers that are no data, such as 7, 12-14.",
            key=f"skipped_{place}",
        )
        if seen.delimiter is not None:
            found = DELIMITERS.get(seen.delimiter, seen.delimiter)
            chosen["delimiter"] = _choose(
                "Cells are parted by", DELIMITERS, before.get("delimiter"), found, f"delimiter_{place}"
            )
            chosen["encoding"] = _choose(
                "Encoding",
                ENCODINGS,
                before.get("encoding"),
                ENCODINGS.get(seen.encoding or "", seen.encoding),
                f"encoding_{place}",
            )
        chosen["date_order"] = _choose("Dates", ORDERS, before.get("date_order"), None, f"order_{place}")
        chosen["decimal"] = _choose("Decimal mark", DECIMALS, before.get("decimal"), None, f"decimal_{place}")
    if header_text.strip() != (write_rows(seen.header_rows) or "none") or "header_rows" in before:
        chosen["header_rows"] = read_rows(header_text)
    chosen["skipped_rows"] = read_rows(skipped_text) or None
    return chosen


def _choose(label: str, options: dict[str, str], before: str | None, found: str | None, key: str) -> str:
    def name(option: str) -> str:
        return f"{options[option]}: {found}" if option == GUESS and found else options[option]

    index = list(options).index(before) if before in options else 0
    return st.selectbox(label, list(options), index=index, format_func=name, key=key)


def _show_types(table: Any, place: int) -> dict[str, str]:
    """The columns with their types; those that were changed."""
    known = {column.name: str(column.type) if column.type else "text" for column in table.columns}
    edited = st.data_editor(
        [{"Column": name, "Type": kind} for name, kind in known.items()],
        column_config={
            "Column": st.column_config.TextColumn(disabled=True),
            "Type": st.column_config.SelectboxColumn(options=TYPES, required=True),
        },
        hide_index=True,
        height="content" if len(known) <= 8 else 320,
        key=f"types_{place}",
    )
    return {row["Column"]: row["Type"] for row in edited if known[row["Column"]] != row["Type"]}


def write_rows(rows: Any) -> str:
    """[3, 4, 7] -> "3, 4, 7"."""
    return ", ".join(str(row) for row in rows or ())


def read_rows(text: str) -> list[int]:
    """ "3, 5-7" -> [3, 5, 6, 7]; "none" and nothing -> []. Raises InvalidInput."""
    rows: list[int] = []
    for part in (each.strip().lower() for each in text.replace("–", "-").split(",")):
        found = re.fullmatch(r"(\d{1,9})(?:\s*-\s*(\d{1,9}))?", part)
        if part in ("", "none"):
            continue
        if not found or int(found[2] or found[1]) - int(found[1]) > 10_000:
            raise InvalidInput(f"{part!r} is no row number: write 3, or 3-5, or none.", "rows")
        rows += range(int(found[1]), int(found[2] or found[1]) + 1)
    return rows
