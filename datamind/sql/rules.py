"""The rules a parsed query must keep: `RULES`, a tuple of small functions over one `Case`; each returns None or raises.

The functions stand in `syntax`, `calls`, `relations` and `cost`. To add a rule: a function there (or in a file of its own
beside), an entry in `RULES`, an attack line and a good line that is close to it in tests/sql/cases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlglot import exp

from datamind.sql import calls, cost, crossing, relations, syntax
from datamind.sql.gate import Token
from datamind.types import Catalog, Dialect, Table

_KINDS: dict[tuple[type, ...], dict[type, bool]] = {}
"""Which node types are of which kinds: there are few hundred of the one and a few dozen of the other."""


@dataclass
class Case:
    """One query under judgement: its text, tokens and tree, and what the walk over the tree has gathered."""

    sql: str
    tokens: list[Token]
    tree: exp.Expr
    catalog: Catalog
    any_table: bool
    dialect: Dialect
    is_moved: bool = False
    has_stand_ins: bool = False
    functions: list[exp.Expr] = field(default_factory=list)
    by_type: dict[type, list[exp.Expr]] = field(default_factory=dict)
    conditions: dict[tuple[type, ...], dict[int, list[exp.Expr]]] = field(default_factory=dict)
    _sources: dict[int, list[exp.Expr]] = field(default_factory=dict)
    _found: dict[tuple[type, ...], list[exp.Expr]] = field(default_factory=dict)
    tables: list[tuple[exp.Expr, Table | None]] = field(default_factory=list)
    ctes: dict[int, exp.CTE] = field(default_factory=dict)
    series: dict[int, float] = field(default_factory=dict)

    def of(self, *kinds: type[exp.Expr]) -> list[exp.Expr]:
        """The nodes of these kinds, in the order of the walk for each kind."""
        found = self._found.get(kinds)
        if found is None:
            found = []
            known = _KINDS.setdefault(kinds, {})
            for kind, nodes in self.by_type.items():
                fits = known.get(kind)
                if fits is None:
                    fits = known[kind] = issubclass(kind, kinds)
                if fits:
                    found += nodes
            self._found[kinds] = found
        return found

    def sources(self, select: exp.Expr) -> list[exp.Expr]:
        """The relations of a FROM, in order."""
        found = self._sources.get(id(select))
        if found is None:
            found = self._sources[id(select)] = crossing.sources(select)
        return found

    def gather(self) -> None:
        """Walk the tree once and sort its nodes by type."""
        by_type = self.by_type
        for node in self.tree.walk():
            kind = type(node)
            if kind in by_type:
                by_type[kind].append(node)
            else:
                by_type[kind] = [node]
        self.functions = self.of(exp.Func)


def judge(case: Case) -> None:
    """Raises QueryRefused by the first rule that the query breaks."""
    case.gather()
    for rule in RULES:
        rule(case)


RULES: tuple[Callable[[Case], None], ...] = (
    syntax.check_root,
    syntax.check_nodes,
    syntax.check_variables,
    syntax.check_sourceless,
    syntax.check_assignments,
    syntax.check_modifiers,
    calls.check_functions,
    calls.check_unknown_calls,
    calls.check_named_aggregates,
    calls.check_calls_by_dot,
    syntax.check_settings,
    syntax.check_types,
    syntax.check_own_types,
    syntax.check_documents,
    relations.check_tables,
    cost.check_cost,
)
