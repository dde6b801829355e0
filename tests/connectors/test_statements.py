"""The session's own look at a text: what it begins with, and that nothing follows it."""

from __future__ import annotations

import pytest

from datamind.connectors.statements import check_reads, check_single_postgres, first_word
from datamind.errors import QueryFailed


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("select 1", "select"),
        ("  (( SELECT 1))", "select"),
        ("-- a\n/* b\n c */ With x as (select 1) select * from x", "with"),
        ("/*!50000 drop table t */", ""),
        ("/*M! drop table t */", ""),
        ("", ""),
        ("123", ""),
        ("drop table t", "drop"),
    ],
)
def test_the_first_word(sql: str, word: str) -> None:
    assert first_word(sql) == word


@pytest.mark.parametrize(
    "sql", ["drop table t", "", "/*!select*/ 1", "set x = 1", "call f()", "do 1", "prepare a as select 1"]
)
def test_only_what_reads_may_start(sql: str) -> None:
    with pytest.raises(QueryFailed):
        check_reads(sql)


ONE = (
    "select 1",
    "select 1;",
    "select 1; \n ;; ",
    "select ';'",
    "select 'it''s; me'",
    r"select E'a\'; b'",
    r"select 'a\' , ';'",
    'select 1 as ";"',
    "select $$;$$",
    "select $tag$ ; $$ ; $tag$",
    "select 1 -- ; not me\n",
    "select /* ; /* ; */ ; */ 1",
    "select 1; -- done; really",
    "select 1; /* ; */",
    "select a$b$ from t where x = ';'",
    "select string_agg(x, '; ') from t",
)
TWO = (
    "select 1; select 2",
    "select 1; commit; delete from t",
    "select 1;delete from t",
    "select ''';'; delete from t",
    r"select 'a\'; delete from t --'",
    r"select fooE'a\'; delete from t --'",
    "select $$a$$; delete from t",
    "select $a$ $b$ $a$; delete from t",
    "select 1 -- \n; delete from t",
    "select /* */ 1; delete from t",
    "select 1 /* /* */ */ ; delete from t",
    'select 1 as "a"";"; delete from t',
    "select $1; delete from t",
    "select a$b$ from t; delete from t where x = '$b$'",
    "select 'open; delete from t",
    "select /* open; delete from t",
    "select $$ open; delete from t",
)


@pytest.mark.parametrize("sql", ONE)
def test_one_statement_is_one(sql: str) -> None:
    check_single_postgres(sql)


@pytest.mark.parametrize("sql", TWO)
def test_a_second_statement_is_seen(sql: str) -> None:
    with pytest.raises(QueryFailed):
        check_single_postgres(sql)


def test_postgres_agrees_about_statements() -> None:
    import pglast

    for sql in ONE:
        assert len(pglast.split(sql)) == 1, sql
    for sql in TWO:
        try:
            assert len(pglast.split(sql)) > 1, sql
        except pglast.parser.ParseError:
            assert "open" in sql or "fooE" in sql, sql
