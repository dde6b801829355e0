"""Every type of every engine comes out without loss: one table per engine, value and column type by column."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from connectors.conftest import Place
from datamind.types import ColumnType

NewPlace = Callable[..., Place]
TWO_HOURS = timezone(timedelta(hours=2))
T = ColumnType

POSTGRES: tuple[tuple[str, Any, ColumnType], ...] = (
    ("9007199254740993::bigint", 9007199254740993, T.INTEGER),
    ("(-9223372036854775808)::bigint", -(2**63), T.INTEGER),
    ("12345678901234567890.0123456789::numeric", Decimal("12345678901234567890.0123456789"), T.NUMBER),
    ("1.10::numeric(10,2)", Decimal("1.10"), T.NUMBER),
    ("'Infinity'::float8", math.inf, T.NUMBER),
    ("0.1::float8", 0.1, T.NUMBER),
    ("true", True, T.BOOLEAN),
    ("'Ω 😀'::text", "Ω 😀", T.TEXT),
    ("'ab'::char(4)", "ab  ", T.TEXT),
    ("'0001-01-01'::date", date(1, 1, 1), T.DATE),
    ("'9999-12-31'::date", date(9999, 12, 31), T.DATE),
    ("'infinity'::date", "infinity", T.TEXT),
    ("'0044-03-15 BC'::date", "0044-03-15 BC", T.TEXT),
    ("'10000-01-01'::timestamp", "10000-01-01 00:00:00", T.TEXT),
    ("'-infinity'::timestamptz", "-infinity", T.TEXT),
    ("'9999-12-31 23:59:59.999999'::timestamp", datetime(9999, 12, 31, 23, 59, 59, 999999), T.DATETIME),
    ("'12:30:00'::time", time(12, 30), T.TIME),
    ("'24:00'::time", "24:00:00", T.TEXT),
    ("'12:30+02'::timetz", time(12, 30, tzinfo=TWO_HOURS), T.TIME),
    ("'3 days 02:00'::interval", timedelta(days=3, hours=2), T.OTHER),
    ("'1 month 2 days'::interval", "1 mon 2 days", T.OTHER),
    ("array[1,2,null]", [1, 2, None], T.OTHER),
    ("array['a','b c']", ["a", "b c"], T.OTHER),
    ("'{\"a\": 1.10}'::json", '{"a": 1.10}', T.JSON),
    ("'{\"big\": 9007199254740993}'::jsonb", '{"big": 9007199254740993}', T.JSON),
    ("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", T.TEXT),
    ("'\\x00ff'::bytea", b"\x00\xff", T.BINARY),
    ("b'101'", "101", T.TEXT),
    ("'10.0.0.1'::inet", "10.0.0.1", T.TEXT),
    ("'[1,3)'::int4range", "[1,3)", T.TEXT),
    ("'<a/>'::xml", "<a/>", T.TEXT),
    ("null::bigint", None, T.INTEGER),
    ("null", None, T.TEXT),
)
MYSQL: tuple[tuple[str, Any, ColumnType], ...] = (
    ("9007199254740993", 9007199254740993, T.INTEGER),
    ("18446744073709551615", 2**64 - 1, T.INTEGER),
    ("12345678901234567890.0123456789", Decimal("12345678901234567890.0123456789"), T.NUMBER),
    ("CAST(1.10 AS DECIMAL(10,2))", Decimal("1.10"), T.NUMBER),
    ("0.1e0", 0.1, T.NUMBER),
    ("TRUE", 1, T.INTEGER),
    ("'Ω 😀'", "Ω 😀", T.TEXT),
    ("DATE'9999-12-31'", date(9999, 12, 31), T.DATE),
    ("DATE'0001-01-01'", date(1, 1, 1), T.DATE),
    ("CAST('0000-00-00' AS DATE)", "0000-00-00", T.TEXT),
    ("TIMESTAMP'9999-12-31 23:59:59.999999'", datetime(9999, 12, 31, 23, 59, 59, 999999), T.DATETIME),
    ("TIME'-838:59:59'", -timedelta(hours=838, minutes=59, seconds=59), T.OTHER),
    ("CAST('abc' AS BINARY)", b"abc", T.BINARY),
    ("x'00ff'", b"\x00\xff", T.BINARY),
    ("JSON_OBJECT('a', 9007199254740993)", '{"a": 9007199254740993}', T.TEXT),
    ("NULL", None, T.TEXT),
)
SQLITE: tuple[tuple[str, Any, ColumnType], ...] = (
    ("9007199254740993", 9007199254740993, T.INTEGER),
    ("-9223372036854775807 - 1", -(2**63), T.INTEGER),
    ("0.1", 0.1, T.NUMBER),
    ("9e999", math.inf, T.NUMBER),
    ("'Ω 😀'", "Ω 😀", T.TEXT),
    ("x'00ff'", b"\x00\xff", T.BINARY),
    ("date('2024-02-29')", "2024-02-29", T.TEXT),
    ("CAST(x'ff41' AS TEXT)", "\ufffdA", T.TEXT),
    ("NULL", None, T.TEXT),
)
FILES: tuple[tuple[str, Any, ColumnType], ...] = (
    ("9007199254740993", 9007199254740993, T.INTEGER),
    ("170141183460469231731687303715884105727::hugeint", 2**127 - 1, T.INTEGER),
    ("1.10::decimal(10,2)", Decimal("1.10"), T.NUMBER),
    ("'inf'::double", math.inf, T.NUMBER),
    ("true", True, T.BOOLEAN),
    ("'Ω 😀'", "Ω 😀", T.TEXT),
    ("'0001-01-01'::date", date(1, 1, 1), T.DATE),
    ("'10000-01-01'::date", "10000-01-01", T.TEXT),
    ("'2024-02-29 12:00:00.123456'::timestamp", datetime(2024, 2, 29, 12, 0, 0, 123456), T.DATETIME),
    ("'2024-07-01 12:00:00+02'::timestamptz", datetime(2024, 7, 1, 10, tzinfo=UTC), T.DATETIME),
    ("'12:30'::time", time(12, 30), T.TIME),
    ("interval '3 days'", timedelta(days=3), T.OTHER),
    ("interval '-1 day -2 hours -0.5 seconds'", timedelta(days=-1, hours=-2, milliseconds=-500), T.OTHER),
    ("interval '1 month 2 days'", "1 month 2 days", T.OTHER),
    ("interval '14 months'", "1 year 2 months", T.OTHER),
    ("interval '0 days'", timedelta(0), T.OTHER),
    ("'2024-01-01 00:00:00.123456'::timestamp_ns", datetime(2024, 1, 1, 0, 0, 0, 123456), T.DATETIME),
    ("'2024-01-01 00:00:00.123456789'::timestamp_ns", "2024-01-01 00:00:00.123456789", T.TEXT),
    ("[1, 2]", [1, 2], T.OTHER),
    ("{'a': 1}", {"a": 1}, T.OTHER),
    ("'[1.10]'::json", "[1.10]", T.JSON),
    ("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", T.TEXT),
    ("'\\x00\\xFF'::blob", b"\x00\xff", T.BINARY),
    ("'101'::bit", "101", T.TEXT),
    ("'a'::enum('a', 'b')", "a", T.TEXT),
)
CASES = {"postgres": POSTGRES, "mysql": MYSQL, "sqlite": SQLITE, "files": FILES}


def test_values_come_without_loss(kind: str, new_place: NewPlace) -> None:
    place = new_place(kind)
    for expression, value, column_type in CASES[kind]:
        result = place.run(f"SELECT {expression} AS v")
        assert (result.rows[0][0], result.columns[0].type) == (value, column_type), expression
        assert type(result.rows[0][0]) is type(value), expression


@pytest.mark.parametrize("expression", ["'NaN'::numeric", "'NaN'::float8"])
def test_not_a_number(new_place: NewPlace, expression: str) -> None:
    assert math.isnan(new_place("postgres").run(f"SELECT {expression}").rows[0][0])


def test_a_column_with_one_odd_date_is_text_throughout(new_place: NewPlace) -> None:
    place = new_place(
        "postgres", "CREATE TABLE t (d DATE)", "INSERT INTO t VALUES ('2024-01-02'), ('infinity'), (NULL)"
    )
    result = place.run("SELECT d FROM t")
    assert result.rows == (("2024-01-02",), ("infinity",), (None,))
    assert result.columns[0].type is ColumnType.TEXT


def test_mysql_zero_dates_are_kept(new_place: NewPlace) -> None:
    place = new_place(
        "mysql", "CREATE TABLE t (d DATE)", "SET sql_mode = ''", "INSERT INTO t VALUES ('0000-00-00'), ('2024-01-02')"
    )
    assert place.run("SELECT d FROM t ORDER BY d").rows == (("0000-00-00",), ("2024-01-02",))


def test_huge_cells_stop_at_the_size_cap(kind: str, new_place: NewPlace) -> None:
    text = "printf('%.*c', 3000000, 'x')" if kind == "sqlite" else "repeat('x', 3000000)"
    result = new_place(kind).run(
        f"SELECT {text} AS a UNION ALL SELECT {text} UNION ALL SELECT {text}", size_bytes=7_000_000
    )
    assert (len(result.rows), result.truncated) == (2, True)
    assert len(result.rows[0][0]) == 3_000_000


# ── what SQLite's columns hold, whatever they were declared ──────────────────────────────────────────────────────────────

LOOSE = (
    ("DATE", ["'2024-01-02'", "'2024-02-03'"], ColumnType.DATE),
    ("TEXT", ["'2024-01-02'"], ColumnType.DATE),
    ("TEXT", ["'2024-01-02'", "'soon'"], ColumnType.TEXT),
    ("DATETIME", ["'2024-01-02 03:04:05'", "'2024-01-02'"], ColumnType.DATETIME),
    ("DATETIME", ["1700000000"], ColumnType.INTEGER),
    ("TEXT", ["'2024-01-02T03:04:05Z'"], ColumnType.DATETIME),
    ("INTEGER", ["1", "'n/a'"], ColumnType.TEXT),
    ("INTEGER", [*map(str, range(20)), "''"], ColumnType.INTEGER),
    ("INTEGER", ["'n/a'"], ColumnType.TEXT),
    ("TEXT", ["'007'", "'12'"], ColumnType.TEXT),
    ("", ["1", "2"], ColumnType.INTEGER),
    ("", ["1", "2.5"], ColumnType.NUMBER),
    ("NUMERIC(10,2)", ["1", "2"], ColumnType.NUMBER),
    ("REAL", ["1"], ColumnType.NUMBER),
    ("BOOLEAN", ["0", "1"], ColumnType.BOOLEAN),
    ("BOOLEAN", ["0", "2"], ColumnType.INTEGER),
    ("VARCHAR(10)", [], ColumnType.TEXT),
    ("TIMESTAMP", [], ColumnType.DATETIME),
    ("BLOB", ["x'00'"], ColumnType.BINARY),
    ("JSON", ["'[1]'"], ColumnType.JSON),
)


@pytest.mark.parametrize(("declared", "values", "expected"), LOOSE)
def test_sqlite_types_are_judged_by_declaration_and_values(
    new_place: NewPlace, declared: str, values: list[str], expected: ColumnType
) -> None:
    inserts = [f"INSERT INTO t VALUES ({value})" for value in [*values, "NULL"]]
    place = new_place("sqlite", f"CREATE TABLE t (v {declared})", *inserts)
    assert place.connector.catalog().tables[0].columns[0].type is expected
