"""Usage: what models were asked, by whom, what it cost, what may be spent, and exactly what was sent."""

import streamlit as st

from datamind.access import Permission
from pages.parts.frame import boundary, require
from pages.parts.usage_page import show_budgets, show_ledger, show_spending

scope = require(Permission.ADMINISTER)

st.markdown("# Usage")
with boundary():
    show_spending(scope)
    show_budgets(scope)
    show_ledger(scope)
