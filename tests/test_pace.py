"""A person's pace: questions, runs, uploads and exports are counted in the store, for all processes together; the wait is told."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from houses import add_org, connect_shop, join, open_engine
from services.use_cases import USE_CASES, arguments_for

from datamind import throttle
from datamind.access import Actor
from datamind.engine import Engine, Scope
from datamind.errors import DataMindError, NotFound, TooFast
from datamind.services import queries

MISSING = {"chat_id": 1, "connection_id": 1, "message_id": 1, "dashboard_id": 1, "query_id": 1}
COUNTED = {
    "chats.ask_question": "questions",
    "questions.answer_once": "questions",
    "query_runs.start_query": "runs",
    "queries.run_sql": "runs",
    "uploads.receive_file": "uploads",
    "exports.export_answer": "exports",
    "exports.export_chat": "exports",
    "exports.export_dashboard": "exports",
}


def open_slow(home: Path, most: int = 2) -> Engine:
    return open_engine(home, **{f"{noun}_per_minute": most for noun in set(COUNTED.values())})


@pytest.mark.parametrize("name", COUNTED)
def test_more_than_a_persons_pace_is_refused_with_the_wait(tmp_path: Path, name: str) -> None:
    engine = open_slow(tmp_path)
    org = add_org(engine, "Org")
    ada, bob = join(engine, org, "Ada"), join(engine, org, "Bob")

    def call(scope: Scope) -> None:
        USE_CASES[name](scope, **arguments_for(USE_CASES[name], MISSING))

    for _ in range(2):
        with pytest.raises(DataMindError) as caught:
            call(ada)
        assert not isinstance(caught.value, TooFast)
    with pytest.raises(TooFast, match=f"more than 2 {COUNTED[name]} in a minute. Wait \\d+ seconds") as refused:
        call(ada)
    assert 1 <= refused.value.wait_s <= 60
    entry = ada.store.first("audit", order="-id")
    assert entry is not None
    assert (entry["outcome"], entry["account_id"]) == ("refused", ada.actor.user_id)
    for other in (bob, Scope(engine, Actor.system(org))):
        with pytest.raises(DataMindError) as caught:
            call(other)
        assert not isinstance(caught.value, TooFast)
    engine.close()


def test_all_processes_count_together_and_a_minute_later_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = open_slow(tmp_path), open_slow(tmp_path)
    ada = join(first, add_org(first, "Org"), "Ada")
    shop = connect_shop(ada)
    for engine in (first, second):
        queries.run_sql(Scope(engine, ada.actor), shop.id, "SELECT 1 AS one")
    for engine in (first, second):
        with pytest.raises(TooFast):
            queries.run_sql(Scope(engine, ada.actor), shop.id, "SELECT 1 AS one")

    class Later:
        @staticmethod
        def now(zone: Any) -> datetime:
            return datetime.now(UTC) + timedelta(seconds=61)

    monkeypatch.setattr(throttle, "datetime", Later)
    queries.run_sql(Scope(second, ada.actor), shop.id, "SELECT 1 AS one")
    first.close()
    second.close()


def test_many_at_once_are_all_counted(tmp_path: Path) -> None:
    """F41, F42: a storm of clicks has no more than its pace."""
    engine = open_slow(tmp_path, most=5)
    ada = join(engine, add_org(engine, "Org"), "Ada")
    ends: list[type[BaseException]] = []

    def call() -> None:
        with pytest.raises(DataMindError) as caught:
            queries.run_sql(ada, 1, "SELECT 1")
        ends.append(caught.type)

    threads = [threading.Thread(target=call) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ends.count(NotFound), ends.count(TooFast)) == (5, 15)
    engine.close()


def test_zero_is_any_pace(tmp_path: Path) -> None:
    engine = open_slow(tmp_path, most=0)
    ada = join(engine, add_org(engine, "Org"), "Ada")
    for _ in range(20):
        with pytest.raises(NotFound):
            queries.run_sql(ada, 1, "SELECT 1")
    engine.close()
