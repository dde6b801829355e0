"""Plain proposals without a model: what names, keys and profiles say by themselves, in a sentence; else nothing."""

from __future__ import annotations

import re
from datetime import date, datetime

from datamind.types import Column, ColumnRole, ColumnType, Proposal, Table

FEW = 8


def propose_plainly(table: Table) -> tuple[Proposal, ...]:
    """One for the table, and one for each column about which something certain can be said."""
    found = [Proposal(table.full_name, _describe_table(table), (), "names")]
    for column in table.columns:
        if column.name not in table.primary_key and (text := _describe_column(table, column)):
            found.append(Proposal(f"{table.full_name}.{column.name}", text, (), "names"))
    return tuple(found)


def _words(name: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).strip().lower()


def _describe_table(table: Table) -> str:
    targets = [_words(key.ref_table) for key in table.foreign_keys]
    leads = f", with links to {' and '.join(dict.fromkeys(targets))}" if targets else ""
    rows = f"; {table.row_estimate:,} rows" if table.row_estimate is not None else ""
    kind = "View of" if table.kind == "view" else "One row for each of the"
    return f"{kind} {_words(table.name)}{leads}{rows}."


def _describe_column(table: Table, column: Column) -> str:
    target = next((key.ref_table for key in table.foreign_keys if key.columns == (column.name,)), None)
    if target:
        return f"Leads to {_words(target)}."
    profile = column.profile
    if profile is None or column.role is ColumnRole.PERSONAL:
        return ""
    if column.type.is_temporal and isinstance(profile.minimum, date) and isinstance(profile.maximum, date):
        return f"From {_day(profile.minimum)} to {_day(profile.maximum)}."
    if column.type is ColumnType.TEXT and 0 < len(profile.values) <= FEW:
        return f"One of {', '.join(sorted(profile.values))}."
    return ""


def _day(value: date) -> str:
    day = value.date() if isinstance(value, datetime) else value
    return day.isoformat()
