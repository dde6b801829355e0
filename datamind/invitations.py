"""Invitations: an admin's link, worth one new person of the org, once and for a week.

In: who invites whom as what; later, the token of the link and the name that the guest chooses. Out: a token, then a ticket for
a session. The store keeps only the token's digest.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from datamind.access import Role
from datamind.audit import write_entry
from datamind.engine import Engine
from datamind.errors import InvalidInput, SignInFailed
from datamind.sessions import TICKET_LIFE, USED, add_person, digest, issue_ticket
from datamind.store import Store
from datamind.store.session import Row
from datamind.throttle import count_attempt, forgive

INVITATION_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Invitation:
    """To which org, as what, and by whom."""

    org: str
    role: Role
    invited_by: str


def invite(engine: Engine, org_id: int, role: Role, email: str, invited_by: str) -> tuple[int, str]:
    """The id of a new invitation and the token for its link, which is worth one new person, within a week."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    invitation_id = engine.house.of(org_id).add(
        "invitations",
        role=role,
        email=email,
        token_hash=digest(token),
        invited_by=invited_by[:100],
        created_at=now,
        expires_at=now + INVITATION_LIFE,
    )
    return invitation_id, token


def read_invitation(engine: Engine, token: str) -> Invitation | None:
    """What an invitation's link offers; None for one that was used, withdrawn or is too old."""
    everything = engine.house.everything()
    found = everything.first("invitations", token_hash=digest(token), ended_at=None)
    if found is None or found["expires_at"] <= datetime.now(UTC):
        return None
    return Invitation(everything.get("orgs", found["org_id"])["name"], Role(found["role"]), found["invited_by"])


def accept_invitation(engine: Engine, token: str, name: str, address: str = "") -> str:
    """A ticket for the new person of that name. Raises InvalidInput for a name that is taken, SignInFailed, TooManyAttempts."""
    everything = engine.house.everything()
    count_attempt(everything, "an invitation", address)
    with engine.house.transaction():
        found = _use_up(everything, token)
        store = engine.house.of(found["org_id"])
        account_id = add_person(store, everything, name, Role(found["role"]), found["email"] or None)
        ticket = issue_ticket(store, account_id, "cookie", TICKET_LIFE, address)
    write_entry(store, name.strip(), "accept_invitation", "done", account_id=account_id, role=found["role"])
    forgive(everything, "an invitation", address)
    return ticket


def join_org(engine: Engine, token: str, account_id: int) -> str:
    """A ticket for a session in the invitation's org, for somebody who has an account. Raises InvalidInput, SignInFailed."""
    everything, now = engine.house.everything(), datetime.now(UTC)
    with engine.house.transaction():
        found, account = _use_up(everything, token), everything.get("accounts", account_id)
        store = engine.house.of(found["org_id"])
        if member := store.first("memberships", account_id=account_id):
            left = "You were in this organisation before: ask an admin there to let you in again."
            raise InvalidInput(left if member["left_at"] else "You are in this organisation already.", "invitation")
        store.add("memberships", account_id=account_id, role=found["role"], attributes={}, created_at=now)
        ticket = issue_ticket(store, account_id, "cookie", TICKET_LIFE, "")
    write_entry(store, account["name"], "accept_invitation", "done", account_id=account_id, role=found["role"])
    return ticket


def _use_up(everything: Store, token: str) -> Row:
    """The invitation of this token, which nobody else can take from now on. Raises SignInFailed."""
    now = datetime.now(UTC)
    found = everything.first("invitations", token_hash=digest(token), ended_at=None)
    if found is None or found["expires_at"] <= now:
        raise SignInFailed(USED)
    if not everything.change_where("invitations", {"id": found["id"], "ended_at": None}, ended_at=now):
        raise SignInFailed(USED)
    return found
