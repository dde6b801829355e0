"""The second factor of one's own account: set up by a QR code, confirmed by a first code, with recovery codes for a lost phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from datamind import second_factor
from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import Forbidden, InvalidInput
from datamind.services.use_case import use_case
from datamind.store.session import Row


@dataclass(frozen=True)
class SecondFactor:
    """`since` when signing in asks for a code (None: it does not), and how many recovery codes are left."""

    since: datetime | None
    recovery_codes: int


@dataclass(frozen=True)
class Enrolment:
    """What the person's app must know; `address` is what its QR code holds."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


@use_case(Permission.USE_OWN_ACCOUNT, look=True)
def get_second_factor(scope: Scope) -> SecondFactor:
    """Whether the actor's own second factor is on."""
    account = _own(scope)
    return SecondFactor(account["totp_since"], second_factor.count_recovery_codes(scope.engine, account["id"]))


@use_case(Permission.USE_OWN_ACCOUNT)
def start_second_factor(scope: Scope) -> Enrolment:
    """A new secret, which counts from `confirm_second_factor` on. Raises InvalidInput when there is one already."""
    return Enrolment(*second_factor.begin(scope.engine, _own(scope)))


@use_case(Permission.USE_OWN_ACCOUNT)
def confirm_second_factor(scope: Scope, code: str) -> tuple[str, ...]:
    """Signing in asks for a code from now on; the recovery codes, shown this once. Raises InvalidInput, TooManyAttempts."""
    account = _own(scope)
    if account["totp_since"] or not account["totp_secret"]:
        raise InvalidInput("There is no second factor to confirm: begin again.", "code")
    _demand(scope, account, code)
    return second_factor.switch_on(scope.engine, account)


@use_case(Permission.USE_OWN_ACCOUNT)
def renew_recovery_codes(scope: Scope, code: str) -> tuple[str, ...]:
    """Ten new ones instead of the old ones, for a code that is right. Raises InvalidInput, TooManyAttempts."""
    account = _own_on(scope)
    _demand(scope, account, code)
    return second_factor.renew_recovery_codes(scope.engine, account)


@use_case(Permission.USE_OWN_ACCOUNT)
def drop_second_factor(scope: Scope, code: str) -> None:
    """Signing in asks for the password alone again. Raises InvalidInput for a wrong code, TooManyAttempts."""
    account = _own_on(scope)
    _demand(scope, account, code)
    second_factor.switch_off(scope.engine, account["id"])


def _demand(scope: Scope, account: Row, code: str) -> None:
    second_factor.demand_code(scope.engine, account, code, f"account {account['id']}")


def _own_on(scope: Scope) -> Row:
    account = _own(scope)
    if not account["totp_since"]:
        raise InvalidInput("You have no second factor.", "code")
    return account


def _own(scope: Scope) -> Row:
    if scope.actor.user_id is None:
        raise Forbidden("The system has no account of its own.")
    return scope.engine.house.everything().get("accounts", scope.actor.user_id)
