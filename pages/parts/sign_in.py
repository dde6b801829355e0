"""The form for strangers: streamlit-authenticator's own, over DataMind's sessions.

Its form asks; `sessions.sign_in` counts, compares and decides; the bridge brings the cookie. What of that package keeps the
signed-in person in a cookie of its own, or in session state, is replaced and never runs.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from datamind import invitations, second_factor, sessions
from datamind.engine import Scope
from datamind.errors import DataMindError, SignInFailed
from datamind.services import accounts
from pages.parts.frame import get_engine
from pages.parts.plain import plain

ICON = Path(__file__).parent / "images" / "icon.svg"
FIELDS = {"Form name": "Sign in", "Username": "Name", "Password": "Password", "Login": "Sign in"}


def show_sign_in() -> None:
    """The sign-in form, and what becomes of it; after a right password, the question for the second factor's code."""
    waiting = st.session_state.get("dm_second") or st.query_params.get("second", "")
    if waiting and second_factor.awaits_code(get_engine(), waiting):
        _show_code(waiting)
        return
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.space("large")
        st.image(str(ICON), width=52)
        st.markdown("# DataMind")
        st.markdown(
            ":gray[Ask your data in plain language. See the number, the chart, the words, and the proof of each.]"
        )
        with st.container(key="way_in"):
            _make_form().login(fields=FIELDS, key="sign_in")
        _show_outcome()
        st.caption("No password yet? Open the link that `make run` printed, or ask an admin of your organisation.")


def _show_code(ticket: str) -> None:
    from pages.parts.bridge import send_ticket

    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.space("large")
        st.image(str(ICON), width=52)
        st.markdown("# Your code")
        st.markdown(":gray[Type the six digits that your authenticator app shows now, or one of your recovery codes.]")
        with st.form("code"):
            code = st.text_input("Code", max_chars=40, autocomplete="one-time-code")
            pressed = st.form_submit_button("Sign in", type="primary")
        if pressed:
            try:
                send_ticket(second_factor.confirm_code(get_engine(), ticket, code, read_address()), "/")
                st.caption("Signing in …")
            except DataMindError as error:
                st.error(plain(error), icon=":material/lock:")
        if st.button("Start again", type="tertiary", key="start_again"):
            st.session_state.pop("dm_second", None)
            st.query_params.clear()
            st.rerun()
        st.caption("Lost the phone and the recovery codes? An admin of your organisation can help.")


def show_joining(scope: Scope, token: str) -> None:
    """What somebody who is signed in sees behind an invitation's link: another organisation to join."""
    from pages.parts.bridge import send_ticket

    invitation = invitations.read_invitation(get_engine(), token)
    if invitation is None:
        st.warning("This invitation was used, withdrawn, or is older than a week. Ask whoever sent it for a new one.")
        return
    st.markdown(f"# {plain(invitation.org)}")
    st.markdown(
        f"{plain(invitation.invited_by)} invites you as **{invitation.role}**. "
        f"You stay **{plain(scope.actor.name)}**, and change between your organisations under Account."
    )
    if st.button("Join", type="primary", key="join_org"):
        send_ticket(accounts.join_org(scope, token), "/")
        st.caption("Changing over …")


def show_invitation(token: str) -> None:
    """What a guest sees: to what they are invited, and the one thing to say: their name."""
    invitation = invitations.read_invitation(get_engine(), token)
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.space("large")
        st.image(str(ICON), width=52)
        if invitation is None:
            st.markdown("# This invitation is over")
            st.markdown("It was used, withdrawn, or is older than a week. Ask whoever sent it for a new one.")
            return
        st.markdown(f"# Welcome to {plain(invitation.org)}")
        st.markdown(f"{plain(invitation.invited_by)} invites you to DataMind as **{invitation.role}**.")
        with st.form("invitation"):
            name = st.text_input("Your name", max_chars=80, autocomplete="name", help="You sign in with it.")
            pressed = st.form_submit_button("Join", type="primary")
        if pressed:
            _join(token, name)


def _join(token: str, name: str) -> None:
    from pages.parts.bridge import send_ticket

    try:
        ticket = invitations.accept_invitation(get_engine(), token, name, read_address())
    except DataMindError as error:
        st.error(plain(error), icon=":material/person_off:")
        return
    send_ticket(ticket, "/")
    st.caption("Signing in …")


def show_link_used() -> None:
    """A word to whoever comes by a first-run link that was used before."""
    if st.query_params.get("link") == "used":
        st.warning(
            "This link has been used, or is too old. Sign in with your name and password, or start again for a new one."
        )


def _show_outcome() -> None:
    from pages.parts.bridge import send_ticket

    if failure := st.session_state.pop("dm_sign_in_failure", None):
        st.error(plain(failure), icon=":material/lock:")
    ticket = st.session_state.get("dm_ticket")
    if ticket and second_factor.awaits_code(get_engine(), ticket):
        st.session_state["dm_second"] = st.session_state.pop("dm_ticket")
        st.rerun()
    if ticket:
        send_ticket(ticket)
        st.caption("Signing in …")


class _Sessions:
    """Stands where the package keeps its cookie and its list of users."""

    def get_cookie(self) -> None:
        return None

    def set_cookie(self) -> None:
        return None

    def login(self, username: str = "", password: str = "", *_: object, **__: object) -> bool:
        st.session_state.pop("dm_ticket", None)
        try:
            st.session_state["dm_ticket"] = sessions.sign_in(
                get_engine(), username or "", password or "", read_address()
            )
        except SignInFailed as failure:
            st.session_state["dm_sign_in_failure"] = str(failure)
            return False
        return True


def _make_form():
    from streamlit_authenticator import Authenticate

    class Form(Authenticate):
        """The package's form alone: without its cookie, which outlives signing out, and without its waiting."""

        def __init__(self) -> None:
            self.attrs, self.path, self.secret_key = {"login_sleep_time": 0}, None, ""
            self.cookie_controller = self.authentication_controller = _Sessions()

    return Form()


def read_address() -> str:
    """Where the browser is; Streamlit says nothing for this machine itself. Tests put their own in its place."""
    return st.context.ip_address or "127.0.0.1"
