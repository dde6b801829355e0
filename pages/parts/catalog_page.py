"""The pieces of the Catalog page: the connection, what is found in it by typing, and its schema drawn as one."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.services import catalogs, connections
from datamind.types import Catalog, Table
from pages.parts.connection_list import write_age
from pages.parts.drawing import MOST_TABLES, draw_schema, pick_tables
from pages.parts.plain import plain
from pages.parts.refresh import offer_refresh, show_progress

ROW_PX, MOST_ROWS = 35, 8
ICONS = {"table": "▦", "column": "▏", "value": "“ ”", "term": "≔", "metric": "∑"}
KINDS = {"table": "table", "column": "column", "value": "stored value", "term": "term", "metric": "metric"}


def choose_connection(scope: Scope) -> connections.Connection | None:
    """The connection to look into; the address may name it."""
    by_id = {connection.id: connection for connection in connections.list_connections(scope)}
    if not by_id:
        st.markdown("Nothing is connected yet.")
        st.page_link("connections.py", label="Connect your data", icon=":material/database:")
        return None
    wanted = st.query_params.get("connection", "")
    ids = list(by_id)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        chosen = st.selectbox(
            "Connection",
            ids,
            index=ids.index(int(wanted)) if wanted.isdecimal() and int(wanted) in by_id else 0,
            format_func=lambda connection_id: by_id[connection_id].name,
            label_visibility="collapsed",
            width=320,
            key="catalog_connection",
        )
        offer_refresh(scope, chosen, "catalog_refresh")
    show_progress(scope, chosen)
    return by_id[chosen]


def describe(connection: connections.Connection, catalog: Catalog) -> str:
    """ "12 tables · 3 views · read 4 minutes ago"."""
    views = sum(table.kind == "view" for table in catalog.tables)
    tables = len(catalog.tables) - views
    parts = [
        f"{number:,} {noun}{'' if number == 1 else 's'}"
        for number, noun in ((tables, "table"), (views, "view"))
        if number
    ]
    if connection.refreshed_at is not None:
        parts.append(f"read {write_age(connection.refreshed_at)}")
    return " · ".join(parts)


def show_tables(scope: Scope, connection: connections.Connection, catalog: Catalog) -> Table | None:
    """What holds the words that are typed, the nearest first; the table of the line that is chosen."""
    words = st.text_input(
        "Search",
        key="catalog_search",
        placeholder="Find a table, column, stored value, term …",
        label_visibility="collapsed",
        max_chars=200,
        type="search",
        icon=":material/search:",
        live=True,
    )
    hits = catalogs.search_catalog(scope, connection.id, words or "")
    if not hits:
        st.markdown("Nothing here holds that. Try fewer letters." if words else "There are no tables here.")
        return None
    by_name = {table.full_name: table for table in catalog.tables}
    wanted = st.query_params.get("table", "")
    at = next((number for number, hit in enumerate(hits) if hit.table == wanted), 0)
    event = st.dataframe(
        _list_hits(hits, by_name) if words else _list_tables(hits, by_name),
        hide_index=True,
        key=f"hits_{connection.id}_{words}",
        on_select="rerun",
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [at], "columns": [], "cells": []}},
        height=ROW_PX * (min(len(hits), MOST_ROWS) + 1) + 3,
        row_height=ROW_PX,
        placeholder="–",
        column_config={"Rows": st.column_config.NumberColumn(format="localized")},
        alt=f"{len(hits)} found",
    )
    rows = event.selection.rows if event else []
    hit = hits[rows[0] if rows and rows[0] < len(hits) else at]
    if hit.kind in ("term", "metric"):
        st.markdown(f"**{plain(hit.name, 120)}**: {plain(hit.text)}")
    if hit.table in by_name:
        st.query_params["table"] = hit.table
    return by_name.get(hit.table)


def _list_tables(hits: tuple[catalogs.Hit, ...], tables: dict[str, Table]) -> dict[str, list[object]]:
    shown = [tables[hit.table] for hit in hits]
    return {
        "Table": [table.full_name for table in shown],
        "Rows": [table.row_estimate for table in shown],
        "Columns": [len(table.columns) for table in shown],
        "Description": [table.description or None for table in shown],
    }


def _list_hits(hits: tuple[catalogs.Hit, ...], tables: dict[str, Table]) -> dict[str, list[object]]:
    return {
        "Found": [hit.text if hit.kind == "value" else hit.name for hit in hits],
        "Is a": [f"{KINDS[hit.kind]} in {hit.name}" if hit.kind == "value" else KINDS[hit.kind] for hit in hits],
        "Table": [hit.table or None for hit in hits],
        "Description": [None if hit.kind == "value" else hit.text or None for hit in hits],
    }


def show_schema(scope: Scope, connection: connections.Connection, catalog: Catalog, dark: bool) -> None:
    """All tables and the keys between them; of a large schema those found by typing, with their neighbours."""
    if not catalog.tables:
        st.markdown("There are no tables here.")
        return
    found: list[str] = []
    if len(catalog.tables) > MOST_TABLES:
        words = st.text_input(
            "Tables to draw",
            key="schema_search",
            placeholder="Find the tables to draw …",
            label_visibility="collapsed",
            max_chars=200,
            type="search",
            icon=":material/search:",
        )
        found = [hit.table for hit in catalogs.search_catalog(scope, connection.id, words)] if words else []
        if words and not found:
            st.markdown("Nothing here holds that. Try fewer letters.")
            return
    tables = pick_tables(catalog, found) if len(catalog.tables) > MOST_TABLES else list(catalog.tables)
    with st.container(key="schema_drawing"):
        st.graphviz_chart(
            draw_schema(tables, catalog, dark, {name for name in found if len(found) < MOST_TABLES}),
            width="content",
            alt=f"{len(tables)} tables and the keys between them",
        )
    if len(tables) < len(catalog.tables):
        what = "found, with those that keys join to them" if found else "that most keys join"
        st.caption(f"{len(tables)} of {len(catalog.tables):,} tables: those {what}.")
    elif not any(table.foreign_keys for table in tables):
        st.caption("No keys between these tables are declared, and none could be proven by their values.")
