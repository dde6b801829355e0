"""What people marked: thumbs on answers with their reasons, for those who look after the answers."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.services import feedback


def show_verdicts(scope: Scope) -> None:
    """The newest verdicts of the org; a table draws text as text."""
    st.markdown("### What people marked")
    verdicts = feedback.list_feedback(scope)
    if not verdicts:
        st.markdown(":gray[Nothing yet. Each thumb that somebody gives an answer will stand here, with its reason.]")
        return
    bad = sum(not verdict.good for verdict in verdicts)
    st.markdown(f":gray[The newest {len(verdicts):,}, {bad:,} of them wrong. The question is as it was asked.]")
    st.dataframe(
        {
            "At (UTC)": [verdict.at for verdict in verdicts],
            "Verdict": ["Right" if verdict.good else "Wrong" for verdict in verdicts],
            "Question": [verdict.question for verdict in verdicts],
            "Reason": [verdict.reason or None for verdict in verdicts],
            "Person": [verdict.person for verdict in verdicts],
            "Analyst": [verdict.analyst for verdict in verdicts],
        },
        hide_index=True,
        column_config={"At (UTC)": st.column_config.DatetimeColumn(format="DD MMM, HH:mm:ss", timezone="UTC")},
        key="verdicts",
        alt="Verdicts on answers",
    )
