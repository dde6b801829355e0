"""The second factor on the Account page: set it up by a QR code, keep the recovery codes, take it off."""

from __future__ import annotations

import segno
import streamlit as st

from datamind.engine import Scope
from datamind.services import organisation, second_factors
from pages.parts.frame import boundary
from pages.parts.sidebar import show_account

ENROLMENT, CODES = "dm_enrolment", "dm_recovery_codes"
FEW = 3


def show_second_factor(scope: Scope) -> None:
    """Off, being set up, or on; and the recovery codes, once, after they were made."""
    st.markdown("### Second factor")
    state = second_factors.get_second_factor(scope)
    if codes := st.session_state.get(CODES):
        _show_codes(codes)
    elif state.since:
        left = f"{state.recovery_codes} recovery codes left"
        st.markdown(f"On since {state.since:%d %b %Y}: signing in asks for a code. {left}.")
        if state.recovery_codes <= FEW:
            st.warning("Few recovery codes are left: make new ones while you have your phone.")
        _show_changes(scope)
    elif ENROLMENT in st.session_state:
        _show_enrolment(scope)
    else:
        st.markdown(
            "Off. With it, a stolen password alone opens nothing: signing in also asks for a code of your phone."
        )
        if st.button("Set up", icon=":material/phonelink_lock:", key="second_factor"):
            st.session_state[ENROLMENT] = second_factors.start_second_factor(scope)
            st.rerun()


def must_set_up(scope: Scope) -> bool:
    """Whether the organisation asks for it and there is none yet, or its recovery codes are still to be kept."""
    return CODES in st.session_state or organisation.must_set_up_second_factor(scope)


def show_required_factor(scope: Scope) -> None:
    """Before anything else: the second factor that everybody here needs."""
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.space("large")
        if CODES not in st.session_state:
            st.markdown("# One more step")
            st.markdown("Your organisation asks everybody for a second factor. It takes a minute, and you are in.")
        show_second_factor(scope)
        show_account(scope)


def draw_code(address: str) -> str:
    """The QR code of an address, as SVG: dark on white in every theme, so that phones read it."""
    return segno.make(address, error="m").svg_inline(scale=5, border=3, dark="#000000", light="#ffffff")


def _show_enrolment(scope: Scope) -> None:
    enrolment = st.session_state[ENROLMENT]
    st.markdown("Scan this with an authenticator app, then type the six digits that it shows.")
    st.image(draw_code(enrolment.address), width=220)
    with st.expander("It cannot be scanned?"):
        st.markdown("Type this key into the app instead (time-based, six digits):")
        st.code(enrolment.secret, language=None)
    with st.form("confirm_factor", clear_on_submit=True):
        code = st.text_input("Code", max_chars=12, autocomplete="one-time-code", width=220)
        with st.container(horizontal=True):
            pressed = st.form_submit_button("Switch it on", type="primary")
            dropped = st.form_submit_button("Not now")
    if pressed:
        with boundary():
            st.session_state[CODES] = second_factors.confirm_second_factor(scope, code)
            st.session_state.pop(ENROLMENT)
            st.rerun()
    if dropped:
        st.session_state.pop(ENROLMENT)
        st.rerun()


def _show_codes(codes: tuple[str, ...]) -> None:
    st.success("It is on. Keep these recovery codes: each opens your account once, without the phone.")
    st.code("\n".join(codes), language=None)
    st.caption("They are shown only now. Print them, or put them where you keep passwords.")
    if st.button("I have kept them", type="primary", key="kept_codes"):
        st.session_state.pop(CODES)
        st.rerun()


def _show_changes(scope: Scope) -> None:
    with st.form("change_factor", clear_on_submit=True):
        code = st.text_input("Code", max_chars=40, autocomplete="one-time-code", help="Or a recovery code", width=220)
        with st.container(horizontal=True):
            renewed = st.form_submit_button("New recovery codes")
            dropped = st.form_submit_button("Take it off")
    with boundary():
        if renewed:
            st.session_state[CODES] = second_factors.renew_recovery_codes(scope, code)
            st.rerun()
        if dropped:
            second_factors.drop_second_factor(scope, code)
            st.rerun()
