"""What is doubtful about a query before it runs, each as one line of feedback for whoever wrote it.

In: the text, the catalog, the stored values that the question named. Out: lines, empty when nothing is found. A finding
must be evidence: what cannot be known (a sampled profile, a column of a table function) is passed over in silence.
To add one: a function in a `finding_….py` that takes a `Draft` and yields lines, and a place in `FINDERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp, parse
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.optimizer.scope import traverse_scope

from datamind.sql.finding_names import find_unknown_columns, find_unknown_tables
from datamind.sql.finding_shapes import find_integer_division, find_missing_group_by
from datamind.sql.finding_values import find_dates_outside, find_unknown_values
from datamind.sql.lookups import Draft
from datamind.types import Catalog, ValueMatch

DIALECT_NAMES = {"postgres": "PostgreSQL", "mysql": "MySQL", "sqlite": "SQLite", "duckdb": "DuckDB"}
MOST_FINDINGS = 6

FINDERS: tuple[Callable[[Draft], Iterator[str]], ...] = (
    find_unknown_tables,
    find_unknown_columns,
    find_unknown_values,
    find_dates_outside,
    find_integer_division,
    find_missing_group_by,
)


def find_problems(sql: str, catalog: Catalog, values: tuple[ValueMatch, ...] = ()) -> tuple[str, ...]:
    """Up to 6 lines: unknown names with the nearest known one, values that are not stored, lost fractions, missing
    GROUP BY, dates outside the data.
    """
    name = DIALECT_NAMES[catalog.dialect]
    try:
        trees = [tree for tree in parse(sql, dialect=catalog.dialect) if tree and not isinstance(tree, exp.Semicolon)]
    except (SqlglotError, RecursionError) as error:
        where = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
        near = f" near {where['highlight']!r}, line {where['line']}" if where.get("highlight") else ""
        return (f"This does not parse as {name}{near}.",)
    if len(trees) == 1 and isinstance(trees[0], exp.Values):
        return ()
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        return (f"Give exactly one SELECT statement of {name}.",)
    try:
        draft = Draft(trees[0], tuple(traverse_scope(trees[0])), catalog, values)
        lines = dict.fromkeys(line for finder in FINDERS for line in finder(draft))
    except (SqlglotError, RecursionError):
        return ()
    return tuple(lines)[:MOST_FINDINGS]
