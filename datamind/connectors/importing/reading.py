"""One file into the open DuckDB database: parts, pages, tables.

Comes in: a connection, a path, its name, choices. Goes out: the `ImportedTable`s. To add a format: a branch in `_read_part`.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from datamind.connectors.base import Progress
from datamind.connectors.importing.bulk import import_clean_text
from datamind.connectors.importing.choices import Choices, find_choices
from datamind.connectors.importing.dialect import RARE_QUOTES, find_dialect
from datamind.connectors.importing.documents import import_document
from datamind.connectors.importing.encodings import Decoded, break_lines, decode_file
from datamind.connectors.importing.naming import name_table
from datamind.connectors.importing.opening import Part, open_source
from datamind.connectors.importing.pages import HeldPage, Page, TextPage
from datamind.connectors.importing.quoting import settle_quotes
from datamind.connectors.importing.records import Dialect, read_records, split_lines
from datamind.connectors.importing.report import ImportedTable
from datamind.connectors.importing.splitting import split_page
from datamind.connectors.importing.tables import MOST_COLUMNS, import_page
from datamind.connectors.importing.workbook import read_workbook
from datamind.errors import FileRefused

SAMPLE_BYTES = 400_000
HELD_BYTES = 8 * 1024**2
LONGEST_LINE_BYTES = 8 * 1024**2
WIDTH_ROWS = 20


def read_file(con: Any, path: Path, name: str, choices: Any, folder: Path, progress: Progress) -> list[ImportedTable]:
    """Every table of one file, in one transaction. Raises: FileRefused when there is none."""
    taken = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    tables: list[ImportedTable] = []
    con.execute("BEGIN")
    for part in open_source(path, name, folder):
        for table in _read_part(con, part, name, choices, folder, taken, progress):
            tables.append(table)
            taken.add(table.name)
    if not tables:
        con.execute("ROLLBACK")
        raise FileRefused(f"{name} holds no table: there is nothing in it but blank lines or loose text.")
    con.execute("COMMIT")
    return tables


def _read_part(
    con: Any, part: Part, name: str, choices: Any, folder: Path, taken: set[str], progress: Progress
) -> Iterator[ImportedTable]:
    if part.format in ("parquet", "json"):
        yield import_document(con, part.path, part.format, name_table(part.member or name, taken), name, part.member)
        return
    if part.format == "workbook":
        pages = read_workbook(part.path, name)
        for sheet in pages:
            chosen = find_choices(choices, name, sheet.sheet)
            yield from _read_pages(con, split_page(sheet), sheet.sheet or name, chosen, folder, taken, progress, 0)
        return
    chosen = find_choices(choices, name, part.member)
    page = open_text(part, name, folder, chosen)
    if table := import_clean_text(con, page, name_table(part.member or name, taken), chosen, progress):
        yield table
        return
    size = page.path.stat().st_size
    found: list[Page] = [page]
    if size <= HELD_BYTES and chosen.header_rows is None:
        tables = split_page(
            HeldPage(
                name, part.member, tuple(page.rows()), True, page.delimiter, page.quote, (), page.assumed, page.encoding
            )
        )
        found = [*tables] if len(tables) > 1 else found
    yield from _read_pages(con, found, part.member or name, chosen, folder, taken, progress, size)


def _read_pages(
    con: Any,
    pages: list[Any],
    title: str,
    choices: Choices,
    folder: Path,
    taken: set[str],
    progress: Progress,
    size_bytes: int,
) -> Iterator[ImportedTable]:
    """Each page as a table of its own; a second one of the same title is title_2."""
    rows_expected = max(1, size_bytes // 60)

    def tick(done: int, words: str) -> None:
        progress(min(0.95, done / rows_expected), f"{title}: {words}, row {done:,}")

    for page in pages:
        table = import_page(con, page, name_table(title, taken), choices, folder, tick)
        if table:
            taken.add(table.name)
            yield table


def open_text(part: Part, name: str, folder: Path, choices: Choices) -> TextPage:
    """A text file decoded, with its dialect. Raises: FileRefused."""
    decoded = decode_file(part.path, folder, choices.encoding)
    decoded = break_lines(decoded, _read_sample(decoded), folder)
    sample = _read_sample(decoded)
    if not sample.strip():
        raise FileRefused(f"{name} is empty: there is nothing in it but blank space.")
    if "\n" not in sample and "\r" not in sample and page_bytes(decoded) > LONGEST_LINE_BYTES:
        raise FileRefused(f"{name} has no line breaks, so it is no table. Save it as CSV or Excel, then add it again.")
    controls = sum(1 for letter in sample[:20_000] if letter < " " and letter not in "\t\r\n\f\v\x1f\x01\x1a")
    if controls > 0.02 * min(len(sample), 20_000):
        raise FileRefused(
            f"{name} is not text: it holds control characters. Save it as CSV or Excel, then add it again."
        )
    first, _, rest = sample.partition("\n")
    announced, skip_lines = None, 0
    if first.lower().startswith("sep=") and len(first.strip()) <= 5:
        announced, skip_lines, sample = (first.strip("\r\n")[4:5] or None), 1, rest
    lines = sample[: sample.rfind("\n")] if len(sample) > SAMPLE_BYTES // 2 and "\n" in sample else sample
    dialect = find_dialect(lines, choices.delimiter or announced, choices.quote)
    rows = list(islice(read_records(iter(split_lines(lines)), dialect), WIDTH_ROWS))
    width = statistics.median_low(len(row.fields) for row in rows) if rows else 0
    if width > MOST_COLUMNS:
        raise FileRefused(
            f"{name} has more than {MOST_COLUMNS} columns. Turn it so that those are rows, then add it again."
        )
    told = (*part.assumed, *decoded.assumed)
    page = TextPage(
        name, part.member, decoded.path, dialect, decoded.skip_bytes, skip_lines, told, encoding=decoded.encoding
    )
    if choices.quote is None:
        page = settle_quotes(page, choices.delimiter or announced, folder)
    return replace(page, assumed=(*page.assumed, *_tell(page.dialect)))


def _read_sample(decoded: Decoded) -> str:
    with decoded.path.open("rb") as stream:
        stream.seek(decoded.skip_bytes)
        return stream.read(SAMPLE_BYTES).decode("utf-8", "ignore")


def page_bytes(decoded: Decoded) -> int:
    return decoded.path.stat().st_size


def _tell(dialect: Dialect) -> tuple[str, ...]:
    names = {";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces", ":": "colons"}
    told = []
    if dialect.delimiter in names:
        told.append(f"Cells are parted by {names[dialect.delimiter]}.")
    elif dialect.run:
        told.append("Columns are aligned with spaces.")
    elif dialect.delimiter not in (",", "\x1f"):
        told.append(f"Cells are parted by “{dialect.delimiter}”.")
    if dialect.quote == "'":
        told.append("Cells are quoted with single quotes.")
    elif dialect.quote in tuple(RARE_QUOTES):
        told.append(f"Cells are quoted with {dialect.quote}.")
    return tuple(told)
