"""The chart of an answer: drawn once per answer, choice and theme, kept for the whole process under the org's own key.

Whoever presses a bar or a point is asked what to know about it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from datamind import charts
from datamind.access import Permission
from datamind.types import Answer, ChartSpec, ResultSet
from pages.parts.frame import boundary, require
from pages.parts.going_on import show_drill_downs
from pages.parts.plain import plain


def has_figure(answer: Answer) -> bool:
    return is_drawn(answer.chart, answer.result)


def is_drawn(spec: ChartSpec, result: ResultSet) -> bool:
    """Whether a picture is drawn; a number, a table and a pivot are shown by the page in their own way."""
    kind = charts.KINDS.get(spec.kind)
    return kind is not None and kind.draw is not None and bool(result.rows)


@st.fragment
def show_figure(answer: Answer, message_id: int, on_ask: Callable[[str], None], busy: bool) -> None:
    """The answer's chart, with a sentence for those who cannot see it; below it, where a pressed point leads."""
    scope = require(Permission.ASK)
    theme, spec = get_theme(), repr(answer.chart)
    state = st.plotly_chart(
        _draw(scope.actor.org_id, message_id, theme, spec, answer),
        key=f"figure-{message_id}-{theme}-{answer.chart.kind}",
        theme=None,
        config=charts.CONFIG,
        alt=_tell(scope.actor.org_id, message_id, spec, answer),
        on_select="rerun",
        selection_mode="points",
    )
    points = state["selection"]["points"] if state else []
    label = charts.point_at(answer.chart, answer.result, points[0]) if points and not busy else None
    if label is not None:
        with boundary():
            show_drill_downs(scope, message_id, label, on_ask)


def show_preview(spec: ChartSpec, result: ResultSet) -> None:
    """A chart that is not kept yet, as somebody puts it together."""
    with boundary():
        figure = charts.draw(spec, result, theme=get_theme())
        st.plotly_chart(
            figure, key="figure-preview", theme=None, config=charts.CONFIG, alt=charts.describe(spec, result)
        )


def get_theme() -> str:
    """ "dark" or "light", as the page is now."""
    return "dark" if st.context.theme.type == "dark" else "light"


@st.cache_resource(max_entries=128, show_spinner=False)
def _draw(org_id: int, message_id: int, theme: str, spec: str, _answer: Answer) -> Any:
    """A stored result never changes, so its id, the chosen chart and the org (a wall between them) are all of the key."""
    figure = charts.draw(_answer.chart, _answer.result, theme=theme)
    ready = figure.to_dict()
    figure.to_dict = lambda: ready  # plotly would copy the whole figure for every run that shows it
    return figure


@st.cache_data(max_entries=512, show_spinner=False)
def _tell(org_id: int, message_id: int, spec: str, _answer: Answer) -> str:
    return plain(f"{_answer.insight.headline} {charts.describe(_answer.chart, _answer.result)}", 500)
