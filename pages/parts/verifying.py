"""Vouching for answers: the mark on a verified answer, the dialog that verifies one, and the list on the Catalog page."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import verified
from datamind.types import Answer, VerifiedQuestion
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

STATES = {
    "holds": ("green", "verified", "Holds"),
    "data": ("orange", "database", "Data changed"),
    "logic": ("orange", "function", "Logic changed"),
    "schema": ("red", "schema", "Schema changed"),
    "unknown": ("gray", "help", "Not checked"),
}


def show_mark(answer: Answer) -> None:
    """Who vouched for it, and when; nothing on an answer that nobody did."""
    if answer.verified is not None:
        words = answer.reading if "in place of" in answer.reading else answer.verified.note
        more = f" · {plain(words, 300)}" if words else ""
        st.markdown(f":green-badge[:material/verified: {plain(_signature(answer.verified))}]{more}")


def _signature(entry: VerifiedQuestion) -> str:
    when = f" on {entry.verified_at:%d %b %Y}" if entry.verified_at else ""
    return f"Verified by {entry.verified_by or 'the house'}{when}"


def offer_verifying(scope: Scope, message_id: int, answer: Answer) -> None:
    """The action of the answer card."""
    _verify(message_id, answer.question)


@st.dialog("Verify this answer")
def _verify(message_id: int, question: str) -> None:
    scope = require(Permission.EDIT_CATALOG)
    st.markdown(
        "Whoever asks this from now on gets this SQL, with your name on it. It is run again whenever the schema is read, "
        "and flagged when it gives something else."
    )
    text = st.text_input(
        "Question",
        question,
        max_chars=400,
        key=f"verify_question_{message_id}",
        help="As somebody would ask it who has not seen this chat.",
    )
    remark = st.text_area(
        "Note",
        max_chars=1000,
        key=f"verify_note_{message_id}",
        placeholder="What did you check it against? (optional)",
    )
    if st.button("Verify", type="primary", key=f"verify_do_{message_id}"):
        with boundary():
            verified.verify_answer(scope, message_id, text, remark)
            st.toast("Verified. It answers this question from now on.", icon=":material/verified:")
            st.rerun()


@st.fragment
def show_verified(connection_id: int) -> None:
    """Every verified question of a connection, how it stands, and what can be done about it."""
    scope = require(Permission.SEE_CONNECTIONS)
    checks = verified.list_verified(scope, connection_id)
    if not checks:
        st.markdown(":gray[None yet. Open an answer that you have checked and press Verify.]")
        return
    may_edit = scope.actor.may(Permission.EDIT_CATALOG)
    if may_edit and st.button("Run all again", icon=":material/refresh:", key=f"verified_run_{connection_id}"):
        with boundary(), st.spinner("Running the verified questions …"):
            verified.check_verified(scope, connection_id)
            st.rerun()
    for position, check in enumerate(checks):
        _show_check(scope, connection_id, position, check, may_edit)


def _show_check(scope: Scope, connection_id: int, position: int, check: verified.Check, may_edit: bool) -> None:
    color, icon, label = STATES[check.state]
    entry = check.verified
    key = f"{connection_id}_{position}"
    with st.container(border=True, key=f"verified_entry_{key}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(entry.question, 400)}**", width="content")
            st.markdown(f":{color}-badge[:material/{icon}: {label}]", width="content")
        note = f"  \n{plain(entry.note)}" if entry.note else ""
        st.markdown(f":small[:gray[{plain(_signature(entry))} · {plain(check.detail)}]]{note}")
        st.code(entry.sql, language="sql", wrap_lines=True)
        if may_edit:
            _show_choices(scope, connection_id, key, check)


def _show_choices(scope: Scope, connection_id: int, key: str, check: verified.Check) -> None:
    question = check.verified.question
    with st.container(horizontal=True, gap="small"):
        if check.state in ("data", "logic") and st.button(
            "Still right", icon=":material/check:", type="tertiary", key=f"verified_accept_{key}"
        ):
            with boundary():
                verified.accept_verified(scope, connection_id, question)
                st.rerun()
        if st.button("Remove", icon=":material/delete:", type="tertiary", key=f"verified_forget_{key}"):
            with boundary():
                verified.forget_verified(scope, connection_id, question)
                st.rerun()
