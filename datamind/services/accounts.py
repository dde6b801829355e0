"""Accounts: what people do with their own: see who they are, change the password, end sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from datamind import invitations
from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import Forbidden, InvalidInput, NotFound
from datamind.passwords import check_new, fits, hash_password
from datamind.services.use_case import use_case
from datamind.sessions import TICKET_LIFE, issue_ticket
from datamind.store import above, one_of
from datamind.store.session import Row
from datamind.throttle import count_attempt, forgive


@dataclass(frozen=True)
class Account:
    """A person in the org that they are in now. Without a password, they came by a link and must choose one."""

    id: int
    name: str
    email: str | None
    org: str
    role: str
    has_password: bool


@dataclass(frozen=True)
class Org:
    """One that a person is in."""

    id: int
    name: str


@dataclass(frozen=True)
class OpenSession:
    """A browser that is signed in."""

    id: int
    device: str
    address: str
    created_at: datetime
    last_seen_at: datetime


@use_case(Permission.USE_OWN_ACCOUNT, look=True)
def who_am_i(scope: Scope) -> Account:
    """The actor's own account."""
    row = _own(scope)
    org = scope.engine.house.everything().get("orgs", scope.actor.org_id)
    return Account(row["id"], row["name"], row["email"], org["name"], str(scope.actor.role), bool(row["password_hash"]))


@use_case(Permission.USE_OWN_ACCOUNT, look=True)
def list_orgs(scope: Scope) -> tuple[Org, ...]:
    """The organisations that the actor is in, this one too, by name."""
    everything = scope.engine.house.everything()
    members = everything.find("memberships", account_id=_account_id(scope), left_at=None)
    orgs = everything.find("orgs", columns=("id", "name"), id=one_of([member["org_id"] for member in members]))
    return tuple(sorted((Org(row["id"], row["name"]) for row in orgs), key=lambda org: (org.name.casefold(), org.id)))


@use_case(Permission.USE_OWN_ACCOUNT)
def switch_org(scope: Scope, org_id: int) -> str:
    """A ticket for a session in another organisation of the actor's. Raises NotFound when they are not in it."""
    if org_id not in {org.id for org in list_orgs(scope)}:
        raise NotFound("organisation")
    return issue_ticket(scope.engine.house.of(org_id), _account_id(scope), "cookie", TICKET_LIFE, "")


@use_case(Permission.USE_OWN_ACCOUNT)
def join_org(scope: Scope, token: str) -> str:
    """A ticket for a session in the organisation that an invitation's link leads to. Raises SignInFailed, InvalidInput."""
    return invitations.join_org(scope.engine, token, _account_id(scope))


@use_case(Permission.USE_OWN_ACCOUNT)
def change_password(scope: Scope, current: str | None, new: str) -> None:
    """Choose a password; `current` is needed once there is one, and then every session ends.

    Raises: InvalidInput for a wrong current or a weak new one; TooManyAttempts.
    """
    row, everything = _own(scope), scope.engine.house.everything()
    check_new(new, row["name"])
    had = row["password_hash"]
    if had:
        count_attempt(everything, row["name_key"], f"account {row['id']}")
        if not fits(current or "", had):
            raise InvalidInput("The current password is not right.", "current")
        forgive(everything, row["name_key"], f"account {row['id']}")
    hashed = hash_password(new)
    with scope.store.transaction():
        if not everything.change_where("accounts", {"id": row["id"], "password_hash": had}, password_hash=hashed):
            raise InvalidInput("The password was changed elsewhere at the same time: try again.", "current")
        if had:
            _end_sessions(scope)


@use_case(Permission.USE_OWN_ACCOUNT, look=True)
def list_sessions(scope: Scope) -> tuple[OpenSession, ...]:
    """The actor's own open sessions in this org, the newest first."""
    rows = scope.store.find("sessions", order="-id", expires_at=above(datetime.now(UTC)), **_mine(scope))
    return tuple(
        OpenSession(row["id"], row["device"], row["address"], row["created_at"], row["last_seen_at"]) for row in rows
    )


@use_case(Permission.USE_OWN_ACCOUNT)
def end_session(scope: Scope, session_id: int) -> None:
    """Raises NotFound, for somebody else's session too."""
    mine = {"id": session_id, **_mine(scope)}
    if not scope.store.change_where("sessions", mine, revoked_at=datetime.now(UTC)):
        raise NotFound("session")


@use_case(Permission.USE_OWN_ACCOUNT)
def sign_out_everywhere(scope: Scope) -> int:
    """End all of the actor's sessions, in every org; how many there were."""
    return _end_sessions(scope)


def _end_sessions(scope: Scope) -> int:
    everything, now = scope.engine.house.everything(), datetime.now(UTC)
    mine = _mine(scope)
    everything.change_where("tickets", {"account_id": mine["account_id"], "used_at": None}, used_at=now)
    return everything.change_where("sessions", mine, revoked_at=now)


def _mine(scope: Scope) -> Row:
    return {"account_id": _account_id(scope), "revoked_at": None}


def _own(scope: Scope) -> Row:
    return scope.engine.house.everything().get("accounts", _account_id(scope))


def _account_id(scope: Scope) -> int:
    if scope.actor.user_id is None:
        raise Forbidden("The system has no account of its own.")
    return scope.actor.user_id
