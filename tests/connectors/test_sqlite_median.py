"""The median that SQLite lacks, as the worker offers it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from datamind.connectors.sqlite_session import SqliteSession
from datamind.errors import QueryFailed


def median_of(values: str, folder: Path) -> object:
    path = folder / "t.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE t (v); " + (f"INSERT INTO t VALUES {values}" if values else ""))
    return SqliteSession(path).run("SELECT median(v) FROM t", 10, 10_000, 10.0).rows[0][0]


def test_it_is_the_middle_one_exactly_or_between_the_middle_two(tmp_path: Path) -> None:
    assert median_of("(9007199254740993), (1), (9007199254740995)", tmp_path) == 9007199254740993


@pytest.mark.parametrize(
    ("values", "expected"), [("(1), (2), (4.5), (100), (NULL)", 3.25), ("", None), ("(NULL)", None)]
)
def test_empty_values_do_not_count(values: str, expected: float | None, tmp_path: Path) -> None:
    assert median_of(values, tmp_path) == expected


def test_a_text_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(QueryFailed):
        median_of("(1), ('many')", tmp_path)
