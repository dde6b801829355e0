"""The codec: what is read equals what was written, in value and in type, for every cell a driver can give."""

import math
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datamind import types
from datamind.errors import StoreError
from datamind.store.codec import decode, encode
from datamind.types import (
    Answer,
    Catalog,
    ChartSpec,
    Clarification,
    Column,
    ColumnRole,
    ColumnType,
    Fact,
    ForeignKey,
    Insight,
    Meaning,
    Metric,
    Profile,
    Reading,
    Receipt,
    Refusal,
    ResultColumn,
    ResultSet,
    Table,
    Term,
    Usage,
    ValidatedQuery,
    VerifiedQuestion,
)

ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-3))])
CELLS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters())
    | st.binary()
    | st.dates()
    | st.datetimes(timezones=ZONES)
    | st.times()
    | st.timedeltas()
    | st.uuids(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.just("$"), inner, max_size=3),
    max_leaves=6,
)


def same(left: Any, right: Any) -> bool:
    """Equal in value and type, NaN like NaN, -0.0 unlike 0.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        return (math.isnan(left) and math.isnan(right)) or (
            left == right and math.copysign(1, left) == math.copysign(1, right)
        )
    if isinstance(left, Decimal):
        return str(left) == str(right)
    if isinstance(left, tuple | list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, datetime):
        return left == right and left.utcoffset() == right.utcoffset()
    return bool(left == right)


def make_answer(rows: tuple[tuple[Any, ...], ...]) -> Answer:
    columns = (ResultColumn("a b\"'", ColumnType.NUMBER), ResultColumn("größe", ColumnType.JSON))
    result = ResultSet(columns, rows, True, 0.25, datetime(2026, 1, 1, tzinfo=UTC))
    fact = Fact("f1", "total", Decimal("1.10"), "1.1", "sum")
    receipt = Receipt("SELECT 1", "postgres", ("a",), "0" * 16, "claude", "m", "v1", Usage(1, 2, 3, 4, 0.5), repairs=1)
    chart = ChartSpec("bar", "a", ("b",), options={"top": 5})
    return Answer("q?", "reading", result, Insight("h", ("s",), (fact,), fact), chart, receipt, ("assumed",))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_an_answer_comes_back_exactly(rows: list[tuple[Any, ...]]) -> None:
    answer = make_answer(tuple(rows))
    back = decode(encode(answer))
    assert same(back.result.rows, answer.result.rows)
    assert type(back) is Answer
    if not rows:
        assert back == answer


def test_a_catalog_comes_back_exactly() -> None:
    profile = Profile(10, 3, 1, Decimal("0.10"), date(2026, 1, 1), (("x", 3), (None, 1)), ("x", "y"), True)
    columns = (
        Column("id", ColumnType.INTEGER, "bigint", False, "the key", ("number",), ColumnRole.ID, profile),
        Column("w", ColumnType.OTHER),
    )
    key = ForeignKey(("id",), "t2", ("id",), "s", "proven")
    table = Table("t", columns, "s", "view", ("id",), (("id", "w"),), (key,), "d", ("syn",), 12)
    verified = VerifiedQuestion("q", "SELECT 1", "ann", datetime(2026, 1, 1, tzinfo=UTC))
    meaning = Meaning((Term("a", "b", ("c",)),), (Metric("m", "sum(x)", "t"),), (verified,))
    catalog = Catalog("postgres", (table,), "s", (types.Function("f", "volatile"),), meaning)
    back = decode(encode(catalog))
    assert back == catalog
    assert back.revision == catalog.revision
    assert type(back.tables[0].columns[0].role) is ColumnRole


@pytest.mark.parametrize(
    "outcome",
    [
        Clarification("which?", (Reading("a", "b"), Reading("c", "d")), "offline"),
        Refusal("no such thing", "claude", ("try",), Usage(1, 2, 3, 4, 0.125)),
    ],
)
def test_other_outcomes_come_back(outcome: object) -> None:
    assert decode(encode(outcome)) == outcome


def test_the_ends_of_time_and_numbers_survive() -> None:
    cells = (
        *(datetime.min, datetime.max, date.min, date.max, time(23, 59, 59, 999999, UTC), timedelta(-1, 1, 1)),
        *(2**53 + 1, -(2**200), 1e308, 5e-324, math.inf, -math.inf, math.nan, -0.0),
        *(Decimal("NaN"), Decimal("-Infinity"), Decimal("1.10"), Decimal("1E+400"), uuid.UUID(int=7)),
        *("\0", "\ud800", "<script>", [1, [2, (3,)]], {"$": "datetime", "v": "x"}, {1: "int key"}),
    )
    assert same(decode(encode(cells)), cells)


def test_what_nobody_told_us_about_is_kept_as_its_text() -> None:
    assert decode(encode((bytearray(b"x"), memoryview(b"y"), 1j))) == (b"x", b"y", "1j")


@pytest.mark.parametrize("text", ["{", '{"$":"Nothing","v":1}', '{"$":"Answer"}', '{"$":"decimal","v":"x"}'])
def test_a_damaged_text_is_told_as_such(text: str) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        decode(text)


def test_no_text_in_the_store_becomes_a_query_that_may_run() -> None:
    """Only the guard makes those; whoever writes to the store does not get past it."""
    query = ValidatedQuery("DELETE FROM orders", "sqlite", (), (), 10)
    assert not isinstance(decode(encode(query)), ValidatedQuery)
    with pytest.raises(StoreError):
        decode(
            '{"$":"ValidatedQuery","sql":"DELETE FROM orders","dialect":"sqlite","tables":[],"columns":[],"row_limit":9}'
        )
