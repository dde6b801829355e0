"""The answer card: first the finding, then the picture, then the rows, and under a fold the proof of each.

In: an outcome as the store keeps it. Everything of the person, the model or the data goes through `plain`, or is drawn by
something that knows no Markdown. `on_ask(text)` is called when somebody presses a suggested question.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from datamind import charts
from datamind.access import Permission
from datamind.engine import Scope
from datamind.types import Answer, Clarification, Outcome, Reading, Refusal
from pages.parts.card_actions import show_actions
from pages.parts.evidence import show_proof
from pages.parts.figure import has_figure, show_figure
from pages.parts.frame import require
from pages.parts.plain import plain
from pages.parts.result import count_rows, show_rows
from pages.parts.thumbs import show_reason
from pages.parts.usage_page import write_usd
from pages.parts.verifying import show_mark

OnAsk = Callable[[str], None]
SURE = 0.9
CHECKED = (
    "Read without an assumption; the SQL passed the guard, read only what is there, and no join counts rows twice."
)


def show_outcome(
    scope: Scope,
    message_id: int,
    outcome: Outcome,
    on_ask: OnAsk,
    busy: bool,
    verdict: bool | None = None,
    own: bool = True,
    newest: bool = True,
) -> None:
    """The card of an answer, of a question back, or of a plain no; `verdict` is what the person has said of it.

    Who reads somebody else's (not `own`) can do nothing with it. Buttons stand under the `newest`; older ones have a menu.
    """
    if isinstance(outcome, Answer):
        with st.container(border=True, key=f"card_{message_id}"):
            _show_answer(scope, message_id, outcome, on_ask, busy, own)
            if own:
                _show_actions(message_id, outcome, verdict, newest)
    elif isinstance(outcome, Clarification):
        _show_clarification(message_id, outcome, on_ask, busy)
    else:
        _show_refusal(message_id, outcome, on_ask, busy)


def _show_answer(scope: Scope, message_id: int, answer: Answer, on_ask: OnAsk, busy: bool, own: bool) -> None:
    show_mark(answer)
    _show_finding(answer)
    _show_confidence(answer)
    if has_figure(answer):
        show_figure(answer, message_id, on_ask, busy)
    elif answer.chart.kind == "pivot" and answer.result.rows:
        show_rows(charts.turn(answer.chart, answer.result), f"pivot_{message_id}")
    elif answer.chart.kind == "table" and answer.result.rows:
        show_rows(answer.result, f"rows_{message_id}")
    _show_fold(message_id, answer, busy, own)
    if answer.alternatives and own:
        _show_readings(message_id, "Or did you mean", answer.alternatives, on_ask, busy)


def _show_confidence(answer: Answer) -> None:
    """In words, from what is known of it: open to another reading, or checked; what was assumed is said above."""
    if answer.alternatives:
        st.markdown(":orange-badge[:material/alt_route: Two readings differ]")
    elif not answer.assumptions and answer.verified is None and not answer.warnings and answer.confidence >= SURE:
        st.markdown(":green-badge[:material/check: Checked]", help=CHECKED)


def _show_finding(answer: Answer) -> None:
    insight = answer.insight
    if insight.number is not None:
        st.metric(plain(insight.number.label, 120), plain(insight.number.text), label_visibility="collapsed")
    st.markdown(f"{'' if insight.number else '### '}{plain(insight.headline)}")
    if insight.sentences:
        st.markdown("  \n".join(f":gray[{plain(sentence)}]" for sentence in insight.sentences))
    for assumption in answer.assumptions:
        st.markdown(f":gray[:material/lightbulb: Assumed: {plain(assumption)}]")
    for warning in answer.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    if answer.result.truncated:
        st.markdown(f":orange[:material/content_cut: {count_rows(answer.result)}]")


@st.fragment
def _show_fold(message_id: int, answer: Answer, busy: bool, own: bool) -> None:
    """A fragment of its own: opening it draws this card alone, and closed it costs nothing."""
    scope = require(Permission.ASK)
    is_one_cell = len(answer.result.rows) == len(answer.result.columns) == 1
    shows_rows = answer.chart.kind == "table" and not has_figure(answer)
    if answer.result.rows and not is_one_cell and not shows_rows:
        rows = st.expander(
            count_rows(answer.result),
            icon=":material/table_rows:",
            type="compact",
            key=f"see_rows_{message_id}",
            on_change="rerun",
        )
        if rows.open:
            with rows:
                show_rows(answer.result, f"rows_{message_id}")
    proof = st.expander(
        f"How this was answered · {_summary(answer)}",
        icon=":material/verified_user:",
        type="compact",
        key=f"proof_{message_id}",
        on_change="rerun",
    )
    if proof.open:
        with proof:
            show_proof(scope, message_id, answer, busy, own)


@st.fragment
def _show_actions(message_id: int, answer: Answer, verdict: bool | None, newest: bool) -> None:
    scope = require(Permission.ASK)
    show_actions(scope, message_id, answer, verdict, newest)
    show_reason(message_id)


def _summary(answer: Answer) -> str:
    tables = [table.rpartition(".")[2] for table in answer.receipt.tables]
    shown = ", ".join(tables[:3]) + (f" and {len(tables) - 3} more" if len(tables) > 3 else "")
    cost = f" · {write_usd(answer.receipt.usage.cost_usd)}" if answer.receipt.usage.calls else ""
    return f"{plain(shown)} · {write_seconds(answer.receipt.elapsed_s)}{cost}"


def _show_clarification(message_id: int, outcome: Clarification, on_ask: OnAsk, busy: bool) -> None:
    with st.container(border=True, key=f"card_{message_id}"):
        st.markdown(f"#### :material/help: {plain(outcome.question)}")
        _show_readings(message_id, "Choose what you mean", outcome.options, on_ask, busy)


def _show_refusal(message_id: int, outcome: Refusal, on_ask: OnAsk, busy: bool) -> None:
    with st.container(border=True, key=f"card_{message_id}"):
        st.markdown(f":material/info: {plain(outcome.reason)}")
        readings = tuple(Reading(text, text) for text in outcome.suggestions)
        if readings:
            _show_readings(message_id, "What the data can answer", readings, on_ask, busy)


def _show_readings(message_id: int, label: str, readings: tuple[Reading, ...], on_ask: OnAsk, busy: bool) -> None:
    st.caption(label)
    with st.container(horizontal=True, gap="small"):
        for position, reading in enumerate(readings):
            st.button(
                plain(reading.label, 160),
                key=f"reading_{message_id}_{position}",
                on_click=on_ask,
                args=(reading.rewrite,),
                disabled=busy,
                wrap=True,
            )


def write_seconds(seconds: float) -> str:
    """ "12 ms", "1.4 s"."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
