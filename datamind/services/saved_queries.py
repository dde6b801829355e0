"""Saved queries: kept under a name, found again, changed with a history, shared; who uses one is known before it goes."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

from datamind import keeping_queries, saved
from datamind.access import Permission
from datamind.belongings import find_owner
from datamind.binding import may_use
from datamind.dependants import Dependant, find_users
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.keeping_queries import QueryVersion, SavedQuery
from datamind.services.use_case import note, use_case
from datamind.sql.placeholders import find_placeholders
from datamind.store.session import Row
from datamind.types import Parameter

__all__ = [
    "Dependant", "QueryVersion", "SavedQuery", "change_query", "compare_version", "delete_query", "get_query",
    "list_queries", "list_uses", "list_versions", "restore_version", "save_query", "share_query",
]  # fmt: skip

LONGEST_NAME, LONGEST_FOLDER, LONGEST_TEXT, LONGEST_SQL, MOST_TAGS = 120, 80, 2_000, 50_000, 12
KINDS: tuple[str, ...] = get_args(get_type_hints(Parameter)["kind"])


@use_case(Permission.RUN_SQL)
def save_query(
    scope: Scope,
    connection_id: int,
    name: str,
    sql: str,
    parameters: Sequence[Parameter] = (),
    description: str = "",
    tags: Sequence[str] = (),
    folder: str = "",
    shared: bool = False,
) -> SavedQuery:
    """Keep a query of a connection under a name. Raises NotFound, InvalidInput."""
    saved.find_connection(scope, connection_id)
    values = _clean(name=name, sql=sql, parameters=parameters, description=description, tags=tags, folder=folder)
    _check_name(scope, connection_id, values["name"])
    note(name=values["name"], shared=shared)
    now = datetime.now(UTC)
    with scope.store.transaction():
        query_id = scope.store.add(
            "saved_queries",
            account_id=find_owner(scope),
            connection_id=connection_id,
            owner=scope.actor.name,
            shared=shared,
            version=1,
            created_at=now,
            updated_at=now,
            updated_by=scope.actor.name,
            **values,
        )
        row = scope.store.get("saved_queries", query_id)
        keeping_queries.keep_version(scope, row, "Saved")
    return keeping_queries.show(scope, row)


@use_case(Permission.RUN_SQL, look=True)
def list_queries(scope: Scope, find: str = "", folder: str = "", tag: str = "") -> tuple[SavedQuery, ...]:
    """Those that the actor sees, by name; with `find`, those that hold these words in name, description, tags or SQL."""
    usable = {row["id"] for row in scope.store.find("connections") if may_use(scope.actor, row)}
    where: dict[str, Any] = {"folder": folder} if folder else {}
    rows = [
        row
        for row in scope.store.find("saved_queries", order="name", **where)
        if row["connection_id"] in usable and keeping_queries.sees(scope, row) and (not tag or tag in row["tags"])
    ]
    words = find.lower().split()
    return tuple(keeping_queries.show(scope, row) for row in rows if all(word in _text(row) for word in words))


@use_case(Permission.RUN_SQL, look=True)
def get_query(scope: Scope, query_id: int) -> SavedQuery:
    """Raises NotFound, for somebody else's private one too."""
    return keeping_queries.show(scope, keeping_queries.find_query(scope, query_id))


@use_case(Permission.RUN_SQL)
def change_query(
    scope: Scope,
    query_id: int,
    version: int,
    name: str | None = None,
    sql: str | None = None,
    parameters: Sequence[Parameter] | None = None,
    description: str | None = None,
    tags: Sequence[str] | None = None,
    folder: str | None = None,
) -> SavedQuery:
    """Change what is given of your own query or a shared one, as whoever has seen `version`.

    Raises: NotFound, InvalidInput; Conflict when somebody was quicker, and nothing is changed then.
    """
    row = keeping_queries.find_query(scope, query_id)
    given = {
        "name": name, "sql": sql, "parameters": parameters, "description": description, "tags": tags, "folder": folder,
    }  # fmt: skip
    values = _clean(**{each: value for each, value in given.items() if value is not None})
    values = {each: value for each, value in values.items() if value != row[each]}
    if "name" in values:
        _check_name(scope, row["connection_id"], values["name"], query_id)
    if not values:
        return keeping_queries.show(scope, row)
    what = f"Changed: {', '.join('SQL' if each == 'sql' else each for each in values)}"
    note(name=row["name"], changed=", ".join(values))
    return keeping_queries.show(scope, keeping_queries.change(scope, row, version, what, **values))


@use_case(Permission.RUN_SQL)
def share_query(scope: Scope, query_id: int, shared: bool = True) -> SavedQuery:
    """Let everybody in the org who may run SQL on its connection see and change it, or no longer.

    Raises: NotFound; Forbidden unless it is the actor's own or they are an admin.
    """
    row = keeping_queries.find_owned(scope, query_id)
    note(name=row["name"], shared=shared)
    what = "Shared" if shared else "No longer shared"
    return keeping_queries.show(scope, keeping_queries.change(scope, row, row["version"], what, shared=shared))


@use_case(Permission.RUN_SQL, look=True)
def list_versions(scope: Scope, query_id: int) -> tuple[QueryVersion, ...]:
    """The newest first. Raises NotFound."""
    keeping_queries.find_query(scope, query_id)
    rows = scope.store.find("saved_query_versions", saved_query_id=query_id, order="-version")
    return tuple(keeping_queries.show_version(row) for row in rows)


@use_case(Permission.RUN_SQL, look=True)
def compare_version(scope: Scope, query_id: int, version: int) -> str:
    """What the SQL of today has (+) that the version had not, and the other way round (-). Raises NotFound, InvalidInput."""
    row = keeping_queries.find_query(scope, query_id)
    before = _find_version(scope, query_id, version)["sql"].splitlines()
    return "\n".join(list(difflib.unified_diff(before, row["sql"].splitlines(), lineterm="", n=2))[2:])


@use_case(Permission.RUN_SQL)
def restore_version(scope: Scope, query_id: int, version: int) -> SavedQuery:
    """Take the SQL and parameters of a version again, as a new one. Raises NotFound, InvalidInput, Conflict."""
    row = keeping_queries.find_query(scope, query_id)
    old = _find_version(scope, query_id, version)
    values = {name: old[name] for name in keeping_queries.VERSIONED}
    note(name=row["name"], version=version)
    fresh = keeping_queries.change(scope, row, row["version"], f"Version {version} again", **values)
    return keeping_queries.show(scope, fresh)


@use_case(Permission.RUN_SQL, look=True)
def list_uses(scope: Scope, query_id: int) -> tuple[Dependant, ...]:
    """What runs the same SQL: widgets, alerts, verified questions. Raises NotFound."""
    return find_users(scope, keeping_queries.find_query(scope, query_id))


@use_case(Permission.RUN_SQL)
def delete_query(scope: Scope, query_id: int) -> None:
    """Forget it and its versions; what was built on it keeps its own SQL.

    Raises: NotFound; Forbidden unless it is the actor's own or they are an admin.
    """
    row = keeping_queries.find_owned(scope, query_id)
    note(name=row["name"])
    scope.store.remove("saved_queries", row["id"])


def _find_version(scope: Scope, query_id: int, version: int) -> Row:
    row = scope.store.first("saved_query_versions", saved_query_id=query_id, version=version)
    if row is None:
        raise InvalidInput("This query has no such version: look at the list again.", "version")
    return row


def _check_name(scope: Scope, connection_id: int, name: str, but: int | None = None) -> None:
    known = scope.store.first("saved_queries", account_id=find_owner(scope), connection_id=connection_id, name=name)
    if known is not None and known["id"] != but:
        raise InvalidInput(f"You have a query called {name!r} here already: choose another name.", "name")


def _text(row: Row) -> str:
    return " ".join((row["name"], row["description"], row["folder"], *row["tags"], row["sql"])).lower()


def _clean(**given: Any) -> dict[str, Any]:
    """What is given, as it is kept. Raises InvalidInput with the field."""
    values = dict(given)
    for field, longest in (("name", LONGEST_NAME), ("folder", LONGEST_FOLDER), ("description", LONGEST_TEXT)):
        if field in values:
            values[field] = " ".join(str(values[field]).split()) if field != "description" else values[field].strip()
            if len(values[field]) > longest:
                raise InvalidInput(f"The {field} is longer than {longest:,} characters.", field)
    if values.get("name") == "":
        raise InvalidInput("Give the query a name.", "name")
    if "sql" in values and not 0 < len(values["sql"].strip()) <= LONGEST_SQL:
        raise InvalidInput(
            "There is no query to save." if not values["sql"].strip() else "The query is too long.", "sql"
        )
    if "tags" in values:
        tags = dict.fromkeys(" ".join(str(tag).split())[:40] for tag in values["tags"])
        values["tags"] = [tag for tag in tags if tag][:MOST_TAGS]
    if "parameters" in values:
        values["parameters"] = [_clean_parameter(each) for each in values["parameters"]]
    return values


def _clean_parameter(parameter: Parameter) -> dict[str, str]:
    if parameter.kind not in KINDS or find_placeholders(f"{{{{{parameter.name}}}}}") != (parameter.name,):
        raise InvalidInput(f"{parameter.name[:60]} is no parameter of a kind that is known.", parameter.name[:60])
    return {**vars(parameter), "default": str(parameter.default)[:LONGEST_TEXT], "label": str(parameter.label)[:120]}
