"""A small pool of sessions: at most so many at once, reused while they are fresh and answer, else replaced.

A session is opened by one function and made ready for each use by another, which is also the check that it still answers.
After a use it goes back, unless it is broken; then it is closed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from datamind.cancellation import Cancellation
from datamind.errors import ConnectFailed, ConnectorError, QueryTimedOut

_IDLE_S = 300.0
_AGE_S = 1800.0
_STEP_S = 0.05


class Session(Protocol):
    """`broken` when it cannot be used again; the pool keeps the two times (monotonic)."""

    broken: bool
    opened_at: float
    idle_since: float

    def close(self) -> None: ...


S = TypeVar("S", bound=Session)


class Pool(Generic[S]):
    """Thread-safe; the session used last is used next."""

    def __init__(self, open_session: Callable[[], S], size: int):
        self._open_session = open_session
        self._turns = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[S] = []
        self._closed = False

    @contextmanager
    def borrow(
        self, prepare: Callable[[S], object], timeout_s: float, cancellation: Cancellation | None = None
    ) -> Iterator[S]:
        """A session that `prepare` has made ready.

        Raises: QueryTimedOut when none came free in time, QueryCancelled, ConnectFailed when none can be opened.
        """
        self._wait(timeout_s, cancellation)
        try:
            session = self._take(prepare)
            try:
                yield session
            except ConnectorError:
                raise  # the session has said itself whether it is broken
            except BaseException:
                session.broken = True  # whatever it was doing, it has not finished
                raise
            finally:
                self._put(session)
        finally:
            self._turns.release()

    def close(self) -> None:
        with self._lock:
            self._closed, idle, self._idle = True, self._idle, []
        for session in idle:
            session.close()

    def _wait(self, timeout_s: float, cancellation: Cancellation | None) -> None:
        give_up_at = time.monotonic() + timeout_s
        while not self._turns.acquire(timeout=_STEP_S):
            if cancellation:
                cancellation.check()
            if time.monotonic() > give_up_at:
                raise QueryTimedOut(
                    "Every connection to this database is busy. Try again when other queries have ended."
                )

    def _take(self, prepare: Callable[[S], object]) -> S:
        while (session := self._pop()) is not None:
            try:
                prepare(session)
                return session
            except ConnectFailed:
                session.close()  # it went away while nobody looked: the next one, or a new one
            except BaseException:
                session.close()
                raise
        session = self._open_session()
        session.opened_at = time.monotonic()
        try:
            prepare(session)
        except BaseException:
            session.close()
            raise
        return session

    def _pop(self) -> S | None:
        now = time.monotonic()
        while True:
            with self._lock:
                if self._closed:
                    raise ConnectFailed("This connection has just been closed. Try again.", step="network")
                if not self._idle:
                    return None
                session = self._idle.pop()
            if now - session.idle_since < _IDLE_S and now - session.opened_at < _AGE_S:
                return session
            session.close()

    def _put(self, session: S) -> None:
        session.idle_since = time.monotonic()
        with self._lock:
            if not session.broken and not self._closed:
                self._idle.append(session)
                return
        session.close()
