"""Catalog: what a connection holds. Tables, columns, keys, what they mean, and their first rows."""

import streamlit as st

from datamind.access import Permission
from pages.parts.catalog_page import choose_connection, show_table, show_tables
from pages.parts.frame import boundary, require
from pages.parts.verifying import show_verified

scope = require(Permission.SEE_CONNECTIONS)

st.markdown("# Catalog")
with boundary():
    connection = choose_connection(scope)
    if connection is not None:
        show_verified(connection.id)
        chosen = show_tables(scope, connection)
        if chosen is not None:
            show_table(scope, connection, chosen)
