"""Saved queries in the lab: kept, found, opened, changed, shared, compared with what they were, and taken away."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission, Role
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.services import saved_queries
from datamind.services.saved_queries import SavedQuery
from pages.parts.frame import boundary, require
from pages.parts.lab_parameters import take_parameters
from pages.parts.lab_state import ASKED, QUERY, open_text, read_text
from pages.parts.plain import plain

EVERY = "Every folder"


@st.dialog("Save this query")
def show_saving(_scope: Scope, connection_id: int) -> None:
    """A new one, or the open one as it is now."""
    scope = require(Permission.RUN_SQL)
    with boundary():
        known = _find_open(scope)
        name = st.text_input("Name", known.name if known else "", max_chars=120, key="lab_save_name")
        description = st.text_area(
            "Description", known.description if known else "", max_chars=2_000, height=80, key="lab_save_words"
        )
        tags = st.multiselect(
            "Tags", list(known.tags) if known else [], list(known.tags) if known else [], accept_new_options=True,
            key="lab_save_tags", placeholder="Type, then Enter",
        )  # fmt: skip
        folder = st.text_input("Folder", known.folder if known else "", max_chars=80, key="lab_save_folder")
        shared = st.toggle(
            "Share with everybody who may run SQL here", known.shared if known else False, key="lab_save_shared",
            disabled=known is not None and not _owns(scope, known),
        )  # fmt: skip
        with st.container(horizontal=True):
            as_new = st.button(
                "Save as new" if known else "Save", type="secondary" if known else "primary", key="lab_keep_new"
            )
            as_change = known is not None and st.button("Save the change", type="primary", key="lab_keep_change")
        sql, parameters = read_text(), st.session_state.get(ASKED, ())
        if as_new:
            query = saved_queries.save_query(
                scope, connection_id, name, sql, parameters, description, tags, folder, shared
            )
        elif as_change and known is not None:
            query = saved_queries.change_query(
                scope, known.id, known.version, name, sql, parameters, description, tags, folder
            )
            if shared != known.shared:
                query = saved_queries.share_query(scope, known.id, shared)
        else:
            return
        _open(query)
        st.toast("Saved.", icon=":material/check:")
        st.rerun()


@st.dialog("Saved queries", width="large")
def show_saved(_scope: Scope) -> None:
    """Those that somebody may open."""
    scope = require(Permission.RUN_SQL)
    with boundary():
        everything = saved_queries.list_queries(scope)
        if not everything:
            st.caption("None yet. Write a query, then press Save; share it, and your colleagues find it here.")
            return
        folders = sorted({query.folder for query in everything if query.folder})
        with st.container(horizontal=True, vertical_alignment="bottom"):
            find = st.text_input(
                "Find", key="lab_find_query", placeholder="Words of its name, description, tags or SQL",
                label_visibility="collapsed",
            )  # fmt: skip
            folder = EVERY
            if folders:
                folder = str(st.selectbox("Folder", [EVERY, *folders], width=200, label_visibility="collapsed"))
        found = saved_queries.list_queries(scope, find, "" if folder == EVERY else folder)
        if not found:
            st.caption("Nothing is called that.")
        for query in found:
            _show_query(scope, query)


def _show_query(scope: Scope, query: SavedQuery) -> None:
    with st.container(border=True, key=f"lab_query_{query.id}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            icon = "group" if query.shared else "lock"
            st.markdown(f"**{plain(query.name)}** :gray[:material/{icon}:]", width="content")
            if st.button("Open", key=f"lab_open_query_{query.id}", type="tertiary"):
                _open(query)
                st.rerun()
        facts = [query.owner, f"version {query.version}", f"{query.updated_at:%d %b %Y} by {query.updated_by}"]
        facts += [query.folder] if query.folder else []
        badges = " ".join(f":gray-badge[{plain(tag, 40)}]" for tag in query.tags)
        st.markdown(f":small[:gray[{plain(' · '.join(facts), 300)}]] {badges}")
        if query.description:
            st.markdown(plain(query.description, 400))
        more = st.expander("SQL, versions, uses", type="compact", key=f"lab_more_{query.id}", on_change="rerun")
        if more.open:
            with more:
                _show_more(scope, query)


def _show_more(scope: Scope, query: SavedQuery) -> None:
    st.code(query.sql, language="sql", wrap_lines=True)
    versions = saved_queries.list_versions(scope, query.id)
    chosen = st.selectbox(
        "Version", versions, key=f"lab_version_{query.id}",
        format_func=lambda each: f"{each.version} · {each.what} · {each.author} · {each.at:%d %b %Y, %H:%M}",
    )  # fmt: skip
    if chosen is not None and chosen.version != query.version:
        diff = saved_queries.compare_version(scope, query.id, chosen.version)
        st.code(diff or "The same SQL as today.", language="diff" if diff else None)
        if st.button("Take this version again", icon=":material/restore:", key=f"lab_restore_{query.id}"):
            _open(saved_queries.restore_version(scope, query.id, chosen.version))
            st.rerun()
    uses = saved_queries.list_uses(scope, query.id)
    if uses:
        st.markdown("Used by " + ", ".join(f"{use.kind} **{plain(use.name, 120)}**" for use in uses))
    else:
        st.caption("Nothing else runs this query.")
    if _owns(scope, query):
        sure = not uses or st.checkbox("Delete it though it is used", key=f"lab_sure_{query.id}")
        if st.button("Delete", icon=":material/delete:", disabled=not sure, key=f"lab_delete_{query.id}"):
            saved_queries.delete_query(scope, query.id)
            if st.session_state.get(QUERY) == query.id:
                st.session_state.pop(QUERY)
                st.query_params.pop("query", None)
            st.rerun()


def _open(query: SavedQuery) -> None:
    open_text(query.sql, query.connection_id, query.id)
    take_parameters(query.parameters)


def _find_open(scope: Scope) -> SavedQuery | None:
    query_id = st.session_state.get(QUERY)
    try:
        return saved_queries.get_query(scope, query_id) if query_id is not None else None
    except NotFound:
        return None


def _owns(scope: Scope, query: SavedQuery) -> bool:
    return query.is_own or scope.actor.role == Role.ADMIN
