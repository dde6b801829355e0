"""Weeks of the sample shop, day by day: a promotion and an outage are found the morning after, ordinary days are left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from houses import add_org, join, open_engine

from datamind import sample_shop
from datamind.access import Actor
from datamind.engine import Engine, Scope
from datamind.services import alerts, connections, events
from datamind.watch import checking

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 25)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path, profile_budget_s=5)
    add_org(engine, "Acme")
    yield engine
    engine.close()


def found(ada: Scope, engine: Engine, first: date, last: date) -> list[str]:
    """What the alerts came to, checked each morning at six."""
    system = Scope(engine, Actor.system(1))
    for offset in range((last - first).days + 1):
        morning = datetime.combine(first + timedelta(offset), time(6), UTC)
        ada.store.change_where("alerts", {"paused": False}, due_at=morning)
        checking.check_due(system, morning)
    return [event.sentence for event in events.list_events(ada)]


def test_a_promotion_and_an_outage_are_found(engine: Engine) -> None:
    ada = join(engine, 1, "Ada")
    file = engine.settings.home / "sample" / "shop.sqlite"
    file.parent.mkdir(parents=True)
    sample_shop.write_shop(file, TODAY)
    outage = TODAY - timedelta(60)
    with sqlite3.connect(file) as database:
        starts, ends = database.execute(
            "SELECT starts_on, ends_on FROM promotions WHERE ends_on < ? ORDER BY starts_on DESC",
            (str(TODAY - timedelta(90)),),
        ).fetchone()
        database.execute("DELETE FROM orders WHERE date(ordered_at) = ? AND time(ordered_at) > '09:00'", (str(outage),))
    database.close()
    shop = connections.add_connection(ada, "Sample shop", "sqlite", {"path": str(file)}, accept_writable=True)
    draft = alerts.read_words(ada, shop.id, "tell me when daily orders are unusual")
    alerts.add_alert(ada, shop.id, draft.name, draft.sql, draft.kind, draft.values, every="daily 06:00")
    promotion = found(ada, engine, date.fromisoformat(starts) - timedelta(7), date.fromisoformat(ends) + timedelta(2))
    assert len(promotion) >= 1
    before = len(promotion)
    said = found(ada, engine, outage - timedelta(14), outage + timedelta(3))
    assert len(said) == before + 1
    assert f"{outage.day} {outage:%b %Y}" in said[0]
