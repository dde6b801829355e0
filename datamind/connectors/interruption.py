"""How a call that blocks in a driver is ended: by Cancel, or by a deadline of our own when the server's has not held.

Each connector says how to end its query in the server and, if that does not help, how to cut the line to it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from datamind.cancellation import Cancellation

GRACE_S = 0.5  # what the server gets to hold its own time limit
CUT_AFTER_S = 1.0  # what ending the query in the server may take before the line is cut

Reason = Literal["cancelled", "timed out"]

CANCELLED = "Cancelled. Nothing was changed; ask again when you like."
TOO_MUCH_MEMORY = "The query needs more memory than one query may have here. Ask for fewer rows, columns or groups."


def too_slow(timeout_s: float) -> str:
    return f"The query took longer than {timeout_s:g} seconds and was ended. Ask for less at once, or for a shorter period."


class Interruption:
    """One call's ending. `reason` says why it was ended, None while it was not; `fire` never blocks."""

    def __init__(self, end: Callable[[], object], cut: Callable[[], object]):
        self._end, self._cut = end, cut
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.reason: Reason | None = None

    def fire(self, reason: Reason) -> None:
        with self._lock:
            if self.reason or self._over.is_set():
                return
            self.reason = reason
        threading.Thread(target=self._work, name="datamind-interruption", daemon=True).start()

    def finish(self) -> None:
        with self._lock:
            self._over.set()

    def _work(self) -> None:
        # Ending may itself wait for a dead host, so it has a thread of its own and the cut does not wait for it.
        threading.Thread(target=self._end, name="datamind-cancel", daemon=True).start()
        if not self._over.wait(CUT_AFTER_S):
            self._cut()


@contextmanager
def interruptible(
    cancellation: Cancellation | None, timeout_s: float, end: Callable[[], object], cut: Callable[[], object]
) -> Iterator[Interruption]:
    """While the block runs, Cancel and the deadline (GRACE_S after `timeout_s`) end it.

    Raises: QueryCancelled when it was cancelled before.
    """
    interruption = Interruption(end, cut)
    timer = threading.Timer(timeout_s + GRACE_S, interruption.fire, ("timed out",))
    timer.daemon = True
    timer.start()
    try:
        with (cancellation or Cancellation()).interrupting(lambda: interruption.fire("cancelled")):
            yield interruption
    finally:
        timer.cancel()
        interruption.finish()
