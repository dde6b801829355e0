"""The filters of a board: one control each, what they are set to in the address (?f.period=last-90-days), a chip for a click.

In: a board. Out: texts by the filters' names, which the services read; nothing typed here ever becomes part of a statement.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from datamind.engine import Scope
from datamind.services import widgets
from datamind.services.dashboards import CUT, PERIODS, Board, Filter
from pages.parts.plain import plain

CLICK, PREFIX = "click", "f."
ALL, BETWEEN = "", "between"
KNOWN = "dm_filter_values"


def read_values(board: Board) -> dict[str, str]:
    """What the address sets the board's filters to; those that it does not name keep their default."""
    return {
        each.name: st.query_params[f"{PREFIX}{each.name}"]
        for each in board.filters
        if f"{PREFIX}{each.name}" in st.query_params
    }


def read_click() -> tuple[str, str] | None:
    """(column, value) of the part of a picture that was pressed."""
    column, cut, value = st.query_params.get(CLICK, "").partition(CUT)
    return (column, value) if cut and "." in column else None


def set_click(clicked: tuple[str, str] | None) -> None:
    if clicked is None:
        st.query_params.pop(CLICK, None)
    else:
        st.query_params[CLICK] = CUT.join(clicked)


def show_filters(scope: Scope, board: Board) -> None:
    """A line of controls, and what was clicked, to be taken back."""
    values = read_values(board)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="board_filters"):
        for each in board.filters:
            text = values.get(each.name, each.default)
            if each.kind == "dates":
                _choose_period(board, each, text)
            elif each.kind == "values":
                _choose_values(scope, board, each, text)
            elif each.kind == "numbers":
                _choose_range(board, each, text)
        clicked = read_click()
        if clicked is not None:
            label = f"{plain(_name(clicked[0]), 40)}: {plain(clicked[1], 60)}"
            st.button(
                label, icon=":material/close:", key="unclick", help="Show all again", on_click=set_click, args=(None,)
            )
        if values:
            st.button("Reset", type="tertiary", icon=":material/restart_alt:", key="reset_filters", on_click=_reset)


def _name(column: str) -> str:
    """The column, or its table where the column alone says little: "countries" for countries.name."""
    table, _, name = column.rpartition(".")
    return (table.rpartition(".")[2] if name.lower() in ("name", "title", "label") else name).replace("_", " ")


def _set(board: Board, each: Filter, text: str) -> None:
    if text == each.default:
        st.query_params.pop(f"{PREFIX}{each.name}", None)
    else:
        st.query_params[f"{PREFIX}{each.name}"] = text


def _reset() -> None:
    for name in list(st.query_params):
        if name.startswith(PREFIX):
            st.query_params.pop(name, None)


def _choose_period(board: Board, each: Filter, text: str) -> None:
    options = [ALL, *PERIODS, BETWEEN]
    current = text if text in options else BETWEEN
    chosen = st.selectbox(
        plain(each.label, 60),
        options,
        index=options.index(current),
        format_func=lambda name: {ALL: "All time", BETWEEN: "Between two days …"}.get(name) or PERIODS[name],
        width=210,
        key=f"filter_{board.id}_{each.name}_{text}",
    )
    if chosen == BETWEEN:
        days = st.date_input(
            f"{plain(each.label, 60)}: days", _read_days(text), width=230, key=f"days_{board.id}_{each.name}_{text}"
        )
        if isinstance(days, tuple) and len(days) == 2 and f"{days[0]}..{days[1]}" != text:
            _set(board, each, f"{days[0]}..{days[1]}")
            st.rerun()
    elif chosen != text:
        _set(board, each, chosen)
        st.rerun()


def _read_days(text: str) -> tuple[date, ...]:
    try:
        return tuple(date.fromisoformat(part) for part in text.split("..") if part)
    except ValueError:
        return ()


def _choose_values(scope: Scope, board: Board, each: Filter, text: str) -> None:
    chosen = [value for value in text.split(CUT) if value]
    label = plain(each.label, 60)
    shown = ", ".join(chosen[:2]) + (f" and {len(chosen) - 2} more" if len(chosen) > 2 else "")
    box = st.popover(
        f"{label}: {plain(shown, 60)}" if chosen else label,
        icon=":material/filter_alt:",
        on_change="rerun",
        key=f"filter_{board.id}_{each.name}",
    )
    if not box.open:
        return
    with box:
        words = st.text_input(
            "Search",
            key=f"search_{board.id}_{each.name}",
            placeholder="Search in the database …",
            label_visibility="collapsed",
            max_chars=100,
        )
        options = list(dict.fromkeys([*chosen, *_find(scope, board, each, words)]))
        picked = st.pills(
            label,
            options,
            selection_mode="multi",
            default=chosen,
            format_func=lambda value: plain(value, 60),
            label_visibility="collapsed",
            key=f"values_{board.id}_{each.name}_{text}_{words}",
        )
        if not options:
            st.caption("No value holds that.")
    if list(picked) != chosen:
        _set(board, each, CUT.join(picked))
        st.rerun()


def _find(scope: Scope, board: Board, each: Filter, words: str) -> tuple[str, ...]:
    """The values that hold the words; asked of the database once for each spelling while the page is open."""
    known = st.session_state.setdefault(KNOWN, {})
    place = (board.id, board.version, each.name, words)
    if place not in known:
        if len(known) > 50:
            known.clear()
        known[place] = widgets.search_values(scope, board.id, each.name, words)[:60]
    found: tuple[str, ...] = known[place]
    return found


def _choose_range(board: Board, each: Filter, text: str) -> None:
    start, _, end = text.partition("..")
    ends = []
    for words, now in (("from", start), ("to", end)):
        key = f"filter_{board.id}_{each.name}_{words}_{text}"
        ends.append(
            st.number_input(f"{plain(each.label, 60)} {words}", value=float(now) if now else None, width=150, key=key)
        )
    new = "" if ends == [None, None] else "..".join("" if number is None else f"{number:g}" for number in ends)
    if new != text and [float(part) if part else None for part in (start, end)] != ends:
        _set(board, each, new)
        st.rerun()
