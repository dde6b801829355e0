"""The words of a connection on the Catalog page: terms and metrics, and all that people have said as one file; its history."""

from __future__ import annotations

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import catalogs, glossary
from datamind.types import Catalog, Metric, Term
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

FORMATS = {
    "number": "a number",
    "percent": "percent",
    "EUR": "euros",
    "USD": "US dollars",
    "GBP": "pounds",
    "CHF": "francs",
}
LONGEST_NAMES = 12


def show_glossary(scope: Scope, connection_id: int, catalog: Catalog) -> None:
    """Metrics and terms, each to be edited or forgotten by those who may."""
    may_edit = scope.actor.may(Permission.EDIT_CATALOG)
    meaning = catalog.meaning
    if not meaning.terms and not meaning.metrics:
        st.markdown(
            "No words are defined yet. What a house means by *revenue* or *active customer* helps every question that is asked here."
        )
    for metric in sorted(meaning.metrics, key=lambda each: each.name.casefold()):
        with st.container(border=True, key=f"metric_{metric.name}"):
            _show_entry(connection_id, catalog, metric, may_edit)
    for term in sorted(meaning.terms, key=lambda each: each.name.casefold()):
        with st.container(border=True, key=f"term_{term.name}"):
            _show_entry(connection_id, catalog, term, may_edit)
    if may_edit:
        with st.container(horizontal=True, gap="small"):
            if st.button("New metric", icon=":material/functions:", key="new_metric"):
                _edit_metric(connection_id, Metric("", "", ""))
            if st.button("New term", icon=":material/dictionary:", key="new_term"):
                _edit_term(connection_id, Term("", ""))
            if st.button("Export or import", icon=":material/swap_vert:", key="glossary_file"):
                _exchange(connection_id)


def _show_entry(connection_id: int, catalog: Catalog, entry: Metric | Term, may_edit: bool) -> None:
    also = f" :small[:gray[also {plain(', '.join(entry.synonyms), 200)}]]" if entry.synonyms else ""
    kind = ":blue-badge[metric]" if isinstance(entry, Metric) else ":gray-badge[term]"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(entry.name, 120)}** {kind}{also}", width="content")
        if may_edit:
            with st.container(horizontal=True, gap="small", width="content"):
                if st.button("Edit", type="tertiary", icon=":material/edit:", key=f"edit_word_{entry.name}_{kind}"):
                    (_edit_metric if isinstance(entry, Metric) else _edit_term)(connection_id, entry)  # type: ignore[operator]
                if st.button("Forget", type="tertiary", icon=":material/delete:", key=f"forget_{entry.name}_{kind}"):
                    with boundary():
                        _forget(connection_id, entry)
    if isinstance(entry, Term):
        st.markdown(plain(entry.definition))
        return
    st.code(entry.expression, language="sql", wrap_lines=True)
    about = [
        f"of {entry.table}",
        f"dated by {entry.date_column}" if entry.date_column else "",
        FORMATS.get(entry.format or "", entry.format or ""),
    ]
    st.caption(plain(" · ".join(part for part in about if part), 300))


def _forget(connection_id: int, entry: Metric | Term) -> None:
    scope = require(Permission.EDIT_CATALOG)
    (glossary.forget_metric if isinstance(entry, Metric) else glossary.forget_term)(scope, connection_id, entry.name)
    st.rerun()


@st.dialog("Term")
def _edit_term(connection_id: int, term: Term) -> None:
    scope = require(Permission.EDIT_CATALOG)
    name = st.text_input("Name", term.name, max_chars=120, key="term_name", placeholder="active customer")
    definition = st.text_area(
        "What it means",
        term.definition,
        max_chars=4000,
        key="term_definition",
        placeholder="has ordered within 90 days",
    )
    synonyms = st.text_input("Other names", ", ".join(term.synonyms), key="term_synonyms", help="Separated by commas.")
    if st.button("Save", type="primary", key="term_save"):
        with boundary():
            glossary.keep_term(scope, connection_id, name, definition, _split(synonyms))
            if term.name and term.name != " ".join(name.split()):
                glossary.forget_term(scope, connection_id, term.name)
            st.rerun()


@st.dialog("Metric")
def _edit_metric(connection_id: int, metric: Metric) -> None:
    scope = require(Permission.EDIT_CATALOG)
    with boundary():
        catalog = catalogs.get_catalog(scope, connection_id)
        names = [table.full_name for table in catalog.tables]
        known = next(
            (at for at, table in enumerate(catalog.tables) if metric.table in (table.full_name, table.name)), 0
        )
        name = st.text_input("Name", metric.name, max_chars=120, key="metric_name", placeholder="revenue")
        table = st.selectbox("Table", names, index=known if names else None, key="metric_table")
        expression = st.text_area(
            "Expression in SQL",
            metric.expression,
            max_chars=4000,
            height=80,
            key="metric_expression",
            placeholder="sum(amount)",
        )
        columns = next((each.columns for each in catalog.tables if each.full_name == table), ())
        dates = [column.name for column in columns if column.type.is_temporal]
        if metric.date_column and metric.date_column not in dates:
            dates.append(metric.date_column)
        date_column = st.selectbox(
            "Dated by",
            [None, *dates],
            index=dates.index(metric.date_column) + 1 if metric.date_column in dates else 0,
            format_func=lambda each: each or "no date",
            key=f"metric_date_{table}",
        )
        forms = [None, *dict.fromkeys([*FORMATS, *([metric.format] if metric.format else [])])]
        form = st.selectbox(
            "Written as",
            forms,
            index=forms.index(metric.format),
            format_func=lambda each: FORMATS.get(each, each) if each else "as it comes",
            key="metric_format",
        )
        synonyms = st.text_input(
            "Other names", ", ".join(metric.synonyms), key="metric_synonyms", help="Separated by commas."
        )
        if st.button("Save", type="primary", key="metric_save"):
            saved = glossary.keep_metric(
                scope, connection_id, name, expression, table or "", date_column, form, _split(synonyms)
            )
            if metric.name and metric.name != saved.name:
                glossary.forget_metric(scope, connection_id, metric.name)
            st.rerun()


@st.dialog("Export or import")
def _exchange(connection_id: int) -> None:
    scope = require(Permission.EDIT_CATALOG)
    st.markdown(
        "Descriptions, other names, terms, metrics and verified questions as one YAML file that can live in git."
    )
    with boundary():
        st.download_button(
            "Export",
            glossary.export_glossary(scope, connection_id),
            "glossary.yaml",
            "application/yaml",
            icon=":material/download:",
            key="glossary_export",
        )
        file = st.file_uploader("Import", ["yaml", "yml"], max_upload_size=5, key="glossary_import")
        st.caption("What the file names is added or replaced; what it does not name stays.")
        if file is not None and st.button("Import", type="primary", key="glossary_import_do"):
            done = glossary.import_glossary(scope, connection_id, file.getvalue().decode("utf-8", errors="replace"))
            st.success(
                f"{done.descriptions} descriptions, {done.terms} terms, {done.metrics} metrics and {done.verified} verified "
                "questions are in.",
                icon=":material/check:",
            )
            if done.unknown:
                st.warning("Not in the catalog, their words wait for them: " + plain(", ".join(done.unknown), 500))


def show_history(scope: Scope, connection_id: int) -> None:
    """What was different from reading to reading, and what that broke."""
    changes = catalogs.list_changes(scope, connection_id)
    if not changes:
        st.markdown("Nothing has changed since this connection was first read.")
    for change in changes:
        st.markdown(f"**{change.at:%d %b %Y, %H:%M} UTC**  :small[:gray[revision {change.revision[:8]}]]")
        for word, colour, names in (
            ("added", "green", change.changes.added),
            ("dropped", "red", change.changes.dropped),
            ("changed", "orange", change.changes.changed),
        ):
            if names:
                more = f" and {len(names) - LONGEST_NAMES:,} more" if len(names) > LONGEST_NAMES else ""
                st.markdown(f":{colour}-badge[{word}] {plain(', '.join(names[:LONGEST_NAMES]), 900)}{more}")
        for broken in change.broken:
            owner = f", of {plain(broken.dependant.owner, 60)}" if broken.dependant.owner else ""
            st.warning(
                f"**{plain(broken.dependant.name, 120)}** ({broken.dependant.kind}{owner}): {plain(broken.reason, 400)}",
                icon=":material/link_off:",
            )


def _split(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
