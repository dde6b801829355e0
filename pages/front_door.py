"""The front door: the one script that runs for every address of the app. Strangers get the form, people get their page.

Every page is registered on every run, whoever looks, so that an address opened before signing in is still there after it;
what a role may not open is hidden from the menu, and refuses by itself. To add a page: a file beside this one whose first
statement is `scope = require(...)`, and a line in PAGES, under the heading of the menu where people look for it.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from datamind.access import Permission
from datamind.organisation import Organisation
from datamind.services import organisation
from pages.parts.account_page import lacks_password, show_first_password
from pages.parts.frame import boundary, find_scope, seen
from pages.parts.second_factor import must_set_up, show_required_factor
from pages.parts.settings_page import read_logo, show_accent
from pages.parts.sidebar import show_account, show_status
from pages.parts.sign_in import show_invitation, show_joining, show_link_used, show_sign_in

PAGES = (
    ("ask.py", "Ask", ":material/forum:", Permission.ASK, ""),
    ("dashboards.py", "Dashboards", ":material/dashboard:", Permission.SEE_DASHBOARDS, ""),
    ("sql_lab.py", "SQL lab", ":material/terminal:", Permission.RUN_SQL, ""),
    ("alerts.py", "Alerts", ":material/notifications:", Permission.ASK, "Watch"),
    ("reports.py", "Reports", ":material/schedule_send:", Permission.ASK, "Watch"),
    ("connections.py", "Connections", ":material/database:", Permission.SEE_CONNECTIONS, "Data"),
    ("catalog.py", "Catalog", ":material/menu_book:", Permission.SEE_CONNECTIONS, "Data"),
    ("team.py", "Team", ":material/group:", Permission.ADMINISTER, "Organisation"),
    ("usage.py", "Usage", ":material/payments:", Permission.ADMINISTER, "Organisation"),
    ("jobs.py", "Jobs", ":material/schedule:", Permission.ADMINISTER, "Organisation"),
    ("audit.py", "Audit", ":material/history:", Permission.ADMINISTER, "Organisation"),
    ("settings.py", "Settings", ":material/settings:", Permission.ADMINISTER, "Organisation"),
    ("account.py", "Account", ":material/person:", Permission.USE_OWN_ACCOUNT, "You"),
)

WIDE = ("dashboards", "sql_lab")
IMAGES = Path(__file__).parent / "parts" / "images"

st.html(IMAGES / "look.css")

with boundary():
    scope = find_scope()
    menu: dict[str, list[Any]] = {}
    for file, title, icon, permission, section in PAGES:
        seen_by = "visible" if scope and scope.actor.may(permission) else "hidden"
        menu.setdefault(section, []).append(
            st.Page(file, title=title, icon=icon, default=file == "ask.py", visibility=seen_by)
        )
    page = st.navigation(menu, position="sidebar" if scope else "hidden", expanded=True)
    layout = "wide" if scope and page.url_path in WIDE else "centered"
    settled = organisation.get_organisation(scope) if scope else Organisation()
    st.set_page_config(page_title=settled.brand or "DataMind", page_icon=str(IMAGES / "icon.svg"), layout=layout)
    if scope is None and (invitation := st.query_params.get("invitation")):
        show_invitation(invitation)
    elif scope is None:
        show_link_used()
        show_sign_in()
    elif lacks_password(scope):
        show_first_password(scope)
    elif must_set_up(scope):
        show_required_factor(scope)
    elif invitation := st.query_params.get("invitation"):
        show_joining(scope, invitation)
    else:
        show_accent(settled)
        wordmark = "wordmark_dark.svg" if st.context.theme.type == "dark" else "wordmark_light.svg"
        logo = read_logo(settled)
        st.logo(logo or str(IMAGES / wordmark), size="large", icon_image=logo or str(IMAGES / "icon.svg"))
        with boundary(), seen(scope):
            page.run()
        with st.sidebar, boundary():
            show_account(scope)
            show_status(scope)
