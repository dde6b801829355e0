"""The parent's side of an embedded engine: a few warm worker processes for one file, each answering one request at a time.

A request goes in, its value comes out; a worker that overruns its deadline, or whose request is cancelled, is killed and
replaced. Nothing that a query does inside a worker reaches the app's memory.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from datamind import errors
from datamind.cancellation import Cancellation
from datamind.connectors.interruption import CANCELLED, TOO_MUCH_MEMORY, interruptible, too_slow
from datamind.connectors.pool import Pool
from datamind.errors import ConnectFailed, QueryCancelled, QueryTimedOut, ResourcesExhausted

MOST_WORKERS = 4
START_TIMEOUT_S = 30.0
_AT_ONCE_S = 0.2
_ROOT = Path(__file__).parent.parent.parent
_ERRORS = ("QueryFailed", "QueryTimedOut", "ResourcesExhausted", "QueryCancelled")


class Workers:
    """At most MOST_WORKERS processes that hold one file open; started when they are first needed."""

    def __init__(self, engine: str, path: Path):
        self._engine, self._path = engine, path
        self._folder = tempfile.TemporaryDirectory(prefix="datamind-spill-", ignore_cleanup_errors=True)
        self._pool: Pool[_Worker] = Pool(self._open, MOST_WORKERS)

    def call(self, operation: str, *arguments: Any, timeout_s: float, cancellation: Cancellation | None = None) -> Any:
        """The value of `session.operation(*arguments)` in a worker.

        Raises: what the session raises; QueryTimedOut, QueryCancelled or ResourcesExhausted when the worker was ended.
        """
        started = time.monotonic()
        reply, reason = self._ask(operation, arguments, timeout_s, cancellation)
        if reply is None and reason is None and time.monotonic() - started < _AT_ONCE_S:
            reply, reason = self._ask(operation, arguments, timeout_s, cancellation)  # it had ended before it was asked
        if reply is None:
            threading.Thread(target=self._warm, name="datamind-warm", daemon=True).start()
            raise _ended(reason, timeout_s)
        return _value(reply)

    def _ask(
        self, operation: str, arguments: tuple[Any, ...], timeout_s: float, cancellation: Cancellation | None
    ) -> tuple[tuple[Any, ...] | None, str | None]:
        """The reply, or None and why we have ended the worker (None again when it ended by itself)."""
        with self._pool.borrow(_check_alive, timeout_s, cancellation) as worker:
            with interruptible(cancellation, timeout_s, worker.kill, worker.kill) as interruption:
                reply = worker.ask(operation, arguments)
            worker.broken = reply is None or interruption.reason is not None
            return reply, interruption.reason

    def close(self) -> None:
        self._pool.close()
        self._folder.cleanup()

    def _open(self) -> _Worker:
        return _Worker(self._engine, self._path, self._folder.name)

    def _warm(self) -> None:
        """Have a fresh worker ready before the next question comes; whether it works out, that question will see."""
        with contextlib.suppress(errors.ConnectorError), self._pool.borrow(_check_alive, START_TIMEOUT_S):
            pass


class _Worker:
    """One child process with the file open. Raises ConnectFailed when it cannot start or open the file."""

    def __init__(self, engine: str, path: Path, folder: str):
        self.broken, self.opened_at, self.idle_since = False, 0.0, 0.0
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", "-m", "datamind.connectors.worker", engine, str(theirs.fileno())],
                stdin=subprocess.PIPE,  # the worker ends when this closes, however we end
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "PATH": os.defpath},  # no key or password of ours
                cwd=folder,
            )
        try:
            self._pipe.send_bytes(pickle.dumps((str(path), folder)))
            reply = self._read(START_TIMEOUT_S)
            if reply is None:
                raise ConnectFailed(f"{path.name} could not be opened in time. Try again.", step="database")
            _value(reply)
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, operation: str, arguments: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The reply, None when the process has ended."""
        try:
            self._pipe.send_bytes(pickle.dumps((operation, arguments), protocol=5))
            return self._read(None)
        except OSError:
            return None

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._pipe.close()

    def _read(self, timeout_s: float | None) -> tuple[Any, ...] | None:
        try:
            if timeout_s is not None and not self._pipe.poll(timeout_s):
                return None
            reply: tuple[Any, ...] = _Unpickler(io.BytesIO(self._pipe.recv_bytes())).load()
            return reply
        except (EOFError, OSError):
            return None


class _Unpickler(pickle.Unpickler):
    """Only plain values: a worker that a query has taken over must not be able to run code here."""

    def find_class(self, module: str, name: str) -> Any:
        if module in ("datamind.types", "datetime", "decimal") and "." not in name:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no value")


def _check_alive(worker: _Worker) -> None:
    if not worker.alive:
        raise ConnectFailed("The worker has ended.", step="network")


def _value(reply: tuple[Any, ...]) -> Any:
    if reply[0] == "ok":
        return reply[1]
    _error, name, step, sentence = reply
    if name == "ConnectFailed":
        raise ConnectFailed(sentence, step=step)
    raise getattr(errors, name if name in _ERRORS else "QueryFailed")(sentence)


def _ended(reason: str | None, timeout_s: float) -> errors.ConnectorError:
    if reason == "cancelled":
        return QueryCancelled(CANCELLED)
    if reason == "timed out":
        return QueryTimedOut(too_slow(timeout_s))
    return ResourcesExhausted(TOO_MUCH_MEMORY)
