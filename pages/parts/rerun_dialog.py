"""Running an answer again: what has changed since, and the new rows in place of the stored ones if somebody wants them."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import reruns
from datamind.types import Answer
from pages.parts.frame import boundary, require
from pages.parts.plain import plain
from pages.parts.result import show_rows


@st.dialog("Run again", width="large")
def show_rerun(_scope: Scope, message_id: int, answer: Answer) -> None:
    """At once, and told in words first."""
    scope = require(Permission.ASK)
    st.caption(f"These rows were read on {answer.result.as_of:%d %b %Y at %H:%M} UTC.")
    with boundary():
        with st.spinner("Running it in the database …"):
            rerun = reruns.run_again(scope, message_id)
        if not rerun.changes:
            st.markdown(
                ":green[:material/check_circle:] Nothing has changed: the same rows, the same definitions, the same schema."
            )
        for change in rerun.changes:
            st.markdown(f":orange[:material/change_circle:] {plain(change)}")
        if rerun.changes:
            st.markdown(f"**Now:** {plain(rerun.answer.insight.headline)}")
            show_rows(rerun.answer.result, f"rerun_{message_id}")
        if st.button("Show the new result in the chat", type="primary", key=f"keep_{message_id}"):
            reruns.run_again(scope, message_id, keep=True)
            st.rerun()
