"""`import`: messy files in, one JSON line a file out: tables, columns, what was assumed, what was altered."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from datamind.connectors.base import Progress
from datamind.connectors.importing import ImportedTable, import_files
from datamind.errors import DataMindError

NAME = "import"
SHOWN_REJECTED = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Read files of any mess as tables and say what was recognised; with --keep, keep them as a connection."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="a JSON line a file")
    parser.add_argument("--choices", type=Path, metavar="CHOICES.json", help="decisions over the guesses, by file name")
    parser.add_argument("--keep", metavar="CONNECTION", help="keep the tables as a new connection of this name")


def run(arguments: argparse.Namespace) -> int:
    """Exit 0 when every file gave a table, 1 when one did not, 2 when the choices cannot be read."""
    try:
        choices = json.loads(arguments.choices.read_text(encoding="utf-8")) if arguments.choices else None
    except (OSError, ValueError) as error:
        print(f"The choices cannot be read: {error}.", file=sys.stderr)
        return 2
    failed = False
    for path in arguments.files:
        line = describe_file(path, choices, _tell_progress if sys.stderr.isatty() else None)
        failed = failed or line["error"] is not None
        print(json.dumps(line, ensure_ascii=False, default=str) if arguments.json else _in_words(line), flush=True)
    if arguments.keep and not failed:
        return keep_files(arguments.keep, arguments.files, choices)
    return int(failed)


def _tell_progress(share: float, words: str) -> None:
    """One line that is written over; for people who watch."""
    end = "\n" if share >= 1 else ""
    print(f"\r{share:4.0%} {words[:70]:<70}", end=end, file=sys.stderr, flush=True)


def describe_file(
    path: Path, choices: dict[str, Any] | None = None, progress: Progress | None = None
) -> dict[str, Any]:
    """What one file holds: `{"file","error","tables":[{"name","n_rows","columns","assumed","rejected"}]}`."""
    with tempfile.TemporaryDirectory(prefix="datamind-") as folder:
        try:
            report = import_files([path], Path(folder) / "import.duckdb", choices, progress)
        except DataMindError as error:
            return {"file": path.name, "error": str(error), "tables": []}
    return {"file": path.name, "error": None, "tables": [_describe(table) for table in report.tables]}


def _describe(table: ImportedTable) -> dict[str, Any]:
    return {
        "name": table.sheet or table.name,
        "table": table.name,
        "n_rows": table.n_rows,
        "columns": [
            {
                "name": column.name,
                "type": column.type.value if column.type else "empty",
                "nulls": column.nulls,
                **({} if column.sum is None else {"sum": column.sum}),
            }
            for column in table.columns
        ],
        "assumed": list(table.assumed),
        "n_rejected": table.n_rejected,
        "rejected": [
            {"row": entry.row, "column": entry.column, "reason": entry.reason, "text": entry.text}
            for entry in table.rejected[:SHOWN_REJECTED]
        ],
    }


def _in_words(line: dict[str, Any]) -> str:
    if line["error"]:
        return f"{line['file']}: {line['error']}"
    parts = []
    for table in line["tables"]:
        columns = ", ".join(f"{column['name']} ({column['type']})" for column in table["columns"])
        parts.append(f"{line['file']} → {table['table']}: {table['n_rows']} rows; {columns}")
        parts += [f"  {sentence}" for sentence in table["assumed"]]
        parts += [f"  row {entry['row']}: {entry['reason']}: {entry['text']}" for entry in table["rejected"][:20]]
    return "\n".join(parts)


def keep_files(name: str, files: list[Path], choices: dict[str, Any] | None = None) -> int:
    """Keep the files as a connection of the organisation that the settings name."""
    from datamind.commands.scope import open_scope
    from datamind.services.uploads import upload_files

    try:
        with open_scope() as scope:
            connection, report = upload_files(scope, name, tuple((path.name, path) for path in files), None, choices)
    except DataMindError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Kept as connection {connection.name!r}: {len(report.tables)} tables.", file=sys.stderr)
    return 0
