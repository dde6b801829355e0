"""The one room over the anthropic package: a request body goes in, a finished reply comes out, or a plain error.

Retries are our own, under one deadline for all of them: the package would wait as long as any `retry-after` says, try
after a spend cap, and sit out ten minutes of silence. A call runs in a thread of its own, so that neither Cancel nor the
deadline waits for a server that says nothing.
"""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from datamind.analysts.claude.faults import Fault, NotTheApi, explain_fault
from datamind.analysts.claude.options import ClaudeOptions
from datamind.analysts.claude.queue import Queue
from datamind.analysts.claude.stream import Reply, read_stream
from datamind.cancellation import Cancellation
from datamind.errors import AnalystUnavailable
from datamind.types import Privacy, Usage

NO_KEY = "No AI key is set, so Claude cannot answer. Set DATAMIND_ANTHROPIC_API_KEY, or ask the offline analyst."
TOO_SLOW = "Claude took too long to answer. Ask again in a moment, or ask for less at once."

NO_USAGE = Usage()


@dataclass(frozen=True)
class Call:
    """One request as it was sent and what came of it: what a ledger keeps. `body` holds prompts, never the key."""

    purpose: str
    prompt_version: str
    body: Mapping[str, Any]
    elapsed_s: float
    usage: Usage = NO_USAGE
    stop: str | None = None
    fault: str | None = None


Record = Callable[[Call], object]


def keep_no_books(call: Call) -> None:
    """Where nobody keeps a ledger."""


@dataclass(frozen=True)
class Desk:
    """Where the work on one question is done: for whom, what may be told, and who hears of every request."""

    person: str = ""
    privacy: Privacy = "results"
    record: Record = keep_no_books


NOBODYS = Desk()


class Deadline:
    """The moment at which somebody has waited enough, set once and shared by every call that serves one question."""

    def __init__(self, seconds: float):
        self._ends_at_s = time.monotonic() + seconds

    @property
    def left_s(self) -> float:
        return max(0.0, self._ends_at_s - time.monotonic())


class ClaudeClient:
    """Thread-safe; one for the whole process."""

    def __init__(self, options: ClaudeOptions):
        self._options = options
        self._queue = Queue()

    def send(
        self,
        body: Mapping[str, Any],
        deadline: Deadline,
        cancellation: Cancellation | None = None,
        *,
        purpose: str = "draft",
        prompt_version: str = "",
        desk: Desk = NOBODYS,
    ) -> tuple[Reply, Usage]:
        """The finished reply to `body` (arguments of the Messages API) and what all tries cost; the desk's record hears of
        each, of failed ones too.

        Raises: AnalystUnavailable when no reply came in time or none will; QueryCancelled.
        """
        if not self._options.api_key:
            raise AnalystUnavailable(NO_KEY)
        cancellation = cancellation or Cancellation()
        tried = 0
        while True:
            tried += 1
            with self._queue.turn(desk.person, deadline, cancellation):
                started_s = time.monotonic()
                outcome = self._try_once(body, deadline, cancellation)
                elapsed_s = time.monotonic() - started_s
            if isinstance(outcome, Reply):
                usage = self._price(body["model"], outcome)
                desk.record(Call(purpose, prompt_version, body, elapsed_s, usage, outcome.stop))
                return outcome, usage
            fault, error = outcome
            desk.record(Call(purpose, prompt_version, body, elapsed_s, fault=fault.sentence))
            if fault.format_refused and "output_config" in body:
                body = {name: value for name, value in body.items() if name != "output_config"}
                continue
            wait_s = self._wait_before_retry(fault, tried, deadline)
            if wait_s is None:
                raise AnalystUnavailable(fault.sentence) from error
            _pause(wait_s, cancellation)

    def close(self) -> None:
        """Give back the connections. May be called twice."""
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()

    @cached_property
    def _client(self) -> Any:
        from anthropic import Anthropic

        return Anthropic(api_key=self._options.api_key, base_url=self._options.base_url, max_retries=0)

    def _try_once(
        self, body: Mapping[str, Any], deadline: Deadline, cancellation: Cancellation
    ) -> Reply | tuple[Fault, BaseException | None]:
        attempt = _Attempt(self._client, body, self._timeouts(deadline))
        with cancellation.interrupting(attempt.over.set):
            attempt.start()
            finished = attempt.over.wait(deadline.left_s)
        if cancellation.cancelled or not finished:
            attempt.abandon()
            cancellation.check()
            return Fault(TOO_SLOW, retry=False), None
        if attempt.reply is not None:
            return attempt.reply
        error = attempt.error or NotTheApi("neither a reply nor an error")
        fault = explain_fault(error, str(body.get("model", "")))
        if fault is None:
            raise error
        return fault, error

    def _timeouts(self, deadline: Deadline) -> Any:
        from anthropic import Timeout

        most_s = max(0.1, deadline.left_s)
        return Timeout(min(self._options.stall_s, most_s), connect=min(self._options.connect_timeout_s, most_s))

    def _wait_before_retry(self, fault: Fault, tried: int, deadline: Deadline) -> float | None:
        """Seconds, or None when there is no point in another try: the wait is never cut short, it is declined."""
        if not fault.retry or tried >= self._options.tries:
            return None
        wait_s = fault.wait_s
        if wait_s is None:
            wait_s = 0.5 * 2 ** (tried - 1) * random.uniform(0.75, 1.25)  # noqa: S311 - spreads retries, guards nothing
        return wait_s if wait_s <= self._options.longest_wait_s and wait_s < deadline.left_s else None

    def _price(self, model: str, reply: Reply) -> Usage:
        return self._options.price_usage(
            model, reply.fresh_tokens, reply.written_tokens, reply.cached_tokens, reply.output_tokens
        )


class _Attempt:
    """One request in a thread of its own: `over` is set when it ended, or by whoever no longer waits for it."""

    def __init__(self, client: Any, body: Mapping[str, Any], timeout: Any):
        self._client, self._body, self._timeout = client, body, timeout
        self._stream: Any = None
        self.over = threading.Event()
        self.reply: Reply | None = None
        self.error: BaseException | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, name="claude-call", daemon=True).start()

    def abandon(self) -> None:
        """Hang up, which wakes the reading thread; before the first byte of an answer its own timeout ends it."""
        stream, self._abandoned = self._stream, True
        if stream is not None:
            with contextlib.suppress(OSError, AttributeError):
                wire = stream.response.extensions["network_stream"].get_extra_info("socket")
                wire.shutdown(socket.SHUT_RDWR)

    _abandoned = False

    def _run(self) -> None:
        try:
            with self._client.messages.create(**self._body, stream=True, timeout=self._timeout) as stream:
                self._stream = stream
                if self._abandoned:
                    return
                kind = str(stream.response.headers.get("content-type", ""))
                if "event-stream" not in kind:
                    raise NotTheApi(kind)
                self.reply = read_stream(stream)
        except Exception as error:  # noqa: BLE001 - a thread's end: whatever it is goes over to the one who waits
            self.error = error
        finally:
            self.over.set()


def _pause(wait_s: float, cancellation: Cancellation) -> None:
    woken = threading.Event()
    with cancellation.interrupting(woken.set):
        woken.wait(wait_s)
    cancellation.check()
