"""The public door of this room: paths in, a DuckDB file and its report out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from datamind.cancellation import Cancellation
from datamind.connectors.base import Progress
from datamind.connectors.importing.report import FileError, ImportedColumn, ImportedTable, ImportReport
from datamind.errors import FileRefused
from datamind.types import ColumnType

NATIVE = {
    "BIGINT": ColumnType.INTEGER,
    "DOUBLE": ColumnType.NUMBER,
    "DATE": ColumnType.DATE,
    "TIMESTAMP": ColumnType.DATETIME,
    "TIME": ColumnType.TIME,
    "BOOLEAN": ColumnType.BOOLEAN,
}


def import_files(
    paths: Sequence[Path],
    target: Path,
    choices: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
    names: Sequence[str] | None = None,
) -> ImportReport:
    """Read messy files into a new DuckDB file `target` and tell what was assumed and altered.

    `names` are the files' own names where `paths` lie under others (uploads). A file that cannot be read is told in
    `errors`; the others still arrive.

    Raises: FileRefused when no file gave a table; QueryCancelled.
    """
    import duckdb

    tables: list[ImportedTable] = []
    errors: list[FileError] = []
    con = duckdb.connect(str(target))
    for path, name in zip(paths, names or [path.name for path in paths], strict=True):
        try:
            if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
                tables += _read_workbook(con, path, name)
            else:
                table = _table_name(name, tables)
                con.execute(f'CREATE TABLE "{table}" AS SELECT * FROM read_csv(?)', [str(path)])
                tables.append(_describe(con, table, name, None))
        except duckdb.Error as error:
            errors.append(FileError(name, f"{name} could not be read as a table: {str(error).splitlines()[0]}"))
    con.close()
    if not tables:
        target.unlink(missing_ok=True)
        raise FileRefused(errors[0].message if errors else "There was no file to read.")
    return ImportReport(tuple(tables), tuple(errors))


def _read_workbook(con: Any, path: Path, name: str) -> list[ImportedTable]:
    import csv
    import tempfile

    from python_calamine import CalamineWorkbook

    made: list[ImportedTable] = []
    book = CalamineWorkbook.from_path(str(path))
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python()
        if not rows:
            continue
        table = _table_name(sheet, made)
        with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(rows)
            stream.flush()
            con.execute(f'CREATE TABLE "{table}" AS SELECT * FROM read_csv(?)', [stream.name])
        made.append(_describe(con, table, name, sheet))
    return made


def _table_name(name: str, taken: list[ImportedTable]) -> str:
    plain = re.sub(r"\W+", "_", Path(name).stem.lower()).strip("_") or "table"
    used = {table.name for table in taken}
    return next(n for n in [plain, *(f"{plain}_{i}" for i in range(2, 10_000))] if n not in used)


def _describe(con: Any, table: str, source: str, sheet: str | None) -> ImportedTable:
    n_rows = con.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    columns = []
    for name, native in [row[:2] for row in con.execute(f'DESCRIBE "{table}"').fetchall()]:
        quoted = '"' + name.replace('"', '""') + '"'
        kind = NATIVE.get(native, ColumnType.TEXT)
        total = f"sum({quoted})" if kind.is_numeric else "NULL"
        total, nulls = con.execute(f'SELECT {total}, count(*) - count({quoted}) FROM "{table}"').fetchone()
        columns.append(ImportedColumn(name, kind, total, nulls))
    first = tuple(con.execute(f'SELECT * FROM "{table}" LIMIT 20').fetchall())
    return ImportedTable(table, source, sheet, n_rows, tuple(columns), first_rows=first)
