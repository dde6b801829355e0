"""The list of jobs: one line a job and subject, what fails first, with a button that has it done now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import status, work
from pages.parts.connection_list import write_age
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

QUIET_AFTER = timedelta(minutes=2)
ICONS = {
    "done": ":green[:material/check_circle:]",
    "due": ":gray[:material/schedule:]",
    "running": ":blue[:material/sync:]",
    "failed": ":red[:material/error:]",
}


def show_jobs(scope: Scope) -> None:
    """With a warning when nobody does them."""
    seen_at = status.get_status(scope).scheduler_seen_at
    if seen_at is None or datetime.now(UTC) - seen_at > QUIET_AFTER:
        since = f" It was last seen {write_age(seen_at)}." if seen_at else ""
        st.warning(
            f"No scheduler is at work, so nothing here is done.{since} Start one: python -m datamind.scheduler",
            icon=":material/warning:",
        )
    found = work.list_work(scope)
    if not found:
        st.info(
            "Nothing has been done yet. The first look of the scheduler fills this page.", icon=":material/schedule:"
        )
    for place, each in enumerate(found):
        with st.container(border=True, key=f"job_{place}"):
            _show_job(place, each)


@st.fragment
def _show_job(place: int, each: work.Work) -> None:
    scope = require(Permission.ADMINISTER)
    name = plain(each.job.replace("_", " "), 60)
    icon = ":red[:material/error:]" if each.failing_since else ICONS.get(each.state, ICONS["due"])
    parts = [f"last {write_age(each.last_ended_at)}"] if each.last_ended_at else ["not done yet"]
    if each.took_s is not None:
        parts.append(f"took {each.took_s:.1f} s")
    if each.next_due_at:
        parts.append(f"next {each.next_due_at:%d %b %H:%M} UTC")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"{icon} **{name}** :gray[{plain(each.subject, 60)} · {' · '.join(parts)}]", width="content")
        if st.button("Run now", icon=":material/play_arrow:", type="tertiary", key=f"run_job_{place}"):
            with boundary():
                work.run_now(scope, each.job, each.subject)
                st.toast("A scheduler does it at its next look.", icon=":material/check:")
    if each.error and each.failing_since:
        st.error(f"Failing since {each.failing_since:%d %b %H:%M} UTC: {plain(each.error, 400)}")
