"""Events: what alerts came to. Open, acknowledged, resolved; read or not by each person; with notes, the chart and who was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from datamind.access import Permission
from datamind.charts.band import BandRow
from datamind.engine import Scope
from datamind.errors import InvalidInput
from datamind.services.use_case import use_case
from datamind.store import one_of
from datamind.store.session import Row
from datamind.watch import belonging
from datamind.watch.picture import read_series

MOST_SHOWN = 200
LONGEST_NOTE = 1_000


@dataclass(frozen=True)
class Note:
    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Delivery:
    """`state`: pending, sending, sent, failed, or unknown (whether it arrived cannot be told)."""

    channel: str
    news: str
    state: str
    attempts: int
    due_at: datetime
    finished_at: datetime | None
    answer: str


@dataclass(frozen=True)
class Event:
    """`sentence` is what was out of line and why, at the time; `why` where most of it lies."""

    id: int
    alert_id: int
    alert: str
    opened_at: datetime
    state: str
    sentence: str
    why: str
    is_read: bool
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    notes: tuple[Note, ...]
    series: tuple[BandRow, ...] = ()


@use_case(Permission.ASK, look=True)
def list_events(scope: Scope, alert_id: int | None = None) -> tuple[Event, ...]:
    """The latest first, of one alert or of all that the actor sees. Raises NotFound."""
    alerts = _seen(scope) if alert_id is None else {alert_id: belonging.find_alert(scope, alert_id)}
    rows = scope.store.find("alert_events", alert_id=one_of([*alerts]), order="-opened_at", limit=MOST_SHOWN)
    read = _read_ids(scope)
    return tuple(_event(row, alerts[row["alert_id"]], row["id"] in read, with_series=False) for row in rows)


@use_case(Permission.ASK, look=True)
def get_event(scope: Scope, event_id: int) -> Event:
    """With the chart of that moment. Raises NotFound."""
    event, alert = belonging.find_event(scope, event_id)
    return _event(event, alert, event_id in _read_ids(scope), with_series=True)


@use_case(Permission.ASK, look=True)
def list_deliveries(scope: Scope, event_id: int) -> tuple[Delivery, ...]:
    """Who was told of an event, and what came of it. Raises NotFound."""
    belonging.find_event(scope, event_id)
    names = {row["id"]: row["name"] for row in scope.store.find("channels", columns=("id", "name"))}
    rows = scope.store.find("deliveries", event_id=event_id, order="id")
    return tuple(
        Delivery(
            names[row["channel_id"]],
            row["news"],
            row["state"],
            row["attempts"],
            row["due_at"],
            row["finished_at"],
            row["answer"] or "",
        )
        for row in rows
    )


@use_case(Permission.ASK, look=True)
def count_unread(scope: Scope) -> int:
    """How many events the actor has not read."""
    rows = scope.store.find("alert_events", columns=("id",), alert_id=one_of([*_seen(scope)]))
    return len({row["id"] for row in rows} - _read_ids(scope))


@use_case(Permission.ASK)
def mark_read(scope: Scope, event_id: int) -> None:
    """Raises NotFound."""
    belonging.find_event(scope, event_id)
    _mark(scope, event_id)


@use_case(Permission.ASK)
def mark_all_read(scope: Scope) -> int:
    """How many were not."""
    rows = scope.store.find("alert_events", columns=("id",), alert_id=one_of([*_seen(scope)]))
    unread = {row["id"] for row in rows} - _read_ids(scope)
    with scope.store.transaction():
        for event_id in unread:
            _mark(scope, event_id)
    return len(unread)


@use_case(Permission.ASK)
def acknowledge_event(scope: Scope, event_id: int) -> Event:
    """Say that somebody looks after it. One that is over stays so. Raises NotFound."""
    belonging.find_event(scope, event_id)
    changes = {"state": "acknowledged", "acknowledged_by": scope.actor.name, "acknowledged_at": datetime.now(UTC)}
    scope.store.change_where("alert_events", {"id": event_id, "state": "open"}, **changes)
    _mark(scope, event_id)
    return get_event(scope, event_id)


@use_case(Permission.ASK)
def resolve_event(scope: Scope, event_id: int) -> Event:
    """Say that it is over; if the condition still holds, the next check opens another. Raises NotFound."""
    belonging.find_event(scope, event_id)
    now = datetime.now(UTC)
    scope.store.change_where("alert_events", {"id": event_id, "resolved_at": None}, state="resolved", resolved_at=now)
    return get_event(scope, event_id)


@use_case(Permission.ASK)
def add_note(scope: Scope, event_id: int, text: str) -> Event:
    """Raises NotFound, InvalidInput."""
    said = text.strip()
    event, _ = belonging.find_event(scope, event_id)
    if not 0 < len(said) <= LONGEST_NOTE:
        raise InvalidInput(f"Write a note of up to {LONGEST_NOTE:,} characters.", "text")
    note = {"by": scope.actor.name, "at": datetime.now(UTC).isoformat(), "text": said}
    scope.store.change("alert_events", event_id, notes=[*event["notes"], note])
    return get_event(scope, event_id)


def _seen(scope: Scope) -> dict[int, Row]:
    columns = ("id", "name", "account_id", "people")
    return {row["id"]: row for row in scope.store.find("alerts", columns=columns) if belonging.may_see(scope, row)}


def _read_ids(scope: Scope) -> set[int]:
    rows = scope.store.find("event_reads", columns=("event_id",), account_id=scope.actor.user_id)
    return {row["event_id"] for row in rows}


def _mark(scope: Scope, event_id: int) -> None:
    account_id = belonging.find_owner(scope)
    if not scope.store.count("event_reads", event_id=event_id, account_id=account_id):
        scope.store.add("event_reads", event_id=event_id, account_id=account_id, at=datetime.now(UTC))


def _event(row: Row, alert: Row, is_read: bool, *, with_series: bool) -> Event:
    return Event(
        row["id"],
        row["alert_id"],
        alert["name"],
        row["opened_at"],
        row["state"],
        row["verdict"]["sentence"],
        row["why"],
        is_read,
        row["acknowledged_by"],
        row["acknowledged_at"],
        row["resolved_at"],
        tuple(Note(each["by"], datetime.fromisoformat(each["at"]), each["text"]) for each in row["notes"]),
        read_series(row["series"]) if with_series else (),
    )
