"""The foot of the side bar: who is signed in and where, signing out, and whether the work behind the page goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from datamind import sessions
from datamind.engine import Scope
from datamind.services import status
from pages.parts.frame import get_engine, session_id
from pages.parts.plain import plain

QUIET_AFTER = timedelta(minutes=2)


def show_account(scope: Scope) -> None:
    """Name, role and the way out."""
    st.space("stretch")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(scope.actor.name)}**  \n:small[:gray[{scope.actor.role}]]", width="content")
        if st.button("Sign out", icon=":material/logout:", type="tertiary", key="sign_out"):
            sign_out()


def sign_out() -> None:
    """End the session in the store first, so that it is worthless whatever the browser does; then drop the cookie."""
    from pages.parts.bridge import drop_cookie

    if sid := session_id():
        sessions.sign_out(get_engine(), sid)
    drop_cookie()
    st.stop()


def show_status(scope: Scope) -> None:
    """One line: whether the scheduler is at work."""
    seen_at = status.get_status(scope).scheduler_seen_at
    if seen_at is not None and datetime.now(UTC) - seen_at < QUIET_AFTER:
        st.markdown(":small[:green[●] :gray[All systems at work]]")
    elif seen_at is None:
        st.markdown(":small[:orange[●] :gray[Scheduler not running]]")
    else:
        st.markdown(f":small[:orange[●] :gray[Scheduler last seen {seen_at:%d %b, %H:%M} UTC]]")
