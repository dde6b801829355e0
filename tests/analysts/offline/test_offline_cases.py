"""Questions of `cases/*.txt` against their gold SQL, compared by result, on every engine; one file a mechanism."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from datamind.analysts.offline import OfflineAnalyst
from datamind.linking import link
from datamind.sql.guard import validate
from datamind.types import Limits, Question, ResultSet, SqlDraft, Turn

TODAY = date(2026, 3, 1)  # the library's last loan is of 2024-08-25, so that day is "today" for its data
FILES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def read_cases(path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """The turns so far with the last one's gold."""
    turns: tuple[str, ...] = ()
    lines = [
        line.strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    for question, gold in zip(lines[::2], lines[1::2], strict=True):
        turns = (*turns, question[1:].strip()) if question.startswith(">") else (question[1:].strip(),)
        yield turns, gold


CASES = [
    pytest.param(turns, gold, id=f"{path.stem}: {turns[-1]}") for path in FILES for turns, gold in read_cases(path)
]


def ask(turns: tuple[str, ...], house: Any) -> SqlDraft:
    history: tuple[Turn, ...] = ()
    for text in turns:
        outcome = OfflineAnalyst().draft(link(Question(text, TODAY, history), house.catalog))
        assert isinstance(outcome, SqlDraft), f"{text}: {outcome}"
        history = (*history, Turn(text, outcome.sql))
    return outcome


def run(sql: str, house: Any) -> ResultSet:
    return house.connector.run(validate(sql, house.catalog), Limits())


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    try:
        return f"{float(value):.5g}"
    except ValueError:
        return str(value)


def holds(mine: ResultSet, gold: ResultSet, in_order: bool) -> bool:
    """Whether the gold's columns are among mine, row by row; in the same order when the gold has one."""
    if len(mine.rows) != len(gold.rows):
        return False
    if not gold.rows:
        return True
    have = [list(map(cell, column)) for column in zip(*mine.rows, strict=True)]
    chosen: list[list[str]] = []
    for wanted in (list(map(cell, column)) for column in zip(*gold.rows, strict=True)):
        fitting = [column for column in have if sorted(column) == sorted(wanted) and column not in chosen]
        if not fitting:
            return False
        chosen.append(fitting[0])
    rows = list(zip(*chosen, strict=True))
    expected = [tuple(map(cell, row)) for row in gold.rows]
    return (rows == expected) if in_order else sorted(rows) == sorted(expected)


@pytest.mark.parametrize(("turns", "gold"), CASES)
def test_result_is_that_of_the_gold(turns: tuple[str, ...], gold: str, library: Any) -> None:
    mine, expected = run(ask(turns, library).sql, library), run(gold, library)
    ordered = (
        re.search(r" ORDER BY [^)]*$", gold) is not None and "LIMIT" not in gold
    )  # ties at a limit may come in any order
    assert holds(mine, expected, in_order=ordered), ask(turns, library).sql


@pytest.mark.parametrize(
    "engine",
    ["duckdb", pytest.param("postgres", marks=pytest.mark.servers), pytest.param("mysql", marks=pytest.mark.servers)],
)
def test_every_engine_gives_the_same(engine: str, request: pytest.FixtureRequest, library: Any) -> None:
    other = request.getfixturevalue(f"library_in_{engine}")
    different = []
    for path in FILES:
        for turns, gold in read_cases(path):
            draft = ask(turns, other)
            if not holds(run(draft.sql, other), run(gold, library), in_order=False):
                different.append(f"{turns[-1]}: {draft.sql}")
    assert different == []
