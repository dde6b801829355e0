"""A process killed at any moment of its writing leaves whole units only, and a store that opens."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from datamind.store import House

pytestmark = pytest.mark.slow

ROUNDS = 12
WRITER = """
import sys
from datetime import UTC, datetime
from datamind.store import House
store = House(sys.argv[1]).of(1)
store.count("audit")  # connected
print("ready", flush=True)
number = 0
while True:
    number += 1
    with store.transaction():
        for part in ("first half", "second half"):
            store.add("audit", at=datetime.now(UTC), actor=sys.argv[2], action=str(number), object=part,
                      outcome="done", detail={"filler": "x" * 2000})
"""


def test_a_killed_writer_leaves_whole_units_only(store_url: str) -> None:
    house = House(store_url)
    house.migrate()
    house.everything().add("orgs", name="a", created_at=datetime.now(UTC))
    dice = random.Random(7)
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    for number in range(ROUNDS):
        command = [sys.executable, "-c", WRITER, store_url, f"writer {number}"]
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(dice.uniform(0.01, 0.2))
            writer.send_signal(signal.SIGKILL)
    house.check()
    units: dict[tuple[str, str], list[str]] = {}
    for row in house.of(1).find("audit", columns=("actor", "action", "object"), order="id"):
        units.setdefault((row["actor"], row["action"]), []).append(row["object"])
    assert len({actor for actor, _ in units}) >= ROUNDS // 2
    assert {tuple(parts) for parts in units.values()} == {("first half", "second half")}
    if house.engine.dialect.name == "sqlite":
        with house.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    house.of(1).add("audit", at=datetime.now(UTC), actor="x", action="y", object="", outcome="done", detail={})
    house.close()
