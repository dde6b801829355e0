"""Housekeeping: what nobody needs goes, what somebody needs stays, and lost questions are told so."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from houses import add_org, connect_shop, join

from datamind import drafts
from datamind.engine import Engine, Scope
from datamind.services import chats, housekeeping, status, uploads
from datamind.services.housekeeping import KEEP_JOBS, KEEP_SESSIONS, KEEP_TICKETS

DAY = timedelta(days=1)


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, add_org(engine, "Org"), "Ada")


def add_rows(scope: Scope, age: timedelta) -> None:
    """A ticket and two sessions (one ran out, one was ended) that are over since `age`, and a job that was due then."""
    then = datetime.now(UTC) - age
    mine = {"account_id": scope.actor.user_id, "address": "", "created_at": then}
    scope.store.add("tickets", **mine, ticket_hash=f"t{age}", purpose="cookie", expires_at=then)
    for ended, expires_at in ((None, then), (then, then + 365 * DAY)):
        session = {"device": "", "last_seen_at": then, "expires_at": expires_at, "revoked_at": ended}
        scope.store.add("sessions", **mine, sid_hash=f"s{age}{ended}", **session)
    scope.store.add("jobs", job="tidy", subject=str(age), due_at=then, state="done", fence=1, attempts=1)


def count_rows(scope: Scope) -> tuple[int, ...]:
    return tuple(scope.store.count(table) for table in ("tickets", "sessions", "jobs"))


def test_what_is_long_over_goes_and_the_rest_stays(ada: Scope) -> None:
    add_rows(ada, max(KEEP_TICKETS, KEEP_SESSIONS, KEEP_JOBS) + DAY)
    add_rows(ada, min(KEEP_TICKETS, KEEP_SESSIONS, KEEP_JOBS) / 2)
    eve = join(ada.engine, add_org(ada.engine, "Other"), "Eve")
    add_rows(eve, KEEP_JOBS + 2 * DAY)
    assert housekeeping.tidy(ada) == 4
    assert count_rows(ada) == (1, 2, 1)
    assert count_rows(eve) == (1, 2, 1)
    assert housekeeping.tidy(ada) == 0


def test_open_sessions_and_work_that_is_due_are_never_tidied(ada: Scope) -> None:
    long_ago, now = datetime.now(UTC) - 400 * DAY, datetime.now(UTC)
    session = {"sid_hash": "s", "device": "", "address": "", "last_seen_at": now, "expires_at": now + DAY}
    ada.store.add("sessions", account_id=ada.actor.user_id, created_at=long_ago, **session)
    for state in ("due", "running"):
        ada.store.add("jobs", job="tidy", subject=state, due_at=long_ago, state=state, fence=0, attempts=0)
    assert housekeeping.tidy(ada) == 0
    assert count_rows(ada) == (0, 1, 2)


def test_a_question_that_nobody_works_on_is_told_interrupted(ada: Scope) -> None:
    chat = chats.start_chat(ada, connect_shop(ada).id)
    lost = {"process": "another-machine:1:abcd", "asked_at": datetime.now(UTC) - DAY}
    ada.store.add("messages", chat_id=chat.id, question="?", key="k", state="running", **lost)
    housekeeping.tidy(ada)
    assert ada.store.first("messages")["state"] == "interrupted"  # type: ignore[index]


def test_an_upload_that_nobody_kept_goes_after_a_day_with_its_files(ada: Scope) -> None:
    eve = join(ada.engine, add_org(ada.engine, "Other"), "Eve")

    def begin(scope: Scope, age: timedelta) -> Path:
        part = uploads.receive_file(scope, uploads.start_draft(scope), "sales.csv", 9)
        part.write_text("a,b\n1,2\n")
        part.rename(part.with_suffix(""))
        begun = (datetime.now(UTC) - age).timestamp()
        os.utime(part.parent, (begun, begun))
        return part.parent

    old, fresh, foreign = begin(ada, DAY * 1.1), begin(ada, DAY * 0.9), begin(eve, DAY * 2)
    assert housekeeping.tidy(ada) == 1
    assert [folder.exists() for folder in (old, fresh, foreign)] == [False, True, True]
    assert drafts.measure_space(ada).used_bytes == sum(path.stat().st_size for path in fresh.iterdir())


def test_the_status_knows_when_a_scheduler_was_last_seen_and_who_answers(ada: Scope) -> None:
    assert status.get_status(ada) == status.Status(None, ("offline",))
    ada.engine.beat("app")
    assert status.get_status(ada).scheduler_seen_at is None
    ada.engine.beat("scheduler")
    seen = status.get_status(ada).scheduler_seen_at
    ada.engine.beat("scheduler")
    later = status.get_status(ada).scheduler_seen_at
    assert seen is not None
    assert later is not None
    assert later > seen
    assert ada.engine.house.everything().count("heartbeats") == 1
