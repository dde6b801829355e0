"""What a chart costs: milliseconds to build each kind of the gallery, and kilobytes sent for 5,000 points.

Run: python bench/pictures.py. The build is also told as a ratio to an empty figure of plotly's own in the same run.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from charts.gallery import SAMPLES
from plotly.graph_objects import Figure
from small_results import make_result

from datamind.charts import draw, fit_chart

RUNS = 25
POINTS = 5_000


def main() -> None:
    bare_ms = measure_ms(lambda: Figure(layout={"height": 340}).add_scatter(x=[1, 2], y=[1, 2]))
    print(f"a bare figure            {bare_ms:7.1f} ms")
    for name, (kind, result) in SAMPLES.items():
        spec = fit_chart(kind, result)
        ms = measure_ms(lambda spec=spec, result=result: draw(spec, result))  # type: ignore[misc]
        size_kb = len(draw(spec, result).to_json()) / 1000
        print(f"{name:<24} {ms:7.1f} ms  {ms / bare_ms:5.1f} bare figures   {size_kb:6.1f} KB")
    wave = [math.sin(place / 40) * 100 + place % 13 for place in range(POINTS)]
    days = [date(2010, 1, 1) + timedelta(place) for place in range(POINTS)]
    for kind, names, rows in (
        ("line", ["day", "visits"], list(zip(days, wave, strict=True))),
        ("scatter", ["price", "rating"], [[value, value * 1.5 + place % 7] for place, value in enumerate(wave)]),
    ):
        result = make_result(names, rows)
        spec = fit_chart(kind, result)
        ms = measure_ms(lambda spec=spec, result=result: draw(spec, result))  # type: ignore[misc]
        print(f"{kind} of {POINTS:,} points   {ms:7.1f} ms   {len(draw(spec, result).to_json()) / 1000:6.1f} KB sent")


def measure_ms(build: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        build()
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
