"""The scheduler: each slot once, whoever tries; a job that raises, a scheduler that dies, a clock that jumps lose nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from houses import add_org, connect_shop, join, make_settings, open_engine

from datamind import scheduler as scheduler_module
from datamind.access import Actor
from datamind.engine import Engine, Scope
from datamind.errors import ConnectFailed
from datamind.jobs import FIRST_PAUSE_S, MOST_ATTEMPTS, MOST_CLAIMS, Job, claim_next, find_slot, plan_slots
from datamind.scheduler import JOBS, Scheduler, main
from datamind.store import Store

pytestmark = pytest.mark.slow

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
HOUR = 3600.0
ENOUGH_S = 60  # only a hang takes as long


class Noon(datetime):
    """A day on which it is always noon."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return NOON


class Clock:
    """Stands still until it is set."""

    def __init__(self, now: datetime = NOON):
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path, scheduler_lease_s=60)
    add_org(engine, "Acme")
    yield engine
    engine.close()


@pytest.fixture
def store(engine: Engine) -> Store:
    return engine.house.of(1)


def make_job(run: Callable[[str], object], subjects: tuple[str, ...] = ("a",)) -> dict[str, Job]:
    return {"work": Job(lambda _: HOUR, lambda scope: subjects, lambda scope, subject, is_mine: run(subject))}


# ── slots ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("interval_s", [0.2, 60, HOUR, 21_600, 86_400])
def test_slots_are_the_same_for_everyone_and_an_interval_apart(interval_s: float) -> None:
    slot = find_slot("work:a", interval_s, NOON)
    assert slot <= NOON < slot + timedelta(seconds=interval_s)
    assert find_slot("work:a", interval_s, slot) == slot
    following = find_slot("work:a", interval_s, slot + timedelta(seconds=interval_s))
    assert following - slot == timedelta(seconds=interval_s)


def test_subjects_do_not_all_come_at_once() -> None:
    assert len({find_slot(f"work:{number}", HOUR, NOON) for number in range(50)}) > 40


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "America/New_York"])
def test_a_night_that_loses_an_hour_has_as_many_slots_as_any(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    begin = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    slots = {find_slot("work:a", HOUR, begin + timedelta(minutes=minute)) for minute in range(0, 24 * 60, 5)}
    monkeypatch.undo()
    time.tzset()
    assert len(slots) in (24, 25)
    assert {after - before for before, after in zip(sorted(slots), sorted(slots)[1:], strict=False)} == {
        timedelta(hours=1)
    }


def test_a_slot_is_planned_once_and_missed_ones_are_not_made_up_for(store: Store) -> None:
    assert plan_slots(store, "work", ["a", "b"], HOUR, NOON) == 2
    assert plan_slots(store, "work", ["a", "b"], HOUR, NOON) == 0
    assert plan_slots(store, "work", ["a", "b"], HOUR, NOON + timedelta(days=1)) == 2


def test_many_that_plan_at_once_plan_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: plan_slots(store, "work", list("abcdef"), HOUR, NOON), range(8)))
    assert sum(made) == 6
    assert store.count("jobs") == 6


# ── claims ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_claimed_slot_is_nobody_elses_until_the_lease_ends(store: Store) -> None:
    plan_slots(store, "work", ["a"], HOUR, NOON)
    first = claim_next(store, ["work"], "one", 60, NOON)
    assert first is not None
    assert claim_next(store, ["work"], "two", 60, NOON + timedelta(seconds=59)) is None
    second = claim_next(store, ["work"], "two", 60, NOON + timedelta(seconds=61))
    assert second is not None
    assert second.fence == first.fence + 1


def test_whoever_comes_back_late_keeps_nothing(store: Store) -> None:
    plan_slots(store, "work", ["a"], HOUR, NOON)
    late = claim_next(store, ["work"], "one", 60, NOON)
    soon = claim_next(store, ["work"], "two", 60, NOON + timedelta(seconds=61))
    assert late is not None
    assert soon is not None
    assert not late.is_mine(store)
    assert not late.finish(store, NOON)
    assert not late.fail(store, NOON, "x")
    assert not late.renew(store, NOON)
    assert not late.give_back(store)
    assert soon.is_mine(store)
    assert soon.finish(store, NOON)
    assert store.find("jobs")[0]["state"] == "done"


def test_of_many_that_claim_at_once_each_slot_goes_to_one(store: Store) -> None:
    plan_slots(store, "work", [str(number) for number in range(20)], HOUR, NOON)

    def claim_all(holder: int) -> list[int]:
        claims = iter(lambda: claim_next(store, ["work"], str(holder), 60, NOON), None)
        return [claim.row["id"] for claim in claims]

    with ThreadPoolExecutor(6) as pool:
        taken = [row_id for ids in pool.map(claim_all, range(6)) for row_id in ids]
    assert sorted(taken) == sorted(row["id"] for row in store.find("jobs"))


def test_work_that_kills_whoever_does_it_is_given_up(store: Store) -> None:
    plan_slots(store, "work", ["a"], HOUR, NOON)
    now = NOON
    while claim_next(store, ["work"], "doomed", 60, now):
        now += timedelta(seconds=61)
    row = store.find("jobs")[0]
    assert (row["state"], row["fence"]) == ("failed", MOST_CLAIMS)
    assert "did not live" in row["error"]


# ── running ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_due_runs_once_and_again_when_it_is_due_again(engine: Engine) -> None:
    ran: list[str] = []
    clock = Clock()
    scheduler = Scheduler(engine, make_job(ran.append, ("a", "b")), clock)
    assert (scheduler.run_due(), scheduler.run_due()) == (2, 0)
    assert sorted(ran) == ["a", "b"]
    clock.move(hours=1)
    assert scheduler.run_due() == 2


def test_every_org_has_its_own_work_under_its_own_actor(engine: Engine) -> None:
    add_org(engine, "Other")
    actors: list[Actor] = []
    jobs = {"work": Job(lambda _: HOUR, lambda scope: ("a",), lambda scope, subject, mine: actors.append(scope.actor))}
    Scheduler(engine, jobs, Clock()).run_due()
    assert actors == [Actor.system(1), Actor.system(2)]


def test_a_job_that_raises_is_recorded_and_pauses_while_others_run(engine: Engine, store: Store) -> None:
    ran: list[str] = []
    clock = Clock()

    def run(subject: str) -> None:
        ran.append(subject)
        if subject == "bad":
            raise ConnectFailed("The host does not answer.", "network") if len(ran) < 4 else ZeroDivisionError("canary")

    scheduler = Scheduler(engine, make_job(run, ("bad", "good")), clock)
    scheduler.run_due()
    assert sorted(ran) == ["bad", "good"]
    bad = store.first("jobs", subject="bad")
    assert bad is not None
    assert (bad["state"], bad["error"]) == ("due", "The host does not answer.")
    clock.move(seconds=FIRST_PAUSE_S - 1)
    assert scheduler.run_due() == 0
    for attempt in range(1, MOST_ATTEMPTS):
        clock.move(seconds=FIRST_PAUSE_S * 2 ** (attempt - 1) + 1)
        assert scheduler.run_due() == 1
    bad = store.first("jobs", subject="bad")
    assert bad is not None
    assert bad["state"] == "failed"
    assert "ZeroDivisionError" in bad["error"]
    assert "canary" not in bad["error"]
    clock.move(hours=1)
    assert scheduler.run_due() == 2


@pytest.mark.parametrize("jump", [{"hours": -2}, {"days": 1}, {"days": 400}, {"days": -400}])
def test_a_clock_that_jumps_brings_no_burst_and_no_gap(engine: Engine, jump: dict[str, float]) -> None:
    ran: list[str] = []
    clock = Clock()
    scheduler = Scheduler(engine, make_job(ran.append), clock)
    scheduler.run_due()
    clock.move(**jump)
    assert scheduler.run_due() <= 1
    assert scheduler.run_due() == 0
    ran.clear()
    for _ in range(6):
        clock.move(minutes=30)
        scheduler.run_due()
    assert len(ran) in ((3,) if jump != {"hours": -2} else (2, 3))


def test_a_lease_from_before_the_clock_was_set_back_does_not_last_for_ever(store: Store) -> None:
    plan_slots(store, "work", ["a"], HOUR, NOON)
    assert claim_next(store, ["work"], "one", 60, NOON + timedelta(days=30))
    assert claim_next(store, ["work"], "two", 60, NOON)


def test_a_tick_that_fails_does_not_end_the_loop(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduler = Scheduler(engine, {}, Clock())
    ends = iter([RuntimeError("odd"), KeyError("odder"), None])

    def run_due() -> int:
        error = next(ends)
        if error is not None:
            raise error
        scheduler.stop.set()
        return 0

    monkeypatch.setattr(scheduler, "run_due", run_due)
    object.__setattr__(engine, "settings", make_settings(engine.settings.home, scheduler_tick_s=0.05))
    scheduler.loop()
    assert engine.last_heartbeat("scheduler") is not None


def test_the_ticker_is_wound_up_anew_when_the_wall_clock_jumps(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """`schedule` goes by the wall clock: set back by two hours, it would wait for two hours."""
    import schedule

    class Jumping(datetime):
        offset = timedelta()

        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def,override]
            return datetime.now(tz) + cls.offset

    monkeypatch.setattr(schedule.datetime, "datetime", Jumping)
    object.__setattr__(engine, "settings", make_settings(engine.settings.home, scheduler_tick_s=0.05))
    scheduler = Scheduler(engine, {})
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        if len(ticks) == 3:
            Jumping.offset = timedelta(hours=-2)
        if len(ticks) == 8:
            scheduler.stop.set()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(scheduler.loop, tick).result(ENOUGH_S)
    assert len(ticks) >= 8


def test_the_real_jobs_refresh_schemas_and_tidy_up(engine: Engine) -> None:
    ada = join(engine, 1, "Ada")
    shop = connect_shop(ada)
    old = datetime.now(UTC) - timedelta(days=90)
    ada.store.add(
        "tickets",
        account_id=ada.actor.user_id,
        ticket_hash="x",
        purpose="link",
        address="",
        created_at=old,
        expires_at=old,
    )
    before = ada.store.get("connections", shop.id)["refreshed_at"]
    assert Scheduler(engine).run_due() == len(JOBS)
    assert ada.store.get("connections", shop.id)["refreshed_at"] > before
    assert ada.store.count("tickets") == 0
    actions = {row["action"] for row in ada.store.find("audit", actor="system")}
    assert actions == {"follow_catalog", "check_verified", "tidy"}


def test_a_connection_deleted_meanwhile_is_no_failure(engine: Engine, store: Store) -> None:
    scope = Scope(engine, Actor.system(1))
    JOBS["refresh_schema"].run(scope, "4711", lambda: True)


# ── processes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def start_scheduler(home: Path, mode: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(Path(__file__).with_name("schedulers.py")), str(home), mode]
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), str(Path(__file__).parent)]),
    }
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait(ENOUGH_S)


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + ENOUGH_S
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def test_two_schedulers_side_by_side_run_each_slot_once(engine: Engine, store: Store) -> None:
    home = engine.settings.home
    with start_scheduler(home, "count") as one, start_scheduler(home, "count") as two:
        wait_until(lambda: store.count("jobs", state="done") >= 60)
        wait_until(lambda: len({row["actor"] for row in store.find("audit", columns=("actor",))}) == 2)
        for process in (one, two):
            process.send_signal(signal.SIGTERM)
            assert process.wait(ENOUGH_S) == 0
    rows = store.find("jobs")
    done = [row for row in rows if row["state"] == "done"]
    assert store.count("audit", action="count") == len(done)
    assert {row["fence"] for row in done} == {1}
    assert {row["state"] for row in rows} <= {"done", "due"}
    assert len({(row["subject"], row["due_at"]) for row in rows}) == len(rows)


def test_a_killed_schedulers_work_is_taken_over_once(engine: Engine, store: Store) -> None:
    with start_scheduler(engine.settings.home, "hang") as doomed:
        assert doomed.stdout is not None
        assert doomed.stdout.readline() == "begun\n"
        doomed.send_signal(signal.SIGKILL)
        doomed.wait(ENOUGH_S)
    held = store.first("jobs", state="running")
    assert held is not None
    with start_scheduler(engine.settings.home, "count") as heir:
        wait_until(lambda: store.get("jobs", held["id"])["state"] == "done")
        heir.send_signal(signal.SIGTERM)
        heir.wait(ENOUGH_S)
    assert store.get("jobs", held["id"])["fence"] == 2
    done = store.count("jobs", state="done")
    assert store.count("audit", action="count") == done


def test_a_scheduler_that_is_told_to_end_gives_its_work_back(engine: Engine, store: Store) -> None:
    with start_scheduler(engine.settings.home, "hang") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENOUGH_S) == 0
    assert store.count("jobs", state="running") == 0
    given_back = [row for row in store.find("jobs") if row["fence"]]
    assert [(row["state"], row["leased_until"], row["attempts"]) for row in given_back] == [("due", None, 0)]


def test_once_does_what_is_due_and_ends(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATAMIND_HOME", str(engine.settings.home))
    monkeypatch.setattr(scheduler_module, "datetime", Noon)
    scope = Scope(engine, Actor.system(engine.house.everything().find("orgs")[0]["id"]))
    due = sum(len(tuple(job.subjects(scope))) for job in JOBS.values())
    assert due > 1
    assert main(["--once"]) == 0
    assert capsys.readouterr().out == f"{due} jobs done.\n"
    assert main(["--once"]) == 0
    assert capsys.readouterr().out == "0 jobs done.\n"


def test_a_wrong_setting_ends_the_scheduler_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATAMIND_SCHEDULER_TICK_S", "soon")
    assert main(["--once"]) == 1
    assert capsys.readouterr().err == "DATAMIND_SCHEDULER_TICK_S must be a number.\n"
    assert scheduler_module.JOBS
