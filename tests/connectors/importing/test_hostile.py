"""Files and names that mean harm (the faults F18 to F20 of the threat model): each is refused with the reason, or read in bounds."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.importing.conftest import Read
from datamind.connectors.importing import door, import_files, reading
from datamind.connectors.importing.naming import name_table
from datamind.drafts import shown_name
from datamind.errors import FileRefused

Reader = Callable[..., Read]


def make_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """A workbook of five rows whose sheet's XML was tampered with."""
    book, plain, changed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for number in range(5):
        book.active.append([f"a{number}", number, number / 2])
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename.endswith("sheet1.xml") else data)
    return changed.getvalue()


def test_f19_a_dimension_that_lies_is_not_believed(read: Reader) -> None:
    found = read(make_sheet(lambda xml: xml.replace(b"A1:C5", b"A1:XFD1048576")), "book.xlsx")
    assert (len(found.rows), len(found.names)) == (5, 3)


def test_f19_a_merge_over_a_whole_sheet_fills_nothing(read: Reader) -> None:
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert len(read(make_sheet(lambda xml: xml.replace(b"</sheetData>", merge)), "book.xlsx").rows) == 5


def test_f19_archives_that_explode_are_refused(read: Reader) -> None:
    bomb = gzip.compress(b"0,0\n" * 30_000_000, 9)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0,0\n" * 30_000_000)
    for content, name in (
        (bomb, "a.csv.gz"),
        (packed.getvalue(), "a.zip"),
        (gzip.compress(gzip.compress(b"a,b\n1,2")), "a.gz"),
    ):
        with pytest.raises(FileRefused, match=r"unpacks to far more|within an archive"):
            read(content, name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "deep.json"),
        (b"PAR1" + bytes(range(256)) * 8 + b"PAR1", "cut.parquet"),
        (b"a," * 5_000_000, "one_line.csv"),
        (b",".join(b"%d" % number for number in range(20_000)) + b"\n" + b"1," * 19_999 + b"1\n", "wide.csv"),
    ],
)
def test_f18_f19_what_cannot_be_a_table_is_refused(read: Reader, content: bytes, name: str) -> None:
    with pytest.raises(FileRefused):
        read(content, name)


def test_a_file_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LEAST_TIMEOUT_S", 1.0)
    monkeypatch.setattr(door, "TIMEOUT_S_PER_MB", 0.0)
    path = tmp_path / "quotes.csv"
    path.write_bytes(b"a,b\n" + b'"x,y\n"x y",z,u\nx,y\n' * 100_000)
    with pytest.raises(FileRefused, match="memory or time"):
        import_files([path], tmp_path / "t.duckdb")
    assert not (tmp_path / "t.duckdb").exists()


@pytest.mark.parametrize(
    ("line", "names", "row"),
    [
        ('"x%d,"y%d"\n', ["a", "b"], ("x1", "y1")),
        ('"x%d,y%d\n', ["a", "b"], ("x1", "y1")),
        ('pipe of %d",%d\n', ["a", "b"], ('pipe of 1"', 1)),
    ],
)
def test_f19_quotes_that_never_add_up_are_judged_by_samples(
    read: Reader, line: str, names: list[str], row: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_at(*_: object) -> None:
        raise AssertionError("row by row such a file takes minutes")

    monkeypatch.setattr(reading, "import_page", looked_at)
    found = read("a,b\n" + "".join(line % (number, number) for number in range(1, 400_001)), "quotes.csv")
    assert (found.names, len(found.rows), found.rows[0]) == (names, 400_000, row)
    assert "quote" in found.told


def test_f19_good_quotes_stay_though_a_few_rows_are_broken(read: Reader) -> None:
    rows = [f'"Zoë, the {n}","a ""b"""\n' if n % 10 else f'"x{n},y\n' for n in range(20_000)]
    found = read("name,note\n" + "".join(rows), "quotes.csv")
    assert len(found.rows) == 20_000
    assert found.rows[1] == ("Zoë, the 1", 'a "b"')


@given(st.text(max_size=300), st.sets(st.text(max_size=5), max_size=3))
def test_f20_names_lose_all_that_could_act(name: str, taken: set[str]) -> None:
    table = name_table(name, taken)
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,70}", table)
    assert table not in taken
    for prefix in ("", "../../", "C:\\x\\"):
        shown = shown_name(prefix + name)
        assert 0 < len(shown) <= 200
        assert shown.isprintable()
        assert not set(shown) & {"/", "\\"}
