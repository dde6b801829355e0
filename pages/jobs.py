"""Jobs: what the scheduler does by itself, when it did it last, what is due next, and what goes wrong."""

import streamlit as st

from datamind.access import Permission
from pages.parts.frame import boundary, require
from pages.parts.job_list import show_jobs

scope = require(Permission.ADMINISTER)

with boundary():
    st.markdown("# Jobs")
    st.markdown(":gray[What DataMind does by itself.]")
    show_jobs(scope)
