"""Whether a rule can be kept at all: its condition is read as the query it will be part of, before anybody is bound by it.

In: a policy with {user.…} as it was written, and the whole catalog. Out: nothing, or QueryRefused with what is wrong.
"""

from __future__ import annotations

from difflib import get_close_matches

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.sql.guard import parse, validate
from datamind.sql.policies import ATTRIBUTE, write_name
from datamind.types import Catalog, Policy, RowPolicy, Table


def check_policy(policy: Policy, catalog: Catalog) -> None:
    """Raises QueryRefused when the policy cannot be written into a query of its table."""
    schema, _, name = policy.table.rpartition(".")
    table = catalog.find(name, schema or None)
    if table is None:
        raise QueryRefused(f"There is no table {policy.table} here.", "The catalog page lists the tables.")
    written = write_name(table, catalog.dialect)
    if isinstance(policy, RowPolicy):
        _check_condition(policy.condition, table, written, catalog)
        policy = RowPolicy(policy.name, policy.table, ATTRIBUTE.sub("'x'", policy.condition))
        validate(f"SELECT * FROM {written}", catalog, policies=(policy,))
        return
    validate(f"SELECT 1 FROM {written}", catalog)


def _check_condition(condition: str, table: Table, written: str, catalog: Catalog) -> None:
    bound = ATTRIBUTE.sub("'x'", condition)
    query = f"SELECT 1 FROM {written} WHERE (\n{bound}\n)"
    validate(query, catalog)
    where = parse(query, catalog.dialect).args["where"]
    for column in where.find_all(exp.Column):
        is_inside = column.find_ancestor(exp.Select) is not where.parent
        if not is_inside and table.column(column.name) is None:
            close = get_close_matches(column.name, [each.name for each in table.columns], 1)
            hint = f"Did you mean {close[0]}?" if close else "The catalog page lists its columns."
            raise QueryRefused(f"There is no column {column.name} in {table.name}.", hint)
