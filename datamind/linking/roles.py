"""A column comes in with its table, what it is for goes out: id, label, measure, category, time, year, flag or text.

The profile has more say than the name. To add a kind: a branch in `kind_of`, in the order of certainty.
"""

from __future__ import annotations

import re
from typing import Literal

from datamind.linking.abbreviations import ABBREVIATIONS
from datamind.linking.morphology import split_name
from datamind.types import Column, ColumnRole, ColumnType, Table

Kind = Literal["id", "label", "measure", "category", "time", "year", "clock", "flag", "text"]

ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$")
MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
CLOCK = re.compile(r"^\d{1,2}:\d{2}(:\d{2})?$")
NUMERIC = re.compile(r"^\s*-?\d+(\.\d+)?\s*$")
_FLAG_VALUES = ({"y", "n"}, {"yes", "no"}, {"t", "f"}, {"true", "false"}, {"0", "1"}, {"0.0", "1.0"})
_LABEL_WORDS = {"name", "title", "label", "surname"}
_CODE_WORDS = {"code", "zip", "phone", "telephone", "fax", "postal", "postcode", "isbn", "ssn", "number"}
_ID_WORDS = {"id", "key", "uuid", "guid", "no"}


def samples_of(column: Column) -> tuple[str, ...]:
    """Texts of some stored values: the common ones, the distinct ones, the ends."""
    profile = column.profile
    if profile is None:
        return ()
    found = [value for value, _ in profile.common] + list(profile.values[:50]) + [profile.minimum, profile.maximum]
    return tuple(str(value).strip() for value in found if value is not None and str(value).strip())


def is_iso_text(column: Column) -> bool:
    """Whether a text column holds dates that sort and compare as text."""
    samples = samples_of(column)
    return column.type is ColumnType.TEXT and bool(samples) and all(ISO_DATE.match(text) for text in samples)


def is_month_text(column: Column) -> bool:
    """Whether a text column holds months ("2024-03"), which sort and compare as text."""
    samples = samples_of(column)
    return column.type is ColumnType.TEXT and bool(samples) and all(MONTH.match(text) for text in samples)


def is_numeric_text(column: Column) -> bool:
    """Whether a text column holds numbers only."""
    samples = samples_of(column)
    return column.type is ColumnType.TEXT and bool(samples) and all(NUMERIC.match(text) for text in samples)


def is_clock(column: Column) -> bool:
    samples = samples_of(column)
    return column.type is ColumnType.TIME or (
        column.type is ColumnType.TEXT and bool(samples) and all(CLOCK.match(text) for text in samples)
    )


def kind_of(column: Column, table: Table) -> Kind:
    """What `column` is for; the foreign and primary keys of `table` make ids."""
    words = split_name(column.name)
    if _is_key(column, table, words):
        return "id"
    if column.type.is_temporal or is_iso_text(column) or is_month_text(column):
        return "time"
    if is_clock(column):
        return "clock"
    numeric = column.type.is_numeric or is_numeric_text(column)
    if numeric and _is_year(column, words):
        return "year"
    if _is_flag(column):
        return "flag"
    if numeric:
        return _kind_of_number(column, table, words)
    return _kind_of_text(column, words)


def _is_key(column: Column, table: Table, words: tuple[str, ...]) -> bool:
    name = column.name.lower()
    if any(
        name in (key.lower() for key in foreign.columns) and foreign.origin == "declared"
        for foreign in table.foreign_keys
    ):
        return column.type.is_numeric or (bool(words) and words[-1] in _ID_WORDS)
    single_key = len(table.primary_key) == 1 and table.primary_key[0].lower() == name
    if single_key and column.type.is_numeric:
        return True
    if not words or _repeats(column, table):
        return False
    return words[-1] in _ID_WORDS or (
        len(words) == 1 and len(name) > 3 and name.endswith("id") and column.type.is_numeric
    )


def _repeats(column: Column, table: Table) -> bool:
    """A text id of few values that leads to no table ("team_id" NYA, BOS): a category in all but name."""
    profile, name = column.profile, column.name.lower()
    if column.type.is_numeric or profile is None or is_numeric_text(column):
        return False
    keyed = any(name in (key.lower() for key in foreign.columns) for foreign in table.foreign_keys)
    return not keyed and name not in (key.lower() for key in table.primary_key) and profile.distinct * 4 <= profile.rows


def _is_year(column: Column, words: tuple[str, ...]) -> bool:
    if not any(word in ("year", "yr") for word in words):
        return False
    values = [float(text) for text in samples_of(column) if NUMERIC.match(text)]
    return bool(values) and all(1000 <= value <= 2200 and value == int(value) for value in values)


def _is_flag(column: Column) -> bool:
    if column.type is ColumnType.BOOLEAN or column.role is ColumnRole.FLAG:
        return True
    profile = column.profile
    if profile is None or not 1 <= profile.distinct <= 2:
        return False
    seen = {text.lower() for text in samples_of(column)}
    return (
        len(seen) > 0
        and any(seen <= values for values in _FLAG_VALUES)
        and (len(seen) == 2 or split_name(column.name)[:1] in (("is",), ("has",)))
    )


def _kind_of_number(column: Column, table: Table, words: tuple[str, ...]) -> Kind:
    expanded = {word for part in words for word in ABBREVIATIONS.get(part, part).split()}
    if expanded & _CODE_WORDS and not expanded & {"of", "total", "count", "quantity"} and "num" not in words:
        return "id"
    return "measure"


def _kind_of_text(column: Column, words: tuple[str, ...]) -> Kind:
    expanded = {word for part in words for word in ABBREVIATIONS.get(part, part).split()}
    profile = column.profile
    if column.role is ColumnRole.LABEL or expanded & _LABEL_WORDS:
        repeats = profile is not None and profile.rows > 20 and profile.distinct * 4 < profile.rows
        return "category" if repeats else "label"
    if column.role is ColumnRole.TEXT:
        return "text"
    if profile is None or profile.distinct <= 50 or profile.distinct * 2 <= profile.rows - profile.nulls:
        return "category"
    return "text"
