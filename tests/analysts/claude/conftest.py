"""An analyst over a scripted server, through the real package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from anthropic_server import AnthropicServer, Script
from claude_shop import KEY, PRICES, Serve

from datamind.analysts.claude import Call, ClaudeAnalyst, ClaudeOptions, Desk


@pytest.fixture
def calls() -> list[Call]:
    return []


@pytest.fixture
def serve(calls: list[Call]) -> Iterator[Serve]:
    """`serve(step, step, …, deadline_s=…)` gives an analyst and the server that it talks to."""
    with ExitStack() as stack:

        def start(*script: Script, **options: Any) -> tuple[ClaudeAnalyst, AnthropicServer]:
            server = stack.enter_context(AnthropicServer(script))
            given = {"api_key": KEY, "base_url": server.url, "prices": PRICES, **options}
            analyst = ClaudeAnalyst(ClaudeOptions(**given), Desk(record=calls.append))
            stack.callback(analyst.close)
            return analyst, server

        yield start
