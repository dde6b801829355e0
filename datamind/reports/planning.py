"""Runs of reports: what is due becomes a run, once; a run is rendered for everybody who gets it, all of it or nothing.

In: a scope of the org and the time. A run is unique for its report and due time. Who renders it holds it until `free_at` under
a fence; whoever comes back late finds a higher one and keeps nothing. What was missed while nobody ran is sent once, not each
time. A fault of a database is tried again after a pause that doubles; what cannot be helped is told to those it concerns.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from datamind import running
from datamind.engine import Scope
from datamind.errors import ConnectorError, DataMindError, InvalidInput, StoreError
from datamind.reports.comparing import write_facts
from datamind.reports.keeping import path_of
from datamind.reports.recipients import Recipient, find_key, find_recipients
from datamind.reports.rendering import render, write_file
from datamind.store import below, one_of
from datamind.store.session import Row
from datamind.watch.timetable import next_due

MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=1)
JUST = timedelta(microseconds=1)


@dataclass(frozen=True)
class Made:
    """A file for all who see the same, or why there is none."""

    recipients: tuple[Recipient, ...]
    file: dict[str, Any] | None = None
    error: str = ""


def plan_due(scope: Scope, now: datetime) -> int:
    """Make a run of each report that is due, and set when it is due next; how many."""
    planned = 0
    for row in scope.store.find("reports", paused=False, due_at=below(now + JUST), order="due_at"):
        with scope.store.transaction():
            later = next_due(row["every"], row["zone"], now)
            seen = {"id": row["id"], "due_at": row["due_at"], "paused": False}
            if scope.store.change_where("reports", seen, due_at=later):
                planned += add_run(scope, row["id"], row["due_at"], now)
    return planned


def add_run(scope: Scope, report_id: int, due_at: datetime, now: datetime) -> bool:
    """Whether it is new: there is one run for a report and its due time."""
    try:
        scope.store.add(
            "report_runs", report_id=report_id, due_at=due_at, state="due", fence=0, attempts=0, free_at=now
        )
    except InvalidInput:
        return False
    return True


def render_due(
    scope: Scope, now: datetime, is_mine: Callable[[], bool] = lambda: True, report_id: int | None = None
) -> int:
    """Render what waits for it, also what somebody began and did not live to end; how many runs."""
    done = 0
    only: dict[str, Any] = {} if report_id is None else {"report_id": report_id}
    states = one_of(("due", "rendering"))
    for run in scope.store.find("report_runs", state=states, free_at=below(now + JUST), order="due_at", **only):
        if not is_mine():
            return done
        seen = {"id": run["id"], "fence": run["fence"], "state": run["state"]}
        free_at = now + timedelta(seconds=scope.settings.scheduler_lease_s)
        mine = {"state": "rendering", "fence": run["fence"] + 1, "attempts": run["attempts"] + 1, "free_at": free_at}
        if scope.store.change_where("report_runs", seen, **mine):
            _render_run(scope, run | mine, now, is_mine)
            done += 1
    return done


def _render_run(scope: Scope, run: Row, now: datetime, is_mine: Callable[[], bool]) -> None:
    report = scope.store.get("reports", run["report_id"])
    mine = {"id": run["id"], "fence": run["fence"], "state": "rendering"}
    try:
        made = [_make(scope, report, run, group, now) for group in _group(scope, report)]
        if not made:
            raise InvalidInput("Nobody gets it any more: all have unsubscribed or left.", "people")
        _keep(scope, report, run, made, now, is_mine)
    except StoreError:
        raise  # the store is away: the lease ends by itself
    except ConnectorError as error:
        if run["attempts"] < MOST_ATTEMPTS:
            pause = FIRST_PAUSE * 2 ** (run["attempts"] - 1)
            scope.store.change_where("report_runs", mine, state="due", free_at=now + pause, error=str(error)[:1000])
        else:
            scope.store.change_where("report_runs", mine, state="failed", finished_at=now, error=str(error)[:1000])
    except DataMindError as error:
        scope.store.change_where("report_runs", mine, state="failed", finished_at=now, error=str(error)[:1000])


def _group(scope: Scope, report: Row) -> list[tuple[Scope, tuple[Recipient, ...]] | Made]:
    """Recipients who see the same, with somebody as whom they see it; or why some see nothing."""
    groups: dict[str, tuple[Scope, tuple[Recipient, ...]]] = {}
    refused: list[Made] = []
    for recipient in find_recipients(scope, report):
        try:
            acting = running.act_as(scope, recipient.sees_as)
            key = find_key(acting, report)
        except DataMindError as error:
            refused.append(Made((recipient,), error=_tell_refusal(recipient, error)))
            continue
        first, others = groups.get(key, (acting, ()))
        groups[key] = (first, (*others, recipient))
    return [*groups.values(), *refused]


def _tell_refusal(recipient: Recipient, error: DataMindError) -> str:
    if recipient.account_id is None:
        return f"The person as whom this is seen may not see it any more, or has left: choose another. ({error})"
    return f"This person may not see it: {error}"


def _make(
    scope: Scope, report: Row, run: Row, group: tuple[Scope, tuple[Recipient, ...]] | Made, now: datetime
) -> Made:
    """Raises ConnectorError while it is worth trying again."""
    if isinstance(group, Made):
        return group
    acting, recipients = group
    try:
        rendered = render(acting, report, now)
        name, mime, content = write_file(rendered, report["format"])
    except ConnectorError as error:
        if run["attempts"] < MOST_ATTEMPTS:
            raise
        return Made(recipients, error=str(error))
    except DataMindError as error:
        return Made(recipients, error=str(error))
    path = path_of(scope, f"{secrets.token_hex(24)}{name[name.rfind('.') :]}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content)
    file = {
        "key": rendered.key,
        "name": name,
        "file": path.name,
        "mime": mime,
        "size_bytes": len(content),
        "words": list(rendered.words),
        "facts": write_facts(rendered.facts),
        "made_at": now,
        "expires_at": now + timedelta(days=scope.settings.report_days),
    }
    return Made(recipients, file)


def _keep(
    scope: Scope, report: Row, run: Row, made: Sequence[Made], now: datetime, is_mine: Callable[[], bool]
) -> None:
    """All files and what is to be delivered, in one transaction; nothing of it when the run is no longer ours."""
    store, kept = scope.store, False
    mine = {"id": run["id"], "fence": run["fence"], "state": "rendering"}
    try:
        with store.transaction():
            if is_mine() and store.change_where("report_runs", mine, state="sending", error=None):
                for each in made:
                    file_id = store.add("report_files", run_id=run["id"], **each.file) if each.file else None
                    for recipient in each.recipients:
                        _add_delivery(scope, run, recipient, file_id, each.error, now)
                kept = True
    finally:
        if not kept:
            for each in made:
                if each.file:
                    path_of(scope, each.file["file"]).unlink(missing_ok=True)


def _add_delivery(scope: Scope, run: Row, recipient: Recipient, file_id: int | None, error: str, now: datetime) -> None:
    scope.store.add(
        "report_deliveries",
        run_id=run["id"],
        file_id=file_id,
        account_id=recipient.account_id,
        channel_id=recipient.channel_id,
        whom=recipient.whom[:400],
        address=recipient.address,
        state="failed" if error else "pending",
        attempts=0,
        due_at=now,
        finished_at=now if error else None,
        answer=error[:500] or None,
    )
