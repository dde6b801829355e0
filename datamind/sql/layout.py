"""SQL laid out for reading: a statement and its dialect in, the same statement over many lines out.

For the eye only: what runs is the text that the guard checked, never this.
"""

from __future__ import annotations

import sqlglot
from sqlglot.errors import SqlglotError

from datamind.types import Dialect


def lay_out(sql: str, dialect: Dialect) -> str:
    """Each clause and item on its line; as it is where it cannot be read or would come out as another statement."""
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
        text = tree.sql(dialect=dialect, pretty=True, max_text_width=100)
        return text if sqlglot.parse_one(text, dialect=dialect) == tree else sql
    except SqlglotError:
        return sql
