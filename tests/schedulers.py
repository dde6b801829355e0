"""A scheduler process for tests: `python tests/schedulers.py HOME MODE`. It works on the real store with a job of its own.

"count" adds an audit row each time; "hang" says so on stdout and never comes back.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from houses import make_settings

from datamind.audit import write_entry
from datamind.engine import Engine, Scope
from datamind.jobs import Job
from datamind.scheduler import Scheduler, run_until_told

INTERVAL_S = 0.2


def count(scope: Scope, subject: str, is_mine: Callable[[], bool]) -> None:
    with scope.store.transaction():
        if is_mine():
            write_entry(scope.store, f"process {os.getpid()}", "count", "done", subject=subject)


def hang(scope: Scope, subject: str, is_mine: Callable[[], bool]) -> None:
    print("begun", flush=True)
    time.sleep(600)


def main(home: str, mode: str) -> None:
    runs = {"count": count, "hang": hang}
    intervals = {"count": INTERVAL_S, "hang": 86_400.0}
    settings = make_settings(Path(home), scheduler_tick_s="0.05", scheduler_lease_s="2")
    engine = Engine.from_settings(settings)
    jobs = {"work": Job(lambda _: intervals[mode], lambda scope: ("a", "b", "c"), runs[mode])}
    run_until_told(Scheduler(engine, jobs))
    engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
