"""The audit log is a chain: whatever is changed, slipped in, dropped or cut from outside is found; keys and orgs are apart."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from houses import add_org, open_engine
from sqlalchemy import text

from datamind.audit import check_chain, forget_before, write_entry
from datamind.engine import Engine
from datamind.store import Store


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path)
    yield engine
    engine.close()


@pytest.fixture
def store(engine: Engine) -> Store:
    """An org with five entries."""
    store = engine.house.of(add_org(engine, "Acme"))
    for number in range(5):
        write_entry(
            store, "Ada", "run_sql", "done", account_id=None, subject=f"connection_id={number}", rows=number, ms=0.5
        )
    return store


def tamper(engine: Engine, statement: str) -> None:
    """As somebody who can write the store, but has no key."""
    with engine.house.engine.connect() as connection, connection.begin():
        connection.execute(text(statement))


def test_an_untouched_chain_holds(store: Store) -> None:
    found = check_chain(store)
    assert (found.holds, found.entries, found.broken_at) == (True, 5, None)


COPY = (
    "INSERT INTO audit (org_id, at, actor, action, object, outcome, detail, digest) "
    "SELECT org_id, at, actor, action, object, outcome, detail, digest FROM audit WHERE id = 3"
)


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit SET actor = 'Bob' WHERE id = 3", 3),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE id = 1", 1),
        ("UPDATE audit SET detail = '{}' WHERE id = 5", 5),
        ("UPDATE audit SET outcome = 'refused', digest = '' WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 2", 3),
        ("DELETE FROM audit WHERE id = 1", 2),
        ("DELETE FROM audit WHERE id >= 4", None),
        ("DELETE FROM audit", None),
        ("DELETE FROM audit_heads", None),
        ("UPDATE audit_heads SET entries = 4", None),
        ("UPDATE audit_heads SET base_id = 2", None),
        (COPY, 6),
    ],
)
def test_whatever_is_done_to_it_from_outside_is_found(
    engine: Engine, store: Store, statement: str, broken_at: int | None
) -> None:
    tamper(engine, statement)
    found = check_chain(store)
    assert not found.holds
    assert found.broken_at == broken_at
    assert found.words.endswith(".")


def test_entries_of_another_org_do_not_fit(engine: Engine, store: Store) -> None:
    other = engine.house.of(add_org(engine, "Other"))
    write_entry(other, "Eve", "run_sql", "done")
    assert store.chain_key() != other.chain_key()
    tamper(engine, f"UPDATE audit SET org_id = {store.org_id} WHERE id = 6")
    assert check_chain(store).broken_at == 6
    assert not check_chain(other).holds


def test_the_key_is_kept_sealed_and_found_again(engine: Engine, store: Store, tmp_path: Path) -> None:
    kept = engine.house.everything().get("orgs", store.org_id or 0)["chain_key"]
    assert store.chain_key().decode() not in kept
    again = open_engine(tmp_path)
    assert again.house.of(store.org_id or 0).chain_key() == store.chain_key()
    assert check_chain(again.house.of(store.org_id or 0)).holds
    again.close()


def test_many_at_once_make_one_chain(store: Store) -> None:
    def write(number: int) -> None:
        write_entry(store, f"P{number}", "ask_question", "done")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    found = check_chain(store)
    assert (found.holds, found.entries) == (True, 45)


def test_a_key_made_in_a_transaction_that_is_undone_is_not_used(engine: Engine) -> None:
    store = engine.house.of(add_org(engine, "Young"))

    def fail() -> None:
        with store.transaction():
            write_entry(store, "Ada", "run_sql", "done")
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        fail()
    write_entry(store, "Ada", "run_sql", "done")
    assert (check_chain(store).holds, check_chain(store).entries) == (True, 1)


@pytest.mark.parametrize(("age", "left"), [(timedelta(days=1), 5), (timedelta(0), 0)])
def test_old_entries_are_forgotten_and_the_chain_goes_on(store: Store, age: timedelta, left: int) -> None:
    assert forget_before(store, datetime.now(UTC) - age) == 5 - left
    write_entry(store, "Ada", "run_sql", "done")
    assert store.count("audit") == left + 1
    assert (check_chain(store).holds, check_chain(store).entries) == (True, 6)


def test_what_is_cut_after_forgetting_is_found(engine: Engine, store: Store) -> None:
    forget_before(store, datetime.now(UTC))
    for _ in range(3):
        write_entry(store, "Ada", "run_sql", "done")
    tamper(engine, "DELETE FROM audit WHERE id = 6")
    assert check_chain(store).broken_at == 7
