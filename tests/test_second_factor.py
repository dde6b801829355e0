"""The second factor: after the password a code, once each; recovery codes for a lost phone; nothing opens without it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from houses import PASSWORD, add_org, join, open_engine

from datamind import passwords, second_factor, sessions
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import CodeNeeded, InvalidInput, NotFound, SignInFailed, TooManyAttempts
from datamind.services import accounts, second_factors, team

HERE = "192.0.2.1"


class Clock:
    ahead = timedelta(0)

    @classmethod
    def now(cls, zone: object = None) -> datetime:
        return datetime.now(UTC) + cls.ahead


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(passwords, "_ROUNDS", 4)
    engine = open_engine(tmp_path)
    yield engine
    engine.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Clock]]:
    monkeypatch.setattr(second_factor, "datetime", Clock)
    yield Clock
    Clock.ahead = timedelta(0)


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Acme"), "Ada", Role.OWNER, PASSWORD)


class Phone:
    """Ada's, with a code that has not been used yet."""

    def __init__(self, ada: Scope, clock: type[Clock]):
        self.clock = clock
        self.secret = second_factors.start_second_factor(ada).secret
        self.recovery = second_factors.confirm_second_factor(ada, self.show())

    def show(self) -> str:
        self.clock.ahead += timedelta(seconds=30)
        return pyotp.TOTP(self.secret).at(self.clock.now())


@pytest.fixture
def phone(ada: Scope, clock: type[Clock]) -> Phone:
    return Phone(ada, clock)


def enter(engine: Engine) -> str:
    return sessions.sign_in(engine, "Ada", PASSWORD, HERE)


def test_the_password_alone_opens_nothing(engine: Engine, ada: Scope, phone: Phone) -> None:
    ticket = enter(engine)
    assert second_factor.awaits_code(engine, ticket)
    for redeem in (sessions.redeem_ticket, sessions.redeem_link, sessions.redeem_reset):
        with pytest.raises(SignInFailed):
            redeem(engine, ticket)
    session = sessions.redeem_ticket(engine, second_factor.confirm_code(engine, ticket, phone.show(), HERE))
    assert sessions.actor_for(engine, session) == ada.actor


def test_a_code_and_its_ticket_are_worth_one_sign_in(engine: Engine, phone: Phone) -> None:
    first, second, code = enter(engine), enter(engine), phone.show()
    assert second_factor.confirm_code(engine, first, code, HERE)
    for ticket in (first, second):
        with pytest.raises(SignInFailed):
            second_factor.confirm_code(engine, ticket, code, HERE)
    assert second_factor.confirm_code(engine, second, phone.show(), HERE)


def test_a_recovery_code_opens_once_however_it_is_typed(engine: Engine, ada: Scope, phone: Phone) -> None:
    code = phone.recovery[3].upper().replace("-", " ")
    assert second_factor.confirm_code(engine, enter(engine), code, HERE)
    with pytest.raises(SignInFailed, match="not right, or was used before"):
        second_factor.confirm_code(engine, enter(engine), code, HERE)
    assert second_factors.get_second_factor(ada).recovery_codes == 9


def test_wrong_codes_are_counted_whatever_the_address_and_the_ticket(engine: Engine, phone: Phone) -> None:
    ends = []
    for number in range(50):
        with pytest.raises(SignInFailed) as caught:
            second_factor.confirm_code(engine, enter(engine), f"{number:06}", f"10.0.0.{number}")
        ends.append(type(caught.value).__name__)
    assert ends.count("TooManyAttempts") >= 40
    with pytest.raises(TooManyAttempts):
        second_factor.confirm_code(engine, enter(engine), phone.show(), HERE)


@pytest.mark.parametrize("code", ["", " ", "12345", "1234567", "１２３４５６", "abc", "x" * 500])
def test_what_is_no_code_is_refused(engine: Engine, phone: Phone, code: str) -> None:
    with pytest.raises(SignInFailed, match="not right"):
        second_factor.confirm_code(engine, enter(engine), code, HERE)


def test_a_ticket_waits_five_minutes_for_its_code(engine: Engine, phone: Phone) -> None:
    ticket = enter(engine)
    phone.clock.ahead += sessions.CODE_LIFE
    assert not second_factor.awaits_code(engine, ticket)
    with pytest.raises(SignInFailed, match="used, or is too old"):
        second_factor.confirm_code(engine, ticket, phone.show(), HERE)


@pytest.mark.parametrize("purpose", ["link", "reset"])
def test_a_link_asks_for_the_code_too(engine: Engine, ada: Scope, phone: Phone, purpose: str) -> None:
    issue = sessions.issue_link if purpose == "link" else sessions.issue_reset
    redeem = sessions.redeem_link if purpose == "link" else sessions.redeem_reset
    token = issue(engine, ada.actor.user_id or 0, ada.actor.org_id)
    with pytest.raises(CodeNeeded) as caught:
        redeem(engine, token)
    with pytest.raises(SignInFailed):
        redeem(engine, token)
    assert engine.house.everything().count("sessions") == 0
    ticket = second_factor.confirm_code(engine, caught.value.ticket, phone.show(), HERE)
    assert sessions.actor_for(engine, sessions.redeem_ticket(engine, ticket)) == ada.actor
    assert sessions.has_password(engine, ada.actor.user_id or 0) is (purpose == "link")


def test_it_counts_only_once_a_code_was_typed(engine: Engine, ada: Scope, clock: type[Clock]) -> None:
    second_factors.start_second_factor(ada)
    assert sessions.redeem_ticket(engine, enter(engine))
    with pytest.raises(InvalidInput, match="not right"):
        second_factors.confirm_second_factor(ada, "000000")
    assert second_factors.get_second_factor(ada).since is None


def test_taking_it_off_and_new_recovery_codes_ask_for_a_code(engine: Engine, ada: Scope, phone: Phone) -> None:
    for change in (second_factors.drop_second_factor, second_factors.renew_recovery_codes):
        with pytest.raises(InvalidInput, match="not right"):
            change(ada, "000000")
    fresh = second_factors.renew_recovery_codes(ada, phone.show())
    assert not set(fresh) & set(phone.recovery)
    with pytest.raises(InvalidInput, match="not right"):
        second_factors.drop_second_factor(ada, phone.recovery[0])
    waiting = enter(engine)
    second_factors.drop_second_factor(ada, fresh[0])
    assert not second_factor.awaits_code(engine, waiting)
    assert sessions.redeem_ticket(engine, enter(engine))


def test_nobody_sets_up_a_second_one_over_the_first(ada: Scope, phone: Phone) -> None:
    with pytest.raises(InvalidInput, match="take it off first"):
        second_factors.start_second_factor(ada)


def test_an_admin_helps_whoever_lost_the_phone_but_no_owner_and_no_guest(
    engine: Engine, ada: Scope, phone: Phone
) -> None:
    mine = ada.actor.user_id or 0
    admin = join(engine, ada.actor.org_id, "Bob", Role.ADMIN)
    with pytest.raises(Exception, match="Only an owner"):
        team.forget_second_factor(admin, mine)
    elsewhere = join(engine, add_org(engine, "Other"), "Eve", Role.OWNER)
    with pytest.raises(NotFound):
        team.forget_second_factor(elsewhere, mine)
    assert second_factors.get_second_factor(ada).since
    team.forget_second_factor(ada, mine)
    assert second_factors.get_second_factor(ada).since is None


def test_the_store_and_the_log_hold_no_secret_and_no_recovery_code(engine: Engine, ada: Scope, phone: Phone) -> None:
    """F35."""
    second_factor.confirm_code(engine, enter(engine), phone.recovery[0], HERE)
    kept = repr([engine.house.everything().find(name) for name in ("accounts", "recovery_codes", "audit", "tickets")])
    assert phone.secret not in kept
    for code in phone.recovery:
        assert code not in kept
        assert code.replace("-", "") not in kept
    assert phone.secret not in repr(second_factors.Enrolment(phone.secret, "address"))


def test_the_log_tells_the_password_from_the_way_in(engine: Engine, ada: Scope, phone: Phone) -> None:
    ticket = enter(engine)
    with pytest.raises(SignInFailed):
        second_factor.confirm_code(engine, ticket, "000000", HERE)
    second_factor.confirm_code(engine, ticket, phone.show(), HERE)
    rows = ada.store.find("audit", order="id", action=sessions.one_of(["give_password", "sign_in"]))
    assert [(row["action"], row["outcome"]) for row in rows] == [
        ("give_password", "done"),
        ("sign_in", "refused"),
        ("sign_in", "done"),
    ]


def test_people_of_two_orgs_change_over_and_join_by_a_link(engine: Engine, ada: Scope) -> None:
    other = join(engine, add_org(engine, "Other"), "Eve", Role.ADMIN)
    assert [org.name for org in accounts.list_orgs(ada)] == ["Acme"]
    with pytest.raises(NotFound):
        accounts.switch_org(ada, other.actor.org_id)
    token = team.invite_person(other, "viewer")
    there = sessions.actor_for(engine, sessions.redeem_ticket(engine, accounts.join_org(ada, token)))
    assert there is not None
    assert (there.org_id, there.user_id, there.role) == (other.actor.org_id, ada.actor.user_id, Role.VIEWER)
    assert [org.name for org in accounts.list_orgs(ada)] == ["Acme", "Other"]
    with pytest.raises(SignInFailed):
        accounts.join_org(ada, token)
    again = team.invite_person(other, "admin")
    with pytest.raises(InvalidInput, match="already"):
        accounts.join_org(ada, again)
    back = sessions.redeem_ticket(engine, accounts.switch_org(Scope(engine, there), ada.actor.org_id))
    assert sessions.actor_for(engine, back) == ada.actor
    team.deactivate_person(other, ada.actor.user_id or 0)
    with pytest.raises(NotFound):
        accounts.switch_org(ada, other.actor.org_id)
