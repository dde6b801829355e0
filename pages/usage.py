"""Usage: what models were asked, by whom, what it cost, what may be spent, exactly what was sent, and what people marked."""

import streamlit as st

from datamind.access import Permission
from pages.parts.frame import boundary, require
from pages.parts.usage_page import show_budgets, show_ledger, show_spending
from pages.parts.verdicts import show_verdicts

scope = require(Permission.ADMINISTER)

st.markdown("# Usage")
with boundary():
    show_spending(scope)
    show_budgets(scope)
    show_ledger(scope)
    show_verdicts(scope)
