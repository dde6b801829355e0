"""Three schedulers at work on alerts while one after the other is killed: is anything lost, is anything told twice?

In: a folder and how long it lasts. Out: `Tally`. One second of this is a minute of the alerts' time. For a longer run:

    python tests/watch/storm.py 180
"""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2])]

from houses import add_org, join, make_settings, open_engine  # noqa: E402

from datamind.engine import Engine, Scope  # noqa: E402
from datamind.jobs import Job  # noqa: E402
from datamind.scheduler import Scheduler, run_until_told  # noqa: E402
from datamind.services import alerts, channels, connections  # noqa: E402
from datamind.watch import checking, delivering  # noqa: E402

ALERTS, SCHEDULERS, WARP = 5, 3, 60.0


@dataclass(frozen=True)
class Tally:
    """`twice` are messages that arrived more than once, `lost` news that no message, and no named doubt, stands for."""

    kills: int
    events: int
    states: Counter[str]
    arrived: int
    twice: tuple[str, ...]
    lost: tuple[str, ...]


def make_sink(seen: list[str]) -> ThreadingHTTPServer:
    class Sink(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append(body["id"])
            time.sleep(random.random() * 0.1)  # so that some are killed while they send
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def brew(home: Path, seconds: float, seed: int = 1) -> Tally:
    """Alerts that fire and recover every few minutes of theirs, watched by schedulers that die."""
    seen: list[str] = []
    sink = make_sink(seen)
    engine = open_engine(home)
    add_org(engine, "Acme")
    ada = join(engine, 1, "Ada")
    gauge = engine.settings.home / "databases" / "gauge.sqlite"
    gauge.parent.mkdir(parents=True, exist_ok=True)
    _set(gauge, "CREATE TABLE gauge (level INTEGER); INSERT INTO gauge VALUES (0);")
    shop = connections.add_connection(ada, "Gauge", "sqlite", {"path": str(gauge)}, accept_writable=True)
    for number in range(ALERTS):
        values = {"url": f"http://127.0.0.1:{sink.server_port}/", "secret": "s"}
        channel = channels.add_channel(ada, f"Hook {number}", "webhook", values)
        sql = f"SELECT level + 0 * {number} AS level FROM gauge"
        alerts.add_alert(ada, shop.id, f"Alert {number}", sql, "threshold", {"limit": 0}, channels=[channel.id])
    kills = _kill_for(home, gauge, seconds, random.Random(seed))
    tally = _count(engine, kills, seen)
    engine.close()
    sink.shutdown()
    sink.server_close()
    return tally


def _kill_for(home: Path, gauge: Path, seconds: float, dice: random.Random) -> int:
    started = datetime.now(UTC).timestamp()
    start = lambda: subprocess.Popen([sys.executable, str(HERE), str(home), str(started)])  # noqa: E731
    running, kills, level = [start() for _ in range(SCHEDULERS)], 0, 0
    ends = time.monotonic() + seconds
    try:
        while time.monotonic() < ends:
            time.sleep(dice.uniform(0.3, 1.0))
            level = 1 - level
            _set(gauge, f"UPDATE gauge SET level = {level};")
            if dice.random() < 0.15:
                victim = dice.randrange(SCHEDULERS)
                running[victim].kill()
                running[victim].wait()
                running[victim] = start()
                kills += 1
        time.sleep(9)  # what was being sent is told as unknown by then, the rest is sent
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(20)
    return kills


def _count(engine: Engine, kills: int, seen: list[str]) -> Tally:
    everything = engine.house.everything()
    rows = everything.find("deliveries")
    arrived = Counter(seen)
    reached = {
        row["batch"] for row in rows for key in (_key(row),) for seen_key in arrived if _stands_for(seen_key, key)
    }
    lost = [
        f"{row['id']}: {row['state']}"
        for row in rows
        if row["state"] not in ("sent", "unknown") or (row["state"] == "sent" and row["batch"] not in reached)
    ]
    told = Counter((row["event_id"], row["news"]) for row in rows)
    for event in everything.find("alert_events"):
        wanted = ["opened", *(["resolved"] if event["resolved_at"] else [])]
        lost += [
            f"event {event['id']} {news}: {told[event['id'], news]}" for news in wanted if told[event["id"], news] != 1
        ]
    twice = tuple(key for key, count in arrived.items() if count > 1)
    return Tally(
        kills, everything.count("alert_events"), Counter(row["state"] for row in rows), len(seen), twice, tuple(lost)
    )


def _key(row: dict[str, object]) -> str:
    return f"{row['event_id']}-{row['news']}-{row['channel_id']}"


def _stands_for(arrived: str, key: str) -> bool:
    """A message by itself, or one that began a list."""
    return arrived == key or arrived.startswith(f"{key}-and-")


def _set(gauge: Path, sql: str) -> None:
    with sqlite3.connect(gauge, timeout=10) as database:
        database.executescript(sql)
    database.close()


def work(home: Path, started: float) -> None:
    """One of the schedulers."""
    delivering.SENDING_TAKES = timedelta(minutes=5)

    def now() -> datetime:
        real = datetime.now(UTC).timestamp()
        return datetime.fromtimestamp(started + (real - started) * WARP, UTC)

    def check(scope: Scope, subject: str, is_mine: Callable[[], bool]) -> None:
        checking.check_due(scope, now(), is_mine)
        delivering.deliver_due(scope, now())

    engine = Engine.from_settings(make_settings(home, scheduler_tick_s="0.05", scheduler_lease_s="2"))
    run_until_told(Scheduler(engine, {"alerts": Job(lambda _: 0.2, lambda scope: ("org",), check)}))
    engine.close()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        work(Path(sys.argv[1]), float(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            print(brew(Path(folder), float(sys.argv[1])))
