"""The queue before the API: so many calls at once, and so many of them for one person, so that nobody can use up all.

In: who asks. Out: a turn, held while the call runs. Whoever came first goes first, unless they have their share already.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from datamind.cancellation import Cancellation
from datamind.errors import AnalystUnavailable

AT_ONCE, A_PERSON = 12, 3
LOOK_EVERY_S = 0.25
TOO_BUSY = "Claude is busy with earlier questions. Ask again in a moment."


class TimeLimit(Protocol):
    @property
    def left_s(self) -> float: ...


class Queue:
    """Thread-safe; one a client."""

    def __init__(self, at_once: int = AT_ONCE, a_person: int = A_PERSON):
        self._at_once, self._a_person = at_once, a_person
        self._changed = threading.Condition()
        self._busy: Counter[str] = Counter()
        self._waiting: list[tuple[object, str]] = []

    @contextmanager
    def turn(self, person: str, deadline: TimeLimit, cancellation: Cancellation) -> Iterator[None]:
        """Wait for a turn and hold it. Raises AnalystUnavailable when the deadline comes first; QueryCancelled."""
        self._wait(person, deadline, cancellation)
        try:
            yield
        finally:
            with self._changed:
                self._busy[person] -= 1
                self._busy += Counter()  # those with nothing under way are forgotten
                self._changed.notify_all()

    def _wait(self, person: str, deadline: TimeLimit, cancellation: Cancellation) -> None:
        mine = object()
        with self._changed:
            self._waiting.append((mine, person))
            try:
                while not self._is_next(mine):
                    if deadline.left_s <= 0:
                        raise AnalystUnavailable(TOO_BUSY)
                    self._changed.wait(min(LOOK_EVERY_S, deadline.left_s))
                    cancellation.check()
                self._busy[person] += 1
            finally:
                self._waiting = [each for each in self._waiting if each[0] is not mine]
                self._changed.notify_all()

    def _is_next(self, mine: object) -> bool:
        if self._busy.total() >= self._at_once:
            return False
        return next((ticket for ticket, who in self._waiting if self._busy[who] < self._a_person), None) is mine
