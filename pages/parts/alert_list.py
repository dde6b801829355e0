"""The list of events and the list of alerts: the newest, or what needs somebody, first."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import alerts, events
from pages.parts.connection_list import write_age
from pages.parts.plain import plain

STATES = {
    "fires": (":material/error:", "red", "fires"),
    "quiet": (":material/check_circle:", "green", "quiet"),
    "unjudged": (":material/help:", "orange", "could not be judged"),
    "failing": (":material/warning:", "orange", "failing"),
    "new": (":material/hourglass_empty:", "gray", "not checked yet"),
}
EVENT_STATES = {
    "open": (":material/error:", "red"),
    "acknowledged": (":material/visibility:", "blue"),
    "resolved": (":material/check_circle:", "green"),
}


def show_events(scope: Scope) -> None:
    """Unread ones stand out; each leads to its picture."""
    found = events.list_events(scope)
    if not found:
        st.info("Nothing has happened so far. What you watch shows up here when it fires.", icon=":material/inbox:")
        return
    unread = sum(not event.is_read for event in found)
    if unread and st.button(f"Mark all {unread} as read", icon=":material/done_all:", type="tertiary"):
        events.mark_all_read(scope)
        st.rerun()
    for event in found:
        with st.container(border=True, key=f"event_{event.id}"):
            icon, colour = EVENT_STATES[event.state]
            name = f"**{plain(event.alert, 120)}**" if not event.is_read else plain(event.alert, 120)
            st.markdown(f":{colour}[{icon}] {name} · :gray[{event.state}, {write_age(event.opened_at)}]")
            st.markdown(plain(event.sentence, 400))
            if st.button("Look at it", key=f"look_{event.id}", type="tertiary", icon=":material/show_chart:"):
                st.query_params.from_dict({"event": str(event.id)})
                st.rerun()


def show_alerts(scope: Scope) -> None:
    """Those that fail or fire first."""
    found = alerts.list_alerts(scope)
    if not found:
        told = "Nothing is watched yet."
        if scope.actor.may(Permission.EDIT_ALERTS):
            told += " Say what you want to hear of under “New alert”, or press “Watch” under an answer."
        st.info(told, icon=":material/visibility:")
    order = list(STATES)
    tags = sorted({tag for alert in found for tag in alert.tags})
    chosen = st.pills("Tags", tags, selection_mode="multi", key="alert_tags") if tags else []
    for alert in sorted(
        found, key=lambda each: (order.index(each.state) if each.state != "failing" else -1, each.name)
    ):
        if chosen and not set(chosen) & set(alert.tags):
            continue
        with st.container(border=True, key=f"alert_{alert.id}"):
            _show_card(alert)


def _show_card(alert: alerts.Alert) -> None:
    icon, colour, word = STATES[alert.state]
    if alert.paused:
        icon, colour, word = ":material/pause_circle:", "gray", "paused"
    owner = "" if alert.is_mine else f", of {plain(alert.owner, 60)}"
    st.markdown(f":{colour}[{icon} {word}] **{plain(alert.name, 120)}** :gray[{plain(alert.every)}{owner}]")
    st.markdown(f":gray[{plain(alert.sentence, 300)}]")
    if alert.state != "new":
        st.markdown(plain(alert.said, 400))
    if st.button("Open", key=f"open_alert_{alert.id}", type="tertiary", icon=":material/open_in_full:"):
        st.query_params.from_dict({"alert": str(alert.id)})
        st.rerun()
