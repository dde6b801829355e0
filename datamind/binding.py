"""Which rules bind an actor on a connection: rows of the store in, policies with the actor's own attributes out.

A rule names roles, or one person, or both. The system, which only reads schemas, is bound as an admin is. Below `saved`, so
that a catalog is narrowed before anybody sees it; `running` writes the same policies into every query.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from datamind.access import Actor, Role
from datamind.engine import Scope
from datamind.errors import Forbidden
from datamind.sql.policies import bind_policies
from datamind.store.session import Row
from datamind.types import ColumnPolicy, Policy, RowPolicy

ROWS = "rows"


def may_use(actor: Actor, row: Mapping[str, Any]) -> bool:
    """Whether the actor's role is one of those that may use a connection (a row of the store); the system may use each."""
    roles = list(Role)
    return actor.user_id is None or roles.index(actor.role) >= roles.index(Role(row["least_role"]))


def demand_use(actor: Actor, row: Mapping[str, Any]) -> None:
    """Raises Forbidden when the connection is kept for higher roles than the actor's."""
    if not may_use(actor, row):
        raise Forbidden(f"A {actor.role} may not use this connection. Ask an admin of your organisation.")


def policies_for(scope: Scope, row: Row) -> tuple[Policy, ...]:
    """The policies that bind the scope's actor on a saved connection (a row of the store), oldest first."""
    rules = scope.store.find("policies", connection_id=row["id"], order="id")
    found = tuple(make_policy(rule) for rule in rules if is_bound(scope.actor, rule))
    return bind_policies(found, scope.actor.attributes, row["dialect"]) if found else ()


def is_bound(actor: Actor, rule: Mapping[str, Any]) -> bool:
    """Whether a rule is for this actor."""
    return actor.role in rule["roles"] or (rule["account_id"] is not None and rule["account_id"] == actor.user_id)


def make_policy(rule: Mapping[str, Any]) -> Policy:
    """The policy that a rule stands for, with {user.…} as it was written."""
    if rule["action"] == ROWS:
        return RowPolicy(rule["name"], rule["table_name"], rule["condition"])
    return ColumnPolicy(rule["name"], rule["table_name"], rule["column_name"], rule["action"])


def policy_key(scope: Scope, row: Row) -> str:
    """What results of this connection may be kept under: equal for two actors only if the same rules bind both alike."""
    return hashlib.sha256(repr(policies_for(scope, row)).encode()).hexdigest()[:16]
