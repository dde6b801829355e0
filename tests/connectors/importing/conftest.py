"""A file as bytes in, its tables and rows out, by the worker's own code in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from datamind.connectors.importing.report import ImportedTable
from datamind.connectors.importing.worker import import_one


@dataclass(frozen=True)
class Read:
    tables: list[ImportedTable]
    rows: list[tuple[Any, ...]]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.tables[0].columns]

    @property
    def types(self) -> list[str]:
        return [column.type.value if column.type else "empty" for column in self.tables[0].columns]

    @property
    def told(self) -> str:
        return " ".join(self.tables[0].assumed)


def read_bytes(folder: Path, content: bytes | str, name: str = "file.csv", choices: Any = None) -> Read:
    path = folder / "upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    target = folder / "target.duckdb"
    job = {"path": str(path), "name": name, "target": str(target), "folder": str(folder), "choices": choices}
    tables = import_one(job, lambda share, words: None)
    with duckdb.connect(str(target), read_only=True) as con:
        rows = con.execute(f'SELECT * FROM "{tables[0].name}"').fetchall()
    return Read(tables, rows)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    numbers = count()

    def run(content: bytes | str, name: str = "file.csv", choices: Any = None) -> Read:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return read_bytes(folder, content, name, choices)

    return run
