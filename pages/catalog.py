"""Catalog: what a connection holds and what it means. Tables, the schema drawn, the glossary, verified questions, proposals, history."""

import streamlit as st

from datamind.access import Permission
from datamind.services import catalogs
from pages.parts.catalog_page import choose_connection, describe, show_schema, show_tables
from pages.parts.catalog_table import show_table
from pages.parts.catalog_words import show_glossary, show_history
from pages.parts.enrichment import show_proposals
from pages.parts.frame import boundary, require
from pages.parts.verifying import show_verified

scope = require(Permission.SEE_CONNECTIONS)

st.markdown("# Catalog")
with boundary():
    connection = choose_connection(scope)
    if connection is not None:
        catalog = catalogs.get_catalog(scope, connection.id)
        st.caption(describe(connection, catalog))
        dark = st.context.theme.type == "dark"
        names = ["Tables", "Schema", "Glossary", "Verified"]
        if scope.actor.may(Permission.EDIT_CATALOG):
            names += ["Proposals", "History"]
        tabs = dict(zip(names, st.tabs(names, on_change="rerun", key="catalog_tabs"), strict=True))
        with tabs["Tables"], boundary():
            if tabs["Tables"].open:
                chosen = show_tables(scope, connection, catalog)
                if chosen is not None:
                    show_table(scope, connection, chosen, catalog, dark)
        with tabs["Schema"], boundary():
            if tabs["Schema"].open:
                show_schema(scope, connection, catalog, dark)
        with tabs["Glossary"], boundary():
            if tabs["Glossary"].open:
                show_glossary(scope, connection.id, catalog)
        with tabs["Verified"], boundary():
            if tabs["Verified"].open:
                show_verified(connection.id)
        if "Proposals" in tabs:
            with tabs["Proposals"], boundary():
                if tabs["Proposals"].open:
                    show_proposals(connection.id)
        if "History" in tabs:
            with tabs["History"], boundary():
                if tabs["History"].open:
                    show_history(scope, connection.id)
