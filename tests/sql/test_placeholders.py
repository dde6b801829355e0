"""A value takes the place of its placeholder as a literal, and whatever it is, the query keeps its shape."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from datamind.errors import InvalidInput, QueryRefused
from datamind.sql.placeholders import bind, bind_samples, find_placeholders
from datamind.types import DIALECTS, Dialect, Parameter

PARAMETERS = (
    Parameter("name", "text"),
    Parameter("least", "number"),
    Parameter("since", "date", "2026-01-31"),
    Parameter("cities", "list"),
)
SQL = (
    "SELECT a -{{ least }} AS b -- what is left\nFROM t WHERE name = {{name}} AND city IN {{ cities }}\n"
    "  AND day >= {{ since }} OR city IN ('x', {{ cities }}) LIMIT 5"
)
ATTACKS = (
    "x' OR 1=1 --", "x'; DROP TABLE t; --", "\\' OR 1=1 --", "\\", "'", "''", "\\\\'", "{{ least }}", "{{name}}", "/*", "*/ --", "$$", "$a$'$a$",
    "\u02bc OR 1=1", "%_", '"', "`", "E'\\''", "0x27", "; SELECT 1", "x\n' OR ''='", "NULL", "ʼ; --",
)  # fmt: skip


def shape(sql: str, dialect: Dialect) -> str:
    """The tree without its texts and numbers."""
    tree = parse_one(sql, dialect=dialect)
    for literal in list(tree.find_all(exp.Literal)):
        literal.set("this", "1")
    for each in tree.find_all(exp.In):
        each.set("expressions", each.expressions[:1])
    return tree.sql(dialect=dialect, comments=False)


def values(**changed: object) -> dict[str, object]:
    return {"name": "Ada", "least": 3, "cities": ["Bern", "Basel"], **changed}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_stays_as_it_was_written(dialect: Dialect) -> None:
    day = "'2026-01-31'" if dialect == "sqlite" else "CAST('2026-01-31' AS DATE)"
    assert bind(SQL, dialect, PARAMETERS, values()).sql == (
        "SELECT a -3 AS b -- what is left\nFROM t WHERE name = 'Ada' AND city IN ('Bern', 'Basel')\n"
        f"  AND day >= {day} OR city IN ('x', 'Bern', 'Basel') LIMIT 5"
    )
    assert bind("SELECT 1", dialect, PARAMETERS, {}).sql == "SELECT 1"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_changes_the_query(dialect: Dialect, attack: str) -> None:
    plain = shape(bind(SQL, dialect, PARAMETERS, values()).sql, dialect)
    sql = bind(SQL, dialect, PARAMETERS, values(name=attack, cities=[attack, attack])).sql
    assert shape(sql, dialect) == plain
    literals = {each.this for each in parse_one(sql, dialect=dialect).find_all(exp.Literal) if each.is_string}
    assert attack in literals


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(deadline=None, max_examples=150)
@given(
    name=st.text(min_size=1, max_size=40),
    least=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    since=st.dates(min_value=date(1, 1, 1)),
    cities=st.lists(st.text(alphabet="ab'\"\\;-/*{}$`% ", min_size=1, max_size=8), min_size=1, max_size=4),
)
def test_no_value_changes_the_shape_of_a_query(
    dialect: Dialect, name: str, least: Decimal, since: date, cities: list[str]
) -> None:
    """Negative numbers too: `a -{{ least }}` would become a comment."""
    sign = Decimal(-1) if least < 0 else Decimal(1)
    plain = shape(bind(SQL, dialect, PARAMETERS, values(least=sign)).sql, dialect)
    try:
        sql = bind(SQL, dialect, PARAMETERS, values(name=name, least=least, since=since, cities=cities)).sql
    except (InvalidInput, QueryRefused):
        return  # a value that no database takes is told, and nothing runs
    assert shape(sql, dialect) == plain
    assert name in {each.this for each in parse_one(sql, dialect=dialect).find_all(exp.Literal)}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"least": "3; DROP TABLE t"}, "least: '3; DROP TABLE t' is no number"),
        ({"least": "NaN"}, "least: 'NaN' is no number that a database takes"),
        ({"least": "1e999"}, "least: '1e999' is no number that a database takes"),
        ({"since": "31.1.2026"}, "since: '31.1.2026' is no date: write it as 2026-03-31"),
        ({"name": "a\x00b"}, "name: this holds a control character"),
        ({"name": ""}, "name has no value"),
        ({"cities": []}, "cities has no value"),
        ({"cities": ["x"] * 501}, "cities: choose at most 500"),
    ],
)
def test_an_error_names_its_parameter(changed: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidInput, match=told.replace("(", r"\(")) as caught:
        bind(SQL, "postgres", PARAMETERS, values(**changed))
    assert caught.value.field == next(iter(changed))


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT '{{ name }}'", "inside quotes"),
        ('SELECT "{{ name }}"', "inside quotes"),
        ("SELECT 1 -- {{ name }}", "inside quotes, a comment"),
        ("SELECT a{{ name }} FROM t", "inside quotes, a comment or a name"),
        ("SELECT * FROM {{ name }}", "where a name or an order belongs"),
        ("SELECT {{ name }}(1)", "where a name or an order belongs"),
        ("SELECT 1 AS {{ name }}", "where a name or an order belongs"),
        ("SELECT t.{{ name }} FROM t", "where a name or an order belongs"),
        ("SELECT a FROM t ORDER BY {{ least }}", "where a name or an order belongs"),
        ("SELECT a FROM t GROUP BY {{ least }}", "where a name or an order belongs"),
        ("SELECT DATE {{ since }}", "dates need no word before them"),
    ],
)
def test_only_values_can_be_parameters(sql: str, told: str) -> None:
    with pytest.raises(QueryRefused, match=told) as caught:
        bind(sql, "postgres", PARAMETERS, values())
    assert caught.value.position == sql.index("{{")


def test_a_list_stands_only_after_in() -> None:
    with pytest.raises(InvalidInput, match="cities is a list"):
        bind("SELECT * FROM t WHERE city = {{ cities }}", "postgres", PARAMETERS, values())


def test_a_place_is_found_again_in_what_was_written() -> None:
    sql = "SELECT {{ name }}, nothere FROM t WHERE a = {{ least }} AND gone = 1"
    bound = bind(sql, "sqlite", PARAMETERS, values(name="a much longer text than its placeholder"))
    for word in ("SELECT", "nothere", "gone"):
        assert bound.find_in_template(bound.sql.index(word)) == sql.index(word)
    assert bound.find_in_template(bound.sql.index("longer")) == sql.index("{{ name }}")


def test_samples_stand_in_for_what_has_no_default() -> None:
    assert find_placeholders(SQL) == ("least", "name", "cities", "since")
    assert "name = 'a' AND city IN ('a')" in bind_samples(SQL, "duckdb", PARAMETERS)
    assert "CAST('2026-01-31' AS DATE)" in bind_samples(SQL, "duckdb", PARAMETERS)
