"""Which table names of a tree are real tables and which are names of a WITH, decided as strictly as the strictest server."""

from __future__ import annotations

from sqlglot import exp

from datamind.types import Dialect


def find_cte(table: exp.Expr, name: str, dialect: Dialect) -> exp.CTE | None:
    """The WITH entry that `name` means at the place of `table`, or None when it means a stored table.

    An entry is seen by later entries of its WITH and by the query under it; by itself only where it is recursive.
    """
    node: exp.Expr = table
    passed: exp.Expr | None = None
    wanted = name.lower()
    while node.parent is not None:
        parent = node.parent
        if isinstance(node, exp.CTE):
            passed = node
        with_ = parent.args.get("with_")
        if with_ is not None:
            for entry in with_.expressions:
                is_seen = entry is not passed or node is not with_
                names_it = entry.alias.lower() == wanted
                if names_it and (is_seen or with_.args.get("recursive") or dialect == "sqlite"):
                    return entry  # type: ignore[no-any-return]
                if not is_seen:
                    break
        node = parent
    return None
