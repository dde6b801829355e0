"""How values are written: what a column means decides, exact in tables, short in words."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal

import pytest

from datamind.formats import Format, as_float, read_format, shorten, write, write_change, write_short
from datamind.types import ColumnType

NUMBER = ColumnType.NUMBER


@pytest.mark.parametrize(
    ("name", "values", "kind", "symbol"),
    [
        ("revenue_eur", [1.5], "money", "€"),
        ("price_usd", [10], "money", "$"),
        ("totalAmountGBP", [10.25], "money", "£"),
        ("avg_unit_price", [3.99], "money", ""),
        ("payment_count", [7, 9], "number", ""),
        ("COUNT(amount)", [7, 9], "number", ""),
        ("return_rate", [0.02, 0.11], "fraction", ""),
        ("heart_rate", [61, 88], "number", ""),
        ("share", [12.5, 60.0], "percent", ""),
        ("pct_of_total", [0.5, 99.5], "percent", ""),
        ("100.0 * SUM(x) / SUM(y)", [12.5], "percent", ""),
        ("ratio", [0.5], "number", ""),
        ("n", [5], "number", ""),
    ],
)
def test_a_column_is_written_by_what_it_means(name, values, kind, symbol):
    form = read_format(name, NUMBER, values)
    assert (form.kind, form.symbol) == (kind, symbol)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, Format(), "–"),
        (math.nan, Format(), "–"),
        (math.inf, Format("money", "€"), "–"),
        (True, Format("flag"), "yes"),
        (9007199254740993, Format("number", "", 0), "9,007,199,254,740,993"),
        (1240113.5, Format(), "1,240,113.5"),
        (Decimal("1240113.50"), Format("money", "€"), "€ 1,240,113.50"),
        (-80.2, Format("money", "€"), "-€ 80.20"),
        (0.0832, Format("fraction"), "8.3 %"),
        (32.46, Format("percent"), "32.5 %"),
        (0.04, Format("percent"), "0.04 %"),
        (2024, Format("year"), "2024"),
        (1934, Format("id"), "1934"),
        (-0.0001, Format(), "0"),
        (date(2025, 11, 3), Format("time"), "2025-11-03"),
        (date(2025, 11, 1), Format("time", grain="month"), "November 2025"),
        (date(2025, 7, 1), Format("time", grain="quarter"), "Q3 2025"),
        (datetime(2025, 11, 3, 14, 5), Format("time"), "2025-11-03 14:05"),
        ("<b>", Format("text"), "<b>"),
    ],
)
def test_values_in_full(value, form, text):
    assert write(value, form) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999.4, "999.4"),
        (12_345.6, "12,346"),
        (999_499, "999,499"),
        (1_000_000, "1 M"),
        (1_001_000, "1.00 M"),
        (1_240_113, "1.24 M"),
        (12_401_130, "12.4 M"),
        (124_011_300, "124 M"),
        (999_700_000, "1.00 B"),
        (-1_240_113, "-1.24 M"),
        (7.5e12, "7.50 T"),
    ],
)
def test_short_numbers_keep_three_digits_from_a_million_on(value, text):
    assert shorten(value) == text


def test_monstrous_numbers_are_written_and_not_reckoned_with():
    for monster in (10**400, Decimal("1E+400"), -(10**400)):
        assert as_float(monster) is None
        assert write(monster).lstrip("-") == "1.00000E+400"
        assert write_short(monster, Format("money", "€")).endswith("E+400")
        assert read_format("revenue", NUMBER, [monster]).kind == "money"
    assert as_float(Decimal("sNaN")) is None
    assert write(Decimal("sNaN")) == "–"
    assert as_float(True) is None


def test_short_money_keeps_its_sign_and_cents():
    assert write_short(120.5, Format("money", "€")) == "€ 120.50"
    assert write_short(1_240_113.0, Format("money", "€")) == "€ 1.24 M"


def test_changes_carry_their_sign():
    assert [write_change(change) for change in (0.083, -0.5, 0.0, 12.3)] == ["+8.3 %", "-50 %", "0 %", "+1,230 %"]


def test_an_id_keeps_every_digit() -> None:
    assert write(9_007_199_254_740_993, Format("id")) == "9007199254740993"
