"""A draft before it is kept: what was recognised in plain words, the first rows, the odd ones, and what to do with it.

In: the id of a draft. Out: a connection, a new version of one, or nothing. What can be changed is in `draft_choices.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import connections, uploads
from datamind.services.uploads import Draft
from pages.parts.draft_choices import show_choices
from pages.parts.frame import boundary, require
from pages.parts.odd_rows import show_odd_rows
from pages.parts.plain import plain
from pages.parts.upload import write_size

NEW = 0
MOST_SENTENCES = 12


def show_draft(scope: Scope, draft_id: str) -> None:
    """The whole page of one draft."""
    st.markdown("# Check what was recognised")
    draft = uploads.get_draft(scope, draft_id)
    files = ", ".join(
        f"{plain(name, 80)} ({write_size(size)})" for name, size in zip(draft.names, draft.sizes, strict=True)
    )
    st.markdown(f":gray[{files}]")
    if draft.report is None:
        _read(scope, draft_id)
        return
    for error in draft.report.errors:
        st.error(f"**{plain(error.source, 120)}:** {plain(error.message, 600)}", icon=":material/error:")
    for place, table in enumerate(draft.report.tables):
        with st.container(border=True, key=f"draft_table_{place}"):
            _show_table(scope, draft, table, place)
    _show_end(scope, draft)


def _read(scope: Scope, draft_id: str, choices: dict[str, Any] | None = None) -> None:
    """Read it with progress; the button stops it, for a rerun ends the worker."""
    bar = st.progress(0.0, "Reading …")
    st.button("Discard", icon=":material/delete:", key="cancel_reading", on_click=_drop, args=(draft_id,))
    with boundary():
        uploads.read_draft(
            scope, draft_id, choices, progress=lambda share, words: bar.progress(min(share, 1.0), plain(words, 120))
        )
        st.rerun()


def _show_table(scope: Scope, draft: Draft, table: Any, place: int) -> None:
    columns = len(table.columns)
    st.markdown(
        f"**:material/table_view: {plain(table.name, 80)}** "
        f":gray[· {table.n_rows:,} row{'' if table.n_rows == 1 else 's'} · {columns:,} column{'' if columns == 1 else 's'}"
        f"{' · sheet ' + plain(table.sheet, 60) if table.sheet else ''}]"
    )
    sentences = [plain(words, 300) for words in table.assumed] or ["A plain table: nothing had to be guessed."]
    st.markdown("\n".join(f"- {words}" for words in sentences[:MOST_SENTENCES]))
    if len(sentences) > MOST_SENTENCES:
        with st.expander(f"{len(sentences) - MOST_SENTENCES} more"):
            st.markdown("\n".join(f"- {words}" for words in sentences[MOST_SENTENCES:]))
    odd = f":material/report: Altered or left out ({table.n_rejected:,})"
    first, change, rejected = st.tabs(["First rows", ":material/tune: Read it differently", odd])
    with first:
        st.dataframe(
            [
                dict(zip((column.name for column in table.columns), map(_shown, row), strict=True))
                for row in table.first_rows
            ],
            hide_index=True,
            height="content" if len(table.first_rows) <= 8 else 320,
            key=f"first_rows_{place}",
        )
    with change:
        choices = show_choices(draft, table, place)
        if choices is not None:
            with boundary(), st.spinner("Reading again …"):
                uploads.read_draft(scope, draft.id, choices)
                st.rerun()
    with rejected:
        show_odd_rows(table, place)


def _shown(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _show_end(scope: Scope, draft: Draft) -> None:
    """Where it goes: a connection of its own, or a new version of one."""
    with st.container(border=True, key="draft_end"):
        uploaded = [each for each in connections.list_connections(scope) if each.kind == "files"]
        names = {NEW: "A new connection", **{each.id: f"New version of {each.name}" for each in uploaded}}
        target = st.selectbox("Keep as", list(names), format_func=names.__getitem__, key="draft_target")
        append = False
        if target == NEW:
            name = st.text_input("Name", Path(draft.names[0]).stem[:60], key="draft_name", max_chars=80)
        else:
            append = _show_versions(scope, draft, target)
        with st.container(horizontal=True, gap="small"):
            if st.button("Keep", type="primary", icon=":material/check:", key="keep_draft"):
                with boundary(), st.spinner("Keeping it …"):
                    kept = (
                        uploads.keep_draft(scope, draft.id, name)
                        if target == NEW
                        else uploads.update_from_draft(scope, target, draft.id, append)
                    )
                    st.query_params.clear()
                    st.switch_page("ask.py", query_params={"connection": str(kept.id)})
            st.button(
                "Discard",
                type="tertiary",
                icon=":material/delete:",
                key="drop_draft",
                on_click=_drop,
                args=(draft.id,),
            )


def _show_versions(scope: Scope, draft: Draft, connection_id: int) -> bool:
    """How the new tables differ from the old; whether their rows are added."""
    with boundary():
        for change in uploads.compare_draft(scope, connection_id, draft.id):
            icon = ":material/warning:" if change.missing or change.retyped else ":material/check:"
            st.markdown(f"{icon} {plain(change.in_words(), 600)}")
    ways = {False: "Replace the rows", True: "Add the rows"}
    chosen = st.segmented_control(
        "Rows", list(ways), default=False, format_func=ways.__getitem__, key="draft_append", required=True
    )
    st.caption(
        "Other tables of the connection, its chats and whatever leans on it stay. The old version goes once this one stands."
    )
    return bool(chosen)


def _drop(draft_id: str) -> None:
    """Before the page is drawn anew, so that nothing is read once more."""
    scope = require(Permission.UPLOAD_FILES)
    with boundary():
        uploads.drop_draft(scope, draft_id)
    st.query_params.clear()
