"""The gate reads quotes and comments as each server does, and refuses what readers could disagree on."""

from __future__ import annotations

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from datamind.errors import QueryRefused
from datamind.sql.gate import DEEPEST_NESTING, LONGEST_TEXT_BYTES, read_tokens
from datamind.types import DIALECTS, Dialect


def kinds(sql: str, dialect: Dialect) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in read_tokens(sql, dialect)]


@pytest.mark.parametrize(
    ("dialect", "sql", "expected"),
    [
        ("postgres", "a 'it''s' \"b\"\"c\"", [("word", "a"), ("text", "'it''s'"), ("name", 'b"c')]),
        ("postgres", "$x$ 'a' $y$ $x$", [("text", "$x$ 'a' $y$ $x$")]),
        ("postgres", "'a\\' b", [("text", "'a\\'"), ("word", "b")]),
        ("postgres", "E'a\\'b'", [("text", "E'a\\'b'")]),
        ("postgres", "a /* x /* y */ z */ b", [("word", "a"), ("word", "b")]),
        ("mysql", "'a\\'b' \"c\\\"d\" `e``f`", [("text", "'a\\'b'"), ("text", '"c\\"d"'), ("name", "e`f")]),
        ("mysql", "a # b\nc", [("word", "a"), ("word", "c")]),
        ("mysql", "a -- b\nc", [("word", "a"), ("word", "c")]),
        ("sqlite", "'a\\' [b c] `d`", [("text", "'a\\'"), ("name", "b c"), ("name", "d")]),
        ("duckdb", "1_000 $$a;b$$", [("number", "1_000"), ("text", "$$a;b$$")]),
    ],
)
def test_quotes_and_comments_are_read_as_the_server_does(
    dialect: Dialect, sql: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(sql, dialect) == expected


@pytest.mark.parametrize("dialect", DIALECTS)
def test_limits_of_size_and_depth(dialect: Dialect) -> None:
    read_tokens("SELECT " + "(" * DEEPEST_NESTING + "1" + ")" * DEEPEST_NESTING, dialect)
    with pytest.raises(QueryRefused, match="nested"):
        read_tokens("SELECT " + "(" * (DEEPEST_NESTING + 1), dialect)
    with pytest.raises(QueryRefused, match="longer"):
        read_tokens("SELECT 1 /*" + "é" * (LONGEST_TEXT_BYTES // 2) + "*/", dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\u2028", "\ud800"])
def test_control_characters_are_refused_even_in_quotes(dialect: Dialect, character: str) -> None:
    with pytest.raises(QueryRefused) as refusal:
        read_tokens(f"SELECT '{character}'", dialect)
    assert refusal.value.position == 8


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "character", list("\u00a0\u1680\u2003\u200b\u2060\u3000\ufeff\u037e\uff1b\u017f\u212a\u0131\uff41")
)
def test_lookalikes_are_refused_outside_quotes_and_kept_inside(dialect: Dialect, character: str) -> None:
    with pytest.raises(QueryRefused):
        read_tokens(f"SELECT a{character}b", dialect)
    assert kinds(f"SELECT '{character}'", dialect)[1] == ("text", f"'{character}'")


@seed(20241)
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.text(alphabet="ab1 '\"`$-/*#;\\\n\r()[]é\u00a0!M", max_size=24), st.sampled_from(DIALECTS))
def test_tokens_cover_the_code_in_order(sql: str, dialect: Dialect) -> None:
    try:
        tokens = read_tokens(sql, dialect)
    except QueryRefused as refusal:
        assert str(refusal)  # noqa: PT017 - either outcome is right
        return
    end = 0
    for token in tokens:
        assert token.start >= end
        assert token.end > token.start
        gap = sql[end : token.start]
        assert not gap.strip(" \t\r\n") or gap.lstrip(" \t\r\n").startswith(("--", "/*", "#"))
        end = token.end
