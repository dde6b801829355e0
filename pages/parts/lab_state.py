"""What the SQL lab remembers in a session: the text to begin with, the connection, the run and the saved query that are open."""

from __future__ import annotations

import streamlit as st

TEXT, STAMP, NOW = "dm_lab_text", "dm_lab_stamp", "dm_lab_now"
CONNECTION, RUN, QUERY, REFUSAL = "dm_lab_connection", "dm_lab_run", "dm_lab_query", "dm_lab_refusal"
PARAMETERS, ASKED = "dm_lab_parameters", "dm_lab_asked"


def open_text(text: str, connection_id: int, query_id: int | None = None, run_id: int | None = None) -> None:
    """Put another text into the editor; what was open is closed."""
    state = st.session_state
    state[TEXT] = state[NOW] = text
    state[STAMP] = state.get(STAMP, 0) + 1
    state[CONNECTION] = connection_id
    for name, value in ((QUERY, query_id), (RUN, run_id), (REFUSAL, None)):
        if value is None:
            state.pop(name, None)
        else:
            state[name] = value
    if query_id is None:
        st.query_params.pop("query", None)
    else:
        st.query_params["query"] = str(query_id)


def read_text() -> str:
    """What is written now."""
    return str(st.session_state.get(NOW, ""))
