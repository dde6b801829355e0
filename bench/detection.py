"""What one value costs the detector, in microseconds, and as a ratio to a rolling z-score over the same series in the same run.

python bench/detection.py
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import deque
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from datamind.conditions.detection import find_anomalies

START = datetime(2024, 1, 1)


def rolling_z(values: list[float]) -> int:
    recent: deque[float] = deque(maxlen=100)
    found = 0
    for value in values:
        if len(recent) > 10 and abs(value - statistics.fmean(recent)) > 3 * statistics.pstdev(recent):
            found += 1
        recent.append(value)
    return found


def main() -> None:
    dice = random.Random(1)
    for name, step, count in (
        ("days", timedelta(days=1), 2_000),
        ("hours", timedelta(hours=1), 10_000),
        ("5 minutes", timedelta(minutes=5), 20_000),
    ):
        values = [100 + 20 * (place % 7 == 5) + dice.gauss(0, 5) for place in range(count)]
        started = time.perf_counter()
        alarms = sum(one.is_anomaly for one in find_anomalies((START + n * step, v) for n, v in enumerate(values)))
        took = time.perf_counter() - started
        started = time.perf_counter()
        rolling_z(values)
        plain = time.perf_counter() - started
        print(f"{name:>10}: {1e6 * took / count:6.1f} µs a value, {took / plain:4.1f} × a rolling z; {alarms} alarms")


if __name__ == "__main__":
    main()
