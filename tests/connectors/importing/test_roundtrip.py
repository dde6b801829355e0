"""Any table, written as CSV in any dialect, encoding and style, arrives as the same table."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.importing.conftest import read_bytes

pytestmark = pytest.mark.slow

WORDS = [
    "apple",
    "Berlin Mitte",
    "O'Neill & Sons",
    "Zürich",
    "naïve café",
    "left; right",
    "tall, dark",
    'the "best"',
    "x|y",
    "100 m run",
    "north-west",
]
PLAIN_WORDS = ["apple", "pear", "Berlin", "Paris", "Rome", "blue", "green", "Oslo"]


def number_text(value: float, decimals: int, style: str) -> str:
    plain = f"{abs(value):,.{decimals}f}"
    if style == "comma":
        plain = plain.replace(",", " ").replace(".", ",").replace(" ", ".")
    elif style == "plain":
        plain = plain.replace(",", "")
    elif style == "swiss":
        plain = plain.replace(",", "'")
    return ("-" if value < 0 else "") + plain


DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%b-%Y", "%b %d, %Y", "%Y/%m/%d"]


@st.composite
def tables(draw: Any) -> dict[str, Any]:
    kinds = draw(
        st.lists(
            st.sampled_from(["integer", "number", "date", "datetime", "text", "code", "boolean"]),
            min_size=2,
            max_size=7,
        )
    )
    n_rows = draw(st.integers(5, 40))
    columns = []
    for kind in kinds:
        columns.append(draw(column(kind, n_rows)))
    return {"kinds": kinds, "columns": columns, "n_rows": n_rows}


def column(kind: str, n: int) -> Any:
    lists = {
        "integer": st.lists(st.integers(-99_999, 9_999_999), min_size=n, max_size=n),
        "number": st.lists(st.integers(-10_000_000, 10_000_000).map(lambda cents: cents / 100), min_size=n, max_size=n),
        "date": st.lists(
            st.integers(0, 12_000).map(lambda days: date(1995, 1, 1) + timedelta(days=days)), min_size=n, max_size=n
        ),
        "datetime": st.lists(
            st.integers(0, 10**9).map(lambda seconds: datetime(1995, 1, 1, 1, 1, 1) + timedelta(seconds=seconds)),
            min_size=n,
            max_size=n,
        ),
        "text": st.lists(st.sampled_from(WORDS), min_size=n, max_size=n),
        "code": st.lists(st.integers(0, 99_999).map(lambda number: f"{number:05d}"), min_size=n, max_size=n).map(
            lambda c: ["00042", *c[1:]]
        ),
        "boolean": st.lists(st.booleans(), min_size=n, max_size=n).map(lambda c: [True, False, *c[2:]]),
    }
    return lists[kind]


@st.composite
def styles(draw: Any) -> dict[str, Any]:
    number = draw(st.sampled_from(["plain", "comma", "thousands", "swiss"]))
    return {
        "number": number,
        "delimiter": draw(st.sampled_from([";", "\t", "|"] if number == "comma" else [",", ";", "\t", "|"])),
        "date": draw(st.sampled_from(DATE_FORMATS)),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])),
        "end": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "all_quoted": draw(st.booleans()),
        "booleans": draw(st.sampled_from([("true", "false"), ("yes", "no"), ("Y", "N"), ("TRUE", "FALSE")])),
        "null": draw(st.sampled_from(["", "NA", "n/a", "-", "NULL"])),
        "preamble": draw(st.sampled_from([[], ["Monthly report"], ["Monthly report", ""], ["# made by a tool"]])),
        "final_newline": draw(st.booleans()),
    }


def write_cell(kind: str, value: Any, style: dict[str, Any]) -> str:
    if value is None:
        return style["null"]
    if kind == "integer":
        return str(value)
    if kind == "number":
        return number_text(value, 2, style["number"])
    if kind == "date":
        return value.strftime(style["date"])
    if kind == "datetime":
        return value.strftime(style["date"] + " %H:%M:%S")
    if kind == "boolean":
        return style["booleans"][0 if value else 1]
    return value


def write_file(table: dict[str, Any], style: dict[str, Any]) -> bytes:
    delimiter, end = style["delimiter"], style["end"]

    def quote(text: str) -> str:
        needed = style["all_quoted"] or any(mark in text for mark in (delimiter, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if needed else text

    lines = list(style["preamble"])
    lines.append(delimiter.join(quote(f"name {place} {kind}") for place, kind in enumerate(table["kinds"])))
    for row in zip(*table["columns"], strict=True):
        lines.append(
            delimiter.join(
                quote(write_cell(kind, value, style)) for kind, value in zip(table["kinds"], row, strict=True)
            )
        )
    return (end.join(lines) + (end if style["final_newline"] else "")).encode(style["encoding"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables(), styles(), st.data())
def test_the_same_table_arrives(table: dict[str, Any], style: dict[str, Any], data: st.DataObject) -> None:
    if style["null"] or data.draw(st.booleans()):
        for kind, cells in zip(table["kinds"], table["columns"], strict=True):
            if kind in ("integer", "number", "date", "datetime") and table["n_rows"] > 8:
                cells[data.draw(st.integers(3, table["n_rows"] - 1))] = None
    with tempfile.TemporaryDirectory() as folder:
        found = read_bytes(Path(folder), write_file(table, style))
    assert found.names == [f"name {place} {kind}" for place, kind in enumerate(table["kinds"])]
    assert len(found.rows) == table["n_rows"]
    expected = ["text" if kind == "code" else kind for kind in table["kinds"]]
    assert [
        t if not (t == "integer" and e == "number") else e for t, e in zip(found.types, expected, strict=True)
    ] == expected
    sure = {
        place
        for place, kind in enumerate(table["kinds"])
        if kind not in ("date", "datetime")
        or style["date"] not in ("%d/%m/%Y", "%m/%d/%Y")
        or _tells_order(table, place)
    }
    for place, column in enumerate(table["columns"]):
        if place in sure:
            assert [row[place] for row in found.rows] == column


def _tells_order(table: dict[str, Any], place: int) -> bool:
    return any(value is not None and value.day > 12 for value in table["columns"][place])
