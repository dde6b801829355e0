"""Before there is an actor: signing in, tickets, sessions, and who a browser's session id stands for.

In: what a stranger typed or a browser sent. Out: a ticket (single use, for seconds), a session id (for the cookie) or an
`Actor`. Everything lives in the store, hashed, so it survives restarts, is shared by processes, and ends when it is ended.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from datamind.access import Actor, Role
from datamind.audit import write_entry
from datamind.engine import Engine
from datamind.errors import CodeNeeded, InvalidInput, SignInFailed
from datamind.passwords import fits
from datamind.store import Store
from datamind.store.session import Row, one_of
from datamind.throttle import count_attempt, forgive

TICKET_LIFE = timedelta(seconds=60)
CODE_LIFE = timedelta(minutes=5)
LINK_LIFE = timedelta(hours=24)
SEEN_EVERY = timedelta(seconds=60)
WRONG = "The name or the password is not right. Check both and try again."
USED = "This link or ticket has been used, or is too old. Sign in again."


def sign_in(engine: Engine, name: str, password: str, address: str) -> str:
    """A ticket for whoever knows name and password; unknown names take the same time and get the same words.

    It is worth a session, or, for an account with a second factor, the question for its code (`second_factor`).
    Raises: SignInFailed; TooManyAttempts before anything is compared.
    """
    store, name_key = engine.house.everything(), fold_name(name)
    count_attempt(store, name_key, address)
    account = store.first("accounts", name_key=name_key)
    right = fits(password, account["password_hash"] if account else None)
    member = _first_membership(store, account) if account and account["active"] else None
    if account is None or not right or member is None:
        record_sign_in(engine, account, "refused", address)
        raise SignInFailed(WRONG)
    forgive(store, name_key, address)
    if account["totp_since"]:
        record_sign_in(engine, account, "done", address, action="give_password")
        return issue_ticket(engine.house.of(member["org_id"]), account["id"], "second", CODE_LIFE, address)
    record_sign_in(engine, account, "done", address)
    return issue_ticket(engine.house.of(member["org_id"]), account["id"], "cookie", TICKET_LIFE, address)


def issue_link(engine: Engine, account_id: int, org_id: int) -> str:
    """A token for a link that signs somebody in, once, within a day. Earlier unused links of this person end."""
    store = engine.house.of(org_id)
    store.change_where("tickets", {"account_id": account_id, "purpose": "link", "used_at": None}, used_at=_now())
    return issue_ticket(store, account_id, "link", LINK_LIFE, "")


def issue_reset(engine: Engine, account_id: int, org_id: int) -> str:
    """A token for a link with which somebody chooses a new password, once, within a day; until then nothing changes."""
    store = engine.house.of(org_id)
    store.change_where("tickets", {"account_id": account_id, "purpose": "reset", "used_at": None}, used_at=_now())
    return issue_ticket(store, account_id, "reset", LINK_LIFE, "")


def redeem_ticket(engine: Engine, ticket: str, device: str = "", address: str = "") -> str:
    """A session id for a ticket from `sign_in`, once. Raises SignInFailed."""
    return _redeem(engine, ticket, "cookie", device, address)


def redeem_link(engine: Engine, token: str, device: str = "", address: str = "") -> str:
    """A session id for the token of a link, once. Raises SignInFailed; CodeNeeded for an account with a second factor."""
    return _redeem(engine, token, "link", device, address)


def redeem_reset(engine: Engine, token: str, device: str = "", address: str = "") -> str:
    """A session id for the token of a reset link, once; the old password and every other session end. Raises as `redeem_link`."""
    return _redeem(engine, token, "reset", device, address)


def actor_for(engine: Engine, session_id: str) -> Actor | None:
    """Who this session stands for now, read anew each time: an ended session, an idle one, a deactivated person: nobody."""
    store, now = engine.house.everything(), _now()
    session = store.first("sessions", sid_hash=digest(session_id), revoked_at=None)
    if session is None or session["expires_at"] <= now:
        return None
    if session["last_seen_at"] + timedelta(seconds=engine.settings.session_idle_s) <= now:
        return None
    actor = find_actor(engine, session["org_id"], session["account_id"])
    if actor is None:
        return None
    if now - session["last_seen_at"] > SEEN_EVERY:
        store.change_where("sessions", {"id": session["id"]}, last_seen_at=now)
    return actor


def find_actor(engine: Engine, org_id: int, account_id: int) -> Actor | None:
    """A person as they stand in an org now; None for one who is deactivated or not of it."""
    account = engine.house.everything().first("accounts", id=account_id, active=True)
    member = engine.house.of(org_id).first("memberships", account_id=account_id, left_at=None)
    if account is None or member is None:
        return None
    return Actor(org_id, account_id, account["name"], Role(member["role"]), member["attributes"])


def name_people(engine: Engine, org_id: int) -> dict[int, str]:
    """The names of everybody of an org, by account."""
    members = engine.house.of(org_id).find("memberships", columns=("account_id",))
    accounts = engine.house.everything().find(
        "accounts", columns=("id", "name"), id=one_of([member["account_id"] for member in members])
    )
    return {account["id"]: account["name"] for account in accounts}


def find_emails(engine: Engine, org_id: int) -> dict[int, str]:
    """The addresses of those people of an org who have one and are active, by account."""
    members = engine.house.of(org_id).find("memberships", columns=("account_id",), left_at=None)
    ids = one_of([member["account_id"] for member in members])
    accounts = engine.house.everything().find("accounts", columns=("id", "email"), id=ids, active=True)
    return {account["id"]: account["email"] for account in accounts if account["email"]}


def sign_out(engine: Engine, session_id: str) -> None:
    """End the session, in every tab at once. An unknown one is ended already."""
    store = engine.house.everything()
    session = store.first("sessions", sid_hash=digest(session_id), revoked_at=None)
    if session and store.change_where("sessions", {"id": session["id"], "revoked_at": None}, revoked_at=_now()):
        account = store.first("accounts", id=session["account_id"])
        if account:
            write_entry(
                engine.house.of(session["org_id"]), account["name"], "sign_out", "done", account_id=account["id"]
            )


def found_org(engine: Engine, org_name: str, owner_name: str) -> tuple[int, int]:
    """The first org and its owner (without a password yet); (org id, account id), the same ones if they are there."""
    house, everything = engine.house, engine.house.everything()

    def find() -> tuple[int, int] | None:
        owner = everything.first("memberships", order="id", role=Role.OWNER)
        return (owner["org_id"], owner["account_id"]) if owner else None

    try:
        with house.transaction():
            found = find()
            if found:
                return found
            org_id = everything.add("orgs", name=org_name, created_at=_now())
            return org_id, add_person(house.of(org_id), everything, owner_name, Role.OWNER)
    except InvalidInput:
        found = find()  # another process founded it at the same time
        if found is None:
            raise
        return found


def add_person(store: Store, everything: Store, name: str, role: Role, email: str | None = None) -> int:
    """A new account with a role in the store's org; its id. Raises InvalidInput when the name is taken or unusable."""
    if not 2 <= len(name.strip()) <= 80 or not name.isprintable():
        raise InvalidInput("A name has 2 to 80 characters.", "name")
    account_id = everything.add(
        "accounts",
        name=name.strip(),
        name_key=fold_name(name),
        email=email,
        password_hash=None,
        active=True,
        created_at=_now(),
    )
    store.add("memberships", account_id=account_id, role=role, attributes={}, created_at=_now())
    return account_id


def has_password(engine: Engine, account_id: int) -> bool:
    return bool(engine.house.everything().get("accounts", account_id)["password_hash"])


def fold_name(name: str) -> str:
    """The name as it is compared: without case and outer spaces."""
    return name.strip().casefold()[:100]


def _first_membership(everything: Store, account: Row) -> Row | None:
    """The org that somebody signs in to: the one that they have been in longest."""
    return everything.first("memberships", order="id", account_id=account["id"], left_at=None)


def issue_ticket(store: Store, account_id: int, purpose: str, life: timedelta, address: str) -> str:
    """A secret that is worth one session for its purpose: "cookie" after a form, "second" before a code, "link" or "reset" from a link."""
    ticket, now = secrets.token_urlsafe(32), _now()
    store.add(
        "tickets",
        account_id=account_id,
        ticket_hash=digest(ticket),
        purpose=purpose,
        address=address[:64],
        created_at=now,
        expires_at=now + life,
    )
    return ticket


def _redeem(engine: Engine, ticket: str, purpose: str, device: str, address: str) -> str:
    everything, now = engine.house.everything(), _now()
    unused: dict[str, Any] = {"ticket_hash": digest(ticket), "purpose": purpose, "used_at": None}
    with engine.house.transaction():
        found = everything.first("tickets", **unused)
        if found is None or found["expires_at"] <= now or not everything.change_where("tickets", unused, used_at=now):
            raise SignInFailed(USED)
        account, store = everything.get("accounts", found["account_id"]), engine.house.of(found["org_id"])
        if purpose == "reset":
            everything.change("accounts", account["id"], password_hash=None)
            everything.change_where("sessions", {"account_id": account["id"], "revoked_at": None}, revoked_at=now)
        if purpose != "cookie":
            record_sign_in(engine, account, "done", address, action=f"open_{purpose}")
        asks = purpose != "cookie" and account["totp_since"] is not None
        secret = (
            issue_ticket(store, account["id"], "second", CODE_LIFE, address)
            if asks
            else _open_session(engine, store, account["id"], device, address)
        )
    if asks:
        raise CodeNeeded(secret)
    return secret


def _open_session(engine: Engine, store: Store, account_id: int, device: str, address: str) -> str:
    session_id, now = secrets.token_urlsafe(32), _now()
    store.add(
        "sessions",
        account_id=account_id,
        sid_hash=digest(session_id),
        device=device[:200],
        address=address[:64],
        created_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(seconds=engine.settings.session_life_s),
    )
    return session_id


def record_sign_in(engine: Engine, account: Row | None, outcome: str, address: str, action: str = "sign_in") -> None:
    """An audit row in the person's first org; a stranger's try stands in the house's first org, without the name typed."""
    everything = engine.house.everything()
    member = _first_membership(everything, account) if account else None
    org = member["org_id"] if member else (everything.first("orgs", order="id") or {}).get("id")
    if org is not None:
        write_entry(
            engine.house.of(org),
            account["name"] if account else "a stranger",
            action,
            outcome,  # type: ignore[arg-type]
            account_id=account["id"] if account else None,
            address=address[:64],
        )


def digest(secret: str) -> str:
    """What the store keeps of a random 256-bit secret: nothing to guess, so nothing to salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
