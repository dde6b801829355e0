"""Taking something away: choose a format, see it being written, download it; or copy it as text.

In: what begins the export (a service call), and what it is called. Out: a dialog. The Account page lists the files again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import exports
from datamind.types import Answer
from pages.parts.forms import draw_fields
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

Begin = Callable[[Scope, str, Mapping[str, Any]], exports.Export]
OPEN = "dm_export"
LOOK_EVERY_S = 0.7


@st.dialog("Export this answer")
def show_export(_scope: Scope, message_id: int, answer: Answer) -> None:
    """An answer as a file or as text."""
    scope = require(Permission.ASK)
    all_rows = False
    if answer.result.truncated:
        all_rows = st.toggle(
            f"Read all rows again, up to {exports.MOST_ROWS:,}",
            help="The answer holds the first rows only. Words and picture stay as they are.",
        )
    show_formats(
        scope,
        f"answer_{message_id}",
        lambda scope, name, options: exports.export_answer(scope, message_id, name, options, all_rows),
    )
    with st.expander("Copy as text", icon=":material/content_copy:", type="compact"):
        style = st.segmented_control(
            "As",
            exports.TO_PASTE,
            default="markdown",
            label_visibility="collapsed",
            required=True,
            format_func={"markdown": "Markdown", "tsv": "For a spreadsheet"}.get,
        )
        with boundary():
            st.code(exports.copy_answer(scope, message_id, str(style)), language=None, height=180)


def show_formats(scope: Scope, key: str, begin: Begin, many: bool = False) -> None:
    """The formats to choose from; the file once it is begun."""
    formats = exports.list_formats(scope, many)
    chosen = st.pills(
        "Format", list(formats), default=next(iter(formats)), required=True, label_visibility="collapsed",
        format_func=lambda name: formats[name].title, key=f"format_{key}",
    )  # fmt: skip
    name = str(chosen)
    most = formats[name].most_rows
    st.caption(formats[name].help + (f". At most {most:,} rows of each table." if most else "."))
    options = draw_fields(formats[name].fields, {}, f"options_{key}_{name}")
    if st.button("Make the file", type="primary", icon=":material/download:", key=f"export_{key}"):
        with boundary():
            st.session_state[OPEN] = begin(scope, name, options).id
    if OPEN in st.session_state:
        show_file(int(st.session_state[OPEN]))


@st.fragment(run_every=LOOK_EVERY_S)
def show_file(export_id: int) -> None:
    """How far a file is, or the way to it."""
    scope = require(Permission.ASK)
    with boundary():
        draw_file(scope, exports.get_export(scope, export_id))


def draw_file(scope: Scope, made: exports.Export) -> None:
    """One file in one line: its progress and Cancel, its download, or what went wrong."""
    if made.state == "running":
        with st.container(horizontal=True, vertical_alignment="center"):
            st.progress(min(made.share, 1.0), f"{plain(made.words, 80)} …")
            if st.button("Cancel", key=f"cancel_export_{made.id}"):
                exports.cancel_export(scope, made.id)
    elif made.state == "done":
        st.download_button(
            f"{plain(made.name, 120)} · {write_size(made.size_bytes or 0)}",
            data=lambda: exports.read_export(scope, made.id),
            file_name=made.name,
            mime=exports.list_formats(scope)[made.format].mime,
            icon=":material/download:",
            key=f"download_{made.id}",
            on_click="ignore",
            width="stretch",
        )
    else:
        st.error(plain(made.error or "This file could not be written. Export it again."), icon=":material/error:")


def write_size(size_bytes: int) -> str:
    """ "812 B", "14 kB", "2.1 MB"."""
    if size_bytes < 1_000:
        return f"{size_bytes} B"
    return f"{size_bytes / 1_000:,.0f} kB" if size_bytes < 1_000_000 else f"{size_bytes / 1_000_000:,.1f} MB"
