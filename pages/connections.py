"""Connections: which data can be asked. List, add, test, edit, delete, rules; and upload files."""

import streamlit as st

from datamind.access import Permission
from pages.parts.connection_form import show_add, show_edit
from pages.parts.connection_list import show_list
from pages.parts.connection_rules import show_rules
from pages.parts.draft_page import show_draft
from pages.parts.frame import boundary, require
from pages.parts.upload import show_upload

scope = require(Permission.SEE_CONNECTIONS)

with boundary():
    edited = st.query_params.get("edit", "")
    ruled = st.query_params.get("rules", "")
    draft = st.query_params.get("draft", "")
    if draft and scope.actor.may(Permission.UPLOAD_FILES):
        show_draft(scope, draft)
    elif edited.isdecimal() and scope.actor.may(Permission.EDIT_CONNECTIONS):
        show_edit(scope, int(edited))
    elif ruled.isdecimal() and scope.actor.may(Permission.ADMINISTER):
        show_rules(scope, int(ruled))
    else:
        st.markdown("# Connections")
        st.markdown(":gray[The data that can be asked. DataMind only ever reads.]")
        show_list(scope)
        if scope.actor.may(Permission.EDIT_CONNECTIONS):
            st.space("small")
            file, database = st.tabs(
                [":material/upload_file: Upload files", ":material/add: Connect a database"],
                on_change="rerun",
                key="add_tabs",
            )
            with file:
                if file.open:
                    show_upload(scope)
            with database:
                if database.open:
                    show_add(scope)
