"""SQL is laid out without changing it: only spaces between clauses become line breaks."""

from __future__ import annotations

import pytest

from pages.parts.evidence import format_sql


@pytest.mark.parametrize(
    ("sql", "lines"),
    [
        (
            "SELECT a FROM t WHERE b = 1 ORDER BY a LIMIT 3",
            ["SELECT a", "FROM t", "WHERE b = 1", "ORDER BY a", "LIMIT 3"],
        ),
        ("SELECT ' FROM x WHERE y' FROM t", ["SELECT ' FROM x WHERE y'", "FROM t"]),
        ('SELECT " FROM " FROM t', ['SELECT " FROM "', "FROM t"]),
        ("SELECT (SELECT max(a) FROM u) FROM t", ["SELECT (SELECT max(a) FROM u)", "FROM t"]),
        ("SELECT 'it''s FROM here' FROM t", ["SELECT 'it''s FROM here'", "FROM t"]),
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT a\nFROM t WHERE b", ["SELECT a", "FROM t WHERE b"]),
    ],
)
def test_each_clause_on_its_line(sql: str, lines: list[str]) -> None:
    assert format_sql(sql).split("\n") == lines
    assert format_sql(sql).replace("\n", " ") == sql.replace("\n", " ")
