"""Garbage collection off the path of a rerun.

Streamlit would collect after every rerun, which with all of the packages loaded takes longer than the rerun. Instead: what
the imports made is set aside once (`gc.freeze`), the automatic full collection is made rare, and a thread collects once a
minute. Modules that come later are set aside as they come.
"""

from __future__ import annotations

import gc
import sys
import threading

INTERVAL_S = 60.0


def start_collecting(stop: threading.Event) -> threading.Thread:
    """Set aside what is there and collect every INTERVAL_S seconds until `stop`."""
    gc.set_threshold(20_000, 20, 1_000)
    thread = threading.Thread(target=_collect_until, args=(stop,), name="garbage", daemon=True)
    thread.start()
    return thread


def _collect_until(stop: threading.Event) -> None:
    modules_seen = 0
    while True:
        gc.collect()
        if len(sys.modules) != modules_seen:
            gc.freeze()
            modules_seen = len(sys.modules)
        if stop.wait(INTERVAL_S):
            return
