"""Excel and OpenDocument workbooks: every sheet a page.

Comes in: the path of an xlsx, xlsm, xlsb, xls or ods file that `safety` has looked at. Goes out: `HeldPage`s. Numbers, dates and
booleans become the text that the columns read back without loss; cells merged downwards are repeated beside the rows they span.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from datamind.connectors.importing.pages import HeldPage, PageRow
from datamind.errors import FileRefused

_LOCKED = "{} is protected by a password. Save it without one, then add it again."


def read_workbook(path: Path, source: str) -> Iterator[HeldPage]:
    """A page a sheet, in the workbook's order. Raises: FileRefused for a password or a damaged file."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
        XmlError,
        ZipError,
    )

    try:
        book = CalamineWorkbook.from_path(str(path))
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            hidden = meta.visible != SheetVisibleEnum.Visible
            yield _read_sheet(sheet, source, meta.name, hidden)
    except PasswordError as error:
        raise FileRefused(_LOCKED.format(source)) from error
    except (CalamineError, XmlError, ZipError, OSError, ValueError) as error:
        if _is_encrypted(path):
            raise FileRefused(_LOCKED.format(source)) from error
        raise FileRefused(
            f"{source} cannot be read as a workbook; it may be damaged. Open it in Excel and save it again."
        ) from error


def _is_encrypted(path: Path) -> bool:
    """An OLE container around an encrypted xlsx, whose streams have these names."""
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        return content[:4] == b"\xd0\xcf\x11\xe0" and content.find("EncryptedPackage".encode("utf-16-le")) > 0


def _read_sheet(sheet: Any, source: str, name: str, hidden: bool) -> HeldPage:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merges = list(getattr(sheet, "merged_cell_ranges", None) or ())
    filled = _repeat_downwards(rows, merges)
    across = tuple((top + 1, left, right) for (top, left), (_, right) in merges if right > left)
    assumed = (f"{filled} cells merged over several rows are repeated in each of them.",) if filled else ()
    if hidden:
        assumed = (*assumed, "The sheet is hidden in the workbook.")
    held = tuple(PageRow(number, row) for number, row in enumerate(rows, start=1))
    return HeldPage(source, name, held, merges=across, assumed=assumed)


def _repeat_downwards(rows: list[list[str]], merges: list[Any]) -> int:
    """Cells merged over several rows of one column hold for each of these rows that has something else."""
    filled = 0
    original = [any(row) for row in rows]
    for (top, left), (bottom, right) in merges:
        if right != left or top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        for row in range(top + 1, min(bottom, len(rows) - 1) + 1):
            if original[row] and not rows[row][left]:
                rows[row][left] = rows[top][left]
                filled += 1
    return filled


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, timedelta):
        return _clock(cell)
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _clock(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
