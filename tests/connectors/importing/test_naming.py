"""Table names from a safe alphabet, column names as the file has them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from datamind.connectors.importing.naming import name_columns, name_table


@given(st.text(max_size=300), st.sets(st.text(max_size=5), max_size=5))
def test_a_table_name_is_always_safe_and_free(text: str, taken: set[str]) -> None:
    name = name_table(text, taken)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert len(name) < 80
    assert name not in taken


def test_table_names() -> None:
    assert name_table("../../Größe 2020.csv.gz", ()) == "grosse_2020"
    assert name_table("2020.csv", ()) == "t_2020"
    assert name_table("=cmd|' /C calc'!A0", ()) == "c_calc_a0"
    assert name_table("北京.csv", ()) == "table"


@given(st.lists(st.text(max_size=20), min_size=1, max_size=12))
def test_column_names_are_unique_and_never_empty(headers: list[str]) -> None:
    names = name_columns(headers)
    assert len({name.lower() for name in names}) == len(headers)
    assert all(name.strip() for name in names)


def test_column_names() -> None:
    assert name_columns([" a  b ", "", "A b", "a b_2"]) == ("a b", "column_2", "A b_3", "a b_2")
