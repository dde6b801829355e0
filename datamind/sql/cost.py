"""What a query may cost, judged from its text alone: sizes, series, powers, patterns that backtrack.

Cross joins are in `crossing`, recursion in `recursion`. To add a cost: a function here and its call in `check_cost`.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import TYPE_CHECKING

from sqlglot import exp

from datamind.errors import QueryRefused
from datamind.sql import crossing, recursion
from datamind.sql.constants import MOST, call_names, evaluate, find_largest, read_seconds
from datamind.types import Dialect

if TYPE_CHECKING:
    from datamind.sql.rules import Case

_SIZED_TEXT = """
repeat lpad rpad space zeroblob randomblob array_fill list_resize array_resize repeat_row set_bit bitstring random_bytes pad
sformat export_set overlay insert array_pad
"""
_SIZED = frozenset(_SIZED_TEXT.split())
_REPLACING = frozenset(("replace", "regexp_replace", "translate", "list_transform", "array_transform"))
_SERIES = frozenset(("generate_series", "range", "generate_date_array", "generate_timestamp_array", "sequence"))
_FORMATS = frozenset(("printf", "format", "sformat", "to_char"))
_LONG_WIDTH = re.compile(r"\d{6,}")
HIGHEST_EXPONENT = 10_000
MOST_CROSSED = 10_000_000
MOST_IN_ALL = 2_000_000_000
MOST_PER_ROW = 100_000
MOST_NESTED = 10_000
MOST_BYTES = 1_000_000_000


def check_cost(case: Case) -> None:
    """Every cost rule in turn. Raises QueryRefused."""
    sizes = dict(case.series)
    total = math.prod(case.series.values())
    size = 1.0
    for node in case.functions:
        names = call_names(node)
        if names & _SIZED or names & _REPLACING:
            size = max(size, _check_size(node, names))
        if names & _SERIES:
            count = check_series_call(node, case.dialect)
            sizes[id(node)] = count
            total *= max(count, 1)
            if count > MOST_NESTED and _is_per_row(case, node):
                raise QueryRefused(
                    f"A series of more than {MOST_NESTED:,} values for each row is too much.",
                    "Join it in FROM instead.",
                )
        if names & _FORMATS:
            _check_format(node)
        if isinstance(node, exp.Factorial) or "factorial" in names:
            _check_exponent(node.this)
        if isinstance(node, exp.Pow) or names & {"pow", "power"}:
            _check_exponent(node.args.get("expression") or node.expressions[-1])
    if size > MOST_PER_ROW and case.tables:
        raise QueryRefused(f"Texts of {size:,.0f} characters for each row are too much.", "Use a smaller number.")
    if total > MOST_IN_ALL or (total > 1 and total * size > MOST_BYTES):
        raise QueryRefused("The series of this query multiply to too many rows.", "Use closer bounds.")
    for node in case.of(exp.BitwiseXor):
        if case.dialect in ("postgres", "duckdb"):
            _check_exponent(node.expression)
    _check_patterns(case)
    crossing.check_crossing(case, sizes)
    recursion.check_recursion(case)


def _is_per_row(case: Case, node: exp.Expr) -> bool:
    """Whether this stands in a subquery that is worked out for each row of a stored table around it."""
    stored = {id(relation) for relation, _ in case.tables}
    child: exp.Expr = node
    inner: exp.Expr | None = node.find_ancestor(exp.Select)
    while inner is not None:
        is_relation = child.find_ancestor(exp.From, exp.Join, exp.CTE, exp.Select) is not inner
        if not is_relation and any(id(part) in stored for part in case.sources(inner)):
            return True
        child = inner
        inner = child.find_ancestor(exp.Select)
    return False


def _check_size(node: exp.Expr, names: frozenset[str]) -> float:
    size = _size(node, 1.0 if names & _REPLACING else None)
    if size > MOST:
        name = sorted(names & (_SIZED | _REPLACING))[0]
        raise QueryRefused(f"{name} with {size:,.0f} is too much; {MOST:,} is the most.", "Use a smaller number.")
    return size


def _size(node: exp.Expr, own: float | None) -> float:
    """How many characters or items a nest of sized calls makes at most, as far as its constants tell."""
    if own is None:
        own = max((find_largest(value) for value in _arguments(node)), default=0.0) or 1.0
    for child in node.find_all(exp.Func):
        if child is not node and call_names(child) & (_SIZED | _SERIES):
            own *= max((find_largest(value) for value in _arguments(child)), default=1.0) or 1.0
    return own


def _arguments(node: exp.Expr) -> list[exp.Expr]:
    found: list[exp.Expr] = []
    for value in node.args.values():
        found += [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, exp.Expr)]
    return found


def check_series(start: float, end: float, step: float = 1) -> float:
    """How many steps start..end has. Raises QueryRefused when they are more than MOST."""
    count = abs(end - start) / (abs(step) or 1)
    if count > MOST:
        raise QueryRefused(f"A series of more than {MOST:,} values is too long.", "Use closer bounds or a wider step.")
    return count + 1


def check_series_call(node: exp.Expr, dialect: Dialect) -> float:
    """How many values a call of generate_series or range makes; 1 where only the data can tell."""
    values = _arguments(node)
    if len(values) == 1:
        values = [exp.Literal.number(0), *values]
    if not values:
        return 1
    numbers = [evaluate(value) for value in values]
    if all(number is not None for number in numbers[:2]):
        step = numbers[2] if len(numbers) > 2 and numbers[2] is not None else 1.0
        return check_series(numbers[0] or 0, numbers[1] or 0, step or 1)
    seconds = read_seconds(values[2]) if len(values) > 2 else None
    moments = [_read_moment(value) for value in values[:2]]
    if all(moment is not None for moment in moments):
        first, last = moments
        return check_series(0, (last - first).total_seconds(), seconds or 86_400)  # type: ignore[operator]
    if seconds is not None and seconds < 60:
        raise QueryRefused("A series in steps of less than a minute needs written bounds.", "Use a wider step.")
    if max(find_largest(value) for value in values[:2]) > MOST:
        raise QueryRefused(f"A series of more than {MOST:,} values is too long.", "Use closer bounds.")
    return 1


def _read_moment(node: exp.Expr) -> datetime | None:
    while isinstance(node, exp.Cast | exp.Paren | exp.Date | exp.Timestamp | exp.TsOrDsToDate):
        node = node.this
    if not (isinstance(node, exp.Literal) and node.is_string):
        return None
    try:
        return datetime.fromisoformat(node.name.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _check_format(node: exp.Expr) -> None:
    for value in _arguments(node)[:2]:
        if isinstance(value, exp.Literal) and value.is_string and _LONG_WIDTH.search(value.name):
            raise QueryRefused("A format this wide is too much.", "Use a smaller width.")
    if max((find_largest(value) for value in _arguments(node)), default=0) > MOST and "*" in node.sql():
        raise QueryRefused("A format this wide is too much.", "Use a smaller width.")


def _check_exponent(value: exp.Expr | None) -> None:
    if value is not None and abs(evaluate(value) or 0) > HIGHEST_EXPONENT:
        raise QueryRefused(f"A power above {HIGHEST_EXPONENT:,} is too much to compute.", "Use a smaller number.")


# ── patterns ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

MOST_WILDCARDS = 8
_CHARACTER_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]")
_REPEATED_REPEAT = re.compile(
    r"\((?:\?:)?(?:[^()|*+?][*+?])*[^()|*+?][*+](?:[^()|*+?][*+?])*(?:\|[^()]*)?\)[*+{]|\([^()]*\.[*+][^()]*\)\{\d\d|\((?:\?:)?([^()|])\|\1+[*+]?\)[*+{]|\)[*+]\)[*+]"
)


def _check_patterns(case: Case) -> None:
    for node in case.of(exp.Like, exp.ILike, exp.SimilarTo, exp.Glob):
        _check_wildcards(node.args.get("expression"), "*" if isinstance(node, exp.Glob) else "%")
    for node in case.functions:
        names = call_names(node)
        if names & {"like", "glob"}:
            for value in _arguments(node):
                _check_wildcards(value, "*" if "glob" in names else "%")
    if case.dialect == "duckdb":
        return  # its patterns never go back
    found: list[exp.Expr | None] = [node.args.get("expression") for node in case.of(exp.SimilarTo)]
    for node in case.functions:
        if isinstance(node, exp.RegexpLike | exp.RegexpILike) or any("regexp" in name for name in call_names(node)):
            found += _arguments(node)[1:2]
    for pattern in found:
        if isinstance(pattern, exp.Literal) and _backtracks(pattern.name):
            raise QueryRefused("This pattern repeats a repetition and can take forever.", "Write it without (…+)+.")


def _check_wildcards(pattern: exp.Expr | None, mark: str) -> None:
    if pattern is None or (pattern.find(exp.Column) is not None and not isinstance(pattern, exp.Literal | exp.Escape)):
        return
    texts = [literal.name for literal in pattern.find_all(exp.Literal) if literal.is_string]
    if len(re.findall(f"[{mark}]+", "".join(reversed(texts)))) > MOST_WILDCARDS:
        raise QueryRefused(f"A pattern with more than {MOST_WILDCARDS} wildcards takes too long.", "Split it with AND.")


def _backtracks(pattern: str) -> bool:
    return bool(_REPEATED_REPEAT.search(_CHARACTER_CLASS.sub("a", pattern)))
