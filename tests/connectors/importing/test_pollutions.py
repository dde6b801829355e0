"""One row, or the form of the whole file, polluted in one way after another: the same table arrives, and what was mended is told.

The ways are those of Vitagliano et al., "Pollock: A Data Loading Benchmark" (VLDB 2023), over a table of our own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from connectors.importing.conftest import Read

Reader = Callable[..., Read]
HEAD = ["Day", "Clock", "Count", "Code", "Price", "Kind", "Words", "Link", "Remark"]
KINDS = ["Boots", "Shirt, Long-Sleeve", 'Boxer, 5" Inseam', "Women's Hat", "Tent, Two-Person"]
WORDS = ["Light, and warm.", "It's soft; it stays dry.", 'The "classic" model, improved.']
ROWS = [
    [
        f"{date(2018, 1, 28) + timedelta(days=n):%d/%m/%Y}",
        f"{n // 4:02d}:{15 * (n % 4):02d}",
        str(n % 7),
        f"{'ABGHMN'[n % 6]}{'RZK'[n % 3]}-{1000 + 37 * n}",
        f"${n * 1.37 + 0.5:.2f}",
        KINDS[n % 5],
        WORDS[n % 3],
        f"https://shop.example/{n}.html",
        "" if n % 3 else "In stock",
    ]
    for n in range(40)
]


def quote(cell: str, delimiter: str = ",", mark: str = '"', always: bool = False) -> str:
    needed = always or any(sign in cell for sign in (delimiter, mark))
    return mark + cell.replace(mark, mark * 2) + mark if needed else cell


def write_row(row: list[str], delimiter: str = ",", mark: str = '"') -> str:
    return delimiter.join(quote(cell, delimiter, mark, place in (6, 7)) for place, cell in enumerate(row))


def write(delimiter: str = ",", mark: str = '"', end: str = "\r\n", rows: list[list[str]] | None = None) -> str:
    return end.join(write_row(row, delimiter, mark) for row in [HEAD, *(rows or ROWS)]) + end


def expect(found: Read, rows: list[list[str]] = ROWS) -> None:
    assert found.names == HEAD
    assert found.types == ["date", "time", "integer", "text", "number", "text", "text", "text", "text"]
    assert [(row[2], row[3], round(row[4], 2), row[5], row[6]) for row in found.rows] == [
        (int(row[2]), row[3], float(row[4][1:]), row[5], row[6]) for row in rows
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " ", "|", ":", "~", "^", ", ", "; ", "||", "\x1f"])
def test_any_delimiter(read: Reader, delimiter: str) -> None:
    expect(read(write(delimiter)))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n\r", "\r\r\n", "\u2028", "\u2029", "\x1e", "\x85"])
def test_any_end_of_a_row(read: Reader, end: str) -> None:
    expect(read(write(end=end)))


@pytest.mark.parametrize("mark", ['"', "'", "`"])
def test_any_quote(read: Reader, mark: str) -> None:
    expect(read(write(mark=mark)))


CHANGES: dict[str, Callable[[list[str], int], str]] = {
    "lost delimiter": lambda cells, place: ",".join(
        [*cells[:place], cells[place] + cells[place + 1], *cells[place + 2 :]]
    ),
    "delimiter too many": lambda cells, place: ",".join([*cells[: place + 1], "", *cells[place + 1 :]]),
    "quote before": lambda cells, place: ",".join([*cells[:place], '"' + cells[place], *cells[place + 1 :]]),
    "quote behind": lambda cells, place: ",".join([*cells[:place], cells[place] + '"', *cells[place + 1 :]]),
}


@pytest.mark.parametrize("row", [0, 1, 17, 39])
@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("change", CHANGES)
def test_one_row_with_a_slip(read: Reader, change: str, place: int, row: int) -> None:
    lines = write().split("\r\n")
    cells = [quote(cell, always=column in (6, 7)) for column, cell in enumerate(ROWS[row])]
    lines[row + 1] = CHANGES[change](cells, place)
    found = read("\r\n".join(lines))
    assert found.names == HEAD
    assert len(found.rows) == len(ROWS)
    assert [(each[2], round(each[4], 2)) for each in found.rows] == [
        (int(each[2]), float(each[4][1:])) for each in ROWS
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|", " "])
@pytest.mark.parametrize("row", [0, 5, 39])
def test_one_row_with_a_delimiter_of_its_own(read: Reader, row: int, delimiter: str) -> None:
    lines = write().split("\r\n")
    lines[row + 1] = write_row(ROWS[row], delimiter)
    found = read("\r\n".join(lines))
    expect(found)
    assert [(entry.row, "another mark" in entry.reason) for entry in found.tables[0].rejected] == [(row + 2, True)]


def test_a_second_table_with_other_columns_straight_below(read: Reader) -> None:
    second = "City,Size\nRome,3\nOslo,4\nBern,5\n"
    found = read(write(end="\n") + second)
    assert [(table.n_rows, len(table.columns)) for table in found.tables] == [(40, 9), (3, 2)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("имя;город;возраст\nИван;Москва;30\nАнна;Казань;25\n", "cp1251"),
        ("имя;город;возраст\nИван;Москва;30\nАнна;Казань;25\n", "koi8-r"),
        ("名前;都市;n\n太郎;東京;1\n花子;大阪;2\n", "cp932"),
        ("姓名;城市;年龄\n张三;北京;30\n李四;上海;25\n", "gb18030"),
        ("이름;도시;n\n김철수;서울;1\n이영희;부산;2\n", "cp949"),
        ("město;kraj;n\nŘíčany;Středočeský;1\nŽďár;Vysočina;2\n", "cp1250"),
        ("navn;by;n\nSøren;Århus;1\nJürgen;Köln;2\n", "cp1252"),
        ("a;b;n\n1;°C;1\n2;µm;2\n", "cp1252"),
    ],
)
def test_older_encodings(read: Reader, text: str, encoding: str) -> None:
    found = read(text.encode(encoding))
    names, first, *_ = (line.split(";") for line in text.splitlines())
    assert found.names == names
    assert [str(cell) for cell in found.rows[0]] == first
    assert "not UTF-8" in found.told


LAYOUTS: dict[str, tuple[str, list[str], list[Any]]] = {
    "a row of numbers alone": ("1,2,3\n", ["column_1", "column_2", "column_3"], [(1, 2, 3)]),
    "keys above, a gap, few rows": (
        "Station;Gauge X\nOperator;City\n\nTime;Level;State;\n01.05.2018;144;ok;\n02.05.2018;143;ok;\n03.05.2018;---;err;\n",
        ["Time", "Level", "State"],
        [(date(2018, 5, 1), 144, "ok"), (date(2018, 5, 2), 143, "ok"), (date(2018, 5, 3), None, "err")],
    ),
    "years that come in groups": (
        "Region,Male,,Female,\n,2019,2020,2019,2020\nNorth,1,2,3,4\nSouth,5,6,7,8\n",
        ["Region", "Male 2019", "Male 2020", "Female 2019", "Female 2020"],
        [("North", 1, 2, 3, 4), ("South", 5, 6, 7, 8)],
    ),
    "years over flagged values": (
        "geo\t2019 \t2018 \nAT\t1.5 \t2.5 b\nBE\t: \t3.5 p\nDE\t4.5 \t5.5 \n",
        ["geo", "2019", "2018"],
        [("AT", 1.5, "2.5 b"), ("BE", None, "3.5 p"), ("DE", 4.5, "5.5")],
    ),
    "notes with commas beneath": (
        "a,b,c\n1,2,x\n3,4,y\n\n(c) 2020\nNote: b is estimated, see the manual\n",
        ["a", "b", "c"],
        [(1, 2, "x"), (3, 4, "y")],
    ),
    "an average beneath": ("n,a,b\nx,1,2\ny,3,4\n\nAverage,2,3\n", ["n", "a", "b"], [("x", 1, 2), ("y", 3, 4)]),
    "the end mark of old programs": ("a,b\n1,2\n3,4\n\x1a", ["a", "b"], [(1, 2), (3, 4)]),
    "padding of zeros": ("a,b\n1,2\n3,4\n" + "\0" * 600, ["a", "b"], [(1, 2), (3, 4)]),
    "kinds of values under the names": (
        "d,n\nyyyy-mm-dd,integer\n2020-01-01,1\n2020-01-02,2\n",
        ["d", "n"],
        [(date(2020, 1, 1), 1), (date(2020, 1, 2), 2)],
    ),
    "settings above numbers without a header": (
        "XUNITS,NANOMETERS\nYUNITS,ABS\nFIRSTX,400\nNPOINTS,6\n" + "".join(f"{400 + n},0.{n + 1}\n" for n in range(6)),
        ["column_1", "column_2"],
        [(400 + n, (n + 1) / 10) for n in range(6)],
    ),
}


@pytest.mark.parametrize(("content", "names", "rows"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_table_is_found_among_what_surrounds_it(
    read: Reader, content: str, names: list[str], rows: list[Any]
) -> None:
    found = read(content)
    assert found.names == names
    assert found.rows == rows


@pytest.mark.parametrize("quote", ["|", "«", "~"])
def test_rare_marks_may_quote_cells(read: Reader, quote: str) -> None:
    rows = [("name", "note"), *((f"Zoë {n}", f"one, two; {n}") for n in range(20))]
    text = "".join(f"{quote}{name}{quote},{n},{quote}{note}{quote}\n" for n, (name, note) in enumerate(rows))
    found = read(text.replace(",0,", f",{quote}n{quote},", 1))
    assert (found.names, len(found.rows), found.rows[1]) == (["name", "n", "note"], 20, ("Zoë 1", 2, "one, two; 1"))


def test_a_table_ruled_with_bars_is_parted_by_them(read: Reader) -> None:
    found = read("| city | n |\n|---|---|\n" + "| Bern, CH | 1 |\n| Basel, CH | 2 |\n" * 3)
    assert (found.names, found.rows[0]) == (["city", "n"], ("Bern, CH", 1))
