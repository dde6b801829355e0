"""Alerts: what has happened, what is watched, and how news leaves the house."""

import streamlit as st

from datamind.access import Permission
from datamind.services import events
from pages.parts.alert_channels import show_channels
from pages.parts.alert_detail import show_alert
from pages.parts.alert_event import show_event
from pages.parts.alert_form import show_form
from pages.parts.alert_list import show_alerts, show_events
from pages.parts.frame import boundary, require

scope = require(Permission.ASK)

with boundary():
    event, alert = st.query_params.get("event", ""), st.query_params.get("alert", "")
    if event.isdecimal():
        show_event(scope, int(event))
    elif alert.isdecimal():
        show_alert(scope, int(alert))
    else:
        st.markdown("# Alerts")
        st.markdown(":gray[What happened while nobody was looking, and what is looked at.]")
        unread = events.count_unread(scope)
        labels = [f":material/inbox: Happened{f' ({unread})' if unread else ''}", ":material/visibility: Watched"]
        if scope.actor.may(Permission.EDIT_ALERTS):
            labels.append(":material/add_alert: New alert")
        if scope.actor.may(Permission.ADMINISTER):
            labels.append(":material/send: Channels")
        wanted = labels[2] if "new" in st.query_params and len(labels) > 2 else labels[0]
        tabs = st.tabs(labels, on_change="rerun", key="alert_tabs", default=wanted)
        for tab, show in zip(tabs, (show_events, show_alerts, show_form, show_channels), strict=False):
            if tab.open:
                with tab, boundary():
                    show(scope)
