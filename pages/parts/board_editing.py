"""The dialogs of a board: its name and sharing, its filters, a text, a widget, its versions.

Each change names the version that it was made on; if somebody was quicker, the dialog says who, and nothing is lost.
"""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from datamind import charts
from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import catalogs, connections, dashboards, widgets
from datamind.services.dashboards import PERIODS, Board, Filter
from datamind.services.widgets import View
from datamind.types import Column, Table
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

EVERY = {
    60: "Every minute",
    300: "Every 5 minutes",
    900: "Every 15 minutes",
    3600: "Every hour",
    21_600: "Every 6 hours",
    86_400: "Every day",
}
BY_ITSELF, NOT_HERE = "By itself", "Not on this widget"
WIDTHS = {3: "A quarter", 4: "A third", 6: "Half", 8: "Two thirds", 12: "Whole"}


@st.dialog("Name and sharing")
def edit_board(board: Board) -> None:
    scope = require(Permission.EDIT_DASHBOARDS)
    with st.form("edit_board_form", border=False):
        name = st.text_input("Name", board.name, max_chars=dashboards.LONGEST_NAME)
        description = st.text_area(
            "What it is for", board.description, max_chars=dashboards.LONGEST_DESCRIPTION, height=80
        )
        tags = st.text_input("Tags", ", ".join(board.tags), help="Words with commas between them")
        shared = st.toggle("Everybody in the organisation sees it", board.shared)
        every = st.selectbox(
            "Read anew",
            [None, *EVERY],
            index=[None, *EVERY].index(board.refresh_s),
            format_func=lambda seconds: EVERY.get(seconds, "When somebody asks for it"),
        )
        if st.form_submit_button("Save", type="primary"):
            with boundary():
                dashboards.edit_dashboard(
                    scope, board.id, board.version, name, description, tuple(tags.split(",")), shared, every
                )
                st.rerun()


@st.dialog("Add text")
def add_text(board: Board) -> None:
    scope = require(Permission.EDIT_DASHBOARDS)
    with st.form("add_text_form", border=False):
        title = st.text_input("Title", max_chars=widgets.LONGEST_TITLE)
        text = st.text_area("Text", max_chars=widgets.LONGEST_TEXT)
        if st.form_submit_button("Add", type="primary"):
            with boundary():
                widgets.add_text(scope, board.id, text, title)
                st.rerun()


@st.dialog("Versions", width="medium")
def show_versions(board: Board) -> None:
    scope = require(Permission.EDIT_DASHBOARDS)
    for version in dashboards.list_versions(scope, board.id):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(
                f"**{version.version}** {plain(version.what, 120)}  \n:small[:gray[{plain(version.author, 80)} · {version.at:%d %b %Y, %H:%M} UTC]]",
                width="stretch",
            )
            if version.version == board.version:
                st.markdown(":gray[now]", width="content")
            elif st.button("Bring back", key=f"version_{version.version}"):
                with boundary():
                    dashboards.restore_version(scope, board.id, board.version, version.version)
                    st.rerun()


@st.dialog("Filters", width="medium")
def edit_filters(board: Board) -> None:
    scope = require(Permission.EDIT_DASHBOARDS)
    st.caption("A filter reaches each widget that reads its column, or leads to it by a key.")
    for place, each in enumerate(board.filters):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(each.label, 60)}** :gray[{plain(each.column, 120)}]", width="stretch")
            if each.kind == "dates" and each.default:
                st.markdown(f":gray[{PERIODS.get(each.default, plain(each.default))}]", width="content")
            if st.button(":material/delete:", key=f"unfilter_{place}", type="tertiary", help="Remove this filter"):
                _keep(scope, board, tuple(other for other in board.filters if other is not each))
    with boundary():
        _add_filter(scope, board)


def _add_filter(scope: Scope, board: Board) -> None:
    used = {widget.connection_id for widget in board.widgets}
    known = {each.id: each.name for each in connections.list_connections(scope) if each.id in used}
    if not known:
        st.markdown(":gray[Pin an answer first: a filter is on a column that the widgets read.]")
        return
    st.markdown("###### Add a filter")
    chosen = int(st.selectbox("Data", list(known), format_func=lambda each: known[each]))
    columns = {
        f"{table.full_name}.{column.name}": column
        for table in catalogs.get_catalog(scope, chosen).tables
        for column in table.columns
        if not _is_key(table, column)
    }
    name = st.selectbox("Column", list(columns), index=None, placeholder="Choose a column")
    if name is None:
        return
    kind = _kind_of(columns[name])
    label = st.text_input("Label", str(name).rpartition(".")[2].replace("_", " ").capitalize(), max_chars=60)
    default, attribute = "", ""
    if kind == "dates":
        default = st.selectbox("At first", ["", *PERIODS], format_func=lambda each: PERIODS.get(each, "All time"))
    elif kind == "values" and st.toggle(
        "Each person sees their own", help="Bound to an attribute of the person, such as their region"
    ):
        kind, attribute = "person", st.text_input("Attribute of the person", max_chars=40)
    if st.button("Add the filter", type="primary"):
        made = Filter(_free_name(label, board), label, kind, chosen, str(name), default or "", attribute)  # type: ignore[arg-type]
        _keep(scope, board, (*board.filters, made))


def _is_key(table: Table, column: Column) -> bool:
    """Nobody filters by the number of a row."""
    return column.name in table.primary_key or any(column.name in key.columns for key in table.foreign_keys)


def _keep(scope: Scope, board: Board, filters: tuple[Filter, ...]) -> None:
    dashboards.set_filters(scope, board.id, board.version, filters)
    st.rerun()


def _kind_of(column: Column) -> str:
    if column.type.is_temporal:
        return "dates"
    return "numbers" if column.type.is_numeric else "values"


def _free_name(label: str, board: Board) -> str:
    """The label as it stands in the address, with a number where it is taken."""
    base = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:40] or "filter"
    taken = {each.name for each in board.filters}
    return next(
        name
        for number in range(1, len(taken) + 3)
        if (name := base if number == 1 else f"{base}-{number}") not in taken
    )


@st.dialog("Widget")
def edit_widget(board: Board, view: View) -> None:
    scope = require(Permission.EDIT_DASHBOARDS)
    widget = view.widget
    changes: dict[str, Any] = {"title": st.text_input("Title", widget.title, max_chars=widgets.LONGEST_TITLE)}
    kind = None
    if widget.kind == "text":
        changes["text"] = st.text_area("Text", widget.text, max_chars=widgets.LONGEST_TEXT)
    elif view.result is not None and view.chart is not None:
        kinds = list(charts.fitting_kinds(view.result))
        now = view.chart.kind if view.chart.kind in kinds else kinds[0]
        kind = st.selectbox("Picture", kinds, index=kinds.index(now), format_func=lambda each: charts.KINDS[each].title)
    changes["width"] = st.segmented_control(
        "Width", list(WIDTHS), default=widget.width, format_func=WIDTHS.get, required=True
    )
    changes["height"] = st.segmented_control(
        "Height", list(widgets.HEIGHTS), default=widget.height, format_func=str.capitalize, required=True
    )
    changes["section"] = st.text_input(
        "Section",
        widget.section,
        max_chars=widgets.LONGEST_SECTION,
        help="Widgets with the same section stand in one tab",
    )
    if widget.kind == "query" and board.filters:
        changes["bindings"] = _bind(scope, board, view)
    if not changes["title"]:
        del changes["title"]
    if st.button("Save", type="primary", key=f"save_widget_{widget.id}"):
        with boundary():
            fresh = widgets.change_widget(scope, board.id, board.version, widget.id, changes)
            if kind is not None and view.chart is not None and view.result is not None and kind != view.chart.kind:
                widgets.pick_chart(scope, board.id, fresh.version, widget.id, kind, view.result)
            st.rerun()


def _bind(scope: Scope, board: Board, view: View) -> dict[str, str]:
    """For each filter: found by itself, not here, or one of the columns of the widget's data."""
    widget = view.widget
    columns: list[str] = []
    if widget.connection_id is not None:
        with boundary():
            tables = catalogs.get_catalog(scope, widget.connection_id).tables
            columns = [f"{table.full_name}.{column.name}" for table in tables for column in table.columns]
    bound: dict[str, str] = {}
    for each in board.filters:
        options = [BY_ITSELF, NOT_HERE, *columns]
        now = widget.bindings.get(each.name)
        current = BY_ITSELF if now is None else NOT_HERE if now == "" else now
        chosen = st.selectbox(
            f"Filter “{plain(each.label, 60)}”", options, index=options.index(current) if current in options else 0,
            key=f"bind_{widget.id}_{each.name}",
        )  # fmt: skip
        if chosen != BY_ITSELF:
            bound[each.name] = "" if chosen == NOT_HERE else str(chosen)
    return bound
