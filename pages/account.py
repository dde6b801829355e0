"""Account: who you are here, your password, and where you are signed in."""

import streamlit as st

from datamind.access import Permission
from pages.parts.account_page import show_orgs, show_password, show_sessions, show_who
from pages.parts.export_list import show_exports
from pages.parts.frame import boundary, require
from pages.parts.second_factor import show_second_factor

scope = require(Permission.USE_OWN_ACCOUNT)

st.markdown("# Account")
with boundary():
    show_who(scope)
with boundary():
    show_orgs(scope)
with boundary():
    show_exports()
with boundary():
    show_password(scope)
with boundary():
    show_second_factor(scope)
with boundary():
    show_sessions(scope)
