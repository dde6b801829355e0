"""Telling the news: what is pending and due goes out, channel by channel, once.

In: the system's scope of an org and the time. A channel's news is claimed by a compare-and-set before anything leaves, so of
several senders one sends it; who dies while sending leaves it in the state "sending", which after a while is told as what it
is: unknown. It is not sent again by itself: twice is worse than a question. What failed on the other side's account is tried
again after a pause that doubles. What is due together goes out as one message.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from datamind.channels import Message, find_kind
from datamind.engine import Scope
from datamind.errors import ConnectFailed, DataMindError, DeliveryFailed
from datamind.store import below
from datamind.store.session import Row
from datamind.watch.picture import write_picture
from datamind.watch.timetable import end_of_quiet

MOST_ATTEMPTS = 6
FIRST_PAUSE = timedelta(seconds=30)
SENDING_TAKES = timedelta(minutes=5)
MOST_TOGETHER, MOST_NAMED = 200, 20
UNKNOWN = "Whoever sent this did not live to say whether it arrived. Look there before sending it again."


@dataclass(frozen=True)
class News:
    """What there is to tell of an event."""

    delivery: Row
    event: Row
    alert: Row

    @property
    def sentence(self) -> str:
        said = self.event["verdict"]["sentence"]
        why = f" {self.event['why']}" if self.event["why"] else ""
        prefix = "Back to normal: " if self.delivery["news"] == "resolved" else ""
        return f"{prefix}{self.alert['name']}. {said}{why}"


def deliver_due(scope: Scope, now: datetime) -> int:
    """Send what is due in this org; how many messages went out."""
    store = scope.store
    store.change_where(
        "deliveries", {"state": "sending", "due_at": below(now)}, state="unknown", finished_at=now, answer=UNKNOWN
    )
    pending = store.find("deliveries", state="pending", due_at=below(now + timedelta(microseconds=1)), order="due_at")
    by_channel: dict[int, list[Row]] = {}
    for row in pending:
        by_channel.setdefault(row["channel_id"], []).append(row)
    return sum(_deliver(scope, channel_id, rows[:MOST_TOGETHER], now) for channel_id, rows in by_channel.items())


def _deliver(scope: Scope, channel_id: int, rows: Sequence[Row], now: datetime) -> int:
    channel = scope.store.get("channels", channel_id)
    quiet_until = end_of_quiet(channel["timing"], now)
    if quiet_until:
        for row in rows:
            scope.store.change_where("deliveries", {"id": row["id"], "state": "pending"}, due_at=quiet_until)
        return 0
    batch = secrets.token_hex(12)
    mine = [row for row in rows if _claim(scope, row, batch, now)]
    if not mine:
        return 0
    news = [_read_news(scope, row) for row in mine]
    send = _sender(scope, channel)
    _finish(scope, mine, now, lambda: send(write_message(scope, news)))
    return 1


def _claim(scope: Scope, row: Row, batch: str, now: datetime) -> bool:
    seen = {"id": row["id"], "state": "pending", "attempts": row["attempts"]}
    changes = {"state": "sending", "batch": batch, "attempts": row["attempts"] + 1, "due_at": now + SENDING_TAKES}
    return bool(scope.store.change_where("deliveries", seen, **changes))


def _finish(scope: Scope, rows: Sequence[Row], now: datetime, send: Callable[[], str]) -> None:
    try:
        changes: dict[str, Any] = {"state": "sent", "finished_at": now, "answer": send()[:500]}
    except (DeliveryFailed, ConnectFailed, DataMindError) as error:
        may_retry = isinstance(error, DeliveryFailed) and error.may_retry
        state = "unknown" if isinstance(error, DeliveryFailed) and error.is_unknown else "failed"
        changes = {"state": state, "finished_at": now, "answer": str(error)[:500]}
        for row in rows:
            again = may_retry and row["attempts"] + 1 < MOST_ATTEMPTS
            later = {"state": "pending", "finished_at": None, "due_at": now + FIRST_PAUSE * 2 ** row["attempts"]}
            scope.store.change_where("deliveries", {"id": row["id"]}, **(changes | (later if again else {})))
        return
    with scope.store.transaction():
        for row in rows:
            scope.store.change_where("deliveries", {"id": row["id"], "state": "sending"}, **changes)


def _read_news(scope: Scope, row: Row) -> News:
    event = scope.store.get("alert_events", row["event_id"])
    return News(row, event, scope.store.get("alerts", event["alert_id"]))


def write_message(scope: Scope, news: Sequence[News]) -> Message:
    """One piece of news by itself, with its numbers and picture; several as a list."""
    first = news[0]
    address = scope.settings.public_url
    key = f"{first.delivery['event_id']}-{first.delivery['news']}-{first.delivery['channel_id']}"
    if len(news) == 1:
        title = f"{'Back to normal: ' if first.delivery['news'] == 'resolved' else ''}{first.alert['name']}"
        facts = {name: first.event["verdict"][name] for name in ("moment", "value", "expected", "low", "high")}
        picture = write_picture(first.event["series"]) if first.delivery["news"] == "opened" else None
        link = f"{address}/alerts?event={first.event['id']}"
        return Message(key, title, (first.sentence,), link, facts, picture)
    lines = [each.sentence for each in news[:MOST_NAMED]]
    if len(news) > MOST_NAMED:
        lines.append(f"And {len(news) - MOST_NAMED:,} more.")
    return Message(f"{key}-and-{len(news) - 1}", f"{len(news):,} alerts", tuple(lines), f"{address}/alerts")


def send_test(scope: Scope, kind: str, values: dict[str, Any]) -> str:
    """What the other side answers to a test. Raises DeliveryFailed, ConnectFailed."""
    message = Message(
        f"test-{secrets.token_hex(6)}",
        "A test from DataMind",
        (f"{scope.actor.name} tries whether alerts arrive here. They do.",),
        scope.settings.public_url,
    )
    return find_kind(kind).send(values, message, resolver(scope))


def _sender(scope: Scope, channel: Row) -> Callable[[Message], str]:
    kind, resolve = find_kind(channel["kind"]), resolver(scope)
    return lambda message: kind.send(scope.engine.open_values(channel), message, resolve)


def resolver(scope: Scope) -> Callable[[str], tuple[str, ...]]:
    from datamind.connectors.network import resolve_host

    return lambda host: resolve_host(host, scope.engine.network)
