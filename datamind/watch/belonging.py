"""Whose an alert is, and who may see it: its owner, and those whom the owner has named.

In: a scope and an id. Out: the row, or NotFound, for what is not shared exactly as for what never was.
"""

from __future__ import annotations

from datamind.engine import Scope
from datamind.errors import Forbidden, NotFound
from datamind.store.session import Row


def find_owner(scope: Scope) -> int:
    """The account that owns what this actor makes. Raises Forbidden for the system."""
    if scope.actor.user_id is None:
        raise Forbidden("The system has no alerts of its own.")
    return scope.actor.user_id


def may_see(scope: Scope, alert: Row) -> bool:
    """Whether the actor owns it or has been named."""
    mine = scope.actor.user_id
    return mine is not None and (alert["account_id"] == mine or mine in alert["people"])


def find_alert(scope: Scope, alert_id: int) -> Row:
    """Raises NotFound."""
    row = scope.store.first("alerts", id=alert_id)
    if row is None or not may_see(scope, row):
        raise NotFound("alert")
    return row


def find_own_alert(scope: Scope, alert_id: int) -> Row:
    """Raises NotFound."""
    row = scope.store.first("alerts", id=alert_id)
    if row is None or row["account_id"] != scope.actor.user_id or scope.actor.user_id is None:
        raise NotFound("alert")
    return row


def find_event(scope: Scope, event_id: int) -> tuple[Row, Row]:
    """An event and its alert. Raises NotFound."""
    event = scope.store.first("alert_events", id=event_id)
    alert = scope.store.first("alerts", id=event["alert_id"]) if event else None
    if event is None or alert is None or not may_see(scope, alert):
        raise NotFound("event")
    return event, alert
