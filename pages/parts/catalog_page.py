"""The pieces of the Catalog page: the connection, its tables by a search, and one table in full."""

from __future__ import annotations

import streamlit as st

from datamind.engine import Scope
from datamind.formats import write
from datamind.services import catalogs, connections
from datamind.types import Column, Table
from pages.parts.frame import boundary
from pages.parts.plain import plain
from pages.parts.result import show_rows


def choose_connection(scope: Scope) -> connections.Connection | None:
    """The connection to look into; the address may name it."""
    by_id = {connection.id: connection for connection in connections.list_connections(scope)}
    if not by_id:
        st.markdown("Nothing is connected yet.")
        st.page_link("connections.py", label="Connect your data", icon=":material/database:")
        return None
    wanted = st.query_params.get("connection", "")
    ids = list(by_id)
    chosen = st.selectbox(
        "Connection",
        ids,
        index=ids.index(int(wanted)) if wanted.isdecimal() and int(wanted) in by_id else 0,
        format_func=lambda connection_id: by_id[connection_id].name,
        label_visibility="collapsed",
        width=320,
        key="catalog_connection",
    )
    return by_id[chosen]


def show_tables(scope: Scope, connection: connections.Connection) -> Table | None:
    """The tables whose name, description or columns hold what is typed; the one that was chosen."""
    catalog = catalogs.get_catalog(scope, connection.id)
    words = st.text_input(
        "Search",
        key="catalog_search",
        placeholder="Search tables and columns …",
        label_visibility="collapsed",
        max_chars=200,
    )
    found = [table for table in catalog.tables if _holds(table, words)]
    if not found:
        st.markdown("No table or column holds that." if words else "There are no tables here.")
        return None
    names = [table.full_name for table in found]
    chosen = st.pills(
        "Tables", names, default=names[0], required=True, label_visibility="collapsed", format_func=lambda name: plain(name, 60),
        key=f"tables_{connection.id}_{words}",
    )  # fmt: skip
    return next((table for table in found if table.full_name == chosen), None)


def _holds(table: Table, words: str) -> bool:
    text = " ".join(
        [table.full_name, table.description, *(f"{column.name} {column.description}" for column in table.columns)]
    ).lower()
    return all(word in text for word in words.lower().split())


def show_table(scope: Scope, connection: connections.Connection, table: Table) -> None:
    """One table: its columns with types, keys and what is stored in them, and its first rows."""
    about = [f"{len(table.columns)} columns"]
    if table.row_estimate is not None:
        about.insert(0, f"{table.row_estimate:,} rows")
    if table.kind == "view":
        about.insert(0, "view")
    st.markdown(f"### {plain(table.full_name, 120)}\n:gray[{' · '.join(about)}]")
    if table.description:
        st.markdown(plain(table.description))
    st.dataframe(
        _describe_columns(table),
        hide_index=True,
        key=f"columns_{connection.id}_{table.full_name}",
        column_config={"Distinct": st.column_config.NumberColumn(format="localized")},
        placeholder="–",
        alt=f"Columns of {plain(table.full_name, 120)}",
    )
    for foreign_key in table.foreign_keys:
        left = ", ".join(foreign_key.columns)
        right = f"{foreign_key.ref_table} ({', '.join(foreign_key.ref_columns)})"
        st.markdown(f":gray[:material/link: {plain(left)} leads to {plain(right)}, {foreign_key.origin}]")
    rows = st.expander(
        "First rows", icon=":material/table_rows:", key=f"first_{connection.id}_{table.full_name}", on_change="rerun"
    )
    if rows.open:
        with rows, boundary():
            show_rows(
                catalogs.first_rows(scope, connection.id, table.full_name),
                f"first_rows_{connection.id}_{table.full_name}",
            )


def _describe_columns(table: Table) -> dict[str, list[object]]:
    columns = table.columns
    return {
        "Column": [column.name for column in columns],
        "Type": [column.native_type or str(column.type) for column in columns],
        "Key": [_key(table, column) for column in columns],
        "Meaning": [column.description or None for column in columns],
        "Values": [_values(column) for column in columns],
        "Distinct": [column.profile.distinct if column.profile else None for column in columns],
    }


def _key(table: Table, column: Column) -> str | None:
    if column.name in table.primary_key:
        return "primary"
    target = next((key.ref_table for key in table.foreign_keys if column.name in key.columns), None)
    return f"→ {target}" if target else None


def _values(column: Column) -> str | None:
    profile = column.profile
    if profile is None:
        return None
    if profile.common and not column.type.is_numeric and not column.type.is_temporal:
        return ", ".join(str(value) for value, _ in profile.common[:4])
    if profile.minimum is not None:
        return f"{write(profile.minimum)} … {write(profile.maximum)}"
    return None
