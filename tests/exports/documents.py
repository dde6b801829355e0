"""Documents for the tests of exports: small ones, odd ones, hostile ones."""

from __future__ import annotations

import io
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from small_results import NOON, make_result

from datamind.exports import FORMATS, Document, Part, export
from datamind.types import ChartSpec, ResultSet

HOSTILE = (
    "=HYPERLINK(\"http://127.0.0.1:9/\",\"x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1",
    "<script>alert(1)</script>", "x <b>y", '<img src="/etc/hostname">', '<img src="http://127.0.0.1:9/x">',
    "javascript:alert(1)", "]]>&amp;&#0;", "a\x00b\x0bc", "\ud800 half", "_x0041_", "x" * 40_000, "", " padded ",
)  # fmt: skip
ODD: tuple[tuple[str, Any], ...] = (
    ("big", 9_007_199_254_740_993), ("bigger", 10**30), ("exact", Decimal("12345678901234567.891")), ("money", Decimal("12.50")),
    ("nan", float("nan")), ("infinite", float("-inf")), ("flag", True), ("raw", b"\x00\xff"), ("view", memoryview(b"ab")),
    ("uuid", uuid.UUID(int=7)), ("list", [1, "two", None]), ("json", {"a": [1.5]}), ("span", timedelta(days=1, hours=2)),
    ("first", date(1, 1, 1)), ("last", datetime(9999, 12, 31, 23, 59, 59)), ("early", date(1900, 2, 28)),
    ("zoned", datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=5, minutes=30)))), ("clock", time(23, 59, 1)),
    ("text", "Ελλάδα Москва 日本語 العربية 🎉"), ("nothing", None),
)  # fmt: skip


def document(*parts: Part, title: str = "Revenue by month") -> Document:
    return Document(title, parts, NOON.astimezone(UTC), "Ada", "last 90 days")


def part(result: ResultSet, chart: ChartSpec | None = None, title: str = "Revenue by month") -> Part:
    words = ("Revenue grew by 8 %.", "It was highest in May.")
    return Part(title, result, chart, words, "SELECT month, revenue FROM orders", (("As of", "10 Mar 2026"),))


def months() -> Part:
    rows = [[f"2025-{month:02d}", 1000.5 + month * 10] for month in range(1, 13)]
    return part(make_result(["month", "revenue"], rows), ChartSpec("line", "month", ("revenue",)))


def odd_values() -> Part:
    """One row with everything a driver may hand over, then a row of nothing."""
    values = [value for _, value in ODD]
    return part(make_result([name for name, _ in ODD], [values, [None] * len(values)]))


def hostile(name: str = "name") -> Part:
    rows = [[text, number] for number, text in enumerate(HOSTILE, 1)]
    return Part(
        HOSTILE[0],
        make_result([name, "n"], rows),
        ChartSpec("bar", name, ("n",)),
        HOSTILE[6:8],
        HOSTILE[7],
        (("By", HOSTILE[8]),),
    )


def written(format_name: str, made: Document, options: Mapping[str, Any] | None = None) -> bytes:
    out = io.BytesIO()
    export(format_name, made, out, options)
    return out.getvalue()


ALL = tuple(FORMATS)
