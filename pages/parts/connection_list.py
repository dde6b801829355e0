"""The list of connections: what each holds, when it was read last, and what to know about it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from datamind.access import Permission, Role
from datamind.engine import Scope
from datamind.services import connections
from pages.parts.frame import boundary, require
from pages.parts.plain import plain
from pages.parts.privacy import show_privacy
from pages.parts.refresh import offer_refresh, show_progress

MOST_NAMED = 8
WHO_MAY = {Role.VIEWER: "Everybody", Role.ANALYST: "Analysts and admins", Role.ADMIN: "Admins"}
KIND_ICONS = {"files": ":material/table_view:", "sqlite": ":material/hard_drive:"}


def show_list(scope: Scope) -> None:
    """One card a connection."""
    known = connections.list_connections(scope)
    if not known:
        st.info("No data yet. Upload a file or connect a database below.", icon=":material/database:")
    for connection in known:
        with st.container(border=True, key=f"connection_{connection.id}"):
            _show_card(scope, connection)


def _show_card(scope: Scope, connection: connections.Connection) -> None:
    icon = KIND_ICONS.get(connection.kind, ":material/database:")
    st.markdown(f"**{icon} {plain(connection.name, 120)}**  \n:small[:gray[{_describe(connection)}]]")
    if connection.error:
        st.error(plain(connection.error), icon=":material/error:")
    if connection.can_write:
        st.warning(
            "This login can write. DataMind will not, but a login that cannot is the better lock: test the connection for the "
            "SQL that makes one.",
            icon=":material/lock_open:",
        )
    show_progress(scope, connection.id)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link("ask.py", label="Ask", icon=":material/forum:", query_params={"connection": str(connection.id)})
        st.page_link(
            "catalog.py", label="Catalog", icon=":material/menu_book:", query_params={"connection": str(connection.id)}
        )
        offer_refresh(scope, connection.id, "refresh")
        if scope.actor.may(Permission.ADMINISTER) and st.button(
            "Rules", icon=":material/visibility_lock:", type="tertiary", key=f"rules_{connection.id}"
        ):
            st.query_params["rules"] = str(connection.id)
            st.rerun()
        if scope.actor.may(Permission.EDIT_CONNECTIONS):
            _show_changes(scope, connection)


def _show_changes(scope: Scope, connection: connections.Connection) -> None:
    if connection.kind != "files" and st.button(
        "Edit", icon=":material/edit:", type="tertiary", key=f"edit_{connection.id}"
    ):
        st.query_params["edit"] = str(connection.id)
        st.rerun()
    show_privacy(connection, scope)
    if st.button("Delete", icon=":material/delete:", type="tertiary", key=f"delete_{connection.id}"):
        _delete(connection)


@st.dialog("Delete this connection?")
def _delete(connection: connections.Connection) -> None:
    scope = require(Permission.EDIT_CONNECTIONS)
    st.markdown(f"**{plain(connection.name, 120)}** can then no longer be asked. The data itself is not touched.")
    with boundary():
        _show_dependants(connections.list_dependants(scope, connection.id))
    if st.button("Delete", type="primary", key="delete_connection"):
        with boundary():
            connections.delete_connection(scope, connection.id)
            st.rerun()


def _show_dependants(dependants: tuple[connections.Dependant, ...]) -> None:
    """What leans on it, the first few by name."""
    if not dependants:
        st.caption("Nothing saved leans on it.")
        return
    lines = [
        f"- {each.kind} **{plain(each.name, 80)}**" + (f", of {plain(each.owner, 60)}" if each.owner else "")
        for each in dependants[:MOST_NAMED]
    ]
    if len(dependants) > MOST_NAMED:
        lines.append(f"- and {len(dependants) - MOST_NAMED:,} more")
    st.warning("This leans on it and goes with it:\n" + "\n".join(lines), icon=":material/link:")


def _describe(connection: connections.Connection) -> str:
    parts = [connection.dialect if connection.kind != "files" else "uploaded files"]
    if connection.table_count is not None:
        parts.append(f"{connection.table_count} table{'' if connection.table_count == 1 else 's'}")
    if connection.least_role is not Role.VIEWER:
        parts.append(f"{WHO_MAY[connection.least_role].lower()} only")
    if connection.refreshed_at is not None:
        parts.append(f"read {write_age(connection.refreshed_at)}")
    return " · ".join(parts)


def write_age(moment: datetime) -> str:
    """ "just now", "12 minutes ago", "3 hours ago", else the day."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    minutes = int((datetime.now(UTC) - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
    if minutes < 24 * 60:
        return f"{minutes // 60} hour{'' if minutes < 120 else 's'} ago"
    return f"on {moment:%d %b %Y}"
