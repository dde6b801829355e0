"""Settings: what the organisation asks of everybody, how long things are kept, and how the app looks."""

import streamlit as st

from datamind.access import Permission
from pages.parts.frame import boundary, require
from pages.parts.settings_page import show_branding, show_logo, show_retention, show_security

scope = require(Permission.ADMINISTER)

st.markdown("# Settings")
with boundary():
    show_security(scope)
with boundary():
    show_retention(scope)
with boundary():
    show_branding(scope)
with boundary():
    show_logo(scope)
