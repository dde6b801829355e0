"""Large files whose quotes do not add up in most of the rows that hold one: there the marks quote nothing.

Comes in: a text page. Goes out: the same page, or one in which the marks are left out (where they open cells that they never
close) or are letters like any other (12" pipe). Judged on samples from all over the file, so that it takes no longer the
larger the file is; read row by row, such a file would take minutes. Small files are mended row by row in `body.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from datamind.connectors.importing.dialect import find_dialect
from datamind.connectors.importing.pages import TextPage
from datamind.connectors.importing.records import read_records, split_lines

SMALL_BYTES = 256 * 1024
SPOTS, SPOT_BYTES = 16, 16 * 1024
LEAST_RECORDS = 200
MOST_BROKEN = 0.5
SAMPLE_LETTERS = 200_000
CHUNK_BYTES = 4 * 1024**2


def settle_quotes(page: TextPage, delimiter: str | None, folder: Path) -> TextPage:
    """The page with marks that can be relied on; `delimiter` was chosen, `folder` is where it may be written anew."""
    quote = page.dialect.quote
    if not quote or page.dialect.escape or page.dialect.run or page.path.stat().st_size < SMALL_BYTES:
        return page
    lines = [line for spot in _sample(page) for line in spot]  # in one go: patience with open quotes runs out once
    quoting = sum(quote in line for line in lines)
    broken = [record for record in read_records(iter(lines), page.dialect) if record.broken]
    if len(broken) < LEAST_RECORDS or len(broken) < MOST_BROKEN * quoting:
        return page
    opening = re.compile(rf"(?:^|{re.escape(page.delimiter)}) *{re.escape(quote)}")
    if not any(opening.search(record.raw) for record in broken):
        told = f"The marks {quote} quote nothing in this file; they are part of the text."
        return replace(page, dialect=replace(page.dialect, quote=""), assumed=(*page.assumed, told))
    told = f"The quotes {quote} do not add up in most rows that hold one, so they were left out everywhere."
    without = _leave_out(page, quote, folder / "unquoted")
    with without.open("r", encoding="utf-8", errors="replace", newline="") as stream:
        lines = split_lines(stream.read(SAMPLE_LETTERS))[page.skip_lines : -1]
    dialect = find_dialect("".join(lines), delimiter, quote="")
    return replace(page, path=without, dialect=dialect, skip_bytes=0, assumed=(*page.assumed, told))


def _sample(page: TextPage) -> Iterator[list[str]]:
    """Lines from spots all over the file."""
    size = page.path.stat().st_size
    with page.path.open("rb") as stream:
        for spot in range(SPOTS):
            stream.seek(page.skip_bytes + (size - page.skip_bytes) * spot // SPOTS)
            yield split_lines(stream.read(SPOT_BYTES).decode("utf-8", "replace"))[1:-1]


def _leave_out(page: TextPage, quote: str, target: Path) -> Path:
    marks = quote.encode()
    with page.path.open("rb") as source, target.open("wb") as out:
        source.seek(page.skip_bytes)
        while chunk := source.read(CHUNK_BYTES):
            out.write(chunk.replace(marks, b""))
    return target
