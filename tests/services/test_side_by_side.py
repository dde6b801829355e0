"""Two processes of the app on one store, SQLite or Postgres: what several do at once happens once, and nobody is told off."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from databases import connect_postgres, new_database
from houses import PASSWORD, add_org, connect_shop, join, open_engine_at

from datamind import passwords, sessions
from datamind.access import Actor
from datamind.analysts import ANALYSTS
from datamind.engine import Engine, Scope
from datamind.errors import NotFound, SignInFailed, TooManyAttempts
from datamind.jobs import claim_next, find_slot, plan_slots
from datamind.services import accounts, chats, connections, queries
from datamind.throttle import FREE_PER_NAME
from datamind.types import SqlDraft

pytestmark = pytest.mark.slow

ENOUGH_S = 60
MANY = 16

Engines = tuple[Engine, Engine]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def engines(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engines]:
    monkeypatch.setattr(passwords, "_ROUNDS", 4)
    url = f"sqlite:///{tmp_path}/store.sqlite"
    if request.param == "postgres":
        values = new_database(connect_postgres, request.getfixturevalue("postgres"))
        login = f"{quote(values['user'])}:{quote(values['password'], safe='')}"
        url = f"postgresql+psycopg2://{login}@{values['host']}:{values['port']}/{values['database']}"
    one, two = (open_engine_at(url, tmp_path) for _ in range(2))
    yield one, two
    one.close()
    two.close()


@pytest.fixture
def ada(engines: Engines) -> Scope:
    return join(engines[0], add_org(engines[0], "Org"), "Ada", password=PASSWORD)


def at_once(engines: Engines, work: Callable[[Engine], Any], many: int = MANY) -> list[Any]:
    """What many threads that begin together come to, half of them in each engine."""
    together = threading.Barrier(many)

    def begin(number: int) -> Any:
        together.wait(ENOUGH_S)
        return work(engines[number % 2])

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(begin, range(many)))


class Counting:
    """An analyst who counts how often it is asked, and answers when `go` is set."""

    name = "counting"

    def __init__(self) -> None:
        self.calls: list[int] = []
        self.go = threading.Event()

    def draft(self, *_: Any) -> SqlDraft:
        self.calls.append(1)
        assert self.go.wait(ENOUGH_S)
        return SqlDraft("SELECT count(*) AS orders FROM orders", "How many orders", analyst=self.name)

    def words(self, *_: Any) -> None:
        return None


def test_clicks_at_once_are_one_question(engines: Engines, ada: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    chat, analyst = chats.start_chat(ada, connect_shop(ada).id), Counting()
    monkeypatch.setitem(ANALYSTS, "counting", lambda _settings: analyst)

    def click(engine: Engine) -> chats.Run:
        return chats.ask_question(Scope(engine, ada.actor), chat.id, "how many orders", analyst="counting", key="click")

    runs = at_once(engines, click)
    assert len({run.message_id for run in runs}) == 1
    analyst.go.set()
    assert all(run.wait(ENOUGH_S) for run in runs)
    assert analyst.calls == [1]
    assert [message.state for message in chats.list_messages(ada, chat.id)] == ["done"]


def test_guesses_at_once_are_all_counted(engines: Engines, ada: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    monkeypatch.setattr(sessions, "fits", lambda *_: bool(compared.append(1)))

    def guess(engine: Engine) -> type[SignInFailed]:
        with pytest.raises(SignInFailed) as refused:
            sessions.sign_in(engine, "Ada", "guess", "192.0.2.1")
        return type(refused.value)

    ends = at_once(engines, guess)
    assert len(compared) == FREE_PER_NAME
    assert ends.count(TooManyAttempts) == MANY - FREE_PER_NAME


def test_a_ticket_lets_one_in(engines: Engines, ada: Scope) -> None:
    ticket = sessions.sign_in(engines[0], "Ada", PASSWORD, "192.0.2.1")

    def redeem(engine: Engine) -> str | None:
        try:
            return sessions.redeem_ticket(engine, ticket)
        except SignInFailed:
            return None

    assert sum(session is not None for session in at_once(engines, redeem)) == 1
    assert ada.store.count("sessions") == 1


def test_a_session_ended_in_one_process_is_ended_in_the_other(engines: Engines, ada: Scope) -> None:
    one, two = engines
    session_id = sessions.redeem_ticket(one, sessions.sign_in(one, "Ada", PASSWORD, "192.0.2.1"))
    assert sessions.actor_for(two, session_id) == ada.actor
    accounts.sign_out_everywhere(ada)
    assert sessions.actor_for(two, session_id) is None


def test_each_slot_goes_to_one(engines: Engines, ada: Scope) -> None:
    now = sessions._now()
    subjects = [str(number) for number in range(12)]

    def work(engine: Engine) -> list[int]:
        store = Scope(engine, Actor.system(ada.actor.org_id)).store
        plan_slots(store, "work", subjects, 3600.0, now)
        claims = iter(lambda: claim_next(store, ["work"], engine.process, 60, now), None)
        return [claim.row["id"] for claim in claims]

    taken = sorted(row_id for ids in at_once(engines, work, 8) for row_id in ids)
    planned = {row["id"]: row["due_at"] for row in ada.store.find("jobs")}
    assert taken == sorted(planned)
    assert len(planned) == len(subjects)
    assert set(planned.values()) == {find_slot(f"work:{subject}", 3600.0, now) for subject in subjects}


def test_an_edited_or_deleted_connection_is_noticed_by_the_other_process(engines: Engines, ada: Scope) -> None:
    shop = connect_shop(ada)
    elsewhere = Scope(engines[1], ada.actor)
    count = "SELECT count(*) FROM orders"
    assert queries.run_sql(elsewhere, shop.id, count).rows == ((4,),)
    other = connect_shop(ada, "Other")
    path = ada.engine.settings.home / "databases" / "other.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM orders WHERE id > 1")
    raw.close()
    connections.edit_connection(ada, shop.id, "Shop", {"path": str(path)}, accept_writable=True)
    assert queries.run_sql(elsewhere, shop.id, count).rows == ((1,),)
    connections.delete_connection(ada, shop.id)
    with pytest.raises(NotFound):
        queries.run_sql(elsewhere, shop.id, count)
    assert queries.run_sql(elsewhere, other.id, count).rows == ((1,),)
