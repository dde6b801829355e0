"""What the stored values look like: a catalog goes in, the same with profiles, roles and proven keys comes out.

One pass per table for counts and extremes, then the most common values of each column that has few. Big tables and views
are sampled; every statement has a time limit, every table a budget, and all together have one. What could not be looked at
keeps the profile that it came with, so that a database too large for one reading is known after several: tables that
nobody has looked at go first.

Whose values are kept (the value index, by which "Germany" is found in `country = 'DE'`):
- personal data (e-mail, phone, street, …; `roles.judge_role`): none, not even the extremes.
- names of people (`roles.names_people`): kept, because "orders of Maria Anders" cannot be answered without, and marked
  `personal`: the house finds them in a question with its own eyes, and no model is ever told them.
- everything else that repeats or is short: kept, up to MOST_VALUES a column and MOST_KEPT a connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from datamind.cancellation import Cancellation
from datamind.connectors.base import PROFILE_BUDGET_S, Progress
from datamind.connectors.inclusion import prove_keys
from datamind.connectors.roles import judge_role, names_people
from datamind.connectors.speech import SPEECHES, Speech, name_table
from datamind.errors import QueryFailed, QueryTimedOut, ResourcesExhausted
from datamind.types import Catalog, Column, ColumnRole, ColumnType, Limits, Profile, ResultSet, Table

SAMPLE_ROWS = 100_000
VIEW_ROWS = 20_000
MOST_VALUES = 5_000
LONGEST_VALUE = 80
COMMON_VALUES = 10
MOST_KEPT = 300_000
STATEMENT_S = 10.0
TABLE_S = 20.0
COLUMNS_AT_ONCE = 50
_FEW = 100

Run = Callable[[str, Limits, Cancellation | None], ResultSet]
Ask = Callable[[str], list[tuple[Any, ...]]]
_CANNOT = (QueryFailed, QueryTimedOut, ResourcesExhausted)


def profile_catalog(
    catalog: Catalog,
    run: Run,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
    budget_s: float = PROFILE_BUDGET_S,
) -> Catalog:
    """The catalog with profiles, roles and proven keys.

    Raises: QueryCancelled, ConnectFailed.
    """
    speech, cancellation = SPEECHES[catalog.dialect], cancellation or Cancellation()
    asking = _Asking(run, cancellation, budget_s)
    order = sorted(range(len(catalog.tables)), key=lambda at: any(c.profile for c in catalog.tables[at].columns))
    tables = list(catalog.tables)
    for number, at in enumerate(order):
        cancellation.check()
        if progress:
            progress(0.9 * number / len(order), f"Looking at {tables[at].full_name}")
        asking.begin_table()
        tables[at] = _profile_table(tables[at], speech, asking)
    if progress:
        progress(0.9, "Looking for keys between tables")
    asking.begin_table()
    proven = prove_keys(replace(catalog, tables=tuple(_bound_values(tables))), speech, asking)
    judged = replace(proven, tables=tuple(_with_roles(table) for table in proven.tables))
    if progress:
        progress(1.0, "Done")
    return judged


class _Asking:
    """Asks the database, as long as the budgets of the table under way and of the whole last."""

    def __init__(self, run: Run, cancellation: Cancellation, budget_s: float):
        self._run, self._cancellation = run, cancellation
        self._end = time.monotonic() + budget_s
        self._table_end = self._end

    def begin_table(self) -> None:
        self._table_end = min(self._end, time.monotonic() + TABLE_S)

    def __call__(self, sql: str) -> list[tuple[Any, ...]]:
        left_s = self._table_end - time.monotonic()
        if left_s <= 0:
            raise QueryTimedOut("The time for looking at the values is used up.")
        limits = Limits(rows=MOST_VALUES, timeout_s=min(STATEMENT_S, max(0.1, left_s)))
        return list(self._run(sql, limits, self._cancellation).rows)


def _bound_values(tables: list[Table]) -> list[Table]:
    """At most MOST_KEPT listed values in all: the columns with the fewest keep theirs."""
    listed = sorted(
        (len(column.profile.values), at, place)
        for at, table in enumerate(tables)
        for place, column in enumerate(table.columns)
        if column.profile and column.profile.values
    )
    left, bare = MOST_KEPT, set()
    for number, at, place in listed:
        left -= number
        if left < 0:
            bare.add((at, place))
    if not bare:
        return tables

    def cut(at: int, place: int, column: Column) -> Column:
        return replace(column, profile=replace(column.profile, values=())) if (at, place) in bare else column  # type: ignore[type-var]

    return [
        replace(table, columns=tuple(cut(at, place, column) for place, column in enumerate(table.columns)))
        for at, table in enumerate(tables)
    ]


@dataclass(frozen=True)
class _Source:
    """What to read instead of the table, and whether that is only a part of it."""

    sql: str
    sampled: bool
    row_cap: int | None = None


def _profile_table(table: Table, speech: Speech, ask: Ask) -> Table:
    try:
        source = _choose_source(table, speech, ask)
        rows, extremes = _measure(table, list(table.columns), source, speech, ask)
    except QueryTimedOut:
        return table
    sampled = source.sampled and (source.row_cap is None or rows >= source.row_cap)
    columns = []
    for column in table.columns:
        measured = extremes.get(column.name)
        profile = _add_values(column, measured, source, speech, ask, sampled) if measured else column.profile
        columns.append(replace(column, profile=profile))
    return replace(table, columns=tuple(columns), row_estimate=table.row_estimate if sampled else rows)


def _choose_source(table: Table, speech: Speech, ask: Ask) -> _Source:
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
    table: Table, columns: list[Column], source: _Source, speech: Speech, ask: Ask
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
    table: Table, columns: list[Column], source: _Source, speech: Speech, ask: Ask
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
    ask: Ask,
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
    personal = role is ColumnRole.PERSONAL or names_people(column, table)
    return replace(column, role=role, profile=profile, personal=personal)
