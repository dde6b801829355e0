"""The files that somebody has exported, for as long as they are kept."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.services import exports
from pages.parts.export_dialog import draw_file
from pages.parts.frame import require


@st.fragment
def show_exports() -> None:
    """Each with its download and a way to remove it; nothing at all where there are none."""
    scope = require(Permission.ASK)
    made = exports.list_exports(scope)
    if not made:
        return
    st.markdown("### Your files")
    st.caption("Files that you have exported are kept for a day. Nobody else can download them.")
    for each in made:
        with st.container(horizontal=True, vertical_alignment="center"):
            draw_file(scope, each)
            if each.state != "running" and st.button(
                ":material/delete:", key=f"remove_export_{each.id}", type="tertiary", help="Remove this file"
            ):
                exports.delete_export(scope, each.id)
                st.rerun(scope="fragment")
