"""Excel workbooks: sheets, several tables on one, merged cells, types, and files that mean harm."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from connectors.importing.conftest import Read
from datamind.errors import FileRefused

Reader = Callable[..., Read]


def make_book(*sheets: Sequence[Sequence[Any]], merged: Sequence[str] = (), names: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, rows in enumerate(sheets):
        sheet = book.create_sheet(names[place] if names else f"Sheet {place + 1}")
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    sheet.cell(row, column, value)
        for span in merged:
            sheet.merge_cells(span)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_each_sheet_is_a_table_with_its_types(read: Reader) -> None:
    first = [
        ["zip", "n", "x", "at", "ok", "when"],
        ["01234", 1, 1.5, time(10, 30), True, datetime(2020, 1, 1, 10)],
        ["9", 2, 2, time(11), False, datetime(2020, 1, 2)],
    ]
    found = read(make_book(first, [["day"], [date(2020, 5, 1)]], names=["Größe 1", "b"]), "book.xlsx")
    assert found.types == ["text", "integer", "number", "time", "boolean", "datetime"]
    assert found.rows[0] == ("01234", 1, 1.5, time(10, 30), True, datetime(2020, 1, 1, 10))
    assert [(table.name, table.sheet) for table in found.tables] == [("grosse_1", "Größe 1"), ("b", "b")]
    assert found.tables[1].columns[0].type == "date"


def test_title_totals_and_source_are_not_rows(read: Reader) -> None:
    rows = [
        ["Annual report"],
        [None],
        ["R", "S", "P"],
        ["N", 1, 0.5],
        ["W", 2, 0.5],
        ["Total", 3, 1],
        [None],
        ["Source: us"],
    ]
    found = read(make_book(rows), "book.xlsx")
    assert found.names == ["R", "S", "P"]
    assert found.rows == [("N", 1, 0.5), ("W", 2, 0.5)]


def test_merged_headers_name_their_columns(read: Reader) -> None:
    rows = [["R", "2019", None, "2020", None], [None, "Q1", "Q2", "Q1", "Q2"], ["N", 1, 2, 3, 4], ["S", 5, 6, 7, 8]]
    found = read(make_book(rows, merged=["A1:A2", "B1:C1", "D1:E1"]), "book.xlsx")
    assert found.names == ["R", "2019 Q1", "2019 Q2", "2020 Q1", "2020 Q2"]


def test_a_banner_over_names_that_are_clear_is_dropped(read: Reader) -> None:
    rows = [
        [None, "Size", None, "Money", None],
        ["R", "Wide", "High", "Cost", "Price"],
        ["N", 1, 2, 3, 4],
        ["S", 5, 6, 7, 8],
    ]
    assert read(make_book(rows, merged=["B1:C1", "D1:E1"]), "book.xlsx").names == ["R", "Wide", "High", "Cost", "Price"]


def test_cells_merged_downwards_hold_for_each_row(read: Reader) -> None:
    rows = [["R", "City", "S"], ["North", "A", 1], [None, "B", 2], ["South", "C", 3], [None, "D", 4]]
    found = read(make_book(rows, merged=["A2:A3", "A4:A5"]), "book.xlsx")
    assert [row[0] for row in found.rows] == ["North", "North", "South", "South"]
    assert "merged" in found.told


def test_tables_below_and_beside_each_other_are_told_apart(read: Reader) -> None:
    below = [
        ["Table 1"],
        ["R", "U"],
        ["N", 1],
        ["S", 2],
        [None],
        ["Table 2"],
        ["Item", "Cost", "Year"],
        ["x", 1.5, 2020],
        ["y", 2.5, 2021],
    ]
    beside = [["Name", "Qty", None, "City", "T"], ["a", 1, None, "Rome", 20.5], ["b", 2, None, "Oslo", -3], ["c", 3]]
    found = read(make_book(below, beside), "book.xlsx")
    assert [[column.name for column in table.columns] for table in found.tables] == [
        ["R", "U"],
        ["Item", "Cost", "Year"],
        ["Name", "Qty"],
        ["City", "T"],
    ]
    assert [table.n_rows for table in found.tables] == [2, 2, 3, 2]


def test_one_table_with_empty_columns_between_stays_one(read: Reader) -> None:
    rows = [["a", "b", None, "c", "d"], [1, 2, None, 3, 4], [5, 6, None, 7, 8]]
    found = read(make_book(rows), "book.xlsx")
    assert len(found.tables) == 1
    assert [row[3] for row in found.rows] == [3, 7]


def test_a_far_cell_is_refused_before_it_is_reached(read: Reader) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD200000"] = 1, 2
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(FileRefused, match="far away"):
        read(stream.getvalue(), "book.xlsx")


def repack(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return stream.getvalue()


def test_entities_are_refused(read: Reader) -> None:
    def plant(name: str, data: bytes) -> bytes:
        return b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data if name.endswith("sheet1.xml") else data

    with pytest.raises(FileRefused, match="entities"):
        read(repack(make_book([["a"], [1]]), plant), "book.xlsx")


def test_a_workbook_that_explodes_is_refused(read: Reader) -> None:
    def plant(name: str, data: bytes) -> bytes:
        return data + b" " * 80_000_000 if name.endswith("sheet1.xml") else data

    with pytest.raises(FileRefused, match="unpacks to far more"):
        read(repack(make_book([["a"], [1]]), plant), "book.xlsx")


def make_encrypted() -> bytes:
    """A workbook as Excel saves it with a password: an OLE container with the stream EncryptedPackage (MS-OFFCRYPTO 2.3.4)."""
    free, last, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text), kind, 1, free, free, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    chain = [fat, last, *range(3, 10), last]  # sector 0 is the FAT, 1 the directory, 2 to 9 the stream
    directory = entry("Root Entry", 5, 1, last, 0) + entry("EncryptedPackage", 2, free, 2, 4096) + 2 * bytes(128)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, last, 0, last, 0) + struct.pack("<109I", 0, *([free] * 108))
    table = struct.pack("<128I", *chain, *([free] * (128 - len(chain))))
    return head + table + directory + bytes(range(256)) * 16


@pytest.mark.parametrize("name", ["book.xlsx", "book.xls", "book"])
def test_a_workbook_with_a_password_is_refused_as_such(read: Reader, name: str) -> None:
    with pytest.raises(FileRefused, match="protected by a password"):
        read(make_encrypted(), name)


def test_macros_and_links_to_other_workbooks_do_nothing(read: Reader) -> None:
    """What the cells held when the workbook was saved is read; the macro is never run and the link never followed."""
    link = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></externalLink>'
    )

    def plant(name: str, data: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            return data.replace(b"<v>7</v>", b"<f>[1]Prices!A1+HYPERLINK(&quot;http://127.0.0.1:9/&quot;)</f><v>7</v>")
        if name == "[Content_Types].xml":
            return data.replace(b"spreadsheetml.sheet.main+xml", b"macroEnabled.main+xml")
        return data

    stream = io.BytesIO(repack(make_book([["item", "price"], ["tea", 7], ["rum", 9]]), plant))
    with zipfile.ZipFile(stream, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
        book.writestr("xl/externalLinks/externalLink1.xml", link)
    found = read(stream.getvalue(), "book.xlsm")
    assert found.rows == [("tea", 7), ("rum", 9)]
    assert len(found.tables) == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\x89PNG\r\n\x1a\n0000", "sales.csv", "picture"),
        (b"%PDF-1.7\n%..", "sales.xlsx", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "sales.xls", "web page"),
        (b"PK\x03\x04 cut short", "sales.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sales.xls", "workbook"),
        (b"\x1f\x8b\x08 not really", "sales.csv.gz", "damaged"),
        (b"\x00\x01\x02\x03\x04\x05" * 200, "sales.csv", "not text"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(read: Reader, content: bytes, name: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read(content, name)


def test_the_first_bytes_count_and_not_the_ending(read: Reader) -> None:
    assert read(make_book([["a", "b"], [1, "x"]]), "book.csv").rows == [(1, "x")]
    assert read(b"a;b\n1;x\n", "book.xlsx").rows == [(1, "x")]
