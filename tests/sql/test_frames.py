"""Queries read as frames: one case a line, label by label."""

from __future__ import annotations

import pytest

from datamind.sql.frames import QueryFrame, read_frame, same_query


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT COUNT(*) FROM t", {"tables": "t", "measures": "COUNT(*)"}),
        ("SELECT a, SUM(b) AS s FROM t GROUP BY 1", {"tables": "t", "measures": "SUM(b) AS s", "by": "a"}),
        ("SELECT a AS x, SUM(b) FROM t GROUP BY x", {"tables": "t", "measures": "SUM(b)", "by": "a AS x"}),
        ("SELECT a, b FROM s.t", {"tables": "s.t", "by": "a, b"}),
        ("SELECT a FROM t WHERE b = 1 AND (c = 2 OR d = 3)", {"tables": "t", "by": "a", "filters": "b = 1; c = 2 OR d = 3"}),
        ("SELECT a FROM t ORDER BY b DESC LIMIT 3", {"tables": "t", "by": "a", "order": "b DESC", "limit": "3"}),
        (
            "WITH m AS (SELECT a, SUM(b) AS s FROM t WHERE c > 1 GROUP BY a) SELECT * FROM m LIMIT 2",
            {"tables": "t", "measures": "SUM(b) AS s", "by": "a", "filters": "c > 1", "limit": "2"},
        ),
        (
            "SELECT a, COUNT(*) FROM t GROUP BY a HAVING COUNT(*) > 5",
            {"tables": "t", "measures": "COUNT(*)", "by": "a", "having": "COUNT(*) > 5"},
        ),
        (
            "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.x = t.x AND u.y = 'z')",
            {"tables": "t, u", "by": "a",
             "filters": "EXISTS(SELECT 1 FROM u WHERE u.x = t.x AND u.y = 'z'); u.x = t.x; u.y = 'z'"},
        ),
        ("SELECT a FROM t UNION SELECT b FROM u", {"tables": "t, u", "by": "a"}),
    ],
)  # fmt: skip
def test_frames(sql: str, expected: dict[str, str]) -> None:
    found = read_frame(sql, "postgres")
    assert found is not None
    assert dict(found.lines()) == expected


@pytest.mark.parametrize("sql", ["", "SELECT ((", "DROP TABLE t", "not sql at all", "(" * 5_000])
def test_what_is_no_query_has_no_frame(sql: str) -> None:
    assert read_frame(sql, "sqlite") is None


def test_an_empty_frame_has_no_lines() -> None:
    assert QueryFrame().lines() == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SELECT a FROM t", "select  a\nfrom t -- x", True),
        ("SELECT a FROM t", "SELECT b FROM t", False),
        ("SELECT 'A'", "SELECT 'a'", False),
        ("SELECT ((", "select  ((", True),
    ],
)
def test_same_query(one: str, other: str, same: bool) -> None:
    assert same_query(one, other, "sqlite") is same
