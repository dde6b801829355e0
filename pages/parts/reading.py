"""How an answer was read: its parts as chips that can be changed, what its query does step by step, a second opinion.

In: the message of an answer of one's own. Changing a part asks again in the same chat, with just that part of the query
changed; nothing here is text that somebody could bend.
"""

from __future__ import annotations

import secrets

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import readings
from datamind.services.readings import Opinion, Part
from datamind.types import Answer
from pages.parts.frame import boundary, require
from pages.parts.plain import plain
from pages.parts.result import show_rows

ICONS = {
    "measure": "functions", "by": "category", "where": "filter_alt", "when": "calendar_month", "order": "sort",
    "top": "format_list_numbered",
}  # fmt: skip
QUICK_S = 0.15


def show_parts(scope: Scope, message_id: int, answer: Answer, busy: bool) -> None:
    """Each part is a chip; pressing it lists what it can become."""
    parts = readings.list_parts(scope, message_id)
    if not parts:
        st.markdown(" ".join(f":gray-badge[{chip.part} · {plain(chip.text, 120)}]" for chip in answer.chips))
        return
    with st.container(horizontal=True, gap="small", key=f"parts_{message_id}"):
        for position, part in enumerate(parts):
            _show_part(scope, message_id, position, part, busy)


def _show_part(scope: Scope, message_id: int, position: int, part: Part, busy: bool) -> None:
    key = f"part_{message_id}_{position}"
    icon = f":material/{ICONS[part.kind]}:"
    if not part.changes:
        st.markdown(f":gray-badge[{icon} {plain(part.text, 120)}]")
        return
    chosen = st.menu_button(
        plain(part.text, 120),
        range(len(part.changes)),
        format_func=lambda change: plain(part.changes[change].label, 120),
        icon=icon,
        key=key,
        disabled=busy,
        help="Change this part and ask again",
    )
    if isinstance(chosen, int):
        with boundary():
            readings.change_part(scope, message_id, position, chosen, key=secrets.token_hex(8)).wait(QUICK_S)
            st.rerun()


def show_steps(scope: Scope, message_id: int) -> None:
    """What the query does, in the order in which it does it."""
    steps = readings.list_steps(scope, message_id)
    if steps:
        lines = [f"{'   ' * step.depth}1. {plain(step.text)}" for step in steps]
        st.markdown("\n".join(lines))


def show_second_opinion(scope: Scope, message_id: int, answer: Answer) -> None:
    """A button that asks the offline analyst; not where the offline analyst gave the answer."""
    if answer.receipt.analyst == "offline":
        return
    opinion: Opinion | None = None
    if st.button("Ask for a second opinion", icon=":material/balance:", type="tertiary", key=f"second_{message_id}"):
        require(Permission.ASK)
        with boundary(), st.spinner("The offline analyst reads the question by itself …"):
            opinion = readings.ask_second(scope, message_id)
    if opinion is not None:
        _show_opinion(message_id, opinion)


def _show_opinion(message_id: int, opinion: Opinion) -> None:
    if opinion.verdict == "agrees":
        st.success("The offline analyst, reading the question by itself, gets the same.", icon=":material/check:")
    elif opinion.verdict == "none":
        st.info(plain(opinion.reason), icon=":material/help:")
    else:
        words = f"The offline analyst gets something else. It read: {opinion.reading}"
        st.warning(plain(words), icon=":material/balance:")
        if opinion.result is not None:
            show_rows(opinion.result, f"second_rows_{message_id}")
