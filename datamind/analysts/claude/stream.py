"""One answer of the model, read off its stream.

In: the raw events of the anthropic package. Out: a `Reply`. Text is picked by the type of its block, so that thinking that
comes first is no text; nothing is taken for an answer that the model did not finish.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from datamind.analysts.claude.faults import CutShort, NotTheApi

LONGEST_REPLY = 200_000
"""Characters; a model that says more says nothing of use."""

TOO_LONG = "too_long"


@dataclass(frozen=True)
class Reply:
    """`stop` is the API's stop_reason, or "too_long" when we stopped listening. Tokens are the API's own counts."""

    text: str
    stop: str
    model: str
    fresh_tokens: int = 0
    written_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0


@dataclass
class _Listening:
    blocks: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    stop: str | None = None
    model: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    started: bool = False
    ended: bool = False

    @property
    def size(self) -> int:
        return sum(map(len, self.blocks.values()))


def read_stream(events: Iterable[Any]) -> Reply:
    """Listen until the message stops.

    Raises: CutShort when the stream ends early, NotTheApi when no message ever began.
    """
    heard = _Listening()
    for event in events:
        _hear(heard, event)
        if heard.ended:
            break
        if heard.size > LONGEST_REPLY:
            heard.stop = TOO_LONG
            break
    if not heard.started:
        raise NotTheApi("no message_start")
    if heard.stop is None:
        raise CutShort("no stop_reason")
    return Reply(
        text=_pick_text(heard),
        stop=heard.stop,
        model=heard.model,
        fresh_tokens=heard.counts.get("input_tokens", 0),
        written_tokens=heard.counts.get("cache_creation_input_tokens", 0),
        cached_tokens=heard.counts.get("cache_read_input_tokens", 0),
        output_tokens=heard.counts.get("output_tokens", 0),
    )


def _hear(heard: _Listening, event: Any) -> None:
    kind = getattr(event, "type", "")
    if kind == "message_start":
        heard.started = True
        message = getattr(event, "message", None)
        heard.model = str(getattr(message, "model", "") or "")
        _count(heard, getattr(message, "usage", None))
    elif kind == "content_block_start":
        block = getattr(event, "content_block", None)
        index = _index(event)
        heard.kinds[index] = str(getattr(block, "type", "") or "")
        heard.blocks[index] = str(getattr(block, "text", "") or "")
    elif kind == "content_block_delta":
        delta = getattr(event, "delta", None)
        said = getattr(delta, "text", None) or getattr(delta, "partial_json", None) or ""
        index = _index(event)
        heard.blocks[index] = heard.blocks.get(index, "") + str(said)
    elif kind == "message_delta":
        stop = getattr(getattr(event, "delta", None), "stop_reason", None)
        heard.stop = str(stop) if stop else heard.stop
        _count(heard, getattr(event, "usage", None))
    elif kind == "message_stop":
        heard.ended = True


def _index(event: Any) -> int:
    index = getattr(event, "index", 0)
    return index if isinstance(index, int) else 0


def _count(heard: _Listening, usage: Any) -> None:
    for name in ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens"):
        count = getattr(usage, name, None)
        if isinstance(count, int) and count >= 0:
            heard.counts[name] = count


def _pick_text(heard: _Listening) -> str:
    """The text blocks; without any, what a tool call was given (we offer no tool, but its input may be the answer)."""
    for kind in ("text", "tool_use"):
        texts = [heard.blocks[index] for index in sorted(heard.blocks) if heard.kinds.get(index) == kind]
        if any(texts):
            return "".join(texts)
    return ""
