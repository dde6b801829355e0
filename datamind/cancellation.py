"""One button that ends work in progress, wherever it is.

The one who waits calls `cancel()`; the one who works asks `cancelled`, calls `check()` between steps, or registers how to
interrupt a call that blocks: `with cancellation.interrupting(raw.cancel): cursor.execute(...)`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from datamind.errors import QueryCancelled


class Cancellation:
    """Thread-safe. `cancel()` may come before, during or after the work; each interrupt is called at most once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._event = threading.Event()
        self._interrupts: list[Callable[[], object]] = []

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def cancel(self) -> None:
        """End the work: later `check()` calls raise, registered interrupts run now, in this thread."""
        with self._lock:
            self._event.set()
            interrupts, self._interrupts = self._interrupts, []
        for interrupt in interrupts:
            interrupt()

    def check(self) -> None:
        """Raises QueryCancelled once cancelled."""
        if self.cancelled:
            raise QueryCancelled("Cancelled. Nothing was changed; ask again when you like.")

    @contextmanager
    def interrupting(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """While the block runs, `cancel()` calls `interrupt`. Raises QueryCancelled when it was cancelled before."""
        with self._lock:
            self.check()
            self._interrupts.append(interrupt)
        try:
            yield
        finally:
            with self._lock:
                if interrupt in self._interrupts:
                    self._interrupts.remove(interrupt)
