"""Excel: a sheet a part with types, formats, widths, a frozen header and a filter; a sheet with its picture; one about it all.

openpyxl makes the workbook with one styled row a sheet; the rows themselves are streamed in beside it (`sheet_rows`), many
times faster and without holding the sheet in memory. Text from data is never a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, BinaryIO

from datamind.exports.base import Document, Format, Part, Progress
from datamind.exports.cells import UNPRINTABLE
from datamind.exports.sheet_rows import LONGEST_TEXT, Altered, write_rows
from datamind.formats import Format as CellFormat
from datamind.formats import write as write_value
from datamind.shape import ColumnShape, read_shape

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 1_048_575
LONGEST_NAME = 31
WIDEST, NARROWEST = 60, 8
LOOKED_AT = 2_000
INK, SHADE = "FF1F2733", "FFF1F4F9"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Sheet:
    """A sheet whose rows are streamed: where it lies in the file, which rows it holds, in which styles."""

    path: str
    rows: Sequence[Sequence[Any]]
    styles: tuple[int, ...]


def write(document: Document, out: BinaryIO, options: Mapping[str, Any], progress: Progress) -> None:
    from openpyxl import Workbook

    from datamind.exports.excel_charts import add_chart

    workbook = Workbook()
    workbook.remove(workbook.active)
    names: set[str] = set()
    sheets: list[Sheet] = []
    for part in document.parts:
        sheets += _add_part(workbook, part, names)
        add_chart(workbook, part, lambda title: name_sheet(f"Chart {title}", names))
    altered = Altered()
    about = workbook.create_sheet(name_sheet("About", names))
    _fill_about(about, _about_lines(document))
    skeleton = io.BytesIO()
    workbook.save(skeleton)
    _fill_in(skeleton, out, sheets, altered, progress)


def name_sheet(title: str, taken: set[str]) -> str:
    """A name that Excel takes and that is not taken: 31 characters at most, none of []:*?/\\'."""
    clean = " ".join(_NOT_IN_NAMES.sub(" ", "".join(c if c.isprintable() else " " for c in title)).split())
    clean = clean[:LONGEST_NAME].strip() or "Rows"
    name, number = clean, 1
    while name.lower() in taken or name.lower() == "history":
        number += 1
        name = f"{clean[: LONGEST_NAME - len(f' ({number})')]} ({number})"
    taken.add(name.lower())
    return name


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """A cell of text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = UNPRINTABLE.sub("", text)[:LONGEST_TEXT]
    cell.data_type = "s"
    return cell


def _add_part(workbook: Workbook, part: Part, names: set[str]) -> Iterator[Sheet]:
    rows, columns = part.result.rows, read_shape(replace(part.result, rows=part.result.rows[:LOOKED_AT])).columns
    if not columns:
        return
    for start in range(0, max(len(rows), 1), MOST_ROWS):
        sheet = workbook.create_sheet(name_sheet(part.title, names))
        styles = _add_head(sheet, columns, len(rows[start : start + MOST_ROWS]))
        place = len(workbook.worksheets)
        yield Sheet(f"xl/worksheets/sheet{place}.xml", rows[start : start + MOST_ROWS], styles)


def _add_head(sheet: Worksheet, columns: tuple[ColumnShape, ...], n_rows: int) -> tuple[int, ...]:
    """The header, the widths and the styles of the columns; the style numbers."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    styles = []
    for place, column in enumerate(columns, 1):
        head = put_text(sheet, 1, place, column.name)
        head.font, head.fill = Font(bold=True, color=INK), PatternFill("solid", fgColor=SHADE)
        head.alignment = Alignment(vertical="center", wrap_text=False)
        model = sheet.cell(2, place)
        model.number_format = _number_format(column)
        model.alignment = Alignment(vertical="top")
        styles.append(model.style_id)
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{n_rows + 1}"
    return tuple(styles)


def _number_format(column: ColumnShape) -> str:
    first = next((value for value in column.values if value is not None), None)
    if isinstance(first, datetime):
        return "yyyy-mm-dd hh:mm:ss"
    if isinstance(first, time):
        return "hh:mm:ss"
    if column.format.kind == "time":
        return "yyyy-mm-dd"
    return _of_numbers(column.format)


def _of_numbers(form: CellFormat) -> str:
    decimals = f".{'0' * form.decimals}" if form.decimals else ""
    if form.kind == "fraction":
        return "0.0%"
    if form.kind == "percent":
        return f'0{decimals}" %"'
    if form.kind == "money":
        return f'"{form.symbol}" #,##0{decimals}' if form.symbol else f"#,##0{decimals}"
    if form.kind in ("id", "year"):
        return "0"
    return f"#,##0{decimals}" if form.kind == "number" else "General"


def _width(column: ColumnShape) -> float:
    texts = [write_value(value, column.format) for value in column.values[:200]]
    longest = max([len(column.name) + 3, *(len(text) for text in texts)])
    return max(NARROWEST, min(WIDEST, longest + 2))


def _about_lines(document: Document) -> list[tuple[str, str]]:
    lines = [("Title", document.title), ("Made", f"{document.made_at:%Y-%m-%d %H:%M} UTC")]
    lines += [(name, text) for name, text in (("By", document.made_by), ("About", document.about)) if text]
    for part in document.parts:
        lines += [("", ""), ("Part", part.title)] if len(document.parts) > 1 else []
        lines += [("", sentence) for sentence in part.words]
        if part.error:
            lines.append(("Error", part.error))
        lines.append(("Rows", f"{len(part.result.rows):,}{' (cut: there are more)' if part.result.truncated else ''}"))
        lines += list(part.receipt)
        if part.sql:
            lines.append(("SQL", part.sql))
    return lines


def _fill_about(sheet: Worksheet, lines: list[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 100
    for row, (name, text) in enumerate(lines, 1):
        put_text(sheet, row, 1, name).font = Font(bold=True, color=INK)
        put_text(sheet, row, 2, text).alignment = Alignment(wrap_text=True, vertical="top")


def _fill_in(skeleton: io.BytesIO, out: BinaryIO, sheets: list[Sheet], altered: Altered, progress: Progress) -> None:
    """Copy the workbook, streaming the rows into their sheets; what had to be altered is told on the last one."""
    by_path = {sheet.path: sheet for sheet in sheets}
    total, done = sum(len(sheet.rows) for sheet in sheets) or 1, 0
    with (
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as target,
    ):
        entries = sorted(source.infolist(), key=lambda entry: (entry.filename not in by_path, entry.filename))
        last = max(
            (e.filename for e in entries if e.filename.startswith("xl/worksheets/sheet")), key=lambda n: (len(n), n)
        )
        for entry in sorted(entries, key=lambda entry: entry.filename == last):
            xml = source.read(entry.filename)
            if entry.filename not in by_path:
                target.writestr(entry.filename, _tell_altered(xml, altered) if entry.filename == last else xml)
                continue
            sheet = by_path[entry.filename]
            head, tail = _split(xml, sheet)
            with target.open(entry.filename, "w", force_zip64=True) as stream:
                stream.write(head)
                for piece, so_far in write_rows(sheet.rows, sheet.styles, 2, altered):
                    stream.write(piece)
                    progress(min(0.99, (done + so_far) / total), "Writing rows")
                stream.write(tail)
            done += len(sheet.rows)


def _split(xml: bytes, sheet: Sheet) -> tuple[bytes, bytes]:
    """The sheet's XML before and after its rows; the model row is left out."""
    start, end = xml.index(b'<row r="2"'), xml.index(b"</sheetData>")
    last = f"A1:{_letters(len(sheet.styles))}{len(sheet.rows) + 1}".encode()
    head = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + last + b'"', xml[:start])
    return head, xml[end:]


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)


def _tell_altered(xml: bytes, altered: Altered) -> bytes:
    told = altered.tell()
    if not told:
        return xml
    number = xml.count(b"<row ") + 2
    rows = [
        f'<row r="{number + place}"><c t="inlineStr"><is><t>Note</t></is></c><c t="inlineStr"><is><t>{text}</t></is></c></row>'
        for place, text in enumerate(told)
    ]
    end = xml.index(b"</sheetData>")
    return xml[:end] + "".join(rows).encode() + xml[end:]


FORMAT = Format(
    "Excel",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
    help="All rows with types and formats, and a sheet about where they come from",
)
