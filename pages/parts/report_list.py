"""All reports that somebody may change or gets: when each goes out next, and what became of the last one."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import reports
from pages.parts.plain import plain

OUTCOMES = {
    "": (":material/hourglass_empty:", "gray", "not sent yet"),
    "due": (":material/pending:", "orange", "is tried again"),
    "rendering": (":material/sync:", "blue", "is being made"),
    "sending": (":material/sync:", "blue", "is being sent"),
    "done": (":material/check_circle:", "green", "sent"),
    "partly": (":material/warning:", "orange", "sent to some"),
    "failed": (":material/error:", "red", "not sent"),
}


def open_report(report_id: int | None = None, **query: str) -> None:
    """Show a report, the form (`new="1"`), or the list."""
    st.query_params.from_dict(({} if report_id is None else {"report": str(report_id)}) | query)


def show_reports(scope: Scope) -> None:
    """The head with a way to a new one, then a card a report."""
    may_edit = scope.actor.may(Permission.EDIT_REPORTS)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown("# Reports", width="content")
        if may_edit:
            st.button(
                "New report", type="primary", icon=":material/add:", key="new_report", on_click=open_report,
                kwargs={"new": "1"},
            )  # fmt: skip
    found = reports.list_reports(scope)
    if not found:
        _show_empty(may_edit)
    for report in found:
        with st.container(border=True, key=f"report_{report.id}"):
            _show_card(report)


def _show_card(report: reports.Report) -> None:
    st.button(
        plain(report.name, 120), key=f"open_report_{report.id}", type="tertiary", wrap=True, on_click=open_report,
        args=(report.id,),
    )  # fmt: skip
    st.markdown(f"{tell_outcome(report)} · {tell_next(report)}")
    st.caption(f"{tell_content(report)} · {plain(report.owner, 60)}{tell_recipients(report)}")


def tell_outcome(report: reports.Report) -> str:
    icon, colour, word = OUTCOMES.get(report.outcome, OUTCOMES[""])
    when = f" {report.ran_at.astimezone(ZoneInfo(report.zone)):%d %b %Y, %H:%M}" if report.ran_at else ""
    return f":{colour}[{icon} {word}{when}]"


def tell_next(report: reports.Report) -> str:
    """When it goes out, on the clock of its own zone; that it does not; or that it should have."""
    if report.paused:
        return ":gray[:material/pause_circle: paused]"
    local = report.due_at.astimezone(ZoneInfo(report.zone))
    late = " (the scheduler is late)" if (datetime.now(UTC) - report.due_at).total_seconds() > 300 else ""
    return f":gray[next {local:%a %d %b %Y, %H:%M} {plain(report.zone)}{late}]"


def tell_content(report: reports.Report) -> str:
    n_items = len(report.items)
    what = "a dashboard" if report.dashboard_id is not None else f"{n_items} quer{'y' if n_items == 1 else 'ies'}"
    return f"{plain(report.every)} · {what} · {reports.FORMATS[report.format]}"


def tell_recipients(report: reports.Report) -> str:
    """How many get it, for those whose business it is."""
    if not report.may_edit:
        return " · you get it"
    number = len(report.people) + len(report.channels) + len(report.addresses)
    return f" · {number} recipient{'' if number == 1 else 's'}"


def _show_empty(may_edit: bool) -> None:
    st.markdown("### Nothing is sent yet")
    if not may_edit:
        st.markdown("No report goes to you. Ask an analyst of your organisation to send you one.")
        return
    st.markdown(
        "A report sends a dashboard or queries at the times you say: everybody gets their own rows, "
        "with words on what has changed since the last one."
    )
    st.button(
        "Make the first one", icon=":material/schedule_send:", key="first_report", on_click=open_report,
        kwargs={"new": "1"},
    )  # fmt: skip
