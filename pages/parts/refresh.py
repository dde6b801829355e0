"""Reading a connection anew: the button, and while it goes on how far it is and its Cancel."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import catalogs
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

EVERY_S = 0.7


def offer_refresh(scope: Scope, connection_id: int, key: str) -> None:
    """The button that begins it; nothing for those who may not, or while one goes on."""
    if not scope.actor.may(Permission.EDIT_CATALOG) or catalogs.find_refresh(scope, connection_id):
        return
    if st.button("Refresh", icon=":material/refresh:", type="tertiary", key=f"{key}_{connection_id}"):
        with boundary():
            st.session_state[_watched(connection_id)] = catalogs.start_refresh(scope, connection_id)
            st.rerun()


def show_progress(scope: Scope, connection_id: int) -> None:
    """How far a reading is that goes on; what came of the last one that this session began."""
    if catalogs.find_refresh(scope, connection_id) is not None:
        _follow(connection_id)
    elif (ended := st.session_state.pop(_watched(connection_id), None)) is not None:
        _tell(ended)


@st.fragment(run_every=EVERY_S)
def _follow(connection_id: int) -> None:
    scope = require(Permission.SEE_CONNECTIONS)
    with boundary():
        refresh = catalogs.find_refresh(scope, connection_id)
        if refresh is None:
            st.rerun()
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"reading_{connection_id}"):
            st.progress(min(1.0, refresh.share), text=f"{plain(refresh.words, 90)} …")
            if scope.actor.may(Permission.EDIT_CATALOG) and st.button(
                "Cancel", type="tertiary", icon=":material/stop_circle:", key=f"cancel_reading_{connection_id}"
            ):
                catalogs.cancel_refresh(scope, connection_id)


def _tell(refresh: catalogs.Refresh) -> None:
    if refresh.error:
        st.error(plain(refresh.error), icon=":material/error:")
        return
    changes = refresh.changes
    parts = [
        f"{len(names)} {word}"
        for word, names in (
            ("added", changes.added if changes else ()),
            ("dropped", changes.dropped if changes else ()),
            ("changed", changes.changed if changes else ()),
        )
        if names
    ]
    said = ", ".join(parts) or "nothing has changed"
    if refresh.cancellation.cancelled:
        said += "; what the columns hold was not looked at to the end"
    st.toast(f"Read again: {said}.", icon=":material/check:")


def _watched(connection_id: int) -> str:
    return f"watched_refresh_{connection_id}"
