"""What a column seems to be for."""

from __future__ import annotations

import pytest

from datamind.connectors.roles import judge_role, split_words
from datamind.types import Column, ColumnRole, ColumnType, Profile, Table

R, T = ColumnRole, ColumnType


def profile(*common: object, distinct: int = 0, rows: int = 1000) -> Profile:
    pairs = tuple((value, 10) for value in common)
    return Profile(rows, distinct or len(common), 0, common=pairs, values=tuple(str(value) for value in common))


CASES = (
    ("CustomerId", T.INTEGER, None, R.ID),
    ("order_key", T.INTEGER, None, R.ID),
    ("amount", T.NUMBER, None, R.MEASURE),
    ("quantity", T.INTEGER, profile(1, 2, 3), R.MEASURE),
    ("rating", T.NUMBER, None, R.MEASURE),
    ("year", T.INTEGER, None, R.CATEGORY),
    ("ship_zip", T.INTEGER, None, R.CATEGORY),
    ("status", T.INTEGER, profile(1, 2, 3, 4), R.CATEGORY),
    ("is_active", T.INTEGER, profile(0, 1), R.FLAG),
    ("active", T.TEXT, profile("Y", "N"), R.FLAG),
    ("paid", T.BOOLEAN, None, R.FLAG),
    ("created_at", T.DATETIME, None, R.TIME),
    ("email", T.TEXT, profile("a", "b"), R.PERSONAL),
    ("contact", T.TEXT, profile("a@b.de", "c@d.org", "e@f.com", "g@h.net"), R.PERSONAL),
    ("emailStatus", T.TEXT, profile("sent", "open"), R.CATEGORY),
    ("home_address", T.TEXT, None, R.PERSONAL),
    ("ip", T.TEXT, None, R.PERSONAL),
    ("country", T.TEXT, profile("DE", "FR"), R.CATEGORY),
    ("name", T.TEXT, profile("a", "b", distinct=900), R.LABEL),
    ("product_line", T.TEXT, profile("a", "b"), R.CATEGORY),
    ("description", T.TEXT, Profile(1000, 990, 0), R.TEXT),
    ("uuid", T.TEXT, Profile(1000, 1000, 0), R.ID),
    ("payload", T.JSON, None, R.TEXT),
)


@pytest.mark.parametrize(("name", "column_type", "seen", "expected"), CASES)
def test_roles(name: str, column_type: ColumnType, seen: Profile | None, expected: ColumnRole) -> None:
    column = Column(name, column_type, profile=seen)
    assert judge_role(column, Table("things", (column,))) is expected


def test_a_key_is_an_id_whatever_its_name() -> None:
    column = Column("number", T.INTEGER)
    assert judge_role(column, Table("things", (column,), primary_key=("number",))) is R.ID


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("shipToCountryID", ["ship", "to", "country", "id"]),
        ("order_line_2", ["order", "line", "2"]),
        ("HTTPStatus", ["http", "status"]),
        ("größe", ["größe"]),
        ("", []),
    ],
)
def test_words_of_a_name(name: str, words: list[str]) -> None:
    assert split_words(name) == words
