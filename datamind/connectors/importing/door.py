"""The public door of this room: paths in, a DuckDB file and its report out.

Each file is read by a worker process of its own, with a memory cap and a time limit: one that explodes is told as refused,
and the others still arrive.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import datamind
from datamind.cancellation import Cancellation
from datamind.connectors.base import Progress
from datamind.connectors.importing.report import FileError, ImportedTable, ImportReport, decode_table
from datamind.errors import FileRefused, InvalidInput, QueryCancelled

MEMORY_BYTES = 1536 * 1024**2  # address space; what is really used stays near 500 MB
PACKAGE_FOLDER = (
    Path(datamind.__file__).resolve().parent.parent
)  # where `-m datamind…` is found, wherever the app started
LEAST_TIMEOUT_S = 10.0  # of the processor's time: a busy machine makes no file hostile
TIMEOUT_S_PER_MB = 4.0
MOST_WAIT = 4  # times that by the clock, for a worker that waits for its turn


def import_files(
    paths: Sequence[Path],
    target: Path,
    choices: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
    names: Sequence[str] | None = None,
) -> ImportReport:
    """Read messy files into a new DuckDB file `target` and tell what was assumed and altered.

    `names` are the files' own names where `paths` lie under others (uploads). `choices`: see `choices.py`. A file that cannot
    be read is told in `errors`; the others still arrive.

    Raises: FileRefused when no file gave a table; QueryCancelled; InvalidInput for a choice that cannot be used.
    """
    tables: list[ImportedTable] = []
    errors: list[FileError] = []
    called = list(names) if names is not None else [path.name for path in paths]
    try:
        for place, (path, name) in enumerate(zip(paths, called, strict=True)):
            shown = _shown_name(name)
            try:
                tables += _run_worker(path, shown, target, choices, _share(progress, place, len(paths)), cancellation)
            except FileRefused as refusal:
                errors.append(FileError(shown, str(refusal)))
    except (QueryCancelled, InvalidInput):
        _remove(target)
        raise
    if not tables:
        _remove(target)
        raise FileRefused(errors[0].message if errors else "There was no file to read.")
    return ImportReport(tuple(tables), tuple(errors))


def _shown_name(name: str) -> str:
    """The last part of a name, without control characters: what a browser sends may be "../../x.csv"."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter if letter.isprintable() else "_" for letter in last)[:200] or "file"


def _share(progress: Progress | None, place: int, count: int) -> Progress:
    def tell(share: float, words: str) -> None:
        if progress:
            progress((place + share) / count, words)

    return tell


def _remove(target: Path) -> None:
    target.unlink(missing_ok=True)
    target.with_name(target.name + ".wal").unlink(missing_ok=True)


def _run_worker(
    path: Path,
    name: str,
    target: Path,
    choices: Mapping[str, Any] | None,
    progress: Progress,
    cancellation: Cancellation | None,
) -> list[ImportedTable]:
    if not path.is_file():
        raise FileRefused(f"There is no file {name}. Check the path.")
    job = {"path": str(path.resolve()), "name": name, "target": str(target.resolve()), "choices": _plain(choices)}
    answer = _work(job, path.stat().st_size, progress, cancellation)
    return [decode_table(table) for table in answer["tables"]]


def merge_files(base: Path, addition: Path, target: Path, onto: Mapping[str, str], append: bool) -> None:
    """A new file `target` of what `base` holds, where the tables of `addition` take the place of those that `onto` names (or,
    with `append`, come beneath their rows); tables that `onto` does not name are new.

    Raises: FileRefused.
    """
    job = {"merge": [str(base), str(addition)], "name": "The new version", "target": str(target.resolve())}
    try:
        _work({**job, "onto": dict(onto), "append": append}, base.stat().st_size + addition.stat().st_size)
    except FileRefused:
        _remove(target)
        raise


def _work(
    job: dict[str, Any], size_bytes: int, progress: Progress | None = None, cancellation: Cancellation | None = None
) -> dict[str, Any]:
    """Have a worker do the job; its last word. Raises: FileRefused, InvalidInput, QueryCancelled."""
    name, button = job["name"], cancellation or Cancellation()
    with tempfile.TemporaryDirectory(prefix="datamind-import-", dir=Path(job["target"]).parent) as folder:
        limit_s = LEAST_TIMEOUT_S + TIMEOUT_S_PER_MB * size_bytes / 1e6
        limits = {"memory_bytes": MEMORY_BYTES, "cpu_s": max(1, round(limit_s))}
        job = {**job, "folder": str(Path(folder).resolve()), **limits}
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "datamind.connectors.importing.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={
                "PYTHONPATH": str(PACKAGE_FOLDER),
                "LANG": "C.UTF-8",
                "PATH": os.defpath,
            },  # no key or password of ours
            text=True,
            encoding="utf-8",
        ) as process:
            timer = threading.Timer(limit_s * MOST_WAIT, process.kill)
            timer.start()
            answer = None
            try:
                with button.interrupting(process.kill):
                    answer = _listen(process, job, progress or (lambda share, words: None))
            finally:
                timer.cancel()
                if answer is None and process.poll() is None:
                    process.kill()
            code = process.wait()
    button.check()
    if answer is None and code > 0:
        raise FileRefused(
            f"{name} could not be read: it is damaged or built in a way that nobody foresaw. Save it as CSV."
        )
    if answer is None:
        raise FileRefused(
            f"{name} took more memory or time than an import may use, so it was not read. Split it or save it as CSV."
        )
    if "refused" in answer:
        raise (InvalidInput if answer.get("invalid") else FileRefused)(answer["refused"])
    return answer


def _plain(choices: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Choices as JSON can carry them."""
    return json.loads(json.dumps(choices, default=list)) if choices else None


def _listen(process: subprocess.Popen[str], job: dict[str, Any], progress: Progress) -> dict[str, Any] | None:
    """The worker's last word; None when it died without one."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps(job))
        process.stdin.close()
    except BrokenPipeError:
        return None
    for line in process.stdout:
        try:
            message = json.loads(line)
        except ValueError:
            return None
        if "progress" not in message:
            return message
        progress(*message["progress"])
    return None
