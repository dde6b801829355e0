"""Messy text files, one feature at a time: what arrives, and what is told about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from connectors.importing.conftest import Read
from datamind.errors import FileRefused

pytestmark = pytest.mark.slow

Reader = Callable[..., Read]


TABLES = {
    "announced delimiter": (
        "sep=;\na;b\n1;2,5\n3;4,5\n",
        ["a", "b"],
        [
            (1, 2.5),
            (3, 4.5),
        ],
    ),
    "colons": (
        "a:b:c\n1:2:3\n4:5:6\n",
        ["a", "b", "c"],
        [
            (1, 2, 3),
            (4, 5, 6),
        ],
    ),
    "comma and blank": (
        'n, c\n"Li, J", "Rome"\nDoe, Oslo\n',
        ["n", "c"],
        [
            ("Li, J", "Rome"),
            ("Doe", "Oslo"),
        ],
    ),
    "single quotes": (
        "k,t\n1,'a, b'\n2,'c'\n3,'d'\n",
        ["k", "t"],
        [
            (1, "a, b"),
            (2, "c"),
            (3, "d"),
        ],
    ),
    "backslashes": (
        'k,t\n1,"say \\"hi\\", ok"\n2,"x"\n',
        ["k", "t"],
        [
            (1, 'say "hi", ok'),
            (2, "x"),
        ],
    ),
    "line break in a cell": (
        'k,t\n1,"two\nlines"\n2,x\n',
        ["k", "t"],
        [
            (1, "two\nlines"),
            (2, "x"),
        ],
    ),
    "carriage returns": (
        "a,b\r1,2\r3,4\r",
        ["a", "b"],
        [
            (1, 2),
            (3, 4),
        ],
    ),
    "aligned": (
        "name   age city\nal      12 Rome\nbo       7 Oslo\n",
        ["name", "age", "city"],
        [
            ("al", 12, "Rome"),
            ("bo", 7, "Oslo"),
        ],
    ),
    "ruled with bars": (
        "| a | b |\n|---|---|\n| 1 | x |\n| 2 | y |\n",
        ["a", "b"],
        [
            (1, "x"),
            (2, "y"),
        ],
    ),
    "delimiter at the end": (
        "a,b\n1,2,\n3,4,\n",
        ["a", "b"],
        [
            (1, 2),
            (3, 4),
        ],
    ),
    "no header, numbers": (
        "1,2\n3,4\n5,6\n",
        ["column_1", "column_2"],
        [
            (1, 2),
            (3, 4),
            (5, 6),
        ],
    ),
    "no header, words": (
        "Al,red\nBo,blue\nCy,red\nAl,blue\n",
        ["column_1", "column_2"],
        [
            ("Al", "red"),
            ("Bo", "blue"),
            ("Cy", "red"),
            ("Al", "blue"),
        ],
    ),
    "repeated and empty names": (
        "id,name,id,,name\n1,a,2,x,b\n3,c,4,y,d\n",
        ["id", "name", "id_2", "column_4", "name_2"],
        [
            (1, "a", 2, "x", "b"),
            (3, "c", 4, "y", "d"),
        ],
    ),
    "years as names": (
        "Land,2019,2020,2021\nFR,1,2,3\nES,4,5,6\n",
        ["Land", "2019", "2020", "2021"],
        [
            ("FR", 1, 2, 3),
            ("ES", 4, 5, 6),
        ],
    ),
    "comments": (
        "# made by x\na,b\n1,2\n# half way\n3,4\n",
        ["a", "b"],
        [
            (1, 2),
            (3, 4),
        ],
    ),
    "units": (
        "t,v\n[s],[m]\n1,2.5\n2,3.5\n",
        ["t", "v"],
        [
            (1, 2.5),
            (2, 3.5),
        ],
    ),
    "two header rows": (
        "R,2019,,2020,\n,Q1,Q2,Q1,Q2\nN,1,2,3,4\nS,5,6,7,8\n",
        ["R", "2019 Q1", "2019 Q2", "2020 Q1", "2020 Q2"],
        [
            ("N", 1, 2, 3, 4),
            ("S", 5, 6, 7, 8),
        ],
    ),
    "keys and values above": (
        "Station:,X,\nYear:,2020,\n,,\nDay,T,R\n2020-01-01,1.5,0\n2020-01-02,2.5,3\n2020-01-03,2.5,1\n",
        ["Day", "T", "R"],
        [
            (date(2020, 1, 1), 1.5, 0),
            (date(2020, 1, 2), 2.5, 3),
            (date(2020, 1, 3), 2.5, 1),
        ],
    ),
    "blank rows": (
        "a,b\n1,2\n\n\n3,4\n",
        ["a", "b"],
        [
            (1, 2),
            (3, 4),
        ],
    ),
    "one row": (
        "a,b,c\n1,2,x\n",
        ["a", "b", "c"],
        [
            (1, 2, "x"),
        ],
    ),
    "header only": (
        "a,b,c\n",
        ["a", "b", "c"],
        [],
    ),
    "repeated header": ("a,b\n1,2\na,b\n3,4\n", ["a", "b"], [(1, 2), (3, 4)]),
    "header of dates": (
        "R,2020-01-01,2020-02-01\nN,1,2\nS,4,5\n",
        ["R", "2020-01-01", "2020-02-01"],
        [("N", 1, 2), ("S", 4, 5)],
    ),
    "header for more": ("a,b,c,d\n1,2,3\n4,5,6\n", ["a", "b", "c", "d"], [(1, 2, 3, None), (4, 5, 6, None)]),
    "rows counted": ("a,b\n0,1,2\n1,3,4\n2,5,6\n", ["column_1", "a", "b"], [(0, 1, 2), (1, 3, 4), (2, 5, 6)]),
    "psql": (" id | name \n----+------\n  1 | a\n  2 | b\n(2 rows)\n", ["id", "name"], [(1, "a"), (2, "b")]),
    "short row": (
        "a,b,c\n1,2,3\n4,5\n6,7,8\n",
        ["a", "b", "c"],
        [
            (1, 2, 3),
            (4, 5, None),
            (6, 7, 8),
        ],
    ),
}


@pytest.mark.parametrize(("content", "names", "rows"), TABLES.values(), ids=TABLES)
def test_a_table_is_found(read: Reader, content: str, names: list[str], rows: list[Any]) -> None:
    found = read(content)
    assert found.names == names
    assert found.rows == rows


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1,234.50", "99.10"], "number", [1234.5, 99.1]),
        (["1.234,50", "99,10"], "number", [1234.5, 99.1]),
        (["1'234.50", "99.10"], "number", [1234.5, 99.1]),
        (["1 234,5", "7,1"], "number", [1234.5, 7.1]),
        (["1.234", "5.678", "9,5"], "number", [1234.0, 5678.0, 9.5]),
        (["(12.50)", "13.00", "14-"], "number", [-12.5, 13.0, -14.0]),
        (["$1,200.50", "-$3.00"], "number", [1200.5, -3.0]),
        (["12%", "13.5%"], "number", [12.0, 13.5]),
        (["1.8e+006", "2E3"], "number", [1.8e6, 2000.0]),
        (["1,234", "5,678"], "integer", [1234, 5678]),
        (["9007199254740993", "9007199254740995"], "integer", [9007199254740993, 9007199254740995]),
        (["123456789012345678901", "223456789012345678901"], "text", None),
        (["01067", "99999"], "text", ["01067", "99999"]),
        (["31.12.2020", "01.02.2021"], "date", [date(2020, 12, 31), date(2021, 2, 1)]),
        (["12/31/2020", "02/01/2021"], "date", [date(2020, 12, 31), date(2021, 2, 1)]),
        (["5-Jan-20", "17-Mai-21"], "date", [date(2020, 1, 5), date(2021, 5, 17)]),
        (["January 5, 2020", "Mar 3, 2021"], "date", [date(2020, 1, 5), date(2021, 3, 3)]),
        (["01.02.2020 10:30", "13.02.2020"], "datetime", [datetime(2020, 2, 1, 10, 30), datetime(2020, 2, 13)]),
        (
            ["2020-01-01T10:00:00+02:00", "2020-01-02T00:00:00Z"],
            "datetime",
            [datetime(2020, 1, 1, 8), datetime(2020, 1, 2)],
        ),
        (["9:05", "1:05 PM"], "time", [time(9, 5), time(13, 5)]),
        (["ja", "nein"], "boolean", [True, False]),
        (["Y", "N"], "boolean", [True, False]),
        (["Y", "Y"], "text", ["Y", "Y"]),
        (["10", "n/a"], "integer", [10, None]),
        (["10.5", "–"], "number", [10.5, None]),
        (["NA", "DE"], "text", ["NA", "DE"]),
        (["101", "10A"], "text", ["101", "10A"]),
        (["2020-01", "2020-02"], "text", ["2020-01", "2020-02"]),
        (["020 3334 3555", "020 3334 3556"], "text", ["020 3334 3555", "020 3334 3556"]),
    ],
)
def test_a_column_is_read(read: Reader, cells: list[str], kind: str, values: list[Any] | None) -> None:
    found = read("key;cell\n" + "".join(f"k{place};{cell}\n" for place, cell in enumerate(cells)))
    assert found.types[1] == kind
    assert [row[1] for row in found.rows] == (cells if values is None else values)


def test_the_order_of_dates_is_decided_over_the_whole_column(read: Reader) -> None:
    found = read("day,x\n01/02/2020,1\n03/04/2020,2\n25/12/2020,3\n")
    assert [row[0] for row in found.rows] == [date(2020, 2, 1), date(2020, 4, 3), date(2020, 12, 25)]
    assert "day first" in found.told


def test_a_doubtful_order_of_dates_follows_the_rows_and_is_told(read: Reader) -> None:
    found = read("day,x\n01/02/2020,1\n01/03/2020,2\n01/04/2020,3\n02/01/2020,4\n")
    assert [row[0] for row in found.rows] == [date(2020, 1, 2), date(2020, 1, 3), date(2020, 1, 4), date(2020, 2, 1)]
    assert "order of time" in found.told


def test_day_numbers_among_dates_are_dates(read: Reader) -> None:
    found = read("day,x\n28/06/2015,1\n42172,2\n25/06/2015,3\n")
    assert found.rows[1][0] == date(2015, 6, 17)
    assert "day number" in found.told


def test_a_stray_word_among_numbers_is_listed_with_its_row(read: Reader) -> None:
    found = read("id,v\n" + "".join(f"{n},{n}.5\n" for n in range(60)) + "60,see note\n")
    assert found.types == ["integer", "number"]
    (entry,) = found.tables[0].rejected
    assert (entry.row, entry.column, entry.text) == (62, "v", "see note")


def test_notes_and_totals_beneath_are_left_out_and_told(read: Reader) -> None:
    found = read("R,S,U\nN,100,1\nW,200,2\nE,300,3\nTotal,600,6\n\nSource: our books\n")
    assert found.rows == [("N", 100, 1), ("W", 200, 2), ("E", 300, 3)]
    assert [entry.row for entry in found.tables[0].rejected] == [5, 7]


def test_a_category_called_total_in_the_middle_stays(read: Reader) -> None:
    assert len(read("R,S\nTotal,600\nN,100\nW,200\nE,300\n").rows) == 4


def test_two_tables_on_one_page_are_told_apart(read: Reader) -> None:
    found = read("Name,Qty\na,1\nb,2\n\nCity,Day,T\nRome,2020-01-01,20\nOslo,2020-01-02,-3\n", "two.csv")
    assert [(table.name, table.n_rows) for table in found.tables] == [("two", 2), ("two_2", 2)]
    assert [column.name for column in found.tables[1].columns] == ["City", "Day", "T"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("k,n\n1,Zürich\n".encode("utf-8-sig"), "Zürich"),
        ("k,n\n1,Zürich\n".encode("utf-16"), "Zürich"),
        ("k,n\n1,Zürich\n".encode("utf-16-le"), "Zürich"),
        ("k,n\n1,Zürich\n".encode("utf-16-be"), "Zürich"),
        ("k,n\n1,Zürich €\n".encode("cp1252"), "Zürich €"),
        ("k,n\n1,Zürich\n".encode() + "2,Köln\n".encode("cp1252"), "Zürich"),
        (b"k,n\x00\n1,Bern\n", "Bern"),
    ],
)
def test_letters_arrive(read: Reader, content: bytes, word: str) -> None:
    found = read(content)
    assert found.names == ["k", "n"]
    assert found.rows[0][1] == word


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(read: Reader, content: bytes) -> None:
    with pytest.raises(FileRefused, match="empty"):
        read(content)


def test_values_are_the_same_whichever_way_a_large_file_goes(read: Reader) -> None:
    lines = [f"{n},{n % 28 + 1:02d}.03.2021,word {n % 7},{n}.25,{'yes' if n % 2 else 'no'}\n" for n in range(160_000)]
    fast = read("id,day,w,v,ok\n" + "".join(lines))
    careful = read("id,day,w,v,ok\n" + "".join(lines) + "1,2\n")
    assert len("".join(lines)) > 4 * 1024 * 1024
    assert fast.types == careful.types == ["integer", "date", "text", "number", "boolean"]
    assert fast.rows == careful.rows[:-1]


def test_a_zero_far_down_a_large_file_keeps_its_column_text(read: Reader) -> None:
    lines = [f"{n + 10000},a word to fill the line up {n}\n" for n in range(150_000)]
    lines[77_777] = "01234,here\n"
    found = read("code,w\n" + "".join(lines))
    assert found.types[0] == "text"
    assert found.rows[77_777][0] == "01234"


def test_more_columns_than_anybody_reads_are_refused(read: Reader) -> None:
    with pytest.raises(FileRefused, match="columns"):
        read("\n".join(",".join(str(n) for n in range(6000)) for _ in range(3)))


def test_a_file_of_nothing_but_broken_quotes_ends(read: Reader) -> None:
    assert len(read("a,b\n" + '"x""y,1\n' * 3000).rows) == 3000


def test_a_cell_too_many_does_not_shift_its_row(read: Reader) -> None:
    found = read(
        "Sales\n\nday;city;zip;sum\n01.02.2024;Bern;03012;1.234,50 €\n02.02.2024;Genf;01201;n/a\n"
        "03.02.2024;Basel;04051;1.500,00 €;extra\n04.02.2024;Bern;03012;(20,00) €\nTotal;;;2.714,50 €\nSource: till\n"
    )
    assert found.rows == [
        (date(2024, 2, 1), "Bern", "03012", 1234.5),
        (date(2024, 2, 2), "Genf", "01201", None),
        (date(2024, 2, 3), "Basel", "04051", 1500.0),
        (date(2024, 2, 4), "Bern", "03012", -20.0),
    ]
    assert [entry.row for entry in found.tables[0].odd_rows] == [8, 6]
