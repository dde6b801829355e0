"""What did not come through as it was: each value or row with its row number and why, to look at and to take away."""

from __future__ import annotations

import csv
import io
from typing import Any

import streamlit as st

MOST_SHOWN = 500
NAMES = ("Row", "Column", "What happened", "In the file")


def show_odd_rows(table: Any, place: int) -> None:
    """The list, the rows of the table itself first, and a button that saves all of it."""
    if not table.n_rejected:
        st.caption("Every value arrived as it stands in the file.")
        return
    odd = set(table.odd_rows)
    entries = sorted(table.rejected, key=lambda entry: (entry not in odd, entry.row))
    rows = [(entry.row, entry.column or "", entry.reason, entry.text) for entry in entries]
    st.dataframe(
        [dict(zip(NAMES, row, strict=True)) for row in rows[:MOST_SHOWN]],
        hide_index=True,
        height="content" if len(rows) <= 8 else 320,
        key=f"odd_rows_{place}",
    )
    if table.n_rejected > len(rows):
        st.caption(f"{table.n_rejected:,} in all; the first {len(rows):,} are kept.")
    st.download_button(
        "Save this list",
        write_list(rows),
        file_name=f"{table.name}-altered.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"save_odd_{place}",
    )


def write_list(rows: list[tuple[Any, ...]]) -> bytes:
    """As CSV that Excel opens; a text that would act as a formula there gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(NAMES)
    for row in rows:
        writer.writerow(
            f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
            for cell in row
        )
    return out.getvalue().encode("utf-8-sig")
