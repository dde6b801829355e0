"""The second factor: a code that changes every 30 seconds (RFC 6238), or one of ten recovery codes, each worth one sign-in.

In: an account and the code that somebody typed; before there is a session, the ticket of whoever has given the right password.
Out: a yes or no, or a ticket that is worth a session. A code is worth one sign-in, whoever brings it first; each try counts.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import UTC, datetime

import pyotp

from datamind.engine import Engine
from datamind.errors import InvalidInput, SignInFailed
from datamind.sessions import TICKET_LIFE, USED, digest, issue_ticket, record_sign_in
from datamind.store.session import Row
from datamind.throttle import count_attempt, forgive

ISSUER = "DataMind"
RECOVERY_CODES = 10
STEP_S = 30
WRONG_CODE = "This code is not right, or was used before. Wait for the next one, or take a recovery code."


def awaits_code(engine: Engine, ticket: str) -> bool:
    """Whether this ticket of a right password still waits for its code."""
    return _find_ticket(engine, ticket) is not None


def confirm_code(engine: Engine, ticket: str, code: str, address: str) -> str:
    """A ticket for a session, for whoever gave the right password and now the right code. Raises SignInFailed, TooManyAttempts."""
    everything = engine.house.everything()
    found = _find_ticket(engine, ticket)
    if found is None:
        raise SignInFailed(USED)
    account = everything.get("accounts", found["account_id"])
    try:
        demand_code(engine, account, code, address)
    except InvalidInput as error:
        record_sign_in(engine, account, "refused", address)
        raise SignInFailed(WRONG_CODE) from error
    if not everything.change_where("tickets", {"id": found["id"], "used_at": None}, used_at=datetime.now(UTC)):
        raise SignInFailed(USED)
    record_sign_in(engine, account, "done", address)
    return issue_ticket(engine.house.of(found["org_id"]), account["id"], "cookie", TICKET_LIFE, address)


def demand_code(engine: Engine, account: Row, code: str, address: str) -> None:
    """Count a try, and use up the code. Raises InvalidInput when it is not right, TooManyAttempts."""
    everything, subject = engine.house.everything(), f"the code of {account['id']}"
    count_attempt(everything, subject, address)
    if not _fits(engine, account, code):
        raise InvalidInput(WRONG_CODE, "code")
    forgive(everything, subject, address)


def is_on(engine: Engine, account_id: int) -> bool:
    """Whether signing in to this account asks for a code."""
    return engine.house.everything().get("accounts", account_id)["totp_since"] is not None


def begin(engine: Engine, account: Row) -> tuple[str, str]:
    """A new secret that does not count until a code of it was typed; the secret, and the address that a QR code holds."""
    secret = pyotp.random_base32()
    sealed = {"totp_secret": engine.vault.seal(secret), "totp_step": 0}
    if not engine.house.everything().change_where("accounts", {"id": account["id"], "totp_since": None}, **sealed):
        raise InvalidInput("Your second factor is on already: take it off first.", "code")
    return secret, pyotp.TOTP(secret).provisioning_uri(name=account["name"], issuer_name=ISSUER)


def switch_on(engine: Engine, account: Row) -> tuple[str, ...]:
    """From now on, signing in asks for a code. The recovery codes, to be shown this once."""
    with engine.house.transaction():
        engine.house.everything().change("accounts", account["id"], totp_since=datetime.now(UTC))
        return renew_recovery_codes(engine, account)


def renew_recovery_codes(engine: Engine, account: Row) -> tuple[str, ...]:
    """Ten new ones; the old ones are worth nothing from now on."""
    everything = engine.house.everything()
    codes = tuple(_make_recovery_code() for _ in range(RECOVERY_CODES))
    with engine.house.transaction():
        everything.remove_where("recovery_codes", account_id=account["id"])
        for code in codes:
            everything.add("recovery_codes", account_id=account["id"], code_hash=_hash(account, code))
    return codes


def switch_off(engine: Engine, account_id: int) -> None:
    """The secret and the recovery codes are forgotten, and what waits for a code is worth nothing."""
    everything, now = engine.house.everything(), datetime.now(UTC)
    with engine.house.transaction():
        everything.change("accounts", account_id, totp_secret=None, totp_since=None, totp_step=0)
        everything.remove_where("recovery_codes", account_id=account_id)
        waiting = {"account_id": account_id, "purpose": "second", "used_at": None}
        everything.change_where("tickets", waiting, used_at=now)


def count_recovery_codes(engine: Engine, account_id: int) -> int:
    return engine.house.everything().count("recovery_codes", account_id=account_id)


def _find_ticket(engine: Engine, ticket: str) -> Row | None:
    everything = engine.house.everything()
    found = everything.first("tickets", ticket_hash=digest(ticket), purpose="second", used_at=None)
    return found if found and found["expires_at"] > datetime.now(UTC) else None


def _fits(engine: Engine, account: Row, code: str) -> bool:
    typed = "".join(code.split()).replace("-", "").lower()
    everything = engine.house.everything()
    if not (typed.isascii() and typed.isdecimal()):
        return everything.remove_where("recovery_codes", account_id=account["id"], code_hash=_hash(account, typed)) > 0
    if not account["totp_secret"]:
        return False
    totp, now = pyotp.TOTP(engine.vault.open(account["totp_secret"])), datetime.now(UTC)
    steps = [int(now.timestamp()) // STEP_S + drift for drift in (-1, 0, 1)]
    step = next((each for each in steps if hmac.compare_digest(totp.at(each * STEP_S), typed)), 0)
    unused = {"id": account["id"], "totp_step": account["totp_step"], "totp_secret": account["totp_secret"]}
    return step > account["totp_step"] and everything.change_where("accounts", unused, totp_step=step) > 0


def _make_recovery_code() -> str:
    """80 random bits, as letters and digits that are hard to mix up."""
    text = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def _hash(account: Row, code: str) -> str:
    return digest(f"{account['id']}:{code.replace('-', '')}")
