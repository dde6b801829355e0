"""What an import did, in plain words: what was recognised, what was assumed, and each value that did not come through as it was.

Comes in: nothing; these are the values that the other modules of this room fill. Goes out: `ImportReport` to pages, commands
and services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from datamind.types import ColumnType


@dataclass(frozen=True)
class ImportedColumn:
    """One column as it was stored. `sum` is given for numbers only, `nulls` counts the empty cells.

    `type` is None when every cell is empty; such a column is stored as text.
    """

    name: str
    type: ColumnType | None
    sum: int | float | None = None
    nulls: int = 0


@dataclass(frozen=True)
class RejectedRow:
    """A value or row that was altered, left out or stored as empty: its row number in the file (from 1), why, its text."""

    row: int
    reason: str
    text: str
    column: str | None = None


@dataclass(frozen=True)
class Recognised:
    """How a text file was read, as a person may choose it (see `choices.py`); `header_rows` also for sheets."""

    encoding: str | None = None
    delimiter: str | None = None
    header_rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class ImportedTable:
    """One table that now stands in the DuckDB file under `name`.

    `source` is the file's name, `sheet` the sheet (or the file inside an archive) it came from. `assumed` are sentences.
    `rejected` holds at most `REJECTED_KEPT` entries, `n_rejected` counts all. `first_rows` show it before it is kept.
    """

    name: str
    source: str
    sheet: str | None
    n_rows: int
    columns: tuple[ImportedColumn, ...]
    assumed: tuple[str, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    n_rejected: int = 0
    first_rows: tuple[tuple[Any, ...], ...] = ()
    recognised: Recognised = Recognised()

    @property
    def odd_rows(self) -> tuple[RejectedRow, ...]:
        """What was altered or lost within the table: all but the lines around it."""
        return tuple(row for row in self.rejected if not row.reason.startswith(("stands ", "is a comment")))


@dataclass(frozen=True)
class FileError:
    """A file that gave no table, and the sentence that says why."""

    source: str
    message: str


@dataclass(frozen=True)
class ImportReport:
    tables: tuple[ImportedTable, ...]
    errors: tuple[FileError, ...] = ()


def encode_report(report: ImportReport) -> dict[str, Any]:
    """As JSON can carry it; dates and times in `first_rows` become ISO text when it is written with `default=str`."""
    return asdict(report)


def decode_report(data: Mapping[str, Any]) -> ImportReport:
    errors = tuple(FileError(**each) for each in data["errors"])
    return ImportReport(tuple(decode_table(each) for each in data["tables"]), errors)


def decode_table(data: Mapping[str, Any]) -> ImportedTable:
    """What `dataclasses.asdict` made of a table and JSON carried."""
    columns = tuple(
        ImportedColumn(each["name"], ColumnType(each["type"]) if each["type"] else None, each["sum"], each["nulls"])
        for each in data["columns"]
    )
    seen = data["recognised"]
    return ImportedTable(
        data["name"],
        data["source"],
        data["sheet"],
        data["n_rows"],
        columns,
        tuple(data["assumed"]),
        tuple(RejectedRow(**each) for each in data["rejected"]),
        data["n_rejected"],
        tuple(tuple(row) for row in data["first_rows"]),
        Recognised(seen["encoding"], seen["delimiter"], tuple(seen["header_rows"])),
    )


REJECTED_KEPT = 10_000
