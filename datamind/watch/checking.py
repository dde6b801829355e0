"""Checking alerts: those that are due are run together, judged one by one, and all that came of it is kept at once.

In: the system's scope of an org, the time, and whether the work is still ours. Each alert's query runs on behalf of its
owner, under the owner's rules; alerts that scan the same rows under the same rules share one scan. Out: verdicts, events and
the news to send, in one transaction, so that whoever dies in between has done nothing, and the next one does it all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from datamind import running
from datamind.access import Permission
from datamind.binding import policies_for
from datamind.conditions import PAIR, Observed, Point, Verdict, back_test, find_kind
from datamind.conditions.base import Needs
from datamind.engine import Scope
from datamind.errors import DataMindError, InvalidInput, NotFound
from datamind.sql.sharing import Scan, share, split_rows
from datamind.store import below
from datamind.store.session import Row
from datamind.types import ResultSet
from datamind.watch.explaining import explain
from datamind.watch.observing import observe
from datamind.watch.recording import keep_outcome
from datamind.watch.timetable import find_zone

PAST = 400
SCAN_ROWS = 200_000
LONGEST_RUN_S = 45.0
MOST_EXPLAINED = 5
_log = logging.getLogger("datamind.watch")


@dataclass(frozen=True)
class Outcome:
    """What checking an alert came to: verdicts (the latest last) of what was observed, or why there are none."""

    alert: Row
    verdicts: tuple[Verdict, ...] = ()
    observed: Observed | None = None
    error: str | None = None
    why: str = ""


def check_due(scope: Scope, now: datetime, is_mine: Callable[[], bool] = lambda: True) -> int:
    """Check what is due; how many were. What there is no time for stays due, the longest due first."""
    due = scope.store.find("alerts", paused=False, due_at=below(now + timedelta(microseconds=1)), order="due_at")
    started, done = time.monotonic(), 0
    for group in _group(scope, due):
        if time.monotonic() - started > LONGEST_RUN_S:
            _log.warning("too much is due: %s alerts wait for the next round", len(due) - done)
            break
        outcomes = explain_new(scope, group, list(check_group(scope, group, now)))
        with scope.store.transaction():
            if not is_mine():
                return done
            for outcome in outcomes:
                keep_outcome(scope.store, outcome, now)
        done += len(outcomes)
    return done


def explain_new(scope: Scope, group: _Group, outcomes: list[Outcome]) -> list[Outcome]:
    """For the first few that begin to fire: where most of it lies."""
    explained = 0
    for place, outcome in enumerate(outcomes):
        fires = outcome.observed is not None and outcome.verdicts[-1].state == "fires"
        if not fires or explained >= MOST_EXPLAINED or group.scope is None or group.connection is None:
            continue
        if scope.store.count("alert_events", alert_id=outcome.alert["id"], resolved_at=None):
            continue
        assert outcome.observed is not None  # noqa: S101 (it fires)
        why = explain(group.scope, group.connection, outcome.alert, outcome.observed, outcome.verdicts[-1])
        outcomes[place] = replace(outcome, why=why)
        explained += 1
    return outcomes


@dataclass(frozen=True)
class _Group:
    """Alerts whose queries run alike: the same connection under the same rules."""

    scope: Scope | None
    connection: Row | None
    alerts: tuple[Row, ...]
    error: str | None = None


def _group(scope: Scope, alerts: Sequence[Row]) -> Iterator[_Group]:
    connections = {row["id"]: row for row in scope.store.find("connections")}
    owners: dict[int, Scope | str] = {}
    groups: dict[Any, list[Row]] = {}
    scopes: dict[Any, tuple[Scope, Row]] = {}
    for alert in alerts:
        account_id = alert["account_id"]
        if account_id not in owners:
            owners[account_id] = _find_owner(scope, account_id)
        owner, connection = owners[account_id], connections[alert["connection_id"]]
        if isinstance(owner, str):
            yield _Group(None, None, (alert,), owner)
            continue
        key = (connection["id"], repr(policies_for(owner, connection)))
        scopes.setdefault(key, (owner, connection))
        groups.setdefault(key, []).append(alert)
    for key, members in groups.items():
        yield _Group(*scopes[key], tuple(members))


def _find_owner(scope: Scope, account_id: int) -> Scope | str:
    try:
        owner = running.act_as(scope, account_id)
        owner.actor.demand(Permission.EDIT_ALERTS)
    except NotFound:
        return "Its owner is no longer in this organisation: give it to somebody else, or delete it."
    except DataMindError as error:
        return f"Its owner may no longer have alerts: {error}"
    return owner


def check_group(scope: Scope, group: _Group, now: datetime) -> Iterator[Outcome]:
    """The outcome of each, by as few scans as there are different ones, some side by side."""
    if group.scope is None or group.connection is None:
        yield from (Outcome(alert, error=group.error) for alert in group.alerts)
        return
    results = run_shared(
        group.scope, group.connection, [alert["sql"] for alert in group.alerts], scope.settings.alert_queries
    )
    needed = [alert["id"] for alert in group.alerts if _needs_past(alert)]
    pasts = _read_pasts(scope, needed, {alert["id"]: alert["zone"] for alert in group.alerts})
    for alert, result in zip(group.alerts, results, strict=True):
        if isinstance(result, str):
            yield Outcome(alert, error=result)
            continue
        try:
            yield judge_alert(alert, result, now, pasts.get(alert["id"], ()))
        except InvalidInput as error:
            yield Outcome(alert, error=str(error))


def run_shared(owner: Scope, connection: Row, statements: Sequence[str], side_by_side: int) -> list[ResultSet | str]:
    """The rows of each statement, or why there are none, in as few scans as can be."""
    scans = share(statements, connection["dialect"])
    results: list[ResultSet | str] = [""] * len(statements)
    alone: list[Scan] = []

    def run(scan: Scan) -> ResultSet | str:
        limits = owner.engine.limits
        if scan.keys is not None:
            limits = replace(limits, rows=max(limits.rows, SCAN_ROWS))
        try:
            return running.run(owner, connection, scan.sql, limits=limits).result
        except DataMindError as error:
            return str(error)

    def run_all(scans: Sequence[Scan]) -> list[ResultSet | str]:
        if len(scans) <= 1 or side_by_side <= 1:
            return [run(scan) for scan in scans]
        with ThreadPoolExecutor(side_by_side, thread_name_prefix="datamind-alerts") as pool:
            return list(pool.map(run, scans))

    for scan, result in zip(scans, run_all(scans), strict=True):
        parts: Sequence[ResultSet | str | None]
        if isinstance(result, str):
            parts = [result if scan.keys is None else None] * len(scan.members)
        else:
            parts = split_rows(scan, result)
        for member, part in zip(scan.members, parts, strict=True):
            if part is None:
                alone.append(Scan(statements[member], (member,)))
            else:
                results[member] = part
    for scan, result in zip(alone, run_all(alone), strict=True):
        results[scan.members[0]] = result
    return results


def judge_alert(alert: Row, result: ResultSet, now: datetime, past: Sequence[Point] = ()) -> Outcome:
    """Raises InvalidInput when the result is no longer what the alert was made for."""
    kind, local = alert["kind"], to_local(now, alert["zone"])
    needs: Needs = "value" if kind == PAIR else find_kind(kind).needs
    columns = (alert["time_column"], alert["value_column"])
    known = None if alert["known"] is None else frozenset(alert["known"])
    observed = observe(result, needs, columns, local, past, known)
    return Outcome(alert, tuple(back_test(kind, alert["values"], observed)), observed)


def to_local(moment: datetime, zone: str) -> datetime:
    """What a clock on the wall says there."""
    return moment.astimezone(find_zone(zone)).replace(tzinfo=None)


def _needs_past(alert: Row) -> bool:
    """Whether earlier checks are its series: without a time of its own, and with a condition that looks back."""
    if alert["time_column"] is not None or alert["kind"] == "new_value":
        return False
    values = alert["values"]
    return alert["kind"] != "row_count" and not (
        alert["kind"] == "threshold" and values["times"] == 1 and values["recovery"] is None
    )


def _read_pasts(scope: Scope, alert_ids: Sequence[int], zones: dict[int, str]) -> dict[int, tuple[Point, ...]]:
    pasts = {}
    for alert_id in alert_ids:
        rows = scope.store.find("alert_checks", columns=("at", "value"), alert_id=alert_id, order="-at", limit=PAST)
        pasts[alert_id] = tuple(Point(to_local(row["at"], zones[alert_id]), row["value"]) for row in reversed(rows))
    return pasts


def check_one(scope: Scope, alert: Row, now: datetime) -> Outcome:
    """The outcome of one alert as if it were due now; nothing is kept. Raises nothing of the query's: see `error`."""
    group = next(_group(scope, [alert]))
    return explain_new(scope, group, list(check_group(scope, group, now)))[0]
