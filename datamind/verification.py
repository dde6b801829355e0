"""Verified questions run again: does each still give what it gave when somebody vouched for it, and if not, why.

In: a connection's row, below the use cases. Out: a `Check` a verified question, kept in the store beside what the result was
when it was last vouched for. The reason is the nearest to the ground that explains the change: the schema (a table or column
that it reads is gone or of another type), the logic (a definition that the question names, or a view, is another), or the
data alone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from datamind import running, saved
from datamind.access import Actor
from datamind.engine import Scope
from datamind.errors import ConnectorError, QueryFailed, QueryRefused
from datamind.store.codec import encode
from datamind.store.session import Row
from datamind.types import Catalog, Metric, ResultSet, Term, ValidatedQuery, VerifiedQuestion

State = Literal["holds", "data", "logic", "schema", "unknown"]
STATES: tuple[State, ...] = get_args(State)
DIGITS = 9
"""Floats are compared by this many significant digits: sums of floats differ in the last ones from run to run."""


@dataclass(frozen=True)
class Print:
    """What a run of a verified question came to, as digests: enough to tell that and where another run differs."""

    columns: tuple[tuple[str, str], ...]
    n_rows: int
    rows: str
    reads: str
    meaning: str


@dataclass(frozen=True)
class Check:
    """How a verified question stands. `detail` is a sentence for an analyst."""

    verified: VerifiedQuestion
    state: State
    detail: str
    checked_at: datetime


def take_print(scope: Scope, row: Row, verified: VerifiedQuestion) -> Print:
    """Run it through the same door as everybody's queries, always as the system, so that runs can be compared.

    Raises: QueryRefused, ConnectorError.
    """
    system = Scope(scope.engine, Actor.system(scope.actor.org_id))
    catalog = saved.load_whole_catalog(system, row)
    ran = running.run(system, row, verified.sql)
    query, result = ran.query, ran.result
    return Print(
        columns=tuple((column.name, str(column.type)) for column in result.columns),
        n_rows=len(result.rows),
        rows=_digest_rows(result),
        reads=_digest(_structure(query, catalog)),
        meaning=_digest(_definitions(verified, catalog)),
    )


def compare_prints(before: Print, after: Print) -> tuple[State, str]:
    """What has changed between two runs, and how to say it."""
    if before.meaning != after.meaning:
        return "logic", "A definition that it names is another than when it was verified."
    if before.columns != after.columns:
        if before.reads != after.reads:
            return "schema", "Columns that it reads have another type, and its result looks different."
        return "logic", "Its result has other columns, though the tables are the same: a view is defined anew."
    if before.n_rows != after.n_rows:
        return "data", f"It gives {after.n_rows:,} rows; it gave {before.n_rows:,} when it was verified."
    if before.rows != after.rows:
        return "data", "The same rows and columns hold other values than when it was verified."
    return "holds", "It gives what it gave when it was verified."


def check_connection(scope: Scope, row: Row) -> tuple[Check, ...]:
    """Run every verified question of a connection again and keep how each stands."""
    return tuple(check_one(scope, row, verified) for verified in saved.load_whole_catalog(scope, row).meaning.verified)


def check_one(scope: Scope, row: Row, verified: VerifiedQuestion) -> Check:
    """Run one again and keep how it stands. One that was never run is taken as it is now."""
    known = scope.store.first("verifications", connection_id=row["id"], question=verified.question[:400])
    try:
        after = take_print(scope, row, verified)
    except (QueryRefused, QueryFailed) as error:
        return _keep(scope, row, verified, "schema", f"It no longer runs: {error}"[:500], None)
    except ConnectorError as error:
        return _keep(scope, row, verified, "unknown", f"It could not be run: {error}"[:500], None)
    if known is None or not known["print"]:
        return _keep(scope, row, verified, "holds", "It runs; this is what later runs are held against.", after)
    state, detail = compare_prints(_read(known["print"]), after)
    return _keep(scope, row, verified, state, detail, None)


def accept(scope: Scope, row: Row, verified: VerifiedQuestion) -> Check:
    """Take what it gives now as what was vouched for. Raises QueryRefused, ConnectorError."""
    return _keep(
        scope, row, verified, "holds", "It runs; this is what was vouched for.", take_print(scope, row, verified)
    )


def list_checks(scope: Scope, row: Row) -> tuple[Check, ...]:
    """Every verified question that the actor may see with how it stood when it was last run, the newest first."""
    rows = {each["question"]: each for each in scope.store.find("verifications", connection_id=row["id"])}
    checks = []
    for verified in saved.load_catalog(scope, row).meaning.verified:
        known = rows.get(verified.question[:400])
        if known is None:
            since = verified.verified_at or datetime.fromtimestamp(0, UTC)
            checks.append(Check(verified, "unknown", "It was not run since it was verified.", since))
        else:
            checks.append(Check(verified, known["state"], known["detail"], known["checked_at"]))
    return tuple(reversed(checks))


def _keep(scope: Scope, row: Row, verified: VerifiedQuestion, state: State, detail: str, fresh: Print | None) -> Check:
    store, question, now = scope.store, verified.question[:400], datetime.now(UTC)
    values: dict[str, Any] = {"state": state, "detail": detail, "checked_at": now}
    if fresh is not None:
        values["print"] = json.dumps(vars(fresh))
    with store.transaction():
        if not store.change_where("verifications", {"connection_id": row["id"], "question": question}, **values):
            store.add("verifications", connection_id=row["id"], question=question, **{"print": "", **values})
    return Check(verified, state, detail, now)


def _read(text: str) -> Print:
    kept = json.loads(text)
    return Print(**{**kept, "columns": tuple((name, kind) for name, kind in kept["columns"])})


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, default=str, sort_keys=True).encode()).hexdigest()


def _digest_rows(result: ResultSet) -> str:
    """The same for the same rows in any order: an order that the query leaves open is no change."""
    rows = sorted(encode(tuple(_rounded(cell) for cell in row)) for row in result.rows)
    return _digest(rows)


def _rounded(cell: Any) -> Any:
    return float(f"{cell:.{DIGITS}g}") if isinstance(cell, float) else cell


def _structure(query: ValidatedQuery, catalog: Catalog) -> list[Any]:
    """Names and types of what the query reads."""
    known = {
        f"{table.full_name}.{column.name}".lower(): column.native_type or str(column.type)
        for table in catalog.tables
        for column in table.columns
    }
    return sorted((name.lower(), known.get(name.lower(), "")) for name in query.columns)


def _definitions(verified: VerifiedQuestion, catalog: Catalog) -> list[str]:
    """The terms and metrics that the question names."""
    words = verified.question.lower()
    entries: tuple[Term | Metric, ...] = (*catalog.meaning.terms, *catalog.meaning.metrics)
    return [encode(entry) for entry in entries if any(name.lower() in words for name in (entry.name, *entry.synonyms))]
