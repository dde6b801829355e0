"""One report: when it goes out, a look at it as you would get it, what was sent, and all that can be done with it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.services import reports, sent_reports
from pages.parts.export_dialog import write_size
from pages.parts.frame import boundary, require
from pages.parts.plain import plain
from pages.parts.report_form import show_form
from pages.parts.report_list import (
    OUTCOMES,
    open_report,
    tell_content,
    tell_next,
    tell_outcome,
    tell_recipients,
)

SENT: Mapping[str, tuple[str, str]] = {
    "pending": (":material/schedule:", "gray"),
    "sending": (":material/sync:", "blue"),
    "sent": (":material/check:", "green"),
    "kept": (":material/inbox:", "green"),
    "failed": (":material/error:", "red"),
    "unknown": (":material/help:", "orange"),
}
PREVIEW_PX = 640


def show_report(scope: Scope, report_id: int) -> None:
    """A sentence and the list where there is none."""
    st.button("All reports", icon=":material/arrow_back:", type="tertiary", on_click=open_report)
    try:
        report = reports.get_report(scope, report_id)
    except NotFound as error:
        st.warning(plain(error))
        return
    if "edit" in st.query_params and report.may_edit:
        show_form(scope, report)
        return
    st.markdown(f"# {plain(report.name, 120)}")
    st.markdown(f"{tell_outcome(report)} · {tell_next(report)}")
    st.caption(f"{tell_content(report)} · {plain(report.owner, 60)}{tell_recipients(report)}")
    if report.said:
        st.warning(plain(report.said, 600), icon=":material/warning:")
    _show_buttons(report)
    _show_preview(report.id)
    _show_history(scope, report)


@st.fragment
def _show_buttons(report: reports.Report) -> None:
    scope = require(Permission.ASK)
    with st.container(horizontal=True, gap="small"), boundary():
        if report.may_edit:
            _offer_changes(scope, report)
        if report.receives and st.button("Unsubscribe", icon=":material/unsubscribe:", type="tertiary"):
            reports.unsubscribe(scope, report.id)
            if not report.may_edit:
                open_report()
            st.rerun()
        has_left = not report.receives and scope.actor.user_id in report.people
        if has_left and st.button("Get it again", icon=":material/mark_email_read:", type="tertiary"):
            reports.subscribe(scope, report.id)
            st.rerun()


def _offer_changes(scope: Scope, report: reports.Report) -> None:
    if st.button("Send now", icon=":material/send:", type="primary"):
        with st.spinner("Reading and sending …"):
            run = sent_reports.send_now(scope, report.id)
        st.toast(f"It {OUTCOMES[run.state][2]}." if run.state != "done" else "Sent.", icon=OUTCOMES[run.state][0])
        st.rerun()
    if st.button("Go on" if report.paused else "Pause", icon=":material/pause:", type="tertiary"):
        reports.set_paused(scope, report.id, not report.paused)
        st.rerun()
    if st.button("Edit", icon=":material/edit:", type="tertiary"):
        open_report(report.id, edit="1")
        st.rerun()
    if st.button("Delete", icon=":material/delete:", type="tertiary"):
        _delete(report)


@st.dialog("Delete this report?")
def _delete(report: reports.Report) -> None:
    scope = require(Permission.EDIT_REPORTS)
    st.markdown(f"**{plain(report.name, 120)}**, its history and the files that were sent go for good.")
    if st.button("Delete", type="primary", key="delete_report"):
        with boundary():
            reports.delete_report(scope, report.id)
            open_report()
            st.rerun()


@st.fragment
def _show_preview(report_id: int) -> None:
    scope = require(Permission.ASK)
    if not st.toggle("Look at it as you would get it now", key=f"look_{report_id}"):
        return
    with boundary(), st.spinner("Reading …"):
        show_page(sent_reports.preview_report(scope, report_id))


def show_page(preview: sent_reports.Preview) -> None:
    """The page as the mail has it, in a frame of an origin of its own; it holds no script, and its own policy allows none."""
    page = base64.b64encode(preview.page.encode()).decode()
    st.iframe(f"data:text/html;charset=utf-8;base64,{page}", height=PREVIEW_PX)


def _show_history(scope: Scope, report: reports.Report) -> None:
    st.markdown("#### What was sent")
    runs = sent_reports.list_runs(scope, report.id)
    wanted = st.query_params.get("run", "")
    if not runs:
        st.markdown(":gray[Nothing yet. The files that were sent will stand here.]")
    for place, run in enumerate(runs):
        icon, colour, word = OUTCOMES[run.state]
        when = f"{run.due_at.astimezone(ZoneInfo(report.zone)):%a %d %b %Y, %H:%M}"
        is_open = str(run.id) == wanted or (not wanted and place == 0)
        with st.expander(f":{colour}[{icon} {word}] {when}", expanded=is_open):
            _show_run(scope, run)


def _show_run(scope: Scope, run: sent_reports.Run) -> None:
    for file in run.files:
        for word in file.words:
            st.markdown(f"- {plain(word, 400)}")
        st.download_button(
            f"{plain(file.name, 120)} · {write_size(file.size_bytes)}",
            data=lambda file_id=file.id: sent_reports.read_file(scope, file_id),
            file_name=file.name,
            mime=file.mime,
            icon=":material/download:",
            key=f"report_file_{file.id}",
            on_click="ignore",
        )
    if run.error and not run.deliveries:
        st.markdown(f":orange[{plain(run.error, 600)}]")
    for delivery in run.deliveries:
        icon, colour = SENT[delivery.state]
        said = f": {plain(delivery.answer, 300)}" if delivery.answer else ""
        st.markdown(f":{colour}[{icon} {delivery.state}] {plain(delivery.whom, 120)}:gray[{said}]")
    if not run.files and run.state in ("done", "partly"):
        st.caption("Its files are no longer kept, or were made for people who see other rows than you.")
