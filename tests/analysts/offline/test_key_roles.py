"""Two keys to one table: the words of a question say which end is meant."""

from __future__ import annotations

from datetime import date

import pytest

from datamind.analysts.offline import OfflineAnalyst
from datamind.linking import link
from datamind.types import Catalog, Column, ColumnType, ForeignKey, Profile, Question, SqlDraft, Table

TOWNS = ("Cork", "Oslo", "Kiel")


def text(name: str, *values: str) -> Column:
    return Column(name, ColumnType.TEXT, profile=Profile(9, len(values), 0, min(values), max(values), (), values))


PORTS = Table("ports", (text("code", "CRK", "OSL", "KIE"), text("city", *TOWNS)), primary_key=("code",))
TRIPS = Table(
    "trips",
    (Column("trip_id", ColumnType.INTEGER), text("source_port", "CRK", "OSL"), text("dest_port", "OSL", "KIE")),
    primary_key=("trip_id",),
    foreign_keys=(ForeignKey(("source_port",), "ports", ("code",)), ForeignKey(("dest_port",), "ports", ("code",))),
)
CATALOG = Catalog("sqlite", (PORTS, TRIPS))


def sql_of(question: str) -> str:
    outcome = OfflineAnalyst().draft(link(Question(question, date(2026, 3, 1)), CATALOG))
    assert isinstance(outcome, SqlDraft), outcome
    return outcome.sql


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("How many trips arrive in Oslo?", ("dest_port",)),
        ("How many trips depart from Oslo?", ("source_port",)),
        ("How many trips go from Cork to Kiel?", ("source_port", "dest_port")),
        ("How many trips go to 'KIE'?", ("dest_port",)),
        ("Which city has the most arriving trips?", ("dest_port",)),
    ],
)
def test_the_end_that_is_spoken_of(question: str, keys: tuple[str, ...]) -> None:
    sql = sql_of(question)
    assert [key for key in ("source_port", "dest_port") if key in sql] == sorted(keys, reverse=True)
