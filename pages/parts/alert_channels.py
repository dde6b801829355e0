"""Channels: where news goes besides the app; each can be tried before and after it is saved."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import channels
from pages.parts.forms import draw_fields
from pages.parts.frame import boundary, require
from pages.parts.plain import plain


def show_channels(scope: Scope) -> None:
    """Those there are, then the form for another."""
    kinds = channels.list_kinds(scope)
    for channel in channels.list_channels(scope):
        with st.container(border=True, key=f"channel_{channel.id}"):
            kind = kinds[channel.kind]
            st.markdown(f"**{kind.icon} {plain(channel.name, 120)}** :gray[{kind.title} · {_describe(channel)}]")
            _show_buttons(channel)
    _show_new()


def _describe(channel: channels.Channel) -> str:
    parts = [plain(channel.timing.get("digest") or "at once")]
    if channel.timing.get("quiet_from"):
        parts.append(f"quiet {plain(channel.timing['quiet_from'])}–{plain(channel.timing['quiet_to'])}")
    where = channel.values.get("recipients") or channel.values.get("url")
    return " · ".join([*parts, *([plain(where, 120)] if where else [])])


@st.fragment
def _show_buttons(channel: channels.Channel) -> None:
    scope = require(Permission.ADMINISTER)
    with st.container(horizontal=True, gap="small"), boundary():
        if st.button("Send a test", icon=":material/send:", type="tertiary", key=f"test_channel_{channel.id}"):
            with st.spinner("Sending …"):
                st.success(f"It went out: {plain(channels.test_channel(scope, channel.id), 300)}")
        if st.button("Delete", icon=":material/delete:", type="tertiary", key=f"delete_channel_{channel.id}"):
            channels.delete_channel(scope, channel.id)
            st.rerun()


@st.fragment
def _show_new() -> None:
    scope = require(Permission.ADMINISTER)
    st.markdown("#### Another channel")
    kinds = channels.list_kinds(scope)
    kind = st.segmented_control(
        "Kind", list(kinds), format_func=lambda each: f"{kinds[each].icon} {kinds[each].title}", key="channel_kind",
        default="email", label_visibility="collapsed",
    )  # fmt: skip
    kind = kind or "email"
    name = st.text_input("Name", key="channel_name", placeholder=kinds[kind].title)
    values = draw_fields(kinds[kind].fields, {}, f"channel_{kind}")
    with st.expander("When it sends", icon=":material/schedule:"):
        timing = draw_fields(channels.TIMING, {}, f"channel_timing_{kind}")
    with st.container(horizontal=True, gap="small"), boundary():
        if st.button("Send a test", icon=":material/send:", key="try_channel"):
            with st.spinner("Sending …"):
                st.success(f"It went out: {plain(channels.try_channel(scope, kind, values), 300)}")
        if st.button("Save", type="primary", icon=":material/save:", key="save_channel"):
            channels.add_channel(scope, name or kinds[kind].title, kind, values, timing)
            st.rerun()
