"""The pieces of the Settings page, and how a brand shows in the app."""

from __future__ import annotations

import base64

import streamlit as st

from datamind.engine import Scope
from datamind.organisation import Organisation
from datamind.services import organisation
from datamind.services.organisation import LARGEST_LOGO_BYTES, LONGEST_BRAND, LONGEST_KEPT_DAYS
from pages.parts.frame import boundary

SAVED = "dm_settings_saved"
OWN_ACCENT = "#2159b8"


def _say_saved(section: str) -> None:
    if st.session_state.get(SAVED) == section:
        st.session_state.pop(SAVED)
        st.success("Saved. It holds from everybody's next click on.", icon=":material/check_circle:")


def _done(section: str) -> None:
    st.session_state[SAVED] = section
    st.rerun()


def show_security(scope: Scope) -> None:
    """What is asked of everybody."""
    settled = organisation.get_organisation(scope)
    st.markdown("### Signing in")
    with st.form("security"):
        asked = st.toggle("Everybody needs a second factor", settled.second_factor, key="second_factor_asked")
        st.caption("Who has none yet sets it up at the next click, before anything else; you too.")
        pressed = st.form_submit_button("Save", key="save_security")
    if pressed:
        with boundary():
            organisation.change_organisation(scope, second_factor=asked)
            _done("security")
    _say_saved("security")


def show_retention(scope: Scope) -> None:
    """How long things are kept."""
    settled = organisation.get_organisation(scope)
    st.markdown("### How long things are kept")
    with st.form("retention"):
        days = {
            name: st.number_input(label, 0, LONGEST_KEPT_DAYS, getattr(settled, name), key=name, help=more, width=280)
            for name, label, more in (
                ("chats_days", "Chats, days since the last question", "With their answers; 0 keeps them"),
                ("runs_days", "Runs in the SQL history, days", "Starred ones stay; 0 keeps all"),
                ("audit_days", "Audit log, days", "30 or more; 0 keeps all. The chain goes on from where it was cut"),
            )
        }
        st.caption("0 keeps them for good. What is older goes within an hour, and cannot be brought back.")
        pressed = st.form_submit_button("Save", key="save_retention")
    if pressed:
        with boundary():
            organisation.change_organisation(scope, **days)
            _done("retention")
    _say_saved("retention")


def show_branding(scope: Scope) -> None:
    """Name and colour."""
    settled = organisation.get_organisation(scope)
    st.markdown("### How it looks")
    with st.form("branding"):
        brand = st.text_input(
            "Name in the browser's tab", settled.brand, max_chars=LONGEST_BRAND, key="brand", width=280
        )
        accent = st.color_picker("Colour of the main buttons", settled.accent or OWN_ACCENT, key="accent")
        pressed = st.form_submit_button("Save", key="save_branding")
    if pressed:
        with boundary():
            organisation.change_organisation(scope, brand=brand, accent="" if accent == OWN_ACCENT else accent)
            _done("branding")
    _say_saved("branding")


def show_logo(scope: Scope) -> None:
    """A picture above the menu."""
    given = st.file_uploader(
        f"Logo above the menu (PNG, at most {LARGEST_LOGO_BYTES // 1000} kB; it stands on light and on dark)",
        type="png",
        key="logo",
    )
    with st.container(horizontal=True):
        if st.button("Use this logo", disabled=given is None, key="set_logo") and given is not None:
            organisation.set_logo(scope, given.getvalue())
            _done("logo")
        if organisation.get_organisation(scope).logo and st.button("DataMind's own again", key="drop_logo"):
            organisation.set_logo(scope, b"")
            _done("logo")
    _say_saved("logo")


def show_accent(settled: Organisation) -> None:
    """The main buttons in the organisation's colour, which the use case has checked to be six hex digits."""
    if settled.accent:
        rule = f"background-color: #{int(settled.accent[1:], 16):06x}; border-color: transparent; color: #ffffff;"
        st.html(f'<style>button[kind="primary"], button[kind="primaryFormSubmit"] {{ {rule} }}</style>')


def read_logo(settled: Organisation) -> str | None:
    """The organisation's picture as an address that holds it, for an <img>; None where DataMind's own stands."""
    if not settled.logo:
        return None
    return f"data:image/png;base64,{base64.b64encode(base64.b64decode(settled.logo)).decode()}"
