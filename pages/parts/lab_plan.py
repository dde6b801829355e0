"""How the database would go about a query, and what each of its joins does to the number of rows: told when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from datamind.access import Permission
from datamind.services import queries
from datamind.types import Parameter
from pages.parts.frame import boundary, require
from pages.parts.plain import plain


@st.fragment
def show_plan(connection_id: int, sql: str, parameters: Sequence[Parameter], values: Mapping[str, Any]) -> None:
    """Two buttons and what they tell."""
    scope = require(Permission.RUN_SQL)
    fold = st.expander(
        "Plan and joins", icon=":material/account_tree:", type="compact", key="lab_plan", on_change="rerun"
    )
    if not fold.open:
        return
    with fold, boundary():
        with st.container(horizontal=True):
            wants_plan = st.button("Show the plan", icon=":material/account_tree:", key="lab_explain")
            wants_joins = st.button("Count what each join does", icon=":material/join:", key="lab_count_joins")
        if wants_plan:
            steps = queries.explain_sql(scope, connection_id, sql, parameters, values)
            if weight := queries.tell_weight(steps):
                st.warning(plain(weight), icon=":material/hourglass:")
            for step in steps:
                rows = f" :gray[· about {step.rows:,} rows]" if step.rows is not None else ""
                st.markdown(f"{'&emsp;' * step.depth}{plain(step.text, 300)}{rows}")
        if wants_joins:
            with st.spinner("Counting …"):
                counted = queries.count_joins(scope, connection_id, sql, parameters, values)
            if not counted:
                st.caption("This query joins nothing that could be counted.")
            for each in counted:
                st.markdown(f"{plain(each.text, 300)} :gray[→] **{each.rows:,} rows**{_tell_factor(each.factor)}")
            if counted:
                st.caption("Before the filters of the query, so that the numbers tell of the joins alone.")


def _tell_factor(factor: float | None) -> str:
    if factor is None:
        return ""
    if factor == 1:
        return " :green[as many as before]"
    if factor > 1:
        return f" :orange[{factor:,.2f} times as many: rows are repeated]"
    return f" :orange[{factor:.1%} of them: rows are lost]"
