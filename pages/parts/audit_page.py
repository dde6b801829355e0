"""The pieces of the Audit page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from datamind.engine import Scope
from datamind.services import audit_log
from datamind.services.audit_log import OUTCOMES, Entry
from pages.parts.plain import plain

PAGE = 100
PERIODS = {"the last day": 1, "the last 7 days": 7, "the last 30 days": 30, "all time": None}
Filters = dict[str, Any]


def show_filters(scope: Scope) -> Filters:
    """What the reader looks for; a change starts again at the newest entry."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="audit_filters"):
        people = audit_log.list_actors(scope)
        actor = st.selectbox(
            "Who", people, index=None, placeholder="Everybody", key="audit_who", on_change=_start_again, width=170
        )
        action = st.text_input(
            "What", placeholder="For example run_sql", key="audit_what", on_change=_start_again, width=170
        )
        outcome = st.selectbox(
            "Outcome", OUTCOMES, index=None, placeholder="Any", key="audit_how", on_change=_start_again, width=130
        )
        period = st.selectbox("When", list(PERIODS), index=1, key="audit_when", on_change=_start_again, width=150)
    days = PERIODS[period]
    return {
        "actor": actor or "",
        "action": "_".join(action.lower().split()),
        "outcome": outcome or "",
        "since": datetime.now(UTC) - timedelta(days=days) if days else None,
    }


def _start_again() -> None:
    st.session_state["audit_pages"] = []


def show_entries(scope: Scope, filters: Filters) -> None:
    """One page of entries, with the way to older and newer ones and to a file."""
    pages: list[int] = st.session_state.setdefault("audit_pages", [])
    before = pages[-1] if pages else None
    entries = audit_log.list_entries(scope, **filters, before_entry=before, most=PAGE)
    if not entries:
        st.info("Nothing fits. Look at a longer time, or at everybody.", icon=":material/search_off:")
    else:
        st.dataframe(_table(entries), hide_index=True, height="content" if len(entries) < 12 else 440, key="audit_rows")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Newer", icon=":material/chevron_left:", type="tertiary", disabled=not pages):
            pages.pop()
            st.rerun()
        more = len(entries) == PAGE
        if st.button(
            "Older", icon=":material/chevron_right:", icon_position="right", type="tertiary", disabled=not more
        ):
            pages.append(entries[-1].id)
            st.rerun()
        st.space("stretch")
        st.download_button(
            "Download",
            data=lambda: audit_log.export_log(scope, **filters),
            file_name="audit.csv",
            mime="text/csv",
            icon=":material/download:",
            type="tertiary",
        )


def _table(entries: tuple[Entry, ...]) -> dict[str, list[Any]]:
    return {
        "When (UTC)": [f"{entry.at:%Y-%m-%d %H:%M:%S}" for entry in entries],
        "Who": [entry.actor for entry in entries],
        "What": [entry.action.replace("_", " ") for entry in entries],
        "On": [entry.object for entry in entries],
        "Outcome": [entry.outcome for entry in entries],
        "More": [", ".join(f"{name} {value}" for name, value in entry.detail.items()) for entry in entries],
    }


def show_chain(scope: Scope) -> None:
    """Whether the log is as it was written."""
    st.markdown("### Is the log as it was written?")
    st.markdown(
        ":gray[Each entry is chained to the one before it under a sealed key. The check reads all of them and finds what was "
        "changed, slipped in or taken away.]"
    )
    if st.button("Check the chain", icon=":material/link:"):
        with st.spinner("Reading every entry …"):
            found = audit_log.check_log(scope)
        if found.holds:
            st.success(plain(found.words), icon=":material/verified:")
        else:
            st.error(plain(found.words), icon=":material/link_off:")
