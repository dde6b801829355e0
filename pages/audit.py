"""Audit: who did what, when, and how it ended; and whether the log is as it was written."""

import streamlit as st

from datamind.access import Permission
from pages.parts.audit_page import show_chain, show_entries, show_filters
from pages.parts.frame import boundary, require

scope = require(Permission.ADMINISTER)

st.markdown("# Audit")
st.markdown(":gray[Everything that people and jobs did, and what was refused. Entries are added and never changed.]")
with boundary():
    filters = show_filters(scope)
    show_entries(scope, filters)
with boundary():
    show_chain(scope)
