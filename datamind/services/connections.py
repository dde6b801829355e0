"""Connections: adding, testing, editing and deleting what can be asked. Passwords go in and never come out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from datamind import saved
from datamind.access import Permission, Role
from datamind.binding import may_use
from datamind.dependants import Dependant, find_dependants
from datamind.engine import Scope
from datamind.errors import ConnectorError, InvalidInput, VaultError
from datamind.forms import Field
from datamind.refreshing import start_refresh
from datamind.services.use_case import note, use_case
from datamind.store.session import Row
from datamind.types import PRIVACY_LEVELS, Privacy

if TYPE_CHECKING:
    from datamind.connectors.base import ConnectionReport

LONGEST_NAME = 120
# Whoever changes one of these types the password again: else a kept one could be sent to a server of their own.
_WHERE = ("host", "port", "user", "tls")


@dataclass(frozen=True)
class Connection:
    """A saved connection. `values` hold no secrets; `error` is why it could not be read last time; `privacy` is how much of
    it a model may be told.

    `least_role` and the roles above it may use it; to the others it does not show.
    """

    id: int
    name: str
    kind: str
    dialect: str
    values: Mapping[str, Any]
    can_write: bool
    least_role: Role
    table_count: int | None
    refreshed_at: datetime | None
    error: str | None
    privacy: Privacy


@dataclass(frozen=True)
class Kind:
    """A kind of database that people can add: its name for them, and what it asks of them."""

    name: str
    label: str
    fields: tuple[Field, ...]


@use_case(Permission.SEE_CONNECTIONS, look=True)
def list_kinds(scope: Scope) -> dict[str, Kind]:
    """The kinds that can be added by hand, in the order in which to offer them."""
    from datamind.connectors import KINDS

    return {name: Kind(name, kind.label, kind.fields) for name, kind in KINDS.items() if name != saved.UPLOADED}


@use_case(Permission.SEE_CONNECTIONS, look=True)
def list_connections(scope: Scope) -> tuple[Connection, ...]:
    """All of the org's that the actor's role may use, by name."""
    rows = scope.store.find("connections", order="name")
    return tuple(_show(row) for row in rows if may_use(scope.actor, row))


@use_case(Permission.SEE_CONNECTIONS, look=True)
def get_connection(scope: Scope, connection_id: int) -> Connection:
    """Raises NotFound."""
    return _show(saved.find_connection(scope, connection_id))


@use_case(Permission.EDIT_CONNECTIONS)
def test_connection(
    scope: Scope,
    kind: str,
    values: Mapping[str, Any],
    connection_id: int | None = None,  # noqa: PT028 (no pytest test: it tests a connection)
) -> ConnectionReport:
    """Try values without keeping them; secrets left empty are those of `connection_id`.

    Raises: InvalidInput, NotFound, ConnectFailed with the step that failed.
    """
    row = saved.find_connection(scope, connection_id) if connection_id is not None else None
    note(kind=kind)
    return _try(scope, kind, _clean(scope, kind, values, row))


@use_case(Permission.EDIT_CONNECTIONS)
def add_connection(
    scope: Scope,
    name: str,
    kind: str,
    values: Mapping[str, Any],
    accept_writable: bool = False,
    least_role: Role = Role.VIEWER,
    in_background: bool = False,
) -> Connection:
    """Try it, keep it for `least_role` and above, read what it holds: here and now, or `in_background`.

    Raises: InvalidInput (also for a login that can write, unless accepted), ConnectFailed.
    """
    note(name=name[:LONGEST_NAME], kind=kind)
    name = _read_name(name)
    if scope.store.first("connections", name=name):
        raise InvalidInput(f"There is a connection called {name!r} already: choose another name.", "name")
    least_role = _read_role(scope, least_role)
    clean = _clean(scope, kind, values, None)
    report = _try(scope, kind, clean)
    _refuse_writable(report, accept_writable)
    row = saved.keep_connection(scope, name, kind, clean, report.can_write, least_role)
    return _read_catalog(scope, row, in_background)


@use_case(Permission.EDIT_CONNECTIONS)
def edit_connection(
    scope: Scope,
    connection_id: int,
    name: str,
    values: Mapping[str, Any],
    accept_writable: bool = False,
    least_role: Role | None = None,
    in_background: bool = False,
) -> Connection:
    """Try the new values, keep them, read what is there now. Secrets left empty stay as they are, and so does `least_role`.

    Raises: NotFound, InvalidInput, ConnectFailed; nothing is changed then.
    """
    row = saved.find_connection(scope, connection_id)
    note(name=name[:LONGEST_NAME], kind=row["kind"])
    name = _read_name(name)
    least_role = _read_role(scope, least_role or row["least_role"])
    clean = _clean(scope, row["kind"], values, row)
    report = _try(scope, row["kind"], clean)
    _refuse_writable(report, accept_writable)
    shown, sealed = saved.split_values(scope, row["kind"], clean)
    changes = {"values": shown, "secrets": sealed, "version": row["version"] + 1, "can_write": report.can_write}
    scope.store.change("connections", connection_id, name=name, least_role=least_role, **changes)
    scope.engine.drop_connector(connection_id)
    return _read_catalog(scope, saved.find_connection(scope, connection_id), in_background)


@use_case(Permission.EDIT_CONNECTIONS)
def keep_for(scope: Scope, connection_id: int, least_role: Role) -> Connection:
    """Let `least_role` and the roles above it use the connection. Raises NotFound, InvalidInput."""
    row = saved.find_connection(scope, connection_id)
    least_role = _read_role(scope, least_role)
    note(name=row["name"], least_role=str(least_role))
    scope.store.change("connections", connection_id, least_role=least_role)
    return _show(saved.find_connection(scope, connection_id))


@use_case(Permission.EDIT_CONNECTIONS, look=True)
def list_dependants(scope: Scope, connection_id: int) -> tuple[Dependant, ...]:
    """What leans on it, and so would go or stand still with it. Raises NotFound."""
    return find_dependants(scope, saved.find_connection(scope, connection_id)["id"])


@use_case(Permission.EDIT_CONNECTIONS)
def delete_connection(scope: Scope, connection_id: int) -> None:
    """Forget it, its chats and its uploaded files. The database itself is not touched. Raises NotFound."""
    row = saved.find_connection(scope, connection_id)
    note(name=row["name"], kind=row["kind"])
    scope.store.remove("connections", connection_id)
    scope.engine.drop_connector(connection_id)
    if row["kind"] == saved.UPLOADED:
        saved.remove_file(scope, row)


@use_case(Permission.EDIT_CONNECTIONS)
def set_privacy(scope: Scope, connection_id: int, level: str) -> Connection:
    """How much of it a model may be told, from the next question on. Raises NotFound, InvalidInput."""
    if level not in PRIVACY_LEVELS:
        raise InvalidInput(f"Choose one of: {', '.join(PRIVACY_LEVELS)}.", "level")
    row = saved.find_connection(scope, connection_id)
    note(name=row["name"], level=level, before=row["privacy"])
    scope.store.change("connections", connection_id, privacy=level)
    return _show(saved.find_connection(scope, connection_id))


def _show(row: Row) -> Connection:
    """The row of the store as people may see it."""
    shown = {} if row["kind"] == saved.UPLOADED else row["values"]
    names = ("id", "name", "kind", "dialect", "can_write", "table_count", "refreshed_at", "error")
    privacy = row["privacy"] or PRIVACY_LEVELS[-1]
    least_role = Role(row["least_role"])
    return Connection(values=shown, privacy=privacy, least_role=least_role, **{name: row[name] for name in names})


def _read_catalog(scope: Scope, row: Row, in_background: bool) -> Connection:
    """What it holds, read right after it was tried. Where that fails, the connection stays and says why."""
    if in_background:
        start_refresh(scope, row)
        return _show(row)
    with suppress(ConnectorError):  # the row says why
        saved.read_catalog(scope, row)
    return _show(scope.store.get("connections", row["id"]))


def _try(scope: Scope, kind: str, values: Mapping[str, Any]) -> ConnectionReport:
    with closing(scope.engine.open_connector(kind, values)) as connector:
        return connector.test()


def _clean(scope: Scope, kind: str, typed: Mapping[str, Any], row: Row | None) -> dict[str, Any]:
    from datamind.connectors import KINDS, clean_values

    if kind == saved.UPLOADED or (row is not None and row["kind"] != kind):
        raise InvalidInput("Upload files to make a connection of this kind.", "kind")
    typed = dict(typed)
    fields = KINDS[kind].fields if kind in KINDS else ()
    if url := typed.pop("url", None):
        typed = {**typed, ("host" if any(field.name == "host" for field in fields) else "path"): url}
    if row is None:
        return clean_values(kind, typed)
    brought = clean_values(kind, typed)  # a pasted URL may hold a password too
    missing = [field.name for field in fields if field.secret and not brought.get(field.name)]
    try:
        opened = scope.engine.open_values(row) if missing else {}  # typed again, nothing old needs to be opened
    except VaultError as error:
        raise VaultError(
            f"The password of {row['name']!r} cannot be opened with today's keys: type it again."
        ) from error
    kept = {name: value for name, value in opened.items() if name in missing and value}
    clean = clean_values(kind, {**typed, **kept})
    if kept and any(clean.get(name) != row["values"].get(name) for name in _WHERE):
        raise InvalidInput("You changed where this connection leads: type its password again.", next(iter(kept)))
    return clean


def _read_role(scope: Scope, role: str) -> Role:
    """Whoever keeps a connection for others than themselves would lose sight of it."""
    if role not in set(Role):
        raise InvalidInput(f"There is no role called {str(role)[:40]!r}: choose {', '.join(Role)}.", "least_role")
    if not may_use(scope.actor, {"least_role": role}):
        raise InvalidInput(
            f"As {scope.actor.role} you would lose this connection yourself: ask an admin.", "least_role"
        )
    return Role(role)


def _read_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"Give the connection a name of 1 to {LONGEST_NAME} characters.", "name")
    return name


def _refuse_writable(report: ConnectionReport, accepted: bool) -> None:
    if report.can_write and not accepted:
        raise InvalidInput(
            "This login can write. DataMind never does, but a login that can only read is the better lock: make one with the "
            "SQL that the test shows, or say that you keep this one.",
            "accept_writable",
        )
