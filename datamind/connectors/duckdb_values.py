"""DuckDB's values that its driver would cut: months in intervals (it makes 30 days of one) and billionths of seconds.

Such columns are asked for as texts, around the outside of the checked statement, and become Python's own values again where
Python can hold them whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

_CUT = re.compile(r"^(INTERVAL|TIMESTAMP_NS|TIME_NS)\b(\[\])*$")
_SPAN = re.compile(r"^(?:(-?\d+) days? ?)?(?:(-)?(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$")


def ask_as_texts(sql: str, natives: Sequence[str]) -> str | None:
    """The statement with its cut columns as texts, whatever their names; None where there are none."""
    if not any(_CUT.match(native) for native in natives):
        return None
    columns = (
        f"CAST(#{number} AS VARCHAR)" if _CUT.match(native) else f"#{number}"
        for number, native in enumerate(natives, 1)
    )
    return f"SELECT {', '.join(columns)} FROM (\n{sql}\n)"


def read_back(rows: list[tuple[Any, ...]], natives: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows with texts of cut columns turned into timedelta, datetime and time where nothing is lost by it."""
    readers = {position: _READERS[native] for position, native in enumerate(natives) if native in _READERS}
    return [
        tuple(
            readers[position](value) if position in readers and value is not None else value
            for position, value in enumerate(row)
        )
        for row in rows
    ]


def _read_span(text: str) -> timedelta | str:
    match = _SPAN.match(text)
    if match is None or not text:
        return text
    days, minus, hours, minutes, seconds, fraction = match.groups()
    clock = timedelta(
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=int((fraction or "0").ljust(6, "0")),
    )
    try:
        return timedelta(days=int(days or 0)) + (-clock if minus else clock)
    except OverflowError:
        return text


def _read_moment(kind: type[datetime] | type[time]) -> Callable[[str], Any]:
    def read(text: str) -> datetime | time | str:
        whole, _, fraction = text.partition(".")
        if len(fraction.rstrip("0")) > 6:
            return text
        try:
            return kind.fromisoformat(f"{whole}.{fraction.rstrip('0').ljust(6, '0')}")
        except ValueError:
            return text

    return read


_READERS: dict[str, Callable[[str], Any]] = {
    "INTERVAL": _read_span,
    "TIMESTAMP_NS": _read_moment(datetime),
    "TIME_NS": _read_moment(time),
}
