"""Where to go from an answer: three follow-ups under the newest one, and what a bar or point that was pressed leads to.

In: a message that holds an answer. Out: buttons; whoever presses one asks that question. What is offered has been tried.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import follow_ups
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

OnAsk = Callable[[str], None]


@st.fragment(parallel=True)
def show_follow_ups(message_id: int, on_ask: OnAsk) -> None:
    """Drawn beside the rest of the page: nobody waits for it."""
    scope = require(Permission.ASK)
    with boundary():
        texts = _suggest(scope.actor.org_id, scope.actor.user_id, message_id, scope)
        if texts:
            _show_buttons(f"next_{message_id}", "Go on with", texts, on_ask)


def show_drill_downs(scope: Scope, message_id: int, label: str, on_ask: OnAsk) -> None:
    """For one name or period of the chart."""
    texts = follow_ups.suggest_drill_downs(scope, message_id, label)
    if texts:
        _show_buttons(f"drill_{message_id}", f"About {plain(label, 60)}", texts, on_ask)
    else:
        st.caption(
            f"{plain(label, 60)}: nothing further can be asked about this without a doubt. Ask in your own words."
        )


def _show_buttons(key: str, head: str, texts: tuple[str, ...], on_ask: OnAsk) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=key):
        st.caption(head, width="content")
        for place, text in enumerate(texts):
            label = plain(text[:1].upper() + text[1:], 80)
            if st.button(label, key=f"{key}_{place}", icon=":material/subdirectory_arrow_right:"):
                on_ask(text)
                st.rerun()  # the whole page asks, not this fragment


@st.cache_data(max_entries=256, ttl=600, show_spinner=False)
def _suggest(org_id: int, user_id: int | None, message_id: int, _scope: Scope) -> tuple[str, ...]:
    """An answer's follow-ups stay the same for a while; each person has their own."""
    return follow_ups.suggest_follow_ups(_scope, message_id)
