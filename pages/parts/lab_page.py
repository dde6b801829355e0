"""The SQL lab's page: connection, saved queries and history above; the editor with its parameters; what came of it below.

What is written is kept in the session, runs and saved queries in the store. Whatever puts another text into the editor goes
through `open_text`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.services import connections, queries, query_runs, saved_queries
from datamind.types import Parameter
from pages.parts import lab_result
from pages.parts.editor import show_editor
from pages.parts.frame import boundary
from pages.parts.lab_history import show_history
from pages.parts.lab_parameters import show_parameters, take_parameters
from pages.parts.lab_plan import show_plan
from pages.parts.lab_running import forget_refusal, read_refusal, start
from pages.parts.lab_saved import show_saved, show_saving
from pages.parts.lab_state import CONNECTION, NOW, QUERY, RUN, STAMP, TEXT, open_text
from pages.parts.plain import plain


def show_lab(scope: Scope) -> None:
    """The whole page."""
    known = connections.list_connections(scope)
    if not known:
        st.markdown("# Nothing to query yet")
        st.markdown("Connect a database, or upload a CSV or Excel file; then write SQL about it here.")
        st.page_link("connections.py", label="Connect your data", icon=":material/database:")
        return
    _open_from_address(scope)
    connection = _show_head(scope, known)
    words, about = _read_words(scope, connection)
    run = _find_run(scope, connection.id)
    busy = run is not None and run.state == "running"
    text, wanted = show_editor(
        st.session_state.setdefault(TEXT, ""), st.session_state.setdefault(STAMP, 0), about, words, read_refusal(), busy
    )
    st.session_state[NOW] = text
    parameters, values = show_parameters(scope, text)
    if wanted is not None and not busy:
        start(scope, connection.id, text, wanted, parameters, values)
        st.rerun()
    _show_what_it_does(scope, connection.id, text, parameters)
    if text.strip():
        show_plan(connection.id, text, parameters, values)
    _show_outcome(scope, connection, run, text, parameters)


def _show_outcome(
    scope: Scope,
    connection: connections.Connection,
    run: query_runs.QueryRun | None,
    text: str,
    parameters: Sequence[Parameter],
) -> None:
    refused = read_refusal()
    if refused is not None:
        lab_result.show_refusal(refused)
    elif run is None:
        _show_empty(scope, connection)
    elif run.state == "running":
        st.fragment(lab_result.show_progress, run_every=lab_result.LOOK_EVERY_S)(run.id)
    else:
        lab_result.show_run(run.id)


def _show_head(scope: Scope, known: Sequence[connections.Connection]) -> connections.Connection:
    by_id = {each.id: each for each in known}
    ids = list(by_id)
    remembered = st.session_state.get(CONNECTION)
    with st.container(horizontal=True, vertical_alignment="bottom", key="lab_head"):
        chosen = st.selectbox(
            "Connection",
            ids,
            index=ids.index(remembered) if remembered in by_id else 0,
            format_func=lambda connection_id: by_id[connection_id].name,
            width=280,
            key=f"lab_connection_{st.session_state.get(STAMP, 0)}",
        )
        if chosen != remembered:
            st.session_state[CONNECTION] = chosen
            st.session_state.pop(RUN, None)
            forget_refusal()
        if st.button("Save", icon=":material/save:", key="lab_save"):
            show_saving(scope, chosen)
        if st.button("Saved queries", icon=":material/folder_open:", key="lab_saved"):
            show_saved(scope)
        if st.button("History", icon=":material/history:", key="lab_history"):
            show_history(scope)
    _show_name(scope)
    return by_id[chosen]


def _show_name(scope: Scope) -> None:
    """Which saved query is open, if one is, and whether it is changed."""
    query_id = st.session_state.get(QUERY)
    if query_id is None:
        return
    try:
        query = saved_queries.get_query(scope, query_id)
    except NotFound:
        st.session_state.pop(QUERY)
        return
    changed = " · :orange[changed, not saved]" if st.session_state.get(NOW, query.sql) != query.sql else ""
    st.markdown(f"**{plain(query.name)}** :gray[· {plain(query.owner)}{changed}]")


def _open_from_address(scope: Scope) -> None:
    wanted = st.query_params.get("query", "")
    if wanted.isdecimal() and st.session_state.get(QUERY) != int(wanted):
        try:
            query = saved_queries.get_query(scope, int(wanted))
            open_text(query.sql, query.connection_id, query.id)
            take_parameters(query.parameters)
        except NotFound as error:
            st.query_params.pop("query")
            st.warning(plain(error))


def _read_words(scope: Scope, connection: connections.Connection) -> tuple[Mapping[str, Any], str]:
    """What the editor completes; a connection that cannot be read has none, and the run says why."""
    found: Mapping[str, Any] = {"dialect": connection.dialect, "tables": {}, "functions": [], "values": {}}
    with boundary():
        words = queries.get_vocabulary(scope, connection.id)
        found = dict(vars(words))
        found = {**found, "tables": {name: list(columns) for name, columns in words.tables.items()}}
    return found, f"{connection.id} {connection.refreshed_at}"


def _find_run(scope: Scope, connection_id: int) -> query_runs.QueryRun | None:
    run_id = st.session_state.get(RUN)
    if run_id is None:
        return None
    try:
        run = query_runs.get_run(scope, run_id)
    except NotFound:
        st.session_state.pop(RUN)
        return None
    return run if run.connection_id == connection_id else None


def _show_what_it_does(scope: Scope, connection_id: int, text: str, parameters: Sequence[Parameter]) -> None:
    if not text.strip():
        return
    with st.expander("What this does", icon=":material/format_list_numbered:", type="compact", key="lab_tell"):
        steps = queries.tell_sql(scope, connection_id, text, parameters)
        if not steps:
            st.caption("There are no words for this yet: it cannot be read as one query.")
        for step in steps:
            st.markdown(f"{'&emsp;' * step.depth}{plain(step.text)}")


def _show_empty(scope: Scope, connection: connections.Connection) -> None:
    with boundary():
        tables = list(queries.get_vocabulary(scope, connection.id).tables)
        if not tables:
            st.caption("Nothing has been read of this connection yet.")
            return
        st.caption("Begin with the first rows of a table")
        with st.container(horizontal=True, gap="small"):
            for table in tables[:8]:
                st.button(
                    plain(table, 60),
                    key=f"lab_first_{connection.id}_{table}",
                    on_click=open_text,
                    args=(f"SELECT *\nFROM {table}\nLIMIT 100", connection.id),
                )
