"""One value as text without any loss: for CSV, TSV and what Excel cannot hold as a number.

In: a value as the driver gave it. Out: its text. Numbers keep all of their digits, moments are ISO, binary is hexadecimal.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

# Characters that XML cannot hold and no reader wants: controls without tab and line breaks, halves of surrogate pairs.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?\Z")


def write_exact(value: Any) -> str:
    """ "" for null, 9007199254740993 for itself, 2026-03-01T12:00:00+00:00, 0x00ff, {"a": 1}."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return f"0x{bytes(value).hex()}"
    if isinstance(value, dict | list | tuple | set | frozenset):
        whole = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return json.dumps(whole, default=write_exact, ensure_ascii=False)
    return str(value)


def write_harmless(value: Any) -> str:
    """As `write_exact`; a text that a spreadsheet would run as a formula gets an apostrophe in front, as people type one."""
    text = write_exact(value)
    if text.startswith(_ACTS) and not isinstance(value, int | float | Decimal) and not _NUMBER.match(text):
        return f"'{text}"
    return text
