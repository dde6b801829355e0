"""What begins and ends with the process: the engine, and the thread that collects garbage."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Make the engine before the first request (a wrong setting ends the start), close it after the last."""
    from pages.parts.frame import get_engine
    from pages.parts.garbage import start_collecting

    engine = await anyio.to_thread.run_sync(get_engine)
    stop = threading.Event()
    start_collecting(stop)
    try:
        yield {"ready": True}
    finally:
        stop.set()
        await anyio.to_thread.run_sync(engine.close)
