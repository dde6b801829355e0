"""Names that sentences, titles and columns are made of: counted things in the plural, no "total total", the unit shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from datamind.analysts.offline.conversions import name_converted
from datamind.analysts.offline.judging import judge
from datamind.linking import index_of
from datamind.linking.morphology import plural, singular
from datamind.types import Question, SqlDraft


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("track", "tracks"),
        ("invoice line", "invoice lines"),
        ("category", "categories"),
        ("person", "people"),
        ("child", "children"),
        ("address", "addresses"),
        ("status", "statuses"),
        ("box", "boxes"),
        ("day", "days"),
        ("wife", "wives"),
        ("orders", "orders"),
        ("people", "people"),
        ("data", "data"),
    ],
)
def test_things_are_counted_in_the_plural(one: str, many: str) -> None:
    assert plural(one) == many


def test_a_group_is_named_in_the_singular() -> None:
    assert [singular(each) for each in ("countries", "order items", "people", "status", "data")] == [
        "country",
        "order item",
        "person",
        "status",
        "data",
    ]


@pytest.mark.parametrize(
    ("name", "divide", "said"),
    [
        ("milliseconds", 60_000.0, "minutes"),
        ("track_ms", 1_000.0, "track seconds"),
        ("wait seconds", 60.0, "wait minutes"),
        ("duration_minutes", 60.0, "duration hours"),
        ("price cents", 100.0, "price in dollars"),
        ("population", 1_000_000.0, "population in millions"),
        ("milliseconds", 1.0, "milliseconds"),
    ],
)
def test_what_was_converted_is_named_in_its_unit(name: str, divide: float, said: str) -> None:
    assert name_converted(name, divide) == said


def test_counted_rows_are_headed_in_the_plural(library: Any) -> None:
    draft = judge(Question("How many books are there per genre?", date(2026, 3, 1)), index_of(library.catalog))
    assert isinstance(draft, SqlDraft)
    assert "number_of_books" in draft.sql
    assert draft.reading.startswith("Number of books by")
