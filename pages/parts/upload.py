"""Uploading CSV and Excel: files in, a connection out, and a report on what was taken for what."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import streamlit as st

from datamind.engine import Scope
from datamind.services import uploads
from pages.parts.frame import boundary
from pages.parts.plain import plain

KINDS = ["csv", "tsv", "txt", "xlsx", "xls", "xlsm", "xlsb", "ods"]
ROUND, REPORT = "dm_upload_round", "dm_upload_report"
MOST_REJECTED = 20


def show_upload(scope: Scope) -> None:
    """Choose files, read them, see what was assumed, ask them."""
    attempt = st.session_state.setdefault(ROUND, 0)
    files = st.file_uploader(
        "CSV or Excel files",
        type=KINDS,
        accept_multiple_files=True,
        key=f"files_{attempt}",
        max_upload_size=scope.settings.upload_mb,
        label_visibility="collapsed",
    )
    if files:
        name = st.text_input("Name", Path(files[0].name).stem[:60], key=f"files_name_{attempt}", max_chars=80)
        if st.button("Read files", type="primary", icon=":material/upload:", key="read_files"):
            with boundary():
                _read(scope, name, files)
    if REPORT in st.session_state:
        _show_report(*st.session_state[REPORT])


def _read(scope: Scope, name: str, files: list) -> None:  # type: ignore[type-arg]
    """Through a folder of our own, under names of our own: what a file is called never becomes a path."""
    progress = st.progress(0.0, "Reading …")
    with tempfile.TemporaryDirectory(prefix="datamind-upload-") as folder:
        paths = []
        for position, file in enumerate(files):
            path = Path(folder) / f"{position}{_suffix(file.name)}"
            with path.open("wb") as out:
                shutil.copyfileobj(file, out)
            paths.append((file.name, path))
        connection, report = uploads.upload_files(
            scope,
            name,
            tuple(paths),
            progress=lambda share, words: progress.progress(min(share, 1.0), plain(words, 120)),
        )
    st.session_state[REPORT] = (connection, report)
    st.session_state[ROUND] += 1
    st.rerun()


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower().lstrip(".")
    return f".{suffix}" if suffix in KINDS else ""


def _show_report(connection, report) -> None:  # type: ignore[no-untyped-def]
    with st.container(border=True, key="upload_report"):
        rows = sum(table.n_rows for table in report.tables)
        st.markdown(f"**:green[:material/check_circle:] {plain(connection.name, 120)} is ready:** {rows:,} rows")
        st.page_link(
            "ask.py", label="Ask this file", icon=":material/forum:", query_params={"connection": str(connection.id)}
        )
        for table in report.tables:
            _show_table(table)
        for error in report.errors:
            st.error(f"**{plain(error.source, 120)}:** {plain(error.message, 600)}", icon=":material/error:")


def _show_table(table) -> None:  # type: ignore[no-untyped-def]
    columns = ", ".join(f"{column.name} ({column.type})" for column in table.columns)
    st.markdown(f"**{plain(table.name, 80)}** · {table.n_rows:,} rows  \n:small[:gray[{plain(columns, 400)}]]")
    for words in table.assumed:
        st.markdown(f":gray[:material/lightbulb: {plain(words, 300)}]")
    if table.n_rejected:
        with st.expander(f"{table.n_rejected:,} rows were left out", icon=":material/report:"):
            for row in table.rejected[:MOST_REJECTED]:
                st.text(f"row {row.row}: {row.reason}   {str(row.text)[:160]}")
            if table.n_rejected > MOST_REJECTED:
                st.caption(f"and {table.n_rejected - MOST_REJECTED:,} more")
