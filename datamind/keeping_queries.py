"""Saved queries as rows of the store, below the use cases: who may see and change one, and each version of it.

In: a scope and an id or what to keep. Out: rows, and `SavedQuery` as people see it. Everybody who may use the connection sees
shared ones; a private one only its owner and admins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from datamind.access import Role
from datamind.binding import may_use
from datamind.engine import Scope
from datamind.errors import Conflict, Forbidden, NotFound
from datamind.store.session import Row
from datamind.types import Parameter

VERSIONED = ("sql", "parameters")


@dataclass(frozen=True)
class SavedQuery:
    """A query with a name. Whoever changes it says which `version` they have seen."""

    id: int
    connection_id: int
    name: str
    description: str
    tags: tuple[str, ...]
    folder: str
    shared: bool
    owner: str
    sql: str
    parameters: tuple[Parameter, ...]
    version: int
    updated_at: datetime
    updated_by: str
    is_own: bool


@dataclass(frozen=True)
class QueryVersion:
    """How a saved query once was, what was changed then, and by whom."""

    version: int
    what: str
    author: str
    at: datetime
    sql: str
    parameters: tuple[Parameter, ...]


def find_query(scope: Scope, query_id: int) -> Row:
    """The row of a saved query that the actor sees. Raises NotFound."""
    row = scope.store.get("saved_queries", query_id)
    if not (sees(scope, row) and may_use(scope.actor, scope.store.get("connections", row["connection_id"]))):
        raise NotFound("saved query")
    return row


def find_owned(scope: Scope, query_id: int) -> Row:
    """One that the actor owns, or any to an admin. Raises NotFound, Forbidden."""
    row = find_query(scope, query_id)
    if row["account_id"] != scope.actor.user_id and scope.actor.role != Role.ADMIN:
        raise Forbidden(f"This query is {row['owner']}'s: ask them, or an admin of your organisation.")
    return row


def sees(scope: Scope, row: Row) -> bool:
    return bool(row["shared"] or row["account_id"] == scope.actor.user_id or scope.actor.role == Role.ADMIN)


def show(scope: Scope, row: Row) -> SavedQuery:
    left_out = ("org_id", "account_id", "created_at")
    values: dict[str, Any] = {name: value for name, value in row.items() if name not in left_out}
    values |= {"tags": tuple(row["tags"]), "parameters": _read(row["parameters"])}
    return SavedQuery(**values, is_own=row["account_id"] == scope.actor.user_id)


def show_version(row: Row) -> QueryVersion:
    return QueryVersion(
        row["version"], row["what"], row["author"], row["at"], row["sql"], _read(row["parameters"])
    )  # fmt: skip


def change(scope: Scope, row: Row, seen_version: int, what: str, **values: Any) -> Row:
    """Keep the changed values as the next version. Raises Conflict when somebody changed it since it was seen."""
    now, version = datetime.now(UTC), seen_version + 1
    with scope.store.transaction():
        changed = scope.store.change_where(
            "saved_queries",
            {"id": row["id"], "version": seen_version},
            version=version,
            updated_at=now,
            updated_by=scope.actor.name,
            **values,
        )
        if not changed:
            latest = scope.store.get("saved_queries", row["id"])
            raise Conflict(
                f"{latest['updated_by']} changed this query in the meantime, so yours was not kept. Open it again, then "
                "make your change."
            )
        fresh = scope.store.get("saved_queries", row["id"])
        keep_version(scope, fresh, what)
    return fresh


def keep_version(scope: Scope, row: Row, what: str) -> None:
    """The row as it is now, as a version to go back to."""
    scope.store.add(
        "saved_query_versions",
        saved_query_id=row["id"],
        version=row["version"],
        what=what[:200],
        author=row["updated_by"],
        at=row["updated_at"],
        **{name: row[name] for name in VERSIONED},
    )


def _read(parameters: list[dict[str, Any]]) -> tuple[Parameter, ...]:
    return tuple(Parameter(**each) for each in parameters)
