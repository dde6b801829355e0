"""Messy files in, one immutable DuckDB file out, with a report of everything that was assumed or altered on the way.

`import_files` is the door. To add a file format: a reader in this room and a line in `formats.READERS`.
"""

from __future__ import annotations

from datamind.connectors.importing.door import import_files
from datamind.connectors.importing.report import FileError, ImportedColumn, ImportedTable, ImportReport, RejectedRow

__all__ = ["FileError", "ImportReport", "ImportedColumn", "ImportedTable", "RejectedRow", "import_files"]
