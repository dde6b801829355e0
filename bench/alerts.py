"""What checking 1,000 alerts costs on one table of a million rows: beside one GROUP BY, and a part of them without sharing.

    python bench/alerts.py

Prints seconds and their ratio, all in one run. Each alert watches its own store: "… WHERE store = 'store 7'".
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from houses import add_org, join, open_engine  # noqa: E402

from datamind import running  # noqa: E402
from datamind.access import Actor  # noqa: E402
from datamind.engine import Scope  # noqa: E402
from datamind.services import connections  # noqa: E402
from datamind.watch.checking import check_due  # noqa: E402

ROWS, ALERTS, ALONE = 1_000_000, 1_000, 10


def write_sales(path: Path) -> None:
    dice = random.Random(1)
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sales (id INTEGER PRIMARY KEY, store TEXT NOT NULL, amount REAL NOT NULL)")
        rows = ((f"store {dice.randrange(ALERTS)}", dice.random() * 100) for _ in range(ROWS))
        database.executemany("INSERT INTO sales (store, amount) VALUES (?, ?)", rows)
    database.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder), query_timeout_s=120)
        add_org(engine, "Bench")
        ada = join(engine, 1, "Ada")
        path = engine.settings.home / "databases" / "sales.sqlite"
        write_sales(path)
        shop = connections.add_connection(ada, "Sales", "sqlite", {"path": str(path)}, accept_writable=True)
        now = datetime.now(UTC)
        for number in range(ALERTS):
            ada.store.add(
                "alerts", account_id=ada.actor.user_id, connection_id=shop.id, name=f"Alert {number}",
                sql=f"SELECT sum(amount) AS total FROM sales WHERE store = 'store {number}'", time_column=None,
                value_column="total", kind="threshold",
                values={"side": "above", "limit": 51_000.0, "times": 1, "recovery": None}, every="every minute", zone="UTC",
                people=[], channels=[], tags=[], paused=False, due_at=now, state="new", sentence="", failures=0, created_at=now,
            )  # fmt: skip
        row = ada.store.get("connections", shop.id)
        running.run(ada, row, "SELECT count(*) FROM sales")
        started = time.perf_counter()
        running.run(ada, row, "SELECT store, sum(amount) FROM sales GROUP BY store")
        one = time.perf_counter() - started
        started = time.perf_counter()
        for number in range(ALONE):
            running.run(ada, row, f"SELECT sum(amount) FROM sales WHERE store = 'store {number}'")
        alone = (time.perf_counter() - started) / ALONE
        started = time.perf_counter()
        done = check_due(Scope(engine, Actor.system(1)), now)
        took = time.perf_counter() - started
        print(f"one GROUP BY {one:6.2f} s; {done:,} alerts {took:6.2f} s ({took / one:.1f} × the GROUP BY);")
        print(f"one query an alert would take {alone * ALERTS:6.1f} s ({alone * ALERTS / took:.0f} × as long)")
        print(f"events: {ada.store.count('alert_events')}, checks: {ada.store.count('alert_checks')}")
        engine.close()


if __name__ == "__main__":
    main()
