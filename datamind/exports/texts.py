"""Rows as text to paste: tab-separated for a spreadsheet, Markdown for a chat or a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, BinaryIO

from datamind.exports.base import Document, Format, Part, Progress, check_single, tell_rest
from datamind.exports.cells import write_exact, write_harmless
from datamind.formats import NULL, write
from datamind.shape import read_shape

MOST_MARKDOWN = 1_000
_MARKS = re.compile(r"([\\`*_{}\[\]<>|#!~&$])")


def write_tsv(document: Document, out: BinaryIO, options: Mapping[str, Any], progress: Progress) -> None:
    part = check_single(document, "TSV")
    lines = ["\t".join(_flat(column.name) for column in part.result.columns)]
    lines += ["\t".join(_flat(value) for value in row) for row in part.result.rows]
    out.write("\n".join(lines).encode("utf-8", "replace"))
    progress(1.0, "Writing rows")


def write_markdown(document: Document, out: BinaryIO, options: Mapping[str, Any], progress: Progress) -> None:
    blocks = [f"# {_escape(document.title)}"] if len(document.parts) > 1 else []
    blocks += [_write_part(part) for part in document.parts]
    out.write(("\n\n".join(blocks) + "\n").encode("utf-8", "replace"))
    progress(1.0, "Writing")


def _write_part(part: Part) -> str:
    blocks = [f"**{_escape(part.title)}**", *(_escape(sentence) for sentence in part.words)]
    if part.error:
        blocks.append(_escape(part.error))
    if part.result.columns:
        blocks.append(_write_table(part))
    blocks += [f"*{note}*" for note in tell_rest(part, MOST_MARKDOWN)]
    return "\n\n".join(blocks)


def _write_table(part: Part) -> str:
    columns = read_shape(part.result).columns
    lines = [_row(_escape(column.name) for column in columns)]
    lines.append(
        _row(
            "---:" if column.format.kind in ("number", "money", "percent", "fraction") else "---" for column in columns
        )
    )
    for row in part.result.rows[:MOST_MARKDOWN]:
        lines.append(_row(_escape(write(value, column.format)) for value, column in zip(row, columns, strict=True)))
    return "\n".join(lines)


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split())) or NULL


def _flat(value: Any) -> str:
    return " ".join(write_harmless(value).split()) if isinstance(value, str) else write_exact(value)


TSV = Format(
    "TSV",
    ".tsv",
    "text/tab-separated-values; charset=utf-8",
    write_tsv,
    single=True,
    help="To paste into a spreadsheet",
)
MARKDOWN = Format(
    "Markdown",
    ".md",
    "text/markdown; charset=utf-8",
    write_markdown,
    most_rows=MOST_MARKDOWN,
    help="To paste into a chat or a page",
)
