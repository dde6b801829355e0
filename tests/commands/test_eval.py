"""`eval` on a database made here: predictions, summary, report, bad lines."""

from __future__ import annotations

import argparse
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from datamind.commands import eval as command

LINES = (
    {"id": "a", "db_id": "zoo", "suite": "s", "tags": ["count"], "question": "How many animals are there?", "gold": ["SELECT COUNT(*) FROM animal"]},
    {"id": "b", "db_id": "zoo", "suite": "s", "question": "Total ration by kind", "gold": ["SELECT kind, SUM(food_g) FROM animal GROUP BY kind"], "evidence": "ration = sum of food_g"},
    {"id": "c", "db_id": "zoo", "suite": "s", "question": "What is the average salary of keepers?", "gold": []},
    {"id": "d", "db_id": "zoo", "suite": "f", "question": "only birds", "gold": ["SELECT COUNT(*) FROM animal WHERE kind = 'bird'"], "history": [{"question": "How many animals are there?", "sql": ""}]},
    {"id": "e", "db_id": "nowhere", "question": "How many?"},
    {"id": "g", "db_id": "zoo", "suite": "s", "question": "How many animals are there?", "gold": ["SELECT COUNT(*) + 1 FROM animal"]},
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "zoo.sqlite")) as connection:
        connection.execute("CREATE TABLE animal (animal_id INTEGER PRIMARY KEY, name TEXT, kind TEXT, food_g INTEGER)")
        connection.executemany(
            "INSERT INTO animal VALUES (?, ?, ?, ?)",
            [(n, f"animal {n}", ("bird", "fish", "cat")[n % 3], n * 10) for n in range(1, 20)],
        )
        connection.commit()
    (tmp_path / "questions.jsonl").write_text(
        "\n".join([*(json.dumps(line) for line in LINES), "not json"]), encoding="utf-8"
    )
    return tmp_path


def run(folder: Path, *more: str) -> tuple[int, list[dict[str, object]]]:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    out = folder / "out.jsonl"
    code = command.run(
        parser.parse_args(
            [str(folder / "questions.jsonl"), "--databases", str(folder), "--predictions", str(out), *more]
        )
    )
    return code, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_each_line_has_its_prediction_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, predictions = run(folder)
    assert code == 1  # two lines could not be tried
    assert [line["id"] for line in predictions] == ["a", "b", "c", "d", "e", "g", None]
    by_id = {line["id"]: line for line in predictions}
    assert by_id["a"]["action"] == by_id["b"]["action"] == by_id["d"]["action"] == "answer"
    assert by_id["c"]["action"] == "refuse"
    assert by_id["c"]["sql"] is None
    assert "SUM" in str(by_id["b"]["sql"])
    assert "error" in by_id["e"]
    assert {"calls", "input_tokens", "output_tokens", "ms"} <= set(by_id["a"])
    summary = capsys.readouterr().out
    assert "all" in summary.splitlines()[0]
    assert "75.0%" in summary.splitlines()[0]  # three of the four that have a gold agree


def test_limit_and_report(folder: Path) -> None:
    code, predictions = run(folder, "--limit", "2", "--report", str(folder / "r.html"))
    assert (code, len(predictions)) == (0, 2)
    assert "<table>" in (folder / "r.html").read_text(encoding="utf-8")


def test_a_miss_stands_in_the_report(folder: Path) -> None:
    run(folder, "--report", str(folder / "r.html"))
    assert "SELECT COUNT(*) + 1 FROM animal" in (folder / "r.html").read_text(encoding="utf-8")


def test_a_missing_file_is_bad_usage(folder: Path) -> None:
    (folder / "questions.jsonl").unlink()
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert (
        command.run(
            parser.parse_args(
                [str(folder / "questions.jsonl"), "--databases", str(folder), "--predictions", str(folder / "o")]
            )
        )
        == 2
    )
