"""check-sql streams: an answer a line, in order, whatever the lines are."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import pytest
from shop import known_ddl

from datamind.commands import check_sql


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lines: str, *options: str
) -> tuple[int, list[dict[str, object]]]:
    parser = argparse.ArgumentParser()
    check_sql.add_arguments(parser)
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    code = check_sql.run(parser.parse_args(["--jsonl", *options]))
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_lines_are_answered_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ddl = tmp_path / "shop.sql"
    ddl.write_text(known_ddl("sqlite"), encoding="utf-8")
    lines = '{"id": 1, "sql": "SELECT id FROM sale;"}\n\n{"id": 2, "sql": "DELETE FROM sale"}\n'
    lines += '{"id": 3, "sql": "SELECT * FROM vault_keys"}\n'
    code, answers = run(monkeypatch, capsys, lines, "--dialect", "sqlite", "--ddl", str(ddl))
    assert code == 0
    assert answers[0] == {"id": 1, "allowed": True, "reason": None, "sql": "SELECT id FROM sale"}
    assert [answer["allowed"] for answer in answers] == [True, False, False]
    assert answers[1]["sql"] is None
    assert str(answers[2]["reason"]).startswith("There is no table vault_keys")


def test_bad_lines_are_told_and_work_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = 'nonsense\n{"id": 2}\n[1]\n{"id": 4, "sql": "SELECT a FROM anything"}\n'
    code, answers = run(monkeypatch, capsys, lines, "--dialect", "postgres")
    assert code == 1
    assert [set(answer) for answer in answers[:3]] == [{"id", "error"}] * 3
    assert answers[3]["allowed"] is True


def test_a_missing_schema_is_bad_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, answers = run(monkeypatch, capsys, "", "--dialect", "postgres", "--ddl", "/nowhere/x.sql")
    assert (code, answers) == (2, [])
