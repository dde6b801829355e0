"""The rules of a connection: those there are, a new one, and the data as somebody else sees it. For admins."""

from __future__ import annotations

import streamlit as st

from datamind.access import Role
from datamind.engine import Scope
from datamind.errors import NotFound
from datamind.services import catalogs, connections, rules, team
from datamind.types import Catalog, Table
from pages.parts.frame import boundary
from pages.parts.plain import plain
from pages.parts.result import show_rows

KINDS = {"rows": "Only rows where …", "hidden": "Hide a column", "masked": "Mask a column"}
WHOLE_TABLE = "*"


def show_rules(scope: Scope, connection_id: int) -> None:
    """The whole page of one connection's rules."""
    connection = connections.get_connection(scope, connection_id)
    if st.button("All connections", icon=":material/arrow_back:", type="tertiary", key="back"):
        st.query_params.pop("rules", None)
        st.rerun()
    st.markdown(f"# Rules for {plain(connection.name, 120)}")
    st.markdown(
        ":gray[Which rows and columns people see: in answers, SQL, dashboards, alerts and exports alike. Without a rule, "
        "everybody sees everything.]"
    )
    known = rules.list_rules(scope, connection_id)
    for rule in known:
        _show_rule(scope, rule)
    catalog = catalogs.get_catalog(scope, connection_id)
    people = team.list_people(scope)
    with st.expander("New rule", icon=":material/add:", expanded=not known):
        _show_new(scope, connection_id, catalog, people)
    st.markdown("### View as …")
    with boundary():
        _show_view(scope, connection_id, people, {rule.table for rule in known})


def _show_rule(scope: Scope, rule: rules.Rule) -> None:
    with st.container(border=True, key=f"rule_{rule.id}"):
        whom = ", ".join([*(f"{role}s" for role in rule.roles), *([rule.person] if rule.person else [])])
        own_name = "" if rule.name.startswith(f"{rule.table}: ") else f" · {plain(rule.name, 120)}"
        st.markdown(f"{_describe(rule)}  \n:small[:gray[for {plain(whom, 200)}{own_name}]]")
        if rule.lost:
            st.warning("Its table or column is no longer there, so it holds nothing back.", icon=":material/link_off:")
        if st.button("Remove", icon=":material/delete:", type="tertiary", key=f"remove_rule_{rule.id}"):
            with boundary():
                rules.remove_rule(scope, rule.id)
                st.rerun()


def _describe(rule: rules.Rule) -> str:
    table = f"**{plain(rule.table, 120)}**"
    if rule.action == "rows":
        return f"{table}: only rows where {plain(rule.condition or '', 400)}"
    if rule.column == WHOLE_TABLE:
        return f"{table} is not there"
    effect = "is not there" if rule.action == "hidden" else "is shown empty, and cannot be used"
    return f"{table}: {plain(rule.column or '', 120)} {effect}"


def _show_new(scope: Scope, connection_id: int, catalog: Catalog, people: tuple[rules.Person, ...]) -> None:
    if not catalog.tables:
        st.markdown("There are no tables to set rules for.")
        return
    by_name = {table.full_name: table for table in catalog.tables}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox("Table", list(by_name), key="rule_table", width=260)
        action = st.segmented_control(
            "What it does", list(KINDS), format_func=KINDS.__getitem__, default="rows", required=True, key="rule_action"
        )
    subject = _ask_subject(by_name[table], action)
    names = {person.id: person.name for person in people}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        roles = st.pills("For everybody who is", [str(role) for role in Role], selection_mode="multi", key="rule_roles")
        person = st.selectbox(
            "and for",
            [None, *names],
            format_func=lambda key: names.get(key, "nobody else"),
            key="rule_person",
            width=220,
        )
    if st.button("Set the rule", type="primary", key="add_rule"):
        with boundary():
            rules.add_rule(scope, connection_id, table, action, subject, roles, person)
            st.rerun()


def _ask_subject(table: Table, action: str) -> str:
    if action == "rows":
        return st.text_input(
            "Condition",
            key="rule_condition",
            placeholder="region = {user.region}",
            max_chars=rules.LONGEST_CONDITION,
            help="SQL over the columns of this table. {user.region} stands for the region of whoever looks; somebody who has none sees nothing of the table.",
        )
    columns = [column.name for column in table.columns]
    names = {WHOLE_TABLE: "the whole table"} if action == "hidden" else {}
    return st.selectbox(
        "Column",
        [*columns, *names],
        format_func=lambda name: names.get(name, name),
        key=f"rule_column_{action}",
        width=260,
    )


def _show_view(scope: Scope, connection_id: int, people: tuple[rules.Person, ...], ruled: set[str]) -> None:
    by_id = {person.id: person for person in people}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Person",
            list(by_id),
            index=None,
            placeholder="Choose somebody",
            format_func=lambda key: f"{by_id[key].name} ({by_id[key].role})",
            key="view_as",
            width=260,
        )
        if chosen is None:
            return
        seen = rules.view_as(scope, connection_id, chosen).catalog
        tables = sorted((table.full_name for table in seen.tables), key=lambda name: name not in ruled)
        table = st.selectbox("Table", tables, key=f"view_table_{chosen}", width=260)
    attributes = ", ".join(f"{name} = {value}" for name, value in by_id[chosen].attributes.items())
    st.caption(f"Attributes: {plain(attributes, 400) or 'none'}")
    if table is None:
        st.markdown("There is nothing here for them to see.")
        return
    try:
        rows = rules.view_as(scope, connection_id, chosen, table).rows
    except NotFound:  # the rules changed between two looks
        st.rerun()
    if rows is not None:
        show_rows(rows, f"view_{chosen}_{table}")
