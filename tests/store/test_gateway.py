"""The gateway: an org sees and changes its own rows only, in every table; writes are whole; of several at once one wins."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, DateTime, Float, Integer, String, Text

from datamind.errors import InvalidInput, NotFound, StoreError
from datamind.store import House, Store, above, below, one_of
from datamind.store.tables import HOUSE_WIDE, Moment, metadata

Orgs = tuple[Store, Store]
NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
ORG_TABLES = sorted(set(metadata.tables) - HOUSE_WIDE)


def add_row(store: Store, house: House, table: str) -> int:
    """A row of any table, made from its columns; what it refers to is made too."""
    values: dict[str, Any] = {}
    for column in metadata.tables[table].columns:
        if column.name in ("id", "org_id"):
            continue
        keys = list(column.foreign_keys)
        if keys:
            target = keys[0].column.table.name
            owner = house.everything() if target in HOUSE_WIDE else store
            values[column.name] = add_row(owner, house, target)
        elif isinstance(column.type, Moment | DateTime):
            values[column.name] = NOW
        elif isinstance(column.type, Boolean):
            values[column.name] = True
        elif isinstance(column.type, Integer | Float):
            values[column.name] = 1
        elif isinstance(column.type, String | Text):
            unique = f"{table}{house.everything().count(table)}"
            values[column.name] = unique[-(column.type.length or 99) :]
        elif isinstance(column.type, JSON):
            values[column.name] = {}
    return store.add(table, **values)


@pytest.mark.parametrize("table", ORG_TABLES)
def test_another_orgs_rows_are_as_unknown_as_missing_ones(house: House, orgs: Orgs, table: str) -> None:
    ours, theirs = orgs
    row_id = add_row(theirs, house, table)
    assert theirs.get(table, row_id)["org_id"] == theirs.org_id
    with pytest.raises(NotFound) as missing:
        ours.get(table, row_id + 1000)
    names = [column.name for column in metadata.tables[table].columns]
    column = next((name for name in names if name not in ("id", "org_id") and "_id" not in name), "account_id")
    same = {column: theirs.get(table, row_id)[column]}
    for attempt in (ours.get, ours.remove, lambda name, i: ours.change(name, i, **same)):
        with pytest.raises(NotFound) as foreign:
            attempt(table, row_id)
        assert str(foreign.value) == str(missing.value)
    assert ours.find(table) == []
    assert ours.find(table, id=row_id) == []
    assert ours.first(table, org_id=theirs.org_id) is None
    assert ours.count(table, org_id=theirs.org_id) == 0
    assert ours.change_where(table, {"id": row_id}, **same) == 0
    assert ours.remove_where(table, org_id=theirs.org_id) == 0
    assert theirs.count(table) >= 1


@pytest.mark.parametrize("table", ORG_TABLES)
def test_no_row_may_point_at_another_orgs_row(house: House, orgs: Orgs, table: str) -> None:
    ours, theirs = orgs
    references = {
        column.name: next(iter(column.foreign_keys)).column.table.name
        for column in metadata.tables[table].columns
        if column.foreign_keys and next(iter(column.foreign_keys)).column.table.name not in HOUSE_WIDE
    }
    row_id = add_row(ours, house, table)
    for name, target in references.items():
        foreign = add_row(theirs, house, target)
        with pytest.raises(NotFound):
            ours.change(table, row_id, **{name: foreign})
        values = {k: v for k, v in ours.get(table, row_id).items() if k != "id"}
        with pytest.raises(NotFound):
            ours.add(table, **{**values, name: foreign})


@pytest.mark.parametrize("row_id", [-1, 0, 2**31, 2**63, 10**40, -(10**40)])
def test_an_id_of_any_size_is_just_unknown(orgs: Orgs, row_id: int) -> None:
    with pytest.raises(NotFound):
        orgs[0].get("chats", row_id)


def test_an_org_given_by_the_caller_is_overruled(house: House, orgs: Orgs) -> None:
    ours, theirs = orgs
    row_id = ours.add(
        "audit", org_id=theirs.org_id, at=NOW, actor="x", action="y", object="", outcome="done", detail={}
    )
    assert ours.get("audit", row_id)["org_id"] == ours.org_id
    with pytest.raises(StoreError):
        ours.change("audit", row_id, org_id=theirs.org_id)


@pytest.mark.parametrize("table", sorted(HOUSE_WIDE))
def test_an_org_does_not_reach_what_belongs_to_none(orgs: Orgs, table: str) -> None:
    with pytest.raises(StoreError):
        orgs[0].find(table)


def test_moments_come_back_as_they_went_in_whatever_their_zone(house: House) -> None:
    summer = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    house.everything().add("login_attempts", subject="x", failures=0, last_at=summer)
    found = house.everything().get("login_attempts", 1)["last_at"]
    assert found == summer
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(house: House) -> None:
    with pytest.raises(StoreError):
        house.everything().add("orgs", name="x", created_at=datetime(2026, 1, 1))


def test_finding_compares_orders_and_limits(house: House) -> None:
    everything = house.everything()
    for number in range(5):
        everything.add("login_attempts", subject=f"s{number}", failures=number, last_at=NOW)
    assert [row["failures"] for row in everything.find("login_attempts", failures=above(2), order="-failures")] == [
        4,
        3,
    ]
    assert [row["failures"] for row in everything.find("login_attempts", failures=below(2), order="failures")] == [0, 1]
    assert everything.count("login_attempts", subject=one_of(["s1", "s4", "s9"])) == 2
    assert everything.count("login_attempts", subject=one_of([])) == 0
    assert everything.find("login_attempts", columns=("failures",), order="id", limit=1) == [{"failures": 0}]
    assert everything.count("login_attempts", blocked_until=None) == 5


def test_a_transaction_is_kept_whole_or_not_at_all(orgs: Orgs) -> None:
    store = orgs[0]
    with pytest.raises(RuntimeError), store.transaction():  # noqa: PT012 (the block is what is tested)
        add_audit(store)
        with store.transaction():
            add_audit(store)
        assert store.count("audit") == 2
        raise RuntimeError("half-way")
    assert store.count("audit") == 0


def test_a_refused_row_does_not_undo_the_others(house: House) -> None:
    everything = house.everything()
    with everything.transaction():
        everything.add("login_attempts", subject="s", failures=0, last_at=NOW)
        with pytest.raises(InvalidInput):
            everything.add("login_attempts", subject="s", failures=0, last_at=NOW)
        everything.add("login_attempts", subject="t", failures=0, last_at=NOW)
    assert everything.count("login_attempts") == 2


def test_removing_needs_to_be_told_what(orgs: Orgs) -> None:
    with pytest.raises(StoreError):
        orgs[0].remove_where("audit")


def test_of_several_that_change_a_row_at_once_one_wins(house: House) -> None:
    everything = house.everything()
    row_id = everything.add("login_attempts", subject="s", failures=0, last_at=NOW)
    won: list[int] = []
    barrier = threading.Barrier(6)

    def try_it(number: int) -> None:
        barrier.wait()
        if everything.change_where("login_attempts", {"id": row_id, "failures": 0}, failures=number):
            won.append(number)

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [everything.get("login_attempts", row_id)["failures"]] == won


def test_eight_writers_and_eight_readers_never_see_a_locked_store(house: House) -> None:
    everything = house.everything()
    row_id = everything.add("login_attempts", subject="s", failures=0, last_at=NOW)

    def write() -> None:
        for _ in range(25):
            with everything.transaction():
                seen = everything.get("login_attempts", row_id)["failures"]
                everything.change("login_attempts", row_id, failures=seen + 1)

    def look() -> None:
        for _ in range(50):
            everything.get("login_attempts", row_id)

    with ThreadPoolExecutor(16) as pool:
        for work in [pool.submit(work) for work in (write, look) * 8]:
            work.result()
    if house.engine.dialect.name == "sqlite":  # a writer holds the store from its first read on
        assert everything.get("login_attempts", row_id)["failures"] == 8 * 25


def add_audit(store: Store) -> int:
    return store.add("audit", at=NOW, actor="x", action="y", object="", outcome="done", detail={})
