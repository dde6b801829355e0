"""The scheduler's work, for admins: each job with its last run, what is due next, what went wrong since when; and run it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from datamind.access import Permission
from datamind.engine import Scope
from datamind.errors import InvalidInput, NotFound
from datamind.services.use_case import use_case
from datamind.store.session import Row

MOST_ROWS = 2_000


@dataclass(frozen=True)
class Work:
    """A job for one subject. `took_s` is of the last run that ended; `failing_since` is None while all is well."""

    job: str
    subject: str
    state: str
    last_ended_at: datetime | None
    took_s: float | None
    next_due_at: datetime | None
    error: str | None
    failing_since: datetime | None


@use_case(Permission.ADMINISTER, look=True)
def list_work(scope: Scope) -> tuple[Work, ...]:
    """Each job and subject that there was lately, what fails first."""
    rows = scope.store.find("jobs", order="-due_at", limit=MOST_ROWS)
    by_subject: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_subject.setdefault((row["job"], row["subject"]), []).append(row)
    found = [_work(*key, slots) for key, slots in by_subject.items()]
    return tuple(sorted(found, key=lambda each: (each.failing_since is None, each.job, each.subject)))


@use_case(Permission.ADMINISTER)
def run_now(scope: Scope, job: str, subject: str) -> None:
    """Have a scheduler do it at its next look. Raises NotFound for what it has never done here, InvalidInput."""
    if scope.store.count("jobs", job=job, subject=subject) == 0:
        raise NotFound("job")
    if scope.store.count("jobs", job=job, subject=subject, state="running"):
        raise InvalidInput("It is running already.", "job")
    scope.store.add("jobs", job=job, subject=subject, due_at=datetime.now(UTC), state="due", fence=0, attempts=0)


def _work(job: str, subject: str, slots: Sequence[Row]) -> Work:
    """From its slots, the latest first. What comes next is as far off as the last two were apart."""
    ended = [row for row in slots if row["finished_at"]]
    last = ended[0] if ended else None
    took = (last["finished_at"] - last["started_at"]).total_seconds() if last and last["started_at"] else None
    newest = slots[0]["due_at"]
    next_due = newest if slots[0]["state"] == "due" else None
    if next_due is None and len(slots) > 1:
        next_due = newest + (newest - slots[1]["due_at"])
    failing: list[Row] = []
    for row in slots:
        if row["state"] == "done":
            break
        if row["error"]:
            failing.append(row)
    return Work(
        job,
        subject,
        slots[0]["state"],
        last["finished_at"] if last else None,
        took,
        next_due,
        failing[0]["error"] if failing else None,
        failing[-1]["due_at"] if failing else None,
    )
