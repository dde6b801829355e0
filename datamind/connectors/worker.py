"""The child's side of an embedded engine: opens one file, then answers requests over a pipe until nobody asks any more.

Run as `python -m datamind.connectors.worker ENGINE FD`. It has its own memory cap and no environment, so whatever a query
does to it, the app stays whole: the parent ends it by its process id. To add an engine: a module with `open_file(path,
folder)` that gives a session (`run`, `catalog`, `fingerprint`, `version`), and a line in `ENGINES`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import resource
import sys
import threading
from multiprocessing.connection import Connection

from datamind.connectors.interruption import TOO_MUCH_MEMORY
from datamind.errors import ConnectFailed, ConnectorError

ENGINES = {"sqlite": "datamind.connectors.sqlite_session", "duckdb": "datamind.connectors.duckdb_session"}
MEMORY_CAP_BYTES = {"sqlite": 1024 * 1024 * 1024, "duckdb": 2048 * 1024 * 1024}
SPILL_CAP_BYTES = 2048 * 1024 * 1024
IDLE_S = 600


def serve(engine: str, pipe: Connection) -> None:
    """Answer requests (operation, arguments) with ("ok", value) or ("error", class name, step, sentence)."""
    module = importlib.import_module(ENGINES[engine])
    _cap(resource.RLIMIT_AS, MEMORY_CAP_BYTES[engine])
    _cap(resource.RLIMIT_FSIZE, SPILL_CAP_BYTES)
    _cap(resource.RLIMIT_CORE, 0)
    path, folder = pickle.loads(pipe.recv_bytes())  # noqa: S301 - our own parent
    session = _answer(pipe, module.open_file, path, folder)
    while session is not None and pipe.poll(IDLE_S):
        operation, arguments = pickle.loads(pipe.recv_bytes())  # noqa: S301 - our own parent
        _answer(pipe, getattr(session, operation), *arguments)


def _answer(pipe: Connection, operation: object, *arguments: object) -> object:
    value = None
    try:
        value = operation(*arguments)  # type: ignore[operator]
        is_session = hasattr(value, "run")
        reply = pickle.dumps(("ok", None if is_session else value), protocol=5)
    except ConnectorError as error:
        step = error.step if isinstance(error, ConnectFailed) else ""
        reply = pickle.dumps(("error", type(error).__name__, step, str(error)), protocol=5)
    except MemoryError:
        reply = pickle.dumps(("error", "ResourcesExhausted", "", TOO_MUCH_MEMORY), protocol=5)
    pipe.send_bytes(reply)
    return value


def _cap(kind: int, most: int) -> None:
    _soft, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))


def _end_with_parent() -> None:
    """Standard input is a line to the parent on which nothing is ever said: its end is the parent's."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        serve(sys.argv[1], Connection(int(sys.argv[2])))
    os._exit(0)


if __name__ == "__main__":
    main()
