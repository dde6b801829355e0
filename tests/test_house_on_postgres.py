"""The house on a Postgres store, where writers do not wait for each other by themselves: what must happen once happens once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.fernet import Fernet
from databases import Values, connect_postgres, execute, new_database
from houses import PASSWORD, add_org, connect_shop, join, open_engine

from datamind import passwords, sessions
from datamind.access import Actor
from datamind.engine import Engine
from datamind.errors import SignInFailed, StoreUnavailable, TooManyAttempts
from datamind.jobs import claim_next, plan_slots
from datamind.scheduler import JOBS, Scheduler
from datamind.services import chats
from datamind.store import House
from datamind.throttle import FREE_PER_NAME
from datamind.types import Answer


@pytest.fixture
def engine(postgres: Values, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(passwords, "_ROUNDS", 4)
    values = new_database(connect_postgres, postgres)
    login = f"{quote(values['user'])}:{quote(values['password'], safe='')}"
    url = f"postgresql://{login}@{values['host']}:{values['port']}/{values['database']}"
    house = House(url)
    house.migrate()
    house.close()
    keys = {"secret_keys": Fernet.generate_key().decode(), "cookie_key": Fernet.generate_key().decode()}
    engine = open_engine(tmp_path, store_url=url, **keys)
    yield engine
    engine.close()


def test_a_question_is_asked_and_answered(engine: Engine) -> None:
    ada = join(engine, add_org(engine, "Org"), "Ada")
    chat = chats.start_chat(ada, connect_shop(ada).id)
    assert chats.ask_question(ada, chat.id, "how many orders are there", analyst="offline").wait(60)
    message = chats.list_messages(ada, chat.id)[0]
    assert isinstance(message.outcome, Answer)
    assert message.outcome.result.rows == ((4,),)
    assert Scheduler(engine).run_due() == len(JOBS)


def test_attempts_at_once_are_all_counted(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    join(engine, add_org(engine, "Org"), "Ada", password=PASSWORD)
    monkeypatch.setattr(sessions, "fits", lambda *_: False)

    def attempt(number: int) -> bool:
        try:
            sessions.sign_in(engine, "Ada", "guess", "192.0.2.1")
        except TooManyAttempts:
            return False
        except SignInFailed:
            return True
        raise AssertionError("signed in")

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(attempt, range(20))) == FREE_PER_NAME


def test_two_first_starts_at_once_found_one_org(engine: Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        founded = list(pool.map(lambda _: sessions.found_org(engine, "Acme", "owner"), range(6)))
    assert len(set(founded)) == 1
    everything = engine.house.everything()
    assert (everything.count("orgs"), everything.count("accounts")) == (1, 1)


def test_a_double_click_is_one_question(engine: Engine) -> None:
    ada = join(engine, add_org(engine, "Org"), "Ada")
    chat = chats.start_chat(ada, connect_shop(ada).id)
    with ThreadPoolExecutor(6) as pool:
        runs = list(
            pool.map(lambda _: chats.ask_question(ada, chat.id, "how many orders", "offline", key="k"), range(6))
        )
    assert len({run.message_id for run in runs}) == 1
    assert all(run.wait(60) for run in runs)
    assert len(chats.list_messages(ada, chat.id)) == 1


def test_of_many_that_bring_a_ticket_at_once_one_gets_in(engine: Engine) -> None:
    ada = join(engine, add_org(engine, "Org"), "Ada", password=PASSWORD)
    ticket = sessions.sign_in(engine, "Ada", PASSWORD, "192.0.2.1")

    def redeem(_: int) -> bool:
        try:
            return bool(sessions.redeem_ticket(engine, ticket))
        except SignInFailed:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(redeem, range(8))) == 1
    assert ada.store.count("sessions") == 1


def test_many_schedulers_claim_each_slot_once(engine: Engine) -> None:
    org_id, now = add_org(engine, "Org"), datetime.now(UTC)
    store = engine.house.of(Actor.system(org_id).org_id)
    subjects = [str(number) for number in range(20)]
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(lambda _: plan_slots(store, "work", subjects, 3600, now), range(6))) == 20

        def claim_all(holder: int) -> list[int]:
            claims = iter(lambda: claim_next(store, ["work"], str(holder), 60, now), None)
            return [claim.row["id"] for claim in claims]

        taken = [row_id for ids in pool.map(claim_all, range(6)) for row_id in ids]
    assert sorted(taken) == sorted(row["id"] for row in store.find("jobs"))


def test_a_store_whose_connections_are_cut_is_there_again_at_the_next_touch(engine: Engine, postgres: Values) -> None:
    add_org(engine, "Org")
    before = engine.house.everything().find("orgs")
    database = engine.house.engine.url.database
    execute(
        connect_postgres,
        postgres,
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'",
    )
    assert engine.house.everything().find("orgs") == before


def test_a_store_that_goes_away_within_a_transaction_keeps_nothing_of_it(engine: Engine, postgres: Values) -> None:
    org_id, database = add_org(engine, "Org"), engine.house.engine.url.database
    everything = engine.house.everything()
    with pytest.raises(StoreUnavailable), everything.transaction():  # noqa: PT012 (the block is what is tested)
        everything.change("orgs", org_id, name="half")
        execute(
            connect_postgres,
            postgres,
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'",
        )
        everything.change("orgs", org_id, name="whole")
    assert everything.get("orgs", org_id)["name"] == "Org"
