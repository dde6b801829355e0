"""Thumbs under an answer: the verdict is kept at once, and a thumb down is asked for its reason, in a word or in one's own."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.services import feedback
from pages.parts.frame import boundary, require

REASONS = ("Wrong number", "Misread the question", "Wrong chart", "Missing data", "Hard to read")


def show_thumbs(message_id: int, verdict: bool | None) -> None:
    """The two thumbs, as they were left."""
    key = f"thumbs_{message_id}"
    before = None if verdict is None else int(verdict)
    st.feedback("thumbs", key=key, default=before, on_change=_keep, args=(message_id,))


def show_reason(message_id: int) -> None:
    """After a thumb down was pressed on this page: what was wrong. Nobody has to say."""
    if st.session_state.get(f"thumbs_{message_id}") != 0:
        return
    key = f"why_{message_id}"
    with st.container(gap="small", key=f"reason_{message_id}"):
        st.pills("What was wrong?", REASONS, key=key, on_change=_keep, args=(message_id,))
        st.text_input(
            "In your own words",
            max_chars=feedback.LONGEST_REASON // 2,
            key=f"words_{message_id}",
            on_change=_keep,
            args=(message_id,),
        )
        st.caption("Admins of your organisation see your verdict with the question.")


def _keep(message_id: int) -> None:
    scope = require(Permission.ASK)
    verdict = st.session_state.get(f"thumbs_{message_id}")
    said = (st.session_state.get(f"{name}_{message_id}") for name in ("why", "words"))
    with boundary():
        if verdict is None:
            feedback.withdraw_feedback(scope, message_id)
        else:
            reason = ": ".join(text for text in said if text) if verdict == 0 else ""
            feedback.give_feedback(scope, message_id, bool(verdict), reason)
            st.toast("Thank you: noted.", icon=":material/thumb_up:" if verdict else ":material/thumb_down:")
