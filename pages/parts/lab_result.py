"""What came of a query in the lab: its progress with Cancel, its rows and chart and what can be done with them, or the refusal."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from datamind import charts
from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import exports, query_runs, verified
from datamind.services.query_runs import QueryRun, Ran
from datamind.types import ChartSpec
from pages.parts.answer_card import write_seconds
from pages.parts.chart_editor import build_chart
from pages.parts.editor import Mark
from pages.parts.export_dialog import show_formats
from pages.parts.frame import boundary, require
from pages.parts.lab_running import start
from pages.parts.lab_state import open_text
from pages.parts.plain import plain
from pages.parts.result import count_rows, show_rows

LOOK_EVERY_S = 0.3
CANCEL_WAIT_S = 2.0


def show_progress(run_id: int) -> None:
    """How long it has been running, and Cancel; once done, the page is drawn anew with the rows."""
    scope = require(Permission.RUN_SQL)
    run = query_runs.get_run(scope, run_id)
    if run.state != "running":
        st.rerun()
    elapsed_s = (datetime.now(UTC) - run.at).total_seconds()
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="lab_progress"):
        st.markdown(f":shimmer[Checked. Running in the database …] {write_seconds(elapsed_s)}")
        if st.button("Cancel", icon=":material/stop_circle:", key=f"lab_cancel_{run_id}"):
            query_runs.cancel_run(scope, run_id)
            query_runs.wait_for(scope, run_id, CANCEL_WAIT_S)
            st.rerun()


def show_refusal(mark: Mark) -> None:
    """Why it was not run, at which token, and the allowed way to say it."""
    where = ""
    if mark.end > mark.start:
        line = mark.text.count("\n", 0, mark.start) + 1
        where = f" :gray[Line {line}, at] **{plain(mark.text[mark.start : mark.end], 60)}**."
    hint = f"  \n:material/lightbulb: {plain(mark.hint)}" if mark.hint else ""
    st.error(f"{plain(mark.message)}{where}{hint}", icon=":material/block:")


@st.fragment
def show_run(run_id: int) -> None:
    """A run that has ended."""
    scope = require(Permission.RUN_SQL)
    with boundary():
        run = query_runs.get_run(scope, run_id)
        ran = query_runs.find_rows(scope, run_id)
        if run.state == "cancelled":
            st.markdown(":gray[:material/stop_circle: Cancelled. Nothing was changed.]")
        elif run.state in ("failed", "refused"):
            st.error(plain(run.error or "It could not be run."), icon=":material/error:")
        elif ran is None:
            st.info("The rows of this run are no longer at hand.", icon=":material/history:")
            if st.button("Run it again", icon=":material/refresh:", key=f"lab_again_{run.id}"):
                start(scope, run.connection_id, run.sql, run.sql, run.parameters, run.values)
                st.rerun()
        else:
            _show_rows(scope, run, ran)


def _show_rows(scope: Scope, run: QueryRun, ran: Ran) -> None:
    _show_warnings(run, ran)
    result = ran.result
    rules = f" · rules: {plain(', '.join(ran.query.policies), 200)}" if ran.query.policies else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            f"**{count_rows(result)}** :gray[· {write_seconds(result.elapsed_s)} · as of {result.as_of:%H:%M:%S} UTC{rules}]",
            width="content",
        )
        can_draw = len(result.rows) > 1 and len(charts.fitting_kinds(result)) > 1
        view = "Table"
        if can_draw:
            view = str(
                st.segmented_control(
                    "Show as", ["Table", "Chart"], default="Table", required=True, label_visibility="collapsed",
                    key=f"lab_view_{run.id}",
                )
            )  # fmt: skip
    spec: ChartSpec | None = None
    if view == "Chart":
        spec = build_chart(f"lab_{run.id}", result, charts.choose_chart(result, ""))
    else:
        show_rows(result, f"lab_rows_{run.id}")
    _show_actions(scope, run, ran, spec)


def _show_warnings(run: QueryRun, ran: Ran) -> None:
    for warning in ran.query.warnings:
        st.warning(plain(warning.partition(" Instead: ")[0]), icon=":material/warning:")
    if ran.query.instead:
        st.code(ran.query.instead, language="sql", wrap_lines=True)
        if st.button("Use this query", icon=":material/swap_horiz:", key=f"lab_instead_{run.id}"):
            open_text(ran.query.instead, run.connection_id)
            st.rerun()


def _show_actions(scope: Scope, run: QueryRun, ran: Ran, spec: ChartSpec | None) -> None:
    with st.container(horizontal=True, gap="small", key="lab_actions"):
        if st.button("Export", icon=":material/download:", type="tertiary", key=f"lab_export_{run.id}"):
            _export(run.id, ran.result.truncated, spec)
        if st.button("Ask about this", icon=":material/forum:", type="tertiary", key=f"lab_ask_{run.id}"):
            _ask(run.id)
        if scope.actor.may(Permission.EDIT_CATALOG) and st.button(
            "Verify as answer to …", icon=":material/verified:", type="tertiary", key=f"lab_verify_{run.id}"
        ):
            _verify(run.id)
        star = "Starred" if run.starred else "Star"
        if st.button(star, icon=":material/star:", type="tertiary", key=f"lab_star_{run.id}"):
            query_runs.star_run(scope, run.id, not run.starred)
            st.rerun(scope="fragment")


@st.dialog("Export this result")
def _export(run_id: int, truncated: bool, spec: ChartSpec | None) -> None:
    require(Permission.RUN_SQL)
    all_rows = truncated and st.toggle(f"Read all rows again, up to {exports.MOST_ROWS:,}")
    show_formats(
        require(Permission.RUN_SQL),
        f"run_{run_id}",
        lambda scope, name, options: exports.export_run(scope, run_id, name, options, all_rows, spec),
    )


@st.dialog("Ask about this result")
def _ask(run_id: int) -> None:
    scope = require(Permission.RUN_SQL)
    st.markdown("A chat begins with this query as its first answer; go on from there in words.")
    question = st.text_input("What does it answer?", max_chars=400, placeholder="Orders of each city")
    if st.button("Begin the chat", type="primary", disabled=not question.strip()):
        with boundary():
            chat_id = query_runs.ask_about(scope, run_id, question)
            st.switch_page("ask.py", query_params={"chat": str(chat_id)})


@st.dialog("Verify as answer to …")
def _verify(run_id: int) -> None:
    scope = require(Permission.EDIT_CATALOG)
    st.markdown("Whoever asks this from now on gets this SQL, with your name on it, as it ran just now.")
    question = st.text_input("Question", max_chars=400, placeholder="How many orders were there last month?")
    remark = st.text_area("Note", max_chars=1000, placeholder="What did you check it against? (optional)")
    if st.button("Verify", type="primary", disabled=not question.strip()):
        with boundary():
            verified.verify_run(scope, run_id, question, remark)
            st.toast("Verified. It answers this question from now on.", icon=":material/verified:")
            st.rerun()
