"""The values written into a query: found with what they are compared with, replaced without touching anything else."""

from __future__ import annotations

import pytest

from datamind.sql.parameters import read_values, replace_values
from datamind.types import DIALECTS, Dialect

SQL = "SELECT a, SUM(b) AS s FROM t -- '9'\nWHERE d >= '2024-01-01' AND c = 'it''s' AND n > 5  GROUP BY a LIMIT 5"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_values_are_found_with_their_columns(dialect: Dialect) -> None:
    read = read_values(SQL, dialect)
    assert read is not None
    found = [(value.text, value.is_text, sorted(value.columns), value.limits) for value in read.values]
    assert found == [
        ("2024-01-01", True, ["d"], False),
        ("it's", True, ["c"], False),
        ("5", False, ["n"], True),
        ("5", False, ["n"], True),
    ]
    assert {"a", "b", "s", "t", "d", "c", "n"} <= read.names


@pytest.mark.parametrize("dialect", DIALECTS)
def test_all_else_keeps_its_bytes(dialect: Dialect) -> None:
    read = read_values(SQL, dialect)
    assert read is not None
    day, text, *_, limit = read.values
    written = replace_values(SQL, {day: "2023-01-01", text: "o'k", limit: "10"})
    assert written == SQL.replace("2024", "2023").replace("it''s", "o''k").replace("LIMIT 5", "LIMIT 10")


@pytest.mark.parametrize("sql", ["", "SELECT (", "((((", "SELECT 'open"])
def test_what_cannot_be_read_is_none(sql: str) -> None:
    assert read_values(sql, "postgres") is None
