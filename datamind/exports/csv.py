"""CSV as RFC 4180 says: commas, quotes where they are needed, CRLF, UTF-8; the rows of one part, all of them, as they stream.

With `bom` Excel opens it in the right encoding. No cell acts as a formula.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping
from typing import Any, BinaryIO

from datamind.exports.base import Document, Format, Progress, check_single
from datamind.exports.cells import write_harmless
from datamind.forms import Field

STEP = 5_000


def write(document: Document, out: BinaryIO, options: Mapping[str, Any], progress: Progress) -> None:
    part = check_single(document, "CSV")
    if options.get("bom"):
        out.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(out, "utf-8", errors="replace", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([write_harmless(column.name) for column in part.result.columns])
    rows = part.result.rows
    for start in range(0, len(rows), STEP):
        writer.writerows([write_harmless(value) for value in row] for row in rows[start : start + STEP])
        progress(min(start + STEP, len(rows)) / len(rows), "Writing rows")
    text.flush()
    text.detach()


FORMAT = Format(
    "CSV",
    ".csv",
    "text/csv; charset=utf-8",
    write,
    single=True,
    fields=(Field("bom", "Mark the encoding for Excel", "boolean", True, required=False),),
    help="All rows as text, for any program",
)
