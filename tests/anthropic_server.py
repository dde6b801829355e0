"""A server on the loopback that speaks the Messages API's real wire format, scripted step by step.

    with AnthropicServer([fault(529, "overloaded_error"), reply('{"action": …}')]) as server:
        ClaudeOptions(api_key="k", base_url=server.url) …
        server.bodies  # what was sent, as parsed JSON

A step is what one request gets; a callable takes the request's body and returns a step. The last step repeats.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Step:
    """`chunks` are written one after the other; `then` says how it ends: "end", "cut" the connection, or "stall"."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: tuple[bytes, ...] = ()
    then: str = "end"
    silent: bool = False


Script = Step | Callable[[dict[str, Any]], Step]
USAGE = {
    "input_tokens": 300,
    "cache_creation_input_tokens": 0,
    "cache_read_input_tokens": 2000,
    "output_tokens": 120,
}
STREAM = {"content-type": "text/event-stream; charset=utf-8"}


def reply(
    text: str | Mapping[str, Any] = "",
    *,
    stop: str | None = "end_turn",
    thinking: str = "",
    tool_input: Mapping[str, Any] | None = None,
    usage: Mapping[str, int] = USAGE,
    then: str = "end",
) -> Step:
    """An ordinary streamed answer, in several deltas; a thinking block first when asked for."""
    said = text if isinstance(text, str) else json.dumps(text)
    blocks: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    if thinking:
        blocks.append(
            (
                {"type": "thinking", "thinking": "", "signature": ""},
                [
                    {"type": "thinking_delta", "thinking": thinking},
                    {"type": "signature_delta", "signature": "c2ln"},
                ],
            )
        )
    if said:
        pieces = [said[at : at + 4000] for at in range(0, len(said), 4000)]
        blocks.append(({"type": "text", "text": ""}, [{"type": "text_delta", "text": piece} for piece in pieces]))
    if tool_input is not None:
        start = {"type": "tool_use", "id": "toolu_1", "name": "answer", "input": {}}
        blocks.append((start, [{"type": "input_json_delta", "partial_json": json.dumps(tool_input)}]))
    events = [message_start(usage), sse("ping", {"type": "ping"})]
    for index, (start, deltas) in enumerate(blocks):
        events.append(
            sse("content_block_start", {"type": "content_block_start", "index": index, "content_block": start})
        )
        events += [
            sse("content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta})
            for delta in deltas
        ]
        events.append(sse("content_block_stop", {"type": "content_block_stop", "index": index}))
    if then == "end":
        delta = {"stop_reason": stop, "stop_sequence": None}
        events.append(
            sse(
                "message_delta",
                {"type": "message_delta", "delta": delta, "usage": {"output_tokens": usage["output_tokens"]}},
            )
        )
        events.append(sse("message_stop", {"type": "message_stop"}))
    return Step(headers=STREAM, chunks=tuple(events), then=then)


def fault(
    status: int, kind: str, message: str = "No.", *, retry_after: str | None = None, code: str | None = None
) -> Step:
    """An error as the API words it."""
    error: dict[str, Any] = {"type": kind, "message": message}
    if code:
        error["details"] = {"error_code": code}
    headers = {"content-type": "application/json", "request-id": "req_test"}
    if retry_after is not None:
        headers["retry-after"] = retry_after
    return Step(status, headers, (json.dumps({"type": "error", "error": error, "request_id": "req_test"}).encode(),))


def fault_in_stream(kind: str = "overloaded_error", text: str = "half an ans") -> Step:
    """An answer that begins well and ends in an error event."""
    begun = reply(text, then="cut").chunks[:-1]
    error = sse("error", {"type": "error", "error": {"type": kind, "message": "Overloaded"}})
    return Step(headers=STREAM, chunks=(*begun, error))


def page(text: str = "<html><body>Sign in to the hotel's network</body></html>", status: int = 200) -> Step:
    """What a proxy puts in the API's place."""
    return Step(status, {"content-type": "text/html"}, (text.encode(),))


def raw(data: bytes, content_type: str = "text/event-stream") -> Step:
    return Step(headers={"content-type": content_type}, chunks=(data,))


def model(name: str, *, structured: bool = True, effort: bool = True, lifecycle: str = "active") -> Step:
    """What the API tells about a model."""
    levels = {level: {"supported": effort} for level in ("low", "medium", "high", "max")}
    abilities = {"structured_outputs": {"supported": structured}, "effort": {"supported": effort, **levels}}
    found = {"type": "model", "id": name, "display_name": name, "created_at": "2026-09-01T00:00:00Z"}
    body = {**found, "lifecycle": lifecycle, "capabilities": abilities}
    return Step(headers={"content-type": "application/json"}, chunks=(json.dumps(body).encode(),))


def silence() -> Step:
    """The request is taken and nothing ever comes back, not even a status."""
    return Step(then="stall", silent=True)


def sse(event: str, data: Mapping[str, Any]) -> bytes:
    return f"event: {event}\ndata: {json.dumps(data)}\n\n".encode()


def message_start(usage: Mapping[str, int] = USAGE, model: str = "claude-sonnet-5-5") -> bytes:
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {**usage, "output_tokens": 1},
    }
    return sse("message_start", {"type": "message_start", "message": message})


class AnthropicServer:
    """Serves `script` at `url` while the block runs; `bodies` and `headers` are what came in, in order."""

    def __init__(self, script: Sequence[Script]):
        self._script = list(script)
        self._lock = threading.Lock()
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.leaving = threading.Event()
        self.arrived = threading.Semaphore(0)
        self.hung_up = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> AnthropicServer:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leaving.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, body: dict[str, Any], headers: dict[str, str]) -> Step:
        with self._lock:
            script = self._script[min(len(self.bodies), len(self._script) - 1)]
            self.bodies.append(body)
            self.headers.append(headers)
        return script(body) if callable(script) else script

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
                step = server.take(body, {name.lower(): value for name, value in self.headers.items()})
                self.close_connection = True
                if not step.silent:
                    self._write(step)
                server.arrived.release()
                if step.then == "stall":
                    self._wait_for_hang_up()

            def do_GET(self) -> None:
                step = server.take({"path": self.path}, {name.lower(): value for name, value in self.headers.items()})
                self.close_connection = True
                self._write(step)

            def _write(self, step: Step) -> None:
                self.send_response(step.status)
                for name, value in {**step.headers, "connection": "close"}.items():
                    self.send_header(name, value)
                self.end_headers()
                for chunk in step.chunks:
                    try:
                        self.wfile.write(chunk)
                        self.wfile.flush()
                    except OSError:
                        server.hung_up.set()
                        return

            def _wait_for_hang_up(self) -> None:
                self.connection.settimeout(0.02)
                while not server.leaving.is_set():
                    try:
                        if self.connection.recv(1) == b"":
                            server.hung_up.set()
                            return
                    except TimeoutError:
                        continue
                    except OSError:
                        return

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler
