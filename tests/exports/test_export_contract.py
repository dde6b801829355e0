"""One contract for every format: whatever the rows hold, a file comes out that a second program reads, and nothing in it acts."""

from __future__ import annotations

import builtins
import csv
import io
import re
import socket
from typing import Any

import pytest
from exports.documents import ALL, HOSTILE, document, hostile, months, odd_values, part, written
from small_results import make_result

from datamind.errors import InvalidInput
from datamind.exports import FORMATS, export, file_name
from datamind.types import ChartSpec

TABLES = [name for name in ALL if name != "svg"]


@pytest.mark.parametrize("name", ALL)
def test_an_answer_becomes_a_file(name: str) -> None:
    assert len(written(name, document(months()))) > 100


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "rows",
    [[], [[None, None]], [["only", 1]], [["a", 1], ["a", 1]]],
    ids=["no rows", "all null", "one", "equal"],
)
def test_few_rows(name: str, rows: list[list[Any]]) -> None:
    assert written(name, document(part(make_result(["name", "n"], rows), ChartSpec("bar", "name", ("n",)))))


@pytest.mark.parametrize("name", TABLES)
def test_whatever_a_driver_hands_over(name: str) -> None:
    assert written(name, document(odd_values()))


@pytest.mark.parametrize("name", TABLES)
def test_names_of_columns_stay_apart(name: str) -> None:
    assert written(name, document(part(make_result(["id", "id_2", "column_3"], [[1, 2, 3]]))))


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_opens_no_file_and_no_address(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written(name, document(months()))  # what is loaded once (fonts, modules) is loaded now
    opened: list[str] = []
    really = builtins.open

    def watched(file: Any, *rest: Any, **named: Any) -> Any:
        opened.append(str(file))
        return really(file, *rest, **named)

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("an export went to the network"))
    written(name, document(hostile(), title=HOSTILE[8]))
    assert not [file for file in opened if "hostname" in file or "127.0.0.1" in file]


@pytest.mark.parametrize("name", [name for name in ALL if FORMATS[name].single])
def test_a_format_of_one_table_says_so(name: str) -> None:
    with pytest.raises(InvalidInput, match="one table"):
        written(name, document(months(), months()))


@pytest.mark.parametrize("name", [name for name in ALL if not FORMATS[name].single])
def test_many_parts_and_a_broken_one(name: str) -> None:
    from dataclasses import replace

    broken = replace(part(make_result([], [])), error="There is no column revenue any more.", title="Broken")
    assert written(name, document(months(), broken, months()))


@pytest.mark.parametrize("name", ALL)
def test_progress_is_told(name: str) -> None:
    heard: list[float] = []
    export(name, document(months()), io.BytesIO(), None, lambda share, words: heard.append(share))
    assert all(0 <= share <= 1 for share in heard)
    assert heard == sorted(heard)


def test_an_unknown_format_or_option_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no format"):
        written("exe", document(months()))
    with pytest.raises(InvalidInput, match="no field"):
        written("csv", document(months()), {"evil": True})


def test_a_file_is_named_after_what_was_asked() -> None:
    assert file_name(document(months()), "pdf") == "Revenue by month 2026-03-10.pdf"
    named = file_name(document(months(), title="../../etc/pass\x00wd\r\nX: y <script>" + "z" * 300), "csv")
    assert re.fullmatch(r"[\w ()-]{1,80} 2026-03-10\.csv", named)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_is_rfc_4180_with_a_mark_where_wished() -> None:
    rows = [['say "hi", you', 1], ["two\r\nlines", 2]]
    data = written("csv", document(part(make_result(["a,b", "n"], rows))), {"bom": False})
    assert data == b'"a,b",n\r\n"say ""hi"", you",1\r\n"two\r\nlines",2\r\n'
    assert written("csv", document(months()), {"bom": True}).startswith(b"\xef\xbb\xbfmonth")


def test_csv_loses_no_digit() -> None:
    head, values, nothing = read_csv(written("csv", document(odd_values())))
    row = dict(zip(head, values, strict=True))
    assert row["big"] == "9007199254740993"
    assert row["exact"] == "12345678901234567.891"
    assert row["raw"] == "0x00ff"
    assert row["first"] == "0001-01-01"
    assert row["zoned"] == "2026-03-01T12:00:00+05:30"
    assert row["json"] == '{"a": [1.5]}'
    assert nothing == [""] * len(head)


def test_no_cell_of_a_csv_begins_a_formula() -> None:
    for name, cut in (("csv", ","), ("tsv", "\t")):
        data = written(name, document(hostile("=1+1")))
        cells = [
            cell
            for row in csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""), delimiter=cut)
            for cell in row
        ]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    rows = read_csv(written("csv", document(part(make_result(["n", "text"], [[-5, "-5"], [-1.5, "+3.2"]])))))
    assert rows[1:] == [["-5", "-5"], ["-1.5", "+3.2"]], "numbers stay numbers"


# ── HTML, Markdown ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_html_holds_no_script_no_link_and_shows_data_as_text() -> None:
    page = written("html", document(hostile(), months(), title=HOSTILE[6])).decode("utf-8", "replace")
    assert not re.findall(r"<(?:script|img|iframe|object|embed|link|a|base|form)\b", page, re.IGNORECASE)
    assert not re.findall(r"\son\w+\s*=\s*[\"']", re.sub(r"&lt;.*?&gt;", "", page))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<svg" in page
    assert "Content-Security-Policy" in page


def test_markdown_of_data_is_text() -> None:
    text = written("markdown", document(hostile())).decode("utf-8", "replace")
    assert "<script>" not in text.replace(r"\<script\>", "")
    assert "| --- |" in text


def test_a_picture_alone_is_svg_and_says_where_there_is_none() -> None:
    assert written("svg", document(months())).startswith(b"<svg")
    with pytest.raises(InvalidInput, match="no picture"):
        written("svg", document(part(make_result(["n"], [[1]]), ChartSpec("number", y=("n",)))))
