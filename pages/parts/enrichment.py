"""Proposals on the Catalog page: how many tables are left and what that costs, and each proposal to accept, edit or dismiss."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import enrichment
from pages.parts.frame import boundary, require
from pages.parts.plain import plain
from pages.parts.usage_page import write_usd

SHOWN = 25
ORIGINS = {"ai": ":violet-badge[:material/auto_awesome: AI]", "names": ":gray-badge[:material/abc: from names]"}


@st.fragment
def show_proposals(connection_id: int) -> None:
    """What may be said of the tables and columns that nobody has described."""
    scope = require(Permission.EDIT_CATALOG)
    outlook = enrichment.get_outlook(scope, connection_id)
    proposals = enrichment.list_proposals(scope, connection_id)
    _show_outlook(scope, connection_id, outlook)
    if not proposals and not outlook.tables_left:
        st.markdown(":gray[Every table is described or decided on. There is nothing to propose.]")
    for position, proposal in enumerate(proposals[:SHOWN]):
        _show_proposal(scope, connection_id, position, proposal)
    if len(proposals) > SHOWN:
        st.markdown(f":gray[{len(proposals) - SHOWN:,} more follow when these are decided on.]")


def _show_outlook(scope: Scope, connection_id: int, outlook: enrichment.Outlook) -> None:
    if not outlook.tables_left:
        return
    done = outlook.tables - outlook.tables_left
    if outlook.by_model:
        cost = f"{outlook.calls} request{'' if outlook.calls == 1 else 's'}, about {outlook.tokens:,} tokens, {write_usd(outlook.cost_usd)}"
        st.markdown(
            f"Claude can propose what {outlook.tables_left:,} of {outlook.tables:,} tables and their columns mean, from names, "
            f"keys and profiles, never from rows: {cost}."
        )
    else:
        st.markdown(
            f"{outlook.tables_left:,} of {outlook.tables:,} tables have no description. No model is asked here: what names, "
            "keys and profiles say by themselves is proposed."
        )
    label = "Go on" if done and outlook.by_model else "Propose descriptions"
    if st.button(label, icon=":material/auto_awesome:", type="primary", key=f"propose_{connection_id}"):
        with boundary():
            _propose_all(scope, connection_id, outlook)
            st.rerun()


def _propose_all(scope: Scope, connection_id: int, outlook: enrichment.Outlook) -> None:
    """Batch by batch, with a sign; what is proposed stays, so leaving the page loses only the batch under way."""
    first = left = outlook.tables_left
    bar = st.progress(0.0, "Reading names, keys and profiles …")
    while left:
        now = enrichment.propose_next(scope, connection_id).tables_left
        if now >= left:
            break
        left = now
        bar.progress(1 - left / first, f"{first - left:,} of {first:,} tables described …")


def _show_proposal(scope: Scope, connection_id: int, position: int, proposal: enrichment.Proposal) -> None:
    key = f"{connection_id}_{proposal.subject}"
    name = proposal.subject.removeprefix("term:")
    kind = " :gray[(a term for the glossary)]" if proposal.subject.startswith("term:") else ""
    with st.container(border=True, key=f"proposal_{connection_id}_{position}"):
        st.markdown(f"**{plain(name, 200)}**{kind} {ORIGINS[proposal.origin]}")
        text = st.text_area(
            "Description", proposal.text, max_chars=2_000, key=f"text_{key}", label_visibility="collapsed", height=68
        )
        words = st.text_input(
            "Other words for it, by commas", ", ".join(proposal.synonyms), key=f"words_{key}", max_chars=300
        )
        with st.container(horizontal=True, gap="small"):
            if st.button("Accept", icon=":material/check:", key=f"accept_{key}"):
                with boundary():
                    synonyms = tuple(word.strip() for word in words.split(",") if word.strip())
                    enrichment.accept_proposal(scope, connection_id, proposal.subject, text, synonyms)
                    st.rerun()
            if st.button("Dismiss", icon=":material/close:", type="tertiary", key=f"dismiss_{key}"):
                with boundary():
                    enrichment.dismiss_proposal(scope, connection_id, proposal.subject)
                    st.rerun()
