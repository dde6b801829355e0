"""Making an alert: say it, see how it was read, see what it would have done, then save it.

What was read from words, an answer or a saved alert is put into the form's own fields once; from then on the form is what
counts, and each change is tried at once on the data as it is.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from datamind.access import Permission
from datamind.charts.band import BandRow
from datamind.engine import Scope
from datamind.services import alerts, channels, connections
from pages.parts.alert_event import show_band
from pages.parts.alert_list import STATES
from pages.parts.forms import draw_fields
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

EXAMPLE = "tell me when daily orders fall by 20 % against last week"
SHOWN_POINTS = 180


def show_form(scope: Scope) -> None:
    """First what to watch, then the rest."""
    known = connections.list_connections(scope)
    if not known:
        st.info("There is no data to watch yet: add a connection first.", icon=":material/database:")
        return
    message = st.query_params.get("message", "")
    if message.isdecimal() and st.session_state.get("alert_from") != message:
        st.session_state["alert_from"] = message
        with boundary():
            draft = alerts.draft_from_answer(scope, int(message))
            st.session_state["alert_connection"] = draft.connection_id
            _fill(draft)
    names = {connection.id: connection.name for connection in known}
    connection_id = st.selectbox(
        "Data", list(names), format_func=lambda each: plain(names[each]), key="alert_connection"
    )
    _ask_words(connection_id)
    if st.session_state.get("alert_sql"):
        _show_fields(None, connection_id)
    elif st.button("Write SQL instead", icon=":material/code:", type="tertiary"):
        st.session_state.update(alert_sql="SELECT ", alert_name="", alert_kind="threshold", alert_said={})
        st.rerun()


def show_edit(scope: Scope, alert: alerts.Alert) -> None:
    """The same form over a saved one."""
    st.markdown(f"# {plain(alert.name, 120)}")
    if st.session_state.get("alert_edited") != alert.id:
        st.session_state["alert_edited"] = alert.id
        st.session_state.update(
            alert_sql=alert.sql, alert_name=alert.name, alert_kind=alert.kind, alert_said=dict(alert.values),
            alert_every=alert.every, alert_zone=alert.zone, alert_channels=list(alert.channels),
            alert_people=list(alert.people), alert_tag_text=", ".join(alert.tags), alert_round=_round() + 1,
        )  # fmt: skip
    _show_fields(alert.id, alert.connection_id)


def _ask_words(connection_id: int) -> None:
    with st.form("alert_words", border=False):
        text = st.text_input("What do you want to hear of?", placeholder=EXAMPLE, key="alert_text")
        pressed = st.form_submit_button("Read it", icon=":material/auto_awesome:", type="primary")
    if pressed:
        scope = require(Permission.EDIT_ALERTS)
        with boundary(), st.spinner("Reading …"):
            _fill(alerts.read_words(scope, connection_id, text or EXAMPLE))
            st.rerun()


def _fill(draft: alerts.Draft) -> None:
    """Into the form's fields; a new round gives the fields of the condition new keys, so that they begin with these values."""
    st.session_state.update(
        alert_sql=draft.sql, alert_name=draft.name, alert_kind=draft.kind,
        alert_said=dict(draft.values), alert_round=_round() + 1,
    )  # fmt: skip


def _round() -> int:
    return int(st.session_state.get("alert_round", 0))


@st.fragment
def _show_fields(alert_id: int | None, connection_id: int) -> None:
    scope = require(Permission.EDIT_ALERTS)
    name = st.text_input("Name", key="alert_name")
    kinds = alerts.list_conditions(scope)
    kind = st.selectbox("Fires on", list(kinds), format_func=lambda each: kinds[each].title, key="alert_kind")
    said = st.session_state.get("alert_said", {})
    with st.container(border=True, horizontal=True):
        values = draw_fields(kinds[kind].fields, said, f"condition_{_round()}_{kind}")
    with st.expander("The query", icon=":material/code:"):
        sql = st.text_area("SQL", key="alert_sql", height=160)
    zone = st.session_state.get("alert_zone") or st.context.timezone or "UTC"
    with boundary():
        _show_trial(alerts.try_alert(scope, connection_id, sql, kind, values, zone, name))
    rest = _ask_rest(scope, zone)
    if st.button("Save", type="primary", icon=":material/save:", key="save_alert"):
        with boundary():
            _save(scope, alert_id, connection_id, name, sql, kind, values, rest)


def _show_trial(trial: alerts.Trial) -> None:
    """Read back, back-tested, drawn."""
    st.markdown(f":material/record_voice_over: **Tell me when {plain(trial.sentence, 300)}.**")
    if len(trial.verdicts) > 1:
        times = {0: "not once", 1: "once"}.get(trial.fired, f"{trial.fired} times")
        st.markdown(f"It would have fired **{times}** in the last {trial.days} days of the data.")
        rows: list[BandRow] = [
            (each.moment, each.value, each.low, each.high, each.state == "fires")
            for each in trial.verdicts[-SHOWN_POINTS:]
            if each.moment
        ]
        show_band(tuple(rows), "trial", trial.sentence)
    else:
        st.caption(
            "The query has no time, so there is nothing to try it on but now; its past begins with the first check."
        )
    icon, colour, word = STATES[trial.now.state]
    st.markdown(f":{colour}[{icon} Now: {word}.] {plain(trial.now.sentence, 400)}")


def _ask_rest(scope: Scope, zone: str) -> dict[str, Any]:
    left, right = st.columns(2)
    every = left.selectbox("Look", alerts.CHOICES, key="alert_every", accept_new_options=True)
    zone = right.text_input("Time zone", value=None if "alert_zone" in st.session_state else zone, key="alert_zone")
    ways = {channel.id: channel.name for channel in channels.list_channels(scope)}
    chosen: list[int] = []
    if ways:
        chosen = st.multiselect("Tell by", list(ways), format_func=lambda each: plain(ways[each]), key="alert_channels")
    else:
        st.caption("News shows up here in the app. An admin can add e-mail, Slack and webhooks under “Channels”.")
    colleagues = alerts.list_colleagues(scope)
    people: list[int] = []
    if colleagues:
        people = st.multiselect(
            "Show to",
            list(colleagues),
            format_func=lambda each: plain(colleagues[each]),
            key="alert_people",
            help="They see what you see of it, whatever their own rules.",
        )
    tags = st.text_input("Tags", key="alert_tag_text", placeholder="With commas between them")
    return {
        "every": every or alerts.CHOICES[0],
        "zone": zone or "UTC",
        "channels": chosen,
        "people": people,
        "tags": (tags or "").split(","),
    }


def _save(
    scope: Scope,
    alert_id: int | None,
    connection_id: int,
    name: str,
    sql: str,
    kind: str,
    values: dict[str, Any],
    rest: dict[str, Any],
) -> None:
    if alert_id is None:
        alert = alerts.add_alert(scope, connection_id, name, sql, kind, values, **rest)
    else:
        alert = alerts.edit_alert(scope, alert_id, name, sql, kind, values, **rest)
    for key in [key for key in st.session_state if str(key).startswith("alert_") and key != "alert_round"]:
        del st.session_state[key]
    st.query_params.from_dict({"alert": str(alert.id)})
    st.rerun()
