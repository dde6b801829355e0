"""What a file costs: 100,000 × 11 rows to Excel and CSV against other writers and a bare one, and a PDF with its picture.

Run: python -m bench.exports [rows]. xlsxwriter is measured where it is installed; DataMind does not need it.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import random
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from datamind.exports import Document, Part, export
from datamind.types import ChartSpec, ColumnType, ResultColumn, ResultSet

TYPES = ("INTEGER", "TEXT", "NUMBER", "DATE", "INTEGER", "TEXT", "NUMBER", "DATETIME", "BOOLEAN", "TEXT", "NUMBER")


def main(n_rows: int) -> None:
    result = make_rows(n_rows)
    document = Document("Rows", (Part("Rows", result),), datetime.now(UTC))
    bare_s = seconds(lambda out: write_bare(result.rows, out))
    print(f"{n_rows:,} × {len(result.columns)} rows; a bare writer of zip and XML takes {bare_s:.2f} s")
    writers: dict[str, Callable[[io.BytesIO], object]] = {
        "Excel, DataMind": lambda out: export("excel", document, out),
        "Excel, pandas + openpyxl": lambda out: write_pandas(result, out, "openpyxl"),
    }
    if importlib.util.find_spec("xlsxwriter"):
        writers["Excel, pandas + xlsxwriter"] = lambda out: write_pandas(result, out, "xlsxwriter")
    for name, write in writers.items():
        print(f"{name:<28} {(took := seconds(write)):7.2f} s   {took / bare_s:6.2f} of the bare writer")
    print(f"memory of the Excel export above the rows {peak_mb(document):.0f} MB")
    ours_s, plain_s = (
        seconds(lambda out: export("csv", document, out)),
        seconds(lambda out: write_csv(result.rows, out)),
    )
    print(f"{'CSV, DataMind':<28} {ours_s:7.2f} s   {ours_s / plain_s:6.2f} of the csv module alone")
    picture = Document("Picture", (make_picture(),), datetime.now(UTC))
    first_s = seconds(lambda out: export("pdf", picture, out))
    later = sorted(seconds(lambda out: export("pdf", picture, out)) for _ in range(20))
    print(f"PDF with a picture           first {first_s:.3f} s, then {later[10]:.3f} s (median)")


def make_rows(n_rows: int) -> ResultSet:
    random.seed(1)
    rows = [
        (
            n, f"customer {n % 977}", random.random() * 1000, date(2020, 1, 1) + timedelta(n % 900), n % 7,
            None if n % 5 == 0 else "text & <more>", Decimal(n) / 100, datetime(2024, 1, 1) + timedelta(seconds=n), n % 2 == 0,
            f"city {n % 50}", n * 3.5,
        )
        for n in range(n_rows)
    ]  # fmt: skip
    columns = tuple(ResultColumn(f"column_{n}", ColumnType[kind]) for n, kind in enumerate(TYPES))
    return ResultSet(columns, tuple(rows), False, 0.0, datetime.now(UTC))


def make_picture() -> Part:
    columns = (ResultColumn("month", ColumnType.TEXT), ResultColumn("revenue", ColumnType.NUMBER))
    rows = tuple((f"2025-{month:02d}", 1000.0 + month) for month in range(1, 13))
    result = ResultSet(columns, rows, False, 0.0, datetime.now(UTC))
    return Part("Revenue", result, ChartSpec("line", "month", ("revenue",)), ("Revenue grew.",), "SELECT 1")


def write_bare(rows: Any, out: io.BytesIO) -> None:
    """What no writer can do without: each value as XML, the whole as a zip."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target, target.open("sheet.xml", "w") as sheet:
        for row in rows:
            cells = (
                f"<c><v>{v}</v></c>" if not isinstance(v, str) else f'<c t="inlineStr"><is><t>{v}</t></is></c>'
                for v in row
            )
            sheet.write(f"<row>{''.join(cells)}</row>".encode())


def write_pandas(result: ResultSet, out: io.BytesIO, engine: str) -> None:
    import pandas

    pandas.DataFrame(result.rows, columns=[c.name for c in result.columns]).to_excel(out, engine=engine, index=False)  # type: ignore[call-overload]


def write_csv(rows: Any, out: io.BytesIO) -> None:
    text = io.TextIOWrapper(out, "utf-8", newline="")
    csv.writer(text).writerows(rows)
    text.flush()
    text.detach()


def seconds(write: Callable[[io.BytesIO], object]) -> float:
    started = time.perf_counter()
    write(io.BytesIO())
    return time.perf_counter() - started


def peak_mb(document: Document) -> float:
    """The most that the export held at once, the file itself left out."""
    tracemalloc.start()
    out = io.BytesIO()
    export("excel", document, out)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return (peak - len(out.getvalue())) / 1024 / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
