"""One's own runs in the SQL lab: searched, starred, opened again with the values they ran with."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import query_runs
from pages.parts.answer_card import write_seconds
from pages.parts.frame import boundary, require
from pages.parts.lab_parameters import take_parameters
from pages.parts.lab_state import open_text
from pages.parts.plain import plain

STATES = {
    "done": ("green", "check"),
    "failed": ("red", "error"),
    "refused": ("orange", "block"),
    "cancelled": ("gray", "stop_circle"),
    "running": ("blue", "progress_activity"),
}


@st.dialog("History", width="large")
def show_history(_scope: Scope) -> None:
    """Newest first."""
    scope = require(Permission.RUN_SQL)
    with boundary():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            find = st.text_input(
                "Find", key="lab_find_run", placeholder="Words of the SQL", label_visibility="collapsed"
            )
            starred = st.toggle("Starred", key="lab_only_starred", width="content")
        runs = query_runs.list_runs(scope, find, starred)
        if not runs:
            st.caption("Nothing here. What you run is kept here for 90 days; starred runs stay.")
        for run in runs:
            _show_run(run)


def _show_run(run: query_runs.QueryRun) -> None:
    color, icon = STATES[run.state]
    facts = [f"{run.at:%d %b %Y, %H:%M} UTC", run.state]
    if run.rows is not None:
        facts.append(f"{run.rows:,} row{'' if run.rows == 1 else 's'}")
    if run.elapsed_s is not None:
        facts.append(write_seconds(run.elapsed_s))
    with st.container(border=True, key=f"lab_past_{run.id}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            star = " :material/star:" if run.starred else ""
            st.markdown(f":{color}[:material/{icon}:] :small[:gray[{' · '.join(facts)}]]{star}", width="content")
            if st.button("Open", key=f"lab_open_{run.id}", type="tertiary"):
                open_text(run.sql, run.connection_id, None, run.id)
                take_parameters(run.parameters, run.values)
                st.rerun()
        st.code(run.sql if len(run.sql) < 600 else f"{run.sql[:600]} …", language="sql", wrap_lines=True)
        if run.values:
            given = ", ".join(f"{name} = {value}" for name, value in run.values.items())
            st.caption(f"With {plain(given, 200)}")
        if run.error:
            st.caption(plain(run.error, 300))
