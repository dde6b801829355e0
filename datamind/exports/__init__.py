"""Files to take away: a document of parts in, CSV, Excel, PDF, HTML or text out.

`export` writes a document in the named format to a binary file; `file_name` is what to call it. To add a format: its file in
this room and its line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from datamind.errors import InvalidInput
from datamind.exports import csv, excel, pdf, texts, web
from datamind.exports.base import Document, Format, Part, Progress, ignore_progress
from datamind.forms import read_fields

FORMATS: Mapping[str, Format] = {
    "excel": excel.FORMAT,
    "pdf": pdf.FORMAT,
    "csv": csv.FORMAT,
    "html": web.HTML,
    "markdown": texts.MARKDOWN,
    "tsv": texts.TSV,
    "svg": web.SVG,
}
LONGEST_NAME = 80


def export(
    format_name: str,
    document: Document,
    out: BinaryIO,
    options: Mapping[str, Any] | None = None,
    progress: Progress = ignore_progress,
) -> None:
    """Write the document. Raises InvalidInput for an unknown format or option, and where a format cannot hold it."""
    chosen = find_format(format_name)
    chosen.write(document, out, read_fields(chosen.fields, options or {}), progress)


def find_format(name: str) -> Format:
    """Raises InvalidInput."""
    if name not in FORMATS:
        raise InvalidInput(f"There is no format called {name[:40]!r}: choose {', '.join(FORMATS)}.", "format")
    return FORMATS[name]


def file_name(document: Document, format_name: str) -> str:
    """ "Revenue by month 2026-11-25.xlsx": what was asked and when, without what no file may be called."""
    words = "".join(letter if letter.isalnum() or letter in " -_()" else " " for letter in document.title)
    stem = " ".join(words.split())[:LONGEST_NAME].strip() or "Export"
    return f"{stem} {document.made_at:%Y-%m-%d}{find_format(format_name).suffix}"


__all__ = ["FORMATS", "Document", "Format", "Part", "export", "file_name", "find_format"]
