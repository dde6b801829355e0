"""One event: what was out of line and why, the picture of that moment, who looks after it, who was told."""

from __future__ import annotations

import streamlit as st

from datamind import charts
from datamind.access import Permission
from datamind.charts.band import draw_band
from datamind.engine import Scope
from datamind.services import events
from pages.parts.alert_list import EVENT_STATES
from pages.parts.connection_list import write_age
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

DELIVERY_ICONS = {
    "sent": ":green[:material/check:]",
    "pending": ":gray[:material/schedule:]",
    "sending": ":gray[:material/sync:]",
    "failed": ":red[:material/close:]",
    "unknown": ":orange[:material/help:]",
}


def show_event(scope: Scope, event_id: int) -> None:
    """Looking at it marks it as read."""
    if st.button("All events", icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    event = events.get_event(scope, event_id)
    if not event.is_read:
        events.mark_read(scope, event_id)
    icon, colour = EVENT_STATES[event.state]
    st.markdown(f"# {plain(event.alert, 120)}")
    st.markdown(f":{colour}[{icon} {event.state}] · :gray[since {event.opened_at:%d %b %Y %H:%M} UTC]{_who(event)}")
    st.markdown(f"### {plain(event.sentence, 600)}")
    if event.why:
        st.markdown(plain(event.why, 600))
    if len(event.series) > 1:
        show_band(event.series, f"event_{event_id}", event.sentence)
    _show_buttons(event)
    _show_notes(event)
    _show_deliveries(scope, event)


def show_band(rows: tuple[charts.band.BandRow, ...], key: str, told: str) -> None:
    """A series with its band, in the page's theme."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    figure = draw_band(rows, theme)
    st.plotly_chart(figure, key=f"band_{key}_{theme}", theme=None, config=charts.CONFIG, alt=plain(told, 300))


def _who(event: events.Event) -> str:
    parts = []
    if event.acknowledged_by and event.acknowledged_at:
        parts.append(f"{plain(event.acknowledged_by, 60)} looks after it, since {write_age(event.acknowledged_at)}")
    if event.resolved_at:
        parts.append(f"over {write_age(event.resolved_at)}")
    return "".join(f" · :gray[{part}]" for part in parts)


@st.fragment
def _show_buttons(event: events.Event) -> None:
    scope = require(Permission.ASK)
    with st.container(horizontal=True, gap="small"):
        if event.state == "open" and st.button("I look after it", icon=":material/visibility:", type="primary"):
            events.acknowledge_event(scope, event.id)
            st.rerun()
        if event.state != "resolved" and st.button("It is over", icon=":material/check:"):
            events.resolve_event(scope, event.id)
            st.rerun()
        if st.button("The alert", icon=":material/notifications:", type="tertiary"):
            st.query_params.from_dict({"alert": str(event.alert_id)})
            st.rerun()


def _show_notes(event: events.Event) -> None:
    for note in event.notes:
        with st.chat_message("user"):
            st.markdown(f":gray[{plain(note.by, 60)}, {write_age(note.at)}]  \n{plain(note.text, 1_000)}")
    _write_note(event.id)


@st.fragment
def _write_note(event_id: int) -> None:
    scope = require(Permission.ASK)
    with st.form(f"note_{event_id}", clear_on_submit=True, border=False):
        text = st.text_input("A note for others", placeholder="What you found, what you do about it")
        if st.form_submit_button("Add note"):
            with boundary():
                events.add_note(scope, event_id, text)
                st.rerun()


def _show_deliveries(scope: Scope, event: events.Event) -> None:
    told = events.list_deliveries(scope, event.id)
    if not told:
        st.caption("Nobody was told outside of the app.")
        return
    st.markdown("#### Who was told")
    for each in told:
        again = f", at try {each.attempts}" if each.attempts > 1 else ""
        st.markdown(
            f"{DELIVERY_ICONS[each.state]} {plain(each.channel, 80)}: {each.state}{again} :gray[{plain(each.answer, 300)}]"
        )
