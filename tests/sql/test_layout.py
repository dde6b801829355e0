"""What is laid out for reading is still the same statement."""

from __future__ import annotations

import pytest
import sqlglot

from datamind.sql.layout import lay_out
from datamind.types import Dialect

LONG = (
    "SELECT t1.channel AS channel, SUM(t1.total) AS total FROM orders AS t1 WHERE t1.status = 'a FROM b' AND "
    "t1.total > (SELECT AVG(total) FROM orders) GROUP BY t1.channel ORDER BY total DESC"
)


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite", "duckdb"])
def test_clauses_stand_on_lines_of_their_own(dialect: Dialect) -> None:
    text = lay_out(LONG, dialect)
    assert {"FROM orders AS t1", "WHERE", "GROUP BY"} <= {line.strip() for line in text.splitlines()}
    assert "'a FROM b'" in text
    assert sqlglot.parse_one(text, dialect=dialect) == sqlglot.parse_one(LONG, dialect=dialect)


def test_what_cannot_be_read_stays_as_it_is() -> None:
    assert lay_out("SELECT FROM WHERE (", "sqlite") == "SELECT FROM WHERE ("
