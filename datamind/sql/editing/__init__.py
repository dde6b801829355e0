"""The parts of how a question was read, and what each can be changed to: a query goes in, `Part`s come out.

Each change is the whole query with that part changed in its AST, never in its text; whoever runs one takes it through the
door like any other. A query that cannot be written back as it stands offers no changes. To add a kind of part: a function in a
file of this room, and its line in `PARTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from datamind.sql.editing.conditions import read_conditions
from datamind.sql.editing.dimensions import read_dimensions
from datamind.sql.editing.ending import read_limit, read_order
from datamind.sql.editing.measures import read_measures
from datamind.sql.editing.statement import Change, Part, Statement, open_statement
from datamind.types import Catalog

__all__ = ["Change", "Part", "read_parts"]

PARTS: tuple[Callable[[Statement], Iterator[Part]], ...] = (
    read_measures,
    read_dimensions,
    read_conditions,
    read_order,
    read_limit,
)


def read_parts(sql: str, catalog: Catalog) -> tuple[Part, ...]:
    """The parts of `sql`; () when it is no single SELECT that can be changed. Values come from `catalog`'s profiles."""
    statement = open_statement(sql, catalog)
    return tuple(part for read in PARTS for part in read(statement)) if statement is not None else ()
