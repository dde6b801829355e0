"""Two results say the same whatever the order and the names, and never when a value differs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_results import NOON

from datamind.agreement import agree, gives_the_same
from datamind.types import ColumnType, ResultColumn, ResultSet


def result(*rows: tuple[Any, ...], width: int = 2) -> ResultSet:
    columns = tuple(ResultColumn(f"c{at}", ColumnType.OTHER) for at in range(len(rows[0]) if rows else width))
    return ResultSet(columns, rows, False, 0.0, NOON)


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        (result(("a", 1), ("b", 2)), result(("b", 2), ("a", 1)), True),
        (result(("a", 1), ("b", 2)), result((1, "A"), (2, "b")), True),
        (result(("a", 1), ("b", 2)), result(("a", 2), ("b", 1)), False),
        (result((1,), (2,)), result(("a", 1), ("b", 2)), True),
        (result(("a", 1), ("b", 2)), result((1,), (2,)), False),
        (result((Decimal("10.00"),)), result((10,)), True),
        (result((123_456,)), result((123_457,)), True),
        (result((12_345,)), result((12_346,)), False),
        (result((None,)), result((0,)), False),
        (result((1, 1), (2, 2)), result((1, 2), (2, 1)), False),
        (result(), result(), True),
        (result(), result((1, 2)), False),
    ],
)
def test_what_is_wanted_is_found_or_not(wanted: ResultSet, found: ResultSet, same: bool) -> None:
    assert gives_the_same(wanted, found) is same


def test_either_may_say_more() -> None:
    assert agree(result((1,), (2,)), result(("a", 1), ("b", 2)))
    assert agree(result(("a", 1), ("b", 2)), result((1,), (2,)))
    assert not agree(result((1,), (3,)), result(("a", 1), ("b", 2)))


@given(st.lists(st.tuples(st.integers(-99, 99), st.sampled_from("abc")), min_size=1), st.randoms())
def test_shuffled_rows_and_columns_are_the_same(rows: list[tuple[Any, ...]], chance: Any) -> None:
    shuffled = [row[::-1] for row in rows]
    chance.shuffle(shuffled)
    assert gives_the_same(result(*rows), result(*shuffled))
