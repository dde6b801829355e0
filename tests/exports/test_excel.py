"""Excel files, opened again by calamine and openpyxl: types, exactness, no formulas, limits."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import python_calamine
from exports.documents import HOSTILE, document, hostile, months, odd_values, part, written
from small_results import make_result

from datamind.exports import excel
from datamind.exports.sheet_rows import Altered, write_rows
from datamind.types import ChartSpec


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_numbers_dates_and_flags_keep_their_types_and_formats() -> None:
    rows = [[7, 1234.5, Decimal("99.90"), date(2026, 3, 1), datetime(2026, 3, 1, 12, 30), True, "text"], [None] * 7]
    data = written("excel", document(part(make_result(["n", "x", "price_eur", "day", "at", "flag", "name"], rows))))
    assert sheets(data)["Revenue by month"][1] == [
        7,
        1234.5,
        99.9,
        date(2026, 3, 1),
        datetime(2026, 3, 1, 12, 30),
        True,
        "text",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.number_format for cell in sheet[2]][2:5] == ['"€" #,##0.00', "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"
    assert sheet.dimensions == "A1:G3"
    assert sheet["A1"].font.bold


def test_what_a_spreadsheet_cannot_hold_is_text_in_full_and_told() -> None:
    found = sheets(written("excel", document(odd_values())))
    row = dict(zip(found["Revenue by month"][0], found["Revenue by month"][1], strict=True))
    assert row["big"] == "9007199254740993"
    assert row["exact"] == "12345678901234567.891"
    assert row["nan"] == "nan"
    assert row["first"] == "0001-01-01"
    assert row["early"] == "1900-02-28"
    assert row["zoned"] == datetime(2026, 3, 1, 6, 30)
    assert row["text"] == "Ελλάδα Москва 日本語 العربية 🎉"
    notes = [line[1] for line in found["About"] if line[0] == "Note"]
    assert any("would round" in note for note in notes)
    assert any("in UTC" in note for note in notes)


def test_text_from_data_is_never_a_formula() -> None:
    made = document(hostile("=cmd"), title="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(written("excel", made)))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    texts = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert texts[:4] == list(HOSTILE[:4]), "and it is still there, letter for letter"


def test_long_and_unprintable_texts_are_cut_cleaned_and_told() -> None:
    found = sheets(written("excel", document(hostile())))
    assert max(len(str(row[0])) for row in next(iter(found.values()))) == 32_767
    notes = " ".join(str(line[1]) for line in found["About"] if line[0] == "Note")
    assert "1 texts are cut" in notes
    assert "control characters" in notes


@pytest.mark.parametrize("title", ["[x]:*?/\\'", "", "a" * 50, "History", "\x00", "=cmd|' /C calc'!A0", "Sheet\n1"])
def test_any_title_names_a_sheet(title: str) -> None:
    names: set[str] = set()
    made = [excel.name_sheet(title, names) for _ in range(12)]
    assert len({name.lower() for name in made}) == 12
    assert all(1 <= len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in made)


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 1_000)
    rows = [[number] for number in range(2_500)]
    found = sheets(written("excel", document(part(make_result(["n"], rows)))))
    assert [len(rows) for name, rows in found.items() if name.startswith("Revenue")] == [1_001, 1_001, 501]
    assert found["Revenue by month (3)"][-1] == [2_499]


def test_a_board_has_a_sheet_a_widget_and_excels_own_chart() -> None:
    grid = [[m, c, 1.0] for m in ("2025-01", "2025-02") for c in ("web", "shop")]
    split = part(
        make_result(["month", "channel", "revenue"], grid),
        ChartSpec("stacked_bar", "month", ("revenue",), "channel"),
        "By channel",
    )
    book = openpyxl.load_workbook(io.BytesIO(written("excel", document(months(), split))))
    assert book.sheetnames == ["Revenue by month", "Chart Revenue by month", "By channel", "Chart By channel", "About"]
    assert [len(book[name]._charts) for name in book.sheetnames] == [0, 1, 0, 1, 0]
    assert [[cell.value for cell in row] for row in book["Chart By channel"].iter_rows()][:2] == [
        ["month", "web", "shop"],
        ["January 2025", 1, 1],
    ]


def test_the_sheet_about_it_says_where_it_comes_from() -> None:
    about = {str(line[0]): line[1] for line in sheets(written("excel", document(months())))["About"]}
    assert about["SQL"] == "SELECT month, revenue FROM orders"
    assert about["As of"] == "10 Mar 2026"
    assert about["Rows"] == "12"


def test_rows_are_written_in_pieces() -> None:
    pieces = list(write_rows([(number, "x") for number in range(5_000)], (0, 0), 2, Altered()))
    assert [so_far for _, so_far in pieces] == [2_000, 4_000, 5_000]
    assert pieces[-1][0].endswith(b'<row r="5001"><c s="0"><v>4999</v></c><c t="inlineStr"><is><t>x</t></is></c></row>')
