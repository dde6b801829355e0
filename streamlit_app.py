"""The web app: `streamlit run streamlit_app.py`.

The page that people see is pages/front_door.py. It lies inside pages/ on purpose: beside it there is no other pages/, so
Streamlit finds no page by itself, and none can be opened past the door. Here are only the routes that set and end the
session's cookie, readiness for a load balancer, the headers of every answer, and what begins and ends with the process.
"""

from pathlib import Path

import streamlit as st

from pages.parts.frame import show_error
from pages.parts.headers import MIDDLEWARE
from pages.parts.lifespan import lifespan
from pages.parts.routes import ROUTES

app = st.App(
    Path(__file__).parent / "pages" / "front_door.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=show_error,
)
