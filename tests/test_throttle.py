"""Attempts are counted in the store, wherever they come from; the wait doubles, and a success forgets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import bcrypt
import pytest
from houses import PASSWORD, add_org, join, open_engine

from datamind import passwords, throttle
from datamind.access import Role
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput, SignInFailed, TooManyAttempts
from datamind.services import accounts
from datamind.sessions import sign_in

HERE, THERE = "192.0.2.1", "192.0.2.2"


class Clock:
    """Stands in for `datetime` in a module: the real one, some time ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self, zone: Any) -> datetime:
        return datetime.now(zone) + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(throttle, "datetime", clock)
    return clock


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(passwords, "_ROUNDS", 4)
    engine = open_engine(tmp_path)
    yield engine
    engine.close()


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada", Role.ANALYST, PASSWORD)


def fail(engine: Engine, name: str = "Ada", address: str = HERE) -> None:
    with pytest.raises(SignInFailed) as caught:
        sign_in(engine, name, "wrong wrong wrong", address)
    assert not isinstance(caught.value, TooManyAttempts)


def test_who_waits_is_not_compared_at_all(engine: Engine, ada: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(throttle.FREE_PER_NAME):
        fail(engine)

    def compared(*_: Any) -> bool:
        raise AssertionError("compared")

    monkeypatch.setattr(bcrypt, "checkpw", compared)
    with pytest.raises(TooManyAttempts):
        sign_in(engine, "Ada", PASSWORD, HERE)


def test_the_wait_doubles_up_to_a_limit_then_is_over(engine: Engine, ada: Scope, clock: Clock) -> None:
    waits: list[int] = []
    for _ in range(throttle.FREE_PER_NAME - 1):
        fail(engine)
    for _ in range(12):
        fail(engine)
        with pytest.raises(TooManyAttempts) as caught:
            sign_in(engine, "Ada", PASSWORD, HERE)
        waits.append(caught.value.wait_s)
        clock.ahead += timedelta(seconds=caught.value.wait_s)
    assert waits[:8] == [1, 2, 4, 8, 16, 32, 64, 128]
    assert waits[-1] == throttle.LONGEST_WAIT_PER_NAME_S
    assert sign_in(engine, "Ada", PASSWORD, HERE)
    fail(engine)
    assert sign_in(engine, "Ada", PASSWORD, HERE), "a success makes the name start anew"


def test_many_names_from_one_address_are_held_up_and_nobody_else(engine: Engine, ada: Scope) -> None:
    for number in range(throttle.FREE_PER_ADDRESS):
        fail(engine, f"guess {number}")
    with pytest.raises(TooManyAttempts):
        sign_in(engine, "Ada", PASSWORD, HERE)
    assert sign_in(engine, "Ada", PASSWORD, THERE)


def test_a_wrong_current_password_changes_nothing_and_is_counted(engine: Engine, ada: Scope) -> None:
    for _ in range(throttle.FREE_PER_NAME):
        with pytest.raises(InvalidInput, match="current password"):
            accounts.change_password(ada, "wrong wrong wrong", "five more plain words here")
    with pytest.raises(TooManyAttempts):
        accounts.change_password(ada, PASSWORD, "five more plain words here")
