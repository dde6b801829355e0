"""One table of the catalog: its columns and what they hold, the keys around it, its first rows, and what people say of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.formats import write
from datamind.services import catalogs, connections, glossary
from datamind.types import Catalog, Column, ColumnRole, Table
from pages.parts.drawing import draw_neighbours
from pages.parts.frame import boundary, require
from pages.parts.plain import plain
from pages.parts.result import show_rows

ROW_PX = 35
MARKS = {None: "as it looks", True: "personal", False: "not personal"}


def show_table(scope: Scope, connection: connections.Connection, table: Table, catalog: Catalog, dark: bool) -> None:
    """Everything about one table."""
    about = [f"{len(table.columns)} column{'' if len(table.columns) == 1 else 's'}"]
    if table.row_estimate is not None:
        about.insert(0, f"{table.row_estimate:,} row{'' if table.row_estimate == 1 else 's'}")
    if table.kind == "view":
        about.insert(0, "view")
    if table.synonyms:
        about.append("also called " + ", ".join(plain(word, 60) for word in table.synonyms[:6]))
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.markdown(f"### {plain(table.full_name, 120)}\n:gray[{' · '.join(about)}]", width="content")
        if scope.actor.may(Permission.EDIT_CATALOG) and st.button(
            "Describe", icon=":material/edit_note:", key=f"describe_{connection.id}"
        ):
            _describe(connection.id, table.full_name)
    if table.description:
        st.markdown(plain(table.description))
    _show_columns(table, connection.id)
    drawing = draw_neighbours(table, catalog, dark)
    if drawing:
        with st.container(key="keys_drawing"):
            st.graphviz_chart(drawing, width="content", alt=f"Keys around {plain(table.full_name, 120)}")
        for foreign_key in table.foreign_keys:
            if foreign_key.origin == "proven":
                columns, target = plain(", ".join(foreign_key.columns)), plain(foreign_key.ref_table)
                st.caption(f"{columns} leads to {target}: not declared, but every stored value says so.")
    rows = st.expander(
        "First rows", icon=":material/table_rows:", key=f"first_{connection.id}_{table.full_name}", on_change="rerun"
    )
    if rows.open:
        with rows, boundary():
            show_rows(
                catalogs.first_rows(scope, connection.id, table.full_name),
                f"first_rows_{connection.id}_{table.full_name}",
            )


def _show_columns(table: Table, connection_id: int) -> None:
    columns = table.columns
    st.dataframe(
        {
            "Column": [column.name for column in columns],
            "Type": [column.native_type or str(column.type) for column in columns],
            "Key": [_key(table, column) for column in columns],
            "Description": [_words(column) for column in columns],
            "Filled": [_filled(column) for column in columns],
            "Values": [_values(column) for column in columns],
            "How often": [_counts(column) for column in columns],
            "Distinct": [column.profile.distinct if column.profile else None for column in columns],
        },
        hide_index=True,
        key=f"columns_{connection_id}_{table.full_name}",
        height=ROW_PX * (min(len(columns), 14) + 1) + 3,
        row_height=ROW_PX,
        column_config={
            "Column": st.column_config.TextColumn(pinned=True),
            "Description": st.column_config.TextColumn(width="medium"),
            "Filled": st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100, width="small"),
            "Distinct": st.column_config.NumberColumn(format="localized", width="small"),
            "Values": st.column_config.TextColumn(width="medium"),
            "How often": st.column_config.BarChartColumn(
                width="small", y_min=0, help="Rows of each of the most common values, the most common first."
            ),
        },
        placeholder="–",
        alt=f"Columns of {plain(table.full_name, 120)}",
    )
    if any(column.profile and column.profile.sampled for column in columns):
        rows = max(column.profile.rows for column in columns if column.profile)
        st.caption(f"What the columns hold comes from a sample of {rows:,} rows.")


def _words(column: Column) -> str | None:
    also = f"(also: {', '.join(column.synonyms)})" if column.synonyms else ""
    return f"{column.description} {also}".strip() or None


def _key(table: Table, column: Column) -> str | None:
    target = next((key.ref_table for key in table.foreign_keys if column.name in key.columns), None)
    parts = ["primary" if column.name in table.primary_key else None, f"→ {target}" if target else None]
    if not any(parts) and (column.name,) in table.unique:
        return "unique"
    return " ".join(part for part in parts if part) or None


def _filled(column: Column) -> float | None:
    profile = column.profile
    return 100 * (profile.rows - profile.nulls) / profile.rows if profile and profile.rows else None


def _counts(column: Column) -> list[int] | None:
    profile = column.profile
    return [count for _value, count in profile.common] if profile and profile.distinct > 1 and profile.common else None


def _values(column: Column) -> str | None:
    profile = column.profile
    if profile is None:
        return None
    if column.role is ColumnRole.PERSONAL or (column.personal and not profile.common and not profile.values):
        return "personal: none are kept"
    if profile.common and not column.type.is_numeric and not column.type.is_temporal:
        return ", ".join(str(value) for value, _ in profile.common[:4])
    if profile.minimum is not None:
        return f"{write(profile.minimum)} … {write(profile.maximum)}"
    return None


@st.dialog("Describe this table", width="large")
def _describe(connection_id: int, name: str) -> None:
    """What people say of it and its columns; the database's own comments show where nobody has said anything."""
    scope = require(Permission.EDIT_CATALOG)
    with boundary():
        catalog = catalogs.get_catalog(scope, connection_id)
        table = next(table for table in catalog.tables if table.full_name == name)
        said = glossary.list_descriptions(scope, connection_id)
        own = said.get(name, glossary.Description())
        st.markdown(
            f"**{plain(name, 120)}**  \n:small[:gray[Your words go before the database's comments, and questions find them.]]"
        )
        text = st.text_area(
            "Description", own.text or table.description, max_chars=4000, height=80, key="describe_text"
        )
        synonyms = st.text_input(
            "Other names", ", ".join(own.synonyms), key="describe_synonyms", placeholder="sales, purchases"
        )
        edited = st.data_editor(
            _editable(table, said),
            hide_index=True,
            disabled=("Column",),
            key=f"describe_columns_{name}",
            column_config={
                "Column": st.column_config.TextColumn(pinned=True),
                "Description": st.column_config.TextColumn(width="large", max_chars=4000),
                "Other names": st.column_config.TextColumn(help="Separated by commas."),
                "Values are": st.column_config.SelectboxColumn(
                    options=list(MARKS.values()),
                    required=True,
                    help="Personal values are kept in no index, and no model sees them.",
                ),
            },
        )
        if st.button("Save", type="primary", key="describe_save"):
            table_said = glossary.Description(
                "" if text == table.description and not own.text else text, _split(synonyms)
            )
            glossary.describe_table(scope, connection_id, name, table_said, _changed(table, said, edited))
            st.rerun()


def _editable(table: Table, said: Any) -> dict[str, list[str]]:
    known = [said.get(f"{table.full_name}.{column.name}", glossary.Description()) for column in table.columns]
    return {
        "Column": [column.name for column in table.columns],
        "Description": [each.text or column.description for each, column in zip(known, table.columns, strict=True)],
        "Other names": [", ".join(each.synonyms) for each in known],
        "Values are": [MARKS[each.personal] for each in known],
    }


def _changed(table: Table, said: Any, edited: dict[str, list[str]]) -> dict[str, glossary.Description]:
    """Only the columns whose words are other than before: the others keep following the database's comments."""
    before, marks = _editable(table, said), {label: mark for mark, label in MARKS.items()}
    changed = {}
    for at, column in enumerate(table.columns):
        row = [edited[part][at] for part in ("Description", "Other names", "Values are")]
        if row == [before[part][at] for part in ("Description", "Other names", "Values are")]:
            continue
        old = said.get(f"{table.full_name}.{column.name}", glossary.Description())
        text = "" if row[0] == column.description and not old.text else row[0] or ""
        changed[column.name] = glossary.Description(text, _split(row[1] or ""), marks.get(row[2]))
    return changed


def _split(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
