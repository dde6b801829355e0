"""Alerts at work on a real store and a real database: checks, events, news, owners, deaths in between."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from houses import add_org, connect_shop, join, open_engine

from datamind.access import Actor, Role
from datamind.engine import Engine, Scope
from datamind.errors import InvalidInput, NotFound
from datamind.services import alerts, channels, connections, events, rules
from datamind.watch import checking, delivering

pytestmark = pytest.mark.slow

COUNT = "SELECT count(*) AS orders FROM orders"
BY_DAY = "SELECT ordered_on, count(*) AS orders FROM orders GROUP BY ordered_on ORDER BY ordered_on"


class Hook(BaseHTTPRequestHandler):
    status = 200
    seen: ClassVar[list[dict[str, object]]] = []

    def do_POST(self) -> None:
        type(self).seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def hook() -> Iterator[str]:
    Hook.status, Hook.seen = 200, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path)
    add_org(engine, "Acme")
    yield engine
    engine.close()


@pytest.fixture
def ada(engine: Engine) -> Scope:
    return join(engine, 1, "Ada")


@pytest.fixture
def shop(ada: Scope) -> int:
    return connect_shop(ada).id


@pytest.fixture
def system(engine: Engine, ada: Scope) -> Scope:
    return Scope(engine, Actor.system(1))


def sell(engine: Engine, *days: str) -> None:
    with sqlite3.connect(engine.settings.home / "databases" / "shop.sqlite") as database:
        database.executemany(
            "INSERT INTO orders (customer_id, ordered_on, amount) VALUES (1, ?, 9)", [(day,) for day in days]
        )
    database.close()


def check(system: Scope, **later: float) -> int:
    return checking.check_due(system, datetime.now(UTC) + timedelta(**later))


def test_it_fires_once_is_told_once_and_recovers(system: Scope, ada: Scope, shop: int, hook: str) -> None:
    channel = channels.add_channel(ada, "Hook", "webhook", {"url": hook, "secret": "s"})
    alert = alerts.add_alert(ada, shop, "Orders", COUNT, "threshold", {"limit": 4}, channels=[channel.id])
    assert check(system) == 1
    assert alerts.get_alert(ada, alert.id).state == "quiet"
    assert check(system) == 0  # not due yet
    sell(system.engine, "2026-03-01")
    for minutes in (2, 4, 6):
        assert check(system, minutes=minutes) == 1
    (event,) = events.list_events(ada)
    assert (event.state, event.is_read, events.count_unread(ada)) == ("open", False, 1)
    assert "5; the limit is 4" in event.sentence
    for _ in range(3):
        delivering.deliver_due(system, datetime.now(UTC) + timedelta(hours=1))
    assert [said["title"] for said in Hook.seen] == ["Orders"]
    assert Hook.seen[0]["link"] == f"{system.settings.public_url}/alerts?event={event.id}"
    assert [each.state for each in events.list_deliveries(ada, event.id)] == ["sent"]
    assert events.acknowledge_event(ada, event.id).acknowledged_by == "Ada"
    alerts.edit_alert(ada, alert.id, "Orders", COUNT, "threshold", {"limit": 9}, channels=[channel.id])
    check(system, minutes=8)
    assert events.get_event(ada, event.id).state == "resolved"
    delivering.deliver_due(system, datetime.now(UTC) + timedelta(hours=1))
    assert Hook.seen[-1]["title"] == "Back to normal: Orders"


def test_whoever_dies_before_the_end_has_done_nothing(system: Scope, ada: Scope, shop: int) -> None:
    alerts.add_alert(ada, shop, "Orders", COUNT, "threshold", {"limit": 1})
    assert checking.check_due(system, datetime.now(UTC), lambda: False) == 0
    assert events.list_events(ada) == ()
    assert check(system) == 1
    assert len(events.list_events(ada)) == 1


def test_moments_that_nobody_saw_are_caught_up(system: Scope, ada: Scope, shop: int) -> None:
    alert = alerts.add_alert(ada, shop, "Orders", BY_DAY, "threshold", {"limit": 2})
    check(system)
    sell(system.engine, *["2026-03-01"] * 5, "2026-03-02")
    check(system, minutes=2)
    (event,) = events.list_events(ada)
    assert (event.state, "1 Mar 2026: 5" in event.sentence) == ("resolved", True)
    assert len(events.get_event(ada, event.id).series) == 5
    later = datetime.now(UTC) + timedelta(hours=1)
    assert alerts.explain_alert(ada, alert.id, later)[0].sentence.startswith("2 Mar 2026: 1")


def test_the_owners_rules_bind(system: Scope, ada: Scope, shop: int) -> None:
    vi = join(system.engine, 1, "Vi", Role.ANALYST)
    alert = alerts.add_alert(vi, shop, "Orders", COUNT, "threshold", {"limit": 2})
    rules.add_rule(ada, shop, "orders", "rows", "customer_id = 1", ["analyst"], name="first customer")
    check(system)
    assert alerts.get_alert(vi, alert.id).said.endswith("2; the limit is 2.")


def test_an_owner_who_left_is_said(system: Scope, ada: Scope, shop: int) -> None:
    vi = join(system.engine, 1, "Vi", Role.ANALYST)
    alerts.add_alert(vi, shop, "Orders", COUNT, "threshold", {"limit": 2}, people=[ada.actor.user_id or 0])
    system.engine.house.everything().change("accounts", vi.actor.user_id or 0, active=False)
    check(system)
    (alert,) = alerts.list_alerts(ada)
    assert (alert.state, "no longer in this organisation" in alert.said) == ("failing", True)


def test_a_query_that_fails_is_tried_less_often_and_says_since_when(system: Scope, ada: Scope, shop: int) -> None:
    alerts.add_alert(ada, shop, "Orders", COUNT, "threshold", {"limit": 2})
    with sqlite3.connect(system.engine.settings.home / "databases" / "shop.sqlite") as database:
        database.execute("ALTER TABLE orders RENAME TO bills")
    database.close()
    began = datetime.now(UTC)
    for round_ in range(4):
        check(system, minutes=20 * round_)
    (alert,) = alerts.list_alerts(ada)
    assert alert.state == "failing"
    assert alert.failing_since is not None
    assert alert.failing_since - began < timedelta(minutes=1)
    assert alert.due_at - alert.checked_at >= timedelta(minutes=8)  # type: ignore[operator]
    assert events.list_events(ada) == ()


def test_paused_snoozed_and_muted(system: Scope, ada: Scope, shop: int, hook: str) -> None:
    channel = channels.add_channel(ada, "Hook", "webhook", {"url": hook, "secret": "s"})
    alert = alerts.add_alert(ada, shop, "Orders", COUNT, "threshold", {"limit": 1}, channels=[channel.id])
    alerts.set_paused(ada, alert.id)
    assert check(system) == 0
    alerts.set_paused(ada, alert.id, False)
    alerts.snooze_alert(ada, alert.id, datetime.now(UTC) + timedelta(hours=2))
    assert check(system, hours=1) == 0
    alerts.mute_alert(ada, alert.id, datetime.now(UTC) + timedelta(hours=5))
    assert check(system, hours=3) == 1
    assert len(events.list_events(ada)) == 1
    assert delivering.deliver_due(system, datetime.now(UTC) + timedelta(hours=6)) == 0


def test_what_fires_together_is_one_message_and_quiet_hours_hold_it(
    system: Scope, ada: Scope, shop: int, hook: str
) -> None:
    timing = {"quiet_from": "00:00", "quiet_to": "23:59"}
    channel = channels.add_channel(ada, "Hook", "webhook", {"url": hook, "secret": "s"}, timing)
    for number in range(25):
        alerts.add_alert(ada, shop, f"Alert {number}", COUNT, "threshold", {"limit": 1}, channels=[channel.id])
    now = datetime.now(UTC).replace(hour=12)
    checking.check_due(system, now + timedelta(days=1))
    assert delivering.deliver_due(system, now + timedelta(days=1)) == 0
    assert delivering.deliver_due(system, (now + timedelta(days=1)).replace(hour=23, minute=59, second=30)) == 1
    assert Hook.seen[0]["title"] == "25 alerts"
    assert Hook.seen[0]["lines"][-1] == "And 5 more."  # type: ignore[index]


def test_a_sender_that_dies_leaves_the_unknown_named(system: Scope, ada: Scope, shop: int, hook: str) -> None:
    channel = channels.add_channel(ada, "Hook", "webhook", {"url": hook, "secret": "s"})
    alerts.add_alert(ada, shop, "Orders", COUNT, "threshold", {"limit": 1}, channels=[channel.id])
    check(system)
    (row,) = system.store.find("deliveries")
    now = datetime.now(UTC) + timedelta(seconds=1)
    assert delivering._claim(system, row, "batch", now)
    assert not delivering._claim(system, row, "another", now)
    assert delivering.deliver_due(system, now) == 0
    delivering.deliver_due(system, now + timedelta(minutes=6))
    (told,) = events.list_deliveries(ada, events.list_events(ada)[0].id)
    assert (told.state, told.answer) == ("unknown", delivering.UNKNOWN)
    assert Hook.seen == []


def test_a_channel_that_fails_is_tried_again_and_given_up(system: Scope, ada: Scope, shop: int, hook: str) -> None:
    Hook.status = 503
    channel = channels.add_channel(ada, "Hook", "webhook", {"url": hook, "secret": "s"})
    alerts.add_alert(ada, shop, "Orders", COUNT, "threshold", {"limit": 1}, channels=[channel.id])
    check(system)
    for hours in range(1, 12):
        delivering.deliver_due(system, datetime.now(UTC) + timedelta(hours=hours))
    (told,) = events.list_deliveries(ada, events.list_events(ada)[0].id)
    assert (told.state, told.attempts, len(Hook.seen)) == ("failed", 6, 6)
    assert len({said["id"] for said in Hook.seen}) == 1


def test_a_colleague_sees_what_is_shared_and_nothing_else(system: Scope, ada: Scope, shop: int) -> None:
    bob = join(system.engine, 1, "Bob")
    mine = alerts.add_alert(ada, shop, "Mine", COUNT, "threshold", {"limit": 1})
    shared = alerts.add_alert(ada, shop, "Shared", COUNT, "threshold", {"limit": 1}, people=[bob.actor.user_id or 0])
    check(system)
    assert [alert.name for alert in alerts.list_alerts(bob)] == ["Shared"]
    (event,) = events.list_events(bob)
    events.add_note(bob, event.id, "Looking into it.")
    assert events.get_event(ada, event.id).notes[0].text == "Looking into it."
    assert events.count_unread(bob) == 1
    assert events.mark_all_read(bob) == 1
    assert (events.count_unread(bob), events.count_unread(ada)) == (0, 2)
    for use_case in (alerts.get_alert, alerts.explain_alert):
        with pytest.raises(NotFound):
            use_case(bob, mine.id)
    with pytest.raises(NotFound):
        alerts.delete_alert(bob, shared.id)


def test_words_become_an_alert_that_can_be_tried(ada: Scope, shop: int) -> None:
    draft = alerts.read_words(ada, shop, "tell me when daily orders are above 3")
    trial = alerts.try_alert(ada, shop, draft.sql, draft.kind, draft.values, name=draft.name)
    assert trial.sentence == "“Daily orders” is above 3"
    assert (trial.fired, [verdict.state for verdict in trial.verdicts]) == (0, ["quiet"] * 4)
    louder = alerts.try_alert(ada, shop, draft.sql, "threshold", {"limit": 0})
    assert louder.fired == 1  # it stays above, so it fires once
    with pytest.raises(InvalidInput):
        alerts.read_words(ada, shop, "tell me when the moon is full")


def test_a_new_value_is_noticed(system: Scope, ada: Scope, shop: int) -> None:
    alert = alerts.add_alert(ada, shop, "Cities", "SELECT DISTINCT city FROM customers", "new_value", {})
    check(system)
    assert alerts.get_alert(ada, alert.id).state == "unjudged"
    with sqlite3.connect(system.engine.settings.home / "databases" / "shop.sqlite") as database:
        database.execute("INSERT INTO customers VALUES (9, 'Di', 'Chur')")
    database.close()
    check(system, minutes=2)
    assert "new: Chur" in events.list_events(ada)[0].sentence
    check(system, minutes=4)
    assert events.list_events(ada)[0].state == "resolved"


@pytest.mark.parametrize(
    ("sql", "kind", "values", "field"),
    [
        ("SELECT city FROM customers", "threshold", {"limit": 1}, "sql"),
        ("SELECT amount FROM orders", "threshold", {"limit": 1}, "sql"),
        (
            "SELECT ordered_on, amount, id FROM orders UNION ALL SELECT ordered_on, amount, id FROM orders",
            "anomaly",
            {},
            "sql",
        ),
        (COUNT, "threshold", {}, "limit"),
    ],
)
def test_what_cannot_be_watched_is_refused_before_it_is_saved(ada, shop, sql, kind, values, field) -> None:
    with pytest.raises(InvalidInput) as caught:
        alerts.add_alert(ada, shop, "Bad", sql, kind, values)
    assert caught.value.field == field


def test_an_event_says_where_most_of_it_lies_and_not_what_comes_with_age(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, profile_budget_s=5)
    add_org(engine, "Acme")
    ada = join(engine, 1, "Ada")
    path = engine.settings.home / "databases" / "sales.sqlite"
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sales (day DATE, store TEXT, status TEXT)")
        for offset in range(60):
            day = f"{datetime(2026, 1, 1) + timedelta(offset):%Y-%m-%d}"
            status = "processing" if offset == 59 else "done"
            stores = ["Bern"] * 20 + ["Berlin"] * (0 if offset == 59 else 20)
            database.executemany("INSERT INTO sales VALUES (?, ?, ?)", [(day, store, status) for store in stores])
    database.close()
    shop = connections.add_connection(ada, "Sales", "sqlite", {"path": str(path)}, accept_writable=True)
    sql = "SELECT day, count(*) AS sales FROM sales GROUP BY day"
    alerts.add_alert(ada, shop.id, "Sales", sql, "change", {"percent": 30})
    check(Scope(engine, Actor.system(1)))
    assert events.list_events(ada)[0].why == "All of the difference is store “Berlin”: 0 instead of about 20."
    engine.close()
