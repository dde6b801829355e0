"""Signing in: equal work and words for known and unknown names, attempts counted in the store, sessions that end at once."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from houses import PASSWORD, add_org, join, open_engine

from datamind import passwords, sessions
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput, SignInFailed, TooManyAttempts
from datamind.services import accounts
from datamind.throttle import FREE_PER_ADDRESS, FREE_PER_NAME, LONGEST_WAIT_PER_NAME_S

HOME = "10.0.0.1"


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Hashes are made cheap here; their real cost is in test_passwords.py."""
    monkeypatch.setattr(passwords, "_ROUNDS", 4)
    passwords._dummy.cache_clear()
    engine = open_engine(tmp_path)
    yield engine
    engine.close()
    passwords._dummy.cache_clear()


@pytest.fixture
def ann(engine: Engine) -> Scope:
    """An admin with a password."""
    scope = join(engine, add_org(engine, "Acme"), "Ann")
    accounts.change_password(scope, None, PASSWORD)
    return scope


def open_session(engine: Engine, name: str = "Ann") -> str:
    return sessions.redeem_ticket(engine, sessions.sign_in(engine, name, PASSWORD, HOME), "Firefox", HOME)


def test_a_person_signs_in_and_is_who_they_are(engine: Engine, ann: Scope) -> None:
    actor = sessions.actor_for(engine, open_session(engine, " ANN "))
    assert actor == ann.actor


@pytest.mark.parametrize(
    ("name", "password"), [("Ann", "wrong words here"), ("Nobody", PASSWORD), ("", ""), ("Ann", "x" * 500)]
)
def test_wrong_names_and_passwords_get_the_same_words(engine: Engine, ann: Scope, name: str, password: str) -> None:
    with pytest.raises(SignInFailed, match=r"^The name or the password is not right"):
        sessions.sign_in(engine, name, password, HOME)


def test_whatever_is_wrong_costs_the_same_work(engine: Engine, ann: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for who has no password yet, was deactivated, or typed more than bcrypt reads: one comparison at the same cost."""
    join(engine, ann.actor.org_id, "Invited")
    gone = join(engine, ann.actor.org_id, "Gone")
    accounts.change_password(gone, None, PASSWORD)
    engine.house.everything().change("accounts", gone.actor.user_id or 0, active=False)
    tries = {
        "Ann": "wrong words here",
        "Nobody": PASSWORD,
        "Invited": "",
        "Gone": PASSWORD,
        "aNN": "x" * 500,
        "ann": "\0",
    }
    checked: list[int] = []
    real: Callable[[bytes, bytes], bool] = passwords.bcrypt.checkpw

    def count(password: bytes, hashed: bytes) -> bool:
        checked.append(int(hashed.split(b"$")[2]))
        return real(password, hashed)

    monkeypatch.setattr(passwords.bcrypt, "checkpw", count)
    for name, password in tries.items():
        with pytest.raises(SignInFailed, match=r"^The name or the password is not right"):
            sessions.sign_in(engine, name, password, HOME)
    assert checked == [4] * len(tries)


def test_bad_attempts_wait_longer_and_longer_also_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_ROUNDS", 4)
    engine = open_engine(tmp_path)
    accounts.change_password(join(engine, add_org(engine, "Acme"), "Ann"), None, PASSWORD)
    for _ in range(FREE_PER_NAME):
        with pytest.raises(SignInFailed, match="not right"):
            sessions.sign_in(engine, "Ann", "wrong words here", HOME)
    engine.close()
    engine = open_engine(tmp_path)
    with pytest.raises(TooManyAttempts) as waiting:
        sessions.sign_in(engine, "ann", PASSWORD, "10.0.0.2")
    assert 1 <= waiting.value.wait_s <= LONGEST_WAIT_PER_NAME_S
    engine.close()


def test_fifty_bad_attempts_compare_only_a_few(engine: Engine, ann: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "fits", lambda *_: False)
    ends = {"SignInFailed": 0, "TooManyAttempts": 0}
    for number in range(50):
        with pytest.raises(SignInFailed) as refused:
            sessions.sign_in(engine, "Ann", f"guess {number}", f"10.0.1.{number}")
        ends[type(refused.value).__name__] += 1
    assert ends["SignInFailed"] <= FREE_PER_NAME + 3
    assert ends["TooManyAttempts"] >= 40


def test_an_address_that_tries_many_names_must_wait(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "fits", lambda *_: False)
    refused = []
    for number in range(FREE_PER_ADDRESS + 5):
        with pytest.raises(SignInFailed) as error:
            sessions.sign_in(engine, f"name {number}", "guess", HOME)
        refused.append(isinstance(error.value, TooManyAttempts))
    assert refused.index(True) == FREE_PER_ADDRESS
    with pytest.raises(SignInFailed, match="not right"):
        sessions.sign_in(engine, "name 99", "guess", "10.9.9.9")


def test_many_attempts_at_once_are_all_counted(engine: Engine, ann: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    monkeypatch.setattr(sessions, "fits", lambda *_: bool(compared.append(1)))

    def attempt() -> None:
        with pytest.raises(SignInFailed):
            sessions.sign_in(engine, "Ann", "guess", HOME)

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(compared) == FREE_PER_NAME


def test_a_success_forgives_the_name(engine: Engine, ann: Scope) -> None:
    for _ in range(2):
        for _ in range(FREE_PER_NAME - 1):
            with pytest.raises(SignInFailed, match="not right"):
                sessions.sign_in(engine, "Ann", "", HOME)
        sessions.sign_in(engine, "Ann", PASSWORD, HOME)


def test_a_clock_set_back_locks_nobody_out_for_long(engine: Engine, ann: Scope) -> None:
    with pytest.raises(SignInFailed):
        sessions.sign_in(engine, "Ann", "", HOME)
    everything = engine.house.everything()
    for row in everything.find("login_attempts"):
        everything.change("login_attempts", row["id"], blocked_until=datetime.now(UTC) + timedelta(days=400))
    with pytest.raises(TooManyAttempts) as waiting:
        sessions.sign_in(engine, "Ann", PASSWORD, HOME)
    assert waiting.value.wait_s <= LONGEST_WAIT_PER_NAME_S


def test_a_ticket_is_worth_one_session_for_a_minute(engine: Engine, ann: Scope) -> None:
    ticket = sessions.sign_in(engine, "Ann", PASSWORD, HOME)
    assert sessions.redeem_ticket(engine, ticket)
    for used in (ticket, "", "x" * 10_000):
        with pytest.raises(SignInFailed, match="used, or is too old"):
            sessions.redeem_ticket(engine, used)
    late = sessions.sign_in(engine, "Ann", PASSWORD, HOME)
    ann.store.change_where("tickets", {"used_at": None}, expires_at=datetime.now(UTC))
    with pytest.raises(SignInFailed):
        sessions.redeem_ticket(engine, late)


def test_of_many_who_bring_a_ticket_at_once_one_gets_in(engine: Engine, ann: Scope) -> None:
    ticket = sessions.sign_in(engine, "Ann", PASSWORD, HOME)
    ends: list[object] = []

    def redeem() -> None:
        try:
            ends.append(sessions.redeem_ticket(engine, ticket))
        except SignInFailed:
            ends.append(None)

    threads = [threading.Thread(target=redeem) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(end is not None for end in ends) == 1


def test_a_link_is_no_cookie_ticket_and_a_cookie_ticket_no_link(engine: Engine, ann: Scope) -> None:
    assert ann.actor.user_id is not None
    link = sessions.issue_link(engine, ann.actor.user_id, ann.actor.org_id)
    with pytest.raises(SignInFailed):
        sessions.redeem_ticket(engine, link)
    with pytest.raises(SignInFailed):
        sessions.redeem_link(engine, sessions.sign_in(engine, "Ann", PASSWORD, HOME))
    newer = sessions.issue_link(engine, ann.actor.user_id, ann.actor.org_id)
    with pytest.raises(SignInFailed):
        sessions.redeem_link(engine, link)
    assert sessions.actor_for(engine, sessions.redeem_link(engine, newer)) == ann.actor


def test_the_store_keeps_no_id_or_ticket_that_could_be_used(engine: Engine, ann: Scope, tmp_path: Path) -> None:
    ticket = sessions.sign_in(engine, "Ann", PASSWORD, HOME)
    session_id = sessions.redeem_ticket(engine, ticket)
    engine.house.everything().find("sessions")
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("store.sqlite*"))
    for secret in (ticket, session_id, PASSWORD):
        assert secret.encode() not in stored
    assert hashlib.sha256(session_id.encode()).hexdigest().encode() in stored


@pytest.mark.parametrize(
    "how", ["sign_out", "everywhere", "password", "deactivated", "removed", "expired", "idle", "ended"]
)
def test_a_session_ends_at_once_and_for_good(engine: Engine, ann: Scope, how: str) -> None:
    session_id, everything, now = open_session(engine), engine.house.everything(), datetime.now(UTC)
    row = ann.store.find("sessions")[0]
    if how == "sign_out":
        sessions.sign_out(engine, session_id)
    elif how == "everywhere":
        assert accounts.sign_out_everywhere(ann) == 1
    elif how == "password":
        accounts.change_password(ann, PASSWORD, "four other quiet words")
    elif how == "deactivated":
        everything.change("accounts", row["account_id"], active=False)
    elif how == "removed":
        ann.store.remove_where("memberships", account_id=row["account_id"])
    elif how == "expired":
        ann.store.change("sessions", row["id"], expires_at=now)
    elif how == "idle":
        ann.store.change("sessions", row["id"], last_seen_at=now - timedelta(seconds=engine.settings.session_idle_s))
    else:
        accounts.end_session(ann, row["id"])
    assert sessions.actor_for(engine, session_id) is None
    sessions.sign_out(engine, session_id)


def test_a_new_role_holds_from_the_next_look_on(engine: Engine, ann: Scope) -> None:
    session_id = open_session(engine)
    ann.store.change_where("memberships", {"account_id": ann.actor.user_id}, role=Role.VIEWER)
    actor = sessions.actor_for(engine, session_id)
    assert actor is not None
    assert actor.role is Role.VIEWER


@pytest.mark.parametrize("forged", ["", "x", "' OR 1=1 --", "a" * 43, "\0", "é"])
def test_a_forged_session_is_nobody(engine: Engine, ann: Scope, forged: str) -> None:
    open_session(engine)
    assert sessions.actor_for(engine, forged) is None


def test_signing_in_and_out_and_failing_stand_in_the_audit_log(engine: Engine, ann: Scope) -> None:
    sessions.sign_out(engine, open_session(engine))
    for name in ("Ann", "canary-typed-as-name"):
        with pytest.raises(SignInFailed):
            sessions.sign_in(engine, name, "canary-guess", HOME)
    rows = ann.store.find("audit", order="id")
    entries = [(row["actor"], row["action"], row["outcome"]) for row in rows if row["action"].startswith("sign")]
    assert entries == [
        ("Ann", "sign_in", "done"),
        ("Ann", "sign_out", "done"),
        ("Ann", "sign_in", "refused"),
        ("a stranger", "sign_in", "refused"),
    ]
    assert "canary" not in str(rows)


def test_the_first_org_is_founded_once(engine: Engine) -> None:
    first = sessions.found_org(engine, "Acme", "owner")
    assert sessions.found_org(engine, "Other", "someone") == first
    assert engine.house.everything().count("orgs") == 1
    assert not sessions.has_password(engine, first[1])


@pytest.mark.parametrize("name", ["", " ", "x", "a\nb", "x" * 81])
def test_a_name_that_cannot_be_used_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(InvalidInput):
        join(engine, add_org(engine, "Acme"), name)


def test_two_people_do_not_share_a_name_whatever_its_case(engine: Engine, ann: Scope) -> None:
    with pytest.raises(InvalidInput, match="already"):
        join(engine, ann.actor.org_id, "aNN")


def test_signs_of_life_carry_a_session_to_its_last_day_and_no_further(
    engine: Engine, ann: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        ahead = timedelta(0)

        @classmethod
        def now(cls, zone: timezone) -> datetime:
            return datetime.now(zone) + cls.ahead

    monkeypatch.setattr(sessions, "datetime", Clock)
    session_id = open_session(engine)
    step, life = engine.settings.session_idle_s / 2, engine.settings.session_life_s
    for number in range(1, int(life / step)):
        Clock.ahead = timedelta(seconds=number * step)
        assert sessions.actor_for(engine, session_id) == ann.actor
    Clock.ahead = timedelta(seconds=life)
    assert sessions.actor_for(engine, session_id) is None
