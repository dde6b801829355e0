"""A database's plan for a query as a tree that people can read: EXPLAIN's rows come in, `PlanStep`s go out, outermost first.

Nothing is run for it: the server says what it would do, and how many rows it expects. To add a dialect: how it is asked in
`_ASK`, and a reader in `_READERS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datamind.types import Dialect, ResultSet

HEAVY_ROWS = 20_000_000
"""From so many expected rows on, somebody is told before they run a query."""


@dataclass(frozen=True)
class PlanStep:
    """One thing that the database would do; `rows` is how many it expects there, where it says so."""

    text: str
    depth: int
    rows: int | None = None


_ASK: Mapping[Dialect, str] = {
    "postgres": "EXPLAIN (FORMAT JSON) ",
    "duckdb": "EXPLAIN (FORMAT JSON) ",
    "mysql": "EXPLAIN ",
    "sqlite": "EXPLAIN QUERY PLAN ",
}


def ask_plan(sql: str, dialect: Dialect) -> str:
    """The statement that tells the plan of a query and runs nothing."""
    return f"{_ASK[dialect]}{sql}"


def read_plan(result: ResultSet, dialect: Dialect) -> tuple[PlanStep, ...]:
    """The plan that the statement of `ask_plan` gave; a form that is not known is shown line by line."""
    try:
        return tuple(_READERS[dialect](result))
    except (KeyError, TypeError, ValueError, IndexError):
        return tuple(PlanStep(" ".join(str(cell) for cell in row), 0) for row in result.rows)


def tell_weight(steps: tuple[PlanStep, ...]) -> str:
    """A sentence for a plan that is heavy; empty for any other."""
    most = max((step.rows or 0 for step in steps), default=0)
    if most < HEAVY_ROWS:
        return ""
    return f"The database expects to go through about {most:,} rows: narrow it down, or be ready to wait or cancel."


def _read_postgres(result: ResultSet) -> Iterator[PlanStep]:
    cell = result.rows[0][0]
    (top,) = json.loads(cell) if isinstance(cell, str) else cell
    yield from _walk_postgres(top["Plan"], 0)


def _walk_postgres(node: Mapping[str, Any], depth: int) -> Iterator[PlanStep]:
    where = f" on {node['Relation Name']}" if "Relation Name" in node else ""
    by = f" by index {node['Index Name']}" if "Index Name" in node else ""
    kept = next((f", where {node[name]}" for name in _CONDITIONS if name in node), "")
    yield PlanStep(f"{node['Node Type']}{where}{by}{kept}", depth, int(node["Plan Rows"]))
    for child in node.get("Plans", ()):
        yield from _walk_postgres(child, depth + 1)


_CONDITIONS = ("Index Cond", "Hash Cond", "Merge Cond", "Join Filter", "Filter")


def _read_duckdb(result: ResultSet) -> Iterator[PlanStep]:
    for top in json.loads(result.rows[-1][-1]):
        yield from _walk_duckdb(top, 0)


def _walk_duckdb(node: Mapping[str, Any], depth: int) -> Iterator[PlanStep]:
    info: Mapping[str, Any] = node.get("extra_info") or {}
    about = next((str(info[name]) for name in ("Table", "Conditions", "Expression", "Groups") if info.get(name)), "")
    expected = str(info.get("Estimated Cardinality", "")).strip("~ ")
    name = str(node["name"]).strip().replace("_", " ").capitalize()
    yield PlanStep(
        f"{name}{f': {about}' if about else ''}",
        depth,
        int(expected) if expected.isdecimal() and int(expected) else None,
    )
    for child in node.get("children", ()):
        yield from _walk_duckdb(child, depth + 1)


def _read_mysql(result: ResultSet) -> Iterator[PlanStep]:
    names = [column.name.lower() for column in result.columns]
    for row in result.rows:
        line = dict(zip(names, row, strict=True))
        by = f" by index {line['key']}" if line.get("key") else " row by row" if line.get("type") == "ALL" else ""
        extra = f", {line['extra']}" if line.get("extra") else ""
        rows = int(line["rows"]) if line.get("rows") is not None else None
        yield PlanStep(f"Read {line['table']}{by}{extra}" if line["table"] else str(line.get("extra")), 0, rows)


def _read_sqlite(result: ResultSet) -> Iterator[PlanStep]:
    depths: dict[int, int] = {0: -1}
    for number, parent, _, detail in result.rows:
        depths[number] = depths.get(parent, -1) + 1
        yield PlanStep(str(detail).capitalize() if str(detail).isupper() else str(detail), depths[number])


_READERS: Mapping[Dialect, Callable[[ResultSet], Iterator[PlanStep]]] = {
    "postgres": _read_postgres,
    "duckdb": _read_duckdb,
    "mysql": _read_mysql,
    "sqlite": _read_sqlite,
}
