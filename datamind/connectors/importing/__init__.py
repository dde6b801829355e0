"""Messy files in, one immutable DuckDB file out, with a report of everything that was assumed or altered on the way.

`import_files` is the door, `merge_files` makes a new version of what stands already. To add a file format: a reader in this room and a line in `formats.READERS`.
"""

from __future__ import annotations

from datamind.connectors.importing.door import import_files, merge_files
from datamind.connectors.importing.report import (
    FileError,
    ImportedColumn,
    ImportedTable,
    ImportReport,
    Recognised,
    RejectedRow,
    decode_report,
    encode_report,
)

__all__ = [
    "FileError",
    "ImportReport",
    "ImportedColumn",
    "ImportedTable",
    "Recognised",
    "RejectedRow",
    "decode_report",
    "encode_report",
    "import_files",
    "merge_files",
]
