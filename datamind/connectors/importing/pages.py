"""A page of cells: a text file or a sheet, read row by row as often as needed.

Comes in: text with its dialect, or the rows of a sheet. Goes out: `Page.rows(width)`: `PageRow`s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from datamind.connectors.importing.records import Dialect, read_records
from datamind.connectors.importing.report import Recognised

END_OF_FILE = "\x1a"  # Ctrl-Z, with which old programs end a text


class PageRow(NamedTuple):
    number: int
    cells: list[str]
    broken: bool = False
    quoted: frozenset[int] = frozenset()
    raw: str = ""


class Page(Protocol):
    """`ragged` when rows may differ in length; `merges` are (row number, first column, last column) of merged cells."""

    @property
    def source(self) -> str: ...

    @property
    def sheet(self) -> str | None: ...

    @property
    def ragged(self) -> bool: ...

    @property
    def delimiter(self) -> str: ...

    @property
    def quote(self) -> str: ...

    @property
    def merges(self) -> Sequence[tuple[int, int, int]]: ...

    @property
    def assumed(self) -> tuple[str, ...]: ...

    @property
    def encoding(self) -> str | None: ...

    def rows(self, width: int | None = None) -> Iterator[PageRow]: ...


@dataclass(frozen=True)
class TextPage:
    """UTF-8 text on disk. `skip_bytes` is its BOM; `skip_lines` is one for Excel's `sep=;` line."""

    source: str
    sheet: str | None
    path: Path
    dialect: Dialect
    skip_bytes: int = 0
    skip_lines: int = 0
    assumed: tuple[str, ...] = ()
    ragged: bool = True
    merges: tuple[tuple[int, int, int], ...] = ()
    encoding: str | None = None

    @property
    def delimiter(self) -> str:
        return self.dialect.delimiter

    @property
    def quote(self) -> str:
        """Empty where raw text cannot be parted by hand (escapes, aligned columns)."""
        return "" if self.dialect.escape or self.dialect.run else self.dialect.quote

    def rows(self, width: int | None = None) -> Iterator[PageRow]:
        with self.path.open("r", encoding="utf-8", errors="replace", newline="") as stream:
            stream.seek(self.skip_bytes)
            for _ in range(self.skip_lines):
                stream.readline()
            for record in read_records(stream, self.dialect, width):
                if record.fields == [END_OF_FILE]:
                    continue
                yield PageRow(record.number + self.skip_lines, record.fields, record.broken, record.quoted, record.raw)


@dataclass(frozen=True)
class HeldPage:
    """Rows held in memory: a sheet, or one of several tables of a page."""

    source: str
    sheet: str | None
    held: tuple[PageRow, ...]
    ragged: bool = False
    delimiter: str = ","
    quote: str = ""
    merges: tuple[tuple[int, int, int], ...] = ()
    assumed: tuple[str, ...] = ()
    encoding: str | None = None

    def rows(self, width: int | None = None) -> Iterator[PageRow]:
        return iter(self.held)


def recognise(page: Page, header_rows: tuple[int, ...]) -> Recognised:
    """What a person may choose otherwise: encoding and delimiter of a text, the rows of the header."""
    return Recognised(page.encoding, page.delimiter if page.ragged else None, header_rows)
