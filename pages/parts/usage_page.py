"""The pieces of the Usage page: what was spent, what may be, and the ledger with each request as it was sent."""

from __future__ import annotations

import json

import streamlit as st

from datamind.access import Permission
from datamind.engine import Scope
from datamind.services import usage
from pages.parts.frame import boundary, require
from pages.parts.plain import plain

LINES_SHOWN = 200


def show_spending(scope: Scope) -> None:
    """Today in three numbers, and the last days."""
    spending = usage.get_spending(scope)
    today, budget, calls = st.columns(3)
    share = spending.today_usd / spending.org_budget_usd if spending.org_budget_usd else 1.0
    today.metric("Spent today", write_usd(spending.today_usd), border=True)
    budget.metric("Of the organisation's budget", f"{share:.0%}" if spending.today_usd else "0%", border=True)
    calls.metric("Requests today", f"{spending.calls_today:,}", border=True)
    if share >= 1:
        st.warning(
            "Today's budget is used up: the offline analyst answers until midnight UTC.", icon=":material/savings:"
        )
    elif share >= 0.8:
        st.warning(f"{share:.0%} of today's budget is spent.", icon=":material/savings:")
    if any(cost for _, cost in spending.days):
        st.bar_chart(
            {"Day": [day for day, _ in spending.days], "US dollars": [cost for _, cost in spending.days]},
            x="Day",
            y="US dollars",
            x_label="",
            y_label="",
            height=160,
        )
    else:
        st.markdown(":gray[No model was asked in the last 30 days.]")


@st.fragment
def show_budgets(scope: Scope) -> None:
    """What the org, each person and single people may spend in a day."""
    scope = require(Permission.ADMINISTER)
    spending = usage.get_spending(scope)
    st.markdown("### Budgets")
    st.markdown(
        ":gray[US dollars a day (UTC). At 80 % people are told; when all is spent, the offline analyst goes on.]"
    )
    with st.form("budgets", border=False):
        left, right = st.columns(2)
        org = left.number_input(
            "The organisation", 0.0, 1e6, spending.org_budget_usd, step=1.0, format="%.2f", key="budget_org"
        )
        person = right.number_input(
            "Each person", 0.0, 1e6, spending.person_budget_usd, step=1.0, format="%.2f", key="budget_person"
        )
        if st.form_submit_button("Save"):
            with boundary():
                usage.set_budget(scope, "org", org)
                usage.set_budget(scope, "person", person)
                st.toast("Budgets saved.", icon=":material/check:")
                st.rerun()
    _show_people(scope, spending)


def _show_people(scope: Scope, spending: usage.Spending) -> None:
    with st.expander(f"By person · {len(spending.people)}", icon=":material/group:", key="budget_people"):
        st.dataframe(
            {
                "Person": [name for _, name, *_ in spending.people],
                "Spent today": [spent for _, _, spent, *_ in spending.people],
                "Budget": [budget for *_, budget, _ in spending.people],
                "Own budget": [own for *_, own in spending.people],
            },
            hide_index=True,
            column_config={
                "Spent today": st.column_config.NumberColumn(format="$ %.4f"),
                "Budget": st.column_config.NumberColumn(format="$ %.2f"),
            },
            key="budget_table",
            alt="What each person spent today and may spend",
        )
        names = {id_: name for id_, name, *_ in spending.people}
        with st.form("own_budget", border=False):
            chosen = st.selectbox("Person", list(names), format_func=names.__getitem__, key="budget_whose")
            amount = st.number_input(
                "Budget of their own", 0.0, 1e6, value=None, step=1.0, key="budget_own", placeholder="as everybody's"
            )
            if st.form_submit_button("Save") and chosen is not None:
                with boundary():
                    usage.set_budget(scope, f"account:{chosen}", amount)
                    st.rerun()


@st.fragment
def show_ledger(scope: Scope) -> None:
    """The newest requests; a chosen one shows what was sent."""
    scope = require(Permission.ADMINISTER)
    st.markdown("### Ledger")
    lines = usage.list_calls(scope, LINES_SHOWN)
    if not lines:
        st.markdown(
            ":gray[Nothing yet. Each request to a model will stand here, with who asked and exactly what was sent.]"
        )
        return
    st.markdown(f":gray[The newest {len(lines):,} requests. Choose one to see what was sent.]")
    chosen = st.dataframe(
        {
            "At (UTC)": [line.at for line in lines],
            "Person": [line.person for line in lines],
            "Connection": [line.connection for line in lines],
            "Purpose": [line.purpose for line in lines],
            "Model": [line.model for line in lines],
            "Fresh": [line.fresh_tokens for line in lines],
            "Cached": [line.cached_tokens for line in lines],
            "Out": [line.output_tokens for line in lines],
            "Cost": [line.cost_usd for line in lines],
            "Seconds": [line.elapsed_s for line in lines],
            "Prompt": [line.prompt_version for line in lines],
            "Outcome": [line.outcome for line in lines],
        },
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "At (UTC)": st.column_config.DatetimeColumn(format="DD MMM, HH:mm:ss", timezone="UTC"),
            "Cost": st.column_config.NumberColumn(format="$ %.4f"),
            "Seconds": st.column_config.NumberColumn(format="%.1f"),
            **{name: st.column_config.NumberColumn(format="localized") for name in ("Fresh", "Cached", "Out")},
        },
        key="ledger",
        alt="Requests to models",
    )
    rows = chosen.selection.rows
    if rows:
        with boundary():
            _show_sent(scope, lines[rows[0]].id)


def _show_sent(scope: Scope, call_id: int) -> None:
    line, body = usage.read_call(scope, call_id)
    with st.container(border=True, key=f"sent_{call_id}"):
        tokens = f"{line.fresh_tokens:,} fresh, {line.cached_tokens:,} cached, {line.output_tokens:,} out"
        st.markdown(f"**{plain(line.purpose)}** for {plain(line.person)} · {tokens} · {write_usd(line.cost_usd)}")
        if body is None:
            st.markdown(":gray[What was sent is no longer kept.]")
            return
        for title, text in _parts(body):
            st.caption(title)
            st.code(text, language=None, wrap_lines=True, height=320 if text.count("\n") > 14 else "content")


def _parts(body: object) -> list[tuple[str, str]]:
    """The texts of a request in the order in which they were sent, then the rest."""
    if not isinstance(body, dict):
        return []
    parts = [("Rules" if at == 0 else "Connection", block.get("text", "")) for at, block in enumerate(body["system"])]
    for message in body.get("messages", ()):
        parts += [("Question", block.get("text", "")) for block in message["content"]]
    rest = {name: value for name, value in body.items() if name not in ("system", "messages")}
    return [*parts, ("Settings", json.dumps(rest, indent=2, ensure_ascii=False))]


def write_usd(amount: float) -> str:
    """ "\\$0.0102", with as many digits as tell something; escaped for Markdown."""
    return f"\\${amount:,.2f}" if amount == 0 or amount >= 1 else f"\\${amount:.4f}"
