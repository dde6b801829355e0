"""The list of jobs: last run, what is next, failing since; and run now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from services.conftest import TwoOrgs

from datamind.engine import Scope
from datamind.errors import InvalidInput, NotFound
from datamind.services import work

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def add(scope: Scope, hours: int, state: str, error: str | None = None, took_s: float = 2) -> None:
    due = NOON + timedelta(hours=hours)
    ended = due + timedelta(seconds=took_s) if state in ("done", "failed") else None
    scope.store.add(
        "jobs", job="refresh", subject="1", due_at=due, state=state, fence=1, attempts=1, started_at=due, finished_at=ended,
        error=error,
    )  # fmt: skip


def only(scope: Scope) -> work.Work:
    (found,) = [each for each in work.list_work(scope) if each.job == "refresh"]
    return found


def test_what_is_well(two_orgs: TwoOrgs) -> None:
    add(two_orgs.ada, 0, "done")
    add(two_orgs.ada, 1, "done", took_s=3)
    found = only(two_orgs.ada)
    assert (found.took_s, found.failing_since, found.error) == (3, None, None)
    assert found.next_due_at == NOON + timedelta(hours=2)


def test_failing_since_the_first_fault_after_the_last_success(two_orgs: TwoOrgs) -> None:
    for hours, state, error in (
        (0, "failed", "old"),
        (1, "done", None),
        (2, "failed", "first"),
        (3, "failed", "second"),
    ):
        add(two_orgs.ada, hours, state, error)
    found = only(two_orgs.ada)
    assert (found.failing_since, found.error) == (NOON + timedelta(hours=2), "second")


def test_run_now_makes_it_due_once(two_orgs: TwoOrgs) -> None:
    add(two_orgs.ada, 0, "done")
    work.run_now(two_orgs.ada, "refresh", "1")
    assert only(two_orgs.ada).state == "due"
    with pytest.raises(NotFound):
        work.run_now(two_orgs.ada, "refresh", "2")
    with pytest.raises(NotFound):
        work.run_now(two_orgs.eve, "refresh", "1")
    add(two_orgs.ada, 5, "running")
    with pytest.raises(InvalidInput):
        work.run_now(two_orgs.ada, "refresh", "1")
