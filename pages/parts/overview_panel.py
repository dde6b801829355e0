"""The welcome's first look at a connection: what is in it, its best charts, what is odd. Drawn beside the rest of the page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from datamind import charts
from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import overviews
from datamind.types import Answer
from pages.parts.asking import hold_question
from pages.parts.figure import get_theme
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

HEIGHT_PX = 230
LOOKED, FRESH, SOON_S = "dm_looked", "dm_look_fresh", 0.3
LOOKING = "Looking at what is in this data …"


def show_overview(scope: Scope, connection_id: int) -> None:
    """Nobody waits for it: the page is there first, then the look is taken, with its progress, and stays at hand."""
    if st.session_state.get(LOOKED) == connection_id:
        with boundary():
            _show(scope, overviews.look_around(scope, connection_id))
    else:
        st.session_state[FRESH] = True
        _look(connection_id)


@st.fragment(run_every=SOON_S)
def _look(connection_id: int) -> None:
    scope = require(Permission.ASK)
    bar = st.progress(0.0, LOOKING)
    if st.session_state.pop(FRESH, False):  # with the whole page; the look is taken when this runs by itself
        return

    def move(share: float) -> None:
        bar.progress(share, LOOKING)

    try:
        overviews.look_around(scope, connection_id, move)
    finally:
        st.session_state[LOOKED] = connection_id
    st.rerun()


def _show(scope: Scope, overview: overviews.Overview) -> None:
    theme = get_theme()
    st.markdown("##### What is in it")
    lines = []
    for content in overview.contents:
        rows = f"{content.rows:,} rows" if content.rows is not None else "rows unknown"
        span = f", {content.since:%b %Y} to {content.until:%b %Y}" if content.since and content.until else ""
        lines.append(f"**{plain(content.table, 60)}** :gray[{rows}{span}]")
    if overview.n_tables > len(overview.contents):
        lines.append(f":gray[and {overview.n_tables - len(overview.contents)} smaller tables]")
    st.markdown(" · ".join(lines))
    with st.grid(2, min_column_width=300, gap="medium"):
        for place, answer in enumerate(overview.answers):
            with st.container(border=True, key=f"look_{place}"):
                st.markdown(f"**{plain(answer.insight.headline, 160)}**")
                st.plotly_chart(
                    _draw(scope.actor.org_id, answer.receipt.sql, answer.result.as_of.isoformat(), theme, answer),
                    key=f"look_figure_{place}_{theme}",
                    theme=None,
                    config=charts.CONFIG,
                    alt=plain(charts.describe(answer.chart, answer.result), 300),
                )
                if st.button("Ask this", key=f"ask_look_{place}", type="tertiary", icon=":material/arrow_outward:"):
                    hold_question(answer.question)
                    st.rerun()
    if overview.oddities:
        st.markdown("##### What looks odd")
        st.markdown("\n".join(f"- {plain(odd)}" for odd in overview.oddities))


@st.cache_resource(max_entries=64, show_spinner=False)
def _draw(org_id: int, sql: str, as_of: str, theme: str, _answer: Answer) -> Any:
    """What ran when, for whom, is all that the picture depends on."""
    figure = charts.draw(_answer.chart, _answer.result, theme)
    figure.update_layout(height=HEIGHT_PX)
    return figure
