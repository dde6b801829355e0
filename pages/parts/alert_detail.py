"""One alert: how it stands, why it did or did not fire at any time, and all that can be done with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import alerts, events
from pages.parts.alert_form import show_edit
from pages.parts.alert_list import STATES
from pages.parts.connection_list import write_age
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

PAUSES = {"1 hour": timedelta(hours=1), "until tomorrow": timedelta(days=1), "a week": timedelta(days=7)}


def show_alert(scope: Scope, alert_id: int) -> None:
    """Raises NotFound."""
    if st.button("All alerts", icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    alert = alerts.get_alert(scope, alert_id)
    if "edit" in st.query_params and alert.is_mine:
        show_edit(scope, alert)
        return
    icon, colour, word = STATES[alert.state]
    st.markdown(f"# {plain(alert.name, 120)}")
    st.markdown(f":gray[{plain(alert.sentence, 400)} · {plain(alert.every)} ({plain(alert.zone)})]")
    st.markdown(f":{colour}[{icon} {'paused' if alert.paused else word}] {plain(alert.said, 600)}")
    _show_waits(alert)
    if alert.is_mine and scope.actor.may(Permission.EDIT_ALERTS):
        _show_buttons(alert)
    _show_why(alert_id)
    _show_events(scope, alert_id)
    with st.expander("The query", icon=":material/code:"):
        st.code(alert.sql, language="sql")


def _show_waits(alert: alerts.Alert) -> None:
    now, parts = datetime.now(UTC), []
    if alert.checked_at:
        parts.append(f"checked {write_age(alert.checked_at)}")
    if alert.failing_since:
        parts.append(f"failing since {alert.failing_since:%d %b %Y %H:%M} UTC")
    if alert.snoozed_until and alert.snoozed_until > now:
        parts.append(f"asleep until {alert.snoozed_until:%d %b %Y %H:%M} UTC")
    if alert.muted_until and alert.muted_until > now:
        parts.append(f"muted until {alert.muted_until:%d %b %Y %H:%M} UTC")
    elif not alert.paused:
        parts.append(f"due {alert.due_at:%d %b %H:%M} UTC")
    st.caption(" · ".join(parts))


@st.fragment
def _show_buttons(alert: alerts.Alert) -> None:
    scope = require(Permission.EDIT_ALERTS)
    with st.container(horizontal=True, gap="small"), boundary():
        if not alert.paused and st.button("Check now", icon=":material/play_arrow:"):
            alerts.check_now(scope, alert.id)
            st.rerun()
        if st.button("Go on" if alert.paused else "Pause", icon=":material/pause:", type="tertiary"):
            alerts.set_paused(scope, alert.id, not alert.paused)
            st.rerun()
        _offer_waits(scope, alert)
        if st.button("Edit", icon=":material/edit:", type="tertiary"):
            st.query_params["edit"] = "1"
            st.rerun()
        if st.button("Delete", icon=":material/delete:", type="tertiary"):
            _delete(alert)


def _offer_waits(scope: Scope, alert: alerts.Alert) -> None:
    """Snooze: not looked at. Mute: looked at, told nobody."""
    for label, icon, change in (
        ("Snooze", ":material/snooze:", alerts.snooze_alert),
        ("Mute", ":material/notifications_off:", alerts.mute_alert),
    ):
        chosen = st.menu_button(label, [*PAUSES, "no longer"], icon=icon, type="tertiary", key=f"{label}_{alert.id}")
        if chosen:
            pause = PAUSES.get(str(chosen))
            change(scope, alert.id, datetime.now(UTC) + pause if pause else None)
            st.rerun()


@st.dialog("Delete this alert?")
def _delete(alert: alerts.Alert) -> None:
    scope = require(Permission.EDIT_ALERTS)
    st.markdown(f"**{plain(alert.name, 120)}** and what it has found go for good.")
    if st.button("Delete", type="primary", key="delete_alert"):
        with boundary():
            alerts.delete_alert(scope, alert.id)
            st.query_params.clear()
            st.rerun()


@st.fragment
def _show_why(alert_id: int) -> None:
    scope = require(Permission.ASK)
    st.markdown("#### Why it did, or did not, fire")
    at = st.datetime_input("At this time (UTC)", value=None, key=f"why_{alert_id}")
    checks = alerts.explain_alert(scope, alert_id, at.replace(tzinfo=UTC) if at else None)
    if not checks:
        st.caption("It was not checked up to then.")
    for check in checks[:10]:
        icon, colour, word = STATES[check.state]
        until = f" – {check.last_at:%H:%M}" if check.last_at - check.at >= timedelta(minutes=1) else ""
        st.markdown(
            f":{colour}[{icon} {word}] {plain(check.sentence, 400)} :gray[{check.at:%d %b %Y %H:%M}{until} UTC]"
        )


def _show_events(scope: Scope, alert_id: int) -> None:
    found = events.list_events(scope, alert_id)
    if found:
        st.markdown("#### What it found")
    for event in found[:20]:
        st.markdown(f"- {event.state}, {event.opened_at:%d %b %Y %H:%M} UTC: {plain(event.sentence, 300)}")
