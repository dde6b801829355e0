"""The pieces of the Account page."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.services import accounts
from pages.parts.frame import boundary
from pages.parts.plain import plain

MOST_SESSIONS = 8
CHOSEN = "dm_has_password"
LENGTH_HELP = "12 characters or more; a few words in a row are good."


def show_who(scope: Scope) -> None:
    """Name, organisation and role."""
    account = accounts.who_am_i(scope)
    st.markdown(f"**{plain(account.name)}** · {plain(account.org)} · :gray[{scope.actor.role}]")


def show_orgs(scope: Scope) -> None:
    """For people in several organisations: the way to another one."""
    from pages.parts.bridge import send_ticket

    orgs = {org.id: org.name for org in accounts.list_orgs(scope)}
    if len(orgs) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Organisation",
            list(orgs),
            index=list(orgs).index(scope.actor.org_id),
            format_func=orgs.__getitem__,
            key="org",
            width=320,
        )
        pressed = st.button("Change over", key="switch_org", disabled=chosen == scope.actor.org_id)
    if pressed:
        send_ticket(accounts.switch_org(scope, chosen), "/")
        st.caption("Changing over …")


def show_password(scope: Scope) -> None:
    """A new password, for whoever knows the old one."""
    st.markdown("### Password")
    with st.form("password", clear_on_submit=True):
        current = st.text_input("Current password", type="password", autocomplete="current-password")
        new = st.text_input("New password", type="password", autocomplete="new-password", help=LENGTH_HELP)
        again = st.text_input("New password, again", type="password", autocomplete="new-password")
        pressed = st.form_submit_button("Change password", type="primary")
    if pressed:
        with boundary():
            _change(scope, current, new, again)
            st.success("Your password is changed.", icon=":material/check_circle:")


def lacks_password(scope: Scope) -> bool:
    """Whether this person came by a link and has no password yet."""
    if not st.session_state.get(CHOSEN):
        st.session_state[CHOSEN] = accounts.who_am_i(scope).has_password
    return not st.session_state[CHOSEN]


def show_first_password(scope: Scope) -> None:
    """After the first-run link: choose a password before anything else."""
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.space("large")
        st.markdown("# Welcome to DataMind")
        st.markdown(f"You are **{plain(scope.actor.name)}**. Choose a password, and you are in.")
        with st.form("first_password"):
            new = st.text_input("New password", type="password", autocomplete="new-password", help=LENGTH_HELP)
            again = st.text_input("New password, again", type="password", autocomplete="new-password")
            pressed = st.form_submit_button("Choose this password", type="primary")
        if pressed:
            with boundary():
                _change(scope, None, new, again)
                st.rerun()


def _change(scope: Scope, current: str | None, new: str, again: str) -> None:
    if new != again:
        raise InvalidInput("The two new passwords differ: type the same one twice.", "again")
    accounts.change_password(scope, current, new)


def read_device(agent: str) -> str:
    """ "Firefox on Linux", from what a browser calls itself; of several names in it the first one here counts."""
    browsers = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
    )
    browser = next((name for mark, name in browsers if mark in agent), "A browser")
    system = next((name for mark, name in systems if mark in agent), "Linux" if "Linux" in agent else "")
    return f"{browser} on {system}" if system else browser


def show_sessions(scope: Scope) -> None:
    """Every browser that is signed in as this person, and the way to end them all."""
    st.markdown("### Where you are signed in")
    if st.button("Sign out everywhere", icon=":material/logout:", key="everywhere"):
        accounts.sign_out_everywhere(scope)
        st.rerun()
    known = accounts.list_sessions(scope)
    for session in known[:MOST_SESSIONS]:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            times = f"since {session.created_at:%d %b, %H:%M} · last seen {session.last_seen_at:%d %b, %H:%M} UTC"
            st.markdown(
                f"{read_device(session.device)}  \n:small[:gray[{plain(session.address)} · {times}]]", width="stretch"
            )
            if st.button("End", type="tertiary", key=f"end_{session.id}"):
                accounts.end_session(scope, session.id)
                st.rerun()
    if len(known) > MOST_SESSIONS:
        st.caption(f"and {len(known) - MOST_SESSIONS} older")
