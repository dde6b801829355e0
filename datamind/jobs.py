"""Work that is due: which slots there are, who holds one, and that each is done once, whoever tries.

Each job has slots in time, the same for every scheduler (multiples of its interval since 1970, in UTC, shifted by subject so
that not all come at once). A slot is a row; a claim is a compare-and-set of its fence, so of several schedulers one gets it.
A claim is a lease: who dies loses it, and whoever comes back late finds a higher fence and keeps nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.store import Store, one_of
from datamind.store.session import Row

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Clock = Callable[[], datetime]
MOST_ATTEMPTS = 4
FIRST_PAUSE_S = 30.0
MOST_CLAIMS = 8
GIVEN_UP = "Given up: whoever began this work did not live to end it."


@dataclass(frozen=True)
class Job:
    """`run(scope, subject, is_mine)` for each of `subjects(scope)`, every `interval_s(settings)` seconds.

    `is_mine()` says whether the lease still holds; ask it in the transaction that keeps the result.
    """

    interval_s: Callable[[Any], float]
    subjects: Callable[[Scope], Iterable[str]]
    run: Callable[[Scope, str, Callable[[], bool]], object]


@dataclass(frozen=True)
class Claim:
    """A slot that this process holds, as long as nobody has a higher fence."""

    row: Row
    holder: str
    fence: int

    @property
    def _mine(self) -> dict[str, Any]:
        return {"id": self.row["id"], "fence": self.fence, "holder": self.holder, "state": "running"}

    def is_mine(self, store: Store) -> bool:
        return bool(store.count("jobs", **self._mine))

    def renew(self, store: Store, until: datetime) -> bool:
        return bool(store.change_where("jobs", self._mine, leased_until=until))

    def finish(self, store: Store, at: datetime) -> bool:
        return bool(store.change_where("jobs", self._mine, state="done", finished_at=at, leased_until=None, error=None))

    def fail(self, store: Store, at: datetime, error: str) -> bool:
        """Try again after a pause that doubles, a few times; then this slot is given up, and the next one comes."""
        attempts = self.row["attempts"] + 1
        if attempts >= MOST_ATTEMPTS:
            return bool(store.change_where("jobs", self._mine, state="failed", finished_at=at, error=error))
        pause = timedelta(seconds=FIRST_PAUSE_S * 2 ** (attempts - 1))
        return bool(store.change_where("jobs", self._mine, state="due", leased_until=at + pause, error=error))

    def give_back(self, store: Store) -> bool:
        """As if it had not been claimed: for a scheduler that is told to end."""
        attempts = self.row["attempts"]
        return bool(store.change_where("jobs", self._mine, state="due", leased_until=None, attempts=attempts))


def plan_slots(store: Store, name: str, subjects: Iterable[str], interval_s: float, now: datetime) -> int:
    """Make the rows of the slots that are due now; how many are new. Slots missed while nobody ran are not made up for."""
    slots = {subject: find_slot(f"{name}:{subject}", interval_s, now) for subject in subjects}
    known = {(row["subject"], row["due_at"]) for row in store.find("jobs", job=name, due_at=one_of([*slots.values()]))}
    new = 0
    for subject, due_at in slots.items():
        if (subject, due_at) not in known:
            try:
                store.add("jobs", job=name, subject=subject, due_at=due_at, state="due", fence=0, attempts=0)
                new += 1
            except InvalidInput:
                continue  # another scheduler was quicker
    return new


def find_slot(key: str, interval_s: float, now: datetime) -> datetime:
    """The latest slot of a subject that is not after now."""
    interval_ms = max(1, round(interval_s * 1000))  # whole numbers, so that all agree to the last digit
    shift_ms = int.from_bytes(hashlib.sha256(key.encode()).digest()[:6]) % interval_ms
    now_ms = (now - EPOCH) // timedelta(milliseconds=1)
    return EPOCH + timedelta(milliseconds=(now_ms - shift_ms) // interval_ms * interval_ms + shift_ms)


def claim_next(store: Store, names: Iterable[str], holder: str, lease_s: float, now: datetime) -> Claim | None:
    """Take the slot that has been due longest and that nobody holds; None when there is none."""
    wanted = one_of(tuple(names))
    rows = store.find("jobs", job=wanted, state=one_of(("due", "running")), order="due_at", limit=200)
    for row in rows:
        if row["due_at"] > now or (
            row["leased_until"] and row["leased_until"] > now and not _is_far(row, lease_s, now)
        ):
            continue
        if row["attempts"] >= MOST_CLAIMS:
            store.change_where(
                "jobs", {"id": row["id"], "fence": row["fence"]}, state="failed", finished_at=now, error=GIVEN_UP
            )
            continue
        seen = {"id": row["id"], "fence": row["fence"], "state": row["state"], "leased_until": row["leased_until"]}
        leased_until = now + timedelta(seconds=lease_s)
        taken = store.change_where(
            "jobs",
            seen,
            state="running",
            holder=holder,
            fence=row["fence"] + 1,
            leased_until=leased_until,
            attempts=row["attempts"] + 1,
            started_at=now,
        )
        if taken:
            return Claim(row, holder, row["fence"] + 1)
    return None


def _is_far(row: Row, lease_s: float, now: datetime) -> bool:
    """A lease further ahead than any lease or pause can be: the clock has been set back since."""
    longest = timedelta(seconds=max(lease_s, FIRST_PAUSE_S * 2**MOST_ATTEMPTS) * 2)
    return bool(row["leased_until"] - now > longest)
