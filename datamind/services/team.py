"""The team: who is in the organisation and as what, who is invited, who has left, and what {user.…} stands for in rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from datamind import invitations, second_factor, sessions
from datamind.access import Permission, Role
from datamind.engine import Scope
from datamind.errors import Forbidden, InvalidInput, NotFound
from datamind.services.use_case import note, use_case
from datamind.store import above, one_of
from datamind.store.session import Row

LONGEST_ATTRIBUTE = 200
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_]\w{0,39}")
_EMAIL = re.compile(r"[^@\s]{1,200}@[^@\s]{1,100}")


@dataclass(frozen=True)
class Person:
    """Somebody of the org; `attributes` are what {user.…} stands for in rules. One who has left is not `active`."""

    id: int
    name: str
    role: str
    attributes: Mapping[str, str]
    email: str | None
    active: bool
    has_password: bool
    has_second_factor: bool
    last_seen_at: datetime | None


@dataclass(frozen=True)
class Invitation:
    """One that nobody has taken up yet."""

    id: int
    role: str
    email: str
    invited_by: str
    expires_at: datetime


@use_case(Permission.ADMINISTER, look=True)
def list_people(scope: Scope) -> tuple[Person, ...]:
    """Everybody of the org, by name; those who have left come last."""
    members = scope.store.find("memberships", order="id")
    seen: dict[int, datetime] = {}
    for row in scope.store.find("sessions", columns=("account_id", "last_seen_at"), order="last_seen_at"):
        seen[row["account_id"]] = row["last_seen_at"]
    ids = [member["account_id"] for member in members]
    accounts = {row["id"]: row for row in scope.engine.house.everything().find("accounts", id=one_of(ids))}
    people = (_person(accounts[member["account_id"]], member, seen.get(member["account_id"])) for member in members)
    return tuple(sorted(people, key=lambda person: (not person.active, person.name.casefold())))


@use_case(Permission.ADMINISTER, look=True)
def list_invitations(scope: Scope) -> tuple[Invitation, ...]:
    """Those that still stand, the newest first."""
    rows = scope.store.find("invitations", order="-id", ended_at=None, expires_at=above(datetime.now(UTC)))
    return tuple(Invitation(r["id"], r["role"], r["email"], r["invited_by"], r["expires_at"]) for r in rows)


@use_case(Permission.ADMINISTER)
def invite_person(scope: Scope, role: str, email: str = "") -> str:
    """The token for a link that makes one new person with that role, within a week. Raises InvalidInput, Forbidden."""
    email = email.strip()
    if email and not _EMAIL.fullmatch(email):
        raise InvalidInput("This is no e-mail address: leave it empty, or write it like name@company.com.", "email")
    chosen = _read_role(scope, role)
    invitation_id, token = invitations.invite(scope.engine, scope.actor.org_id, chosen, email, scope.actor.name)
    note(invitation=invitation_id, role=chosen)
    return token


@use_case(Permission.ADMINISTER)
def withdraw_invitation(scope: Scope, invitation_id: int) -> None:
    """Its link is worth nothing from now on. Raises NotFound."""
    open_ = {"id": invitation_id, "ended_at": None}
    if not scope.store.change_where("invitations", open_, ended_at=datetime.now(UTC)):
        raise NotFound("invitation")


@use_case(Permission.ADMINISTER)
def change_role(scope: Scope, person_id: int, role: str) -> None:
    """From the next click on, in every open tab. Raises NotFound, InvalidInput, Forbidden; the last owner stays one."""
    chosen = _read_role(scope, role)
    with scope.store.transaction():
        member = _member(scope, person_id)
        _keep_an_owner(scope, member)
        scope.store.change("memberships", member["id"], role=chosen)
    note(was=member["role"], now=chosen)


@use_case(Permission.ADMINISTER)
def deactivate_person(scope: Scope, person_id: int) -> None:
    """They are out at once, in every tab; what they made stays. Raises NotFound, InvalidInput, Forbidden."""
    if person_id == scope.actor.user_id:
        raise InvalidInput("You cannot deactivate yourself: ask another admin.", "person")
    with scope.store.transaction():
        member = _member(scope, person_id)
        _keep_an_owner(scope, member)
        now = datetime.now(UTC)
        scope.store.change("memberships", member["id"], left_at=now)
        scope.store.change_where("sessions", {"account_id": person_id, "revoked_at": None}, revoked_at=now)
        scope.store.change_where("tickets", {"account_id": person_id, "used_at": None}, used_at=now)


@use_case(Permission.ADMINISTER)
def reactivate_person(scope: Scope, person_id: int) -> None:
    """They may sign in again, with the role that they had. Raises NotFound, Forbidden."""
    member = _member(scope, person_id)
    _check_owner(scope, member)
    scope.store.change("memberships", member["id"], left_at=None)


@use_case(Permission.ADMINISTER)
def reset_password(scope: Scope, person_id: int) -> str:
    """The token for a link with which somebody of this org alone chooses a new password, within a day.

    Raises: NotFound, Forbidden; InvalidInput for somebody who is in other organisations too.
    """
    member = _member(scope, person_id)
    _check_owner(scope, member)
    _check_only_here(scope, person_id)
    return sessions.issue_reset(scope.engine, person_id, scope.actor.org_id)


@use_case(Permission.ADMINISTER)
def forget_second_factor(scope: Scope, person_id: int) -> None:
    """For somebody who has lost phone and recovery codes: the password alone is enough again. Raises as `reset_password`."""
    _check_owner(scope, _member(scope, person_id))
    _check_only_here(scope, person_id)
    second_factor.switch_off(scope.engine, person_id)


@use_case(Permission.ADMINISTER)
def set_attributes(scope: Scope, person_id: int, attributes: Mapping[str, str]) -> None:
    """What {user.…} stands for when this person looks; replaces what was set before. Raises NotFound, InvalidInput."""
    clean = {}
    for name, value in attributes.items():
        if not _ATTRIBUTE_NAME.fullmatch(name):
            raise InvalidInput(f"An attribute is called by letters, digits and _, unlike {name[:40]!r}.", "attributes")
        if len(value) > LONGEST_ATTRIBUTE or not value.isprintable():
            raise InvalidInput(f"{name} has at most {LONGEST_ATTRIBUTE} printable characters.", "attributes")
        clean[name] = value
    scope.store.change("memberships", _member(scope, person_id)["id"], attributes=clean)
    note(names=", ".join(clean)[:300])


def _person(account: Row, member: Row, last_seen_at: datetime | None) -> Person:
    return Person(
        account["id"], account["name"], member["role"], member["attributes"], account["email"],
        member["left_at"] is None and account["active"], bool(account["password_hash"]),
        account["totp_since"] is not None, last_seen_at,
    )  # fmt: skip


def _member(scope: Scope, person_id: int) -> Row:
    member = scope.store.first("memberships", account_id=person_id)
    if member is None:
        raise NotFound("person")
    return member


def _read_role(scope: Scope, role: str) -> Role:
    if role not in set(Role):
        raise InvalidInput(f"There is no role {role[:40]!r}: choose {', '.join(Role)}.", "role")
    if role == Role.OWNER and not scope.actor.may(Permission.OWN):
        raise Forbidden("Only an owner can make somebody an owner.")
    return Role(role)


def _check_owner(scope: Scope, member: Row) -> None:
    if member["role"] == Role.OWNER and not scope.actor.may(Permission.OWN):
        raise Forbidden("Only an owner can do this to an owner.")


def _check_only_here(scope: Scope, person_id: int) -> None:
    """An account belongs to its person; an admin may touch what opens it only where no other org depends on it."""
    if scope.engine.house.everything().count("memberships", account_id=person_id, left_at=None) > 1:
        raise InvalidInput(
            "This person is in other organisations too: they change what they sign in with by themselves.", "person"
        )


def _keep_an_owner(scope: Scope, member: Row) -> None:
    _check_owner(scope, member)
    owners = scope.store.find("memberships", role=Role.OWNER, left_at=None, lock=True)
    if [owner["id"] for owner in owners] == [member["id"]]:
        raise InvalidInput("This is the last owner: make somebody else an owner first.", "person")
