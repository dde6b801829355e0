"""Alerts: a query, a condition on it, a timetable, and who is told. Made from words, an answer or SQL; tried before they are saved.

An alert belongs to the person who made it and runs under that person's rules. It is seen by its owner and by those whom the
owner has named; naming somebody shows them what the owner sees of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from datamind import running, saved, sessions
from datamind.access import Permission
from datamind.belongings import find_own_message
from datamind.conditions import KINDS, PAIR, Kind, Observed, Verdict, find_kind, read_condition, write_condition
from datamind.conditions.base import Needs
from datamind.conditions.words import Wish, read_wish
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.outcomes import load_outcome
from datamind.services.questions import answer_once
from datamind.services.use_case import note, use_case
from datamind.store import below
from datamind.store.session import Row
from datamind.types import Answer, ResultSet
from datamind.watch import belonging, checking
from datamind.watch.observing import find_columns
from datamind.watch.recording import keep_outcome
from datamind.watch.timetable import CHOICES, check_timetable

__all__ = [
    "CHOICES", "Alert", "Check", "Draft", "Trial", "add_alert", "check_now", "delete_alert", "draft_from_answer", "edit_alert",
    "explain_alert", "get_alert", "list_alerts", "list_colleagues", "list_conditions", "mute_alert", "read_words", "set_paused",
    "snooze_alert", "try_alert",
]  # fmt: skip

BACK_DAYS = 90
LONGEST_NAME, MOST_TAGS, MOST_PEOPLE = 200, 10, 50


@dataclass(frozen=True)
class Alert:
    """`sentence` reads the condition back; `said` is what the last check said, `state` how it stands."""

    id: int
    name: str
    owner: str
    is_mine: bool
    connection_id: int
    sql: str
    kind: str
    values: Mapping[str, Any]
    sentence: str
    every: str
    zone: str
    people: tuple[int, ...]
    channels: tuple[int, ...]
    tags: tuple[str, ...]
    paused: bool
    snoozed_until: datetime | None
    muted_until: datetime | None
    due_at: datetime
    checked_at: datetime | None
    state: str
    said: str
    failing_since: datetime | None


@dataclass(frozen=True)
class Draft:
    """What words, an answer or SQL came to: a query with its columns, and a condition to begin with."""

    name: str
    connection_id: int
    sql: str
    kind: str
    values: Mapping[str, Any]
    reading: str = ""


@dataclass(frozen=True)
class Trial:
    """A back-test: a verdict of each moment, and how often it would have fired in the last 90 days of the data."""

    sentence: str
    verdicts: tuple[Verdict, ...]
    observed: Observed
    fired: int
    days: int
    columns: tuple[str | None, str | None]

    @property
    def now(self) -> Verdict:
        return self.verdicts[-1]


@dataclass(frozen=True)
class Check:
    """What one check saw and decided; it stood so from `at` to `last_at`."""

    at: datetime
    last_at: datetime
    state: str
    sentence: str
    value: float | None
    low: float | None
    high: float | None


@use_case(Permission.ASK, look=True)
def list_alerts(scope: Scope) -> tuple[Alert, ...]:
    """Those of the actor and those shared with them, by name."""
    names = sessions.name_people(scope.engine, scope.actor.org_id)
    rows = scope.store.find("alerts", order="name")
    return tuple(_alert(scope, row, names) for row in rows if belonging.may_see(scope, row))


@use_case(Permission.ASK, look=True)
def get_alert(scope: Scope, alert_id: int) -> Alert:
    """Raises NotFound, for what is neither one's own nor shared."""
    names = sessions.name_people(scope.engine, scope.actor.org_id)
    return _alert(scope, belonging.find_alert(scope, alert_id), names)


@use_case(Permission.EDIT_ALERTS, look=True)
def list_conditions(scope: Scope) -> Mapping[str, Kind]:
    """What there can be, with the fields of each."""
    return KINDS


@use_case(Permission.EDIT_ALERTS, look=True)
def list_colleagues(scope: Scope) -> Mapping[int, str]:
    """Whom an alert can be shared with: everybody else of the organisation, by account."""
    names = sessions.name_people(scope.engine, scope.actor.org_id)
    return {account_id: name for account_id, name in names.items() if account_id != scope.actor.user_id}


@use_case(Permission.EDIT_ALERTS)
def read_words(scope: Scope, connection_id: int, text: str) -> Draft:
    """A draft of "tell me when daily orders fall by 20 %". Raises InvalidInput, and as a question does."""
    saved.find_connection(scope, connection_id)
    wish = read_wish(text)
    outcome = answer_once(scope, connection_id, wish.question, analyst="offline")
    if not isinstance(outcome, Answer):
        said = getattr(outcome, "reason", "") or getattr(outcome, "question", "")
        raise InvalidInput(f"What to watch (“{wish.question}”) was not understood: {said}", "text")
    return _draft(outcome, connection_id, wish)


@use_case(Permission.EDIT_ALERTS)
def draft_from_answer(scope: Scope, message_id: int) -> Draft:
    """A draft from the answer to one of your own questions. Raises NotFound, InvalidInput."""
    message = find_own_message(scope, message_id)
    outcome = load_outcome(scope, message_id)
    if not isinstance(outcome, Answer):
        raise InvalidInput("Only an answer can be watched.", "message")
    chat = scope.store.get("chats", message["chat_id"])
    return _draft(outcome, chat["connection_id"], None)


@use_case(Permission.EDIT_ALERTS)
def try_alert(
    scope: Scope, connection_id: int, sql: str, kind: str, values: Mapping[str, Any], zone: str = "UTC", name: str = ""
) -> Trial:
    """What the alert would have said, moment by moment. Raises NotFound, InvalidInput, QueryRefused, ConnectorError."""
    connection = saved.find_connection(scope, connection_id)
    clean = read_condition(kind, values)
    result = running.run(scope, connection, sql).result
    return _try(result, kind, clean, zone, name)


@use_case(Permission.EDIT_ALERTS)
def add_alert(
    scope: Scope,
    connection_id: int,
    name: str,
    sql: str,
    kind: str,
    values: Mapping[str, Any],
    *,
    every: str = "every minute",
    zone: str = "UTC",
    people: Sequence[int] = (),
    channels: Sequence[int] = (),
    tags: Sequence[str] = (),
) -> Alert:
    """A new alert of the actor's own, checked from now on. Raises as `try_alert`."""
    connection = saved.find_connection(scope, connection_id)
    owner = belonging.find_owner(scope)
    row = _read(scope, connection, name, sql, kind, values, every, zone, people, channels, tags)
    now = datetime.now(UTC)
    alert_id = scope.store.add(
        "alerts",
        account_id=owner,
        connection_id=connection_id,
        **row,
        paused=False,
        due_at=now,
        state="new",
        sentence="Not checked yet.",
        failures=0,
        created_at=now,
    )
    note(kind=kind, connection=connection_id)
    return get_alert(scope, alert_id)


@use_case(Permission.EDIT_ALERTS)
def edit_alert(
    scope: Scope,
    alert_id: int,
    name: str,
    sql: str,
    kind: str,
    values: Mapping[str, Any],
    *,
    every: str = "every minute",
    zone: str = "UTC",
    people: Sequence[int] = (),
    channels: Sequence[int] = (),
    tags: Sequence[str] = (),
) -> Alert:
    """Change one of your own; what it remembered of another query is forgotten. Raises as `add_alert`."""
    old = belonging.find_own_alert(scope, alert_id)
    connection = saved.find_connection(scope, old["connection_id"])
    row = _read(scope, connection, name, sql, kind, values, every, zone, people, channels, tags)
    if (row["sql"], row["kind"]) != (old["sql"], old["kind"]):
        row |= {"judged": None, "known": None}
    scope.store.change("alerts", alert_id, **row, due_at=datetime.now(UTC), failures=0, failing_since=None)
    return get_alert(scope, alert_id)


@use_case(Permission.EDIT_ALERTS)
def delete_alert(scope: Scope, alert_id: int) -> None:
    """With its events. Raises NotFound."""
    belonging.find_own_alert(scope, alert_id)
    scope.store.remove("alerts", alert_id)


@use_case(Permission.EDIT_ALERTS)
def set_paused(scope: Scope, alert_id: int, paused: bool = True) -> None:
    """Not checked at all until it goes on. Raises NotFound."""
    belonging.find_own_alert(scope, alert_id)
    scope.store.change("alerts", alert_id, paused=paused, snoozed_until=None, due_at=datetime.now(UTC))


@use_case(Permission.EDIT_ALERTS)
def snooze_alert(scope: Scope, alert_id: int, until: datetime | None = None) -> None:
    """Not checked until then (None: from now on again). Raises NotFound."""
    belonging.find_own_alert(scope, alert_id)
    scope.store.change("alerts", alert_id, snoozed_until=until, due_at=until or datetime.now(UTC))


@use_case(Permission.EDIT_ALERTS)
def mute_alert(scope: Scope, alert_id: int, until: datetime | None = None) -> None:
    """Checked, with events, but no message leaves the house until then (None: from now on again). Raises NotFound."""
    belonging.find_own_alert(scope, alert_id)
    scope.store.change("alerts", alert_id, muted_until=until)


@use_case(Permission.EDIT_ALERTS)
def check_now(scope: Scope, alert_id: int) -> Alert:
    """Check one of your own now, with all that follows of it. Raises NotFound."""
    row, now = belonging.find_own_alert(scope, alert_id), datetime.now(UTC)
    if row["paused"]:
        raise InvalidInput("It is paused: let it go on first.", "paused")
    outcome = checking.check_one(scope, row, now)
    with scope.store.transaction():
        keep_outcome(scope.store, outcome, now)
    return get_alert(scope, alert_id)


@use_case(Permission.ASK, look=True)
def explain_alert(scope: Scope, alert_id: int, at: datetime | None = None) -> tuple[Check, ...]:
    """Why it did, or did not, fire: the checks up to a moment (now), the latest first. Raises NotFound."""
    belonging.find_alert(scope, alert_id)
    until = (at or datetime.now(UTC)) + timedelta(microseconds=1)
    rows = scope.store.find("alert_checks", alert_id=alert_id, at=below(until), order="-at", limit=50)
    return tuple(_check(row) for row in rows)


def _read(
    scope: Scope,
    connection: Row,
    name: str,
    sql: str,
    kind: str,
    values: Mapping[str, Any],
    every: str,
    zone: str,
    people: Sequence[int],
    channels: Sequence[int],
    tags: Sequence[str],
) -> dict[str, Any]:
    """The columns of an alert, all of it checked; the query is run once, so that it is known to work."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InvalidInput(f"Give it a name of up to {LONGEST_NAME} characters.", "name")
    check_timetable(every, zone)
    members = {row["account_id"] for row in scope.store.find("memberships", columns=("account_id",))}
    for account_id in people:
        if account_id not in members:
            raise InvalidInput("Somebody named is not of this organisation.", "people")
    for channel_id in channels:
        scope.store.get("channels", channel_id)
    clean = read_condition(kind, values)
    trial = _try(running.run(scope, connection, sql).result, kind, clean, zone, name)
    return {
        "name": name,
        "sql": sql,
        "kind": kind,
        "values": clean,
        "time_column": trial.columns[0],
        "value_column": trial.columns[1],
        "every": every,
        "zone": zone,
        "people": sorted(set(people))[:MOST_PEOPLE],
        "channels": sorted(set(channels)),
        "tags": sorted({" ".join(tag.split())[:40] for tag in tags if tag.strip()})[:MOST_TAGS],
    }


def _try(result: ResultSet, kind: str, values: Mapping[str, Any], zone: str, name: str) -> Trial:
    needs: Needs = "value" if kind == PAIR else find_kind(kind).needs
    columns = find_columns(result, needs)
    alert = {
        "kind": kind, "values": values, "zone": zone, "time_column": columns[0], "value_column": columns[1], "known": None
    }  # fmt: skip
    outcome = checking.judge_alert(alert, result, datetime.now(UTC))
    assert outcome.observed is not None  # noqa: S101 (only errors have none, and they are raised)
    moments = [verdict.moment for verdict in outcome.verdicts if verdict.moment]
    since = max(moments, default=outcome.observed.now) - timedelta(BACK_DAYS)
    recent = [each for each in outcome.verdicts if each.moment and each.moment > since]
    fired = sum(
        one.state == "fires" and (place == 0 or recent[place - 1].state != "fires") for place, one in enumerate(recent)
    )
    span = (max(moments) - max(since, min(moments))).days if moments else 0
    what = f"“{name}”" if name else columns[1] or "it"
    return Trial(write_condition(kind, values, what), outcome.verdicts, outcome.observed, fired, span, columns)


def _draft(outcome: Answer, connection_id: int, wish: Wish | None) -> Draft:
    kind, values = (wish.kind, wish.values) if wish else ("anomaly", {})
    if wish is None and not any(str(column.type) in ("date", "timestamp") for column in outcome.result.columns):
        first = next((row for row in outcome.result.rows), ())
        is_series = len(outcome.result.rows) > 1
        kind, values = ("anomaly", {}) if is_series or not first else ("threshold", {"limit": 0})
    name = wish.question if wish else outcome.question
    sql = outcome.receipt.drafted or outcome.receipt.sql
    return Draft(name[:1].upper() + name[1:120], connection_id, sql, kind, values, outcome.reading)


def _alert(scope: Scope, row: Row, names: Mapping[int, str]) -> Alert:
    return Alert(
        row["id"],
        row["name"],
        names.get(row["account_id"], "somebody who left"),
        row["account_id"] == scope.actor.user_id,
        row["connection_id"],
        row["sql"],
        row["kind"],
        row["values"],
        write_condition(row["kind"], row["values"], f"“{row['name']}”"),
        row["every"],
        row["zone"],
        tuple(row["people"]),
        tuple(row["channels"]),
        tuple(row["tags"]),
        row["paused"],
        row["snoozed_until"],
        row["muted_until"],
        row["due_at"],
        row["checked_at"],
        row["state"],
        row["sentence"],
        row["failing_since"],
    )


def _check(row: Row) -> Check:
    verdict = row["verdict"]
    return Check(
        row["at"], row["last_at"], row["state"], verdict["sentence"], row["value"], verdict["low"], verdict["high"]
    )
