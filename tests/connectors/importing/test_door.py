"""The public door: worker processes, several files, names, choices, cancelling; and the command on top of it."""

from __future__ import annotations

import argparse
import json
import threading
from pathlib import Path

import duckdb
import pytest

from datamind.cancellation import Cancellation
from datamind.commands import import_files as command
from datamind.connectors.importing import door, import_files
from datamind.errors import FileRefused, InvalidInput, QueryCancelled


def put(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content)
    return path


def test_files_arrive_together_and_a_bad_one_is_told(tmp_path: Path) -> None:
    paths = [put(tmp_path, "a.csv", "x,y\n1,2\n"), put(tmp_path, "b.csv", ""), put(tmp_path, "c.csv", "x;y\n3;4\n")]
    target = tmp_path / "t.duckdb"
    report = import_files(paths, target, names=["sales.csv", "../../etc/b.csv", "sales.csv"])
    assert [table.name for table in report.tables] == ["sales", "sales_2"]
    (error,) = report.errors
    assert error.source == "b.csv"
    assert "empty" in error.message
    with duckdb.connect(str(target), read_only=True) as con:
        assert con.execute("select x, y from sales_2").fetchall() == [(3, 4)]
    assert report.tables[0].first_rows == ((1, 2),)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_nothing_is_left_when_no_file_gave_a_table(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="empty"):
        import_files([put(tmp_path, "b.csv", "")], tmp_path / "t.duckdb")
    assert not (tmp_path / "t.duckdb").exists()


def test_cancelling_ends_the_worker_and_leaves_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, "big.csv", "id,w\n" + "".join(f"{n},word {n}\n" for n in range(300_000)) + "1\n")
    button = Cancellation()
    started = threading.Event()

    def press(share: float, words: str) -> None:
        started.set()
        button.cancel()

    with pytest.raises(QueryCancelled):
        import_files([path], tmp_path / "t.duckdb", progress=press, cancellation=button)
    assert started.is_set()
    assert not (tmp_path / "t.duckdb").exists()


def test_a_worker_that_needs_too_much_memory_is_a_refused_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MEMORY_BYTES", 700 * 1024**2)
    with pytest.raises(FileRefused, match="memory"):
        import_files([put(tmp_path, "a.csv", "x,y\n1," + "é" * 100_000_000 + "\n2,z\n")], tmp_path / "t.duckdb")


def test_people_decide_over_the_guesses(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "title\nx|d|code\n1|01/02/2020|007\n2|03/04/2020|008\n")
    choices = {"a.csv": {"delimiter": "|", "header_rows": [2], "date_order": "mdy", "types": {"code": "integer"}}}
    report = import_files([path], tmp_path / "t.duckdb", choices)
    assert [(column.name, str(column.type)) for column in report.tables[0].columns] == [
        ("x", "integer"),
        ("d", "date"),
        ("code", "integer"),
    ]
    assert report.tables[0].first_rows[0] == (1, "2020-01-02", 7)
    with pytest.raises(InvalidInput, match="cannot be chosen"):
        import_files([path], tmp_path / "u.duckdb", {"*": {"colour": "red"}})


def test_no_header_and_skipped_rows_can_be_chosen(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "name,city\nann,rome\nbob,oslo\n")
    report = import_files([path], tmp_path / "t.duckdb", {"*": {"header_rows": [], "skipped_rows": [2]}})
    assert report.tables[0].first_rows == (("name", "city"), ("bob", "oslo"))


def test_the_command_prints_a_line_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = put(tmp_path, "a.csv", "x;y\n1;2,5\n2;n/a\n"), put(tmp_path, "b.csv", "")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args([str(good), str(bad), "--json"])) == 1
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["tables"][0]["columns"] == [
        {"name": "x", "type": "integer", "nulls": 0, "sum": 3},
        {"name": "y", "type": "number", "nulls": 1, "sum": 2.5},
    ]
    assert (second["tables"], "empty" in second["error"]) == ([], True)
