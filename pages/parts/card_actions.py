"""What can be done with an answer: one tidy row under the card, the rest behind a menu.

In: an answer that is shown. Out: whatever the action does. To add one: its file beside this one, with a function
`run(scope, message_id, answer)` that does it at once (and says so in a toast) or opens a dialog, and its line in `ACTIONS`.
Only those that the person's role allows are drawn; services check again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.types import Answer
from pages.parts.answer_link import branch_off, show_link
from pages.parts.chart_editor import can_change, edit_chart
from pages.parts.export_dialog import show_export
from pages.parts.frame import boundary
from pages.parts.pinning import pin
from pages.parts.reporting import start_report
from pages.parts.rerun_dialog import show_rerun
from pages.parts.thumbs import show_thumbs
from pages.parts.verifying import offer_verifying
from pages.parts.watching import start_watching


@dataclass(frozen=True)
class Action:
    """`in_row` ones are buttons of their own: two or three at most; `fits` says for which answers it makes sense."""

    label: str
    icon: str
    permission: Permission
    run: Callable[[Scope, int, Answer], None]
    in_row: bool = False
    fits: Callable[[Answer], bool] = lambda answer: True


ACTIONS: tuple[Action, ...] = (
    Action("Pin", ":material/keep:", Permission.EDIT_DASHBOARDS, pin, in_row=True),
    Action("Export", ":material/download:", Permission.ASK, show_export, in_row=True),
    Action("Change chart", ":material/insert_chart:", Permission.ASK, edit_chart, in_row=True, fits=can_change),
    Action("Watch", ":material/add_alert:", Permission.EDIT_ALERTS, start_watching),
    Action("Send as report", ":material/schedule_send:", Permission.EDIT_REPORTS, start_report),
    Action("Copy link", ":material/link:", Permission.ASK, show_link),
    Action("Run again", ":material/refresh:", Permission.ASK, show_rerun),
    Action("Branch off here", ":material/alt_route:", Permission.ASK, branch_off),
    Action(
        "Verify", ":material/verified:", Permission.EDIT_CATALOG, offer_verifying, fits=lambda a: a.verified is None
    ),
)


def show_actions(scope: Scope, message_id: int, answer: Answer, verdict: bool | None, newest: bool) -> None:
    """The row: thumbs, the actions that have a button, and a menu with the others; all in the menu on older answers."""
    offered = [action for action in ACTIONS if scope.actor.may(action.permission) and action.fits(answer)]
    in_row = [action for action in offered if newest and action.in_row]
    in_menu = [action for action in offered if action not in in_row]
    pressed: Action | None = None
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"actions_{message_id}"):
        show_thumbs(message_id, verdict)
        for action in in_row:
            key = f"do_{action.label}_{message_id}"
            if st.button(action.label, icon=action.icon, type="tertiary", key=key):
                pressed = action
        if in_menu:
            pressed = _show_menu(message_id, in_menu) or pressed
    if pressed:
        with boundary():
            pressed.run(scope, message_id, answer)


def _show_menu(message_id: int, actions: list[Action]) -> Action | None:
    chosen = st.menu_button(
        ":material/more_horiz:",
        actions,
        format_func=lambda action: f"{action.icon} {action.label}",
        type="tertiary",
        key=f"more_{message_id}",
        help="More to do with this answer",
    )
    return chosen if isinstance(chosen, Action) else None
