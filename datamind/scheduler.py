"""The scheduler: `python -m datamind.scheduler [--once]`, a process of its own; as many as you like share the work.

Each tick plans the slots that are due, claims them one by one and runs them as the system's actor of their org, on the same
use cases as people. A job that raises is recorded and tried again later; the loop goes on. To add a job: a line in JOBS.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import cast

from datamind.access import Actor
from datamind.engine import Engine, Scope
from datamind.errors import DataMindError, NotFound, StoreError
from datamind.jobs import Claim, Clock, Job, claim_next, plan_slots
from datamind.services import catalogs, housekeeping, sent_reports, verified, watching
from datamind.settings import Settings
from datamind.store import below

ENDING_S = 8.0
_log = logging.getLogger("datamind.scheduler")


def _connection_ids(scope: Scope) -> list[str]:
    return [str(row["id"]) for row in scope.store.find("connections", columns=("id",))]


def _refresh(scope: Scope, subject: str, is_mine: Callable[[], bool]) -> None:
    with suppress(NotFound):  # deleted since it was planned
        catalogs.follow_catalog(scope, int(subject), is_mine)
        verified.check_verified(scope, int(subject))


def _tidy(scope: Scope, subject: str, is_mine: Callable[[], bool]) -> None:
    housekeeping.tidy(scope)


def _check_alerts(scope: Scope, subject: str, is_mine: Callable[[], bool]) -> None:
    watching.check_alerts(scope, is_mine)
    watching.tell_news(scope)


def _send_reports(scope: Scope, subject: str, is_mine: Callable[[], bool]) -> None:
    sent_reports.send_reports(scope, is_mine)


JOBS: Mapping[str, Job] = {
    "refresh_schema": Job(lambda settings: settings.refresh_interval_s, _connection_ids, _refresh),
    "tidy": Job(lambda settings: 3600.0, lambda scope: ("org",), _tidy),
    "alerts": Job(lambda settings: 30.0, lambda scope: ("org",), _check_alerts),
    "send_reports": Job(lambda settings: 30.0, lambda scope: ("org",), _send_reports),
}


class Scheduler:
    """One process's share of the work. `clock` tells the time in UTC; waiting goes by a clock that nobody can set."""

    def __init__(self, engine: Engine, jobs: Mapping[str, Job] = JOBS, clock: Clock = lambda: datetime.now(UTC)):
        self.engine, self.jobs, self.clock = engine, jobs, clock
        self.stop = threading.Event()
        self._held: tuple[Claim, Scope] | None = None

    def run_due(self) -> int:
        """Plan and run all that is due now, in every org; how many slots were run."""
        done = 0
        for org in self.engine.house.everything().find("orgs", order="id"):
            scope = Scope(self.engine, Actor.system(org["id"]))
            for name, job in self.jobs.items():
                plan_slots(scope.store, name, job.subjects(scope), job.interval_s(scope.settings), self.clock())
            while not self.stop.is_set() and self._run_next(scope):
                done += 1
        return done

    def tick(self) -> None:
        """`run_due`, whatever happens in it."""
        try:
            self.engine.beat("scheduler")
            self.run_due()
            self._tidy_house()
        except StoreError as error:
            _log.warning("%s The scheduler tries again.", error)
        except Exception:  # noqa: BLE001 (the loop must outlive whatever this is)
            _log.exception("a tick failed; the scheduler goes on")

    def loop(self, ticker: Callable[[], object] | None = None) -> None:
        """Tick until `stop` is set."""
        import schedule

        tick_s = self.engine.settings.scheduler_tick_s
        clockwork = schedule.Scheduler()
        threading.Thread(target=self._keep_alive, daemon=True, name="datamind-lease").start()
        while not self.stop.is_set():
            # `schedule` goes by the wall clock: after a jump it would wait for hours, so it is wound up anew.
            idle_s = clockwork.idle_seconds
            if idle_s is None or idle_s > tick_s:
                clockwork.clear()
                clockwork.every(cast(int, tick_s)).seconds.do(ticker or self.tick)  # takes parts of seconds too
                clockwork.run_all()
            clockwork.run_pending()
            self.stop.wait(min(tick_s, max(clockwork.idle_seconds or 0.0, 0.02)))

    def give_back(self) -> None:
        """What is being worked on goes back, so that another scheduler need not wait for the lease to end."""
        held = self._held
        if held is not None:
            held[0].give_back(held[1].store)

    def _run_next(self, scope: Scope) -> bool:
        lease_s = self.engine.settings.scheduler_lease_s
        claim = claim_next(scope.store, self.jobs, self.engine.process, lease_s, self.clock())
        if claim is None:
            return False
        name, subject = claim.row["job"], claim.row["subject"]
        self._held = (claim, scope)
        try:
            self.jobs[name].run(scope, subject, lambda: claim.is_mine(scope.store))
            kept = claim.finish(scope.store, self.clock())
            _log.info("%s %s done%s", name, subject, "" if kept else ", but its lease had ended")
        except DataMindError as error:
            claim.fail(scope.store, self.clock(), str(error))
            _log.warning("%s %s failed: %s", name, subject, error)
        except Exception as error:  # noqa: BLE001 (one job must not end the others)
            claim.fail(scope.store, self.clock(), f"An unexpected {type(error).__name__}; the log says more.")
            _log.exception("%s %s failed", name, subject)
        finally:
            self._held = None
        return True

    def _keep_alive(self) -> None:
        """While a long job runs: say that we live, and renew its lease."""
        lease_s = self.engine.settings.scheduler_lease_s
        while not self.stop.wait(min(10.0, lease_s / 3)):
            held = self._held
            try:
                self.engine.beat("scheduler")
                if held is not None:
                    held[0].renew(held[1].store, self.clock() + timedelta(seconds=lease_s))
            except DataMindError as error:
                _log.warning("%s", error)

    def _tidy_house(self) -> None:
        everything, now = self.engine.house.everything(), self.clock()
        if everything.count("heartbeats", seen_at=below(now - timedelta(days=2))):
            everything.remove_where("heartbeats", seen_at=below(now - timedelta(days=2)))
        if everything.count("login_attempts", last_at=below(now - timedelta(days=2))):
            everything.remove_where("login_attempts", last_at=below(now - timedelta(days=2)))


def run_until_told(scheduler: Scheduler) -> None:
    """Work until SIGTERM or Ctrl-C; then finish within a few seconds or give the work back."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: scheduler.stop.set())
    worker = threading.Thread(target=scheduler.loop, daemon=True, name="datamind-scheduler")
    worker.start()
    while worker.is_alive() and not scheduler.stop.is_set():
        worker.join(0.5)
    worker.join(ENDING_S)
    if worker.is_alive():
        scheduler.give_back()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m datamind.scheduler", description="Do what is due, on time and once."
    )
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    once = parser.parse_args(arguments).once
    try:
        settings = Settings.from_env()
        logging.basicConfig(level=settings.log_level, format="%(asctime)s %(name)s %(message)s")
        engine = Engine.from_settings(settings)
        scheduler = Scheduler(engine)
        if once:
            engine.beat("scheduler")
            done = scheduler.run_due()
            print(f"{done} job{'' if done == 1 else 's'} done.")
        else:
            run_until_told(scheduler)
        engine.close()
    except DataMindError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
