"""The widgets of a board, side by side in rows of twelve: a number, a picture, rows, a text, or what is the matter.

In: views as `services.widgets` loads them. Each is drawn inside a boundary of its own: what is wrong with one stays there.
"""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from datamind import charts
from datamind.access import Permission
from datamind.engine import Scope
from datamind.formats import write_short
from datamind.services import widgets
from datamind.services.dashboards import Board
from datamind.services.widgets import View
from pages.parts.asking import hold_question
from pages.parts.board_editing import edit_widget
from pages.parts.board_filters import set_click
from pages.parts.figure import is_drawn
from pages.parts.frame import boundary
from pages.parts.plain import plain
from pages.parts.result import show_rows

HEIGHTS_PX = {"low": 170, "middle": 340, "high": 560}
TWELFTHS = 12


def show_views(scope: Scope, board: Board, views: tuple[View, ...], editing: bool) -> None:
    """Rows of widgets in their order, each as wide as it is set to; on a phone one below the other."""
    for row in pack(views):
        rest = TWELFTHS - sum(view.widget.width for view in row)
        places = st.columns([view.widget.width for view in row] + ([rest] if rest else []), gap="small")
        for place, view in zip(places, row, strict=False):
            with place, st.container(border=True, key=f"widget_{view.widget.id}"), boundary():
                _show(scope, board, view, editing)


def pack(views: tuple[View, ...]) -> list[list[View]]:
    """As many side by side as fit into twelve twelfths, in order."""
    rows: list[list[View]] = []
    for view in views:
        used = sum(each.widget.width for each in rows[-1]) if rows else TWELFTHS
        if used + view.widget.width > TWELFTHS:
            rows.append([])
        rows[-1].append(view)
    return rows


def _show(scope: Scope, board: Board, view: View, editing: bool) -> None:
    widget = view.widget
    if widget.title:
        st.markdown(f"**{plain(widget.title, 200)}**")
    if view.state == "text":
        st.markdown("  \n".join(plain(line) for line in widget.text.splitlines()))
    elif view.state == "running":
        _show_waiting(scope, board, view)
    elif view.state == "ready":
        _show_rows_or_picture(scope, board, view)
        _show_foot(scope, view)
    else:
        _show_trouble(scope, board, view)
    if editing:
        _show_controls(scope, board, view)


def _show_waiting(scope: Scope, board: Board, view: View) -> None:
    st.skeleton(height=HEIGHTS_PX[view.widget.height] // 2)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f":gray[:small[Reading … {view.elapsed_s:.0f} s]]", width="content")
        if st.button("Cancel", key=f"cancel_{view.widget.id}", type="tertiary"):
            widgets.cancel_widget(scope, board.id, view.key)


def _show_rows_or_picture(scope: Scope, board: Board, view: View) -> None:
    result, spec, key = view.result, view.chart, f"rows_{view.widget.id}"
    if result is None or spec is None:
        return
    if not result.rows:
        st.markdown(":gray[No rows under these filters.]")
    elif spec.kind == "number" and spec.y:
        value = result.column_values(spec.y[0])[0]
        st.metric(plain(spec.y[0], 60), plain(_write_number(result, spec.y[0], value)), label_visibility="collapsed")
    elif is_drawn(spec, result):
        _show_picture(scope, board, view)
    else:
        show_rows(result, key)


def _write_number(result: Any, name: str, value: Any) -> str:
    from datamind.formats import read_format

    column = result.columns[result.index(name)]
    return write_short(value, read_format(name, column.type, [value]))


def _show_picture(scope: Scope, board: Board, view: View) -> None:
    result, spec, widget = view.result, view.chart, view.widget
    assert result is not None and spec is not None  # noqa: S101, PT018 (the caller's look)
    theme = "dark" if st.context.theme.type == "dark" else "light"
    height = HEIGHTS_PX[widget.height]
    state = st.plotly_chart(
        _draw(scope.actor.org_id, view.key, str(result.as_of), theme, repr(spec), height, view),
        key=f"picture_{widget.id}_{theme}_{spec.kind}",
        theme=None,
        config=charts.CONFIG,
        alt=plain(f"{widget.title}. {charts.describe(spec, result)}", 500),
        on_select="rerun",
        selection_mode="points",
    )
    points = state["selection"]["points"] if state else []
    label = charts.point_at(spec, result, points[0]) if points else None
    seen = f"dm_pressed_{widget.id}"
    if label != st.session_state.get(seen):
        st.session_state[seen] = label
        clicked = widgets.find_clicked(scope, board.id, widget.id, result, html.unescape(label)) if label else None
        if clicked:
            set_click(clicked)
            st.rerun()


@st.cache_resource(max_entries=256, show_spinner=False)
def _draw(org_id: int, key: str, as_of: str, theme: str, spec: str, height: int, _view: View) -> Any:
    """The rows' own key, their moment, the picture and the org (a wall between them) are all that a figure depends on."""
    figure = charts.draw(_view.chart, _view.result, theme=theme)  # type: ignore[arg-type]
    if len(figure.data) and not getattr(figure.data[0], "orientation", None):
        figure.update_layout(height=height)
    ready = figure.to_dict()
    figure.to_dict = lambda: ready  # plotly would copy the whole figure for every run that shows it
    return figure


def _show_foot(scope: Scope, view: View) -> None:
    """When it was read, which filters do not reach it, and a way to go on asking."""
    result, widget = view.result, view.widget
    if result is None:
        return
    notes = [f"as of {result.as_of:%d %b, %H:%M} UTC"]
    if result.truncated:
        notes.append(f"the first {len(result.rows):,} rows of more")
    if view.left_out:
        notes.append(f"not filtered by {', '.join(view.left_out)}")
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"foot_{widget.id}"
    ):
        st.markdown(f":gray[:small[{plain(' · '.join(notes), 300)}]]", width="content")
        may_ask = bool(widget.question) and scope.actor.may(Permission.ASK)
        if may_ask and st.button(":material/forum:", key=f"ask_{widget.id}", type="tertiary", help="Ask about this"):
            hold_question(widget.question)
            st.switch_page("ask.py", query_params={"connection": str(widget.connection_id)})


def _show_trouble(scope: Scope, board: Board, view: View) -> None:
    st.error(plain(view.error, 400), icon=":material/error:")
    if view.repair is None:
        return
    st.markdown(
        f":gray[{plain(view.repair.missing)} is not there any more. The nearest name is **{plain(view.repair.instead)}**.]"
    )
    if board.may_edit and st.button(
        f"Use {plain(view.repair.instead, 60)}", icon=":material/build:", key=f"repair_{view.widget.id}"
    ):
        widgets.repair_widget(scope, board.id, board.version, view.widget.id)
        st.rerun()


def _show_controls(scope: Scope, board: Board, view: View) -> None:
    """Order, width, and the dialog for the rest."""
    widget = view.widget
    with st.container(horizontal=True, gap="small", key=f"controls_{widget.id}"):
        for icon, by, words in (
            (":material/arrow_back:", -1, "Move forward"),
            (":material/arrow_forward:", 1, "Move back"),
        ):
            if st.button(icon, key=f"move_{widget.id}_{by}", help=words, type="tertiary"):
                widgets.move_widget(scope, board.id, board.version, widget.id, by)
                st.rerun()
        for icon, width, words in (
            (":material/remove:", _next_width(widget.width, -1), "Narrower"),
            (":material/add:", _next_width(widget.width, 1), "Wider"),
        ):
            if st.button(
                icon, key=f"width_{widget.id}_{words}", help=words, type="tertiary", disabled=width == widget.width
            ):
                widgets.change_widget(scope, board.id, board.version, widget.id, {"width": width})
                st.rerun()
        if st.button(
            ":material/tune:",
            key=f"settings_{widget.id}",
            help="Title, picture, height, section, filters",
            type="tertiary",
        ):
            edit_widget(board, view)
        if st.button(
            ":material/delete:",
            key=f"remove_{widget.id}",
            help="Remove; an earlier version still has it",
            type="tertiary",
        ):
            widgets.remove_widget(scope, board.id, board.version, widget.id)
            st.rerun()


def _next_width(width: int, step: int) -> int:
    known = widgets.WIDTHS
    return known[max(0, min(len(known) - 1, known.index(width) + step))]
