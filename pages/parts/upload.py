"""Uploading: choose files, see how much room there is. What arrives is a draft, shown by `draft_page.py`."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.services import uploads
from pages.parts.dropzone import receive_files
from pages.parts.frame import boundary

KINDS = "CSV, TSV, Excel (xlsx, xls, xlsb, ods), Parquet, JSON, JSON Lines; also as zip or gz"


def show_upload(scope: Scope) -> None:
    """The place to drop files, and below it what they may fill."""
    with boundary():
        if draft := receive_files(f"{KINDS}. Up to {write_size(scope.settings.upload_mb * 2**20)} a file."):
            st.query_params["draft"] = draft
            st.rerun()
        space = uploads.get_space(scope)
        st.caption(f"Uploads use {write_size(space.used_bytes)} of {write_size(space.quota_bytes)}.")


def write_size(size_bytes: float) -> str:
    """ "812 KB", "2.3 MB", "10 GB"."""
    for unit, step in (("GB", 2**30), ("MB", 2**20)):
        if size_bytes >= step:
            return f"{size_bytes / step:.1f}".removesuffix(".0") + f" {unit}"
    return f"{max(1, round(size_bytes / 1024))} KB" if size_bytes else "nothing"
