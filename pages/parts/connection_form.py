"""Adding and editing a connection: the kind's own fields, or an address pasted whole; tried before it is kept."""

from __future__ import annotations

from typing import Any

import streamlit as st

from datamind.engine import Scope
from datamind.errors import ConnectFailed
from datamind.forms import Field
from datamind.services import connections
from pages.parts.connection_list import WHO_MAY
from pages.parts.forms import draw_fields
from pages.parts.frame import boundary
from pages.parts.plain import plain

STEPS = {
    "address": "Address", "network": "Network", "tls": "Encryption", "login": "Login", "database": "Database", "rights": "Rights",
}  # fmt: skip


def show_add(scope: Scope) -> None:
    """Choose a kind, fill in its fields, test, save."""
    kinds = connections.list_kinds(scope)
    kind = st.segmented_control(
        "Kind",
        list(kinds),
        format_func=lambda name: kinds[name].label,
        default=next(iter(kinds)),
        required=True,
        label_visibility="collapsed",
        key="kind",
    )
    _show_form(scope, kind, kinds[kind].fields, {}, None)


def show_edit(scope: Scope, connection_id: int) -> None:
    """The same form, filled; what is secret is kept unless it is typed anew."""
    connection = connections.get_connection(scope, connection_id)
    kinds = connections.list_kinds(scope)
    if st.button("All connections", icon=":material/arrow_back:", type="tertiary", key="back"):
        _leave()
    st.markdown(f"# {plain(connection.name, 120)}")
    _show_form(scope, connection.kind, kinds[connection.kind].fields, connection.values, connection)


def _show_form(
    scope: Scope, kind: str, fields: tuple[Field, ...], values: Any, connection: connections.Connection | None
) -> None:
    key = f"form_{kind}_{connection.id if connection else 'new'}"
    with st.form(key, enter_to_submit=False):
        name = st.text_input(
            "Name", connection.name if connection else "", key=f"{key}_name", placeholder="Shop database"
        )
        url = ""
        if connection is None and any(field.name == "host" for field in fields):
            url = st.text_input(
                "Address, pasted whole :gray[(or fill in its parts below)]",
                key=f"{key}_url",
                placeholder=f"{kind}://user:password@host/database",
                autocomplete="off",
            )
        with st.grid(2, min_column_width=240):
            typed = draw_fields(fields, values, key, editing=connection is not None)
        least_role = st.selectbox(
            "Who may use it",
            list(WHO_MAY),
            index=list(WHO_MAY).index(connection.least_role) if connection else 0,
            format_func=lambda role: WHO_MAY[role],
            key=f"{key}_least_role",
            help="For everybody else it does not show, in questions, dashboards and alerts of theirs either.",
        )
        writable = st.checkbox("Keep it even if the login can write", key=f"{key}_writable")
        with st.container(horizontal=True):
            tested = st.form_submit_button("Test", icon=":material/network_check:")
            saved = st.form_submit_button("Save", type="primary")
    typed = {"host": url.strip()} if url.strip() else typed
    if tested:
        with boundary(), st.spinner("Trying …"):
            _test(scope, kind, typed, connection)
    if saved:
        with boundary(), st.spinner("Trying …"):
            _save(scope, name, kind, typed, connection, {"accept_writable": writable, "least_role": least_role})


def _test(scope: Scope, kind: str, typed: dict[str, Any], connection: connections.Connection | None) -> None:
    try:
        report = connections.test_connection(scope, kind, typed, connection_id=connection.id if connection else None)
    except ConnectFailed as error:
        st.error(f"**{STEPS.get(error.step, 'Connection')}:** {plain(error)}", icon=":material/link_off:")
        return
    st.success(f"It works: {plain(report.server, 200)}.", icon=":material/check_circle:")
    if report.warnings:
        st.warning("  \n".join(plain(warning) for warning in report.warnings), icon=":material/lock_open:")
    if report.read_only_sql:
        st.caption("A login that can only read; run this in your database, then use it here:")
        st.code(report.read_only_sql, language="sql")


def _save(
    scope: Scope,
    name: str,
    kind: str,
    typed: dict[str, Any],
    connection: connections.Connection | None,
    wishes: dict[str, Any],
) -> None:
    """Keep it; what it holds is read in the background, and the list shows how far that is."""
    if connection is None:
        connections.add_connection(scope, name, kind, typed, in_background=True, **wishes)
    else:
        connections.edit_connection(scope, connection.id, name, typed, in_background=True, **wishes)
    _leave()


def _leave() -> None:
    st.query_params.pop("edit", None)
    st.rerun()
