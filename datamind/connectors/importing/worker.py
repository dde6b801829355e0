"""The process that reads one file: whatever the file does to it, the app lives on.

Comes in, on standard input: one JSON object (`path` or `merge`, `name`, `target`, `folder`, `memory_bytes`, `cpu_s` …). Goes out, on
standard output, JSON lines: `{"progress":[share, words]}` as it works, and at the end `{"tables":[…]}` or `{"refused": sentence}`.
Run as `python -m datamind.connectors.importing.worker`.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from datamind.connectors.importing.report import ImportedTable
from datamind.errors import FileRefused, InvalidInput

DUCKDB_MEMORY_BYTES = 300 * 1024**2
PROGRESS_EVERY_S = 0.2


def main() -> int:
    job = json.load(sys.stdin)
    limit = int(job["memory_bytes"])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (int(job["cpu_s"]), int(job["cpu_s"])))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if "merge" in job:
            merge_one(job)
            _say({"tables": []})
        else:
            _say({"tables": [encode_table(table) for table in import_one(job, _Teller())]})
    except (FileRefused, InvalidInput) as refusal:
        _say({"refused": str(refusal), "invalid": isinstance(refusal, InvalidInput)})
    except MemoryError:
        _say({"refused": f"{job['name']} needs more memory than an import may use. Split it, then add the parts."})
    return 0


class _Teller:
    """Progress, at most a few times a second."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, share: float, words: str) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + PROGRESS_EVERY_S
            _say({"progress": [round(share, 3), words]})


def merge_one(job: dict[str, Any]) -> None:
    """Write the target from two files of ours. Raises: FileRefused."""
    import duckdb

    from datamind.connectors.importing.merging import merge_tables

    settings = {"memory_limit": f"{DUCKDB_MEMORY_BYTES // 1024**2}MB", "temp_directory": job["folder"] + "/spill"}
    with duckdb.connect(job["target"], config=settings) as con:
        try:
            base, addition = job["merge"]
            merge_tables(con, base, addition, job["onto"], job["append"])
        except duckdb.Error as error:
            raise FileRefused(
                f"The new version does not fit the old one: {str(error).splitlines()[0][:200]}"
            ) from error


def import_one(job: dict[str, Any], progress: Any) -> list[ImportedTable]:
    """Read one file into the target. Raises: FileRefused, InvalidInput."""
    import duckdb

    from datamind.connectors.importing.reading import read_file

    path, folder = Path(job["path"]), Path(job["folder"])
    con = duckdb.connect(
        job["target"],
        config={
            "memory_limit": f"{DUCKDB_MEMORY_BYTES // 1024**2}MB",
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": "true",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        con.execute(f"SET allowed_directories=[{_literal(str(folder) + '/')}]")
        con.execute(f"SET allowed_paths=[{_literal(str(path))}]")
        con.execute("SET enable_external_access=false")
        con.execute("SET python_enable_replacements=false")
        con.execute("SET enable_progress_bar=false")  # it would print between our lines
        return read_file(con, path, job["name"], job.get("choices"), folder, progress)
    except duckdb.OutOfMemoryException as error:
        raise FileRefused(
            f"{job['name']} needs more memory than an import may use. Split it, then add the parts."
        ) from error
    except duckdb.Error as error:
        raise FileRefused(
            f"{job['name']} could not be stored as a table: {str(error).splitlines()[0][:200]}"
        ) from error
    finally:
        con.close()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def encode_table(table: ImportedTable) -> dict[str, Any]:
    """An ImportedTable as plain JSON values; dates and times in `first_rows` as ISO text."""
    return dataclasses.asdict(table)


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
