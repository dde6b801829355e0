"""Rows reach the browser without loss: what it could not hold exactly goes as text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pyarrow
import pytest

from datamind.types import ColumnType, ResultColumn, ResultSet
from pages.parts.result import _to_array, count_rows


@pytest.mark.parametrize(
    ("values", "kind", "sent"),
    [
        ([1, None, 3], pyarrow.int64(), [1, None, 3]),
        ([1.5, None], pyarrow.float64(), [1.5, None]),
        ([Decimal("10.25"), None], pyarrow.float64(), [10.25, None]),
        ([9007199254740993, 1], pyarrow.string(), ["9007199254740993", "1"]),
        ([Decimal("12345678901234567.89")], pyarrow.string(), ["12345678901234567.89"]),
        ([Decimal("NaN")], pyarrow.string(), ["NaN"]),
        (["a", None], pyarrow.string(), ["a", None]),
        ([date(2026, 1, 5)], pyarrow.date32(), [date(2026, 1, 5)]),
        ([datetime(2026, 1, 5, 7, 30)], pyarrow.string(), ["2026-01-05 07:30:00"]),
        ([b"\x00\xff"], pyarrow.string(), ["0x00ff (2 bytes)"]),
        ([{"a": [1]}], pyarrow.string(), ['{"a": [1]}']),
        ([UUID(int=7)], pyarrow.string(), ["00000000-0000-0000-0000-000000000007"]),
        ([1, "a", None], pyarrow.string(), ["1", "a", None]),
        ([None, None], pyarrow.string(), [None, None]),
        ([True, None], pyarrow.bool_(), [True, None]),
    ],
)
def test_each_kind_of_value(values: list, kind: pyarrow.DataType, sent: list) -> None:
    array, _ = _to_array(values)
    assert array.type == kind
    assert array.to_pylist() == sent


def test_a_huge_cell_is_cut() -> None:
    array, _ = _to_array(["x" * 1_000_000])
    assert len(array.to_pylist()[0]) == 1_000


def test_what_was_cut_off_is_said() -> None:
    column = ResultColumn("n", ColumnType.INTEGER)
    now = datetime.now(UTC)
    assert count_rows(ResultSet((column,), ((1,),), False, 0.0, now)) == "1 row"
    assert count_rows(ResultSet((column,), ((1,),) * 1500, False, 0.0, now)) == "1,500 rows"
    assert count_rows(ResultSet((column,), ((1,),) * 1500, True, 0.0, now)).startswith("The first 1,500 rows of more")
