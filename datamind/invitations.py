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
from datamind.errors import SignInFailed
from datamind.sessions import TICKET_LIFE, USED, add_person, digest, issue_ticket
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
    everything, now = engine.house.everything(), datetime.now(UTC)
    count_attempt(everything, "an invitation", address)
    with engine.house.transaction():
        found = everything.first("invitations", token_hash=digest(token), ended_at=None)
        if found is None or found["expires_at"] <= now:
            raise SignInFailed(USED)
        open_ = {"id": found["id"], "ended_at": None}
        if not everything.change_where("invitations", open_, ended_at=now):
            raise SignInFailed(USED)
        store = engine.house.of(found["org_id"])
        account_id = add_person(store, everything, name, Role(found["role"]), found["email"] or None)
        ticket = issue_ticket(store, account_id, "cookie", TICKET_LIFE, address)
    write_entry(store, name.strip(), "accept_invitation", "done", account_id=account_id, role=found["role"])
    forgive(everything, "an invitation", address)
    return ticket
