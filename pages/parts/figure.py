"""The chart of an answer: drawn once per answer and theme, kept for the whole process under the org's own key."""

from __future__ import annotations

from typing import Any

import streamlit as st

from datamind import charts
from datamind.engine import Scope
from datamind.types import Answer
from pages.parts.plain import plain


def has_figure(answer: Answer) -> bool:
    kind = charts.KINDS.get(answer.chart.kind)
    return kind is not None and kind.draw is not None and bool(answer.result.rows)


def show_figure(scope: Scope, answer: Answer, message_id: int) -> None:
    """The answer's chart, with a sentence for those who cannot see it."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.plotly_chart(
        _draw(scope.actor.org_id, message_id, theme, answer),
        key=f"figure-{message_id}-{theme}",
        theme=None,
        config=charts.CONFIG,
        alt=plain(answer.insight.headline, 300),
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def _draw(org_id: int, message_id: int, theme: str, _answer: Answer) -> Any:
    """A stored answer never changes, so its id (and the org, for a wall between them) is all of the key."""
    figure = charts.draw(_answer.chart, _answer.result, theme=theme)  # type: ignore[arg-type]
    ready = figure.to_dict()
    figure.to_dict = lambda: ready  # plotly would copy the whole figure for every run that shows it
    return figure
