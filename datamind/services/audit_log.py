"""The audit log as admins read it: filtered, page by page, as a file, and checked for anything changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from datamind import audit
from datamind.access import Permission
from datamind.audit import OUTCOMES, ChainCheck
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.services.use_case import note, use_case
from datamind.store import above, below
from datamind.store.session import Row

__all__ = ["OUTCOMES", "ChainCheck", "Entry", "check_log", "export_log", "list_actors", "list_entries"]

MOST_EXPORTED = 100_000


@dataclass(frozen=True)
class Entry:
    """Who did what to which thing, when, and how it ended; `detail` are counts, names and fingerprints."""

    id: int
    at: datetime
    actor: str
    action: str
    object: str
    outcome: str
    detail: Mapping[str, Any]


@use_case(Permission.ADMINISTER, look=True)
def list_entries(
    scope: Scope,
    *,
    actor: str = "",
    action: str = "",
    outcome: str = "",
    since: datetime | None = None,
    before_entry: int | None = None,
    most: int = 100,
) -> tuple[Entry, ...]:
    """The newest entries that fit all that is given, at most 1,000; `before_entry` goes on from an earlier page."""
    where = _read_filters(actor, action, outcome, since)
    if before_entry is not None:
        where["id"] = below(before_entry)
    rows = scope.store.find("audit", order="-id", limit=max(1, min(most, 1_000)), **where)
    return tuple(_entry(row) for row in rows)


@use_case(Permission.ADMINISTER, look=True)
def list_actors(scope: Scope) -> tuple[str, ...]:
    """The names that may stand in the log: everybody of the organisation, and the system."""
    from datamind.sessions import name_people

    return tuple(sorted([*name_people(scope.engine, scope.actor.org_id).values(), "system"], key=str.casefold))


@use_case(Permission.ADMINISTER)
def export_log(
    scope: Scope, *, actor: str = "", action: str = "", outcome: str = "", since: datetime | None = None
) -> bytes:
    """The same entries as CSV, the newest first, at most 100,000; texts that a spreadsheet would run stay texts."""
    rows = scope.store.find("audit", order="-id", limit=MOST_EXPORTED, **_read_filters(actor, action, outcome, since))
    note(rows=len(rows))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["entry", "at", "who", "what", "on", "outcome", "detail"])
    for row in rows:
        cells = [row["actor"], row["action"], row["object"], row["outcome"], json.dumps(row["detail"], sort_keys=True)]
        writer.writerow([row["id"], row["at"].isoformat(), *map(_as_text, cells)])
    return out.getvalue().encode("utf-8-sig")


@use_case(Permission.ADMINISTER)
def check_log(scope: Scope) -> ChainCheck:
    """Whether every entry is as it was written, none missing and none slipped in."""
    found = audit.check_chain(scope.store)
    note(holds=found.holds, entries=found.entries)
    return found


def _read_filters(actor: str, action: str, outcome: str, since: datetime | None) -> Row:
    if outcome and outcome not in OUTCOMES:
        raise InvalidInput(f"An outcome is one of {', '.join(OUTCOMES)}.", "outcome")
    given: Row = {"actor": actor, "action": action, "outcome": outcome}
    where = {name: value for name, value in given.items() if value}
    if since is not None:
        where["at"] = above(since - timedelta(microseconds=1))
    return where


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _entry(row: Row) -> Entry:
    return Entry(row["id"], row["at"], row["actor"], row["action"], row["object"], row["outcome"], row["detail"])
