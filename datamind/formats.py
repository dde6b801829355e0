"""How numbers, money, percent, dates and nulls are written: a value and its meaning in, a text out.

`read_format` judges a column by its name, type and values; `write` writes one value of it; `write_short` writes it for a
headline or an axis ("1.24 M"). Exact values belong in tables and hovers, short ones in words and labels. To add a way of
writing: a `Kind`, its line in `read_format`, its branch in `write`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from datamind.periods import Grain, write_period
from datamind.types import ColumnType

NULL = "–"
Kind = Literal["number", "money", "percent", "fraction", "year", "id", "time", "text", "flag"]
Number = int | float | Decimal

CURRENCIES = {
    "usd": "$", "dollar": "$", "dollars": "$", "eur": "€", "euro": "€", "euros": "€", "gbp": "£", "pounds": "£",
    "jpy": "¥", "yen": "¥", "chf": "CHF", "inr": "₹", "rupees": "₹", "brl": "R$", "cad": "CA$", "aud": "A$",
}  # fmt: skip
MONEY_WORDS = frozenset({
    "revenue", "price", "amount", "cost", "sales", "income", "profit", "turnover", "spend", "spending", "spent",
    "salary", "wage", "fee", "payment", "payments", "paid", "budget", "earnings", "balance", "gmv", "arr", "mrr",
    "aov", "refund", "refunds", "discount_amount", "value_usd",
})  # fmt: skip
COUNT_WORDS = frozenset({
    "count", "number", "num", "n", "quantity", "qty", "orders", "customers", "units", "rows", "id", "ids",
})  # fmt: skip
_WORD = re.compile(r"[a-z]+|\d+")
LARGEST = 1e150
MOST_WRITTEN = 10**36
_UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"))


@dataclass(frozen=True)
class Format:
    """How the values of one column are written.

    "percent" holds 32.5 for 32.5 %, "fraction" holds 0.325 for it. `symbol` is a currency sign, "" when unknown.
    `decimals` is the most that a value of the column needs, up to 2 (4 below one).
    """

    kind: Kind = "number"
    symbol: str = ""
    decimals: int = 2
    grain: Grain | None = None


def read_format(name: str, column_type: ColumnType, values: Iterable[Any] = ()) -> Format:
    """The format of a column, judged from its name, type and values."""
    if column_type.is_temporal or column_type is ColumnType.TIME:
        return Format("time")
    if column_type is ColumnType.BOOLEAN:
        return Format("flag")
    numbers = [value for value in values if is_number(value)]
    if not column_type.is_numeric and not numbers:
        return Format("text")
    words = split_words(name)
    decimals = _needed_decimals(numbers)
    share_like = words & {"pct", "percent", "percentage", "share", "rate", "ratio", "proportion", "fraction"}
    if share_like or "%" in name or re.search(r"\b100(\.0+)?\s*\*", name):
        return _read_share(name, words, numbers, decimals)
    for word in words:
        if word in CURRENCIES:
            return Format("money", CURRENCIES[word], decimals)
    counted = words & COUNT_WORDS or name.lower().lstrip().startswith("count(")
    if words & MONEY_WORDS and not (counted and all(map(is_whole, numbers))):
        return Format("money", "", decimals)
    return Format("number", "", decimals)


def write(value: Any, form: Format = Format()) -> str:
    """One value in full: 1,240,113.5 · € 1,240,113.50 · 32.5 % · 3 Nov 2025 · – for null."""
    if is_missing(value):
        return NULL
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date | time):
        return _write_moment(value, form.grain)
    if not is_number(value):
        return str(value)
    if form.kind in ("year", "id"):
        return f"{value:.0f}" if is_whole(value) and not isinstance(value, int) else str(value)
    if form.kind == "fraction":
        return f"{write_number(value * 100, 1)} %"
    if form.kind == "percent":
        return f"{write_number(value, min(form.decimals, 1) if abs(value) >= 1 else 2)} %"
    if form.kind == "money":
        places = 0 if form.decimals == 0 else 2
        return _with_symbol(write_number(value, places, keep_zeros=True), form.symbol)
    return write_number(value, form.decimals)


def write_short(value: Any, form: Format = Format()) -> str:
    """One value for a headline or a label: three digits from a million on (1.24 M), few decimals below."""
    if not is_number(value) or is_missing(value) or form.kind in ("fraction", "percent", "year", "id"):
        return write(value, form)
    if form.kind == "money" and form.decimals and abs(value) < 1_000:
        return write(value, form)
    text = shorten(value, form.decimals)
    return _with_symbol(text, form.symbol) if form.kind == "money" else text


def shorten(value: Number, decimals: int = 2) -> str:
    """1,240,113 → "1.24 M"; below a million in full, without decimals from 1,000 on."""
    reckoned = as_float(value)
    if reckoned is None or abs(reckoned) >= MOST_WRITTEN:
        return write_number(value, decimals)
    size = abs(reckoned)
    for step, (unit, letter) in enumerate(_UNITS):
        if size >= unit * 0.9995:
            scaled = reckoned / unit
            if step > 0 and abs(scaled) >= 999.5:
                break
            return f"{_three_digits(scaled)} {letter}"
    if size >= 1_000 or decimals == 0:
        return write_number(value, 0)
    return write_number(value, min(decimals, 2) if size >= 1 else decimals)


def write_number(value: Number, decimals: int = 2, *, keep_zeros: bool = False) -> str:
    """A number with thousands separated by commas and at most `decimals` decimals; a true minus sign is not used."""
    if not is_missing(value) and not -MOST_WRITTEN < value < MOST_WRITTEN:
        return f"{Decimal(value):.5E}"
    if isinstance(value, int):
        return f"{value:,}.{'0' * decimals}" if keep_zeros and decimals else f"{value:,}"
    if is_missing(value):
        return NULL
    text = f"{value:,.{decimals}f}"
    if decimals and not keep_zeros:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def write_change(fraction: float) -> str:
    """A relative change, signed: 0.083 → "+8.3 %"; from ten-fold on without decimals."""
    percent = fraction * 100
    return f"{'+' if percent > 0 else ''}{write_number(percent, 0 if abs(percent) >= 1_000 else 1)} %"


def is_number(value: Any) -> bool:
    """True for int, float and Decimal, not for bool."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def is_missing(value: Any) -> bool:
    """True for None, NaN and the infinities: nothing that could be written as a number."""
    if isinstance(value, Decimal):
        return not value.is_finite()
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def is_whole(value: Number) -> bool:
    """True for a number without a fraction."""
    return not is_missing(value) and value % 1 == 0


def as_float(value: Any) -> float | None:
    """A value to reckon with: None for what is no number, is missing, or is so large (1e150) that its square overflows."""
    if type(value) is float:
        return value if -LARGEST < value < LARGEST else None
    if not is_number(value) or is_missing(value) or not -LARGEST < value < LARGEST:
        return None
    return float(value)


def split_words(name: str) -> set[str]:
    """The words of a column's name: "AvgUnitPrice_usd" → {"avg", "unit", "price", "usd"}."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return set(_WORD.findall(spaced.lower()))


def _read_share(name: str, words: set[str], numbers: list[Number], decimals: int) -> Format:
    largest = max((abs(known) for number in numbers if (known := as_float(number)) is not None), default=0.0)
    if words & {"pct", "percent", "percentage"} or "%" in name or "100" in words:
        return Format("percent", "", decimals)
    if "ratio" in words and not words & {"share", "rate"}:
        return Format("number", "", decimals)
    if largest <= 1:
        return Format("fraction", "", decimals)
    if "share" in words and largest <= 100:
        return Format("percent", "", decimals)
    return Format("number", "", decimals)


def _needed_decimals(numbers: list[Number]) -> int:
    fractional = [known for number in numbers[:500] if (known := as_float(number)) is not None and known % 1]
    if not fractional:
        return 0
    return 4 if max(abs(number) for number in fractional) < 0.1 else 2


def _three_digits(scaled: float) -> str:
    """Three digits; the zeros stay where they stand for something cut off (1.00 M for 1,001,000, 4 M for 4,000,000)."""
    decimals = 2 if abs(scaled) < 9.995 else 1 if abs(scaled) < 99.95 else 0
    return write_number(scaled, decimals, keep_zeros=not scaled.is_integer())


def _with_symbol(text: str, symbol: str) -> str:
    if not symbol:
        return text
    return f"-{symbol} {text[1:]}" if text.startswith("-") else f"{symbol} {text}"


def _write_moment(value: datetime | date | time, grain: Grain | None) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if grain:
        return write_period(value, grain)
    if isinstance(value, datetime) and value.time() != time(0):
        return value.strftime("%Y-%m-%d %H:%M") if not value.second else value.strftime("%Y-%m-%d %H:%M:%S")
    return value.strftime("%Y-%m-%d") if value.year >= 1000 else value.isoformat()[:10]


__all__ = ["NULL", "Format", "read_format", "shorten", "split_words", "write", "write_change", "write_short"]
