"""Reports: what is sent, when, to whom, and what was sent; one report with its history, or the form for it."""

import streamlit as st

from datamind.access import Permission
from pages.parts.frame import boundary, require
from pages.parts.report_form import show_form
from pages.parts.report_list import show_reports
from pages.parts.report_page import show_report

scope = require(Permission.ASK)

with boundary():
    report = st.query_params.get("report", "")
    if "new" in st.query_params and scope.actor.may(Permission.EDIT_REPORTS):
        show_form(scope)
    elif report.isdecimal():
        show_report(scope, int(report))
    else:
        show_reports(scope)
