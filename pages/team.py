"""Team: who is in the organisation and as what, who is invited, and who has left."""

import streamlit as st

from datamind.access import Permission
from pages.parts.frame import boundary, require
from pages.parts.team_page import show_invitations, show_invite, show_people

scope = require(Permission.ADMINISTER)

st.markdown("# Team")
with boundary():
    show_invite(scope)
with boundary():
    show_invitations(scope)
with boundary():
    show_people(scope)
