"""The form for strangers: streamlit-authenticator's own, over DataMind's sessions.

Its form asks; `sessions.sign_in` counts, compares and decides; the bridge brings the cookie. What of that package keeps the
signed-in person in a cookie of its own, or in session state, is replaced and never runs.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from datamind import sessions
from datamind.errors import SignInFailed
from pages.parts.plain import plain

ICON = Path(__file__).parent / "images" / "icon.svg"
FIELDS = {"Form name": "Sign in", "Username": "Name", "Password": "Password", "Login": "Sign in"}


def show_sign_in() -> None:
    """The sign-in form, and what becomes of it."""
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
    if ticket := st.session_state.get("dm_ticket"):
        send_ticket(ticket)
        st.caption("Signing in …")


class _Sessions:
    """Stands where the package keeps its cookie and its list of users."""

    def get_cookie(self) -> None:
        return None

    def set_cookie(self) -> None:
        return None

    def login(self, username: str = "", password: str = "", *_: object, **__: object) -> bool:
        from pages.parts.frame import get_engine

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
