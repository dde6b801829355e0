"""What the stored values look like: a catalog goes in, the same with profiles, roles and proven keys comes out.

One pass per table for counts and extremes, then the most common values of each column that has few. Big tables and views
are sampled; every statement has a time limit and all together have a budget. What could not be looked at stays bare.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from datamind.cancellation import Cancellation
from datamind.connectors.base import Progress
from datamind.connectors.inclusion import prove_keys
from datamind.connectors.roles import judge_role
from datamind.connectors.speech import SPEECHES, Speech, name_table
from datamind.errors import QueryFailed, QueryTimedOut, ResourcesExhausted
from datamind.types import Catalog, Column, ColumnRole, ColumnType, Limits, Profile, ResultSet, Table

SAMPLE_ROWS = 100_000
VIEW_ROWS = 20_000
MOST_VALUES = 5_000
LONGEST_VALUE = 80
COMMON_VALUES = 10
STATEMENT_S = 10.0
BUDGET_S = 180.0
COLUMNS_AT_ONCE = 50
_FEW = 100

Run = Callable[[str, Limits, Cancellation | None], ResultSet]
_CANNOT = (QueryFailed, QueryTimedOut, ResourcesExhausted)


def profile_catalog(
    catalog: Catalog, run: Run, progress: Progress | None = None, cancellation: Cancellation | None = None
) -> Catalog:
    """The catalog with profiles, roles and proven keys.

    Raises: QueryCancelled, ConnectFailed.
    """
    speech, cancellation = SPEECHES[catalog.dialect], cancellation or Cancellation()
    limits = Limits(rows=MOST_VALUES, timeout_s=STATEMENT_S)
    give_up_at = time.monotonic() + BUDGET_S

    def ask(sql: str) -> list[tuple[Any, ...]]:
        if time.monotonic() > give_up_at:
            raise QueryTimedOut("The time for looking at the values is used up.")
        return list(run(sql, limits, cancellation).rows)

    tables = []
    for number, table in enumerate(catalog.tables):
        cancellation.check()
        if progress:
            progress(0.9 * number / len(catalog.tables), f"Looking at {table.full_name}")
        tables.append(_profile_table(table, speech, ask))
    if progress:
        progress(0.9, "Looking for keys between tables")
    proven = prove_keys(replace(catalog, tables=tuple(tables)), speech, ask)
    judged = replace(proven, tables=tuple(_with_roles(table) for table in proven.tables))
    if progress:
        progress(1.0, "Done")
    return judged


@dataclass(frozen=True)
class _Source:
    """What to read instead of the table, and whether that is only a part of it."""

    sql: str
    sampled: bool
    row_cap: int | None = None


def _profile_table(table: Table, speech: Speech, ask: Callable[[str], list[tuple[Any, ...]]]) -> Table:
    try:
        source = _choose_source(table, speech, ask)
        rows, extremes = _measure(table, list(table.columns), source, speech, ask)
    except QueryTimedOut:
        return table
    sampled = source.sampled and (source.row_cap is None or rows >= source.row_cap)
    columns = []
    for column in table.columns:
        measured = extremes.get(column.name)
        profile = _add_values(column, measured, source, speech, ask, sampled) if measured else None
        columns.append(replace(column, profile=profile))
    return replace(table, columns=tuple(columns), row_estimate=table.row_estimate if sampled else rows)


def _choose_source(table: Table, speech: Speech, ask: Callable[[str], list[tuple[Any, ...]]]) -> _Source:
    name, estimate = name_table(speech, table), table.row_estimate
    if table.kind == "view":
        return _Source(f"(SELECT * FROM {name} LIMIT {VIEW_ROWS})", sampled=True, row_cap=VIEW_ROWS)
    if estimate is None:
        most = speech.whole_up_to_rows
        try:
            estimate = int(ask(f"SELECT count(*) FROM (SELECT 1 AS one FROM {name} LIMIT {most + 1}) t")[0][0])
        except QueryFailed:
            estimate = 0
        if estimate > most:
            return _Source(f"(SELECT * FROM {name} LIMIT {SAMPLE_ROWS})", sampled=True)
    if estimate > speech.whole_up_to_rows:
        return _Source(speech.sample(name, table, SAMPLE_ROWS), sampled=True)
    return _Source(name, sampled=False)


# ── one pass: rows, nulls, distinct, extremes, and the length of the longest text ────────────────────────────────────────


@dataclass(frozen=True)
class _Measured:
    profile: Profile
    longest: int


def _measure(
    table: Table, columns: list[Column], source: _Source, speech: Speech, ask: Callable[[str], list[tuple[Any, ...]]]
) -> tuple[int, dict[str, _Measured]]:
    """Rows, and what was measured by column; a column that the database cannot compare is found by halving."""
    if len(columns) > COLUMNS_AT_ONCE:
        return _measure_halves(table, columns, source, speech, ask)
    parts = ["count(*)", *(part for column in columns for part in _aggregates(column, speech))]
    try:
        rows, *values = ask(f"SELECT {', '.join(parts)} FROM {source.sql} t")[0]
    except (QueryFailed, ResourcesExhausted):
        return _measure_halves(table, columns, source, speech, ask) if len(columns) > 1 else (0, {})
    measured = {}
    for number, column in enumerate(columns):
        filled, distinct, minimum, maximum, longest = values[5 * number : 5 * number + 5]
        profile = Profile(
            rows=int(rows),
            distinct=int(filled if distinct is None else distinct),
            nulls=int(rows) - int(filled),
            minimum=_as_moment(column.type, minimum),
            maximum=_as_moment(column.type, maximum),
        )
        measured[column.name] = _Measured(profile, int(longest or 0))
    return int(rows), measured


def _measure_halves(
    table: Table, columns: list[Column], source: _Source, speech: Speech, ask: Callable[[str], list[tuple[Any, ...]]]
) -> tuple[int, dict[str, _Measured]]:
    middle = len(columns) // 2
    first_rows, first = _measure(table, columns[:middle], source, speech, ask)
    second_rows, second = _measure(table, columns[middle:], source, speech, ask)
    return max(first_rows, second_rows), {**first, **second}


def _aggregates(column: Column, speech: Speech) -> tuple[str, str, str, str, str]:
    name = "t." + speech.quote(column.name)
    if column.type is ColumnType.TEXT:
        text = speech.compared(name)
        cut = speech.beginning(text, LONGEST_VALUE)
        return f"count({name})", f"count(DISTINCT {text})", f"min({cut})", f"max({cut})", f"max(length({text}))"
    if column.type is ColumnType.BOOLEAN:
        number = speech.as_number(name)
        return f"count({name})", f"count(DISTINCT {name})", f"min({number})", f"max({number})", "NULL"
    if column.type.is_numeric or column.type.is_temporal or column.type is ColumnType.TIME:
        return f"count({name})", f"count(DISTINCT {name})", f"min({name})", f"max({name})", "NULL"
    return f"count({name})", "NULL", "NULL", "NULL", "NULL"


def _as_moment(column_type: ColumnType, value: Any) -> Any:
    """SQLite stores dates as text; here they are dates. What is no date is not known."""
    if not isinstance(value, str) or not column_type.is_temporal:
        return value
    try:
        return date.fromisoformat(value) if column_type is ColumnType.DATE else datetime.fromisoformat(value)
    except ValueError:
        return None


# ── the most common values ───────────────────────────────────────────────────────────────────────────────────────────────


def _add_values(
    column: Column,
    measured: _Measured,
    source: _Source,
    speech: Speech,
    ask: Callable[[str], list[tuple[Any, ...]]],
    sampled: bool,
) -> Profile:
    profile = replace(measured.profile, sampled=sampled)
    is_text = column.type is ColumnType.TEXT
    if is_text and (profile.distinct > MOST_VALUES or measured.longest > 4 * LONGEST_VALUE):
        return profile
    if not profile.distinct or (not is_text and (profile.distinct > _FEW or column.type in _UNCOUNTED)):
        return profile
    name = "t." + speech.quote(column.name)
    counted = f"SELECT {name}, count(*) FROM {source.sql} t WHERE {name} IS NOT NULL GROUP BY {name}"
    try:
        pairs = ask(f"{counted} ORDER BY 2 DESC, 1 LIMIT {MOST_VALUES if is_text else COMMON_VALUES}")
    except _CANNOT:
        return profile
    common = tuple((_as_moment(column.type, value), int(count)) for value, count in pairs[:COMMON_VALUES])
    texts = (str(value) for value, _count in pairs) if is_text else ()
    return replace(profile, common=common, values=tuple(text for text in texts if len(text) <= LONGEST_VALUE))


_UNCOUNTED = (ColumnType.JSON, ColumnType.BINARY, ColumnType.OTHER)


# ── roles; and what is personal keeps its values to itself ───────────────────────────────────────────────────────────────


def _with_roles(table: Table) -> Table:
    return replace(table, columns=tuple(_with_role(column, table) for column in table.columns))


def _with_role(column: Column, table: Table) -> Column:
    role = judge_role(column, table)
    profile = column.profile
    if profile and role is ColumnRole.PERSONAL:
        profile = replace(profile, minimum=None, maximum=None, common=(), values=())
    elif profile and role is ColumnRole.ID and profile.distinct > _FEW:
        profile = replace(profile, values=())
    return replace(column, role=role, profile=profile)
