"""What the whole engine costs on top of the database: a tiny query through the guard and the connector, against the bare driver.

Prints milliseconds (medians) and their ratio, measured alternately in one run.
"""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from datamind.analysts.offline import OfflineAnalyst
from datamind.ask import ask
from datamind.connectors import open_file
from datamind.sample_shop import write_shop
from datamind.sql.guard import validate
from datamind.types import Limits, Question

ROUNDS = 200


def measure(*functions: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median of each function in milliseconds, run in turn."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(rounds):
        for function, kept in zip(functions, times, strict=True):
            started = time.perf_counter()
            function()
            kept.append(1000 * (time.perf_counter() - started))
    return [statistics.median(kept) for kept in times]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.sqlite"
        write_shop(path, date.today())
        with contextlib.closing(open_file(path)) as connector, contextlib.closing(sqlite3.connect(path)) as bare:
            catalog = connector.profile(connector.catalog())
            analyst, limits, sql = OfflineAnalyst(), Limits(), "SELECT count(*) FROM stores"
            question = Question("revenue by month", date.today())
            *_, answer = ask(question, catalog, connector, analyst, limits)
            through, driver = measure(
                lambda: connector.run(validate(sql, catalog, limits=limits), limits),
                lambda: bare.execute(sql).fetchall(),
            )
            asked, ran = measure(
                lambda: list(ask(question, catalog, connector, analyst, limits)),
                lambda: bare.execute(answer.receipt.sql).fetchall(),
                rounds=20,
            )
    print(f"tiny query   engine {through:8.3f} ms   driver {driver:8.3f} ms   over it {through - driver:6.3f} ms")
    print(f"question     engine {asked:8.2f} ms   driver {ran:8.2f} ms   ratio {asked / ran:6.2f}")


if __name__ == "__main__":
    main()
