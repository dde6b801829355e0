"""Caps at the cursor, unique names, types from values."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamind.connectors.results import Harvest, fetch_capped, judge_type, make_result, measure_rows, unique_names
from datamind.types import ColumnType


class Cursor:
    """Gives rows and remembers how many were asked for."""

    def __init__(self, rows: list[tuple[Any, ...]]):
        self.rows, self.asked = rows, 0

    def fetch(self, n: int) -> list[tuple[Any, ...]]:
        self.asked += n
        taken, self.rows = self.rows[:n], self.rows[n:]
        return taken


@given(st.integers(0, 60), st.integers(1, 60))
def test_one_row_more_than_the_cap_is_asked_for_and_no_other(stored: int, cap: int) -> None:
    cursor = Cursor([(n,) for n in range(stored)])
    harvest = fetch_capped(cursor.fetch, cap, 10**9)
    assert harvest.rows == [(n,) for n in range(min(stored, cap))]
    assert harvest.truncated == (stored > cap)
    assert cursor.asked <= max(cap + 1, 8)


@given(st.lists(st.text(max_size=50), max_size=40), st.integers(1, 600))
def test_the_size_cap_keeps_the_rows_that_fit(texts: list[str], cap: int) -> None:
    rows = [(text,) for text in texts]
    harvest = fetch_capped(Cursor(rows).fetch, 1000, cap)
    assert harvest.rows == rows[: len(harvest.rows)]
    assert measure_rows(harvest.rows) <= cap
    assert harvest.truncated == (len(harvest.rows) < len(rows))
    if harvest.truncated:
        assert measure_rows(rows[: len(harvest.rows) + 1]) > cap


@given(
    st.lists(st.sampled_from(["id", "ID", "id_2", "", " ", "column_1", "column_2", "a", "a_2", "a_2_2"]), max_size=8)
)
def test_names_are_unique_without_case_and_never_empty(names: list[str]) -> None:
    unique = unique_names(names)
    assert len({name.lower() for name in unique}) == len(names)
    assert all(unique)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["id", "id"], ["id", "id_2"]),
        (["id", "id", "id_2"], ["id", "id_3", "id_2"]),
        (["id", "ID"], ["id", "ID_2"]),
        (["", "a", ""], ["column_1", "a", "column_3"]),
    ],
)
def test_names_as_people_expect_them(names: list[str], expected: list[str]) -> None:
    assert unique_names(names) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ColumnType.TEXT),
        ([None], ColumnType.TEXT),
        ([1, None], ColumnType.INTEGER),
        ([1, 2.5], ColumnType.NUMBER),
        ([1, Decimal("2.5")], ColumnType.NUMBER),
        ([True, False], ColumnType.BOOLEAN),
        ([1, "a"], ColumnType.OTHER),
        ([datetime(2024, 1, 1)], ColumnType.DATETIME),
        ([date(2024, 1, 1)], ColumnType.DATE),
        ([b"a"], ColumnType.BINARY),
        ([[1]], ColumnType.OTHER),
    ],
)
def test_types_are_judged_from_values(values: list[Any], expected: ColumnType) -> None:
    assert judge_type(values) is expected


def test_moments_that_python_has_not_make_the_column_text() -> None:
    harvest = Harvest([(datetime(2024, 1, 2, 3), 1), ("infinity", 2), (None, 3)], truncated=False)
    result = make_result(["at", "n"], [ColumnType.DATETIME, ColumnType.INTEGER], harvest, 0.0)
    assert result.rows == (("2024-01-02 03:00:00", 1), ("infinity", 2), (None, 3))
    assert [column.type for column in result.columns] == [ColumnType.TEXT, ColumnType.INTEGER]
