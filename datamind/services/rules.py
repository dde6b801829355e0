"""Rules: which rows and columns of a connection people see; whom a rule binds; and the view as somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from datamind import exporting, saved
from datamind.access import Permission, Role
from datamind.binding import ROWS, make_policy
from datamind.engine import Scope
from datamind.errors import InvalidInput, NotFound
from datamind.services.use_case import note, use_case
from datamind.store.session import Row
from datamind.types import Catalog, ResultSet, Table

ACTIONS: Mapping[str, str] = {ROWS: "only rows where", "hidden": "hide the column", "masked": "mask the column"}
LONGEST_CONDITION = 2_000


@dataclass(frozen=True)
class Rule:
    """`action` is one of ACTIONS. It binds everyone with one of `roles`, and `person`. `lost`: its table or column is gone."""

    id: int
    name: str
    action: str
    table: str
    column: str | None
    condition: str | None
    roles: tuple[str, ...]
    person: str | None
    lost: bool


@dataclass(frozen=True)
class Sight:
    """What somebody sees of a connection, and the first rows of one table as they see them (when one was asked for)."""

    catalog: Catalog
    rows: ResultSet | None


@use_case(Permission.ADMINISTER, look=True)
def list_rules(scope: Scope, connection_id: int) -> tuple[Rule, ...]:
    """The rules of a connection, by table. Raises NotFound."""
    row = saved.find_connection(scope, connection_id)
    rules = scope.store.find("policies", connection_id=connection_id, order="table_name")
    if not rules:
        return ()
    catalog, names = saved.load_whole_catalog(scope, row), _names(scope)
    return tuple(_show(rule, catalog, names) for rule in rules)


@use_case(Permission.ADMINISTER)
def add_rule(
    scope: Scope,
    connection_id: int,
    table: str,
    action: str,
    subject: str,
    roles: Sequence[str] = (),
    person_id: int | None = None,
    name: str = "",
) -> Rule:
    """A new rule on a table named in full; `subject` is the condition for "rows", else the column ("*" is the whole table).

    Raises: NotFound, InvalidInput; ConnectorError when the connection was never read.
    """
    row = saved.find_connection(scope, connection_id)
    catalog, names = saved.load_whole_catalog(scope, row), _names(scope)
    known = next((each for each in catalog.tables if each.full_name == table), None)
    if known is None:
        raise NotFound("table")
    if person_id is not None and person_id not in names:
        raise NotFound("person")
    subject = _read_subject(known, action, subject)
    values: dict[str, Any] = {
        "name": _read_name(name or f"{table}: {ACTIONS[action]} {subject}"),
        "action": action,
        "table_name": table,
        "column_name": None if action == ROWS else subject,
        "condition": subject if action == ROWS else None,
        "roles": _read_roles(roles, person_id),
        "account_id": person_id,
    }
    _check(catalog, values)
    rule_id = scope.store.add("policies", connection_id=connection_id, created_at=datetime.now(UTC), **values)
    for file in scope.store.find("exports"):  # what was taken out before may hold what the rule now keeps
        exporting.drop(scope, file)
    note(rule=values["name"], does=action, table=table[:120])
    return _show(scope.store.get("policies", rule_id), catalog, names)


@use_case(Permission.ADMINISTER)
def remove_rule(scope: Scope, rule_id: int) -> None:
    """From now on it binds nobody. Raises NotFound."""
    note(rule=scope.store.get("policies", rule_id)["name"])
    scope.store.remove("policies", rule_id)


@use_case(Permission.ADMINISTER)
def view_as(scope: Scope, connection_id: int, person_id: int, table: str | None = None) -> Sight:
    """What somebody sees. Raises NotFound; QueryRefused in the words that they would read; ConnectorError."""
    from datamind import running

    row, theirs = saved.find_connection(scope, connection_id), running.act_as(scope, person_id)
    catalog = saved.load_catalog(theirs, row)
    if table is None:
        return Sight(catalog, None)
    known = next((each for each in catalog.tables if each.full_name == table), None)
    if known is None:
        raise NotFound("table")
    note(table=table[:120])
    return Sight(catalog, running.read_table(theirs, row, known, 20).result)


def _names(scope: Scope) -> dict[int, str]:
    """The names of everybody of the org, by account."""
    from datamind.sessions import name_people

    return name_people(scope.engine, scope.actor.org_id)


def _show(rule: Row, catalog: Catalog, names: Mapping[int, str]) -> Rule:
    table = next((each for each in catalog.tables if each.full_name == rule["table_name"]), None)
    column = rule["column_name"]
    lost = table is None or (column not in (None, "*") and table.column(column) is None)
    person = names.get(rule["account_id"])
    return Rule(
        rule["id"], rule["name"], rule["action"], rule["table_name"], column, rule["condition"], tuple(rule["roles"]),
        person, lost,
    )  # fmt: skip


def _read_subject(table: Table, action: str, subject: str) -> str:
    subject = subject.strip()
    if action not in ACTIONS:
        raise InvalidInput(f"A rule is one of: {', '.join(ACTIONS)}.", "action")
    if action == ROWS:
        if not subject or len(subject) > LONGEST_CONDITION:
            raise InvalidInput(f"Write a condition of 1 to {LONGEST_CONDITION:,} characters.", "subject")
        return subject
    if subject == "*" and action == "hidden":
        return subject
    column = table.column(subject)
    if column is None:
        raise InvalidInput(f"There is no column {subject[:60]} in {table.full_name}.", "subject")
    return column.name


def _read_name(name: str) -> str:
    name = " ".join(name.split())[:120]
    if not name.isprintable():
        raise InvalidInput("A rule's name has printable characters only.", "name")
    return name


def _read_roles(roles: Sequence[str], person_id: int | None) -> list[str]:
    unknown = [role for role in roles if role not in set(Role)]
    if unknown:
        raise InvalidInput(f"There is no role {unknown[0][:40]}: choose {', '.join(Role)}.", "roles")
    if not roles and person_id is None:
        raise InvalidInput("Say whom the rule binds: a role or a person.", "roles")
    return [role for role in Role if role in roles]


def _check(catalog: Catalog, values: Row) -> None:
    from datamind.errors import QueryRefused
    from datamind.sql.conditions import check_policy

    try:
        check_policy(make_policy(values), catalog)
    except QueryRefused as refusal:
        raise InvalidInput(str(refusal), "subject") from refusal
